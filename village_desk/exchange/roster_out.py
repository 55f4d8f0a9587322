"""Writes a table as the national system would export it: title rows, header on the third, every cell text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO


def write_table(sheet_name: str, titles: Sequence[str], headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A workbook of one sheet; text never becomes a number, a formula or a link, so identity numbers stay whole."""
    from xlsxwriter import Workbook

    out = BytesIO()
    book = Workbook(
        out,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    sheet = book.add_worksheet(sheet_name)
    for number, cells in enumerate([*([title] for title in titles), headings, *rows]):
        for column, text in enumerate(cells):
            if text:
                sheet.write_string(number, column, text)
    book.close()
    return out.getvalue()

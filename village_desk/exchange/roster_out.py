"""Writes a table as the national system would export it: title rows, header on the third, every cell text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from itertools import chain

_CREATED = datetime(2000, 1, 1, tzinfo=UTC)
"""Written instead of the hour, so that equal rows give equal files."""


def write_table(
    sheet_name: str, titles: Sequence[str], headings: Sequence[str], rows: Iterable[Sequence[str]]
) -> bytes:
    """A workbook of one sheet, the same bytes for the same rows; see write_tables."""
    return write_tables([(sheet_name, chain(([title] for title in titles), [headings], rows))])


def write_tables(sheets: Iterable[tuple[str, Iterable[Sequence[str]]]]) -> bytes:
    """A workbook of sheets with their names and all their rows, the same bytes for the same rows.

    Text never becomes a number, a formula or a link, so identity numbers stay whole.
    """
    from xlsxwriter import Workbook

    out = BytesIO()
    as_text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(out, {"in_memory": True, **as_text})
    book.set_properties({"created": _CREATED})
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for number, cells in enumerate(rows):
            for column, text in enumerate(cells):
                if text:
                    sheet.write_string(number, column, text)
    book.close()
    return out.getvalue()

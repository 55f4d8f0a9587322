"""Writes plain tables: of texts, as the national system exports them, or of figures to be added up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from itertools import chain

CellOut = str | int | Decimal
"""What a cell may hold: a text, or a number that is to be added up."""
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)
"""Written instead of the hour, so that equal rows give equal files."""


def write_table(
    sheet_name: str, titles: Sequence[str], headings: Sequence[str], rows: Iterable[Sequence[str]]
) -> bytes:
    """A workbook of one sheet, the same bytes for the same rows; see write_tables."""
    return write_tables([(sheet_name, chain(([title] for title in titles), [headings], rows))])


def write_tables(sheets: Iterable[tuple[str, Iterable[Sequence[CellOut]]]]) -> bytes:
    """A workbook of sheets with their names and all their rows, the same bytes for the same rows.

    Text never becomes a number, a formula or a link, so identity numbers stay whole; a blank text is no cell.
    """
    from xlsxwriter import Workbook

    out = BytesIO()
    as_text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(out, {"in_memory": True, **as_text})
    book.set_properties({"created": _CREATED})
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for number, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    if cell:
                        sheet.write_string(number, column, cell)
                else:
                    sheet.write_number(number, column, cell)
    book.close()
    return out.getvalue()

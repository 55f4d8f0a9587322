"""our_summaries.py data|ours|xlsxwriter LAYOUT [BOOK]: summary F7 of a village, its data or its workbook.

``data`` goes from the open book to the laid-out rows and leaves them in LAYOUT; the others write a workbook
of the cells that stand there, in our way or by XlsxWriter alone.
"""

from __future__ import annotations

import json
import pickle
import sys
from datetime import date
from io import BytesIO
from pathlib import Path
from time import process_time

from village_desk.exchange.paper.layout import Cell, Layout

_YEAR, _DAY = 2025, date(2025, 9, 30)


def main(how: str, kept: str, book: str = "") -> None:
    """Measure one of the three."""
    if how == "data":
        seconds, layout = _laid_out(Path(book))
        Path(kept).write_bytes(pickle.dumps(layout))
        figures = {"data": seconds}
    else:
        layout = pickle.loads(Path(kept).read_bytes())
        started = process_time()
        size = len(_ours(layout) if how == "ours" else _by_xlsxwriter(layout))
        figures = {"written": process_time() - started, "mb": size / 1e6}
    print(json.dumps(figures))


def _laid_out(book: Path) -> tuple[float, Layout]:
    """The files that the sheet is worded in are read before, by a village of one household."""
    from village_desk.entry.books.opening import sit_down
    from village_desk.exchange.sheets.making import picture_for
    from village_desk.exchange.sheets.sheet_layouts import make_layout
    from village_desk.exchange.sheets.sheet_order import SheetOrder
    from village_desk.rules.pictures import HouseholdPicture, VillagePicture
    from village_desk.rules.records import Household

    sitting = sit_down(book, "", "计时", _DAY)
    order = SheetOrder("F7", "internal", _YEAR, None, None, _DAY)
    settings, reckoner = sitting.settings, sitting.reckoner
    make_layout(order, VillagePicture("", "", [HouseholdPicture(Household("", ""))]), settings, reckoner)
    started = process_time()
    with sitting.book.reading() as reading:
        layout = make_layout(order, picture_for(order, reading, "村"), settings, reckoner)
    seconds = process_time() - started
    sitting.book.close()
    return seconds, layout


def _ours(layout: Layout) -> bytes:
    from village_desk.exchange.paper.workbook_out import write_workbook

    return write_workbook(layout)


def _by_xlsxwriter(layout: Layout) -> bytes:
    """The same cells with a format for each style, none of them measured, no pages."""
    from xlsxwriter import Workbook

    target = BytesIO()
    workbook = Workbook(target, {"in_memory": True})
    sheet = workbook.add_worksheet()
    formats = {}
    number, covered = 0, set()
    for block in layout.blocks:
        for row in block.rows:
            column = 0
            for cell in row.cells:
                while (number, column) in covered:
                    column += 1
                if cell.style not in formats:
                    formats[cell.style] = workbook.add_format({"border": 1, "text_wrap": True})
                _put(sheet, number, column, cell, formats[cell.style])
                for down in range(1, cell.rows):
                    covered |= {(number + down, column + step) for step in range(cell.columns)}
                column += cell.columns
            number += 1
    workbook.close()
    return target.getvalue()


def _put(sheet: object, row: int, column: int, cell: Cell, look: object) -> None:
    value = cell.text if cell.number is None else cell.number
    if cell.columns * cell.rows > 1:
        sheet.merge_range(row, column, row + cell.rows - 1, column + cell.columns - 1, value, look)
    else:
        sheet.write(row, column, value, look)


main(*sys.argv[1:])

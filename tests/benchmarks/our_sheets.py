"""our_sheets.py BOOK pdf|xlsx OUT [LAYOUT]: sheet F3 of every household; with LAYOUT only the writing of it.

LAYOUT is a layout as an earlier run left it; without the file there, the whole road is gone and it is left.
"""

from __future__ import annotations

import json
import pickle
import sys
from datetime import date
from pathlib import Path

from msgspec.structs import replace

_YEAR = 2025


def main(book: str, kind: str, out: str, layout: str = "") -> None:
    """Make the sheet's file."""
    if layout and Path(layout).exists():
        made, pages = _write(pickle.loads(Path(layout).read_bytes()), kind)
    else:
        made, pages = _whole(book, kind, layout)
    Path(out).write_bytes(made)
    print(json.dumps({"pages": pages, "mb": len(made) / 1e6}))


def _write(layout: object, kind: str) -> tuple[bytes, int]:
    from village_desk.exchange.paper.pdf_out import write_pdf
    from village_desk.exchange.paper.workbook_out import write_workbook

    totals = []
    write = write_pdf if kind == "pdf" else write_workbook
    made = write(layout, progress=lambda _, total: totals.append(total))
    return made, totals[-1]


def _whole(book: str, kind: str, keep: str) -> tuple[bytes, int]:
    from village_desk.entry.books.opening import sit_down
    from village_desk.exchange.sheets.making import picture_for, sheet_bytes
    from village_desk.exchange.sheets.sheet_layouts import make_layout
    from village_desk.exchange.sheets.sheet_order import SheetOrder
    from village_desk.rules.months import make_quarter

    sitting = sit_down(Path(book), "", "计时", date(2025, 9, 30))
    quarter = make_quarter(_YEAR, 4, sitting.settings.year_mode)
    order = SheetOrder("F3", "internal", _YEAR, quarter, None, date(2025, 9, 30))
    with sitting.book.reading() as reading:
        picture = picture_for(order, reading, sitting.book.village.name)
        if keep:
            layout = make_layout(order, picture, sitting.settings, sitting.reckoner)
            Path(keep).write_bytes(pickle.dumps(replace(layout, blocks=tuple(layout.blocks))))
        made = sheet_bytes(order, picture, sitting.settings, sitting.reckoner, kind)
    sitting.book.close()
    return made.content, made.pages


main(*sys.argv[1:])

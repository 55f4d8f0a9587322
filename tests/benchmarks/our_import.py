"""our_import.py ROSTER EMPTY_BOOK FOLDER: a roster into a copy of the book, checks and backup included."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from time import process_time

from copying import copy_book

from village_desk.entry.books.opening import sit_down
from village_desk.exchange.incoming.imports import look_at, write_arrival


def main(roster: str, book: str, folder: str) -> None:
    """Open, look, write."""
    sitting = sit_down(copy_book(Path(book), Path(folder)), "", "计时", date(2025, 9, 30))
    started = process_time()
    arrival = look_at(sitting.book, Path(roster), year=2025)
    planned = process_time()
    outcome = write_arrival(sitting.book, arrival, "计时")
    written = process_time()
    sitting.book.close()
    figures = {"look": planned - started, "write": written - planned, "rows": outcome.rows}
    print(json.dumps(figures | {"rejected": arrival.plan.rejected, "inserted": outcome.inserted}))


main(*sys.argv[1:])

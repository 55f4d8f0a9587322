"""our_import.py ROSTER FOLDER: a roster into a new book as the program does it, checks and backup included."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from time import process_time

from village_desk.exchange.imports import look_at, write_arrival
from village_desk.store.book import Village, create_book
from village_desk.store.keyslots import PRACTICE
from village_desk.store.practice_key import PRACTICE_PASSPHRASE


def main(roster: str, folder: str) -> None:
    """Make the book, look, write."""
    place = Path(folder)
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    village = Village("990101001001", "计时村", "shidian_2025", "practice")
    book, _ = create_book(place / "计时.book", village, PRACTICE_PASSPHRASE, cost=PRACTICE)
    started = process_time()
    with book:
        arrival = look_at(book, Path(roster), year=2025)
        planned = process_time()
        outcome = write_arrival(book, arrival, "计时")
    figures = {"look": planned - started, "write": process_time() - planned, "rows": outcome.rows}
    print(json.dumps(figures | {"rejected": arrival.plan.rejected, "inserted": outcome.inserted}))


main(*sys.argv[1:])

"""our_packages.py TOWN FOLDER: takes two rounds of packages into a copy of a township's book, checked."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import process_time

from copying import copy_book
from village_packages import PHRASE, ROUNDS, TODAY

from village_desk.exchange.packages.arriving import Arrival, packages_in, take_in_all
from village_desk.store.backups.backup import back_up_if_changed
from village_desk.store.book import Book, open_with


def main(town: str, folder: str) -> None:
    """Time the rounds; the backup that each begins with is timed alone, as the floor makes none."""
    figures: dict[str, float] = {}
    with open_with(copy_book(Path(town), Path(folder)), PHRASE) as book:
        for name in ROUNDS:
            started = process_time()
            back_up_if_changed(book, "merge")
            figures[f"{name}_backup"] = process_time() - started
            figures |= _merged(book, Path(town).parent / name, name)
    print(json.dumps(figures))


def _merged(book: Book, packages: Path, name: str) -> dict[str, float]:
    """Microseconds of CPU for a row that came."""
    started = process_time()
    outcomes = take_in_all(book, packages_in(packages), "计时", TODAY, only_trying=False)
    used = process_time() - started
    arrivals = [one for one in outcomes.values() if isinstance(one, Arrival) and one.accepted]
    if len(arrivals) != len(outcomes):
        raise SystemExit("not all were accepted")
    rows = sum(sum(one.report.rows.values()) for one in arrivals)
    return {f"{name}_rows": rows, f"{name}_us_a_row": used / rows * 1e6}


main(*sys.argv[1:])

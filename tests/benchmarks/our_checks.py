"""our_checks.py BOOK: every rule over a village for its eight quarters, and one household at a save."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from village_desk.definitions.checks import rule_specs
from village_desk.entry.books.opening import sit_down
from village_desk.practice.village import practice_quarters
from village_desk.store.pictures import household_picture, village_picture
from village_desk.store.reckoned.findings import HouseholdChecker, village_findings_over

_TODAY = date(2025, 9, 30)


def main(book: str) -> None:
    """Time the village from its book on, then single households read and checked."""
    sitting = sit_down(Path(book), "", "计时", _TODAY)
    settings, quarters = sitting.settings, practice_quarters()
    started = process_time()
    with sitting.book.reading() as reading:
        picture = village_picture(reading, sitting.book.village.name)
    read = process_time()
    days = [(quarter, quarter.window.last_day) for quarter in quarters]
    found = sum(len(findings) for _, findings in village_findings_over(picture, settings, days))
    checked = process_time()
    checker = HouseholdChecker(picture, settings, quarters[-1], _TODAY)
    times, reads = [], []
    for one in picture.households[:300]:
        begun = perf_counter()
        with sitting.book.reading() as reading:
            again = household_picture(reading, one.household.id)
        between = perf_counter()
        checker.findings(again)
        times.append((perf_counter() - between) * 1000)
        reads.append((between - begun) * 1000)
    times.sort()
    figures = {
        "read": read - started,
        "check": checked - read,
        "live_ms": median(times),
        "live_p95_ms": times[285],
    }
    sizes = {"households": len(picture.households), "quarters": len(quarters), "rules": len(rule_specs())}
    print(json.dumps({**figures, "live_read_ms": median(reads), **sizes, "findings": found}))
    sitting.book.close()


main(*sys.argv[1:])

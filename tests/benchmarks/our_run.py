"""our_run.py BOOK: every rule over a book of the floor's shape for twelve quarters, reading included."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from time import process_time

from floor_shape import floor_quarters

from village_desk.definitions.checks import rule_specs
from village_desk.entry.books.opening import sit_down
from village_desk.store.reckoned.findings_over import book_findings_over
from village_desk.store.reckoned.run_rules import RunRules


def main(book: str) -> None:
    """Time a run from the open book to the last finding, each household let go of as it comes.

    The files that rules and items are declared in are read before, as the floor's rules are compiled before.
    """
    sitting = sit_down(Path(book), "", "计时", date(2025, 9, 30))
    periods = [(quarter, quarter.window.last_day) for quarter in floor_quarters()]
    RunRules(sitting.settings).frame(*periods[0], None)
    started = process_time()
    found: dict[str, int] = {}
    with sitting.book.reading() as reading:
        for household, quarters in book_findings_over(reading, sitting.settings, periods):
            found[household.id] = sum(map(len, quarters))
    run = process_time() - started
    sizes = {"households": len(found), "rules": len(rule_specs()), "findings": sum(found.values())}
    print(json.dumps({"run": run, **sizes}))
    sitting.book.close()


main(*sys.argv[1:])

"""``import``: a roster or ledger workbook into the book, dry run first."""

from __future__ import annotations

from argparse import Namespace
from contextlib import suppress
from pathlib import Path

from village_desk.commands.answers import DONE, FINDINGS, answer
from village_desk.commands.opening import sitting_at
from village_desk.commands.periods import read_year
from village_desk.definitions.words import say
from village_desk.exchange.imports import arrival_shape, look_at, write_arrival
from village_desk.exchange.marked_copy import save_marked_copy
from village_desk.rules.refusals import Refusal

_COUNTED = ("rows", "new", "changed", "same", "rejected", "ambiguous")


def bring_in(options: Namespace) -> int:
    """Bring a file in; exit 1 when a row was rejected or waits for a decision."""
    with sitting_at(options.book) as sitting:
        year = sitting.year if options.year is None else read_year(str(options.year))
        arrival = look_at(sitting.book, options.file, year=year)
        plan = arrival.plan
        if options.marked_copy:
            _refuse_same_file(options.marked_copy, options.file)
            save_marked_copy(arrival.tables, plan, options.marked_copy)
        writes = not options.dry_run and not plan.ambiguous
        if writes:
            write_arrival(sitting.book, arrival, sitting.who, correction=options.reason.strip() or None)
    state = "written" if writes else ("waiting" if plan.ambiguous else "not-written")
    counts = {name: getattr(plan, name) for name in _COUNTED}
    sentence = say("commands.import-done", written=say(f"commands.import-{state}"), **counts)
    answer(arrival_shape(arrival, is_written=writes), sentence, as_json=options.json)
    return FINDINGS if plan.rejected or plan.ambiguous else DONE


def _refuse_same_file(copy: Path, file: Path) -> None:
    is_same = False
    with suppress(OSError):  # not there yet, or a name that the writing itself refuses
        is_same = copy.samefile(file)
    if is_same:  # the copy would take the place of the only original
        raise Refusal("file-exists", name=copy.name, folder=str(copy.parent))

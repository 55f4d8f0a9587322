"""``import``: a workbook into the book, dry run first; ``export``: the book as the system writes it."""

from __future__ import annotations

from argparse import Namespace

from village_desk.commands.answers import DONE, FINDINGS, answer
from village_desk.commands.opening import sitting_at, sitting_at_village
from village_desk.commands.periods import read_year
from village_desk.definitions.words import say
from village_desk.entry.sitting import Sitting
from village_desk.exchange.county_out import write_county
from village_desk.exchange.export_out import write_export
from village_desk.exchange.finished_file import refuse_same_file
from village_desk.exchange.incoming.import_plan import ImportPlan
from village_desk.exchange.incoming.imports import arrival_shape, look_at, write_arrival
from village_desk.exchange.incoming.marked_copy import save_marked_copy

_COUNTED = ("rows", "new", "changed", "same", "rejected", "ambiguous")


def bring_in(options: Namespace) -> int:
    """Bring a file in; exit 1 when a row was rejected or waits for a decision."""
    with sitting_at_village(options.book) as sitting:
        year = sitting.year if options.year is None else read_year(str(options.year))
        arrival = look_at(sitting.book, options.file, year=year)
        plan = arrival.plan
        if options.marked_copy:
            refuse_same_file(options.marked_copy, options.file)
            save_marked_copy(arrival.tables, plan, options.marked_copy)
        is_written = not options.dry_run and not plan.ambiguous and plan.rejected < plan.rows
        if is_written:
            write_arrival(sitting.book, arrival, sitting.who, correction=options.reason.strip() or None)
    state = _state(plan, is_written=is_written, is_dry_run=options.dry_run)
    counts = {name: getattr(plan, name) for name in _COUNTED}
    sentence = say("commands.import-done", written=say(f"commands.import-{state}"), **counts)
    answer(arrival_shape(arrival, is_written=is_written), sentence, as_json=options.json)
    return FINDINGS if plan.rejected or plan.ambiguous else DONE


def export(options: Namespace) -> int:
    """Write the village as the national system's last export has it; a township's year for the county."""
    with sitting_at(options.book) as sitting:
        if sitting.book.village.kind == "town":
            return _county(sitting, options)
        is_own = write_export(options.out, sitting.book, sitting.today)
    sentence = say("commands.export-done" if is_own else "commands.export-standard", file=options.out.name)
    answer({"file": str(options.out), "like_import": is_own}, sentence, as_json=options.json)
    return DONE


def _county(sitting: Sitting, options: Namespace) -> int:
    year = sitting.year if options.year is None else read_year(str(options.year))
    found = write_county(options.out, sitting.book, sitting.quarter_in(year), sitting.today)
    sentence = say(
        "commands.export-county", file=options.out.name, year=found.year, villages=len(found.villages)
    )
    document = {"file": str(options.out), "year": found.year, "villages": len(found.villages)}
    answer(document, sentence, as_json=options.json)
    return DONE


def _state(plan: ImportPlan, *, is_written: bool, is_dry_run: bool) -> str:
    if is_written or plan.ambiguous:
        return "written" if is_written else "waiting"
    return "not-written" if is_dry_run else "all-refused"

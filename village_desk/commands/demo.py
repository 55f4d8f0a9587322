"""``demo``: a practice village from nothing to every sheet in one folder."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Literal

from village_desk.commands.answers import DONE, answer
from village_desk.commands.opening import sitting_at
from village_desk.definitions.words import say
from village_desk.entry.sitting import Sitting
from village_desk.exchange.sheets.making import SheetOrder, sheet_bytes, sheet_ids, write_sheet
from village_desk.places.disk_faults import refusing
from village_desk.practice.village import YEAR, make_practice_village, practice_quarters
from village_desk.rules.refusals import Refusal
from village_desk.store.pictures import village_picture
from village_desk.store.reckoned.findings import village_findings

SHEETS_FOLDER = "表格"
_FORMATS: tuple[Literal["pdf", "xlsx"], ...] = ("pdf", "xlsx")


def demo(options: Namespace) -> int:
    """Make the practice village, check it and write every sheet as PDF and as workbook."""
    started = monotonic()
    if options.households < 1:
        raise Refusal("wrong-use", value=say("arguments.wrong-households"))
    say_so = (lambda _: None) if options.json else (lambda line: print(line, file=sys.stderr))
    made = make_practice_village(options.folder, options.households, options.seed, progress=say_so)
    with sitting_at(made.book) as sitting:
        counts = _check(sitting)
        sheets = _write_sheets(sitting, options.folder / SHEETS_FOLDER)
    seconds = round(monotonic() - started, 1)
    document = {
        "book": str(made.book),
        "households": made.households,
        "persons": made.persons,
        "lines": made.lines,
        "findings": counts,
        "sheets": [str(path) for path in sheets],
        "seconds": seconds,
    }
    sentence = say(
        "commands.demo-done",
        folder=options.folder,
        households=made.households,
        persons=made.persons,
        lines=made.lines,
        must=counts["必改"],
        doubts=counts["疑点"],
        sheets=len(sheets),
        seconds=seconds,
    )
    answer(document, sentence, as_json=options.json)
    return DONE


def _check(sitting: Sitting) -> dict[str, int]:
    quarter = practice_quarters()[-1]
    with sitting.book.reading() as reading:
        picture = village_picture(reading, sitting.book.village.name)
    counts = dict.fromkeys(("必改", "疑点", "提示"), 0)
    for finding in village_findings(picture, sitting.settings, quarter, quarter.window.last_day):
        counts[finding.level] += 1
    return counts


def _write_sheets(sitting: Sitting, folder: Path) -> list[Path]:
    with refusing(folder):
        folder.mkdir(exist_ok=True)
    with sitting.book.reading() as reading:
        picture = village_picture(reading, sitting.book.village.name)
    written = []
    for order in _orders():
        for form in _FORMATS:
            made = sheet_bytes(order, picture, sitting.settings, sitting.reckoner, form)
            written.append(folder / made.file_name)
            write_sheet(written[-1], made)
    return written


def _orders() -> Iterator[SheetOrder]:
    """Every sheet of the closed year; the plan also for the year to come."""
    quarter = practice_quarters()[-1]
    for spec in sheet_ids():
        for year in (YEAR, YEAR + 1) if spec.id == "F1" else (YEAR,):
            yield SheetOrder(spec.id, spec.usual_copy, year, quarter, None, quarter.window.last_day)

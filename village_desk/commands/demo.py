"""``demo``: a practice village from nothing to every sheet in one folder."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from time import monotonic

from village_desk.commands.answers import DONE, answer
from village_desk.commands.opening import sitting_at
from village_desk.definitions.words import say
from village_desk.entry.sitting import Sitting
from village_desk.exchange.sheets import SheetOrder, sheet_bytes, sheet_ids, write_sheet
from village_desk.practice.village import YEAR, make_practice_village, practice_quarters
from village_desk.store.findings import village_findings
from village_desk.store.pictures import village_picture

SHEETS_FOLDER = "表格"


def demo(options: Namespace) -> int:
    """Make the practice village, check it and write every sheet as PDF and as workbook."""
    started = monotonic()
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
    folder.mkdir(exist_ok=True)
    quarter = practice_quarters()[-1]
    with sitting.book.reading() as reading:
        picture = village_picture(reading, sitting.book.village.name)
    written = []
    for spec in sheet_ids():
        year = YEAR + 1 if spec.id == "F1" else YEAR
        order = SheetOrder(spec.id, "internal", year, quarter, None, quarter.window.last_day)
        for form in ("pdf", "xlsx"):
            made = sheet_bytes(order, picture, sitting.settings, sitting.reckoner, form)
            written.append(folder / made.file_name)
            write_sheet(written[-1], made)
    return written

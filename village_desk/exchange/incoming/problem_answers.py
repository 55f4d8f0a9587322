"""The answer to a county's list of doubtful data, in the county's own workbook: its columns filled.

Layout, widths, styles and other sheets stay; pictures and charts do not, which is said. A column that the
list lacks is added at its right. What we write is text, so that no number loses digits and nothing becomes a
formula.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from village_desk.definitions.words import say
from village_desk.exchange.finished_file import refuse_same_file, write_finished
from village_desk.exchange.incoming.heading_words import PROBLEM
from village_desk.exchange.incoming.problem_plan import ListedProblem, ProblemList, plan_problems
from village_desk.exchange.reading.tables_in import read_tables
from village_desk.rules.months import Quarter
from village_desk.rules.refusals import Refusal
from village_desk.store.book import Book
from village_desk.store.pictures import village_picture
from village_desk.store.reckoned.findings import check_day
from village_desk.store.reckoned.proposals import Answered, proposer_for, shown_answers
from village_desk.store.settings import BookSettings

ANSWER_KEYS = ("answer", "done", "closed_by", "closed_on")
_WORKBOOKS = (".xlsx", ".xlsm")
_WIDE = {"done": 36}
_USUAL_WIDTH = 12
_STYLE = ("font", "border", "fill", "alignment", "protection", "number_format")


@dataclass(frozen=True, slots=True)
class AnswerOutcome:
    """How many rows of a list were answered, how many of these as proposed, and how many stay open."""

    rows: int
    answered: int
    proposed: int
    open: int
    loses_pictures: bool = False
    """The list has pictures or charts, which the copy has not."""


@dataclass(frozen=True, slots=True)
class Answering:
    """Who answers, on which day, in which quarter, under which settings."""

    who: str
    today: date
    quarter: Quarter
    settings: BookSettings


def answer_list(book: Book, path: Path, out: Path, how: Answering) -> AnswerOutcome:
    """Fill a county's list with the answers of the book and save it under another name.

    Raises:
        Refusal: ``answer-needs-workbook``: the list is no workbook; else as for reading tables, matching the
            list and writing files.
    """
    if path.suffix.lower() not in _WORKBOOKS:
        raise Refusal("answer-needs-workbook", file=path.name)
    refuse_same_file(out, path)
    tables = read_tables(path)  # safe to open from here on
    with book.reading() as reading:
        listed = plan_problems(tables, reading)
        picture = village_picture(reading, book.village.name)
    problems = [one.problem for one in listed.rows]
    as_of = check_day(how.quarter, how.today)
    proposer = proposer_for(picture, how.settings, how.quarter, as_of, problems)
    answers = {(one.sheet, one.row): proposer.answer(one.problem) for one in listed.rows}
    content = _filled(path, listed, answers, how)
    write_finished(out, content)
    given = [answer for answer in answers.values() if answer is not None]
    proposed = sum(answer.is_proposed for answer in given)
    still_open = len(answers) - len(given)
    return AnswerOutcome(len(answers), len(given), proposed, still_open, _has_pictures(path))


def _filled(
    path: Path,
    listed: ProblemList,
    answers: Mapping[tuple[str, int], Answered | None],
    how: Answering,
) -> bytes:
    from openpyxl import load_workbook

    workbook = load_workbook(path, keep_vba=path.suffix.lower() == ".xlsm")
    by_sheet: dict[str, list[ListedProblem]] = {}
    for one in listed.rows:
        by_sheet.setdefault(one.sheet, []).append(one)
    for name, rows in by_sheet.items():
        sheet = workbook[name]
        columns = _columns(sheet, rows)
        _part_cells(sheet, rows, set(columns.values()))
        for one in rows:
            shown = shown_answers(answers[one.sheet, one.row], how.who, how.today)
            for key, text in shown.items():
                if text:
                    _write(sheet.cell(one.row, columns[key]), text)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _has_pictures(path: Path) -> bool:
    """Whether a workbook has what openpyxl leaves out when it writes."""
    with ZipFile(path) as parts:
        return any(name.startswith(("xl/media/", "xl/charts/")) for name in parts.namelist())


def _columns(sheet: Any, rows: Sequence[ListedProblem]) -> dict[str, int]:  # noqa: ANN401 - the reader has no types
    """The column of each answer from 1; those that the list lacks are added at its right."""
    heading = rows[0].heading
    title_row = rows[0].heading_row
    columns = {
        key: column.index + 1 for key in ANSWER_KEYS if (column := heading.column(PROBLEM, key)) is not None
    }
    last = _last_column(sheet, title_row, rows)
    for key in ANSWER_KEYS:
        if key not in columns:
            columns[key] = last + 1
            _add_column(sheet, (title_row, [one.row for one in rows]), last, key)
            last += 1
    return columns


def _last_column(sheet: Any, title_row: int, rows: Sequence[ListedProblem]) -> int:  # noqa: ANN401 - as above
    """The last column in which the list holds anything: a format painted far to the right is no column."""
    filled = [
        cell.column
        for number in (title_row, *(one.row for one in rows))
        for cell in sheet[number]
        if cell.value is not None
    ]
    return max(filled, default=1)


def _add_column(sheet: Any, where: tuple[int, Sequence[int]], last: int, key: str) -> None:  # noqa: ANN401 - as above
    """A new column that looks like the one at its left."""
    from openpyxl.utils import get_column_letter

    title_row, rows = where
    for number in (title_row, *rows):
        new, beside = sheet.cell(number, last + 1), sheet.cell(number, last)
        if beside.has_style:
            for part in _STYLE:
                setattr(new, part, copy(getattr(beside, part)))
    label = say(f"problems.column_{key}")
    _write(sheet.cell(title_row, last + 1), label)
    width = max(_WIDE.get(key, _USUAL_WIDTH), 2 * len(label) + 2)
    sheet.column_dimensions[get_column_letter(last + 1)].width = width


def _part_cells(sheet: Any, rows: Sequence[ListedProblem], columns: set[int]) -> None:  # noqa: ANN401 - as above
    """Answers of several rows need a cell each: merged ones are parted again."""
    numbers = {one.row for one in rows}
    for merged in list(sheet.merged_cells.ranges):
        across = set(range(merged.min_col, merged.max_col + 1))
        down = set(range(merged.min_row, merged.max_row + 1))
        if across & columns and down & numbers:
            sheet.unmerge_cells(merged.coord)


def _write(cell: Any, text: str) -> None:  # noqa: ANN401 - as above
    cell.value = text
    cell.data_type = "s"  # a text that begins with = is no formula
    if cell.number_format == "General":
        cell.number_format = "@"

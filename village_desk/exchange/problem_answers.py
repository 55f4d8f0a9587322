"""The answer to a county's list of doubtful data, in the county's own workbook: its columns filled.

Only the bytes of these cells change: layout, styles, other sheets, pictures and charts stay as they are. A
column that the list lacks is added at its right. What we write is text, so that no number loses digits and
nothing becomes a formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from village_desk.definitions.words import say
from village_desk.exchange.blanks.workbook_edits import FilledSheet, WorkbookEdit
from village_desk.exchange.finished_file import refuse_same_file, write_finished
from village_desk.exchange.incoming.heading_words import PROBLEM
from village_desk.exchange.incoming.problem_plan import ListedProblem, ProblemList, plan_problems
from village_desk.exchange.reading.tables_in import TableIn, TablesIn, read_tables
from village_desk.exchange.reading.zip_directory import read_directory
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


class AnswerOutcome(Struct, frozen=True):
    """How many rows of a list were answered, how many of these as proposed, and how many stay open."""

    rows: int
    answered: int
    proposed: int
    open: int


class Answering(Struct, frozen=True):
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
    write_finished(out, _filled(path, listed, answers, how, tables))
    given = [answer for answer in answers.values() if answer is not None]
    proposed = sum(answer.is_proposed for answer in given)
    still_open = len(answers) - len(given)
    return AnswerOutcome(len(answers), len(given), proposed, still_open)


def _filled(
    path: Path,
    listed: ProblemList,
    answers: Mapping[tuple[str, int], Answered | None],
    how: Answering,
    tables: TablesIn,
) -> bytes:
    content = path.read_bytes()
    if not listed.rows:
        return content
    edit = WorkbookEdit(content, read_directory(content, path.name), path.name)
    by_sheet: dict[str, list[ListedProblem]] = {}
    for one in listed.rows:
        by_sheet.setdefault(one.sheet, []).append(one)
    for name, rows in by_sheet.items():
        table = next(table for table in tables.tables if table.name == name)
        shown = {one.row: shown_answers(answers[name, one.row], how.who, how.today) for one in rows}
        edit.fill(name, _answered_sheet(table, rows, shown))
    return edit.result()


def _answered_sheet(
    table: TableIn, rows: Sequence[ListedProblem], shown: Mapping[int, Mapping[str, str]]
) -> FilledSheet:
    """The answers of a sheet in its columns; those that it lacks are added at its right, like the last."""
    columns = {
        key: column.index + 1
        for key in ANSWER_KEYS
        if (column := rows[0].heading.column(PROBLEM, key)) is not None
    }
    title_row, numbers = rows[0].heading_row, [one.row for one in rows]
    last = _last_column(table, (title_row, *numbers))
    added = {
        key: place for place, key in enumerate((key for key in ANSWER_KEYS if key not in columns), last + 1)
    }
    cells = [
        (number, place, "digits" if (text := shown[number].get(key, "")) else "blank", text)
        for key, place in (columns | added).items()
        for number in numbers
        if key in added or shown[number].get(key)
    ]
    labels = {place: say(f"problems.column_{key}") for key, place in added.items()}
    cells += [(title_row, place, "text", label) for place, label in labels.items()]
    return FilledSheet(
        table.name,
        cells,
        like=dict.fromkeys(added.values(), last),
        widths={place: _width(key, labels[place]) for key, place in added.items()},
        apart=(frozenset(numbers), frozenset(columns.values())),
    )


def _last_column(table: TableIn, numbers: Iterable[int]) -> int:
    """The last column in which the list holds anything: a format painted far to the right is no column."""
    rows = (table.rows[number - table.first_row] for number in numbers)
    return max((place for row in rows for place, text in enumerate(row, 1) if text), default=1)


def _width(key: str, label: str) -> float:
    return max(_WIDE.get(key, _USUAL_WIDTH), 2 * len(label) + 2)

"""Reads the rows of a roster: each cell once, what is not understood listed with place and reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter

from village_desk.definitions.words import say
from village_desk.exchange.cells import CellProblem
from village_desk.exchange.incoming.heading_words import (
    HEAD_IDENTITY,
    HOUSEHOLD,
    LINE,
    PERSON,
    PROBLEM,
    READ_ONLY,
    RECORDS,
    STATED,
    VILLAGE,
    YEAR,
)
from village_desk.exchange.incoming.headings import NotTaken
from village_desk.exchange.incoming.roster_headings import Column, SecondColumn
from village_desk.exchange.incoming.roster_rows import (
    LISTED_AT_MOST,
    OWN,
    Answers,
    ImportProblem,
    RosterRow,
    Shared,
    SheetRows,
)
from village_desk.exchange.reading.merged_cells import MergedColumns
from village_desk.rules.identity import is_checked, matching_number, tidy_identity
from village_desk.rules.reading import NotUnderstoodError, Value, read_whole

_NEVER_TAKEN = frozenset({"digits-lost", "half-character", "doubtful-day", "not-a-number"})
_DIGITS_LOST = frozenset({"digits-lost", "whole-number"})
_YEARS = range(1900, 2200)


class RowReader:
    """Reads the rows of one sheet; a text that has been read in a column once is never read again."""

    def __init__(self, sheet: SheetRows, year: int, problems: list[ImportProblem]) -> None:
        self._sheet = sheet
        self._year = year
        self._problems = problems
        heading = sheet.heading
        self._readers = [_ColumnReader(column) for column in heading.columns if column.place in OWN]
        self._shared_readers = [
            _ColumnReader(column) for column in heading.columns if column.place not in OWN
        ]
        self._seconds = [second for second in heading.seconds if second.first.place in OWN]
        self._shared_seconds = [second for second in heading.seconds if second.first.place not in OWN]
        self._indexes = [reader.index for reader in self._shared_readers]
        self._indexes.extend(second.index for second in self._shared_seconds)
        self._headings = {column.index: column for column in heading.columns}
        above = sheet.table.rows[max(heading.first_index - 2, 0) : heading.first_index]
        width = 1 + max(self._headings, default=0)
        self._titles = [[*titles, *[""] * (width - len(titles))] for titles in above]
        self._merged = MergedColumns(sheet.table.merged, _columns_held_down(sheet), self._first_number())
        self._first = min(self._headings, default=0)
        self._odd = _problems_by_row(sheet.table.problems)
        self._years: dict[str, int] = {"": year}
        self._has_lost_digits = False
        self.unfilled = 0

    def rows(self) -> Iterator[RosterRow]:
        """Every filled row under the heading."""
        table = self._sheet.table
        repeated = itemgetter(*self._indexes) if self._indexes else None
        last: object = None
        shared = Shared(year=self._year)
        for number, written in enumerate(table.rows[self._sheet.heading.first_index :], self._first_number()):
            if not any(written) or self._repeats_heading(written):
                continue
            self._has_lost_digits = False
            cells = self._without_odd(written, number) if number in self._odd else written
            cells = self._merged.fill(number, cells)
            if repeated is not None and (texts := repeated(cells)) != last:
                last, shared = texts, self._read_shared(cells, number)
            row = RosterRow(self._sheet, number, self._read_person(cells, number), shared)
            row.is_damaged = self._has_lost_digits
            if self._is_filled(row):
                yield row
            else:
                self.unfilled += 1

    def known_texts(self) -> dict[int, dict[str, Value | NotTaken]]:
        """By column every text that stood in it, with what it was understood as."""
        return {reader.index: reader.known for reader in (*self._readers, *self._shared_readers)}

    def _repeats_heading(self, cells: Sequence[str]) -> bool:
        """Whether a row is the heading once more, as stands at the top of each page of a printed list."""
        for titles in self._titles:
            if cells[self._first] and cells[self._first] == titles[self._first]:
                filled = [index for index in self._headings if cells[index]]
                if len(filled) > 1 and all(cells[index] == titles[index] for index in filled):
                    return True
        return False

    def _first_number(self) -> int:
        return self._sheet.table.first_row + self._sheet.heading.first_index

    def _read_person(self, cells: Sequence[str], number: int) -> Answers:
        values: Answers = {}
        for reader in self._readers:
            text = cells[reader.index]
            if text:
                value = reader.known[text] if text in reader.known else reader.learn(text)
                if isinstance(value, NotTaken):
                    self._not_taken(reader.column, number, text, value)
                elif value is not None:
                    values[reader.key] = value
        if self._seconds:
            self._compare_seconds(self._seconds, cells, number, dict.fromkeys(OWN, values))
        return values

    def _read_shared(self, cells: Sequence[str], number: int) -> Shared:
        found: dict[str, Answers] = {HOUSEHOLD: {}, STATED: {}, READ_ONLY: {}}
        for reader in self._shared_readers:
            text = cells[reader.index]
            if text:
                value = reader.known[text] if text in reader.known else reader.learn(text)
                if isinstance(value, NotTaken):
                    self._not_taken(reader.column, number, text, value)
                elif value is not None:
                    found[reader.column.place][reader.key] = value
        self._compare_seconds(self._shared_seconds, cells, number, found)
        read_only = found[READ_ONLY]
        return Shared(
            found[HOUSEHOLD],
            found[STATED],
            self._year_of(str(read_only.get(YEAR, ""))),
            matching_number(tidy_identity(str(read_only[HEAD_IDENTITY])))
            if HEAD_IDENTITY in read_only
            else None,
            str(read_only[VILLAGE]) if VILLAGE in read_only else None,
        )

    def _year_of(self, text: str) -> int:
        if text not in self._years:
            try:
                year = read_whole(text.removesuffix("年"))
            except NotUnderstoodError:
                year = None
            self._years[text] = year if year is not None and year in _YEARS else self._year
        return self._years[text]

    def _compare_seconds(
        self,
        seconds: Sequence[SecondColumn],
        cells: Sequence[str],
        number: int,
        found: Mapping[str, Answers],
    ) -> None:
        for second in seconds:
            text, first = cells[second.index], cells[second.first.index]
            if not text or (text == first and not second.later):
                continue
            if second.later or (not first and not second.is_repeat):
                value = (second.later or second.first.read)(text)
                if isinstance(value, NotTaken):
                    self._list(second, number, text, value.reason)
                elif value is not None:
                    found[second.first.place][second.first.key] = value
            elif first and second.first.read(text) != second.first.read(first):
                reason = say("import.second-differs", heading=second.first.heading, value=first)
                self._problems.append(ImportProblem(self._sheet.name, number, second.heading, text, reason))

    def _without_odd(self, cells: list[str], number: int) -> list[str]:
        """Blank the cells that must not be taken over, and list every odd cell of a column that is read."""
        cells = list(cells)
        for odd in self._odd[number]:
            column = self._headings.get(odd.column - 1)
            if column is None:
                continue
            if odd.reason in _NEVER_TAKEN or (
                odd.reason == "whole-number" and not is_checked(cells[column.index])
            ):
                self._not_taken(column, number, odd.value, NotTaken(odd.reason))
                cells[column.index] = ""
            else:
                self._list(column, number, odd.value, odd.reason)
        return cells

    def _not_taken(self, column: Column, number: int, text: str, cell: NotTaken) -> None:
        if column.key == "identity_number" and cell.reason in _DIGITS_LOST:
            self._has_lost_digits = True
        self._list(column, number, text, cell.reason)

    def _list(self, column: Column | SecondColumn, number: int, text: str, reason: str) -> None:
        self._problems.append(
            ImportProblem(
                self._sheet.name, number, column.heading, text[:LISTED_AT_MOST], cell_reason(reason)
            )
        )

    def _is_filled(self, row: RosterRow) -> bool:
        household = row.shared.household
        if row.person or row.shared.stated:
            return True
        return len(household) > 1 or (bool(household) and not (self._readers and "number" in household))


class _ColumnReader:
    """One column with the texts it has met."""

    __slots__ = ("column", "index", "key", "known")

    def __init__(self, column: Column) -> None:
        self.column = column
        self.index = column.index
        self.key = column.key
        self.known: dict[str, Value | NotTaken] = {}

    def learn(self, text: str) -> Value | NotTaken:
        value = self.known[text] = self.column.read(text)
        return value


def _columns_held_down(sheet: SheetRows) -> set[int]:
    """Columns whose merged cells speak for every row beside them: whose row it is, never a figure.

    In a ledger a member's name stands over several lines, in a list of problems over several of these; in a
    roster each row is another member.
    """
    places = {
        HOUSEHOLD,
        READ_ONLY,
        *((PERSON,) if any(map(sheet.heading.of, (LINE, PROBLEM, *RECORDS))) else ()),
    }
    return {column.index + 1 for column in sheet.heading.columns if column.place in places}


def cell_reason(code: str) -> str:
    """The sentence for what is wrong with a cell."""
    try:
        return say(f"cells.{code}")
    except KeyError:
        return say("cells.not-understood")


def _problems_by_row(problems: Sequence[CellProblem]) -> dict[int, list[CellProblem]]:
    found: dict[int, list[CellProblem]] = {}
    for problem in problems:
        found.setdefault(problem.row, []).append(problem)
    return found

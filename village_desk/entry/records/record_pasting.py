"""Records about to be written for the whole village: a pasted list, or last year's taken over; seen first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct, field

from village_desk.definitions.codes import comparing_form
from village_desk.definitions.words import say
from village_desk.entry.ledger.pasting import HeadedCells, cells_of
from village_desk.entry.records.record_kinds import PERSON
from village_desk.entry.records.village_kinds import VillageKind
from village_desk.entry.records.village_records import HEAD, VillageRecords
from village_desk.entry.records.whose import ANCHORS, MEMBER, WHOSE, People
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import fields_of, why_not
from village_desk.rules.months import Month, add_months
from village_desk.rules.population import is_member_on
from village_desk.rules.reading import NotUnderstoodError, Value
from village_desk.rules.record_years import TELLING
from village_desk.rules.records import Record

_NOT_CARRIED = frozenset({"insured_on", "note"})
"""Answers that were given for the old year alone."""
_YEAR = 12


class RecordRow(Struct):
    """One record to be written; ``record`` is the one that the book has already."""

    texts: dict[str, str]
    household_id: str | None = None
    person_id: str | None = None
    record: Record | None = None
    values: dict[str, Value] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        """It adds a record."""
        return self.record is None


class ProposedRecords:
    """A list of records that is shown and mended before it is written, as one deed."""

    def __init__(
        self, sitting: Sitting, records: VillageRecords, columns: Sequence[str], rows: Sequence[RecordRow]
    ) -> None:
        self._sitting = sitting
        self._records = records
        self.kind: VillageKind = records.kind
        self.columns = tuple(columns)
        self.rows: Sequence[RecordRow] = rows
        self.left_over = 0
        self.deed = "records-carried"

    @property
    def good(self) -> int:
        """Rows that can be written."""
        return sum(not row.problems for row in self.rows)

    def label(self, column: str) -> str:
        """What a column is called."""
        if column in (HEAD, PERSON):
            return say(f"village_records.{column}")
        whose = next((name for name, keys in WHOSE.items() if column in keys), "")
        return fields_of(self.kind.screen if column in self.kind.columns or not whose else whose)[
            column
        ].label

    def is_figure(self, column: str) -> bool:
        """Whether a column holds figures."""
        known = fields_of(self.kind.screen).get(column)
        return known is not None and column in self.kind.columns and known.kind.is_figure

    def mend(self, number: int, column: str, text: str) -> None:
        """Take another text for one cell."""
        row = self.rows[number]
        row.texts[column] = text
        self.read_answer(row, column)

    def read_answer(self, row: RecordRow, column: str) -> None:
        """Understand the text of one question."""
        row.problems.pop(column, None)
        try:
            row.values[column] = fields_of(self.kind.screen)[column].read(row.texts.get(column, ""))
        except NotUnderstoodError as error:
            row.problems[column] = why_not(error)

    def write(self) -> int:
        """Write the rows that can be written, in one deed; how many records are on disk.

        Raises:
            Refusal: The book cannot be written: nothing is.
        """
        good = [row for row in self.rows if not row.problems]
        if not good:
            return 0
        with self._sitting.changing(self.deed) as change:
            for row in good:
                if row.record is not None:
                    change.change(type(row.record), row.record.id, row.values)
                    continue
                whose = (row.household_id, row.person_id)
                change.insert(self._records.made(change.new_id(), change.village_code, *whose, row.values))
        return len(good)


class PastedRecords(ProposedRecords):
    """A block with its heading: each row is a record of a household or member, or of the village."""

    def __init__(self, sitting: Sitting, records: VillageRecords, text: str) -> None:
        """Read a block for the list that is shown, in its year."""
        headed = HeadedCells(cells_of(text), _column_in(records.kind))
        super().__init__(sitting, records, headed.columns, [RecordRow(texts) for texts in headed.rows])
        self.left_over, self.deed = headed.left_over, "records-pasted"
        with sitting.book.reading() as reading:
            self._people = People(reading)
        telling = [key for key in TELLING.get(self.kind.record_type, ()) if key in headed.columns]
        self._known = _Known(records, telling)
        for row in self.rows:
            self._read(row)

    def mend(self, number: int, column: str, text: str) -> None:
        """Take another text for one cell; another name may mean another record."""
        self.rows[number].texts[column] = text
        self._read(self.rows[number])

    def _read(self, row: RecordRow) -> None:
        row.values, row.problems, row.record = {}, {}, None
        if self.kind.has_household and not self._is_owned(row):
            return
        for column in self.columns:
            if column in self.kind.columns and column in row.texts:
                self.read_answer(row, column)
        row.record, several = self._known.same(row)
        if several:
            row.problems[self.columns[0]] = say("village_records.several")
        elif row.record is None and not self.kind.grows:
            row.problems[self.columns[0]] = say("not-understood.not-a-member")
        elif not row.values and not row.problems:
            row.problems[self.columns[0]] = say("village_records.nothing")

    def _is_owned(self, row: RecordRow) -> bool:
        home, why = self._people.household(row.texts)
        if home is None:
            row.problems[next(key for key in self.columns if key in ANCHORS)] = why
            return False
        member, why = self._people.member(home, row.texts)
        if why:
            row.problems[next(key for key in MEMBER if key in row.texts)] = why
            return False
        row.household_id, row.person_id = home.id, member.id if member else None
        return True


class PastedCells(ProposedRecords):
    """Bare cells laid over the records shown, the first on the cell in hand; empty ones change nothing."""

    def __init__(self, sitting: Sitting, records: VillageRecords, text: str, row: int, column: str) -> None:
        cells = cells_of(text)
        width = max(map(len, cells), default=0)
        across = records.columns[records.columns.index(column) :]
        keys = [key for key in across if key in records.kind.columns][:width]
        who = [key for key in (HEAD, PERSON) if key in records.columns]
        rows = []
        for place, typed in enumerate(cells, row):
            texts = {key: cell for key, cell in zip(keys, typed, strict=False) if cell}
            if texts:
                rows.append(_laid_over(records, place, who, texts))
        super().__init__(sitting, records, [*who, *keys], rows)
        self.left_over, self.deed = width - len(keys), "records-pasted"
        for one in self.rows:
            for key in keys:
                if key in one.texts:
                    self.read_answer(one, key)


def _laid_over(records: VillageRecords, place: int, who: Sequence[str], texts: dict[str, str]) -> RecordRow:
    """A row of cells over a record, or over none: then it says so."""
    shown = records.rows[place] if place < len(records.rows) else None
    if shown is None or shown.record is None:
        return RecordRow(texts, problems={next(iter([*who, *texts])): say("village_records.no_record")})
    named = {key: records.text(place, key) for key in who}
    return RecordRow(named | texts, record=shown.record)


class _Known:
    """The records that the list shows, by whose they are and what tells them apart."""

    def __init__(self, records: VillageRecords, telling: Sequence[str]) -> None:
        """Hold records apart by the keys that both sides can say."""
        self._kind = records.kind
        self._telling = tuple(telling)
        self._found: dict[object, list[Record]] = {}
        for row in records.rows:
            if row.record is not None:
                household_id = row.household.id if row.household is not None else None
                values = {key: getattr(row.record, key) for key in self._telling}
                self._found.setdefault(self._slot(household_id, row.person_id, values), []).append(row.record)

    def same(self, row: RecordRow) -> tuple[Record | None, bool]:
        """The record that a row is, if the book has it; and whether it has several."""
        found = self._found.get(self._slot(row.household_id, row.person_id, row.values), [])
        return (found[0], False) if len(found) == 1 else (None, len(found) > 1)

    def _slot(
        self, household_id: str | None, person_id: str | None, values: Mapping[str, Value]
    ) -> tuple[object, ...]:
        whose = person_id if self._kind.has_person else None
        return (household_id, whose, *(values.get(key) for key in self._telling))


def is_record_block(kind: VillageKind, text: str) -> bool:
    """Whether a clipboard text has a heading that says whose its rows are and asks something of the list."""
    cells = cells_of(text)
    if len(cells) < 2:
        return False
    found = set(map(_column_in(kind), cells[0]))
    is_owned = bool(found & ANCHORS) or not kind.has_household
    return is_owned and bool(found & set(kind.columns))


def carried_records(sitting: Sitting, records: VillageRecords) -> ProposedRecords:
    """Last year's records of the list for this year, as a proposal; what is there already is left out.

    Nothing is carried for a member who has left by then.
    """
    before = VillageRecords(sitting, records.kind)
    before.turn(records.year - 1 - before.year)
    known, rows = _Known(records, TELLING[records.kind.record_type]), []
    for place, one in enumerate(before.rows):
        person = next((p for p in before.persons(place) if p.id == one.person_id), None)
        if one.record is None or (person is not None and not is_member_on(person, records.window.last_day)):
            continue
        values = {key: _later(one.record, key) for key in records.kind.columns if key not in _NOT_CARRIED}
        row = RecordRow(
            {column: before.text(place, column) for column in before.columns},
            one.household.id if one.household else None,
            one.person_id,
            values={key: value for key, value in values.items() if value is not None},
        )
        shown = fields_of(records.kind.screen)
        row.texts |= {key: shown[key].write(row.values.get(key)) for key in records.kind.columns}
        if known.same(row) == (None, False):
            rows.append(row)
    columns = [key for key in (HEAD, PERSON) if key in records.columns]
    used = [key for key in records.kind.columns if any(row.texts.get(key) for row in rows)]
    return ProposedRecords(sitting, records, [*columns, *used], rows)


def _later(record: Record, key: str) -> Value:
    value = getattr(record, key)
    if key == "due_by" and value is not None:
        return add_months(Month(value), _YEAR)
    answer: Value = value
    return answer


def _column_in(kind: VillageKind) -> Callable[[str], str]:
    """What a heading means in a list: one of its questions, else whose a row is; blank for neither."""
    known: dict[str, str] = {}
    asked = fields_of(kind.screen)
    questions = [(key, asked[key]) for key in kind.columns]
    if kind.has_household:
        questions = [
            *((key, fields_of(name)[key]) for name, keys in WHOSE.items() for key in keys),
            *questions,
        ]
    for key, one in questions:
        known.setdefault(comparing_form(one.label), key)
    for key, one in questions:
        for text in one.aliases:
            known.setdefault(comparing_form(text), key)
    return lambda heading: known.get(comparing_form(heading), "") if heading else ""

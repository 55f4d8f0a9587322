"""The dry run of a list of records beside the ledger: work spells, posts, trainings, loans, what is due.

A row is the same record when household, member, year and what tells records apart (``rules.record_years``)
are the same; then its answers are changed, and nothing is doubled.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from village_desk.definitions.screens import screen
from village_desk.definitions.words import say
from village_desk.exchange.incoming.heading_words import HOUSEHOLD, PERSON, RECORDS, record_words
from village_desk.exchange.incoming.import_plan import ImportPlan
from village_desk.exchange.incoming.roster_changes import CHANGED, NEW, SAME, RecordChange
from village_desk.exchange.incoming.roster_drafts import changed_answers
from village_desk.exchange.incoming.roster_duplicates import REJECTED
from village_desk.exchange.incoming.roster_matching import Register, find_person, home_of
from village_desk.exchange.incoming.roster_rows import Answers, ImportProblem, RosterRow
from village_desk.exchange.incoming.roster_settling import (
    AMBIGUOUS,
    DECIDED_NEW,
    DECIDED_SKIP,
    Ambiguity,
    Candidate,
    Decisions,
)
from village_desk.exchange.incoming.roster_sheets import plan_of_sheets, read_sheets
from village_desk.exchange.reading.tables_in import TablesIn
from village_desk.rules.record_years import TELLING
from village_desk.rules.records import Record
from village_desk.store.bulk import without_collecting
from village_desk.store.ids import new_id
from village_desk.store.reading import Reading

_WHO = frozenset({"number", "name", "identity_number"})
_OF_MEMBERS = frozenset({"work_spell", "public_post", "training", "study"})
"""Lists in which a row without a member is nobody's."""


@without_collecting()
def plan_records(
    tables: TablesIn,
    reading: Reading,
    kind: str,
    *,
    year: int,
    decisions: Decisions | None = None,
    heading_rows: Mapping[str, int] | None = None,
) -> ImportPlan:
    """Say what importing a list of one kind would do; nothing is written.

    Raises:
        Refusal: ``import-no-heading``: no sheet has a heading that is recognised.
    """
    sheets = read_sheets(tables, record_words(kind), year, heading_rows=heading_rows)
    planning = _Planning(reading, kind, decisions or {})
    for row in sheets.rows:
        planning.take(row)
    return plan_of_sheets(
        tables,
        reading,
        sheets,
        problems=planning.problems,
        decisions=planning.questions,
        inserts=planning.inserts,
        changes=planning.changes,
    )


class _Planning:
    def __init__(self, reading: Reading, kind: str, decisions: Decisions) -> None:
        self._kind = kind
        self._record_type: type[Any] = RECORDS[kind]
        self._keys = frozenset(self._record_type.__struct_fields__)
        self._decisions = decisions
        self._register = Register(reading)
        self._village_code = reading.village_code
        self._known: dict[Hashable, list[Record]] = {}
        for record in reading.all(self._record_type):
            self._known.setdefault(self._owner(record), []).append(record)
        self.problems: list[ImportProblem] = []
        self.questions: list[Ambiguity] = []
        self.inserts: list[Record] = []
        self.changes: list[RecordChange] = []

    def take(self, row: RosterRow) -> None:
        """Give a row its outcome."""
        values = {key: value for key, value in row.person.items() if key in self._keys and key not in _WHO}
        if not values:
            self._reject(row, "nothing-said")
            return
        whose = self._whose(row)
        if whose is None:
            return
        if "year" in self._keys:
            values["year"] = row.shared.year
        decided = self._decisions.get((row.sheet.name, row.row), "")
        same = self._same(row, whose, values)
        chosen = [record for record in same if record.id == decided]
        if decided == DECIDED_SKIP:
            self._reject(row, "left-out")
        elif len(chosen or same) == 1 and decided != DECIDED_NEW:
            self._change(row, (chosen or same)[0], values)
        elif len(same) > 1 and decided != DECIDED_NEW:
            self._ask(row, same)
        else:
            self._insert(row, whose, values)

    def _whose(self, row: RosterRow) -> Answers | None:
        """Whose the row's record is, by the fields of the record; None where that is not known."""
        home, person_id = home_of(row, self._register), None
        if "person_id" in self._keys and not _WHO.isdisjoint(row.person):
            found = find_person(row, home, self._register).person
            if found is None:
                self._reject(row, "no-such-person")
                return None
            person_id, home = found.id, self._register.households[found.household_id]
        if home is None:
            self._reject(row, "no-such-household")
            return None
        if person_id is None and self._kind in _OF_MEMBERS:
            self._reject(row, "no-such-person")
            return None
        return {"household_id": home.id, **({"person_id": person_id} if "person_id" in self._keys else {})}

    def _same(self, row: RosterRow, whose: Answers, values: Answers) -> list[Record]:
        """The records that the row may be: told apart by what the list says of them."""
        heading = row.sheet.heading
        telling = [key for key in TELLING[self._record_type] if heading.column(self._kind, key)]
        owned = self._known.get((whose["household_id"], whose.get("person_id"), values.get("year")), [])
        return [one for one in owned if all(getattr(one, key) == values.get(key) for key in telling)]

    def _change(self, row: RosterRow, record: Record, values: Answers) -> None:
        after = changed_answers(record, values)
        row.outcome = CHANGED if after else SAME
        if after:
            before = {key: getattr(record, key) for key in after}
            self.changes.append(RecordChange(self._record_type, record.id, before, after))

    def _insert(self, row: RosterRow, whose: Answers, values: Answers) -> None:
        row.outcome = NEW
        self.inserts.append(self._record_type(new_id(), self._village_code, **whose, **values))

    def _ask(self, row: RosterRow, same: Sequence[Record]) -> None:
        row.outcome = AMBIGUOUS
        shown = tuple(Candidate(record.id, self._shown(row, record)) for record in same)
        self.questions.append(Ambiguity(row.sheet.name, row.row, say("import.ask-record"), shown))
        self.problems.append(row.problem(None, "ask-record"))

    def _shown(self, row: RosterRow, record: Record) -> str:
        columns = row.sheet.heading.of(self._kind)
        asked = screen(self._kind)
        texts = [asked.field(column.key).write(getattr(record, column.key)) for column in columns]
        return " ".join(text for text in texts if text)

    def _owner(self, record: Record) -> Hashable:
        return tuple(getattr(record, key, None) for key in ("household_id", "person_id", "year"))

    def _reject(self, row: RosterRow, reason: str) -> None:
        row.outcome = REJECTED
        heading = row.sheet.heading
        column = heading.column(PERSON, "name") if reason == "no-such-person" else None
        self.problems.append(row.problem(column or heading.column(HOUSEHOLD, "number"), reason))

"""Turns settled rows into records to add and answers to change; blank cells never reach them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence

from msgspec import Struct, field

from village_desk.exchange.incoming.roster_drafts import HouseholdDraft, PersonDraft, changed_answers
from village_desk.exchange.incoming.roster_duplicates import identity_claim
from village_desk.exchange.incoming.roster_matching import Register
from village_desk.exchange.incoming.roster_rows import Answers, ImportProblem, RosterRow
from village_desk.exchange.incoming.roster_settling import group_key
from village_desk.rules.reading import Value, matching_text
from village_desk.rules.records import Household, Person, Record, StatedTotals
from village_desk.store.ids import new_id

NEW, CHANGED, SAME = "new", "changed", "same"

Pending = Mapping[tuple[str, str], Value]
"""By record and key what the national system had when the book's answer was changed."""


class RecordChange(Struct, frozen=True):
    """Answers of one record that will change, with what the book has now."""

    record_type: type[Record]
    id: str
    before: Answers
    after: Answers


class RosterChanges(Struct):
    """All that an import writes, and what it listed while gathering."""

    inserts: list[Record] = field(default_factory=list)
    changes: list[RecordChange] = field(default_factory=list)
    problems: list[ImportProblem] = field(default_factory=list)
    households: set[str] = field(default_factory=set)
    """Ids of the book's households that the file speaks of."""
    matched: set[str] = field(default_factory=set)
    """Ids of the book's persons that the file speaks of."""
    homes: list[HouseholdDraft] = field(default_factory=list)
    """Every household of the file, as the file has it."""
    kept: dict[tuple[str, str], Value] = field(default_factory=dict)
    """By record and key what the file still says, and the book is ahead of."""


def gather_changes(
    rows: Sequence[RosterRow], register: Register, village_code: str, pending: Pending
) -> RosterChanges:
    """Gather the rows that were settled and give each of them its outcome.

    ``pending`` is what the system had when ours was changed: where it says so still, ours stays.
    """
    return _Gathering(register, village_code, pending).run([row for row in rows if not row.outcome])


class _Gathering:
    def __init__(self, register: Register, village_code: str, pending: Pending) -> None:
        self._register = register
        self._village_code = village_code
        self._pending = pending
        self._result = RosterChanges()
        self._homes: dict[Hashable, HouseholdDraft] = {}
        self._persons: dict[Hashable, PersonDraft] = {}

    def run(self, rows: Sequence[RosterRow]) -> RosterChanges:
        drafts = [self._take(row) for row in rows]
        households: list[Record] = self._result.inserts
        persons: list[Record] = []
        stated: list[Record] = []
        for home in self._homes.values():
            households += self._household(home)
            stated += self._stated(home)
            persons += self._persons_of(home)
        self._result.homes = list(self._homes.values())
        households += [*persons, *stated]
        for row, (home, person) in zip(rows, drafts, strict=True):
            row.outcome = _outcome(row, home, person)
        return self._result

    def _take(self, row: RosterRow) -> tuple[HouseholdDraft, PersonDraft | None]:
        key = row.home.id if row.home else group_key(row)
        home = self._homes.get(key)
        if home is None:
            home = self._homes[key] = HouseholdDraft(row.home, row.home.id if row.home else new_id())
        self._result.problems += home.gather(row)
        if not row.person:
            return home, None
        whose = row.match.id if row.match else _new_person(row, home)
        person = self._persons.get(whose)
        if person is None:
            person = self._persons[whose] = PersonDraft(row.match)
            home.persons.append(person)
        self._result.problems += person.gather(row)
        return home, person

    def _household(self, home: HouseholdDraft) -> Iterable[Household]:
        if home.existing is None:
            if "number" not in home.values:
                home.values["number"] = self._register.next_own_number()
            yield Household(home.id, self._village_code, **home.values)  # type: ignore[arg-type]  # answers by key
            return
        self._result.households.add(home.id)
        home.changed = self._change(home.existing, home.values)

    def _stated(self, home: HouseholdDraft) -> Iterable[StatedTotals]:
        for year, values in home.stated.items():
            known = self._register.stated.get((home.id, year))
            if known is None:
                home.stated_changed[year] = values
                yield StatedTotals(new_id(), self._village_code, home.id, year, **values)  # type: ignore[arg-type]
            else:
                home.stated_changed[year] = self._change(known, values)

    def _persons_of(self, home: HouseholdDraft) -> Iterable[Person]:
        place = max((person.position for person in self._register.members.get(home.id, ())), default=0)
        for person in home.persons:
            known = person.existing
            if known is None:
                place += 1
                yield Person(new_id(), self._village_code, home.id, place, **person.values)  # type: ignore[arg-type]
                continue
            self._result.matched.add(known.id)
            values = person.values
            if known.household_id != home.id:
                place += 1
                values = {**values, "household_id": home.id, "position": place}
            person.changed = self._change(known, values)

    def _change(self, known: Record, values: Answers) -> Answers:
        after = changed_answers(known, values)
        for key in [key for key in after if self._is_old(known.id, key, after[key])]:
            self._result.kept[known.id, key] = after.pop(key)
        if after:
            before = {key: getattr(known, key) for key in after}
            self._result.changes.append(RecordChange(type(known), known.id, before, after))
        return after

    def _is_old(self, record_id: str, key: str, value: Value) -> bool:
        """Whether the file only says again what the system had before ours was changed."""
        return (record_id, key) in self._pending and self._pending[record_id, key] == value


def _new_person(row: RosterRow, home: HouseholdDraft) -> Hashable:
    """What tells new persons of one file apart; the same person in a second sheet is no new one."""
    identity, number = identity_claim(row), row.person.get("number")
    if identity and not row.shares_identity:
        return (home.id, identity)
    return (home.id, number) if number else (home.id, matching_text(row.name or ""), row.identity)


def _outcome(row: RosterRow, home: HouseholdDraft, person: PersonDraft | None) -> str:
    if home.existing is None and person is None:
        return NEW
    if person is not None and person.existing is None and person.rows[0] is row:
        return NEW
    shared = row.shared
    if _touches(home.changed, shared.household) or _touches(
        home.stated_changed.get(shared.year), shared.stated
    ):
        return CHANGED
    if person is None:
        return SAME
    if "household_id" in person.changed or _touches(person.changed, row.person):
        return CHANGED
    return CHANGED if "head_name" in home.changed and row.person.get("relation") == "户主" else SAME


def _touches(changed: Answers | None, answers: Answers) -> bool:
    return bool(changed) and not changed.keys().isdisjoint(answers)  # type: ignore[union-attr]  # None is not true

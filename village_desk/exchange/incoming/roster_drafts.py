"""What a roster says about a household and a person, gathered from its rows; the first answer stays."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field

from village_desk.exchange.incoming.heading_words import HOUSEHOLD, PERSON, STATED
from village_desk.exchange.incoming.roster_rows import HEAD, Answers, ImportProblem, RosterRow, same_name
from village_desk.rules.identity import matching_number
from village_desk.rules.records import Household, Person, Record

_NAMES = frozenset({"name", "head_name"})


class PersonDraft(Struct, eq=False):
    """One member as the file has it."""

    existing: Person | None
    rows: list[RosterRow] = field(default_factory=list)
    values: Answers = field(default_factory=dict)
    changed: Answers = field(default_factory=dict)

    def gather(self, row: RosterRow) -> list[ImportProblem]:
        """Add a row's answers; a second row comes from another sheet."""
        self.rows.append(row)
        if len(self.rows) == 1:
            self.values = row.person
            return []
        self.values = dict(self.values)
        return _gather(self.values, row.person, self.rows, (PERSON, "person-differs"))


class HouseholdDraft(Struct, eq=False):
    """One household as the file has it, with its accepted rows in the file's order."""

    existing: Household | None
    id: str
    rows: list[RosterRow] = field(default_factory=list)
    persons: list[PersonDraft] = field(default_factory=list)
    values: Answers = field(default_factory=dict)
    stated: dict[int, Answers] = field(default_factory=dict)
    changed: Answers = field(default_factory=dict)
    stated_changed: dict[int, Answers] = field(default_factory=dict)
    _last: object = None

    def gather(self, row: RosterRow) -> list[ImportProblem]:
        """Add what a row says about the household; rows that repeat the same texts cost nothing."""
        self.rows.append(row)
        problems: list[ImportProblem] = []
        shared = row.shared
        if shared is not self._last:
            self._last = shared
            problems += _gather(self.values, shared.household, self.rows, (HOUSEHOLD, "household-differs"))
            if shared.stated:
                known = self.stated.setdefault(shared.year, {})
                problems += _gather(known, shared.stated, self.rows, (STATED, "household-differs"))
        if row.person.get("relation") == HEAD and row.name:
            head: Answers = {"head_name": row.name}
            problems += _gather(self.values, head, self.rows, (HOUSEHOLD, "household-differs"))
        return problems


def changed_answers(record: Record, values: Answers) -> Answers:
    """The answers that differ from a record; a name that differs only in what cannot be seen does not."""
    return {
        key: value
        for key, value in values.items()
        if getattr(record, key) != value and not (key in _NAMES and same_name(getattr(record, key), value))
    }


def identities_of(rows: Iterable[RosterRow]) -> set[str]:
    """The identity numbers by which a household's rows may be recognised."""
    found = {matching_number(row.identity) for row in rows} | {row.shared.head_identity for row in rows}
    return {identity for identity in found if identity}


def _gather(
    known: Answers, more: Answers, rows: list[RosterRow], what: tuple[str, str]
) -> list[ImportProblem]:
    """Add the answers of the newest row; one that contradicts an earlier row is listed and not taken over."""
    place, reason = what
    problems: list[ImportProblem] = []
    for key, value in more.items():
        if key not in known:
            known[key] = value
        elif known[key] != value and not (key in _NAMES and same_name(known[key], value)):
            first = next((row for row in rows if row.answers(place).get(key) == known[key]), rows[0])
            column = rows[-1].sheet.heading.column(place, key)
            before = first.text_of(place, key) or str(known[key])
            problems.append(rows[-1].problem(column, reason, row=first.row, value=before))
    return problems

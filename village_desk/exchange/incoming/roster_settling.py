"""Settles who each row of a roster is: found, new, rejected, or a question that waits for a decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence

from msgspec import Struct

from village_desk.definitions.words import say
from village_desk.exchange.incoming.heading_words import PERSON
from village_desk.exchange.incoming.roster_duplicates import REJECTED, reject_doubles, reject_together
from village_desk.exchange.incoming.roster_matching import Found, Register, find_person
from village_desk.exchange.incoming.roster_rows import HEAD, ImportProblem, RosterRow
from village_desk.rules.identity import matching_number
from village_desk.rules.reading import matching_text
from village_desk.rules.records import Household, Person

AMBIGUOUS = "ambiguous"
DECIDED_NEW, DECIDED_SKIP = "new", "skip"

Decisions = Mapping[tuple[str, int], str]
"""Sheet and row of a question to the chosen candidate's id, DECIDED_NEW or DECIDED_SKIP."""


class Candidate(Struct, frozen=True):
    """A record of the book that a row may mean."""

    id: str
    shown: str


class Ambiguity(Struct, frozen=True):
    """A row that waits for a decision; ``what`` is the question in words."""

    sheet: str
    row: int
    what: str
    candidates: tuple[Candidate, ...]


class Settling:
    """Gives every row its household and person or one of the outcomes that keep it out."""

    def __init__(self, register: Register, decisions: Decisions) -> None:
        self._register = register
        self._decisions = decisions
        self.problems: list[ImportProblem] = []
        self.questions: list[Ambiguity] = []

    def settle(self, rows: Sequence[RosterRow]) -> None:
        """Settle all rows of a file; rows that are to be written have no outcome yet."""
        self.problems += reject_doubles(rows)
        groups: dict[Hashable, list[RosterRow]] = {}
        for row in rows:
            if row.outcome != REJECTED:
                groups.setdefault(group_key(row), []).append(row)
        for group in groups.values():
            self._settle_group(group)
        self._refuse_shared_persons(rows)

    def _settle_group(self, rows: list[RosterRow]) -> None:
        if _has_two_heads(rows):
            for row in rows:
                self._reject(row, "two-heads")
            return
        homes, is_named = self._homes(rows)
        if len(homes) > 1:
            decision = self._ask_household(rows, homes)
            if not decision:
                return
            homes = [home for home in homes if home.id == decision]
        home = homes[0] if homes else None
        for row in rows:
            row.home = home
            if row.person:
                self._settle_person(row, is_named=is_named)
            elif not is_named:
                self._reject(row, "no-household")

    def _homes(self, rows: Sequence[RosterRow]) -> tuple[list[Household], bool]:
        """The book's households that these rows may mean, and whether the rows say which household it is."""
        register, first = self._register, rows[0]
        shared = first.shared
        head, group = shared.household.get("head_name"), shared.household.get("group")
        if first.household_number:
            known = register.by_number.get(first.household_number) or register.own_numbered(rows)
            return ([known] if known else [], True)
        if shared.head_identity:
            return (register.of_head(shared.head_identity), True)
        if isinstance(head, str):
            return (register.by_head(head, group if isinstance(group, str) else None), True)
        members = register.by_identity.get(matching_number(first.identity) or "", [])
        return ([register.households[members[0].household_id]] if len(members) == 1 else [], False)

    def _ask_household(self, rows: Sequence[RosterRow], homes: Sequence[Household]) -> str:
        """The decision for a group of rows, asked once at its first row; blank: nothing to do."""
        first = rows[0]
        decision = self._decision(first)
        if decision == DECIDED_NEW or decision in {home.id for home in homes}:
            return decision
        if decision == DECIDED_SKIP:
            for row in rows:
                self._reject(row, "left-out")
            return ""
        for row in rows:
            row.outcome = AMBIGUOUS
            self.problems.append(row.problem(None, "ask-household"))
        shown = tuple(Candidate(home.id, _shown_household(home)) for home in homes)
        self.questions.append(Ambiguity(first.sheet.name, first.row, say("import.ask-household"), shown))
        return ""

    def _settle_person(self, row: RosterRow, *, is_named: bool) -> None:
        found = find_person(row, row.home, self._register)
        person = found.person
        if found.question:
            decision = self._decision(row)
            person = next((one for one in found.candidates if one.id == decision), None)
            if decision == DECIDED_SKIP:
                return self._reject(row, "left-out")
            if person is None and decision != DECIDED_NEW:
                return self._ask_person(row, found)
        if person is None:
            reason = _why_not_new(row, is_named=is_named)
            return self._reject(row, reason) if reason else None
        row.match = person
        row.home = row.home if is_named else self._register.households[person.household_id]
        return None

    def _ask_person(self, row: RosterRow, found: Found) -> None:
        row.outcome = AMBIGUOUS
        homes = self._register.households
        shown = tuple(
            Candidate(one.id, _shown_person(one, homes[one.household_id])) for one in found.candidates
        )
        question = say(f"import.ask-{found.question}")
        self.questions.append(Ambiguity(row.sheet.name, row.row, question, shown))
        column = row.sheet.heading.column(PERSON, "identity_number")
        self.problems.append(row.problem(column, f"ask-{found.question}"))

    def _reject(self, row: RosterRow, reason: str) -> None:
        row.outcome = REJECTED
        self.problems.append(row.problem(None, reason))

    def _refuse_shared_persons(self, rows: Sequence[RosterRow]) -> None:
        """Two rows of one sheet cannot be one person of the book; rows of two sheets may."""
        claims: dict[tuple[int, str], list[RosterRow]] = {}
        for row in rows:
            if row.match is not None and not row.outcome:
                claims.setdefault((id(row.sheet), row.match.id), []).append(row)
        for claimants in claims.values():
            if len(claimants) > 1:
                self.problems += reject_together(claimants, "same-person")

    def _decision(self, row: RosterRow) -> str:
        return self._decisions.get((row.sheet.name, row.row), "")


def group_key(row: RosterRow) -> Hashable:
    """What rows of one household share; a row that names none stands alone, never guessed into one."""
    shared = row.shared
    head = shared.household.get("head_name")
    if row.household_number:
        return ("number", row.household_number)
    if shared.head_identity:
        return ("head", shared.head_identity)
    if isinstance(head, str):
        return ("name", matching_text(head), shared.household.get("group"))
    return ("alone", id(row))


def _has_two_heads(rows: Sequence[RosterRow]) -> bool:
    """Whether rows that only a head's name holds together are in truth two households."""
    if rows[0].household_number or rows[0].shared.head_identity:
        return False
    heads = Counter(id(row.sheet) for row in rows if row.person.get("relation") == HEAD)
    return any(count > 1 for count in heads.values())


def _why_not_new(row: RosterRow, *, is_named: bool) -> str:
    """Why a row that matches nobody cannot be a new person; blank when it can."""
    if not row.name:
        return "no-name"
    if row.is_damaged:
        return "unsure-number"
    return "" if is_named else "no-household"


def _shown_household(household: Household) -> str:
    return say("import.household-name", number=household.number or "", head=household.head_name or "")


def _shown_person(person: Person, household: Household) -> str:
    return say("import.person-name", name=person.name or "", number=_shown_household(household))

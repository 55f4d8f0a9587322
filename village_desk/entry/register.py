"""The list of households: found by name, pinyin initials, tail of the identity number, 小组 or number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from village_desk.entry.initials import initials_of
from village_desk.entry.sitting import Sitting
from village_desk.rules.population import is_member_on
from village_desk.rules.reading import matching_text
from village_desk.rules.records import Household, Person
from village_desk.store.pictures import walking_order


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One household as the list shows it, with what it is searched by."""

    household_id: str
    number: str
    head_name: str
    group: str
    household_class: str
    monitoring_class: str
    members: int
    names: tuple[str, ...]
    identity_numbers: tuple[str, ...]


class Register:
    """The village's households in walking order, filtered by one search text."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting
        self._rows: list[RegisterRow] = []
        self.reload()

    @property
    def rows(self) -> list[RegisterRow]:
        """Every household."""
        return self._rows

    def reload(self) -> None:
        """Read the list anew, in two statements."""
        with self._sitting.book.reading() as reading:
            households = reading.all(Household)
            persons = reading.all(Person)
        members: dict[str, list[Person]] = {}
        for person in persons:
            members.setdefault(person.household_id, []).append(person)
        day = self._sitting.today
        self._rows = [
            _row(household, [p for p in members.get(household.id, ()) if is_member_on(p, day)])
            for household in sorted(households, key=walking_order)
        ]

    def found(self, search: str) -> list[RegisterRow]:
        """The rows that a search text fits, best first: beginnings before middles, heads before members."""
        wanted = matching_text(search).lower()
        if not wanted:
            return self._rows
        ranked = [(rank, row) for row in self._rows if (rank := _rank(row, wanted)) is not None]
        return [row for _, row in sorted(ranked, key=lambda pair: pair[0])]

    def after(self, household_id: str, step: int) -> str | None:
        """The household so many places further on; None past either end."""
        ids = [row.household_id for row in self._rows]
        place = ids.index(household_id) + step if household_id in ids else 0
        return ids[place] if 0 <= place < len(ids) else None


def _row(household: Household, members: list[Person]) -> RegisterRow:
    return RegisterRow(
        household_id=household.id,
        number=household.number or "",
        head_name=household.head_name or "",
        group=household.group or "",
        household_class=household.household_class or "",
        monitoring_class=household.monitoring_class or "",
        members=len(members),
        names=tuple(person.name for person in members if person.name),
        identity_numbers=tuple(person.identity_number for person in members if person.identity_number),
    )


def _rank(row: RegisterRow, wanted: str) -> int | None:
    tests: Iterable[bool]
    if wanted.isdigit() or (wanted[:-1].isdigit() and wanted[-1] == "x"):
        tail = wanted.upper()
        tests = (
            row.number.endswith(wanted),
            any(number[:18].endswith(tail) for number in row.identity_numbers),
            row.group.startswith(wanted),
            wanted in row.number,
        )
    elif wanted.isascii():
        head = initials_of(row.head_name) if row.head_name else ()
        others = [form for name in row.names for form in initials_of(name)]
        tests = (
            wanted in head,
            any(form.startswith(wanted) for form in head),
            wanted in others,
            any(form.startswith(wanted) for form in others),
            row.number.lower().startswith(wanted),
        )
    else:
        tests = (
            row.head_name.startswith(wanted),
            any(name.startswith(wanted) for name in row.names),
            wanted in row.head_name,
            any(wanted in name for name in row.names),
            wanted in row.group,
            wanted in row.household_class or wanted in row.monitoring_class,
            wanted in row.number,
        )
    return next((rank for rank, fits in enumerate(tests) if fits), None)

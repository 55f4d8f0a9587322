"""The list of households: found by name, 小名, initials, tail of the identity number, group or number."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from msgspec import Struct

from village_desk.entry.keyboard.initials import initials_of, without_dots
from village_desk.entry.sitting import Sitting
from village_desk.rules.identity import ID_LENGTH
from village_desk.rules.population import is_member_on
from village_desk.rules.reading import matching_text
from village_desk.rules.records import Household, Person
from village_desk.store.pictures import WalkingOrder, walking_key, walking_order


class RegisterRow(Struct, frozen=True):
    """One household as the list shows it, with what it is searched by."""

    household_id: str
    number: str
    head_name: str
    group: str
    household_class: str
    monitoring_class: str
    members: int
    names: tuple[str, ...]
    """What its members are called, in the register and in the village 小名."""
    identity_numbers: tuple[str, ...]
    risk_removed: bool | None = None
    risks: tuple[str, ...] = ()
    walking_place: int | None = None


class _Member(NamedTuple):
    """What the list knows of a person: a village has thousands, each with sixty answers."""

    name: str | None
    nickname: str | None
    identity_number: str | None
    joined_on: date | None
    left_on: date | None


class Register:
    """The village's households in walking order, filtered by one search text."""

    def __init__(self, sitting: Sitting, rows: Sequence[RegisterRow] | None = None) -> None:
        """Read the village's rows, or begin with these."""
        self._sitting = sitting
        self._take(_rows_of(sitting) if rows is None else list(rows))

    @property
    def rows(self) -> list[RegisterRow]:
        """Every household."""
        return self._rows

    def refresh(self, household_id: str) -> None:
        """Read one household anew after its own change: it takes its place, a new one too, or goes."""
        picture = self._sitting.picture(household_id)
        before = self.row_of(household_id)
        row = _row(picture.household, picture.persons, self._sitting.today) if picture is not None else None
        if row == before:
            return
        if row is not None and before is not None and _place_of(row) == _place_of(before):
            self._replace(self._places[household_id], row)
            return
        rows = [one for one in self._rows if one is not before]
        if row is not None:
            insort(rows, row, key=_place_of)
        self._take(rows)

    def _take(self, rows: list[RegisterRow]) -> None:
        self._rows = rows
        self._places = {row.household_id: place for place, row in enumerate(rows)}
        self._words = [_words_of(row) for row in rows]
        self._initials: list[str] | None = None

    def _replace(self, place: int, row: RegisterRow) -> None:
        self._rows[place] = row
        self._words[place] = _words_of(row)
        if self._initials is not None:
            self._initials[place] = _initials_of(row)

    def row_of(self, household_id: str) -> RegisterRow | None:
        """The row of one household."""
        place = self._places.get(household_id)
        return None if place is None else self._rows[place]

    def prepare(self) -> None:
        """Work out the initials of every name; may run in the background right after the list is shown."""
        rows = self._rows
        initials = [_initials_of(row) for row in rows]
        if rows is self._rows:
            self._initials = initials

    def found(self, search: str) -> list[RegisterRow]:
        """The rows that a search text fits, best first: beginnings before middles, heads before members."""
        wanted = matching_text(search).lower()
        if not wanted:
            return self._rows
        rank = (
            _rank_of_digits
            if _is_digits(wanted)
            else _rank_of_letters
            if wanted.isascii()
            else _rank_of_words
        )
        if rank is _rank_of_words:
            wanted = without_dots(wanted) or wanted
        ranked = [
            (found, row) for row in self._candidates(wanted) if (found := rank(row, wanted)) is not None
        ]
        return [row for _, row in sorted(ranked, key=lambda pair: pair[0])]

    def after(self, household_id: str, step: int) -> str | None:
        """The household so many places further on; None past either end."""
        place = self._places.get(household_id, -step) + step
        return self._rows[place].household_id if 0 <= place < len(self._rows) else None

    def _candidates(self, wanted: str) -> Iterable[RegisterRow]:
        found = {place for place, words in enumerate(self._words) if wanted in words}
        if wanted.isascii() and not _is_digits(wanted):
            if self._initials is None:
                self.prepare()
            found |= {place for place, forms in enumerate(self._initials or ()) if wanted in forms}
        return (self._rows[place] for place in sorted(found))


def _rows_of(sitting: Sitting) -> list[RegisterRow]:
    """Read the whole village, in two statements."""
    members: dict[str, list[_Member]] = {}
    with sitting.book.reading() as reading:
        households = reading.all(Household)
        for household_id, *answers in reading.answers(Person, "household_id", *_Member._fields):
            members.setdefault(household_id, []).append(_Member(*answers))
    return [
        _row(household, members.get(household.id, ()), sitting.today)
        for household in sorted(households, key=walking_order)
    ]


def _place_of(row: RegisterRow) -> WalkingOrder:
    return walking_key(row.group, row.walking_place, row.number)


def _row(household: Household, persons: Iterable[Person | _Member], day: date) -> RegisterRow:
    members = [person for person in persons if is_member_on(person, day)]
    risks = (household.risk_1, household.risk_2, household.risk_3, household.risk_4, household.risk_5)
    return RegisterRow(
        household_id=household.id,
        number=household.number or "",
        head_name=household.head_name or "",
        group=household.group or "",
        household_class=household.household_class or "",
        monitoring_class=household.monitoring_class or "",
        members=len(members),
        names=tuple(name for person in members for name in (person.name, person.nickname) if name),
        identity_numbers=tuple(person.identity_number for person in members if person.identity_number),
        risk_removed=household.risk_removed,
        risks=tuple(risk for risk in risks if risk),
        walking_place=household.walking_place,
    )


def _words_of(row: RegisterRow) -> str:
    names = (without_dots(name) for name in (row.head_name, *row.names))
    words = (row.number, row.group, row.household_class, row.monitoring_class, *row.identity_numbers, *names)
    return "\n".join(words).lower()


def _initials_of(row: RegisterRow) -> str:
    """The initials of all names as lines, so that one look tells whether a text is in any of them."""
    return "\n".join(form for name in (row.head_name, *row.names) if name for form in initials_of(name))


def _is_digits(wanted: str) -> bool:
    return wanted.isascii() and (wanted.isdigit() or (wanted[:-1].isdigit() and wanted[-1] == "x"))


def _rank_of_digits(row: RegisterRow, wanted: str) -> int | None:
    tail = wanted.upper()
    return _first_of(
        row.number.endswith(wanted),
        any(number[:ID_LENGTH].endswith(tail) or number.endswith(tail) for number in row.identity_numbers),
        row.group.startswith(wanted),
        wanted in row.number,
        any(tail in number for number in row.identity_numbers),
    )


def _rank_of_letters(row: RegisterRow, wanted: str) -> int | None:
    head = initials_of(row.head_name) if row.head_name else ()
    others = [form for name in row.names for form in initials_of(name)]
    return _first_of(
        wanted in head,
        any(form.startswith(wanted) for form in head),
        wanted in others,
        any(form.startswith(wanted) for form in others),
        row.number.lower().startswith(wanted),
        any(name.lower().startswith(wanted) for name in (row.head_name, *row.names)),
    )


def _rank_of_words(row: RegisterRow, wanted: str) -> int | None:
    head = without_dots(row.head_name)
    names = [without_dots(name) for name in row.names]
    return _first_of(
        head.startswith(wanted),
        any(name.startswith(wanted) for name in names),
        wanted in head,
        any(wanted in name for name in names),
        wanted in row.group,
        wanted in row.household_class or wanted in row.monitoring_class,
        wanted in row.number,
    )


def _first_of(*fits: bool) -> int | None:
    return next((rank for rank, fit in enumerate(fits) if fit), None)

"""What is known of a household and its village when it is checked: worked out once, read by every rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar, overload

from village_desk.rules.identity import ID_LENGTH, PLACEHOLDER_REGION, Identity, read_identity
from village_desk.rules.income import Income, Reckoner, line_month
from village_desk.rules.money import Fen
from village_desk.rules.months import (
    QUARTER_MONTHS,
    Quarter,
    Window,
    add_months,
    age_on,
    rolling_window,
    year_window,
)
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.population import is_member_on
from village_desk.rules.records import Household, LedgerLine, Person, StatedTotals

if TYPE_CHECKING:
    from village_desk.rules.checks.village import VillageFacts

ID_CARD = "身份证"

T = TypeVar("T")
F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class FieldLists:
    """What the code lists say that rules need: relations with the sex and kin each implies."""

    relations: frozenset[str]
    relation_sex: Mapping[str, str]
    relation_kin: Mapping[str, str]
    politics: frozenset[str]


@dataclass(frozen=True, slots=True)
class Earlier:
    """What fields held before, from the journal; empty where nobody has looked it up."""

    household_numbers: Mapping[str, str] = field(default_factory=dict)
    """The number a household was imported under, by its id, where it has been changed since."""
    schooling: Mapping[str, str] = field(default_factory=dict)
    """The grade a person was in before the school year began, by person id."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a run of the checks is held against: quarter, day, 口径, the village's lines and the code lists.

    Ages are exact on ``as_of``. Income is compared over the year so far and the same months a year earlier; a
    yearly line is held against the twelve months that end with the quarter.
    """

    period: Quarter
    as_of: date
    reckoner: Reckoner
    lists: FieldLists
    monitoring_line: Fen | None = None
    low_income_line: Fen | None = None
    earlier: Earlier = field(default_factory=Earlier)
    quarter: Window = field(init=False)
    year_so_far: Window = field(init=False)
    """From the first month of the quarter's year to the quarter's last."""
    year_earlier: Window = field(init=False)
    """The same months of the year before."""
    twelve_months: Window = field(init=False)
    """The twelve months that end with the quarter; with the last quarter they are the year."""
    two_years: Window = field(init=False)
    """All that any rule looks at."""
    is_year_complete: bool = field(init=False)
    """The quarter is the last of its year."""

    def __post_init__(self) -> None:
        quarter = self.period.window
        so_far = Window(year_window(self.period.year, self.period.mode).first, quarter.last)
        twelve = rolling_window(quarter.last)
        windows = {
            "quarter": quarter,
            "year_so_far": so_far,
            "year_earlier": so_far.year_earlier(),
            "twelve_months": twelve,
            "two_years": Window(twelve.before().first, quarter.last),
        }
        for name, window in windows.items():
            object.__setattr__(self, name, window)
        object.__setattr__(self, "is_year_complete", so_far == twelve)


class once(Generic[F, T]):  # noqa: N801 - used like property
    """A fact worked out when first asked for and then kept: cached_property locks, which costs more."""

    def __init__(self, work: Callable[[F], T]) -> None:
        self._work = work
        self._name = work.__name__
        self.__doc__ = work.__doc__

    @overload
    def __get__(self, owner: None, kind: type[F]) -> once[F, T]: ...
    @overload
    def __get__(self, owner: F, kind: type[F]) -> T: ...
    def __get__(self, owner: F | None, kind: type[F]) -> T | once[F, T]:
        """Work it out and put the answer in the descriptor's place."""
        if owner is None:
            return self
        value = self._work(owner)
        owner.__dict__[self._name] = value
        return value


@dataclass(slots=True)
class Member:
    """A person on the register, with what the identity number says and the exact age; None where unknown."""

    person: Person
    identity: Identity | None
    born: date | None
    age: int | None
    number_key: str | None
    """By which two persons are held to be one: eighteen characters, even wrong, never a placeholder."""
    is_placeholder: bool
    """The number only stands in for a missing registration."""

    @property
    def is_checked(self) -> bool:
        """The number's check digit is right."""
        return self.identity is not None and self.identity.is_checked

    @property
    def is_healthy(self) -> bool:
        """Said to be healthy, and nothing else."""
        return self.person.health == ("健康",)


def member_of(person: Person, as_of: date) -> Member:
    """Read a person once; the stated birthday counts before the one in the number."""
    number = person.identity_number or ""
    identity = _read_once(number) if number else None
    born = person.born_on or (identity.born if identity else None)
    is_placeholder = number.startswith(PLACEHOLDER_REGION)
    key = number[:ID_LENGTH] if len(number) >= ID_LENGTH - 3 and not is_placeholder else None
    return Member(person, identity, born, age_on(born, as_of) if born else None, key, is_placeholder)


@lru_cache(maxsize=8192)
def _read_once(number: str) -> Identity:
    """Read a number; each save and each quarter reads the same ones again."""
    return read_identity(number)


@dataclass(slots=True)
class WindowLines:
    """Ledger lines with an amount, by the windows of a frame."""

    year_so_far: list[LedgerLine] = field(default_factory=list)
    year_earlier: list[LedgerLine] = field(default_factory=list)
    twelve_months: list[LedgerLine] = field(default_factory=list)
    has_quarter: bool = False


def _is_within(line: LedgerLine, window: Window) -> bool:
    month = line_month(line)
    return month is not None and month in window


class HouseholdFacts:
    """One household as the rules see it; costly facts are worked out when a rule first asks."""

    def __init__(self, picture: HouseholdPicture, frame: Frame, village: VillageFacts) -> None:
        self.picture = picture
        self.frame = frame
        self.village = village
        self.household: Household = picture.household
        self.members = [
            member_of(person, frame.as_of) for person in picture.persons if is_member_on(person, frame.as_of)
        ]

    @once
    def heads(self) -> list[Member]:
        """Members said to be the head; one is right."""
        return self._of_kin("head")

    @once
    def spouses(self) -> list[Member]:
        """Members said to be the head's spouse."""
        return self._of_kin("spouse")

    @once
    def head(self) -> Member | None:
        """The head, if there is exactly one."""
        return self.heads[0] if len(self.heads) == 1 else None

    @once
    def odd_numbers(self) -> list[Member]:
        """Members without the regular number of an 身份证: they alone can break the rules of its form."""
        return [
            member
            for member in self.members
            if not member.is_checked
            or member.is_placeholder
            or len(member.person.identity_number or "") != ID_LENGTH
            or member.person.identity_kind not in (None, ID_CARD)
        ]

    @once
    def students(self) -> list[Member]:
        """Members with a 在校生状况."""
        return [member for member in self.members if member.person.schooling]

    @once
    def workers(self) -> list[Member]:
        """Members with work away from the farm or a public post."""
        return [
            member
            for member in self.members
            if member.person.work_place or member.person.work_area or member.person.work_months
        ]

    @once
    def is_monitored(self) -> bool:
        """The household is a 监测对象 whose risk has not been removed."""
        return bool(self.household.monitoring_class) and self.household.risk_removed is not True

    @once
    def stated(self) -> StatedTotals | None:
        """The national system's figures for the year."""
        return self.picture.stated_for(self.frame.period.year)

    @once
    def negative_lines(self) -> list[LedgerLine]:
        """Lines with a quantity, price or amount below zero, whatever their month."""
        return [
            line
            for line in self.picture.lines
            if (line.amount or 0) < 0 or (line.quantity or 0) < 0 or (line.price or 0) < 0
        ]

    @once
    def lines(self) -> WindowLines:
        """The lines of the windows that rules look at, sorted in one pass."""
        sorted_lines = WindowLines()
        frame = self.frame
        first, so_far, twelve = frame.two_years.first, frame.year_so_far.first, frame.twelve_months.first
        before, quarter, last = frame.year_earlier, frame.quarter.first, frame.quarter.last
        for line in self.picture.lines:
            month = line.month if line.span is None else line_month(line)
            if month is None or line.amount is None or not first <= month <= last:
                continue
            if month >= twelve:
                sorted_lines.twelve_months.append(line)
                if month >= so_far:
                    sorted_lines.year_so_far.append(line)
                    sorted_lines.has_quarter |= month >= quarter
            if before.first <= month <= before.last:
                sorted_lines.year_earlier.append(line)
        return sorted_lines

    @once
    def has_quarter_entry(self) -> bool:
        """The quarter has a ledger line or a visit."""
        quarter = self.frame.quarter
        return (
            self.lines.has_quarter
            or any(visit.quarter == quarter.first for visit in self.picture.visits)
            or any(_is_within(line, quarter) for line in self.picture.lines)
        )

    @once
    def income_now(self) -> Income | None:
        """Income of the year so far; None where nothing has been entered."""
        return self._income(self.lines.year_so_far, self.frame.year_so_far)

    @once
    def income_before(self) -> Income | None:
        """Income of the same months a year earlier; None where nothing has been entered."""
        return self._income(self.lines.year_earlier, self.frame.year_earlier)

    @once
    def income_year(self) -> Income | None:
        """Income of the twelve months that end with the quarter; None where the book is younger."""
        if self.frame.is_year_complete:
            return self.income_now
        window = self.frame.twelve_months
        starts = self.village.first_month
        if starts is None or starts > add_months(window.first, QUARTER_MONTHS - 1):
            return None
        return self._income(self.lines.twelve_months, window)

    @once
    def per_capita_year(self) -> Fen | None:
        """Net income per head of a year: of the ledger, else the national system's."""
        if self.income_year is not None:
            return self.income_year.per_capita
        return self.stated.per_capita if self.stated else None

    @once
    def received(self) -> dict[str, dict[str | None, int]]:
        """What came in during the year so far, in fen, by item and person (None: the household)."""
        sums: dict[str, dict[str | None, int]] = {}
        for line in self.lines.year_so_far:
            if line.item and line.amount is not None:
                by_person = sums.setdefault(line.item, {})
                by_person[line.person_id] = by_person.get(line.person_id, 0) + line.amount
        return sums

    def received_by(self, starts: tuple[str, ...]) -> dict[str | None, int]:
        """What each person received under items that begin so, in fen, during the year so far."""
        sums: dict[str | None, int] = {}
        for item, by_person in self.received.items():
            if item.startswith(starts):
                for person_id, amount in by_person.items():
                    sums[person_id] = sums.get(person_id, 0) + amount
        return sums

    def _income(self, lines: list[LedgerLine], window: Window) -> Income | None:
        if not lines:
            return None
        reckoner = self.frame.reckoner
        persons = reckoner.divisor(self.picture.persons, window, self.household.stated_members_year)
        return reckoner.income(lines, window, persons)

    def _of_kin(self, kin: str) -> list[Member]:
        kins = self.frame.lists.relation_kin
        return [member for member in self.members if kins.get(member.person.relation or "") == kin]

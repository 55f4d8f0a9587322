"""A village in a year as indicators see it: households by group, their incomes, who can and does work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from msgspec import Struct, field

from village_desk.rules.figures import LABOURLESS, HouseholdFigure, household_figure, is_without_labour
from village_desk.rules.income import Reckoner, lines_in
from village_desk.rules.indicators.figure import Behind
from village_desk.rules.items import Category
from village_desk.rules.money import Fen
from village_desk.rules.months import Month, Window, age_on, last_month_over, month_of
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.rules.population import is_member_on
from village_desk.rules.records import Household, LedgerLine, Person
from village_desk.rules.support_records import WorkSpell

LIFTED_CLASS = "脱贫户"
Told = TypeVar("Told")


class Group(StrEnum):
    """Groups of households (policies.md); nobody is counted twice in any of them."""

    LIFTED = "lifted"
    """脱贫户."""
    MONITORED = "monitored"
    """监测对象 whose risk has not been removed; some are lifted as well."""
    MONITORED_ONLY = "monitored_only"
    """监测对象 that are not lifted: with the lifted and the general, each household in one class."""
    TRACKED = "tracked"
    """Lifted or monitored, each household once."""
    GENERAL = "general"
    """Neither lifted nor monitored."""
    RURAL = "rural"
    """Every household of the book."""
    RELOCATED = "relocated"
    """易地搬迁户."""


class Yardstick(Struct, frozen=True):
    """What a year is held against: figures of the policy profile and of the village's settings."""

    floor: Fen | None = None
    floor_before: Fen | None = None
    excludes_safety_net: bool = False
    bands: tuple[Fen, ...] = ()
    low_income: Fen | None = None
    low_income_before: Fen | None = None
    labour_from: int = 16
    labour_below: int = 60
    references: Mapping[str, Mapping[int, Fen]] = field(default_factory=dict)
    """Reference figures in fen per person by name and year, each with its source in the profile."""
    unwilling: frozenset[str] = frozenset()
    """Answers to 就业意向 that mean no will to work."""
    travel_months: tuple[int, int] = (3, 6)
    """Months out of the province, running or in all, from which the travel subsidy is due."""
    travel_items: frozenset[str] = frozenset()
    """Income items under which the travel subsidy comes in."""
    organised: frozenset[str] = frozenset()
    """就业渠道 that count as organised."""
    young: tuple[int, int] = (15, 22)
    """From which age and below which somebody may be a 两后生 or new labour."""
    vocational: tuple[str, ...] = ()
    """Beginnings of the 在校生状况 that are vocational schooling."""
    secondary: frozenset[str] = frozenset()
    """文化程度 of secondary schooling and above."""
    stable: frozenset[str] = frozenset()
    """毕业去向 that are stable work or further schooling."""
    settled: frozenset[str] = frozenset()
    """毕业去向 that are work or further schooling of any kind."""
    grain: frozenset[str] = frozenset()
    """Income items that are grain."""
    unit_grams: Mapping[str, int] = field(default_factory=dict)
    """What a unit of weight is in grams."""


class Scene:
    """One village in one year; what costs time is worked out when an indicator first asks."""

    def __init__(
        self,
        village: VillagePicture,
        reckoner: Reckoner,
        year: int,
        window: Window,
        as_of: date,
        yardstick: Yardstick,
    ) -> None:
        self.village = village
        self.households = tuple(village.households)
        self.reckoner = reckoner
        self.year = year
        self.window = window
        self.as_of = as_of
        """The day of ages and membership: the last of the year, or today while it runs."""
        self.yardstick = yardstick
        self._groups: dict[Group, list[HouseholdPicture]] = {}
        self._entered: dict[Group, list[HouseholdFigure]] = {}
        self._told: dict[Callable[..., Any], dict[str, Any]] = {}

    @cached_property
    def last_month(self) -> Month:
        """The last month that is over on the day."""
        return last_month_over(self.as_of)

    def category(self, item: str | None) -> Category | None:
        """The category of an income item; None for none."""
        known = self.reckoner.items.get(item or "")
        return known.category if known is not None else None

    def branch(self, item: str | None) -> str:
        """The branch of an income item; blank for none."""
        known = self.reckoner.items.get(item or "")
        return known.branch if known is not None else ""

    @cached_property
    def figures(self) -> Mapping[str, HouseholdFigure]:
        """Each household's income of the year beside the year before, by household id."""
        return {
            one.household.id: household_figure(one, self.reckoner, self.window) for one in self.households
        }

    def of(self, group: Group) -> Sequence[HouseholdPicture]:
        """The households of a group."""
        if group not in self._groups:
            self._groups[group] = [one for one in self.households if is_in(one.household, group)]
        return self._groups[group]

    def entered(self, group: Group) -> Sequence[HouseholdFigure]:
        """The incomes of a group's households that have anything entered in the year."""
        if group not in self._entered:
            figures = (self.figures[one.household.id] for one in self.of(group))
            self._entered[group] = [figure for figure in figures if figure.now.entered]
        return self._entered[group]

    def once(self, tell: Callable[[Scene, HouseholdPicture], Told], picture: HouseholdPicture) -> Told:
        """What a function tells of a household, worked out when it is first asked for."""
        known = self._told.setdefault(tell, {})
        household_id = picture.household.id
        if household_id not in known:
            known[household_id] = tell(self, picture)
        found: Told = known[household_id]
        return found

    def lines(self, picture: HouseholdPicture) -> Sequence[LedgerLine]:
        """A household's ledger lines of the year."""
        return self.once(_lines, picture)

    def members(self, picture: HouseholdPicture) -> Sequence[Person]:
        """Who is on a household's register on the day."""
        return self.once(_members, picture)

    def is_safety_net(self, picture: HouseholdPicture) -> bool:
        """兜底保障户: nobody in it has labour ability."""
        return self.once(_is_safety_net, picture)

    def labour(self, group: Group) -> Iterator[tuple[HouseholdPicture, Person]]:
        """劳动力 of a group: of working age, able, no full-time student, no soldier."""
        for picture in self.of(group):
            for person in self.once(_labour, picture):
                yield picture, person

    def is_labour(self, person: Person) -> bool:
        """Whether somebody counts as labour on the day."""
        if person.born_on is None or not person.labour or person.labour in LABOURLESS:
            return False
        age = age_on(person.born_on, self.as_of)
        of_age = self.yardstick.labour_from <= age < self.yardstick.labour_below
        return of_age and not person.schooling and not person.soldier

    def is_willing(self, person: Person) -> bool:
        """Whether somebody wants to work: everybody who has not said otherwise."""
        return (person.work_wish or "") not in self.yardstick.unwilling

    def wants_training(self, person: Person) -> bool:
        """Whether somebody has said what to be trained in."""
        return bool(person.training_wish) and person.training_wish not in self.yardstick.unwilling

    def spells(self, picture: HouseholdPicture, person: Person) -> list[WorkSpell]:
        """A member's work spells that go on on the day."""
        today = month_of(self.as_of)
        return [spell for spell in picture.spells if spell.person_id == person.id and _goes_on(spell, today)]

    def works(self, picture: HouseholdPicture, person: Person) -> bool:
        """Whether somebody works off the own farm: away, in a workshop, or in a public post."""
        return bool(self.areas(picture, person)) or bool(person.work_months) or bool(person.public_post)

    def areas(self, picture: HouseholdPicture, person: Person) -> frozenset[str]:
        """The areas somebody works in: from the spells, else as the roster says."""
        spells = self.spells(picture, person)
        if spells:
            return frozenset(spell.area or "" for spell in spells)
        return frozenset([person.work_area] if person.work_area else [])

    def is_organised(self, picture: HouseholdPicture, person: Person) -> bool:
        """Whether somebody went in an organised way."""
        spells = self.spells(picture, person)
        channels = {spell.channel for spell in spells} if spells else {person.work_channel}
        return bool(channels & self.yardstick.organised) or any(spell.point_to_point for spell in spells)


def is_in(household: Household, group: Group) -> bool:
    """Whether a household belongs to a group."""
    lifted = household.household_class == LIFTED_CLASS
    monitored = bool(household.monitoring_class) and household.risk_removed is not True
    belongs = {
        Group.LIFTED: lifted,
        Group.MONITORED: monitored,
        Group.MONITORED_ONLY: monitored and not lifted,
        Group.TRACKED: lifted or monitored,
        Group.GENERAL: not (lifted or monitored),
        Group.RURAL: True,
        Group.RELOCATED: household.relocated is True,
    }
    return belongs[group]


def _lines(scene: Scene, picture: HouseholdPicture) -> list[LedgerLine]:
    return lines_in(picture.lines, scene.window)


def _members(scene: Scene, picture: HouseholdPicture) -> list[Person]:
    return [person for person in picture.persons if is_member_on(person, scene.as_of)]


def _is_safety_net(scene: Scene, picture: HouseholdPicture) -> bool:
    return is_without_labour(picture, scene.window)


def _labour(scene: Scene, picture: HouseholdPicture) -> list[Person]:
    return [person for person in scene.members(picture) if scene.is_labour(person)]


def household_behind(picture: HouseholdPicture) -> Behind:
    """A household as it stands behind a figure."""
    return _behind(picture.household.id, None)


def person_behind(picture: HouseholdPicture, person: Person) -> Behind:
    """A member as it stands behind a figure."""
    return _behind(picture.household.id, person.id)


@lru_cache(maxsize=1 << 14)  # of a village each is needed a hundred times
def _behind(household_id: str, person_id: str | None) -> Behind:
    return Behind(household_id, person_id)


def _goes_on(spell: WorkSpell, month: Month) -> bool:
    if spell.working is False or spell.returned_on is not None:
        return False
    started = spell.started is None or spell.started <= month
    return started and (spell.ended is None or spell.ended >= month)

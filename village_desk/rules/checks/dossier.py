"""What no quarter changes about a household: persons read, ledger added up, hits that last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING

from village_desk.rules.checks.answers import (
    DISABLED,
    ILL,
    LEAVER,
    MOVED,
    POSTED,
    PUPIL,
    SUPPORTED,
    UNCOUNTED,
    WORKER,
    said_of,
)
from village_desk.rules.checks.ledger import Earned, Effects, Ledger
from village_desk.rules.checks.members import Member, member_of
from village_desk.rules.checks.once import once
from village_desk.rules.income import Reckoner
from village_desk.rules.items import Category, IncomeItem
from village_desk.rules.months import Month, Window, quarter_start
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.population import is_member_on
from village_desk.rules.records import LedgerLine

if TYPE_CHECKING:
    from village_desk.rules.checks.inspection import Kept, OfQuarter
    from village_desk.rules.checks.registry import Found

    LineHit = tuple[Month, LedgerLine, Found]

_MOST_KINDS = 4096
_WORK = frozenset({Category.WAGES, Category.PRODUCTION, Category.COST})


class Dossier:
    """One household's picture with what has been worked out of it, shared by the quarters of a run."""

    def __init__(self, picture: HouseholdPicture, reckoner: Reckoner, effects: Effects, day: date) -> None:
        self.picture = picture
        self.ledger = Ledger(picture.lines, effects)
        self.kept: Kept | None = None
        """Hits that last (see inspection)."""
        self.of_quarter: OfQuarter | None = None
        """Hits of the rules that are asked each quarter (see inspection)."""
        self.items_changed: frozenset[str] = frozenset()
        """The items of the lines that have got other figures since these were found."""
        self.line_hits: list[LineHit] | None = None
        """Hits of single lines, by the month each is reckoned to (see inspection)."""
        self.lines_looked_at: set[int] | None = None
        """Lines, by identity, whose hits were taken over and are all that is known; None: no such limit."""
        self._day = day
        self._reckoner = reckoner
        self._incomes: dict[tuple[Month, Month], Earned | None] = {}
        self._members: list[Member] | None = None
        self._aged: date | None = None
        """The day of these members' ages."""

    def take_over(self, earlier: Dossier) -> bool:
        """Take over what was found of an earlier picture; whether it differs in lines of the ledger alone.

        That is every answer typed into a ledger: what looks at persons alone is not asked again, and of
        the lines only those that are new.
        """
        if not _differ_in_lines_alone(earlier.picture, self.picture):
            return False
        self.kept, self._members, self._aged = earlier.kept, earlier._members, earlier._aged
        changed = _items_of_other_figures(earlier.picture.lines, self.picture.lines)
        if changed is not None:
            self.of_quarter, self.items_changed = earlier.of_quarter, earlier.items_changed | changed
            self.ledger.take_over(earlier.ledger, changed)
        if earlier.line_hits is not None:
            now, before = set(map(id, self.picture.lines)), earlier.lines_looked_at
            self.lines_looked_at = now & (set(map(id, earlier.picture.lines)) if before is None else before)
            self.line_hits = [hit for hit in earlier.line_hits if id(hit[1]) in now]
        return True

    @once
    def first_month(self) -> Month | None:
        """The earliest month with a ledger line, be it without an amount."""
        return min([line.month for line in self.picture.lines if line.month], default=None)

    @once
    def negative_lines(self) -> list[LedgerLine]:
        """Lines with a quantity, price or amount below zero, whatever their month."""
        return [
            line
            for line in self.picture.lines
            if (line.amount and line.amount < 0)
            or (line.quantity and line.quantity < 0)
            or (line.price and line.price < 0)
        ]

    @once
    def quarters(self) -> frozenset[Month]:
        """First months of the quarters that have a visit or a ledger line."""
        return self.quarters_of_lines.union([visit.quarter for visit in self.picture.visits])

    @property
    def quarters_of_lines(self) -> frozenset[Month]:
        """First months of the quarters that have a ledger line, be it without an amount."""
        return frozenset([quarter_start(line.month) for line in self.picture.lines if line.month])

    @once
    def items_of_persons(self) -> set[tuple[str, str]]:
        """Which items the ledger has of single persons, and whose they are."""
        return {(line.person_id, line.item) for line in self.picture.lines if line.person_id and line.item}

    @once
    def codes(self) -> frozenset[str]:
        """Which items the ledger has."""
        return frozenset([line.item for line in self.picture.lines if line.item])

    @once
    def categories(self) -> frozenset[Category]:
        """The categories of these items."""
        return _categories(self._reckoner, self.codes)

    @once
    def said(self) -> int:
        """What the answers about any of the persons say (see answers)."""
        return said_of(self.picture.persons)

    @property
    def is_settled(self) -> bool:
        """Nobody ever joined or left."""
        return not self.said & MOVED

    @property
    def everybody(self) -> list[Member]:
        """All persons, those who left included, with the age they had when last asked for."""
        if self._members is None:
            self._members = [member_of(person, self._day) for person in self.picture.persons]
            self._aged = self._day
        return self._members

    def everybody_on(self, day: date) -> list[Member]:
        """All persons as old as on a day; without a birthday since the last call a member is the same."""
        known = self.everybody
        if day != self._aged:
            self._aged = day
            aged = [member.aged_on(day) for member in known]
            if aged != known:
                self._members = known = aged
        return known

    def members_on(self, day: date) -> list[Member]:
        """Those of them who are on the register on the day."""
        known = self.everybody_on(day)
        if self.is_settled:
            return known
        return [member for member in known if is_member_on(member.person, day)]

    def income(self, window: Window) -> Earned | None:
        """Income of a window; None where nothing has been entered."""
        key, incomes = (window.first, window.last), self._incomes
        if key not in incomes:
            incomes[key] = self.ledger.income(window, self.divided_by(window))
        return incomes[key]

    @property
    def leavers(self) -> bool:
        """Somebody has a reason for leaving, whether or not a day."""
        return bool(self.said & LEAVER)

    @property
    def changes(self) -> bool:
        """Somebody ever joined or left, or the number at the year's start is stated."""
        return not self.is_settled or self.picture.household.stated_members_start is not None

    @property
    def pupils(self) -> bool:
        """Somebody has a 在校生状况."""
        return bool(self.said & PUPIL)

    @property
    def ill(self) -> bool:
        """Somebody is not simply healthy."""
        return bool(self.said & ILL)

    @once
    def impaired(self) -> bool:
        """Somebody has a disability, said or by certificate."""
        return bool(self.said & DISABLED) or any(
            [member.identity and member.identity.disability_grade for member in self.everybody]
        )

    @once
    def supported(self) -> bool:
        """Somebody has 低保 or 特困, help with schooling is recorded, or any transfer ever came in."""
        return (
            bool(self.picture.household.education_help) or not self.categories <= _WORK or self.provided_for
        )

    @property
    def post_answers(self) -> bool:
        """Somebody has a public post, or months at one."""
        return bool(self.said & POSTED)

    @property
    def provided_for(self) -> bool:
        """Something is said of 低保 or 特困 of somebody."""
        return bool(self.said & SUPPORTED)

    @property
    def safety_net(self) -> bool:
        """Measures of 综合保障 are recorded."""
        return bool(self.picture.household.safety_net_help)

    @property
    def monitored(self) -> bool:
        """The household is or was a 监测对象."""
        return bool(self.picture.household.monitoring_class)

    @property
    def plans(self) -> bool:
        """A target has been set for some year."""
        return bool(self.picture.plans)

    @property
    def spells(self) -> bool:
        """Work away has been recorded stretch by stretch."""
        return bool(self.picture.spells)

    @property
    def courses(self) -> bool:
        """A training or vocational schooling has been recorded."""
        return bool(self.picture.trainings or self.picture.studies)

    @property
    def studies(self) -> bool:
        """Vocational schooling has been recorded."""
        return bool(self.picture.studies)

    @property
    def entitlements(self) -> bool:
        """Something has been recorded as due in some year."""
        return bool(self.picture.entitlements)

    @property
    def works(self) -> bool:
        """Somebody works or worked away or in a public post, by any record or answer."""
        return bool(self.said & WORKER) or self.spells or self.posts

    @property
    def posts(self) -> bool:
        """Somebody has or had a public post, by its own record or by the answer about the person."""
        return bool(self.picture.posts) or self.post_answers

    @property
    def measures(self) -> bool:
        """A measure of help has been recorded for some year."""
        return bool(self.picture.measures)

    @property
    def undated_lines(self) -> int:
        """How many lines have an amount and no month, so that no window ever counts them."""
        if len(self.ledger.dated) == len(self.picture.lines):
            return 0
        return sum(line.month is None and line.amount is not None for line in self.picture.lines)

    @property
    def stocks(self) -> bool:
        """What is raised or harvested has been recorded for some quarter."""
        return bool(self.picture.stocks)

    @once
    def bounded_lines(self) -> list[tuple[Month, IncomeItem, int]]:
        """The lines of items that have a bound for the year: month, item and fen."""
        bounded = _bounded(self._reckoner, self.codes)
        return [
            (month, bounded[line.item], line.amount or 0)
            for month, line in (self.ledger.dated if bounded else ())
            if line.item in bounded
        ]

    @property
    def stated_figures(self) -> bool:
        """Figures of the national system have been imported."""
        return bool(self.picture.stated)

    @property
    def doubtful_amounts(self) -> bool:
        """An amount may be below zero: in the ledger, or in the national system's figures."""
        return bool(self.negative_lines or self.picture.stated)

    def divided_by(self, window: Window) -> int:
        """How many persons an income of a window is divided by."""
        constant = self.constant_divisor
        return self._divisor(window) if constant is None else constant

    @once
    def constant_divisor(self) -> int | None:
        """How many they are where nobody ever comes, goes or is left out."""
        if self.said & (MOVED | UNCOUNTED):
            return None
        picture = self.picture
        return self._reckoner.divided_by(len(picture.persons), picture.household.stated_members_year)

    def _divisor(self, window: Window) -> int:
        picture = self.picture
        return self._reckoner.divisor(picture.persons, window, picture.household.stated_members_year)


@lru_cache(maxsize=_MOST_KINDS)
def _categories(reckoner: Reckoner, codes: frozenset[str]) -> frozenset[Category]:
    """The categories of items; many households have the same ones."""
    return frozenset([reckoner.items[code].category for code in codes if code in reckoner.items])


@lru_cache(maxsize=_MOST_KINDS)
def _bounded(reckoner: Reckoner, codes: frozenset[str]) -> dict[str, IncomeItem]:
    """Which of some items have a bound for the year."""
    items = reckoner.items
    return {code: items[code] for code in codes if code in items and items[code].year_limit is not None}


_WHERE = attrgetter("id", "item", "month", "span", "person_id")
_OTHER_PARTS = tuple(name for name in HouseholdPicture.__struct_fields__ if name != "lines")


def _differ_in_lines_alone(earlier: HouseholdPicture, picture: HouseholdPicture) -> bool:
    """Whether all other parts are the very same; those read anew count as changed."""
    return all(getattr(earlier, name) is getattr(picture, name) for name in _OTHER_PARTS)


def _items_of_other_figures(before: Sequence[LedgerLine], now: Sequence[LedgerLine]) -> frozenset[str] | None:
    """The items of lines that stand where they stood with other figures; None where more has changed."""
    if len(before) != len(now):
        return None
    changed = [(old, new) for old, new in zip(before, now, strict=True) if old is not new]
    if any([_WHERE(old) != _WHERE(new) or None in (old.amount, new.amount) for old, new in changed]):
        return None
    return frozenset([line.item or "" for _, line in changed])

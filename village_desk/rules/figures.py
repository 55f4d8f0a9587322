"""Adds households up by group, class and income band, with falls and income structure (domain.md F7)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, runtime_checkable

from msgspec import Struct

from village_desk.rules.income import Income, Reckoner, change_per_mille, lines_in
from village_desk.rules.items import Category
from village_desk.rules.money import Fen, divide_half_up
from village_desk.rules.months import Window
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.population import NOBODY, Lasting, is_member_on, registered_count
from village_desk.rules.records import Household, Person

MEASURES = ("wages", "production", "cost", "property", "transfer", "gross", "net", "per_capita")
"""The rows of every income sheet, in their order."""

LABOURLESS = frozenset({"丧失劳动力", "无劳动力"})
"""Labels of the labour list that mean no labour at all."""

_WHOLE = 1000


class PeriodIncome(Struct, frozen=True):
    """A household's income in a window, and in which categories anything was entered at all."""

    window: Window
    income: Income
    entered: frozenset[Category]

    def amount(self, measure: str) -> Fen | None:
        """One of MEASURES in fen; None where nothing was entered, which is not zero."""
        if measure in ("net", "per_capita"):
            return getattr(self.income, measure) if self.entered else None
        if measure == "gross":
            return self.income.gross if self.entered & _FOUR else None
        return getattr(self.income, measure) if _CATEGORIES[measure] in self.entered else None


class HouseholdIncome(Struct, frozen=True):
    """A household's year beside the year before: all that a roll-up asks of it."""

    household: Household
    now: PeriodIncome
    before: PeriodIncome
    members: int
    """On the register at the end of the window."""
    is_without_labour: bool
    """Marked so, or every member's ability says so."""


class HouseholdFigure(HouseholdIncome, frozen=True):
    """The same of a household that is there with all that belongs to it."""

    picture: HouseholdPicture


class HeadCount(Struct, frozen=True):
    """Households and the counted persons in them."""

    households: int = 0
    persons: int = 0


class RollUp(Struct, frozen=True):
    """Several households as one: sums, and quotients of sums, never a mean of means."""

    households: int
    members: int
    income: Income
    before: Income | None
    """The year before, of the households that have it entered; None when none has."""
    growth_per_mille: int | None
    """Change of the per-head figure in thousandths, like with like: households with both years entered."""
    bands: tuple[HeadCount, ...]
    """One more than the edges; households that nobody is counted in belong to none."""
    under_line: HeadCount | None
    falling: int
    without_labour: int
    same_now: Income
    """Like with like: this year's income of the households that have both years entered."""
    same_before: Income
    """And theirs of the year before."""


def period_income(picture: HouseholdPicture, reckoner: Reckoner, window: Window) -> PeriodIncome:
    """Reckon a household's income in a window, divided as the basis says."""
    persons = reckoner.divisor(picture.persons, window, picture.household.stated_members_year)
    return PeriodIncome(window, *reckoner.reckoned(lines_in(picture.lines, window), persons))


def household_figure(picture: HouseholdPicture, reckoner: Reckoner, window: Window) -> HouseholdFigure:
    """A household in a year's window and in the one before."""
    now = period_income(picture, reckoner, window)
    before = period_income(picture, reckoner, window.year_earlier())
    members = registered_count(picture.persons, window.last_day)
    return HouseholdFigure(
        picture.household, now, before, members, is_without_labour(picture, window), picture
    )


@runtime_checkable
class AddsUp(Protocol):
    """Households that are added up where they lie, none of them read with all that belongs to it."""

    def incomes(self, reckoner: Reckoner, window: Window) -> Sequence[HouseholdIncome]:
        """As household_figure of each, by 小组."""


def household_incomes(
    households: Sequence[HouseholdPicture], reckoner: Reckoner, window: Window
) -> Sequence[HouseholdIncome]:
    """Every household in a year's window and in the one before, by 小组."""
    if isinstance(households, AddsUp):
        return households.incomes(reckoner, window)
    return [household_figure(one, reckoner, window) for one in households]


def is_without_labour(picture: HouseholdPicture, window: Window) -> bool:
    """Whether a whole household has no labour: its own mark, else every member's ability."""
    return has_no_labour(picture.household, picture.persons, window)


def has_no_labour(
    household: Household, persons: Iterable[Person], window: Window, lasting: Lasting = NOBODY
) -> bool:
    """The same of a household with these persons; ``lasting`` are some more."""
    if household.without_labour is not None:
        return household.without_labour
    members = [person for person in persons if is_member_on(person, window.last_day)]
    if lasting.able or not (members or lasting.members):
        return False
    return all(person.labour in LABOURLESS for person in members)


def roll_up(
    figures: Sequence[HouseholdIncome],
    reckoner: Reckoner,
    edges: Sequence[Fen],
    *,
    line: Fen | None = None,
    fall_percent: int = 0,
) -> RollUp:
    """Add households up.

    Args:
        figures: The households.
        reckoner: Adds their incomes.
        edges: Rising edges of the bands; an income on an edge belongs to the band above.
        line: The year's line per head; None when nobody has stated it.
        fall_percent: Falls greater than this many whole percent are counted.
    """
    bands = [[0, 0] for _ in range(len(edges) + 1)]
    under = [0, 0]
    for figure in figures:
        income = figure.now.income
        if income.per_capita is None:
            continue
        found = bands[bisect_right(edges, income.per_capita)]
        for count in (found, under) if line is not None and income.per_capita < line else (found,):
            count[0] += 1
            count[1] += income.persons
    before = [figure.before.income for figure in figures if figure.before.entered]
    both = [figure for figure in figures if figure.before.entered and figure.now.entered]
    same_now = reckoner.total(figure.now.income for figure in both)
    same_before = reckoner.total(figure.before.income for figure in both)
    return RollUp(
        households=len(figures),
        members=sum(figure.members for figure in figures),
        income=reckoner.total(figure.now.income for figure in figures),
        before=reckoner.total(before) if before else None,
        growth_per_mille=growth_of(same_now, same_before),
        bands=tuple(HeadCount(*band) for band in bands),
        under_line=None if line is None else HeadCount(*under),
        falling=sum(has_fallen(figure, fall_percent) for figure in figures),
        without_labour=sum(figure.is_without_labour for figure in figures),
        same_now=same_now,
        same_before=same_before,
    )


def roll_ups_together(parts: Sequence[RollUp], reckoner: Reckoner) -> RollUp:
    """The roll-up of all households of some roll-ups, which have the same edges and the same line."""
    before = [part.before for part in parts if part.before is not None]
    same_now = reckoner.total(part.same_now for part in parts)
    same_before = reckoner.total(part.same_before for part in parts)
    under = [part.under_line for part in parts if part.under_line is not None]
    return RollUp(
        households=sum(part.households for part in parts),
        members=sum(part.members for part in parts),
        income=reckoner.total(part.income for part in parts),
        before=reckoner.total(before) if before else None,
        growth_per_mille=growth_of(same_now, same_before),
        bands=tuple(map(_together, zip(*(part.bands for part in parts), strict=True))),
        under_line=_together(under) if under else None,
        falling=sum(part.falling for part in parts),
        without_labour=sum(part.without_labour for part in parts),
        same_now=same_now,
        same_before=same_before,
    )


def growth_of(now: Income, before: Income | None) -> int | None:
    """Growth of the income per head in thousandths; None without a base."""
    earlier = before.per_capita if before is not None else None
    if now.per_capita is None or earlier is None:
        return None
    return change_per_mille(now.per_capita, earlier)


def contributions_of(now: Income, before: Income) -> tuple[int, ...] | None:
    """拉动: by how many thousandths of last year's income per head each of the four made it grow.

    Together they are the growth; None from a base of nothing or less.
    """
    if not now.persons or not before.persons or before.net <= 0:
        return None
    return tuple(
        divide_half_up(1000 * (part * before.persons - earlier * now.persons), before.net * now.persons)
        for part, earlier in zip(parts_of(now), parts_of(before), strict=True)
    )


def has_fallen(figure: HouseholdIncome, fall_percent: int) -> bool:
    """Whether the per-head income fell by more than so many percent; both years must have been entered."""
    return has_fallen_between(figure.before, figure.now, fall_percent)


def has_fallen_between(earlier: PeriodIncome, later: PeriodIncome, fall_percent: int) -> bool:
    """Whether the per-head income of two periods fell by more than so many percent; both must be entered."""
    now, before = later.income.per_capita, earlier.income.per_capita
    if now is None or before is None or not later.entered or not earlier.entered:
        return False
    return (before - now) * 100 > fall_percent * abs(before)


def by_group(figures: Iterable[HouseholdIncome]) -> dict[str, list[HouseholdIncome]]:
    """Households by 小组 in the order in which the groups are met; without a group under a blank name."""
    groups: dict[str, list[HouseholdIncome]] = {}
    for figure in figures:
        groups.setdefault(figure.household.group or "", []).append(figure)
    return groups


def by_village(
    figures: Iterable[HouseholdIncome], villages: Mapping[str, str]
) -> dict[str, list[HouseholdIncome]]:
    """Households of a township under their village's code, every village in the order given."""
    found: dict[str, list[HouseholdIncome]] = {code: [] for code in villages}
    for figure in figures:
        found[figure.household.village_code].append(figure)
    return found


def by_class(figures: Iterable[HouseholdIncome]) -> list[list[HouseholdIncome]]:
    """Households that are in the same classes together, so that each is added up once for all of these."""
    found: dict[tuple[object, ...], list[HouseholdIncome]] = {}
    for figure in figures:
        own = figure.household
        found.setdefault((own.household_class, own.monitoring_class, own.risk_removed), []).append(figure)
    return list(found.values())


def parts_of(income: Income) -> tuple[Fen, Fen, Fen, Fen]:
    """Wages, production less its cost, property and transfer: the four that make up the net."""
    return income.wages, Fen(income.production - income.cost), income.property, income.transfer


def structure_per_mille(parts: Sequence[int]) -> tuple[int, ...] | None:
    """Shares in thousandths that add to exactly 1,000; None where a part is negative or all are zero.

    The rest of rounding goes to the largest remainders. A share of a whole that a loss has shrunk would
    mislead, so there is none then.
    """
    total = sum(parts)
    if total <= 0 or min(parts) < 0:
        return None
    shares = [part * _WHOLE // total for part in parts]
    by_remainder = sorted(range(len(parts)), key=lambda place: -(parts[place] * _WHOLE % total))
    for place in by_remainder[: _WHOLE - sum(shares)]:
        shares[place] += 1
    return tuple(shares)


_CATEGORIES = {category.value: category for category in Category}
_FOUR = frozenset({Category.WAGES, Category.PRODUCTION, Category.PROPERTY, Category.TRANSFER})


def _together(counts: Sequence[HeadCount]) -> HeadCount:
    return HeadCount(sum(one.households for one in counts), sum(one.persons for one in counts))

"""Adds households up by group, class and income band, with falls and income structure (domain.md F7)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from village_desk.rules.income import Income, Reckoner, change_per_mille, lines_in
from village_desk.rules.items import Category, Counting
from village_desk.rules.money import Fen, divide_half_up
from village_desk.rules.months import Window
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.population import is_member_on, registered_count

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


class HouseholdFigure(Struct, frozen=True):
    """A household's year beside the year before."""

    picture: HouseholdPicture
    now: PeriodIncome
    before: PeriodIncome
    members: int
    """On the register at the end of the window."""

    @property
    def is_without_labour(self) -> bool:
        """Marked so, or every member's ability says so."""
        return is_without_labour(self.picture, self.now.window)


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
    lines = lines_in(picture.lines, window)
    entered = frozenset(
        reckoner.items[code].category
        for line in lines
        if (code := line.item or "") in reckoner.items
        and line.amount is not None
        and reckoner.counting_of(code) is Counting.COUNTED
    )
    return PeriodIncome(window, reckoner.income_of(lines, persons), entered)


def household_figure(picture: HouseholdPicture, reckoner: Reckoner, window: Window) -> HouseholdFigure:
    """A household in a year's window and in the one before."""
    now = period_income(picture, reckoner, window)
    before = period_income(picture, reckoner, window.year_earlier())
    return HouseholdFigure(picture, now, before, registered_count(picture.persons, window.last_day))


def is_without_labour(picture: HouseholdPicture, window: Window) -> bool:
    """Whether a whole household has no labour: its own mark, else every member's ability."""
    if picture.household.without_labour is not None:
        return picture.household.without_labour
    members = [person for person in picture.persons if is_member_on(person, window.last_day)]
    return bool(members) and all(person.labour in LABOURLESS for person in members)


def roll_up(
    figures: Sequence[HouseholdFigure],
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
    bands = [HeadCount() for _ in range(len(edges) + 1)]
    under = HeadCount()
    for figure in figures:
        per_head = figure.now.income.per_capita
        if per_head is None:
            continue
        place = bisect_right(edges, per_head)
        bands[place] = _more(bands[place], figure)
        if line is not None and per_head < line:
            under = _more(under, figure)
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
        bands=tuple(bands),
        under_line=None if line is None else under,
        falling=sum(has_fallen(figure, fall_percent) for figure in figures),
        without_labour=sum(figure.is_without_labour for figure in figures),
        same_now=same_now,
        same_before=same_before,
    )


def roll_ups_together(parts: Sequence[RollUp], reckoner: Reckoner) -> RollUp:
    """Roll-ups of several villages, at least one, as the roll-up of all their households."""
    before = [one.before for one in parts if one.before is not None]
    same_now = reckoner.total(one.same_now for one in parts)
    same_before = reckoner.total(one.same_before for one in parts)
    under = [one.under_line for one in parts if one.under_line is not None]
    return RollUp(
        households=sum(one.households for one in parts),
        members=sum(one.members for one in parts),
        income=reckoner.total(one.income for one in parts),
        before=reckoner.total(before) if before else None,
        growth_per_mille=growth_of(same_now, same_before),
        bands=tuple(map(_heads_together, zip(*(one.bands for one in parts), strict=True))),
        under_line=_heads_together(under) if under else None,
        falling=sum(one.falling for one in parts),
        without_labour=sum(one.without_labour for one in parts),
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


def has_fallen(figure: HouseholdFigure, fall_percent: int) -> bool:
    """Whether the per-head income fell by more than so many percent; both years must have been entered."""
    return has_fallen_between(figure.before, figure.now, fall_percent)


def has_fallen_between(earlier: PeriodIncome, later: PeriodIncome, fall_percent: int) -> bool:
    """Whether the per-head income of two periods fell by more than so many percent; both must be entered."""
    now, before = later.amount("per_capita"), earlier.amount("per_capita")
    return now is not None and before is not None and (before - now) * 100 > fall_percent * abs(before)


def by_group(figures: Iterable[HouseholdFigure]) -> dict[str, list[HouseholdFigure]]:
    """Households by 小组 in the order in which the groups are met; without a group under a blank name."""
    groups: dict[str, list[HouseholdFigure]] = {}
    for figure in figures:
        groups.setdefault(figure.picture.household.group or "", []).append(figure)
    return groups


def by_village(
    figures: Iterable[HouseholdFigure], villages: Mapping[str, str]
) -> dict[str, list[HouseholdFigure]]:
    """Households of a township under their village's code, every village in the order given."""
    found: dict[str, list[HouseholdFigure]] = {code: [] for code in villages}
    for figure in figures:
        found[figure.picture.household.village_code].append(figure)
    return found


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


def _more(count: HeadCount, figure: HouseholdFigure) -> HeadCount:
    return HeadCount(count.households + 1, count.persons + figure.now.income.persons)


def _heads_together(counts: Iterable[HeadCount]) -> HeadCount:
    counts = list(counts)
    return HeadCount(sum(one.households for one in counts), sum(one.persons for one in counts))

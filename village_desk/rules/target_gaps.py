"""The village's target worked back to its households: who reaches it, who is near, what each one lacks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from msgspec import Struct

from village_desk.rules.figures import is_without_labour, period_income
from village_desk.rules.income import Income, Reckoner
from village_desk.rules.money import Fen
from village_desk.rules.months import Window
from village_desk.rules.pictures import HouseholdPicture


class Reach(StrEnum):
    """How far a household is from the target."""

    REACHED = "reached"
    NEAR = "near"
    """Under it by no more than so many percent of it."""
    FAR = "far"
    SAFETY_NET = "safety_net"
    """兜底保障户: nobody in it has labour, so it cannot be asked to earn the target."""
    UNKNOWN = "unknown"
    """Nothing is entered of its income."""


class TargetGap(Struct, frozen=True):
    """A household beside the target."""

    picture: HouseholdPicture
    reach: Reach
    persons: int
    """Counted persons, by whom its income is divided."""
    net: Fen | None
    per_head: Fen | None
    gap: Fen | None
    """Yuan in fen that the whole household lacks; below zero is what it has over; None where unknown."""

    @property
    def lacking(self) -> Fen:
        """What it lacks; nothing where it has reached the target or is not asked for it."""
        is_asked = self.reach in (Reach.NEAR, Reach.FAR)
        return Fen(max(self.gap or 0, 0)) if is_asked else Fen(0)


class GapSums(Struct, frozen=True):
    """Households, their counted persons, and what they lack together."""

    households: int
    persons: int
    lacking: Fen


class MeanGap(Struct, frozen=True):
    """The village's income per head beside the target: what all together lack for the mean to reach it."""

    income: Income
    """Of all with an income, the safety net counted."""
    target: Fen

    @property
    def per_head(self) -> Fen | None:
        """A quotient of sums, never a mean of means."""
        return self.income.per_capita

    @property
    def lacking(self) -> Fen:
        """Nothing where the mean has reached it."""
        return Fen(max(0, self.target * self.income.persons - self.income.net))


def target_gap(
    picture: HouseholdPicture, reckoner: Reckoner, window: Window, target: Fen, near_percent: int
) -> TargetGap:
    """Hold a household's income of a window against a target per head."""
    found = period_income(picture, reckoner, window)
    persons, per_head = found.income.persons, found.amount("per_capita")
    net = found.amount("net")
    gap = None if net is None or persons <= 0 else Fen(target * persons - net)
    reach = _reach(gap, target * persons, near_percent)
    if reach is not Reach.REACHED and is_without_labour(picture, window):
        reach = Reach.SAFETY_NET
    return TargetGap(picture, reach, persons, net, per_head, gap)


def sums_by_reach(rows: Iterable[TargetGap]) -> dict[Reach, GapSums]:
    """The sums of each kind, every kind named; together they are all the rows."""
    rows = list(rows)
    return {
        reach: GapSums(
            sum(row.reach is reach for row in rows),
            sum(row.persons for row in rows if row.reach is reach),
            Fen(sum(row.lacking for row in rows if row.reach is reach)),
        )
        for reach in Reach
    }


def gaps_together(villages: Iterable[Mapping[Reach, GapSums]]) -> dict[Reach, GapSums]:
    """The sums of several villages."""
    found = list(villages)
    return {
        reach: GapSums(
            sum(one[reach].households for one in found),
            sum(one[reach].persons for one in found),
            Fen(sum(one[reach].lacking for one in found)),
        )
        for reach in Reach
    }


def mean_gap(rows: Iterable[TargetGap], target: Fen, reckoner: Reckoner, window: Window) -> MeanGap:
    """What the mean of all with an income lacks."""
    known = [row for row in rows if row.net is not None]
    incomes = (period_income(row.picture, reckoner, window).income for row in known)
    return MeanGap(reckoner.total(incomes), target)


def _reach(gap: Fen | None, whole: int, near_percent: int) -> Reach:
    if gap is None:
        return Reach.UNKNOWN
    if gap <= 0:
        return Reach.REACHED
    return Reach.NEAR if gap * 100 <= whole * near_percent else Reach.FAR

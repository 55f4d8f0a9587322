"""One household as the first page counts it: its visit, where it stands to the line, income and target."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from village_desk.entry.quarter.duties import owing
from village_desk.entry.visit_blocks import answered, blocks
from village_desk.rules.figures import HouseholdFigure, PeriodIncome, has_fallen, parts_of
from village_desk.rules.items import Category
from village_desk.rules.money import Fen
from village_desk.rules.months import Quarter
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.support_records import Plan

Parts = tuple[Fen | None, Fen | None, Fen | None, Fen | None]
"""Wages, production less its cost, property, transfer; None where nothing was entered."""


class Standing(StrEnum):
    """Where a household stands to the line."""

    UNDER = "under"
    NEAR = "near"
    ABOVE = "above"
    UNKNOWN = "unknown"
    """Nothing entered, nobody counted, or nobody has stated the line: none of these is zero."""


class HouseholdToday(Struct, frozen=True):
    """What every figure of the page is counted from; amounts in fen, None where nothing was entered."""

    household_id: str
    number: str
    head_name: str
    group: str
    answered: int
    blocks: int
    persons: int
    """Counted at the end of the twelve months."""
    per_head: Fen | None
    """Of the twelve months to the quarter's end."""
    gap: Fen | None
    standing: Standing
    parts: Parts
    """Of the year so far."""
    parts_before: Parts
    """Of the same months last year."""
    net: Fen | None
    net_before: Fen | None
    head_now: Fen | None
    head_before: Fen | None
    has_fallen: bool
    target: Fen | None
    responsible: str
    """Who answers for the household; blank where nobody is known."""

    @property
    def is_tracked(self) -> bool:
        """Every block of the quarter's visit is answered."""
        return self.answered == self.blocks

    @property
    def earned(self) -> Fen:
        """The four incomes of the year so far, which a target is held against."""
        return Fen(sum(part or 0 for part in self.parts))

    @property
    def has_earned(self) -> bool:
        """Any of the four was entered for the year so far."""
        return any(part is not None for part in self.parts)

    @property
    def earned_before(self) -> Fen | None:
        """The four incomes of the same months last year."""
        entered = [part for part in self.parts_before if part is not None]
        return Fen(sum(entered)) if entered else None

    @property
    def still(self) -> Fen | None:
        """What is lacking to the target; below zero where it is exceeded."""
        return None if self.target is None else Fen(self.target - self.earned)


class Measured(Struct, frozen=True):
    """A household's incomes: the twelve months to the quarter's end, and the year so far beside the last."""

    rolling: PeriodIncome
    year: HouseholdFigure


class Marks(Struct, frozen=True):
    """What households are held against: the line in fen per head and the shares in whole percent."""

    line: Fen | None
    near_percent: int
    fall_percent: int


def household_today(
    picture: HouseholdPicture, measured: Measured, quarter: Quarter, marks: Marks
) -> HouseholdToday:
    """Put together what the page needs of a household."""
    household, now, before = picture.household, measured.year.now, measured.year.before
    visit = next((one for one in picture.visits if one.quarter == quarter.first), None)
    per_head = measured.rolling.amount("per_capita")
    return HouseholdToday(
        household_id=household.id,
        number=household.number or "",
        head_name=household.head_name or "",
        group=household.group or "",
        answered=answered(visit),
        blocks=len(blocks()),
        persons=measured.rolling.income.persons,
        per_head=per_head,
        gap=None if per_head is None or marks.line is None else Fen(per_head - marks.line),
        standing=standing_of(per_head, marks.line, marks.near_percent),
        parts=parts_entered(now),
        parts_before=parts_entered(before),
        net=now.amount("net"),
        net_before=before.amount("net"),
        head_now=now.amount("per_capita"),
        head_before=before.amount("per_capita"),
        has_fallen=has_fallen(measured.year, marks.fall_percent),
        target=target_sum(picture.plan_for(quarter.year)),
        responsible=owing(household, picture.visits).responsible,
    )


def parts_entered(period: PeriodIncome) -> Parts:
    """The four parts of a window's income; cost alone makes production a loss, not a blank."""
    wages, production, own, transfer = parts_of(period.income)
    has_production = bool(period.entered & {Category.PRODUCTION, Category.COST})
    return (
        wages if Category.WAGES in period.entered else None,
        production if has_production else None,
        own if Category.PROPERTY in period.entered else None,
        transfer if Category.TRANSFER in period.entered else None,
    )


def standing_of(per_head: Fen | None, line: Fen | None, near_percent: int) -> Standing:
    """Under the line, on it or less than so many percent above it, or further above; on the line is near."""
    if per_head is None or line is None:
        return Standing.UNKNOWN
    if per_head < line:
        return Standing.UNDER
    return Standing.NEAR if per_head * 100 <= line * (100 + near_percent) else Standing.ABOVE


def target_sum(target: Plan | None) -> Fen | None:
    """A target's four incomes less cost; None where no figure has been set."""
    if target is None:
        return None
    adds = (target.wages, target.production, target.property, target.transfer)
    if target.cost is None and all(amount is None for amount in adds):
        return None
    return Fen(sum(amount or 0 for amount in adds) - (target.cost or 0))

"""The low-income ledger 低收入台账: opened from the closed year, lifted over the line (F6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from village_desk.rules.figures import is_without_labour, period_income
from village_desk.rules.income import Reckoner
from village_desk.rules.money import Fen, per_head
from village_desk.rules.months import (
    QUARTER_MONTHS,
    Month,
    Quarter,
    Window,
    YearMode,
    add_months,
    last_day_of,
    year_window,
)
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.planning import quarters_of, target_net

LIFTED_CLASS = "脱贫户"


class LowIncomeRow(Struct, frozen=True):
    """A household of the ledger: where it started, where it is to come, how far it has come by quarter."""

    picture: HouseholdPicture
    before: Fen | None
    """Net income per head of the closed year; None where nothing was entered."""
    target: Fen | None
    """What its plan aims at per head; None without a plan."""
    so_far: tuple[Fen | None, ...]
    """Net income per head from the year's start to the end of each quarter; None where nothing is entered."""
    lifted_in: Quarter | None
    """The quarter by whose end the income of the year so far has reached the line."""
    lifted_on: date | None = None
    """The last day of the month of it by which that is so."""


class LowIncomeLedger(Struct, frozen=True):
    """The ledger of a year, the lowest first, and the households that have newly come under the line."""

    year: int
    line: Fen
    rows: tuple[LowIncomeRow, ...]
    newly_in: tuple[LowIncomeRow, ...]
    """Under the line in the year now that it is entered to its end, and not in the ledger."""
    start_before: int | None = None
    """With how many households the year before began by its own line; None where that is not known."""

    @property
    def lifted(self) -> int:
        """Households over the line by now."""
        return sum(row.lifted_in is not None for row in self.rows)

    @property
    def change(self) -> int | None:
        """By how many it begins with more than the year before did: it is to shrink."""
        return None if self.start_before is None else len(self.rows) - self.start_before

    @property
    def remaining(self) -> int:
        """Households still under it."""
        return len(self.rows) - self.lifted


def low_income_ledger(
    pictures: Sequence[HouseholdPicture],
    reckoner: Reckoner,
    year: int,
    mode: YearMode,
    line: Fen,
    line_before: Fen | None = None,
) -> LowIncomeLedger:
    """Open the ledger of a year: lifted households under the line in the closed year, safety net left out.

    ``line_before`` is the line of the year before, by which its ledger was opened.
    """
    closed, window = year_window(year - 1, mode), year_window(year, mode)
    rows, others, earlier = [], [], []
    for one in pictures:
        if one.household.household_class != LIFTED_CLASS or is_without_labour(one, closed):
            continue
        before = period_income(one, reckoner, closed).amount("per_capita")
        earlier.append(period_income(one, reckoner, closed.year_earlier()).amount("per_capita"))
        if before is not None and before < line:
            rows.append(_row(one, reckoner, before, quarters_of(year, mode), line))
        else:
            others.append((one, before))
    rows.sort(key=lambda row: row.before or 0)
    newly_in = tuple(
        _row(one, reckoner, before, quarters_of(year, mode), line)
        for one, before in others
        if _is_under(one, reckoner, window, line)
    )
    known = [amount for amount in earlier if amount is not None]
    start_before = None if line_before is None or not known else sum(amount < line_before for amount in known)
    return LowIncomeLedger(year, line, tuple(rows), newly_in, start_before)


def _row(
    one: HouseholdPicture, reckoner: Reckoner, before: Fen | None, quarters: Sequence[Quarter], line: Fen
) -> LowIncomeRow:
    first = quarters[0].window.first
    incomes = [period_income(one, reckoner, Window(first, quarter.window.last)) for quarter in quarters]
    entered = [_has_entry(one, quarter.window) for quarter in quarters]
    so_far = tuple(
        income.amount("per_capita") if has_entry else None
        for income, has_entry in zip(incomes, entered, strict=True)
    )
    plan = one.plan_for(quarters[0].year)
    net = target_net(plan)
    reached = (
        quarter
        for quarter, amount in zip(quarters, so_far, strict=True)
        if amount is not None and amount >= line
    )
    target = None if net is None else per_head(net, incomes[-1].income.persons)
    lifted_in = next(reached, None)
    lifted_on = None if lifted_in is None else _day_over(one, reckoner, first, lifted_in, line)
    return LowIncomeRow(one, before, target, so_far, lifted_in, lifted_on)


def _day_over(
    one: HouseholdPicture, reckoner: Reckoner, first: Month, quarter: Quarter, line: Fen
) -> date | None:
    """The last day of the month of a quarter by which the income since the first month reaches the line."""
    months = (add_months(quarter.window.first, place) for place in range(quarter.window.months))
    over = (
        month
        for month in months
        if (period_income(one, reckoner, Window(first, month)).amount("per_capita") or 0) >= line
    )
    return next((last_day_of(month) for month in over), None)


def _has_entry(one: HouseholdPicture, window: Window) -> bool:
    return any(
        line.month in window for line in one.lines if line.month is not None and line.amount is not None
    )


def _is_under(one: HouseholdPicture, reckoner: Reckoner, window: Window, line: Fen) -> bool:
    """Whether a year that has an entry in its last quarter came under the line: earlier it says nothing."""
    if not _has_entry(one, Window(add_months(window.last, 1 - QUARTER_MONTHS), window.last)):
        return False
    amount = period_income(one, reckoner, window).amount("per_capita")
    return amount is not None and amount < line

"""Candidates for monitoring 监测: income per head against the line, sudden falls, sudden spending.

Income is that of the twelve months before the month of the screening (domain.md 2.4), under the reference
formula P4. A household in which nothing has been entered is no candidate: nothing is not zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from village_desk.rules.figures import PeriodIncome, period_income
from village_desk.rules.income import Reckoner, line_month, lines_in
from village_desk.rules.income_split import PerHeadChange, split_change
from village_desk.rules.money import Fen, divide_half_up
from village_desk.rules.months import QUARTER_MONTHS, Month, Window, add_months, rolling_window
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Household, Visit


class ReasonKind(StrEnum):
    """Why a household is a candidate; the value is the word on screen."""

    UNDER = "低于监测线"
    NEAR = "接近监测线"
    FALL = "收入骤降"
    SPENDING = "支出骤增"


class Screening(Struct, frozen=True):
    """What a month's screening holds households against; amounts in fen, shares in whole percent."""

    month: Month
    line: Fen | None
    """The line in force per head; None when nobody has stated one."""
    near_percent: int
    """The watch band: so much above the line is still near it."""
    fall_percent: int
    """A fall of income per head by this share is sudden (IN08)."""
    spending_percent: int
    """Own spending above this share of the net income is sudden (IN45)."""
    spending_most: Fen
    """Own spending above this is sudden whatever the income (IN45)."""
    spending_items: tuple[str, ...]
    """Beginnings of the ledger items that are such spending."""

    @property
    def window(self) -> Window:
        """The twelve months before the month."""
        return rolling_window(add_months(self.month, -1))

    @property
    def band(self) -> Fen | None:
        """The upper edge of the watch band per head."""
        return None if self.line is None else Fen(divide_half_up(self.line * (100 + self.near_percent), 100))


class Reason(Struct, frozen=True):
    """One reason with the figures behind it."""

    kind: ReasonKind
    amount: Fen
    """Income per head; for spending, what the household spent."""
    against: Fen
    """The line; for a fall, income per head a year earlier; for spending, the household's net income."""
    percent: int | None = None
    """By how much it fell."""
    change: PerHeadChange | None = None
    """What a fall is made of."""
    cause: str = ""
    """Why it fell, as the newest visit says."""
    from_visits: Fen | None = None
    """What of the spending the visits tell, less what was reimbursed."""


class Candidate(Struct, frozen=True):
    """A household that must be looked at, most pressing reason first."""

    household: Household
    persons: int
    per_capita: Fen
    gap: Fen | None
    """Income per head less the line: below zero it is under the line."""
    reasons: tuple[Reason, ...]
    is_monitored: bool


def candidates(
    households: Iterable[HouseholdPicture], reckoner: Reckoner, screening: Screening
) -> list[Candidate]:
    """The households that a month's screening finds, the lowest income first.

    Incomes are compared with the year before only where the village's ledger reaches so far back.
    """
    pictures = list(households)
    starts = ledger_start(pictures)
    compares = starts is not None and _reaches(starts, screening.window.year_earlier())
    found = [
        one
        for picture in pictures
        if (one := candidate(picture, reckoner, screening, compares=compares)) is not None
    ]
    return sorted(found, key=lambda one: one.per_capita)


def candidate(
    picture: HouseholdPicture, reckoner: Reckoner, screening: Screening, *, compares: bool = True
) -> Candidate | None:
    """A household as a candidate, or None where there is no reason; ``compares`` looks a year back too."""
    now = period_income(picture, reckoner, screening.window)
    head = now.amount("per_capita")
    if head is None:
        return None
    reasons = [
        *_by_line(head, screening),
        *(_by_fall(picture, reckoner, screening, head) if compares else ()),
        *_by_spending(picture, now, screening),
    ]
    if not reasons:
        return None
    household = picture.household
    gap = None if screening.line is None else Fen(head - screening.line)
    return Candidate(household, now.income.persons, head, gap, tuple(reasons), is_monitored(household))


def is_monitored(household: Household) -> bool:
    """Whether a household is a 监测对象 whose risk has not been removed."""
    return bool(household.monitoring_class) and household.risk_removed is not True


def ledger_start(households: Iterable[HouseholdPicture]) -> Month | None:
    """The first month that the village's ledger speaks of."""
    months = (line_month(line) for picture in households for line in picture.lines)
    return min((month for month in months if month is not None), default=None)


def is_whole(starts: Month | None, window: Window) -> bool:
    """Whether a ledger that starts so covers a window, a quarter's grace given as the checks do."""
    return starts is not None and _reaches(starts, window)


def _reaches(starts: Month, window: Window) -> bool:
    return starts <= add_months(window.first, QUARTER_MONTHS - 1)


def _by_line(head: Fen, screening: Screening) -> Iterable[Reason]:
    line, band = screening.line, screening.band
    if line is None or band is None or head > band:
        return ()
    return (Reason(ReasonKind.UNDER if head < line else ReasonKind.NEAR, head, line),)


def _by_fall(
    picture: HouseholdPicture, reckoner: Reckoner, screening: Screening, head: Fen
) -> Iterable[Reason]:
    window = screening.window
    before = period_income(picture, reckoner, window.year_earlier()).amount("per_capita")
    if before is None or before <= 0 or (before - head) * 100 < screening.fall_percent * before:
        return ()
    return (
        Reason(
            ReasonKind.FALL,
            head,
            before,
            percent=divide_half_up((before - head) * 100, before),
            change=split_change(picture, reckoner, window, window.year_earlier()),
            cause=_cause(picture.visits, window),
        ),
    )


def _by_spending(picture: HouseholdPicture, now: PeriodIncome, screening: Screening) -> Iterable[Reason]:
    """Own payments of the ledger and what the visits tell may be the same money: the larger one counts."""
    window, net = screening.window, now.income.net
    own = sum(
        line.amount or 0
        for line in lines_in(picture.lines, window)
        if (line.item or "").startswith(screening.spending_items)
    )
    told = visit_spending(picture.visits, window)
    spent = Fen(max(own, told))
    is_much = spent > screening.spending_most or spent * 100 > screening.spending_percent * net
    if spent <= 0 or not is_much:
        return ()
    return (Reason(ReasonKind.SPENDING, spent, net, from_visits=told or None),)


def visit_spending(visits: Iterable[Visit], window: Window) -> Fen:
    """What a household's visits in a window say it had to spend, less what was reimbursed."""
    spent = 0
    for visit in visits:
        if visit.quarter in window:
            amounts = (visit.medical_spending, visit.schooling_spending, visit.house_spending)
            spent += sum(amount or 0 for amount in (*amounts, visit.accident_spending))
            spent -= visit.reimbursed or 0
    return Fen(spent)


def _cause(visits: Iterable[Visit], window: Window) -> str:
    told = [visit for visit in visits if visit.fall_cause and visit.quarter in window]
    newest = max(told, key=lambda visit: visit.quarter, default=None)
    return newest.fall_cause or "" if newest else ""

"""Values of income: each measure of a household in its periods, against the year before and the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from village_desk.definitions.value_words import value_words
from village_desk.exchange.sheets.sheet_subjects import HouseholdSubject
from village_desk.exchange.values.known_values import KnownValue, of_household
from village_desk.exchange.values.year_parts import YEAR_PARTS, Part
from village_desk.rules.figures import PeriodIncome
from village_desk.rules.income import change_per_mille
from village_desk.rules.money import Fen, divide_half_up

Measured = Callable[[HouseholdSubject], int | None]


def income_values() -> Iterator[KnownValue]:
    """A value for each measure in each period, and how much of the target is reached."""
    words = value_words().values
    for name, own in words.items():
        period, _, measure = name.partition(".")
        if period in _PERIODS:
            yield KnownValue(own, of_household(_PERIODS[period](measure)))
    yield KnownValue(words["done.net"], of_household(_done))


def _amount(period: Callable[[HouseholdSubject], PeriodIncome]) -> Callable[[str], Measured]:
    """The taker of each measure in one of the household's periods."""
    return lambda measure: lambda household: _of_period(period(household), measure)


def _of_period(income: PeriodIncome, measure: str) -> Fen | None:
    if measure != "production_net":
        return income.amount(measure)
    production, cost = income.amount("production"), income.amount("cost")
    return None if production is None and cost is None else Fen((production or 0) - (cost or 0))


def _target(measure: str) -> Measured:
    if measure != "production_net":
        return lambda household: household.target_amount(measure)

    def net(household: HouseholdSubject) -> Fen | None:
        production, cost = household.target_amount("production"), household.target_amount("cost")
        return None if production is None else Fen(production - (cost or 0))

    return net


def _increase(measure: str) -> Measured:
    def take(household: HouseholdSubject) -> Fen | None:
        now, before = _of_period(household.year, measure), _of_period(household.year_before, measure)
        return None if now is None or before is None else Fen(now - before)

    return take


def _growth(measure: str) -> Measured:
    def take(household: HouseholdSubject) -> int | None:
        now, before = _of_period(household.year, measure), _of_period(household.year_before, measure)
        return None if now is None or before is None else change_per_mille(now, before)

    return take


def _done(household: HouseholdSubject) -> int | None:
    done, target = household.to_date.amount("net"), household.target_amount("net")
    return None if done is None or not target or target < 0 else divide_half_up(done * 1000, target)


def _in_part(part: Part) -> Callable[[HouseholdSubject], PeriodIncome]:
    return lambda household: household.in_months(part(household.run.year_window))


_PERIODS: Mapping[str, Callable[[str], Measured]] = {
    "year": _amount(lambda household: household.year),
    "year_before": _amount(lambda household: household.year_before),
    "so_far": _amount(lambda household: household.to_date),
    "quarter": _amount(lambda household: household.quarter),
    "quarter_before": _amount(lambda household: household.quarter_earlier),
    **{name: _amount(_in_part(part)) for name, part in YEAR_PARTS.items()},
    "target": _target,
    "increase": _increase,
    "growth": _growth,
}

"""Checks of entries and sums (domain.md 3.7, IN01, IN02, IN12, IN13)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from village_desk.rules.checks.conditions import in_quarters
from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.registry import Hit, check
from village_desk.rules.checks.span import Span
from village_desk.rules.income import line_month
from village_desk.rules.money import Fen, per_head, yuan_text
from village_desk.rules.months import Quarter, month_words
from village_desk.rules.records import LedgerLine, StatedTotals

_MAY_BE_NEGATIVE = frozenset({"net", "per_capita", "reference_net", "reference_per_capita"})
_AMOUNTS = tuple(
    name
    for name in StatedTotals.__struct_fields__
    if name not in {"id", "village_code", "household_id", "year"} | _MAY_BE_NEGATIVE
)
_PARTS = {
    "wages": ("post_wages", "other_wages"),
    "property": ("asset_dividend", "other_property"),
    "transfer": (
        *("family_planning", "minimum_living_paid", "extreme_poverty_paid", "pension_paid"),
        *("ecology_paid", "other_transfer"),
    ),
}
_CATEGORIES = {
    "wages": "工资性收入",
    "production": "生产经营性收入",
    "cost": "生产经营性支出",
    "property": "财产性收入",
    "transfer": "转移性收入",
}


@in_quarters
def _without_any(span: Span, limits: Limits) -> list[int]:
    return span.without_entry


@check("IN01", on="doubtful_amounts")
def negative_amount(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """A quantity, price or amount below zero, in the ledger or in the national system's figures (IN01)."""
    for line in facts.dossier.negative_lines:
        values = {"item": _item_label(facts, line), "month": _month(line), "amount": yuan_text(line.amount)}
        yield Hit(facts.picture.person(line.person_id), values)
    stated = facts.stated
    if stated is not None:
        for name in _AMOUNTS:
            amount = getattr(stated, name)
            if amount is not None and amount < 0:
                yield Hit(None, {"name": name, "year": stated.year, "amount": yuan_text(amount)}, "stated")


@check("IN02", on="stated_figures")
def stated_totals_do_not_add_up(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """The national system's totals contradict each other, or our ledger's categories (IN02).

    Its net may or may not be relieved of the subsidy for production cost: both readings are taken as right.
    Our ledger is held against it only when the year is complete and something has been entered.
    """
    stated = facts.stated
    if stated is None:
        return
    off_by = limits.fen("tolerance_yuan")
    yield from _wrong_categories(stated, off_by)
    yield from _wrong_net(stated, off_by)
    persons = facts.household.stated_members_year or facts.household.stated_members
    if stated.net is not None and stated.per_capita is not None and persons:
        should_be = per_head(stated.net, persons)
        if should_be is not None and abs(should_be - stated.per_capita) > off_by:
            yield Hit(None, _two(stated, should_be, stated.per_capita, persons=persons), "per_capita")
    income = facts.income_now
    if income is not None and facts.frame.is_year_complete:
        for name, label in _CATEGORIES.items():
            theirs, ours = getattr(stated, name), getattr(income, name)
            if theirs is not None and abs(theirs - ours) > off_by:
                yield Hit(None, _two(stated, ours, theirs, category=label), "ours")


@check("IN12", on="lacks_entry", when=_without_any, items=())
def quarter_without_entry(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """The quarter has neither a ledger line nor a visit (IN12)."""
    yield _without_entry(facts.frame.period)


@check("IN13", on="stated_figures")
def quarters_differ_from_year(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """The four quarters of the ledger do not make the annual net that the national system states (IN13).

    Looked at when the year's last quarter is checked and each quarter has an entry.
    """
    stated, income = facts.stated, facts.income_now
    if stated is None or stated.net is None or income is None or not facts.frame.is_year_complete:
        return
    if abs(income.net - stated.net) > limits.fen("tolerance_yuan") and _has_every_quarter(facts):
        yield Hit(None, _two(stated, income.net, stated.net))


@lru_cache(maxsize=64)
def _without_entry(quarter: Quarter) -> Hit:
    """The same words for every household of a quarter."""
    return Hit(None, {"quarter": quarter.text(), "months": quarter.window.text()})


def _wrong_categories(stated: StatedTotals, off_by: Fen) -> Iterator[Hit]:
    for name, part_names in _PARTS.items():
        whole = getattr(stated, name)
        parts = [getattr(stated, part) for part in part_names]
        if whole is None or all(part is None for part in parts):
            continue
        total = sum(part or 0 for part in parts)
        is_less = None not in parts and total < whole - off_by
        if is_less or total > whole + off_by:
            yield Hit(None, _two(stated, total, whole, category=_CATEGORIES[name]), "category")


def _wrong_net(stated: StatedTotals, off_by: Fen) -> Iterator[Hit]:
    four = (stated.wages, stated.production, stated.property, stated.transfer)
    if stated.net is None or any(part is None for part in four):
        return
    net = sum(part or 0 for part in four) - (stated.cost or 0)
    readings = {net, net + (stated.cost_subsidy or 0)}
    if all(abs(reading - stated.net) > off_by for reading in readings):
        yield Hit(None, _two(stated, net, stated.net), "net")


def _two(stated: StatedTotals, ours: int, theirs: int, **values: str | int) -> dict[str, str | int]:
    figures = {"ours": yuan_text(Fen(ours)), "theirs": yuan_text(Fen(theirs))}
    return {"year": stated.year, **figures, **values}


def _has_every_quarter(facts: HouseholdFacts) -> bool:
    quarters = [facts.frame.period.shifted(-back).window for back in range(4)]
    return all(map(facts.dossier.ledger.has_lines, quarters))


def _item_label(facts: HouseholdFacts, line: LedgerLine) -> str:
    item = facts.frame.reckoner.items.get(line.item or "")
    return item.label if item else line.item or "未选项目"


def _month(line: LedgerLine) -> str:
    month = line_month(line)
    return "月份未填" if month is None else month_words(month)

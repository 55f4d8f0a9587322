"""Checks of single ledger lines and what they add up to (domain.md 3.7): yields, prices, bounds, units."""

from __future__ import annotations

from collections.abc import Iterator

from village_desk.rules.checks.dossier import Dossier
from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.registry import Hit, Value, check, check_line
from village_desk.rules.items import IncomeItem
from village_desk.rules.money import Fen, Thousandths, amount_of, divide_half_up, quantity_text, yuan_text
from village_desk.rules.months import month_words
from village_desk.rules.records import SPAN_QUARTER, LedgerLine

_MU = "亩"
_MONTHS = "月"


@check_line("IN28", on="scale")
def doubtful_yield(facts: HouseholdFacts, limits: Limits, line: LedgerLine) -> Hit | None:
    """A yield in kilograms per mu outside the item's bounds (IN28): jin for kilograms, a decimal point."""
    item = facts.frame.reckoner.items.get(line.item or "")
    grams = facts.frame.lists.unit_grams.get(line.unit or "")
    if item is None or not grams or not line.scale or line.quantity is None or line.scale <= 0:
        return None
    if (line.scale_unit or item.scale_unit) != _MU:
        return None
    each = Thousandths(divide_half_up(line.quantity * grams, line.scale))
    if _is_between(item.yield_low, each, item.yield_high):
        return None
    return _hit(facts, line, each=quantity_text(each), bounds=_bounds(item.yield_low, item.yield_high))


@check_line("IN29", on="price")
def doubtful_price(facts: HouseholdFacts, limits: Limits, line: LedgerLine) -> Hit | None:
    """A price per kilogram or per head outside the item's bounds (IN29)."""
    item = facts.frame.reckoner.items.get(line.item or "")
    if item is None or line.price is None or not line.unit:
        return None
    each = _price_each(facts, item, line.unit, line.price)
    if each is None or _is_between(item.price_low, each, item.price_high):
        return None
    return _hit(facts, line, each=quantity_text(each), bounds=_bounds(item.price_low, item.price_high))


@check_line("IN36", on="price")
def amount_is_no_product(facts: HouseholdFacts, limits: Limits, line: LedgerLine) -> Hit | None:
    """Wages are not months (or days) times pay (IN36)."""
    if line.quantity is None or line.price is None or line.amount is None:
        return None
    if not (line.item or "").startswith(limits.starts("items")):
        return None
    product = amount_of(line.quantity, line.price)
    if abs(product - line.amount) * 100 <= limits.number("tolerance_percent") * abs(product):
        return None
    return _hit(facts, line, product=yuan_text(product))


@check_line("IN38")
def above_the_bound_of_a_month(facts: HouseholdFacts, limits: Limits, line: LedgerLine) -> Hit | None:
    """A transfer above what is usual in a month (IN38); several months paid at once count as such."""
    item = facts.frame.reckoner.items.get(line.item or "")
    if item is None or item.month_limit is None or line.amount is None:
        return None
    most = Fen(item.month_limit * _months_paid(line))
    return _hit(facts, line, most=yuan_text(most)) if line.amount > most else None


@check("IN38", on="bounded_lines")
def above_the_bound_of_a_year(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Transfers of the year so far above what is usual in a year (IN38)."""
    for code, amount in facts.bounded_sums.items():
        item = facts.frame.reckoner.items[code]
        if item.year_limit is not None and amount > item.year_limit:
            most = yuan_text(item.year_limit)
            values = {"item": item.label, "amount": yuan_text(Fen(amount)), "most": most}
            yield Hit(None, values, "year")


@check_line("IN39")
def very_large_line(facts: HouseholdFacts, limits: Limits, line: LedgerLine) -> Hit | None:
    """A single very large amount without a note (IN39)."""
    is_large = line.amount is not None and line.amount >= limits.fen("least_yuan")
    return _hit(facts, line) if is_large and not line.note else None


@check_line("IN46", on="note")
def noted_as_no_income(facts: HouseholdFacts, limits: Limits, line: LedgerLine) -> Hit | None:
    """The note of a counted line speaks of a loan, a gift or a single payment (IN46)."""
    item = facts.frame.reckoner.items.get(line.item or "")
    if not line.note or item is None or facts.frame.reckoner.basis.effect_of(item) <= 0:
        return None
    word = next((word for word in limits.starts("words") if word in (line.note or "")), None)
    return None if word is None else _hit(facts, line, word=word)


def _has_round_amounts(dossier: Dossier, limits: Limits) -> bool:
    unit = limits.fen("unit_yuan")
    round_ = [line for _, line in dossier.ledger.dated if line.amount and not line.amount % unit]
    return len(round_) >= limits.number("lines_least")


@check("IN47", on="income_now", when=_has_round_amounts)
def only_round_amounts(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """All amounts of the year so far are round (IN47): estimated rather than asked."""
    unit = limits.fen("unit_yuan")
    if any((line.amount or 0) % unit for line in facts.lines):
        return
    count = sum(bool(line.amount) for line in facts.lines)
    if count >= limits.number("lines_least"):
        yield Hit(None, {"count": count, "unit": limits.number("unit_yuan")}, judged="round")


def _price_each(facts: HouseholdFacts, item: IncomeItem, unit: str, price: Thousandths) -> Thousandths | None:
    """The price per kilogram, or per head where the item is counted; None where the units do not compare."""
    grams = facts.frame.lists.unit_grams.get(unit)
    if bool(grams) != bool(facts.frame.lists.unit_grams.get(item.unit or "")):
        return None
    if not grams:
        return price if unit == item.unit else None
    return Thousandths(divide_half_up(price * 1000, grams))


def _is_between(low: Thousandths | None, value: Thousandths, high: Thousandths | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


def _bounds(low: Thousandths | None, high: Thousandths | None) -> str:
    return f"{quantity_text(low)}—{quantity_text(high)}"


def _months_paid(line: LedgerLine) -> int:
    if line.unit == _MONTHS and line.quantity is not None:
        return max(1, -(-line.quantity // 1000))
    return 3 if line.span == SPAN_QUARTER else 1


def _hit(facts: HouseholdFacts, line: LedgerLine, **values: Value) -> Hit:
    item = facts.frame.reckoner.items.get(line.item or "")
    shown: dict[str, Value] = {
        "item": item.label if item else line.item or "未选项目",
        "month": month_words(line.month) if line.month else "月份未填",
        "amount": yuan_text(line.amount),
    }
    return Hit(facts.picture.person(line.person_id), {**shown, **values})

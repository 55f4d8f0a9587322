"""The live sums under the ledger: each with its amount and, on hover, the formula and the figures in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from village_desk.definitions.words import say
from village_desk.rules.income import Income, Reckoner, lines_in
from village_desk.rules.items import Category, Counting, IncomeItem
from village_desk.rules.money import Fen, yuan_text
from village_desk.rules.months import Window
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import LedgerLine

_SHOWN = (Category.WAGES, Category.PRODUCTION, Category.COST, Category.PROPERTY, Category.TRANSFER)
_Parts = dict[Category, dict[str, int]]
_BESIDE = (Category.OUTLAY, Category.TAX, Category.GIFT, Category.CLAIM, Category.OWN_PAYMENT)


class SummaryRow(NamedTuple):
    """One sum: what it is, its amount in yuan (blank where there is none), and how it comes about."""

    label: str
    amount: str
    formula: str


def summary_of(
    picture: HouseholdPicture, window: Window, reckoner: Reckoner, income: Income, line: Fen | None
) -> list[SummaryRow]:
    """The four incomes and cost, what stands beside them, the net, per head and the gap to the line."""
    parts = _parts_of(lines_in(picture.lines, window), reckoner)
    rows = [_category_row(category, parts, income) for category in _SHOWN]
    rows += [_category_row(category, parts, income) for category in _BESIDE if income.of(category)]
    rows.append(SummaryRow(say("summary.net"), yuan_text(income.net), _net_formula(reckoner, income)))
    rows.append(_per_head_row(income, window))
    rows.append(_gap_row(income, line))
    return rows


def _parts_of(lines: Iterable[LedgerLine], reckoner: Reckoner) -> _Parts:
    """What each item brings to the category it stands in."""
    parts: _Parts = {}
    for line in lines:
        item = reckoner.items.get(line.item or "")
        if item is None or line.amount is None:
            continue
        category = _stands_in(item, reckoner)
        if category is not None:
            sums = parts.setdefault(category, {})
            sums[item.label] = sums.get(item.label, 0) + item.sign * line.amount
    return parts


def _category_row(category: Category, parts: _Parts, income: Income) -> SummaryRow:
    sums = parts.get(category, {}).items()
    texts = [say("summary.part", item=label, amount=yuan_text(Fen(amount))) for label, amount in sums]
    formula = say("summary.plus").join(texts) or say("summary.nothing")
    return SummaryRow(say(f"summary.{category.value}"), yuan_text(income.of(category)), formula)


def _stands_in(item: IncomeItem, reckoner: Reckoner) -> Category | None:
    """The category in whose sum an item is shown under the basis, if in any."""
    counting = reckoner.counting_of(item.code)
    if item.category is Category.MEMO and counting is Counting.COUNTED:
        return Category.TRANSFER
    is_beside = counting is Counting.SEPARATE and item.category in _BESIDE
    return item.category if counting is Counting.COUNTED or is_beside else None


def _net_formula(reckoner: Reckoner, income: Income) -> str:
    basis = reckoner.basis
    figures = "".join(
        (say("summary.plus") if category in basis.adds else say("summary.minus"))
        + yuan_text(income.of(category))
        for category in (*_SHOWN, *_BESIDE)
        if category in basis.adds | basis.takes
    ).removeprefix(say("summary.plus"))
    return say("summary.net-formula", words=basis.formula_text, figures=figures, net=yuan_text(income.net))


def _per_head_row(income: Income, window: Window) -> SummaryRow:
    if income.per_capita is None:
        return SummaryRow(say("summary.per-head"), "", say("summary.nobody"))
    formula = say(
        "summary.per-head-formula",
        net=yuan_text(income.net),
        persons=income.persons,
        per_head=yuan_text(income.per_capita),
        window=window.text(),
    )
    return SummaryRow(say("summary.per-head"), yuan_text(income.per_capita), formula)


def _gap_row(income: Income, line: Fen | None) -> SummaryRow:
    if line is None or income.per_capita is None:
        return SummaryRow(
            say("summary.gap"), "", say("summary.no-line" if line is None else "summary.nobody")
        )
    gap = Fen(income.per_capita - line)
    formula = say(
        "summary.gap-formula", per_head=yuan_text(income.per_capita), line=yuan_text(line), gap=yuan_text(gap)
    )
    return SummaryRow(say("summary.gap"), yuan_text(gap), formula)

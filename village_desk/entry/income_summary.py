"""The live sums under the ledger: each with its amount and, on hover, the formula and the figures in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from village_desk.definitions.words import say
from village_desk.rules.income import Income, Reckoner, lines_in
from village_desk.rules.items import Category, Counting
from village_desk.rules.money import Fen, yuan_text
from village_desk.rules.months import Window
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import LedgerLine

_SHOWN = (Category.WAGES, Category.PRODUCTION, Category.COST, Category.PROPERTY, Category.TRANSFER)
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
    lines = lines_in(picture.lines, window)
    rows = [_category_row(category, lines, reckoner, income) for category in _SHOWN]
    beside = [category for category in _BESIDE if income.of(category)]
    rows += [_category_row(category, lines, reckoner, income) for category in beside]
    rows.append(SummaryRow(say("summary.net"), yuan_text(income.net), _net_formula(reckoner, income)))
    rows.append(_per_head_row(income, window))
    rows.append(_gap_row(income, line))
    return rows


def _category_row(
    category: Category, lines: Iterable[LedgerLine], reckoner: Reckoner, income: Income
) -> SummaryRow:
    sums: dict[str, int] = {}
    for line in lines:
        if (
            line.amount is not None
            and line.item is not None
            and line.item in reckoner.items
            and _stands_in(line.item, category, reckoner)
        ):
            item = reckoner.items[line.item]
            sums[item.label] = sums.get(item.label, 0) + item.sign * line.amount
    parts = [say("summary.part", item=label, amount=yuan_text(Fen(amount))) for label, amount in sums.items()]
    formula = say("summary.plus").join(parts) or say("summary.nothing")
    return SummaryRow(say(f"summary.{category.value}"), yuan_text(income.of(category)), formula)


def _stands_in(code: str, category: Category, reckoner: Reckoner) -> bool:
    item = reckoner.items[code]
    counting = reckoner.counting_of(code)
    if item.category is Category.MEMO and counting is Counting.COUNTED:
        return category is Category.TRANSFER
    is_beside = counting is Counting.SEPARATE and category in _BESIDE
    return item.category is category and (counting is Counting.COUNTED or is_beside)


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

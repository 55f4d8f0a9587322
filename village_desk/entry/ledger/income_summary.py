"""The live sums above the ledger: each with its amount and, when asked, the formula and the figures in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, partial

from msgspec import Struct

from village_desk.definitions.words import say
from village_desk.rules.income import Income, Reckoner, lines_in
from village_desk.rules.items import Category, Counting, IncomeItem
from village_desk.rules.money import Fen, yuan_text
from village_desk.rules.months import Window
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import LedgerLine

_SHOWN = (Category.WAGES, Category.PRODUCTION, Category.COST, Category.PROPERTY, Category.TRANSFER)
_BESIDE = (Category.OUTLAY, Category.TAX, Category.GIFT, Category.CLAIM, Category.OWN_PAYMENT)


class SummaryRow(Struct, frozen=True):
    """One sum: what it is and its figure in fen, None where there is none."""

    label: str
    figure: Fen | None
    explain: Callable[[], str]
    """Tells how it comes about; worked out when somebody asks, not at every save."""

    def __eq__(self, other: object) -> bool:
        """Whether the same is to be seen: a way to explain it equals no other."""
        return isinstance(other, SummaryRow) and (self.label, self.figure) == (other.label, other.figure)

    def __hash__(self) -> int:
        return hash((self.label, self.figure))

    @property
    def amount(self) -> str:
        """The figure in yuan; blank where there is none."""
        return "" if self.figure is None else yuan_text(self.figure)

    @property
    def formula(self) -> str:
        """How it comes about."""
        return self.explain()


def summary_of(
    picture: HouseholdPicture, window: Window, reckoner: Reckoner, income: Income, line: Fen | None
) -> list[SummaryRow]:
    """The four incomes and cost, what stands beside them, the net, per head and the gap to the line."""
    categories = (*_SHOWN, *(category for category in _BESIDE if income.of(category)))
    lines = partial(lines_in, picture.lines, window)
    rows = [
        SummaryRow(_label(category), income.of(category), partial(_parts, category, lines, reckoner))
        for category in categories
    ]
    per_head = income.per_capita
    gap = None if per_head is None or line is None else Fen(per_head - line)
    return [
        *rows,
        SummaryRow(say("summary.net"), income.net, partial(_net_formula, reckoner, income)),
        SummaryRow(say("summary.per-head"), per_head, partial(_per_head_formula, income, window)),
        SummaryRow(say("summary.gap"), gap, partial(_gap_formula, per_head, line)),
    ]


@cache  # asked for at every save
def _label(category: Category) -> str:
    return say(f"summary.{category.value}")


def _parts(category: Category, lines: Callable[[], Iterable[LedgerLine]], reckoner: Reckoner) -> str:
    sums: dict[str, int] = {}
    for line in lines():
        item = reckoner.items.get(line.item or "")
        if item is not None and line.amount is not None and _stands_in(item, category, reckoner):
            sums[item.label] = sums.get(item.label, 0) + item.sign * line.amount
    parts = [say("summary.part", item=label, amount=yuan_text(Fen(amount))) for label, amount in sums.items()]
    return say("summary.plus").join(parts) or say("summary.nothing")


def _stands_in(item: IncomeItem, category: Category, reckoner: Reckoner) -> bool:
    counting = reckoner.counting_of(item.code)
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


def _per_head_formula(income: Income, window: Window) -> str:
    if income.per_capita is None:
        return say("summary.nobody")
    return say(
        "summary.per-head-formula",
        net=yuan_text(income.net),
        persons=income.persons,
        per_head=yuan_text(income.per_capita),
        window=window.text(),
    )


def _gap_formula(per_head: Fen | None, line: Fen | None) -> str:
    if line is None or per_head is None:
        return say("summary.no-line" if line is None else "summary.nobody")
    gap = yuan_text(Fen(per_head - line))
    return say("summary.gap-formula", per_head=yuan_text(per_head), line=yuan_text(line), gap=gap)

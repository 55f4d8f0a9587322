"""Ledger lines to income: four categories, cost, net and per head under a counting basis (domain.md 2.1)."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import attrgetter
from typing import cast

from msgspec import Struct
from msgspec.structs import replace

from village_desk.rules.items import Category, Counting, CountingBasis, IncomeItem
from village_desk.rules.money import Fen, divide_half_up, per_head
from village_desk.rules.months import QUARTER_MONTHS, Month, Window, add_months, quarter_start
from village_desk.rules.population import counted_count, registered_count
from village_desk.rules.records import SPAN_QUARTER, LedgerLine, Person


class Income(Struct, frozen=True):
    """What a household or village earned in a window, in fen: plain sums of the lines that count."""

    wages: Fen
    production: Fen
    cost: Fen
    property: Fen
    transfer: Fen
    further: Mapping[Category, Fen]
    """What only some formulas use, shown beside the four: outlays, taxes, gifts, claims, own payments."""
    net: Fen
    persons: int
    per_capita: Fen | None

    @builtins.property  # the category of the same name hides the plain word here
    def gross(self) -> Fen:
        """The four categories before cost."""
        return Fen(self.wages + self.production + self.property + self.transfer)

    def parts(self) -> Iterator[tuple[Category, Fen]]:
        """Every category with its sum."""
        yield Category.WAGES, self.wages
        yield Category.PRODUCTION, self.production
        yield Category.COST, self.cost
        yield Category.PROPERTY, self.property
        yield Category.TRANSFER, self.transfer
        yield from self.further.items()

    def of(self, category: Category) -> Fen:
        """One category's sum."""
        return Fen(getattr(self, category.value, None) or self.further.get(category, Fen(0)))


def line_month(line: LedgerLine) -> Month | None:
    """The month a line is reckoned to; a line known only by quarter counts in the quarter's last month.

    Any month of the quarter may stand in the line. Nothing is spread over months, so a sum never depends on a
    guess (domain.md 2.4).
    """
    return None if line.month is None else _counted_in(line.month, line.span)


def lines_in(lines: Iterable[LedgerLine], window: Window) -> list[LedgerLine]:
    """The lines that a window counts."""
    first, last = window.first, window.last
    return [line for line in lines if (month := line_month(line)) is not None and first <= month <= last]


@cache  # a book has some dozens of months and many thousands of lines
def _counted_in(month: Month, span: str | None) -> Month:
    return add_months(quarter_start(month), QUARTER_MONTHS - 1) if span == SPAN_QUARTER else month


Sums = list[int]
"""The sums of the categories, then the net, then the marks of the categories that have anything entered."""
_Placed = tuple[int, int, int, int]


class Reckoner:
    """Adds up ledger lines under one counting basis; built once, used for every household of a village."""

    def __init__(self, items: Mapping[str, IncomeItem], basis: CountingBasis) -> None:
        self.items = items
        self.basis = basis
        self._places: dict[str, _Placed] = {
            code: self._placed(item)
            for code, item in ((code, self._as_income(item)) for code, item in items.items())
            if self._is_shown(item)
        }

    def income(self, lines: Iterable[LedgerLine], window: Window, persons: int) -> Income:
        """The income of lines in a window, divided by so many persons."""
        return self.income_of(lines_in(lines, window), persons)

    def income_of(self, lines: Iterable[LedgerLine], persons: int) -> Income:
        """The income of all of some lines, divided by so many persons."""
        return self.reckoned(lines, persons)[0]

    def reckoned(self, lines: Iterable[LedgerLine], persons: int) -> tuple[Income, frozenset[Category]]:
        """The same, and the categories in which any of the lines counts."""
        sums = no_sums()
        for line in lines:
            placed = self._places.get(line.item or "")
            if placed is not None and line.amount is not None:
                _add(sums, placed, line.amount)
        return closed(sums, persons)

    def gathered(
        self, rows: Iterable[tuple[str, str | None, Month, str | None, Fen | None]], windows: Sequence[Window]
    ) -> dict[str, list[Sums]]:
        """Lines told as household, item, month, span and amount, added up by household for each window.

        ``closed`` makes of a window's sums what ``reckoned`` makes of its lines.
        """
        found: dict[str, list[Sums]] = {}
        lying: dict[tuple[Month, str | None], list[int]] = {}
        for household_id, item, month, span, amount in rows:
            placed = self._places.get(item or "")
            if placed is None or amount is None:
                continue
            if (month, span) not in lying:
                counted_in = _counted_in(month, span)
                lying[month, span] = [place for place, one in enumerate(windows) if counted_in in one]
            if household_id not in found:
                found[household_id] = [no_sums() for _ in windows]
            for place in lying[month, span]:
                _add(found[household_id][place], placed, amount)
        return found

    def net_by_item(self, lines: Iterable[LedgerLine], window: Window) -> dict[str, Fen]:
        """What each item does to the net of a window, by code; the parts sum to the net."""
        parts: dict[str, Fen] = {}
        for line in lines_in(lines, window):
            code = line.item or ""
            effect = self._places[code][2] if code in self._places else 0
            if effect and line.amount is not None:
                parts[code] = Fen(parts.get(code, 0) + effect * line.amount)
        return parts

    def category_of(self, item: str) -> Category:
        """The category that an item is summed in under the basis.

        Raises:
            KeyError: The basis shows no such item.
        """
        return _CATEGORIES[self._places[item][0]]

    def total(self, incomes: Iterable[Income]) -> Income:
        """The income of several households together: sums over sums, never a mean of means."""
        chosen = list(incomes)
        sums = no_sums()
        for place, part in _FIELDS.items():
            sums[place] = sum(map(part, chosen))
        for further in filter(None, map(attrgetter("further"), chosen)):
            for category, amount in further.items():
                sums[_PLACES[category]] += amount
        return closed(sums, sum(income.persons for income in chosen))[0]

    def divisor(self, persons: Iterable[Person], window: Window, stated: int | None) -> int:
        """How many persons the basis divides by, at the end of the window."""
        return self.divided_by(self.heads(persons, window), stated)

    def heads(self, persons: Iterable[Person], window: Window) -> int:
        """How many of some persons are counted at the end of the window."""
        count = registered_count if self.basis.divisor == "registered" else counted_count
        return count(persons, window.last_day)

    def divided_by(self, persons: int, stated: int | None) -> int:
        """The same of so many persons on the register who all count."""
        return stated if self.basis.divisor == "stated" and stated is not None else persons

    def counting_of(self, item: str) -> Counting:
        """The 计入 / 不计入 / 另列 mark of an item under the basis."""
        return self.basis.counting_of(self.items[item])

    def _as_income(self, item: IncomeItem) -> IncomeItem:
        """A receipt usually only noted is transfer income where the county counts it (domain.md 2.3)."""
        is_counted = self.basis.counting_of(item) is Counting.COUNTED
        if item.category is Category.MEMO and is_counted:
            return replace(item, category=Category.TRANSFER)
        return item

    def _placed(self, item: IncomeItem) -> _Placed:
        """Where an item is added, with which sign, what it does to the net, and a mark if it counts."""
        place, counting = _PLACES[item.category], self.basis.counting_of(item)
        return place, item.sign, self.basis.effect_of(item), (counting is Counting.COUNTED) << place

    def _is_shown(self, item: IncomeItem) -> bool:
        """A category sums what is counted; outlays and claims are shown beside it unless marked 不计入."""
        counting = self.basis.counting_of(item)
        return counting is Counting.COUNTED or (counting is Counting.SEPARATE and item.category in _FURTHER)


def change_per_mille(now: int, before: int) -> int | None:
    """Growth in thousandths of the base, half up; a base of zero or below gives None: show the amount."""
    return divide_half_up((now - before) * 1000, before) if before > 0 else None


_FURTHER = (Category.OUTLAY, Category.TAX, Category.GIFT, Category.CLAIM, Category.OWN_PAYMENT)
_CATEGORIES = tuple(Category)
_PLACES = {category: place for place, category in enumerate(_CATEGORIES)}
"""Where a category stands among sums: those that an income has a field for come first."""
_NET, _ENTERED = len(_CATEGORIES), len(_CATEGORIES) + 1
_FIELDS = {
    place: attrgetter(name)
    for place, name in (*enumerate(("wages", "production", "cost", "property", "transfer")), (_NET, "net"))
}


def no_sums() -> Sums:
    """Sums that nothing has been added to yet."""
    return [0] * (_ENTERED + 1)


def closed(sums: Sums, persons: int) -> tuple[Income, frozenset[Category]]:
    """The income that sums make, divided by so many persons, and the categories with anything entered."""
    wages, production, cost, own, transfer, *others, net, entered = cast("list[Fen]", sums)
    further = {one: Fen(sums[_PLACES[one]]) for one in _FURTHER if sums[_PLACES[one]]} if any(others) else {}
    per_capita = per_head(net, persons)
    income = Income(wages, production, cost, own, transfer, further, net, persons, per_capita)
    return income, _marked(entered)


def _add(sums: Sums, placed: _Placed, amount: int) -> None:
    place, sign, effect, mark = placed
    sums[place] += sign * amount
    sums[_NET] += effect * amount
    sums[_ENTERED] |= mark


@cache  # of the combinations that there may be few are ever met
def _marked(marks: int) -> frozenset[Category]:
    return frozenset(category for category, place in _PLACES.items() if marks >> place & 1)

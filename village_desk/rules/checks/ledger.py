"""A household's ledger in order of month, added up once so that any window is two look-ups."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, reduce
from operator import add, itemgetter, sub
from typing import NamedTuple

from village_desk.rules.income import Reckoner, line_month
from village_desk.rules.items import Category
from village_desk.rules.money import Fen, per_head
from village_desk.rules.months import Month, Window
from village_desk.rules.records import LedgerLine

_CATEGORIES = (
    *(Category.WAGES, Category.PRODUCTION, Category.COST),
    *(Category.PROPERTY, Category.TRANSFER),
)
_ONE = Window(Month(190001), Month(190001))

WAGES, PRODUCTION, COST, PROPERTY, TRANSFER, NET = range(6)
"""The columns of a ledger: five categories, and all that counts with cost taken off."""
_COLUMNS = NET + 1
_GROSS = (WAGES, PRODUCTION, PROPERTY, TRANSFER)

Column = Sequence[int]
"""What came in under one category before each of the months with lines and by the end of the last, in fen."""


class Windows:
    """Several windows by the places in the columns at which each begins and ends."""

    __slots__ = ("_begins", "_ends", "_many")

    def __init__(self, places: Sequence[tuple[int, int]]) -> None:
        self._many = len(places)
        self._begins = _picker([begins for begins, _ in places])
        self._ends = _picker([ends for _, ends in places])

    def __len__(self) -> int:
        """How many they are."""
        return self._many

    def sums(self, column: Column) -> list[int]:
        """What came in during each of them."""
        return list(map(sub, self._ends(column), self._begins(column)))


def _added(one: Column, other: Column) -> Column:
    return list(map(add, one, other))


def _picker(places: Sequence[int]) -> Callable[[Column], Sequence[int]]:
    """What takes the values at some places, always several."""
    return itemgetter(*places) if len(places) > 1 else lambda column: [column[place] for place in places]


class Earned(NamedTuple):
    """What a window brought, in fen, as rules.income has it; a plain tuple because millions are made."""

    wages: Fen
    production: Fen
    cost: Fen
    property: Fen
    transfer: Fen
    net: Fen
    persons: int
    per_capita: Fen | None
    gross: Fen
    """The four categories before cost."""


Receipt = tuple[Month, str | None, int]
"""A line's month, whose it is, and fen."""


class Effects(dict[str, tuple[tuple[int, int], ...]]):
    """What one fen of an item does to each category and to the net, asked of the reckoner once an item.

    Places in the sums with the sign; income is a plain sum, so one fen tells of any amount.
    """

    def __init__(self, reckoner: Reckoner) -> None:
        super().__init__()
        self._reckoner = reckoner

    def __missing__(self, item: str) -> tuple[tuple[int, int], ...]:
        """Ask the reckoner."""
        fen = LedgerLine("", "", "", item=item, month=_ONE.first, amount=Fen(1))
        income = self._reckoner.income([fen], _ONE, 1)
        signs = (*(income.of(category) for category in _CATEGORIES), income.net)
        effect = tuple((place, sign) for place, sign in enumerate(signs) if sign)
        self[item] = effect
        return effect


@lru_cache(maxsize=4096)
def beginning_so(codes: frozenset[str], starts: tuple[str, ...]) -> tuple[str, ...]:
    """Which of a household's items begin so; many households have the same items."""
    return tuple(code for code in codes if code.startswith(starts))


class Ledger:
    """The lines that have a month and an amount, by month, and their sums up to each."""

    __slots__ = ("_begins", "_of_items", "columns", "dated", "filled", "months")

    def __init__(self, lines: Iterable[LedgerLine], effects: Effects) -> None:
        dated = [
            (month, line)
            for line in lines
            if line.amount is not None
            and (month := line.month if line.span is None else line_month(line)) is not None
        ]
        dated.sort(key=itemgetter(0))
        self.dated = dated
        """Lines with the month each is reckoned to, in order of it."""
        self._of_items: dict[tuple[str, ...], list[Receipt]] = {}
        self.months: list[Month] = []
        self._begins: list[int] = []
        self.columns, self.filled = self._add_up(effects)
        """All the columns, and by category those that are not nothing, without the net."""

    def take_over(self, earlier: Ledger, changed: frozenset[str]) -> None:
        """Take over what was received under items that have the same lines as in an earlier ledger."""
        for starts, receipts in earlier._of_items.items():
            if not any([item.startswith(starts) for item in changed]):
                self._of_items[starts] = receipts

    def between(self, window: Window) -> list[LedgerLine]:
        """The lines of a window."""
        begins, ends = self._places(window)
        first = self._begins[begins] if begins < len(self._begins) else len(self.dated)
        last = self._begins[ends] if ends < len(self._begins) else len(self.dated)
        return [line for _, line in self.dated[first:last]]

    def has_lines(self, window: Window) -> bool:
        """Whether anything has been entered in a window."""
        begins, ends = self._places(window)
        return begins != ends

    def received(self, starts: tuple[str, ...], window: Window) -> dict[str | None, int]:
        """What each person (None: the household) received in a window under items that begin so, in fen."""
        receipts = self._receipts_of(starts)
        sums: dict[str | None, int] = {}
        if receipts:
            first, last = window.first, window.last
            for month, person_id, amount in receipts:
                if first <= month <= last:
                    sums[person_id] = sums.get(person_id, 0) + amount
        return sums

    def months_paid(self, starts: tuple[str, ...], person_id: str) -> tuple[Month, ...]:
        """The months in which something surely came for a person under items that begin so."""
        receipts = self._receipts_of(starts)
        if any([amount <= 0 for _, _, amount in receipts]):
            return ()
        return tuple([month for month, whose, _ in receipts if whose is None or whose == person_id])

    def _receipts_of(self, starts: tuple[str, ...]) -> list[Receipt]:
        """The lines of items that begin so, in order."""
        receipts = self._of_items.get(starts)
        if receipts is None:
            receipts = self._of_items[starts] = [
                (month, line.person_id, line.amount or 0)
                for month, line in self.dated
                if line.item and line.item.startswith(starts)
            ]
        return receipts

    def income(self, window: Window, persons: int) -> Earned | None:
        """The income of a window as the reckoner has it; None where nothing has been entered."""
        begins, ends = self._places(window)
        if begins == ends:
            return None
        taken = [Fen(column[ends] - column[begins]) for column in self.columns]
        wages, production, cost, rent, transfer, net = taken
        gross = Fen(wages + production + rent + transfer)
        return Earned(wages, production, cost, rent, transfer, net, persons, per_head(net, persons), gross)

    def sums(self, category: int, windows: Windows) -> list[int]:
        """What came in during some windows under a category, or the net."""
        return windows.sums(self.columns[category])

    def gross(self, windows: Windows) -> list[int]:
        """What came in during some windows before cost."""
        parts = [self.filled[category] for category in _GROSS if category in self.filled]
        return windows.sums(reduce(_added, parts)) if parts else [0] * len(windows)

    def figures(self, windows: Windows) -> list[tuple[int, int, int, int, int]]:
        """What came in during some windows by category."""
        nothing, filled = [0] * len(windows), self.filled
        columns = [windows.sums(filled[place]) if place in filled else nothing for place in range(NET)]
        return list(zip(*columns, strict=True))

    def _places(self, window: Window) -> tuple[int, int]:
        return bisect_left(self.months, window.first), bisect_right(self.months, window.last)

    def _add_up(self, effects: Effects) -> tuple[tuple[Column, ...], dict[int, Column]]:
        months, begins = self.months, self._begins
        sums = [0] * _COLUMNS
        rows = [(*sums,)]
        newest: Month | None = None
        for place, (month, line) in enumerate(self.dated):
            if month != newest:
                if newest is not None:
                    rows.append((*sums,))
                newest = month
                months.append(month)
                begins.append(place)
            amount = line.amount or 0
            for category, sign in effects[line.item or ""]:
                sums[category] += sign * amount
        rows.append((*sums,))
        columns = tuple(zip(*rows, strict=True))
        return columns, {category: columns[category] for category in range(NET) if any(columns[category])}

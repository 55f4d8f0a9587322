"""A household's ledger in order of month, added up once so that any window is two look-ups."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from operator import itemgetter, sub
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

Sums = tuple[int, ...]
"""Fen by category, the net last."""
_NET = len(_CATEGORIES)
_GROSS = (0, 1, 3, 4)
_WIDTH = _NET + 1
_NOTHING: Sums = (0,) * _WIDTH


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


def earned(before: Sums, after: Sums, persons: int) -> Earned:
    """What came in between two moments, divided by so many persons."""
    wages, production, cost, rent, transfer, net = map(sub, after, before)
    each, gross = per_head(net, persons), wages + production + rent + transfer
    return Earned(wages, production, cost, rent, transfer, net, persons, each, gross)


Receipt = tuple[int, Month, str | None, int]
"""A line's place in the ledger, its month, whose it is, and fen."""


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


Between = list[tuple[int, int]]
"""Windows, each by the places in a ledger before which it begins and ends."""


class Takings:
    """What came in during several windows, in one go: an Earned of each would cost many times as much."""

    __slots__ = ("flat",)

    def __init__(self, sums: Sequence[Sums], windows: Between) -> None:
        before = chain.from_iterable([sums[begins] for begins, _ in windows])
        after = chain.from_iterable([sums[ends] for _, ends in windows])
        self.flat = list(map(sub, after, before))
        """The sums of one window after those of the other, in fen."""

    @property
    def wages(self) -> list[int]:
        """Of each window the wages."""
        return self.flat[0::_WIDTH]

    @property
    def production(self) -> list[int]:
        """Of each window what was produced."""
        return self.flat[1::_WIDTH]

    @property
    def transfer(self) -> list[int]:
        """Of each window the transfers."""
        return self.flat[4::_WIDTH]

    @property
    def net(self) -> list[int]:
        """Of each window all that counts, cost taken off."""
        return self.flat[_NET::_WIDTH]

    @property
    def gross(self) -> list[int]:
        """Of each window the four categories before cost."""
        return list(map(sum, zip(*[self.flat[place::_WIDTH] for place in _GROSS], strict=True)))

    @property
    def figures(self) -> list[tuple[int, int, int, int, int]]:
        """Of each window wages, production, cost, property and transfer."""
        flat = self.flat
        return list(zip(*[flat[place::_WIDTH] for place in range(_NET)], strict=True))


@lru_cache(maxsize=4096)
def beginning_so(codes: frozenset[str], starts: tuple[str, ...]) -> tuple[str, ...]:
    """Which of a household's items begin so; many households have the same items."""
    return tuple(code for code in codes if code.startswith(starts))


class Ledger:
    """The lines that have a month and an amount, by month, and their sums up to each."""

    __slots__ = ("_begins", "_of_items", "_receipts", "_sums", "dated", "months", "nets")

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
        self._receipts: dict[str, list[Receipt]] | None = None
        self._of_items: dict[tuple[str, ...], list[Receipt]] = {}
        self.months: list[Month] = []
        self._begins: list[int] = []
        self._sums: list[Sums] = [_NOTHING]
        self._add_up(dated, effects)
        self.nets = [sums[_NET] for sums in self._sums]
        """The net up to each of the months, and of all of them."""

    def between(self, window: Window) -> list[LedgerLine]:
        """The lines of a window."""
        begins, ends = self._places(window)
        first = self._begins[begins] if begins < len(self._begins) else len(self.dated)
        last = self._begins[ends] if ends < len(self._begins) else len(self.dated)
        return [line for _, line in self.dated[first:last]]

    def received(self, starts: tuple[str, ...], window: Window) -> dict[str | None, int]:
        """What each person (None: the household) received in a window under items that begin so, in fen."""
        receipts = self._of_items.get(starts)
        if receipts is None:
            receipts = self._of_items[starts] = self._receipts_of(starts)
        sums: dict[str | None, int] = {}
        if receipts:
            first, last = window.first, window.last
            for _, month, person_id, amount in receipts:
                if first <= month <= last:
                    sums[person_id] = sums.get(person_id, 0) + amount
        return sums

    def is_paid_in_each(self, windows: Sequence[Window], starts: tuple[str, ...], person_id: str) -> bool:
        """Whether every window surely has something for a person under items that begin so."""
        receipts = self._of_items.get(starts)
        if receipts is None:
            receipts = self._of_items[starts] = self._receipts_of(starts)
        if min([amount for *_, amount in receipts], default=0) <= 0:
            return False
        months = [month for _, month, whose, _ in receipts if whose is None or whose == person_id]
        return all(
            [bisect_left(months, window.first) < bisect_right(months, window.last) for window in windows]
        )

    def _receipts_of(self, starts: tuple[str, ...]) -> list[Receipt]:
        """The lines of items that begin so, in order."""
        if self._receipts is None:
            self._receipts = {}
            for place, (month, line) in enumerate(self.dated):
                receipt = (place, month, line.person_id, line.amount or 0)
                self._receipts.setdefault(line.item or "", []).append(receipt)
        codes = beginning_so(frozenset(self._receipts), starts)
        if len(codes) == 1:
            return self._receipts[codes[0]]
        return sorted([receipt for code in codes for receipt in self._receipts[code]], key=itemgetter(0))

    def income(self, window: Window, persons: int) -> Earned | None:
        """The income of a window as the reckoner has it; None where nothing has been entered."""
        begins, ends = self._places(window)
        return None if begins == ends else earned(self._sums[begins], self._sums[ends], persons)

    def taken(self, windows: Between) -> Takings:
        """What came in during some windows, which places_before has found."""
        return Takings(self._sums, windows)

    def places_before(self, cuts: Sequence[Month]) -> list[int]:
        """How many of the months with lines lie before each of some months."""
        months = self.months
        return [bisect_left(months, cut) for cut in cuts]

    def _places(self, window: Window) -> tuple[int, int]:
        return bisect_left(self.months, window.first), bisect_right(self.months, window.last)

    def _add_up(self, dated: list[tuple[Month, LedgerLine]], effects: Effects) -> None:
        running = [0] * len(_NOTHING)
        newest: Month | None = None
        for place, (month, line) in enumerate(dated):
            if month != newest:
                if newest is not None:
                    self._sums.append(tuple(running))
                newest = month
                self.months.append(month)
                self._begins.append(place)
            amount = line.amount or 0
            for category, sign in effects[line.item or ""]:
                running[category] += sign * amount
        if dated:
            self._sums.append(tuple(running))

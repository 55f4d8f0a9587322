"""What the households of a village earned in a quarter, line by line: who copied whom, what is round."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from itertools import chain

from village_desk.rules.checks.dossier import Dossier
from village_desk.rules.checks.frame import Frame
from village_desk.rules.checks.limits import Limits
from village_desk.rules.income import Reckoner
from village_desk.rules.items import Category
from village_desk.rules.records import Household

Print = tuple[tuple[str, int], ...]
"""Items with their amounts in fen, in order."""
_EARNED = (Category.WAGES, Category.PRODUCTION)
_MOST_ZEROS = 9
_TEN_YUAN = 1000


class QuarterLines:
    """The wages and production of a village's quarter; a household may be taken out and entered anew."""

    def __init__(self, frame: Frame) -> None:
        self._window = frame.quarter
        self._earned = earned_items(frame.reckoner)
        self._first: dict[int, Household] = {}
        """Who had a print first, by its hash: of most households nothing else is kept."""
        self._alike: dict[int, dict[str, Household]] = {}
        self._zeros = [0] * (_MOST_ZEROS + 1)

    def add(self, dossier: Dossier) -> None:
        """Enter a household."""
        if print_ := self.print_of(dossier):
            self.enter(dossier.picture.household, print_)
            self.count(zeros_in(print_))

    def enter(self, household: Household, print_: Print) -> None:
        """Note who earned just this."""
        key = hash(print_)
        first = self._first.setdefault(key, household)
        if first.id != household.id:
            alike = self._alike.setdefault(key, {first.id: first})
            alike[household.id] = household

    def count(self, zeros: Iterable[int], times: int = 1) -> None:
        """Count the sums of the village by the zeros that they end in."""
        for each in zeros:
            self._zeros[each] += times

    def remove(self, dossier: Dossier) -> None:
        """Take out what a household was entered with."""
        household_id, print_ = dossier.picture.household.id, self.print_of(dossier)
        alike = self._alike.pop(hash(print_), {})
        alike.pop(household_id, None)
        if print_ and self._first[hash(print_)].id == household_id:
            self._first.pop(hash(print_))
        for other in alike.values():
            self._first.setdefault(hash(print_), other)
        if len(alike) > 1:
            self._alike[hash(print_)] = alike
        self.count(zeros_in(print_), -1)

    def sort(self, order: Callable[[Household], tuple[int, str, int, str]]) -> None:
        """Bring those that are alike into an order."""
        for print_, alike in self._alike.items():
            self._alike[print_] = {one.id: one for one in sorted(alike.values(), key=order)}

    def print_of(self, dossier: Dossier) -> Print:
        """What a household earned in the quarter."""
        earned, lines = self._earned, dossier.ledger.between(self._window)
        print_ = [(line.item, line.amount) for line in lines if line.item in earned and line.amount]
        if len(print_) > 1:
            print_.sort()
        return tuple(print_)

    def alike(self, print_: Print) -> list[Household]:
        """Households that earned just this, where there are several."""
        return list(self._alike.get(hash(print_), {}).values())

    def copied(self, least: int) -> set[str]:
        """Ids of the households that earned just what others did, where they are so many."""
        return set(chain.from_iterable([alike for alike in self._alike.values() if len(alike) >= least]))

    def is_round(self, limits: Limits) -> bool:
        """Whether most of what the village earned is in round sums."""
        round_sums, all_sums = self.round_sums(limits.number("zeros"))
        return (
            all_sums >= limits.number("lines_least")
            and round_sums * 100 >= limits.number("percent") * all_sums
        )

    def round_sums(self, zeros: int) -> tuple[int, int]:
        """How many sums of the village end in so many zeros, in yuan, and how many there are."""
        return sum(self._zeros[zeros:]), sum(self._zeros)


def earned_items(reckoner: Reckoner) -> frozenset[str]:
    """The items of wages and production."""
    return frozenset(code for code, item in reckoner.items.items() if item.category in _EARNED)


def zeros_in(print_: Iterable[tuple[str, int]]) -> list[int]:
    """In how many zeros each of the amounts ends (see zeros_of)."""
    return [zeros_of(amount) for _, amount in print_]


def are_round(zeros: Collection[int], limits: Limits) -> bool:
    """Whether there are as many sums as tell something, and all end in so many zeros."""
    return len(zeros) >= limits.number("own_least") and min(zeros) >= limits.number("zeros")


def zeros_of(amount: int) -> int:
    """In how many zeros an amount in fen ends, as whole yuan."""
    if amount % _TEN_YUAN:
        return 0
    text = str(amount)
    zeros = len(text) - len(text.rstrip("0")) - 2
    return min(max(zeros, 0), _MOST_ZEROS)

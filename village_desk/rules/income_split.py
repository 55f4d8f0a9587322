"""Why income per head changed: item by item and by household size, in parts that add up to the fen."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import cycle, islice

from msgspec import Struct

from village_desk.rules.income import Reckoner
from village_desk.rules.items import Category
from village_desk.rules.money import Fen, per_head
from village_desk.rules.months import Window
from village_desk.rules.pictures import HouseholdPicture

_NOTHING = Fen(0)


class ItemChange(Struct, frozen=True):
    """One income item in two windows: what it did to the household's net, and its part of the change."""

    code: str
    category: Category
    now: Fen
    before: Fen
    per_head: Fen
    """Fen per person, divided by the persons there are now."""


class PerHeadChange(Struct, frozen=True):
    """The change of income per head in fen; ``household_size`` and the items sum to ``difference``."""

    now: Fen
    before: Fen
    persons_now: int
    persons_before: int
    household_size: Fen
    """What fewer or more persons did to the income that there was before."""
    items: tuple[ItemChange, ...]
    """Largest losses first."""

    @property
    def difference(self) -> Fen:
        """Now less before."""
        return Fen(self.now - self.before)

    def of(self, category: Category) -> Fen:
        """The part of one category: the sum of its items."""
        return Fen(sum(item.per_head for item in self.items if item.category is category))

    @property
    def categories(self) -> tuple[Category, ...]:
        """The categories that changed, in their usual order."""
        return tuple(one for one in Category if any(item.category is one for item in self.items))


def split_change(
    picture: HouseholdPicture, reckoner: Reckoner, now: Window, before: Window
) -> PerHeadChange | None:
    """Split the change of income per head between two windows.

    Size is reckoned on the income before, the items on the persons now. None where nobody is counted in one
    of the windows.
    """
    stated = picture.household.stated_members_year
    persons = reckoner.divisor(picture.persons, now, stated)
    persons_before = reckoner.divisor(picture.persons, before, stated)
    new, old = reckoner.net_by_item(picture.lines, now), reckoner.net_by_item(picture.lines, before)
    head = per_head(Fen(sum(new.values())), persons)
    head_before = per_head(Fen(sum(old.values())), persons_before)
    if head is None or head_before is None:
        return None
    codes = [code for code in {**old, **new} if new.get(code, 0) != old.get(code, 0)]
    net_before = sum(old.values())
    size = Fraction(net_before, persons) - Fraction(net_before, persons_before)
    exact = [size, *(Fraction(new.get(code, 0) - old.get(code, 0), persons) for code in codes)]
    rounded = apportioned(exact, head - head_before)
    items = [
        ItemChange(
            code,
            reckoner.category_of(code),
            new.get(code, _NOTHING),
            old.get(code, _NOTHING),
            Fen(part),
        )
        for code, part in zip(codes, rounded[1:], strict=True)
    ]
    items.sort(key=lambda item: (item.per_head, item.code))
    return PerHeadChange(head, head_before, persons, persons_before, Fen(rounded[0]), tuple(items))


def apportioned(exact: Sequence[Fraction], total: int) -> list[int]:
    """Round parts to whole numbers that sum to a total, itself their rounded sum: largest remainders first.

    A part of nothing stays nothing.
    """
    whole = [part.numerator // part.denominator for part in exact]
    rest = total - sum(whole)
    order = sorted(
        (place for place, part in enumerate(exact) if part), key=lambda place: whole[place] - exact[place]
    )
    for place in islice(cycle(order), abs(rest)):
        whole[place] += 1 if rest > 0 else -1
    return whole

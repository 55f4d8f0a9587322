"""Values of ledger items: the year's sum of each item and branch, of a household or a member alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from village_desk.definitions.items import income_items
from village_desk.definitions.public_copy import public_copy
from village_desk.definitions.value_words import RowsOf, ValueKind, ValueWords, value_words
from village_desk.exchange.sheets.sheet_subjects import HouseholdSubject
from village_desk.exchange.values.known_values import KnownValue, Take, of_household, of_person
from village_desk.exchange.values.year_parts import YEAR_PARTS, Part
from village_desk.rules.income import lines_in
from village_desk.rules.items import Category, IncomeItem
from village_desk.rules.money import Fen
from village_desk.rules.records import Person

Counts = Callable[[IncomeItem], bool]


def item_values() -> Iterator[KnownValue]:
    """A value for each item and branch of the ledger, and a member's own wages and transfers."""
    for item in income_items().values():
        yield KnownValue(_item_words(item, "item", RowsOf.HOUSEHOLD), _household_sum(_is(item.code)))
        yield KnownValue(_item_words(item, "own_item", RowsOf.PERSON), _own_sum(_is(item.code)))
    earning = (item.branch for item in income_items().values() if item.category is Category.PRODUCTION)
    for branch in dict.fromkeys(earning):
        yield KnownValue(_branch_words(branch), _household_sum(_is_of_branch(branch)))
    for category in (Category.WAGES, Category.TRANSFER):
        words = value_words().values[f"own.{category.value}"]
        yield KnownValue(words, _own_sum(_is_of_category(category)))
    for name, part in YEAR_PARTS.items():
        own = value_words().values.get(f"own_{name}.wages")
        if own is not None:
            yield KnownValue(own, _own_sum(_is_of_category(Category.WAGES), part))


def _is(code: str) -> Counts:
    return lambda item: item.code == code


def _is_of_branch(branch: str) -> Counts:
    return lambda item: item.branch == branch


def _is_of_category(category: Category) -> Counts:
    return lambda item: item.category is category


def _household_sum(counts: Counts) -> Take:
    return of_household(lambda household: _sum(household, counts))


def _own_sum(counts: Counts, part: Part | None = None) -> Take:
    return of_person(lambda household, person: _sum(household, counts, person, part))


def _sum(
    household: HouseholdSubject, counts: Counts, person: Person | None = None, part: Part | None = None
) -> Fen | None:
    """The amounts of the lines of the year, or of a part of it, that count; None for no line.

    Only a member's own where one is named.
    """
    items, year = household.run.reckoner.items, household.run.year_window
    amounts = [
        item.sign * line.amount
        for line in lines_in(household.picture.lines, part(year) if part else year)
        if line.amount is not None
        and (item := items.get(line.item or "")) is not None
        and (person is None or line.person_id == person.id)
        and counts(item)
    ]
    return Fen(sum(amounts)) if amounts else None


def _item_words(item: IncomeItem, place: str, of: RowsOf) -> ValueWords:
    wording = value_words().wording
    return ValueWords(
        f"{place}.{item.code}",
        wording[f"{place}_label"].format(label=item.label),
        wording[place].format(label=item.label),
        ValueKind.MONEY,
        frozenset({of}),
        (item.label, *item.aliases),
        "health" if public_copy().tells_of_health(item.label) else "",
        adds=True,
    )


def _branch_words(branch: str) -> ValueWords:
    wording = value_words().wording
    return ValueWords(
        f"branch.{branch}",
        wording["branch_label"].format(label=branch),
        wording["branch"].format(label=branch),
        ValueKind.MONEY,
        frozenset({RowsOf.HOUSEHOLD, RowsOf.PERSON}),
        tuple(f"{branch}{ending}" for ending in ("收入", "业收入", "业")),
        adds=True,
    )

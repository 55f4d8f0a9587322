"""The table of local prices, yields and costs by year, as the township confirms them (domain.md 2.6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from village_desk.definitions.codes import code_list
from village_desk.definitions.items import income_items
from village_desk.definitions.prices import usual_prices
from village_desk.definitions.words import say
from village_desk.entry.records.record_entry import Answer
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import why_not
from village_desk.rules.chosen_records import Price
from village_desk.rules.items import Category, IncomeItem
from village_desk.rules.reading import (
    NotUnderstoodError,
    Value,
    read_number,
    read_text,
    read_whole,
    write_value,
)

_KINDS: Mapping[str, str] = {
    "unit": "choice",
    "yield_usual": "number",
    "price_usual": "number",
    "cost_each": "number",
    "cost_percent": "whole",
    "source": "text",
}
COLUMNS = tuple(_KINDS)
_MOST_PERCENT = 500


class PriceRow(Struct, frozen=True):
    """One item: the village's own figures as texts, and those it starts from where it has none."""

    item: str
    label: str
    branch: str
    texts: Mapping[str, str]
    offered: Mapping[str, str]
    """What is shown pale: the survey's price or the usual cost share, with their source."""


class PriceEntry:
    """The table of one year; a cell is on disk when its answer returns."""

    def __init__(self, sitting: Sitting, year: int | None = None) -> None:
        self._sitting = sitting
        self.year = year or sitting.year
        self._prices: dict[str, Price] = {}
        self.reload()

    def reload(self) -> None:
        """Read the year's prices anew."""
        with self._sitting.book.reading() as reading:
            self._prices = {price.item: price for price in reading.own(Price) if price.year == self.year}

    def rows(self) -> list[PriceRow]:
        """Every production item, in the order of the lists."""
        return [self._row(item) for item in income_items().values() if item.category is Category.PRODUCTION]

    def answer(self, item: str, column: str, text: str) -> Answer:
        """Take one cell's text; the first answer of an item makes its row.

        Raises:
            Refusal: The book cannot be written.
        """
        try:
            value = _READERS[column](text)
        except NotUnderstoodError as error:
            return Answer(text, why_not(error))
        if isinstance(value, int) and (value < 0 or (column == "cost_percent" and value > _MOST_PERCENT)):
            return Answer(text, say("not-understood.out-of-bounds"))
        known = self._prices.get(item)
        if value != (getattr(known, column) if known else None):
            values: dict[str, Any] = {column: value}
            with self._sitting.changing("price-set") as change:
                if known is None:
                    change.insert(Price(change.new_id(), change.village_code, item, self.year, **values))
                else:
                    change.change(Price, known.id, values)
            self.reload()
        return Answer(write_value(_KINDS[column], value))

    def _row(self, item: IncomeItem) -> PriceRow:
        price = self._prices.get(item.code)
        texts = {
            key: write_value(kind, getattr(price, key) if price else None) for key, kind in _KINDS.items()
        }
        return PriceRow(item.code, item.label, item.branch, texts, _offered(item))


def _offered(item: IncomeItem) -> dict[str, str]:
    offered = {"unit": item.unit or "", "cost_percent": write_value("whole", item.cost_percent)}
    usual = next((usual for usual in usual_prices() if usual.item == item.code), None)
    if usual is not None:
        offered |= {
            "unit": usual.unit,
            "yield_usual": write_value("number", usual.yield_usual),
            "price_usual": write_value("number", usual.price_usual),
            "source": usual.source,
        }
    return {key: text for key, text in offered.items() if text}


_READERS: Mapping[str, Callable[[str], Value]] = {
    "unit": lambda text: code_list("unit").read(text),
    "yield_usual": read_number,
    "price_usual": read_number,
    "cost_each": read_number,
    "cost_percent": read_whole,
    "source": read_text,
}

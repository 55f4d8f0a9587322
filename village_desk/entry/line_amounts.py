"""What follows from a ledger line's own figures: quantity times price is the amount, unless it was typed."""

from __future__ import annotations

from collections.abc import Mapping

from village_desk.rules.items import IncomeItem
from village_desk.rules.money import Fen, Thousandths, amount_of
from village_desk.rules.reading import Value
from village_desk.rules.records import ORIGIN_ENTERED, SPAN_MONTH, LedgerLine



def completed(line: LedgerLine | None, values: Mapping[str, Value]) -> dict[str, Value]:
    """Typed values with what follows from them.

    A change of quantity or price sets the amount anew; an amount that is typed itself stands.
    """
    whole = dict(values)
    if "amount" not in whole and ({"quantity", "price"} & whole.keys()):
        quantity = _figure(whole.get("quantity", line.quantity if line else None))
        price = _figure(whole.get("price", line.price if line else None))
        if quantity is not None and price is not None:
            whole["amount"] = amount_of(quantity, price)
    if line is None:
        whole.setdefault("span", SPAN_MONTH)
        whole.setdefault("origin", ORIGIN_ENTERED)
    elif line.origin != ORIGIN_ENTERED and whole:
        whole.setdefault("origin", ORIGIN_ENTERED)
    return whole


def unit_for(item: IncomeItem | None) -> dict[str, Value]:
    """The units a new line of an item starts with, so that nobody has to choose them."""
    if item is None:
        return {}
    units: dict[str, Value] = {}
    if item.unit:
        units["unit"] = item.unit
    if item.scale_unit:
        units["scale_unit"] = item.scale_unit
    return units


def disagrees(line: LedgerLine) -> bool:
    """Whether a typed amount is not quantity times price: shown beside the cell, never corrected in silence."""
    if line.quantity is None or line.price is None or line.amount is None:
        return False
    return amount_of(line.quantity, line.price) != line.amount


def _figure(value: Value) -> Thousandths | None:
    return Thousandths(value) if isinstance(value, int) and not isinstance(value, bool) else None


def sum_of(lines: list[LedgerLine]) -> Fen:
    """The plain sum of some lines' amounts."""
    return Fen(sum(line.amount or 0 for line in lines))

"""What follows from a ledger line's own figures: quantity times price is the amount, unless it was typed."""

from __future__ import annotations

from collections.abc import Mapping

from village_desk.rules.items import IncomeItem
from village_desk.rules.money import Fen, Thousandths, amount_of
from village_desk.rules.reading import MAX_AMOUNT, NotUnderstoodError, Value
from village_desk.rules.records import ORIGIN_ENTERED, SPAN_MONTH, LedgerLine

_FIGURES = frozenset({"quantity", "price", "amount"})
_MOST = MAX_AMOUNT * 100


def completed(line: LedgerLine | None, values: Mapping[str, Value]) -> dict[str, Value]:
    """Typed values with what follows from them; the figure typed last always wins.

    A typed amount stands until a quantity or a price is typed after it, which sets the amount anew. A line
    whose figures are typed over is no longer carried, imported or reckoned by ratio.

    Raises:
        NotUnderstoodError: The amount that follows is too large to be meant.
    """
    whole = dict(values)
    if "amount" not in whole and ({"quantity", "price"} & whole.keys()):
        quantity = _figure(whole.get("quantity", line.quantity if line else None))
        price = _figure(whole.get("price", line.price if line else None))
        if quantity is not None and price is not None:
            whole["amount"] = _bounded(amount_of(quantity, price))
    if line is None:
        whole.setdefault("span", SPAN_MONTH)
        whole.setdefault("origin", ORIGIN_ENTERED)
    elif line.origin != ORIGIN_ENTERED and _FIGURES & whole.keys():
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
    """Whether a typed amount is not quantity times price: shown, never corrected in silence."""
    if line.quantity is None or line.price is None or line.amount is None:
        return False
    return amount_of(line.quantity, line.price) != line.amount


def _bounded(amount: Fen) -> Fen:
    if abs(amount) >= _MOST:
        raise NotUnderstoodError("too-large")
    return amount


def _figure(value: Value) -> Thousandths | None:
    return Thousandths(value) if isinstance(value, int) and not isinstance(value, bool) else None

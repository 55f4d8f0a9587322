"""Whom a sheet is of: one household, a part of the village such as one 小组, or all of it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from village_desk.exchange.sheets.empty_form import nobody_yet
from village_desk.exchange.sheets.sheet_order import SheetOrder
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.rules.refusals import Refusal


def chosen(order: SheetOrder, picture: VillagePicture) -> Sequence[HouseholdPicture]:
    """The households of an order, in the picture's own order by 小组.

    Raises:
        Refusal: no-such-household or nothing-to-print.
    """
    if order.is_empty:
        return (nobody_yet(picture.code),)
    wanted = wanted_ids(order)
    found = picture.households
    if wanted is not None:
        found = tuple(one for one in found if one.household.id in wanted)
    if order.household_id is not None and not found:
        raise Refusal("no-such-household", household=order.household_id)
    if not found:
        raise Refusal("nothing-to-print", value=order.sheet)
    return found


def wanted_ids(order: SheetOrder) -> frozenset[str] | None:
    """The ids of the households of an order; None is all of them."""
    return order.only if order.household_id is None else frozenset({order.household_id})


def part_of(order: SheetOrder, picture: VillagePicture) -> VillagePicture:
    """The village as if the households of the order's part were all of it.

    Raises:
        Refusal: nothing-to-print.
    """
    if order.only is None:
        return picture
    return replace(picture, households=chosen(replace(order, household_id=None), picture))


def refuse_part(order: SheetOrder, title: str, *, whole_village: bool) -> None:
    """Refuse a part of the village where a sheet is a figure of the village as a whole.

    Raises:
        Refusal: sheet-of-whole-village.
    """
    if order.part and whole_village:
        raise Refusal("sheet-of-whole-village", value=title, part=order.part)

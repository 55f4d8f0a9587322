"""Indicators of what households are to get in a year: subsidies and asset income, item by item."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

from msgspec.structs import replace

from village_desk.rules.entitlements import due_month, paid_of
from village_desk.rules.indicators.figure import Behind, Beside, Figure, FigureRow, Unit, head_count, rate
from village_desk.rules.indicators.registry import indicator, of
from village_desk.rules.indicators.scene import Group, Scene, household_behind
from village_desk.rules.items import Category
from village_desk.rules.livelihood_records import Entitlement
from village_desk.rules.money import Fen
from village_desk.rules.pictures import HouseholdPicture

_Due = Mapping[Behind, Sequence[tuple[HouseholdPicture, Entitlement]]]
"""What is due by now, by household."""


def _due_transfers(scene: Scene, group: Group) -> Figure:
    return _paid(scene, group, Category.TRANSFER)


def _due_assets(scene: Scene, group: Group) -> Figure:
    return _paid(scene, group, Category.PROPERTY)


@indicator("subsidies_paid", Unit.RATE, Group.TRACKED)
@of(_due_transfers)
def subsidies_paid(scene: Scene, paid: Figure) -> Figure:
    """Households that got every subsidy and allowance due by now in full and by its month."""
    return _in_order_of_items(scene, paid)


@indicator("asset_income_paid", Unit.RATE, Group.TRACKED)
@of(_due_assets)
def asset_income_paid(scene: Scene, paid: Figure) -> Figure:
    """Households that got every dividend, rent and other asset income due by now in full and by its month."""
    return _in_order_of_items(scene, paid)


def _paid(scene: Scene, group: Group, category: Category) -> Figure:
    """What has no amount or whose month is not over is not yet asked for; each item is a row."""
    due = {
        household_behind(one): [(one, each) for each in one.entitlements if _is_due(scene, each, category)]
        for one in scene.of(group)
    }
    due = {whose: wanted for whose, wanted in due.items() if wanted}
    rows = []
    for item in dict.fromkeys(each.item or "" for wanted in due.values() for _, each in wanted):
        own = {whose: [pair for pair in wanted if pair[1].item == item] for whose, wanted in due.items()}
        of_item = {whose: wanted for whose, wanted in own.items() if wanted}
        figure = _in_full(scene, of_item, head_count)
        rows.append(FigureRow(item, replace(figure, beside=_sums(scene, of_item))))
    return replace(_in_full(scene, due, rate), rows=tuple(rows))


def _in_order_of_items(scene: Scene, paid: Figure) -> Figure:
    rows = {row.name: row for row in paid.rows}
    return replace(paid, rows=tuple(rows[item] for item in scene.reckoner.items if item in rows))


def _in_full(scene: Scene, due: _Due, figure: Callable[[list[Behind], Iterable[Behind]], Figure]) -> Figure:
    """Those of whom everything due came in full and in time."""
    paid = [whose for whose, wanted in due.items() if all(_is_paid(scene, *pair) for pair in wanted)]
    return figure(paid, due)


def _sums(scene: Scene, due: _Due) -> tuple[Beside, ...]:
    """What was due, what came in by its month, and what lacks; more than was due makes up for nothing."""
    asked = received = lacking = 0
    for one, entitlement in (pair for wanted in due.values() for pair in wanted):
        came = scene.once(_came, one)[entitlement.id]
        asked += entitlement.due or 0
        received += came
        lacking += max(0, (entitlement.due or 0) - came)
    sums = (("due", asked), ("received", received), ("lacking", lacking))
    return tuple(Beside(name, Fraction(amount), Unit.YUAN) for name, amount in sums)


def _is_due(scene: Scene, entitlement: Entitlement, category: Category) -> bool:
    return (
        entitlement.year == scene.year
        and bool(entitlement.due)
        and scene.category(entitlement.item) is category
        and due_month(entitlement, scene.window) <= scene.last_month
    )


def _is_paid(scene: Scene, one: HouseholdPicture, entitlement: Entitlement) -> bool:
    return scene.once(_came, one)[entitlement.id] >= (entitlement.due or 0)


def _came(scene: Scene, one: HouseholdPicture) -> Mapping[str, Fen]:
    """What came in by its month of what a household is to get, by the entitlement's id."""
    window, lines = scene.window, scene.lines(one)
    return {each.id: paid_of(each, lines, window, due_month(each, window)) for each in one.entitlements}

"""Checks of land, house and living conditions (domain.md 3.9)."""

from __future__ import annotations

from collections.abc import Iterator

from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.registry import Hit, Hits, Lasts, check
from village_desk.rules.money import Thousandths, quantity_text

_LABELS = {
    "farmland": "耕地面积",
    "forest_land": "林地面积",
    "returned_forest": "退耕还林面积",
    "orchard": "林果面积",
    "pasture": "牧草地面积",
    "water_surface": "水面面积",
    "road_km": "与村主干路距离",
    "house_area": "住房面积",
    "unsafe_house": "是否危房户",
    "safe_water": "是否解决安全饮用水",
    "living_electricity": "是否通生活用电",
    "toilet": "卫生厕所",
    "road": "入户路类型",
}


@check("LD01", lasts=Lasts.MEMBERS)
def farmland(facts: HouseholdFacts, limits: Limits) -> Hits:
    """耕地 is empty or out of the usual range, in mu (LD01; county 5_14_001)."""
    return _stated_wrongly(facts, limits, "farmland", may_be_empty=False)


@check("LD02", lasts=Lasts.MEMBERS)
def woodland(facts: HouseholdFacts, limits: Limits) -> Hits:
    """林地, 退耕还林 or 林果 out of the usual range, in mu (LD02; county 5_14_002)."""
    return _stated_wrongly(facts, limits, "forest_land", "returned_forest", "orchard")


@check("LD03", lasts=Lasts.MEMBERS)
def pasture_and_water(facts: HouseholdFacts, limits: Limits) -> Hits:
    """牧草地 or 水面 out of the usual range, in mu (LD03; county 5_14_005)."""
    return _stated_wrongly(facts, limits, "pasture", "water_surface")


@check("LD04", lasts=Lasts.MEMBERS)
def distance_to_road(facts: HouseholdFacts, limits: Limits) -> Hits:
    """与村主干路距离 is empty or very long, in kilometres (LD04; county 5_14_007)."""
    return _stated_wrongly(facts, limits, "road_km", may_be_empty=False)


@check("LD05", lasts=Lasts.MEMBERS)
def house_area(facts: HouseholdFacts, limits: Limits) -> Hits:
    """住房面积 is empty or out of the usual range, in square metres (LD05; county 3_02_008)."""
    return _stated_wrongly(facts, limits, "house_area", may_be_empty=False)


@check("LD06", lasts=Lasts.MEMBERS)
def living_not_asked(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Safety of house and water, electricity, toilet or road is empty (LD06; county 3_02_002)."""
    names = ("unsafe_house", "safe_water", "living_electricity", "toilet", "road")
    missing = [_LABELS[name] for name in names if getattr(facts.household, name) in (None, "")]
    if missing:
        yield Hit(None, {"names": "、".join(missing)})


@check("LD07", lasts=Lasts.MEMBERS)
def living_unsafe(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """House or water is unsafe, or there is no electricity: report at once (LD07; county 2_02_002)."""
    household = facts.household
    if household.unsafe_house is True:
        yield Hit(None, {}, "house")
    if household.safe_water is False:
        yield Hit(None, {}, "water")
    if household.living_electricity is False:
        yield Hit(None, {}, "electricity")


def _stated_wrongly(facts: HouseholdFacts, limits: Limits, *names: str, may_be_empty: bool = True) -> Hits:
    """What is empty and should not be, or out of its range."""
    found = []
    for name in names:
        value: Thousandths | None = getattr(facts.household, name)
        if value is None:
            if not may_be_empty:
                found.append(Hit(None, {"field": _LABELS[name]}, "missing"))
        elif not 1000 * limits.number("least") <= value <= 1000 * limits.number("most"):
            found.append(Hit(None, {"field": _LABELS[name], "stated": quantity_text(value)}))
    return found

"""Checks of branches of production, land and rents (domain.md 3.7, IN22 to IN26, IN33)."""

from __future__ import annotations

from collections.abc import Iterator

from village_desk.rules.checks.conditions import has_category, has_lines_of
from village_desk.rules.checks.dossier import Dossier
from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.registry import Hit, Hits, Value, check
from village_desk.rules.items import Category
from village_desk.rules.money import Fen, divide_half_up, quantity_text, yuan_text


@has_lines_of("items").or_if
def _has_ecology(dossier: Dossier, limits: Limits) -> bool:
    return bool(dossier.picture.household.returned_forest)


@has_lines_of("items").or_if
def _has_farmland(dossier: Dossier, limits: Limits) -> bool:
    return bool(dossier.picture.household.farmland)


@check("IN22", on="income_now", when=_has_ecology, items=("items",))
def ecology_without_wood(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """生态补偿 without woodland, or returned farmland without the money of a complete year (IN22)."""
    paid = sum(facts.received_by(limits.starts("items")).values())
    household = facts.household
    if paid > 0 and not (household.returned_forest or household.forest_land or household.pasture):
        yield Hit(None, {"amount": yuan_text(Fen(paid))})
    elif paid <= 0 and household.returned_forest and facts.frame.is_year_complete:
        yield Hit(None, {"area": quantity_text(household.returned_forest)}, "unpaid")


@check("IN23", on="income_now", when=_has_farmland, items=("items",))
def land_subsidy_without_land(facts: HouseholdFacts, limits: Limits) -> Hits:
    """耕地地力补贴 without farmland, or farmland without it in a complete year (IN23)."""
    farmland = facts.household.farmland
    if farmland and not facts.frame.is_year_complete:
        return ()
    paid = sum(facts.received_by(limits.starts("items")).values())
    if paid > 0 and not farmland:
        return (Hit(None, {"amount": yuan_text(Fen(paid))}),)
    if paid <= 0 and farmland:
        return (Hit(None, {"area": quantity_text(farmland)}, "unpaid"),)
    return ()


@check("IN24", on="is_year_filled", when=has_category(Category.PRODUCTION))
def output_without_cost(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """A branch has output in a complete year and no cost at all (IN24)."""
    costs, least = facts.branch_costs, limits.fen("least_yuan")
    if costs.get(None):
        return
    free = limits.starts("free")
    for branch, items in facts.branch_output.items():
        gross = sum([amount for code, amount in items.items() if not code.startswith(free)])
        if gross >= least and not costs.get(branch):
            yield Hit(None, {"branch": branch, "gross": yuan_text(Fen(gross))})


@check("IN25", on="is_year_filled", when=has_category(Category.COST))
def branch_at_a_loss(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """A branch cost more than it brought in a complete year (IN25)."""
    for branch, cost in facts.branch_costs.items():
        gross = sum(facts.branch_output.get(branch or "", {}).values())
        if branch and cost > gross:
            values = {"branch": branch, "gross": yuan_text(Fen(gross)), "cost": yuan_text(Fen(cost))}
            yield Hit(None, values)


@check("IN26", on="is_year_filled", when=has_category(Category.COST))
def unusual_cost_share(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """The cost of a branch is far from its usual share of output (IN26)."""
    for branch, items in facts.branch_output.items():
        cost, gross = facts.branch_costs.get(branch, 0), sum(items.values())
        if not 0 < cost <= gross or (usual := _usual_cost(facts, items)) is None:
            continue
        if not limits.number("low_percent") * usual <= cost * 100 <= limits.number("high_percent") * usual:
            values: dict[str, Value] = {
                "branch": branch,
                "percent": divide_half_up(cost * 100, gross),
                "usual": divide_half_up(usual * 100, gross),
            }
            yield Hit(None, values)


@check("IN33", on="income_now", when=has_lines_of("farmland", "woodland"), items=("farmland", "woodland"))
def rent_without_land(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Rent for land that the household does not have (IN33)."""
    household = facts.household
    for name, has_land in (
        ("farmland", household.farmland),
        ("woodland", household.forest_land or household.water_surface or household.orchard),
    ):
        paid = sum(facts.received_by(limits.starts(name)).values())
        if paid > 0 and not has_land:
            yield Hit(None, {"amount": yuan_text(Fen(paid))}, "" if name == "farmland" else name)


def _usual_cost(facts: HouseholdFacts, output: dict[str, int]) -> int | None:
    """What the branch's items usually cost, in fen; None where a share is not known."""
    total = 0
    for code, amount in output.items():
        price = facts.frame.prices.get(code)
        percent = price.cost_percent if price and price.cost_percent is not None else None
        if percent is None:
            percent = facts.frame.reckoner.items[code].cost_percent
        if percent is None:
            return None
        total += divide_half_up(amount * percent, 100)
    return total or None

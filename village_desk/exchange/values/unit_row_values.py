"""Values of several households together: a group of the village, or all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from village_desk.definitions.value_words import value_words
from village_desk.definitions.words import say
from village_desk.exchange.sheets.sheet_records import CHOSEN
from village_desk.exchange.sheets.sheet_register_values import WORK_AREAS
from village_desk.exchange.sheets.sheet_subjects import HouseholdSubject
from village_desk.exchange.values.counted_values import (
    LIFTED,
    is_labourer,
    is_monitored,
    work_area,
    works_away,
)
from village_desk.exchange.values.known_values import KnownValue, Take
from village_desk.exchange.values.value_rows import Unit
from village_desk.rules.money import Fen, per_head
from village_desk.rules.reading import Value
from village_desk.rules.records import Household


def unit_row_values() -> Iterator[KnownValue]:
    """A value for each figure of a unit."""
    words = value_words().values
    for name, take in _UNITS.items():
        yield KnownValue(words[name], _of_unit(take))


def _of_unit(take: Callable[[Unit], Value]) -> Take:
    return lambda row: take(row.unit) if row.unit is not None else None


def _households(holds: Callable[[Household], bool]) -> Callable[[Unit], int]:
    return lambda unit: sum(holds(one.picture.household) for one in unit.households)


def _members(holds: Callable[[Household], bool]) -> Callable[[Unit], int]:
    return lambda unit: sum(one.members for one in unit.households if holds(one.picture.household))


def _is_lifted(household: Household) -> bool:
    return household.household_class == LIFTED


def _workers(unit: Unit, areas: tuple[str, ...] = ()) -> int:
    """Members who work away within the months, in some areas where any are named."""
    return sum(
        works_away(household, person) and (not areas or work_area(household, person) in areas)
        for household, person in unit.persons()
    )


def _in_area(area: str) -> Callable[[Unit], int]:
    return lambda unit: _workers(unit, WORK_AREAS[area])


def _posts(unit: Unit) -> int:
    found = {
        getattr(post, "person_id", None) or post.id
        for one in unit.households
        for post in CHOSEN["public_post"](one.picture, one.run.window)
    }
    return len(found)


def _sum(measure: str) -> Callable[[Unit], Fen | None]:
    """A measure of the year added up; None where no household has it entered."""

    def take(unit: Unit) -> Fen | None:
        amounts = [amount for one in unit.households if (amount := one.year.amount(measure)) is not None]
        return Fen(sum(amounts)) if amounts else None

    return take


def _production_net(unit: Unit) -> Fen | None:
    production, cost = _sum("production")(unit), _sum("cost")(unit)
    return None if production is None and cost is None else Fen((production or 0) - (cost or 0))


def _entered(one: HouseholdSubject) -> bool:
    return bool(one.year.entered)


def _per_capita(unit: Unit) -> Fen | None:
    return unit.figures.income.per_capita if any(map(_entered, unit.households)) else None


def _household_net(unit: Unit) -> Fen | None:
    net = _sum("net")(unit)
    return None if net is None else per_head(net, len(unit.households))


_UNITS: Mapping[str, Callable[[Unit], Value]] = {
    "unit.label": lambda unit: unit.label or say("sheet.no_group"),
    "unit.households": lambda unit: len(unit.households),
    "unit.members": lambda unit: sum(one.members for one in unit.households),
    "unit.counted": lambda unit: sum(one.counted for one in unit.households),
    "unit.lifted": _households(_is_lifted),
    "unit.lifted_members": _members(_is_lifted),
    "unit.monitored": _households(is_monitored),
    "unit.monitored_members": _members(is_monitored),
    "unit.removed": _households(lambda one: bool(one.monitoring_class) and one.risk_removed is True),
    "unit.labourers": lambda unit: sum(is_labourer(person) for _, person in unit.persons()),
    "unit.workers": _workers,
    **{f"unit.work_{area}": _in_area(area) for area in WORK_AREAS},
    "unit.posts": _posts,
    **{
        f"unit.{one}": _sum(one)
        for one in ("wages", "production", "cost", "property", "transfer", "gross", "net")
    },
    "unit.production_net": _production_net,
    "unit.per_capita": _per_capita,
    "unit.per_capita_before": lambda unit: unit.figures.before.per_capita if unit.figures.before else None,
    "unit.growth": lambda unit: unit.figures.growth_per_mille,
    "unit.household_net": _household_net,
    "unit.under_line": lambda unit: unit.figures.under_line.households if unit.figures.under_line else None,
    "unit.under_line_members": lambda unit: (
        unit.figures.under_line.persons if unit.figures.under_line else None
    ),
    "unit.falling": lambda unit: unit.figures.falling,
    "unit.without_labour": lambda unit: unit.figures.without_labour,
}

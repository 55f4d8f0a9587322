"""The targets of a policy profile: what its document asks of an indicator, a group and a year."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from village_desk.definitions.policies import policy_profiles
from village_desk.definitions.toml_files import (
    DefinitionError,
    Table,
    read_once,
    read_table,
    refuse_unknown,
    take,
    take_choice,
)
from village_desk.rules.indicators.figure import Unit
from village_desk.rules.indicators.judging import Aim, Target
from village_desk.rules.indicators.registry import INDICATORS
from village_desk.rules.indicators.scene import Group

_KEYS = frozenset({"indicator", "group", "aim", "source", "counted_from", "figures"})
_SCALE = {
    Unit.YUAN: Fraction(100),
    Unit.RATE: Fraction(1, 100),
    Unit.COUNT: Fraction(1),
    Unit.RATIO: Fraction(1),
    Unit.QUANTITY: Fraction(1),
}
"""Documents speak of yuan and percent."""

Targets = Mapping[int, tuple[Target, ...]]


@read_once
def profile_targets(profile: str) -> Targets:
    """What a shipped profile asks for, by year; read when first asked, since few screens need it.

    Raises:
        DefinitionError: As make_targets.
    """
    where = f"resources/policies/{profile}.toml"
    table = read_table("resources", "policies", f"{profile}.toml")
    return make_targets(table, policy_profiles()[profile].years, where)


def make_targets(table: Table, years: tuple[int, ...], where: str) -> Targets:
    """Read ``targets`` of a profile's table by year.

    Raises:
        DefinitionError: An unknown indicator, group, aim or year, or a figure that is no number.
    """
    found: dict[int, tuple[Target, ...]] = {}
    for place, entry in enumerate(table.get("targets", []), 1):
        for year, target in _targets(entry, years, f"{where}: target {place}"):
            found[year] = (*found.get(year, ()), target)
    return MappingProxyType(found)


def _targets(entry: Table, years: tuple[int, ...], where: str) -> list[tuple[int, Target]]:
    refuse_unknown(entry, _KEYS, where)
    name = take(entry, "indicator", str, where)
    if name not in INDICATORS:
        raise DefinitionError(f"{where}: no such indicator {name}", "no-indicator", where=where, name=name)
    group = take_choice(Group, entry, "group", where)
    aim = take_choice(Aim, entry, "aim", where)
    source, scale = take(entry, "source", str, where), _SCALE[INDICATORS[name].unit]
    counted_from = take(entry, "counted_from", int, where) if "counted_from" in entry else 0
    targets = []
    for year, figure in take(entry, "figures", dict, where).items():
        if not year.isdecimal() or int(year) not in years:
            raise DefinitionError(
                f"{where}: {year} is not a year of the document", "no-year", where=where, year=year
            )
        if type(figure) not in (int, float):
            raise DefinitionError(f"{where}: {year} must be a number", "no-number", where=where, year=year)
        asked = Fraction(str(figure)) * scale
        targets.append((int(year), Target(name, group, aim, asked, source, counted_from)))
    return targets

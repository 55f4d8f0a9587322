"""The targets of a policy profile: what its document asks of an indicator, a group and a year."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from msgspec.structs import replace

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
        DefinitionError: An unknown indicator, group, aim or year, a figure that is no number or no range.
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
        stated = Target(name, group, aim, None, source, counted_from=counted_from)
        if references := _references(figure):
            if INDICATORS[name].unit is not Unit.YUAN or aim is Aim.WITHIN:
                raise DefinitionError(
                    f"{where}: {year} must be a number", "no-number", where=where, year=year
                )
            targets.append((int(year), replace(stated, references=references)))
            continue
        least, most = _ends(figure, aim, year, where)
        upper = None if most is None else most * scale
        targets.append((int(year), replace(stated, figure=least * scale, most=upper)))
    return targets


def _references(figure: object) -> tuple[str, ...]:
    """The reference figures that stand in a figure's place; none where it is a number."""
    stated = figure if isinstance(figure, list) else [figure]
    names = tuple(name for name in stated if isinstance(name, str) and name)
    return names if len(names) == len(stated) else ()


def _ends(figure: object, aim: Aim, year: str, where: str) -> tuple[Fraction, Fraction | None]:
    """A figure, or the two ends of a range, the lower one first."""
    ends = figure if isinstance(figure, list) else [figure]
    if any(type(end) not in (int, float) for end in ends):
        raise DefinitionError(f"{where}: {year} must be a number", "no-number", where=where, year=year)
    if len(ends) != (2 if aim is Aim.WITHIN else 1) or ends != sorted(ends):
        raise DefinitionError(f"{where}: {year} must be a range", "no-range", where=where, year=year)
    first, *rest = (Fraction(str(end)) for end in ends)
    return first, rest[0] if rest else None

"""Files each indicator under its id, with its unit and the groups it may be asked of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from village_desk.rules.indicators.figure import Figure, Unit
from village_desk.rules.indicators.scene import Group, Scene

Reckon = Callable[[Scene, Group], Figure]


class Asked(StrEnum):
    """Of whom a document asks something."""

    VILLAGE = "village"
    TOWN = "town"
    """A township with all its villages."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: a pure function of a village in a year and a group of its households."""

    id: str
    unit: Unit
    groups: tuple[Group, ...]
    """The groups it is shown of when no target names one; the first is the usual one."""
    reckon: Reckon
    less_is_better: bool = False
    reference: str = ""
    """The reference figure that a target of it is held beside; blank for none."""
    asked_of: Asked | None = None
    """Whose a target of it is alone: the other's figure is held against none."""


INDICATORS: dict[str, Indicator] = {}


def indicator(
    name: str,
    unit: Unit,
    *groups: Group,
    less_is_better: bool = False,
    reference: str = "",
    asked_of: Asked | None = None,
) -> Callable[[Reckon], Reckon]:
    """File an indicator under its id.

    Raises:
        ValueError: The id is taken.
    """

    def file(reckon: Reckon) -> Reckon:
        if name in INDICATORS:
            raise ValueError(f"indicator {name} is filed twice")
        INDICATORS[name] = Indicator(name, unit, groups, reckon, less_is_better, reference, asked_of)
        return reckon

    return file

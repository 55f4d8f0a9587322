"""Files each indicator under its id, with its unit and the groups it may be asked of."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct

from village_desk.rules.indicators.figure import Figure, Unit
from village_desk.rules.indicators.scene import Group, Scene

FLOOR, LOW_INCOME, CHECKS = "floor", "low_income", "checks"
"""What an indicator may need: the year's line, its low-income threshold, a run of the checks."""

Reckon = Callable[[Scene, Group], Figure]


class Asked(StrEnum):
    """Of whom a document asks something."""

    VILLAGE = "village"
    TOWN = "town"
    """A township with all its villages."""


class Indicator(Struct, frozen=True):
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
    needs: str = ""
    """What has to be known of a year before anything can be reckoned: FLOOR, LOW_INCOME, CHECKS."""


INDICATORS: dict[str, Indicator] = {}


def indicator(
    name: str,
    unit: Unit,
    *groups: Group,
    less_is_better: bool = False,
    reference: str = "",
    asked_of: Asked | None = None,
    needs: str = "",
) -> Callable[[Reckon], Reckon]:
    """File an indicator under its id.

    Raises:
        ValueError: The id is taken.
    """

    def file(reckon: Reckon) -> Reckon:
        if name in INDICATORS:
            raise ValueError(f"indicator {name} is filed twice")
        INDICATORS[name] = Indicator(name, unit, groups, reckon, less_is_better, reference, asked_of, needs)
        return reckon

    return file

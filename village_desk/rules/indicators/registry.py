"""Files each indicator under its id, with its unit and the groups it may be asked of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TypeVar

from msgspec import Struct

from village_desk.rules.indicators.figure import Figure, Unit
from village_desk.rules.indicators.scene import Group, Scene

FLOOR, LOW_INCOME, CHECKS = "floor", "low_income", "checks"
"""What an indicator may need: the year's line, its low-income threshold, a run of the checks."""

Measure = Callable[[Scene, Group], Figure]
"""What is measured of a village; the figures of several villages can be added up."""


class Reckoned(Struct, frozen=True):
    """An indicator that is no sum: concluded from what was measured, of one village or added up."""

    measures: tuple[Measure, ...]
    conclude: Callable[..., Figure]
    """Is given a scene, for its yardstick alone, and the figure of each measure."""


def of(*measures: Measure) -> Callable[[Callable[..., Figure]], Reckoned]:
    """Conclude an indicator from measures."""
    return lambda conclude: Reckoned(measures, conclude)


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
    reckoned: Reckoned
    less_is_better: bool = False
    reference: str = ""
    """The reference figure that a target of it is held beside; blank for none."""
    asked_of: Asked | None = None
    """Whose a target of it is alone: the other's figure is held against none."""
    needs: str = ""
    """What has to be known of a year before anything can be reckoned: FLOOR, LOW_INCOME, CHECKS."""

    def measured(self, scene: Scene, group: Group) -> tuple[Figure, ...]:
        """What is measured of a village for it."""
        return tuple(measure(scene, group) for measure in self.reckoned.measures)

    def concluded(self, scene: Scene, measured: Iterable[Figure]) -> Figure:
        """What follows from that, under the yardstick of a scene."""
        return self.reckoned.conclude(scene, *measured)

    def reckon(self, scene: Scene, group: Group) -> Figure:
        """Both for one village."""
        return self.concluded(scene, self.measured(scene, group))


Filed = TypeVar("Filed", bound=Measure | Reckoned)
INDICATORS: dict[str, Indicator] = {}


def indicator(
    name: str,
    unit: Unit,
    *groups: Group,
    less_is_better: bool = False,
    reference: str = "",
    asked_of: Asked | None = None,
    needs: str = "",
) -> Callable[[Filed], Filed]:
    """File an indicator under its id: a measure that is one itself, or what ``of`` makes.

    Raises:
        ValueError: The id is taken.
    """

    def file(filed: Filed) -> Filed:
        if name in INDICATORS:
            raise ValueError(f"indicator {name} is filed twice")
        reckoned = filed if isinstance(filed, Reckoned) else Reckoned((filed,), _as_measured)
        INDICATORS[name] = Indicator(name, unit, groups, reckoned, less_is_better, reference, asked_of, needs)
        return filed

    return file


def _as_measured(_: Scene, figure: Figure) -> Figure:
    return figure

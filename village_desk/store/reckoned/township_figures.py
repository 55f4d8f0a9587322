"""A township's year village by village: income and growth per head, and what is to be looked at there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from village_desk.rules.figures import RollUp, roll_up, roll_ups_together
from village_desk.rules.income import Reckoner
from village_desk.rules.indicators.income import MEAN
from village_desk.rules.indicators.judging import Judged, State
from village_desk.rules.indicators.registry import INDICATORS, Asked
from village_desk.rules.pictures import VillagePicture
from village_desk.store.reckoned.indicators import Measured, YearIndicators, measured_together
from village_desk.store.settings import BookSettings
from village_desk.store.villages.township import Progress, Villages

_WATCHED = frozenset(
    name
    for name, one in INDICATORS.items()
    if one.less_is_better and (one.asked_of is not None or one.reference == MEAN)
)
"""What marks a village or the township: too many monitored among its people, or households below the mean."""


class UnitFigures(Struct, frozen=True):
    """A village's year, or the township's."""

    income: RollUp
    alarms: tuple[Judged, ...]
    """What is above the document's figure, and households below the mean."""


class TownshipFigures(Struct, frozen=True):
    """The whole, its villages by code, and how many persons were met in two of them."""

    whole: UnitFigures
    villages: dict[str, UnitFigures]
    counted_once: int


def township_figures(
    villages: Villages,
    settings: BookSettings,
    reckoner: Reckoner,
    year: int,
    today: date,
    progress: Progress | None = None,
) -> TownshipFigures:
    """Reckon every village by the township's own settings: one yardstick for all."""
    indicators = YearIndicators(settings, reckoner, year, today, _WATCHED)

    def reckoned(picture: VillagePicture) -> tuple[str, RollUp, Measured]:
        scene = indicators.scene(picture)
        return picture.code, roll_up([*scene.figures.values()], reckoner, ()), indicators.measured(scene)

    def judged(income: RollUp, measured: Measured, whose: Asked) -> UnitFigures:
        return UnitFigures(income, alarms_of(indicators.judged(measured, whose)))

    units = [*villages.of_each(reckoned, progress=progress)]
    known = units or [reckoned(VillagePicture("", "", ()))]
    income = roll_ups_together([one for _, one, _ in known], reckoner)
    measured = measured_together([one for _, _, one in known])
    return TownshipFigures(
        judged(income, measured, Asked.TOWN),
        {code: judged(of_village, own, Asked.VILLAGE) for code, of_village, own in units},
        villages.counted_once,
    )


def alarms_of(judged: Iterable[Judged]) -> tuple[Judged, ...]:
    """What marks a village or the township among its indicators."""
    return tuple(one for one in judged if one.indicator in _WATCHED and _is_alarming(one))


def _is_alarming(judged: Judged) -> bool:
    """Worse than its target at this moment, whether or not the year is over; without one, anybody at all."""
    if judged.target is None:
        return INDICATORS[judged.indicator].reference == MEAN and bool(judged.figure.value)
    return judged.state in (State.SHORT, State.NOT_DUE)

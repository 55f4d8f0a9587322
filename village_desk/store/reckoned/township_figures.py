"""A township's year village by village: income and growth per head, and what is to be looked at there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from village_desk.rules.figures import RollUp, household_figure, roll_up
from village_desk.rules.income import Reckoner
from village_desk.rules.indicators.income import MEAN
from village_desk.rules.indicators.judging import Judged, State
from village_desk.rules.indicators.registry import INDICATORS
from village_desk.rules.months import year_window
from village_desk.rules.pictures import VillagePicture
from village_desk.store.reckoned.indicators import village_indicators
from village_desk.store.settings import BookSettings
from village_desk.store.villages.township import Township

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
    town: Township, settings: BookSettings, reckoner: Reckoner, year: int, today: date
) -> TownshipFigures:
    """Reckon every village by the township's own settings: one yardstick for all."""

    def reckoned(picture: VillagePicture) -> UnitFigures:
        window = year_window(year, settings.year_mode)
        figures = [household_figure(one, reckoner, window) for one in picture.households]
        judged = village_indicators(picture, settings, reckoner, year, today, _WATCHED)
        return UnitFigures(roll_up(figures, reckoner, ()), alarms_of(judged))

    villages = {picture.code: reckoned(picture) for picture in town.villages}
    return TownshipFigures(reckoned(town.whole), villages, town.counted_once)


def alarms_of(judged: Iterable[Judged]) -> tuple[Judged, ...]:
    """What marks a village or the township among its indicators."""
    return tuple(one for one in judged if one.indicator in _WATCHED and _is_alarming(one))


def _is_alarming(judged: Judged) -> bool:
    """Worse than its target at this moment, whether or not the year is over; without one, anybody at all."""
    if judged.target is None:
        return INDICATORS[judged.indicator].reference == MEAN and bool(judged.figure.value)
    return judged.state in (State.SHORT, State.NOT_DUE)

"""The half-year analysis of a village under its profile and settings."""

from __future__ import annotations

from msgspec.structs import replace

from village_desk.definitions.codes import unit_grams
from village_desk.rules.analysis import AnalysisFigures, HalfYear, Reference, analysis_figures
from village_desk.rules.income import Reckoner
from village_desk.rules.indicators.figure import FigureRow
from village_desk.rules.indicators.registry import INDICATORS
from village_desk.rules.indicators.scene import Group, Scene, Yardstick
from village_desk.rules.months import rolling_window
from village_desk.rules.pictures import VillagePicture
from village_desk.store.reckoned.indicators import references
from village_desk.store.settings import BookSettings


def village_analysis(
    picture: VillagePicture, settings: BookSettings, reckoner: Reckoner, half: HalfYear
) -> AnalysisFigures:
    """The figures of a half-year, by the bands, the line and the fall that the profile states."""
    profile = settings.policy
    figures = analysis_figures(
        picture.households,
        reckoner,
        half,
        profile.bands_for(half.year),
        line=settings.monitoring_line(half.year),
        fall_percent=profile.falling_hint,
    )
    return replace(
        figures,
        industries=_industries(picture, reckoner, half),
        references=_references(settings, half.year),
    )


def _industries(picture: VillagePicture, reckoner: Reckoner, half: HalfYear) -> tuple[FigureRow, ...]:
    """The rows of the indicator of industries, of the twelve months that end with the half-year."""
    window, last_day = rolling_window(half.window.last), half.window.last_day
    scene = Scene(picture, reckoner, half.year, window, last_day, Yardstick(unit_grams=unit_grams()))
    return INDICATORS["crop_livestock"].reckon(scene, Group.RURAL).rows


def _references(settings: BookSettings, year: int) -> tuple[Reference, ...]:
    """The figures published for a year, each with the one of the year before."""
    known = references(settings).items()
    return tuple(
        Reference(name, by_year[year], by_year.get(year - 1)) for name, by_year in known if year in by_year
    )

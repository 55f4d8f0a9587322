"""The half-year analysis of a village under its profile and settings."""

from __future__ import annotations

from dataclasses import replace

from village_desk.rules.analysis import AnalysisFigures, HalfYear, Reference, analysis_figures
from village_desk.rules.income import Reckoner
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
    return replace(figures, references=_references(settings, half.year))


def _references(settings: BookSettings, year: int) -> tuple[Reference, ...]:
    """The figures published for a year, each with the one of the year before."""
    known = references(settings).items()
    return tuple(
        Reference(name, by_year[year], by_year.get(year - 1)) for name, by_year in known if year in by_year
    )

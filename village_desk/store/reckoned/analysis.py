"""The half-year analysis of a village under its profile and settings."""

from __future__ import annotations

from village_desk.rules.analysis import AnalysisFigures, HalfYear, analysis_figures
from village_desk.rules.income import Reckoner
from village_desk.rules.pictures import VillagePicture
from village_desk.store.settings import BookSettings


def village_analysis(
    picture: VillagePicture, settings: BookSettings, reckoner: Reckoner, half: HalfYear
) -> AnalysisFigures:
    """The figures of a half-year, by the bands, the line and the fall that the profile states."""
    profile = settings.policy
    return analysis_figures(
        picture.households,
        reckoner,
        half,
        profile.bands_for(half.year),
        line=settings.monitoring_line(half.year),
        fall_percent=profile.falling_hint,
    )

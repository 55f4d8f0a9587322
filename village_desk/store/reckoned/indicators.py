"""Reckons a village's indicators for a year and holds them against the profile's targets."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from fractions import Fraction
from functools import cache

from village_desk.definitions.codes import unit_grams
from village_desk.definitions.indicators import indicator_catalogue, reference_figures
from village_desk.definitions.targets import profile_targets
from village_desk.rules.income import Reckoner
from village_desk.rules.indicators.judging import Aim, Judged, Target, judge, settled
from village_desk.rules.indicators.registry import INDICATORS, Asked
from village_desk.rules.indicators.scene import Scene, Yardstick
from village_desk.rules.money import Fen
from village_desk.rules.months import year_window
from village_desk.rules.pictures import VillagePicture
from village_desk.store.settings import BookSettings


def village_indicators(
    picture: VillagePicture,
    settings: BookSettings,
    reckoner: Reckoner,
    year: int,
    today: date,
    only: Collection[str] = (),
) -> list[Judged]:
    """Every indicator, or some, of the groups that a target names and those it is usually shown of."""
    scene = make_scene(picture, settings, reckoner, year, today)
    known = _published(settings, year)
    before = cache(lambda: make_scene(picture, settings, reckoner, year - 1, today))
    targets = profile_targets(settings.profile).get(year, ())
    is_over = today > scene.window.last_day
    whose = Asked.VILLAGE if picture.villages is None else Asked.TOWN
    judged = []
    for name in indicator_catalogue().words:
        if only and name not in only:
            continue
        found = INDICATORS[name]
        own = [target for target in targets if target.indicator == name]
        for group in dict.fromkeys((*(target.group for target in own), *found.groups)):
            figure = found.reckon(scene, group)
            asked: list[Target | None] = [target for target in own if target.group is group]
            if found.asked_of not in (None, whose):
                asked = [None] * len(asked)  # as many as of a village: its rows stand beside the township's
            for target in asked or [None]:
                held = target and settled(target, _figure_of(target, before), known)
                judged.append(judge(name, group, figure, held, is_over=is_over))
    return judged


def _figure_of(target: Target, before: Callable[[], Scene]) -> Fraction | None:
    """What the indicator of a target came to the year before, where the target asks for that."""
    if target.aim not in (Aim.RISING, Aim.FALLING):
        return None
    return INDICATORS[target.indicator].reckon(before(), target.group).value


def _published(settings: BookSettings, year: int) -> Mapping[str, Fen]:
    """The reference figures that are known of a year, by name."""
    return {name: by_year[year] for name, by_year in references(settings).items() if year in by_year}


def make_scene(
    picture: VillagePicture, settings: BookSettings, reckoner: Reckoner, year: int, today: date
) -> Scene:
    """A village in a year with the yardsticks of its profile and its own settings."""
    window = year_window(year, settings.year_mode)
    return Scene(picture, reckoner, year, window, min(today, window.last_day), _yardstick(settings, year))


def references(settings: BookSettings) -> Mapping[str, Mapping[int, Fen]]:
    """Reference figures: those shipped, and over them those that the village has entered."""
    merged = {name: dict(by_year) for name, by_year in reference_figures().items()}
    for name, by_year in settings.references.items():
        merged.setdefault(name, {}).update({int(year): Fen(fen) for year, fen in by_year.items()})
    return merged


def _yardstick(settings: BookSettings, year: int) -> Yardstick:
    profile, catalogue = settings.policy, indicator_catalogue()
    return Yardstick(
        floor=settings.line_for(year),
        floor_before=settings.line_for(year - 1),
        excludes_safety_net="safety_net" in profile.line_excludes,
        bands=profile.bands_for(year),
        low_income=profile.low_income_for(year),
        low_income_before=profile.low_income_for(year - 1),
        labour_from=profile.labour_from,
        labour_below=profile.labour_below,
        references=references(settings),
        unwilling=catalogue.unwilling,
        travel_months=catalogue.travel_months,
        travel_items=catalogue.travel_items,
        organised=catalogue.organised,
        young=catalogue.young,
        vocational=catalogue.vocational,
        secondary=catalogue.secondary,
        stable=catalogue.stable,
        settled=catalogue.settled,
        grain=catalogue.grain,
        unit_grams=unit_grams(),
    )

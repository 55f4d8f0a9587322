"""Reckons a village's indicators for a year and holds them against the profile's targets."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from msgspec import Struct

from village_desk.definitions.codes import unit_grams
from village_desk.definitions.indicators import indicator_catalogue, reference_figures
from village_desk.definitions.targets import profile_targets
from village_desk.rules.income import Reckoner
from village_desk.rules.indicators.figure import Figure, added
from village_desk.rules.indicators.judging import Aim, Judged, Target, judge, settled
from village_desk.rules.indicators.registry import INDICATORS, Asked
from village_desk.rules.indicators.scene import Group, Scene, Yardstick
from village_desk.rules.money import Fen
from village_desk.rules.months import year_window
from village_desk.rules.pictures import VillagePicture
from village_desk.store.settings import BookSettings

_Key = tuple[str, Group]
_Figures = tuple[Figure, ...]


class Measured(Struct, frozen=True):
    """What a year's indicators are concluded from, measured of a village or of several together."""

    now: Mapping[_Key, _Figures]
    before: Mapping[_Key, _Figures]
    """Of the year before, for the targets that ask for more or fewer than then."""


def measured_together(villages: Sequence[Measured]) -> Measured:
    """What was measured of several villages, at least one, as one."""
    return Measured(_added([one.now for one in villages]), _added([one.before for one in villages]))


class YearIndicators:
    """The indicators of a year, all or some: measured of each village, added up, and then judged.

    They are of the groups that a target names and those they are usually shown of.
    """

    def __init__(
        self,
        settings: BookSettings,
        reckoner: Reckoner,
        year: int,
        today: date,
        only: Collection[str] = (),
    ) -> None:
        self._settings, self._reckoner, self._year, self._today = settings, reckoner, year, today
        self._targets: dict[_Key, list[Target]] = {}
        stated = profile_targets(settings.profile).get(year, ())
        for name in indicator_catalogue().words:
            if not only or name in only:
                own = [target for target in stated if target.indicator == name]
                for group in dict.fromkeys((*(target.group for target in own), *INDICATORS[name].groups)):
                    self._targets[name, group] = [target for target in own if target.group is group]

    def scene(self, picture: VillagePicture) -> Scene:
        """A village in the year."""
        return make_scene(picture, self._settings, self._reckoner, self._year, self._today)

    def measured(self, scene: Scene) -> Measured:
        """What is measured of a village."""
        compared = [key for key, own in self._targets.items() if any(map(_is_of_before, own))]
        return Measured(
            {(name, group): INDICATORS[name].measured(scene, group) for name, group in self._targets},
            self._measured_before(scene, compared) if compared else {},
        )

    def judged(self, measured: Measured, whose: Asked) -> list[Judged]:
        """What it says of each indicator, held against the targets of a village or a township."""
        scene = self.scene(VillagePicture("", "", ()))
        known, is_over = _published(self._settings, self._year), self._today > scene.window.last_day
        judged = []
        for (name, group), own in self._targets.items():
            found = INDICATORS[name]
            figure = found.concluded(scene, measured.now[name, group])
            asked: list[Target | None] = [*own]
            if found.asked_of not in (None, whose):
                asked = [None] * len(own)  # as many as of a village: its rows stand beside the township's
            for target in asked or [None]:
                held = target and settled(target, self._value_before(measured, target), known)
                judged.append(judge(name, group, figure, held, is_over=is_over))
        return judged

    def _measured_before(self, scene: Scene, keys: Iterable[_Key]) -> Mapping[_Key, _Figures]:
        before = self._before(scene.village)
        return {(name, group): INDICATORS[name].measured(before, group) for name, group in keys}

    def _value_before(self, measured: Measured, target: Target) -> Fraction | None:
        """What the indicator of a target came to the year before, where the target asks for that."""
        if not _is_of_before(target):
            return None
        before = self._before(VillagePicture("", "", ()))
        figures = measured.before[target.indicator, target.group]
        return INDICATORS[target.indicator].concluded(before, figures).value

    def _before(self, picture: VillagePicture) -> Scene:
        return make_scene(picture, self._settings, self._reckoner, self._year - 1, self._today)


def village_indicators(
    picture: VillagePicture,
    settings: BookSettings,
    reckoner: Reckoner,
    year: int,
    today: date,
    only: Collection[str] = (),
) -> list[Judged]:
    """The indicators of a year of a village, or of a township's villages as one picture."""
    of_year = YearIndicators(settings, reckoner, year, today, only)
    whose = Asked.VILLAGE if picture.villages is None else Asked.TOWN
    return of_year.judged(of_year.measured(of_year.scene(picture)), whose)


def _added(villages: Sequence[Mapping[_Key, _Figures]]) -> Mapping[_Key, _Figures]:
    return {key: tuple(map(added, zip(*(one[key] for one in villages), strict=True))) for key in villages[0]}


def _is_of_before(target: Target) -> bool:
    return target.aim in (Aim.RISING, Aim.FALLING)


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

"""What a value is asked of: a row of a table, standing for a household, a person, a group or a village."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property

from msgspec import Struct

from village_desk.definitions.policies import policy_profiles
from village_desk.definitions.sheets import Sheet
from village_desk.definitions.value_words import RowsOf
from village_desk.exchange.sheets.copies import CopyMask
from village_desk.exchange.sheets.sheet_records import CHOSEN
from village_desk.exchange.sheets.sheet_subjects import HouseholdSubject, SheetRun
from village_desk.rules.figures import HouseholdIncome, RollUp, is_without_labour, roll_up
from village_desk.rules.income import Reckoner
from village_desk.rules.masking import Copy, HeadNames
from village_desk.rules.money import Fen
from village_desk.rules.months import Quarter, year_window
from village_desk.rules.pictures import VillagePicture
from village_desk.rules.records import Person, Record
from village_desk.store.settings import BookSettings

_NO_SHEET = Sheet("", "", "", "village", "year", "A4", False, (0, 0, 0, 0), "", ())
"""A table that is none of our forms."""


class Scene(Struct, frozen=True):
    """What holds for every row of a table: whose it is, the months it is about, and for whom the copy is."""

    run: SheetRun
    village: str
    village_code: str
    town: str
    day: date
    line: Fen | None
    """The year's monitoring line."""
    fall_percent: int

    @classmethod
    def of(  # noqa: PLR0913 - what every table needs
        cls,
        picture: VillagePicture,
        settings: BookSettings,
        reckoner: Reckoner,
        year: int,
        quarter: Quarter | None,
        copy: Copy,
        day: date,
    ) -> Scene:
        """The scene of a village's table for a quarter, or for a whole year where none is named."""
        profile = policy_profiles()[settings.profile]
        run = SheetRun(
            sheet=_NO_SHEET,
            year=year,
            year_window=year_window(year, settings.year_mode),
            quarter=quarter,
            reckoner=reckoner,
            mask=CopyMask(copy, HeadNames.FULL, day),
            bands=profile.bands_for(year),
            half=None,
            item_places={code: place for place, code in enumerate(reckoner.items)},
        )
        line = settings.monitoring_line(year)
        return cls(run, picture.name, picture.code, settings.town, day, line, profile.falling_hint)


class Unit:
    """Some households together: a group of the village, or all of it."""

    def __init__(self, label: str, households: Sequence[HouseholdSubject], scene: Scene) -> None:
        self.label = label
        self.households = households
        self._scene = scene

    @cached_property
    def figures(self) -> RollUp:
        """The year of these households added up."""
        scene = self._scene
        window = scene.run.year_window
        figures = [
            HouseholdIncome(
                one.picture.household,
                one.year,
                one.year_before,
                one.members,
                is_without_labour(one.picture, window),
            )
            for one in self.households
        ]
        return roll_up(
            figures, scene.run.reckoner, scene.run.bands, line=scene.line, fall_percent=scene.fall_percent
        )

    def persons(self) -> Iterator[tuple[HouseholdSubject, Person]]:
        """Everybody on the register at the end of the months."""
        for household in self.households:
            for person in household.registered:
                yield household, person


class ValueRow(Struct, frozen=True):
    """One row: only what its kind has is there."""

    scene: Scene
    number: int
    """Place in the table from 1."""
    household: HouseholdSubject | None = None
    person: Person | None = None
    unit: Unit | None = None


def newest_of(household: HouseholdSubject, person: Person, kind: str) -> Record | None:
    """A member's record of a kind that was begun last, of those within the months."""
    records = CHOSEN[kind](household.picture, household.run.window)
    own = [one for one in records if getattr(one, "person_id", None) == person.id]
    return max(own, key=lambda one: getattr(one, "started", None) or 0, default=None)


def rows_of(kind: RowsOf, scene: Scene, households: Sequence[HouseholdSubject]) -> list[ValueRow]:
    """A row for each household, member or group of these households, or one for them all."""
    if kind is RowsOf.HOUSEHOLD:
        return [ValueRow(scene, place, household=one) for place, one in enumerate(households, 1)]
    if kind is RowsOf.PERSON:
        pairs = [(one, person) for one in households for person in one.registered]
        return [ValueRow(scene, place, one, person) for place, (one, person) in enumerate(pairs, 1)]
    if kind is RowsOf.VILLAGE:
        return [ValueRow(scene, 1, unit=Unit(scene.village, households, scene))]
    groups: dict[str, list[HouseholdSubject]] = {}
    for one in households:
        groups.setdefault(one.picture.household.group or "", []).append(one)
    return [
        ValueRow(scene, place, unit=Unit(label, chosen, scene))
        for place, (label, chosen) in enumerate(groups.items(), 1)
    ]

"""Every figure of a township's year: what it is in all, in each village, and the households behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from village_desk.definitions.checks import LEVELS
from village_desk.definitions.indicators import indicator_catalogue
from village_desk.definitions.words import say
from village_desk.entry.checks.indicators_entry import BehindRow, behind_rows, target_shown
from village_desk.entry.sitting import Sitting
from village_desk.rules.indicators.figure import Behind, Figure, Unit, head_count, shown
from village_desk.rules.indicators.registry import INDICATORS
from village_desk.rules.pictures import VillagePicture
from village_desk.rules.records import Person
from village_desk.store.pictures import village_picture
from village_desk.store.reckoned.township_figures import alarms_of
from village_desk.store.reckoned.township_year import KeptVillages, TownshipYear, UnitYear, township_year
from village_desk.store.villages.one_village import one_village
from village_desk.store.villages.township import Progress


class TownRow(Struct, frozen=True):
    """One figure of the township's."""

    title: str
    about: str
    group: str
    unit: Unit
    target: str
    state: str
    marks: bool
    """Whether it marks the township or one of its villages."""
    figures: tuple[Figure, ...]
    """The township's, then each village's."""

    @property
    def value(self) -> str:
        """The township's."""
        return shown(self.figures[0].value, self.unit)


class VillageRow(Struct, frozen=True):
    """The same figure of one village."""

    place: int
    """Among the villages, from 0."""
    code: str
    village: str
    value: str
    counted: int
    """How many stand behind it."""
    figure: Figure


class TownFigures:
    """The figures of a year; made beside the window, village by village."""

    def __init__(
        self,
        sitting: Sitting,
        year: int,
        progress: Progress | None = None,
        kept: KeptVillages | None = None,
    ) -> None:
        quarter = sitting.quarter_in(year)
        self._sitting = sitting
        self._people: VillagePicture | None = None
        """Households and persons of the village that was asked for last."""
        with sitting.book.reading() as reading:
            self.year: TownshipYear = township_year(
                reading,
                sitting.book.village.name,
                sitting.settings,
                sitting.reckoner,
                quarter,
                sitting.today,
                progress,
                kept,
            )
        self._units: tuple[UnitYear, ...] = self.year.units
        self.rows: tuple[TownRow, ...] = (*self._indicators(), *self._low_income(), *self._findings())
        """What the document asks for first, then the low-income ledger and what the checks find."""

    def villages(self, row: TownRow) -> list[VillageRow]:
        """The figure village by village, in the order of their codes."""
        return [
            VillageRow(
                place,
                unit.code,
                unit.name,
                shown(figure.value, row.unit),
                len(set(figure.counted)),
                figure,
            )
            for place, (unit, figure) in enumerate(zip(self.year.villages, row.figures[1:], strict=True))
        ]

    def behind(self, village: VillageRow) -> list[BehindRow]:
        """Who stands behind a village's figure, each once: those counted first, then the rest of the base.

        Their names are read now; whom the village has no more, because a newer package has come, is left out.
        """
        people = self._people_of(village.code, village.village)
        households = {one.household.id: one for one in people.households}
        leaders = {leader.id: leader for leader in people.leaders}

        def known(behind: Sequence[Behind]) -> tuple[Behind, ...]:
            return tuple(one for one in behind if one.household_id in households or one.person_id in leaders)

        figure = replace(
            village.figure, counted=known(village.figure.counted), base=known(village.figure.base)
        )
        return list(dict.fromkeys(behind_rows(figure, households, leaders)))

    def _people_of(self, code: str, name: str) -> VillagePicture:
        if self._people is None or self._people.code != code:
            with self._sitting.book.reading() as reading, one_village(reading, code) as alone:
                self._people = village_picture(alone, name, only={Person})
        return self._people

    def _indicators(self) -> Iterator[TownRow]:
        words = indicator_catalogue().words
        alarms = {(one.indicator, one.group) for unit in self._units for one in alarms_of(unit.indicators)}
        rows = []
        for place, judged in enumerate(self.year.whole.indicators):
            unit = INDICATORS[judged.indicator].unit
            own = [each.indicators[place] for each in self._units]
            target = next((one.target for one in own if one.target), None)
            rows.append(
                TownRow(
                    words[judged.indicator].title,
                    words[judged.indicator].about,
                    say(f"groups.{judged.group.value}"),
                    unit,
                    target_shown(target, unit),
                    say(f"indicator_states.{judged.state.name.lower()}"),
                    (judged.indicator, judged.group) in alarms,
                    tuple(one.figure for one in own),
                )
            )
        yield from sorted(rows, key=lambda row: (not row.marks, not row.target))

    def _low_income(self) -> Iterator[TownRow]:
        """The counts of the low-income ledger, each with its households."""
        if self.year.whole.low_income is not None:
            for key in ("start", "lifted", "remaining", "new"):
                behind = [getattr(unit.low_income, key, ()) for unit in self._units]
                yield _counted(say(f"town_figures.low_{key}"), say("town_figures.low"), behind)

    def _findings(self) -> Iterator[TownRow]:
        """Of each level and each rule how many findings there are, the most frequent rule first."""
        levels, rules = (self._behind_by(name) for name in ("level", "rule"))
        for level in LEVELS:
            behind = levels.get(level, [[] for _ in self._units])
            yield _counted(say("town_figures.found", level=level), say("town_figures.checks"), behind)
        told = {one.rule: one for one in self.year.whole.findings}
        for rule, behind in sorted(rules.items(), key=lambda one: -len(one[1][0])):
            title = say("town_figures.rule", rule=rule, title=told[rule].title)
            yield _counted(title, told[rule].level, behind)

    def _behind_by(self, name: str) -> dict[str, list[list[Behind]]]:
        """What is found in each unit by level or rule, the township first."""
        found: dict[str, list[list[Behind]]] = {}
        for place, unit in enumerate(self._units):
            for one in unit.findings:
                found.setdefault(getattr(one, name), [[] for _ in self._units])[place].append(one.behind)
        return found


def _counted(title: str, group: str, behind: Iterable[Sequence[Behind]]) -> TownRow:
    figures = tuple(map(head_count, behind))
    return TownRow(title, "", group, Unit.COUNT, "", "", marks=False, figures=figures)

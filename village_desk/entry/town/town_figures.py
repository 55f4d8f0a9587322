"""Every figure of a township's year: what it is in all, in each village, and the households behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from village_desk.definitions.checks import LEVELS
from village_desk.definitions.indicators import indicator_catalogue
from village_desk.definitions.words import say
from village_desk.entry.checks.indicators_entry import BehindRow, behind_rows, target_shown
from village_desk.entry.sitting import Sitting
from village_desk.rules.indicators.figure import Behind, Figure, Unit, head_count, shown
from village_desk.rules.indicators.registry import INDICATORS
from village_desk.rules.low_income import LowIncomeLedger
from village_desk.rules.pictures import HouseholdPicture
from village_desk.store.reckoned.findings import Finding
from village_desk.store.reckoned.township_figures import alarms_of
from village_desk.store.reckoned.township_year import TownshipYear, UnitYear, township_year


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
    """The figures of a year; made beside the window from one still picture."""

    def __init__(self, sitting: Sitting, year: int) -> None:
        quarter = sitting.quarter_in(year)
        with sitting.book.reading() as reading:
            self.year: TownshipYear = township_year(
                reading,
                sitting.book.village.name,
                sitting.settings,
                sitting.reckoner,
                quarter,
                sitting.today,
            )
        self._units: tuple[UnitYear, ...] = self.year.units
        self.rows: tuple[TownRow, ...] = (*self._indicators(), *self._low_income(), *self._findings())
        """What the document asks for first, then the low-income ledger and what the checks find."""

    def villages(self, row: TownRow) -> list[VillageRow]:
        """The figure village by village, in the order of their codes."""
        return [
            VillageRow(
                place,
                unit.picture.code,
                unit.picture.name,
                shown(figure.value, row.unit),
                len(set(figure.counted)),
                figure,
            )
            for place, (unit, figure) in enumerate(zip(self.year.villages, row.figures[1:], strict=True))
        ]

    def behind(self, village: VillageRow) -> list[BehindRow]:
        """Who stands behind a village's figure, each once: those counted first, then the rest of the base."""
        picture = self.year.villages[village.place].picture
        households = {one.household.id: one for one in picture.households}
        leaders = {leader.id: leader for leader in picture.leaders}
        return list(dict.fromkeys(behind_rows(village.figure, households, leaders)))

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
        if self.year.whole.low_income is None:
            return
        for key, households in _LEDGER:
            yield self._counted(
                say(f"town_figures.low_{key}"),
                say("town_figures.low"),
                lambda unit, of=households: _households(of(unit.low_income)) if unit.low_income else (),  # type: ignore[misc]
            )

    def _findings(self) -> Iterator[TownRow]:
        """Of each level and each rule how many findings there are, the most frequent rule first."""
        for level in LEVELS:
            yield self._counted(
                say("town_figures.found", level=level),
                say("town_figures.checks"),
                lambda unit, level=level: _found(unit, lambda one: one.level == level),  # type: ignore[misc]
            )
        rules: dict[str, list[Finding]] = {}
        for finding in self.year.whole.findings:
            rules.setdefault(finding.rule, []).append(finding)
        for rule, found in sorted(rules.items(), key=lambda one: -len(one[1])):
            yield self._counted(
                say("town_figures.rule", rule=rule, title=found[0].title),
                found[0].level,
                lambda unit, rule=rule: _found(unit, lambda one: one.rule == rule),  # type: ignore[misc]
            )

    def _counted(self, title: str, group: str, of: Callable[[UnitYear], Sequence[Behind]]) -> TownRow:
        figures = tuple(head_count(of(unit)) for unit in self._units)
        return TownRow(title, "", group, Unit.COUNT, "", "", marks=False, figures=figures)


def _found(unit: UnitYear, is_wanted: Callable[[Finding], bool]) -> list[Behind]:
    return [Behind(one.household_id, one.person_id) for one in unit.findings if is_wanted(one)]


def _households(pictures: Sequence[HouseholdPicture]) -> list[Behind]:
    return [Behind(one.household.id) for one in pictures]


_LEDGER: tuple[tuple[str, Callable[[LowIncomeLedger], Sequence[HouseholdPicture]]], ...] = (
    ("start", lambda ledger: [row.picture for row in ledger.rows]),
    ("lifted", lambda ledger: [row.picture for row in ledger.rows if row.lifted_in is not None]),
    ("remaining", lambda ledger: [row.picture for row in ledger.rows if row.lifted_in is None]),
    ("new", lambda ledger: [row.picture for row in ledger.newly_in]),
)
"""The counts of the low-income ledger, each with its households."""

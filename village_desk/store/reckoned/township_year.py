"""A township's year with all that is reckoned of it: each village by itself, and their sums as the whole.

One village's picture at a time stands in memory; of each its figures stay, with the ids of who stands behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from village_desk.rules.figures import RollUp, roll_up, roll_ups_together
from village_desk.rules.income import Reckoner
from village_desk.rules.indicators.figure import Behind
from village_desk.rules.indicators.judging import Judged
from village_desk.rules.indicators.registry import Asked
from village_desk.rules.low_income import LowIncomeRow, low_income_ledger
from village_desk.rules.money import Fen
from village_desk.rules.months import Quarter
from village_desk.rules.pictures import VillagePicture
from village_desk.store.pictures import village_picture
from village_desk.store.reading import Reading
from village_desk.store.reckoned.checked import checked_by
from village_desk.store.reckoned.findings import Finding
from village_desk.store.reckoned.indicators import Measured, YearIndicators, measured_together
from village_desk.store.reckoned.township_checks import findings_in
from village_desk.store.settings import BookSettings
from village_desk.store.villages.one_village import one_village
from village_desk.store.villages.township import Progress, Villages, newest_packages


class Found(Struct, frozen=True):
    """Something that the checks find, by its rule, and where."""

    rule: str
    level: str
    title: str
    behind: Behind


class LowIncomeYear(Struct, frozen=True):
    """The low-income ledger of a year by its households."""

    line: Fen
    start: tuple[Behind, ...]
    lifted: tuple[Behind, ...]
    remaining: tuple[Behind, ...]
    new: tuple[Behind, ...]


class UnitYear(Struct, frozen=True):
    """The year of a village, or of the township as a whole."""

    code: str
    name: str
    income: RollUp
    indicators: tuple[Judged, ...]
    findings: tuple[Found, ...]
    """What the checks find in the year's quarter that was asked for."""
    low_income: LowIncomeYear | None
    """None where nobody has stated the ledger's line."""
    is_whole: bool = False
    """It is the township."""


_Reckoned = tuple[UnitYear, Measured]


class TownshipYear(Struct, frozen=True):
    """All units of a township in a year."""

    year: int
    quarter: Quarter
    """The one that is checked."""
    whole: UnitYear
    villages: tuple[UnitYear, ...]
    counted_once: int
    """Persons whom several villages hold now, counted with the first of these villages only."""

    @property
    def units(self) -> tuple[UnitYear, ...]:
        """The whole, then its villages."""
        return (self.whole, *self.villages)


class KeptVillages:
    """What was reckoned of villages, for as long as nothing of what it rests on has changed."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, Quarter], tuple[object, _Reckoned]] = {}

    def of(self, code: str, quarter: Quarter, rests_on: object, reckon: Callable[[], _Reckoned]) -> _Reckoned:
        """What is known of a village in the year of a quarter, else what is reckoned now."""
        known = self._known.get((code, quarter))
        if known is None or known[0] != rests_on:
            known = self._known[code, quarter] = rests_on, reckon()
        return known[1]


def township_year(  # noqa: PLR0913 - the last two save and watch
    reading: Reading,
    name: str,
    settings: BookSettings,
    reckoner: Reckoner,
    quarter: Quarter,
    today: date,
    progress: Progress | None = None,
    kept: KeptVillages | None = None,
) -> TownshipYear:
    """Reckon the year of a quarter by the township's own settings; each village is checked by its own.

    A village is reckoned again where it has sent another package, somebody was decided to be in two villages,
    another day has begun, or the reckoner is another one: it is made anew after every choice.
    """
    villages, packages = Villages(reading), newest_packages(reading)
    year, kept = _Year(settings, reckoner, quarter, today), kept or KeptVillages()

    def reckoned(code: str) -> _Reckoned:
        with one_village(reading, code) as alone:
            sent = village_picture(alone, villages.names[code])
            found = findings_in(alone, sent, packages[code], today, quarter)
        return year.of(villages.once(sent), found)

    def told(code: str) -> _Reckoned:
        rests_on = packages[code], villages.doubles, today, reckoner
        return kept.of(code, quarter, rests_on, lambda: reckoned(code))

    units = [*villages.in_turn(told, progress)]
    whole = year.together(reading.village_code, name, units)
    own = tuple(unit for unit, _ in units)
    return TownshipYear(quarter.year, quarter, whole, own, villages.counted_once)


class _Year:
    """Reckons villages, one after another, and then all of them together."""

    def __init__(self, settings: BookSettings, reckoner: Reckoner, quarter: Quarter, today: date) -> None:
        self._settings, self._reckoner, self._quarter = settings, reckoner, quarter
        self._indicators = YearIndicators(settings, reckoner, quarter.year, today)

    def of(self, picture: VillagePicture, findings: Sequence[Finding]) -> _Reckoned:
        """A village and what was measured of it."""
        scene = self._indicators.scene(replace(picture, checked=checked_by(findings, self._quarter)))
        settings, measured = self._settings, self._indicators.measured(scene)
        income = roll_up(
            [*scene.figures.values()],
            self._reckoner,
            settings.policy.bands_for(self._quarter.year),
            line=settings.monitoring_line(self._quarter.year),
            fall_percent=settings.policy.falling_hint,
        )
        unit = UnitYear(
            picture.code,
            picture.name,
            income,
            tuple(self._indicators.judged(measured, Asked.VILLAGE)),
            tuple(_found(one) for one in findings),
            self._low_income(picture),
        )
        return unit, measured

    def together(self, code: str, name: str, units: Sequence[_Reckoned]) -> UnitYear:
        """The township: sums of its villages, and quotients of sums."""
        known = units or [self.of(VillagePicture(code, name, ()), ())]
        villages = [unit for unit, _ in known]
        measured = measured_together([one for _, one in known])
        return UnitYear(
            code,
            name,
            roll_ups_together([one.income for one in villages], self._reckoner),
            tuple(self._indicators.judged(measured, Asked.TOWN)),
            tuple(chain.from_iterable(one.findings for one in villages)),
            _ledgers_together([one.low_income for one in villages if one.low_income is not None]),
            is_whole=True,
        )

    def _low_income(self, picture: VillagePicture) -> LowIncomeYear | None:
        settings, year = self._settings, self._quarter.year
        line = settings.policy.low_income_for(year)
        if line is None:
            return None
        ledger = low_income_ledger(picture.households, self._reckoner, year, settings.year_mode, line)
        return LowIncomeYear(
            line,
            _behind(ledger.rows),
            _behind(row for row in ledger.rows if row.lifted_in is not None),
            _behind(row for row in ledger.rows if row.lifted_in is None),
            _behind(ledger.newly_in),
        )


def _ledgers_together(ledgers: Sequence[LowIncomeYear]) -> LowIncomeYear | None:
    if not ledgers:
        return None
    return LowIncomeYear(
        ledgers[0].line,
        tuple(chain.from_iterable(one.start for one in ledgers)),
        tuple(chain.from_iterable(one.lifted for one in ledgers)),
        tuple(chain.from_iterable(one.remaining for one in ledgers)),
        tuple(chain.from_iterable(one.new for one in ledgers)),
    )


def _behind(rows: Iterable[LowIncomeRow]) -> tuple[Behind, ...]:
    return tuple(Behind(row.picture.household.id) for row in rows)


def _found(finding: Finding) -> Found:
    return Found(finding.rule, finding.level, finding.title, Behind(finding.household_id, finding.person_id))

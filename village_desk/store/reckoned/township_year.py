"""A township's year with all that is reckoned of it: the whole first, then each village by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from village_desk.rules.figures import RollUp, household_figure, roll_up
from village_desk.rules.income import Reckoner
from village_desk.rules.indicators.judging import Judged
from village_desk.rules.low_income import LowIncomeLedger, low_income_ledger
from village_desk.rules.months import Quarter, year_window
from village_desk.rules.pictures import VillagePicture
from village_desk.store.reading import Reading
from village_desk.store.reckoned.findings import Finding
from village_desk.store.reckoned.indicators import village_indicators
from village_desk.store.reckoned.township_checks import (
    VillageChecked,
    checked_township,
    township_findings,
)
from village_desk.store.settings import BookSettings
from village_desk.store.villages.township import township


class UnitYear(Struct, frozen=True):
    """The year of a village, or of the township as a whole."""

    picture: VillagePicture
    income: RollUp
    indicators: tuple[Judged, ...]
    findings: tuple[Finding, ...]
    """What the checks find in the year's quarter that was asked for."""
    low_income: LowIncomeLedger | None
    """None where nobody has stated the ledger's line."""

    @property
    def is_whole(self) -> bool:
        """Whether it is the township."""
        return self.picture.villages is not None


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


def township_year(
    reading: Reading, name: str, settings: BookSettings, reckoner: Reckoner, quarter: Quarter, today: date
) -> TownshipYear:
    """Reckon the year of a quarter by the township's own settings; each village is checked by its own."""
    checked = township_findings(reading, quarter, today)
    town = checked_township(township(reading, name), checked, quarter)
    year = quarter.year

    def unit(picture: VillagePicture, findings: tuple[Finding, ...]) -> UnitYear:
        return UnitYear(
            picture,
            _income(picture, settings, reckoner, year),
            tuple(village_indicators(picture, settings, reckoner, year, today)),
            findings,
            _low_income(picture, settings, reckoner, year),
        )

    of_village = {one.code: one.findings for one in checked}
    return TownshipYear(
        year,
        quarter,
        unit(town.whole, tuple(_all(checked))),
        tuple(unit(picture, of_village[picture.code]) for picture in town.villages),
        town.counted_once,
    )


def _income(picture: VillagePicture, settings: BookSettings, reckoner: Reckoner, year: int) -> RollUp:
    window = year_window(year, settings.year_mode)
    return roll_up(
        [household_figure(one, reckoner, window) for one in picture.households],
        reckoner,
        settings.policy.bands_for(year),
        line=settings.monitoring_line(year),
        fall_percent=settings.policy.falling_hint,
    )


def _low_income(
    picture: VillagePicture, settings: BookSettings, reckoner: Reckoner, year: int
) -> LowIncomeLedger | None:
    line = settings.policy.low_income_for(year)
    if line is None:
        return None
    return low_income_ledger(picture.households, reckoner, year, settings.year_mode, line)


def _all(checked: list[VillageChecked]) -> Iterator[Finding]:
    for village in checked:
        yield from village.findings

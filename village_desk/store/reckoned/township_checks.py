"""The township's own checks: the same rules, over each village of its book as if it stood alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from msgspec import Struct

from village_desk.rules.chosen_records import Price
from village_desk.rules.exchange_records import Package
from village_desk.rules.months import Quarter, quarter_of
from village_desk.rules.pictures import VillagePicture
from village_desk.rules.refusals import Refusal
from village_desk.store.pictures import households_in, walking_order
from village_desk.store.reading import Reading, Records
from village_desk.store.reckoned.findings import (
    FIXED,
    Finding,
    check_day,
    village_findings,
    village_findings_over,
)
from village_desk.store.reckoned.findings_over import book_findings_over
from village_desk.store.settings import BookSettings, book_settings
from village_desk.store.villages.in_hand import RowsInHand
from village_desk.store.villages.one_village import one_village
from village_desk.store.villages.row_stream import TableRows
from village_desk.store.villages.township import newest_packages


class VillageChecked(Struct, frozen=True):
    """What the rules find in one village of a township for a quarter."""

    code: str
    name: str
    findings: tuple[Finding, ...]


def township_findings(reading: Reading, quarter: Quarter, today: date) -> list[VillageChecked]:
    """Check every village of a township's book for the same months, in the order of their codes.

    Raises:
        Refusal: As findings_of.
    """
    return [
        VillageChecked(code, package.village_name, tuple(findings_of(reading, package, today, quarter)))
        for code, package in newest_packages(reading).items()
    ]


def findings_of(
    reading: Reading, package: Package, today: date, asked: Quarter | None = None
) -> list[Finding]:
    """What the rules find in a village under the village's own settings, as its answer says it.

    It is checked for the quarter that is asked for, under the village's own numbering, else for that of its
    package.

    Raises:
        Refusal: ``package-not-checkable``: its settings or rows are such that no rule can be asked.
    """
    with one_village(reading, package.village_code) as village:
        return findings_alone(village, package, today, asked)


def findings_alone(
    village: Reading, package: Package, today: date, asked: Quarter | None = None
) -> list[Finding]:
    """The same for whoever sees nothing but the village already, of which a household is held at a time."""
    return _told_without_names(package, lambda: _streamed(village, *_how(village, package, today, asked)))


def findings_in(
    village: Reading, picture: VillagePicture, package: Package, today: date, asked: Quarter
) -> list[Finding]:
    """The same of a village whose picture as it was sent is there already."""

    def found() -> list[Finding]:
        settings, period = _how(village, package, today, asked)
        ((_, findings),) = village_findings_over(picture, settings, [period])
        return findings

    return _told_without_names(package, found)


def findings_in_hand(tables: Iterable[TableRows], package: Package, today: date) -> list[Finding]:
    """The same of a village whose rows, as they stand in the book, are in hand."""

    def found() -> list[Finding]:
        village = RowsInHand(package.village_code, tables)
        settings, period = _how(village, package, today, None)
        households, prices = households_in(village), tuple(village.all(Price))
        picture = VillagePicture(package.village_code, package.village_name, households, prices)
        return village_findings(picture, settings, *period)

    return _told_without_names(package, found)


def _how(
    village: Records, package: Package, today: date, asked: Quarter | None
) -> tuple[BookSettings, tuple[Quarter, date]]:
    settings = book_settings(village, package.profile)
    quarter = quarter_of(asked.first if asked else package.quarter, settings.year_mode)
    return settings, (quarter, check_day(quarter, today))


def _streamed(village: Reading, settings: BookSettings, period: tuple[Quarter, date]) -> list[Finding]:
    newest = {one.id: (one, found) for one, found in book_findings_over(village, settings, [period])}
    in_order = sorted(newest.values(), key=lambda one: walking_order(one[0]))
    return [finding for _, (findings,) in in_order for finding in findings]


def _told_without_names(package: Package, find: Callable[[], list[Finding]]) -> list[Finding]:
    try:
        return [finding for finding in find() if finding.state != FIXED]
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        # A village's key signs what a village's program never writes: nothing in its text may get out.
        raise Refusal("package-not-checkable", name=package.village_name) from None

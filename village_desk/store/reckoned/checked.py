"""Puts into a village's picture which households the checks still find something of, for the indicators."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec.structs import replace

from village_desk.definitions.checks import DOUBT, MUST_CHANGE
from village_desk.rules.months import Quarter
from village_desk.rules.pictures import Checked, VillagePicture
from village_desk.store.reading import Reading
from village_desk.store.reckoned.earlier import earlier
from village_desk.store.reckoned.findings import OPEN, Finding, check_day, village_findings
from village_desk.store.settings import BookSettings


def with_checks(
    reading: Reading, picture: VillagePicture, settings: BookSettings, quarter: Quarter, today: date
) -> VillagePicture:
    """The same picture, checked for a quarter with what the journal knows of earlier."""
    as_of = check_day(quarter, today)
    looked_up = earlier(reading, picture.households, as_of, quarter)
    found = village_findings(picture, settings, quarter, as_of, earlier=looked_up)
    return replace(picture, checked=checked_by(found, quarter))


def checked_by(found: Iterable[Finding], quarter: Quarter) -> Checked:
    """What the indicators need to know of a quarter's findings."""
    still = [finding for finding in found if finding.state == OPEN]
    must_change, doubts = (
        frozenset(finding.household_id for finding in still if finding.level == level)
        for level in (MUST_CHANGE, DOUBT)
    )
    return Checked(quarter.first, must_change, doubts)

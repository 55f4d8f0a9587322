"""What fields held before, read from the journal for the checks that look back (ID15, ED11, SZ05)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from village_desk.definitions.checks import rule_specs
from village_desk.rules.checks.frame import Earlier
from village_desk.rules.months import Quarter
from village_desk.rules.pictures import HouseholdPicture
from village_desk.store.journal import Entry
from village_desk.store.reading import Reading
from village_desk.store.reckoned.late_changes import late_changes

IMPORT = "import"
"""How the kinds of deeds begin that bring in records from the national system."""


def earlier(
    reading: Reading, pictures: Iterable[HouseholdPicture], as_of: date, period: Quarter | None = None
) -> Earlier:
    """Look up the number each household was imported under and each student's grade before the school year.

    Of a closed quarter also what was changed after its closing.
    One look into the journal for each household and each student: for a full check, not for each save.
    """
    begins = school_year_begins(as_of)
    numbers: dict[str, str] = {}
    grades: dict[str, str] = {}
    for picture in pictures:
        imported = [entry for entry in reading.history([picture.household.id]) if _is_import(entry)]
        number = _newest(imported, "number")
        if number:
            numbers[picture.household.id] = number
        for person in picture.persons:
            if person.schooling:
                grade = _newest(_before(reading.history([person.id]), begins), "schooling")
                if grade:
                    grades[person.id] = grade
    return Earlier(numbers, grades, late_changes(reading, period) if period else {})


def school_year_begins(as_of: date) -> date:
    """The newest first day of school on or before a day, as the catalogue has it for compulsory school."""
    month, day = rule_specs()["ED03"].limits.day("age_on")
    begins = date(as_of.year, month, day)
    return begins if begins <= as_of else date(as_of.year - 1, month, day)


def _is_import(entry: Entry) -> bool:
    return entry.kind.startswith(IMPORT)


def _before(entries: Iterable[Entry], day: date) -> list[Entry]:
    """Entries of days before one; both are texts of the calendar, so they compare as such."""
    return [entry for entry in entries if entry.at < day.isoformat()]


def _newest(entries: Iterable[Entry], key: str) -> str | None:
    """The value that the newest entry naming a field gave it; entries come newest first."""
    for entry in entries:
        if entry.after is not None and key in entry.after:
            value = entry.after[key]
            return None if value is None else str(value)
    return None

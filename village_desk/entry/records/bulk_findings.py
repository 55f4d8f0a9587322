"""What the checks would find anew once many records are changed: seen before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from village_desk.definitions.checks import HINT
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.rules.records import Household, Record
from village_desk.store.pictures import with_records
from village_desk.store.reckoned.findings import OPEN, Finding

Found = Callable[[HouseholdPicture], Iterable[Finding]]
"""Gives what is found at a household as it stands in a picture."""


def found_anew(village: VillagePicture, changed: Mapping[str, Record], found: Found) -> dict[str, str]:
    """What is not found now and would be, as sentences by the id of the changed record it concerns.

    Hints are passed over: they ask for nothing. ``changed`` has by id the records as they would be.
    """
    told: dict[str, list[str]] = {}
    by_household = _by_household(changed)
    for picture in village.households:
        own = by_household.get(picture.household.id)
        if own is None:
            continue
        then = list(found(with_records(picture, own)))
        known = set(map(_slot, found(picture)))  # asked last: a checker goes on with the picture it saw last
        for finding in then:
            if finding.state == OPEN and finding.level != HINT and _slot(finding) not in known:
                told.setdefault(_whose(finding, own), []).append(finding.message)
    return {record_id: "；".join(dict.fromkeys(messages)) for record_id, messages in told.items()}


def _by_household(changed: Mapping[str, Record]) -> dict[str, dict[str, Record]]:
    grouped: dict[str, dict[str, Record]] = {}
    for record_id, record in changed.items():
        household_id = record_id if isinstance(record, Household) else getattr(record, "household_id", "")
        grouped.setdefault(household_id, {})[record_id] = record
    return grouped


def _slot(finding: Finding) -> tuple[str, str | None, str]:
    return finding.rule, finding.person_id, finding.field


def _whose(finding: Finding, own: Mapping[str, Record]) -> str:
    """The changed record that a finding is about: that of its member, else the household's first."""
    of_member = (
        record_id
        for record_id, record in own.items()
        if finding.person_id is not None
        and finding.person_id in (record_id, getattr(record, "person_id", None))
    )
    return next(of_member, next(iter(own)))

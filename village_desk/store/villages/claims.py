"""Persons whom two villages of a township keep at the same time."""

from __future__ import annotations

from village_desk.rules.merging import Claim, Conflict, conflicts
from village_desk.store.reading import Reading

_HERE = "{0}.voided = 0 AND {0}.left_on IS NULL"
_CLAIMS = """
SELECT person.village_code, household.id, household.number, person.id, person.name, person.identity_number
FROM person JOIN household ON household.id = person.household_id
WHERE household.voided = 0 AND person.id IN (
    SELECT {which} FROM person AS own JOIN person AS other
    ON other.identity_number BETWEEN substr(own.identity_number, 1, 18)
    AND substr(own.identity_number, 1, 18) || 'Z'
    AND other.village_code <> own.village_code
    WHERE own.village_code = ? AND {own} AND {other})
"""
"""A disability certificate begins with the identity number: both name the same person."""


def conflicts_of(reading: Reading, village_code: str) -> list[Conflict]:
    """Whom a village keeps that another one keeps too, as the township's book stands."""
    connection = reading._connection  # noqa: SLF001 - the same store, one more question to the same moment
    here = {"own": _HERE.format("own"), "other": _HERE.format("other")}
    rows = [
        row
        for which in ("own.id", "other.id")
        for row in connection.execute(_CLAIMS.format(which=which, **here), (village_code,))
    ]
    return list(conflicts(Claim(*row) for row in rows))

"""Persons whom two villages of a township hold: at the same time, or one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain

from village_desk.rules.exchange_records import Decision
from village_desk.rules.merging import Claim, SharedPerson, same_persons
from village_desk.store.reading import Reading

_PAIRS = """
SELECT own.id, other.id FROM person AS own JOIN person AS other
ON other.identity_number BETWEEN substr(own.identity_number, 1, 18)
AND substr(own.identity_number, 1, 18) || 'Z'
AND other.village_code <> own.village_code
WHERE own.village_code = ? AND own.identity_number <> '' AND own.voided = 0 AND other.voided = 0
"""
"""A disability certificate begins with the identity number: both name the same person."""
_CLAIMS = """
SELECT person.village_code, household.id, household.number, person.id, person.name, person.identity_number,
    person.left_on IS NOT NULL
FROM person JOIN household ON household.id = person.household_id
WHERE household.voided = 0 AND person.id IN ({places})
"""
"""Asked for by id: a server that joins both guesses far too many and looks at everybody."""
_IDS_AT_ONCE = 500


def shared_persons(reading: Reading, village_code: str) -> list[SharedPerson]:
    """Whom a village holds that another one holds too, as the township's book stands.

    Where both have let somebody go there is nothing to ask.
    """
    connection = reading._connection  # noqa: SLF001 - the same store, one more question to the same moment
    ids = sorted({*chain.from_iterable(connection.execute(_PAIRS, (village_code,)))})
    rows = (
        row
        for some in (ids[start : start + _IDS_AT_ONCE] for start in range(0, len(ids), _IDS_AT_ONCE))
        for row in connection.execute(_CLAIMS.format(places=", ".join("?" * len(some))), some)
    )
    pairs = same_persons(Claim(*row) for row in rows)
    return [
        pair
        for pair in pairs
        if village_code in (pair.one.village_code, pair.other.village_code)
        and not (pair.one.has_left and pair.other.has_left)
    ]


def pairs_of(reading: Reading, village_codes: Iterable[str]) -> list[SharedPerson]:
    """The same of several villages, every pair once."""
    found = (pair for code in village_codes for pair in shared_persons(reading, code))
    return list({pair.persons: pair for pair in found}.values())


def decisions_of(reading: Reading) -> Mapping[frozenset[str], Decision]:
    """What the township has settled, by the ids under which the two villages hold the person."""
    return {frozenset((one.one_person or "", one.other_person or "")): one for one in reading.all(Decision)}

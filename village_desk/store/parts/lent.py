"""What a second desk works on is only read here 分账: stands at every write, beside the closed quarters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from village_desk.rules.followup_records import Problem
from village_desk.rules.records import Household, Record
from village_desk.rules.refusals import Refusal
from village_desk.store.villages.row_stream import TRAVELLING

if TYPE_CHECKING:
    from sqlite3 import Connection

HOUSEHOLD_KEYS: Mapping[type[Record], str] = {Household: "id"} | {
    one: "household_id" for one in TRAVELLING if "household_id" in one.__struct_fields__
}
"""The column that says to which household a record belongs; the others belong to the village."""

_IN_FORCE = (
    "SELECT id, households, opened_on, back_on FROM part"
    " WHERE voided = 0 AND given_up_on IS NULL AND (opened_on IS NOT NULL OR back_on IS NULL)"
)
_WHO_HAS = "SELECT desk, given_on FROM part WHERE id = ?"
_NUMBER = "SELECT number FROM household WHERE id = ?"


class Lending(Struct, frozen=True):
    """What of a book may only be looked at now."""

    out: Mapping[str, str]
    """The part by the household that is out with it."""
    handed_back: str | None
    """The day on which this book, a second desk's, was handed back whole."""
    is_part: bool = False
    """This is a second desk's book: it holds a part of the village."""


NOTHING_LENT = Lending({}, None)


def lending(connection: Connection) -> Lending:
    """Read off the book what a second desk has, or what this one has handed back."""
    out: dict[str, str] = {}
    handed_back: str | None = None
    is_part = False
    for part_id, households, opened_on, back_on in connection.execute(_IN_FORCE):
        if opened_on is not None:
            handed_back, is_part = back_on, True
        else:
            out |= dict.fromkeys(households.split(","), part_id)
    return Lending(out, handed_back, is_part)


class Lent:
    """Stands at every write of one deed; what both desks know of each other passes."""

    def __init__(self, connection: Connection, now: Lending) -> None:
        self._connection = connection
        self._now = now

    def look_again(self) -> None:
        """A part has gone out or come back within the deed."""
        self._now = lending(self._connection)

    def watches(self, record_type: type[Record]) -> bool:
        """Whether a write of such a record has to be looked at at all."""
        if self._now.handed_back is not None:
            return record_type in TRAVELLING
        return bool(self._now.out) and record_type in HOUSEHOLD_KEYS

    def key_of(self, record_type: type[Record]) -> str:
        """The column that has to be known of a watched record."""
        return HOUSEHOLD_KEYS.get(record_type, "id")

    def refuse(self, _: type[Record], values: Iterable[object]) -> None:
        """Look at the households of some records, before a write and after it.

        Raises:
            Refusal: ``household-handed-out`` with who has it since when; ``part-handed-back``.
        """
        if self._now.handed_back is not None:
            raise Refusal("part-handed-back", day=self._now.handed_back)
        for household_id in values:
            if (part_id := self._now.out.get(str(household_id))) is not None:
                desk, day = self._connection.execute(_WHO_HAS, (part_id,)).fetchone()
                found = self._connection.execute(_NUMBER, (household_id,)).fetchone()
                raise Refusal("household-handed-out", household=found[0] if found else "", desk=desk, day=day)

    def refuse_new(self, record_type: type[Record], values: Iterable[object]) -> None:
        """The same of rows that come: what is asked of a household that is out is noted all the same.

        The second desk knows nothing of it, so nothing meets when its part comes back: a township's receipt
        and a county's list are taken in whole, whatever is out.
        """
        if record_type is not Problem or self._now.handed_back is not None:
            self.refuse(record_type, values)

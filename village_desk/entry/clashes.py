"""What two desks have both changed 两边不同: shown side by side with who and when, decided by a person."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from village_desk.entry.history_entry import clash_field, clash_said, clash_sides, subject_of
from village_desk.entry.sitting import Sitting
from village_desk.rules.exchange_records import Clash
from village_desk.rules.records import Household, Record
from village_desk.store.parts.given_out import open_clashes
from village_desk.store.parts.taking_in import settle, type_of
from village_desk.store.reading import Reading


class ClashRow(Struct, frozen=True):
    """One answer that both desks have changed, in words."""

    clash: Clash
    household: str
    """Its number; blank for what belongs to the whole village."""
    subject: str
    """Whom or what it concerns."""
    field: str
    here: str
    there: str
    here_said: str
    """Who said it here and when, by this computer's clock."""
    there_said: str


def clash_rows(sitting: Sitting, clashes: Sequence[Clash] | None = None) -> list[ClashRow]:
    """What nobody has decided yet; or what a trial would leave to be decided."""
    with sitting.book.reading() as reading:
        waiting = open_clashes(reading) if clashes is None else clashes
        return [_row(reading, clash) for clash in waiting]


def decide(sitting: Sitting, clash: Clash, *, take_there: bool) -> None:
    """Let one of two answers stand; the other stays in the history.

    Raises:
        Refusal: ``no-such-record``; as for every write of what it belongs to.
    """
    decided = {"settled_on": sitting.today, "settled_by": sitting.who, "took_there": take_there}
    with sitting.changing("clash-settled", clash.household_id) as change:
        settle(change, clash, take_there=take_there)
        change.change(Clash, clash.id, decided)


def _row(reading: Reading, clash: Clash) -> ClashRow:
    household = reading.one(Household, clash.household_id) if clash.household_id else None
    record: Record | None = reading.one(type_of(clash), clash.row_id)
    return ClashRow(
        clash,
        (household.number or "") if household else "",
        subject_of(clash.record, record),
        clash_field(clash),
        *clash_sides(clash),
        *clash_said(clash),
    )

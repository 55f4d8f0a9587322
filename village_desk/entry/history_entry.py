"""变更记录: what happened to a household, in words; and its voided records, which can come back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime

from msgspec import Struct

from village_desk.definitions.items import income_items
from village_desk.definitions.screens import screen, screen_names
from village_desk.definitions.words import all_keys, say
from village_desk.entry.operations import Done
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import fields_of
from village_desk.entry.voiding import KINDS, OF_HOUSEHOLD, bring_back
from village_desk.rules.exchange_records import Clash
from village_desk.rules.meeting import VOIDED
from village_desk.rules.reading import write_value
from village_desk.rules.records import LINK_KEYS, Household, LedgerLine, Person, Record
from village_desk.rules.refusals import Refusal
from village_desk.store.journal import Entry
from village_desk.store.reading import Reading

_NOT_SHOWN = LINK_KEYS - {"rule"} | {"voided"}


class HistoryRow(Struct, frozen=True):
    """One field that changed in one deed; ``field`` is blank where a whole record came, went or came back."""

    at: str
    """Day and time of this computer's clock, for example 2025-03-06 09:30."""
    who: str
    deed: str
    subject: str
    """Whom or what it concerns: a member, an item, or the kind of record."""
    field: str
    before: str
    after: str
    reason: str
    record: str
    row_id: str


class HistoryEntry:
    """The changes of one household, newest first."""

    def __init__(self, sitting: Sitting, household_id: str) -> None:
        self._sitting = sitting
        self.household_id = household_id

    def rows(self) -> list[HistoryRow]:
        """Every change as the cadre reads it."""
        with self._sitting.book.reading() as reading:
            records = self._records(reading)
            entries = reading.history(list(records))
        return [row for entry in entries for row in _rows_of(entry, records)]

    def is_voided(self, record_id: str) -> bool:
        """Whether a record of the household is voided and can come back."""
        return self._voided(record_id) is not None

    def bring_back(self, record_id: str, reason: str) -> Done:
        """Bring back a voided record of any kind with a reason.

        Raises:
            Refusal: ``no-reason``, ``no-such-record``, or ``already-there``.
        """
        record = self._voided(record_id)
        if record is None:
            raise Refusal("no-such-record")
        kind = next(name for name, record_type in KINDS.items() if record_type is type(record))
        return bring_back(self._sitting, kind, record_id, self.household_id, reason)

    def _voided(self, record_id: str) -> Record | None:
        with self._sitting.book.reading() as reading:
            voided = (one for kind in OF_HOUSEHOLD for one in reading.voided(kind, self.household_id))
            return next((one for one in voided if one.id == record_id), None)

    def _records(self, reading: Reading) -> dict[str, Record]:
        found: dict[str, Record] = {}
        household = reading.one(Household, self.household_id)
        if household is not None:
            found[household.id] = household
        for kind in (*OF_HOUSEHOLD, Clash):
            for record in (
                *reading.of_household(kind, self.household_id),
                *reading.voided(kind, self.household_id),
            ):
                found[record.id] = record
        return found


def _rows_of(entry: Entry, records: Mapping[str, Record]) -> Iterator[HistoryRow]:
    def row(field: str, before: str, after: str) -> HistoryRow:
        return HistoryRow(
            at=local_time(entry.at),
            who=entry.who,
            deed=_deed(entry.kind),
            subject=subject_of(entry.record, records.get(entry.row_id)),
            field=field,
            before=before,
            after=after,
            reason=entry.reason or "",
            record=entry.record,
            row_id=entry.row_id,
        )

    before, after = entry.before or {}, entry.after or {}
    if isinstance(clash := records.get(entry.row_id), Clash):
        yield row(clash_field(clash), "", _told_clash(clash, after))
        return
    if entry.before is None or entry.after is None:
        whole = _summary(entry.record, after or before)
        yield row("", "" if entry.before is None else whole, whole if entry.before is None else "")
        return
    if "voided" in after:
        states = (say("history.living"), say("history.voided"))
        yield row("", states[int(before.get("voided") or 0)], states[int(after["voided"] or 0)])
    for key in after:
        if key not in _NOT_SHOWN:
            name = entry.record
            yield row(
                label_of(name, key), text_of(name, key, before.get(key)), text_of(name, key, after[key])
            )


def told_change(entry: Entry) -> str:
    """A change in one line: what stood before in each field that was changed; blank for what was added."""
    return _summary(entry.record, {key: old for key, old in (entry.before or {}).items() if key != "origin"})


def _summary(record: str, values: Mapping[str, str | int | None]) -> str:
    parts = [
        f"{label_of(record, key)}：{text_of(record, key, value)}"
        for key, value in values.items()
        if key not in _NOT_SHOWN and value is not None
    ]
    return "；".join(parts)


def subject_of(table: str, record: Record | None) -> str:
    """Whom or what a record concerns: a member, an item, or the kind of record."""
    if isinstance(record, Person) and record.name:
        return record.name
    if isinstance(record, LedgerLine) and record.item is not None and record.item in income_items():
        return income_items()[record.item].label
    return say(f"history.{table}")


def _deed(kind: str) -> str:
    return say(f"deeds.{kind}") if f"deeds.{kind}" in all_keys() else kind


def label_of(name: str, key: str) -> str:
    """A column of a table as the cadre reads it."""
    if name in screen_names() and key in fields_of(name):
        return screen(name).field(key).label
    return say(f"history-fields.{key}") if f"history-fields.{key}" in all_keys() else key


def text_of(name: str, key: str, stored: str | int | None) -> str:
    """What stands in a column as the cadre reads it; blank for nothing."""
    if stored is None:
        return ""
    field = fields_of(name).get(key) if name in screen_names() else None
    if field is None:
        return str(stored)
    if isinstance(stored, int):
        return write_value(field.kind, stored)
    return field.write(stored) if field.is_coded else stored


def clash_field(clash: Clash) -> str:
    """The column in which two desks differ, as the cadre reads it."""
    return say("history-fields.voided") if clash.field == VOIDED else label_of(clash.record, clash.field)


def clash_sides(clash: Clash) -> tuple[str, str]:
    """What stood here and what the second desk had, as the cadre reads it."""
    here, there = (
        say("history.voided" if json.loads(side) else "history.living")
        if clash.field == VOIDED
        else text_of(clash.record, clash.field, json.loads(side))
        for side in (clash.here, clash.there)
    )
    return here or say("clashes.blank"), there or say("clashes.blank")


def clash_said(clash: Clash) -> tuple[str, str]:
    """Who said which of the two, and when by this computer's clock."""
    here, there = (
        f"{clash.here_by} {local_time(clash.here_at)}",
        f"{clash.there_by} {local_time(clash.there_at)}",
    )
    return here, there


def _told_clash(clash: Clash, after: Mapping[str, str | int | None]) -> str:
    """Both sides of a clash as it came; the side that was taken when it was decided."""
    sides = zip(("keep", "take"), clash_sides(clash), clash_said(clash), strict=True)
    told = [say(f"clashes.{way}", value=value, said=said) for way, value, said in sides]
    if "took_there" in after:
        return told[int(after["took_there"] or 0)]
    here, there = zip(clash_sides(clash), clash_said(clash), strict=True)
    return say("clashes.both", here=here[0], here_said=here[1], there=there[0], there_said=there[1])


def local_time(at: str) -> str:
    """A moment of the journal by this computer's clock, for example 2025-03-06 09:30."""
    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")

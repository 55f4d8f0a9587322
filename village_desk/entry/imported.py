"""What the desk says of an import: whose records change, what their fields are called, and taking it back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from msgspec import Struct

from village_desk.definitions.words import all_keys, say
from village_desk.entry.news import VillageChanged
from village_desk.entry.records.record_kinds import KINDS
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import fields_of
from village_desk.rules.followup_records import Problem
from village_desk.rules.records import Household, LedgerLine, Person, Record, StatedTotals

_SCREENS: Mapping[type[Record], str] = {
    Household: "household",
    Person: "person",
    LedgerLine: "ledger_line",
    StatedTotals: "stated_totals",
    Problem: "problem",
    **{kind.record_type: kind.screen for kind in KINDS.values()},
}
_RECORDS = frozenset(kind.record_type for kind in KINDS.values())
_UNSAID = frozenset({"position"})


class ChangeRow(Struct, frozen=True):
    """One answer that an import would change."""

    whose: str
    label: str
    before: str
    after: str


Change = tuple[type[Record], str, Mapping[str, object], Mapping[str, object]]
"""A record's type and id, and its answers before and after."""


def change_rows(sitting: Sitting, changes: Iterable[Change]) -> list[ChangeRow]:
    """The changed answers in words, each with its household or member."""
    listed = list(changes)
    names = _names(sitting, {record_type for record_type, _, _, _ in listed} & _RECORDS)
    rows: list[ChangeRow] = []
    for record_type, record_id, before, after in listed:
        for key, value in after.items():
            if key not in _UNSAID:
                label, write = _field(record_type, key, names)
                rows.append(ChangeRow(names.get(record_id, ""), label, write(before.get(key)), write(value)))
    return rows


def new_counts(records: Iterable[Record]) -> str:
    """How many records of each kind an import would add, in words; blank for none."""
    counts: dict[type[Record], int] = {}
    for record in records:
        counts[type(record)] = counts.get(type(record), 0) + 1
    return "、".join(_counted(kind, count) for kind, count in counts.items())


def _counted(kind: type[Record], count: int) -> str:
    name = _SCREENS[kind]
    if name in KINDS:
        return say("imports.new_of_kind", count=count, kind=say(f"history.{name}"))
    return say(f"imports.new_{name}", count=count)


def tell_imported(sitting: Sitting) -> None:
    """Let every page know that an import has been written."""
    sitting.news.tell(VillageChanged())


def undo_import(sitting: Sitting, deed_id: str) -> bool:
    """Take one import back whole; False when something was done after it, which must go first."""
    past = sitting.book.undo_deed(deed_id, sitting.who)
    if past is not None:
        sitting.news.tell(VillageChanged())
    return past is not None


class _Writer:
    """Writes a stored value as the field's screen does."""

    def __init__(self, screen_name: str, key: str, names: Mapping[str, str]) -> None:
        self._field = fields_of(screen_name).get(key)
        self._names = names

    def __call__(self, value: object) -> str:
        if self._field is not None:
            return self._field.write(value)  # type: ignore[arg-type]  # a value of this very field
        return "" if value is None else self._names.get(str(value), str(value))


def _field(record_type: type[Record], key: str, names: Mapping[str, str]) -> tuple[str, _Writer]:
    screen_name = _SCREENS.get(record_type, "")
    writer = _Writer(screen_name, key, names) if screen_name else _Writer("household", "", names)
    field = fields_of(screen_name).get(key) if screen_name else None
    own = f"imports.field_{key}"
    return (field.label if field else say(own) if own in all_keys() else key), writer


def _names(sitting: Sitting, kinds: Collection[type[Record]]) -> dict[str, str]:
    with sitting.book.reading() as reading:
        households = reading.all(Household)
        persons, lines, stated = reading.all(Person), reading.all(LedgerLine), reading.all(StatedTotals)
        problems = reading.all(Problem)
        others: list[Any] = [record for kind in kinds for record in reading.all(kind)]
    heads = {one.id: one.head_name or one.number or "" for one in households}
    names = dict(heads)
    names |= {one.id: f"{one.name or ''}（{heads.get(one.household_id, '')}）" for one in persons}
    about: list[Any] = [*lines, *stated, *problems, *others]
    for record in about:
        person_id = getattr(record, "person_id", None)
        names[record.id] = names.get(person_id or "") or heads.get(record.household_id or "", "")
    return names

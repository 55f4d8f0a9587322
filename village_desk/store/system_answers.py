"""What the national system has, read off its imported exports and off what has changed in the book since.

An import puts the system's answers into the book, so what the book said at that moment is the system's; an
answer changed later stands in the journal with the one before. Only what an export said and the book did not
take over is kept with the export itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from village_desk.rules.pictures import VillagePicture
from village_desk.rules.reading import Value
from village_desk.rules.records import Household, Person, Record
from village_desk.rules.system_records import SystemAnswers, SystemExport, TypedAnswer
from village_desk.store.reading import Reading
from village_desk.store.rows import TABLE_NAMES, Stored, answers_of

if TYPE_CHECKING:
    from sqlite3 import Connection

_WRITTEN = "SELECT max(seq) FROM journal WHERE row_id = ? AND after IS NOT NULL"
_KINDS: tuple[type[Record], ...] = (Household, Person)
_Cell = tuple[str, str]
"""A record's id and a key."""


class _Export(Struct, frozen=True, dict=True):
    """One export with the number of the journal entry after which the book is ahead of it."""

    record: SystemExport
    seq: int

    @cached_property
    def households(self) -> frozenset[str]:
        return frozenset(self.record.households)

    @cached_property
    def missing(self) -> frozenset[str]:
        return frozenset(self.record.missing)

    @cached_property
    def not_there(self) -> frozenset[str]:
        return self.missing.union(self.record.unspoken)

    @cached_property
    def otherwise(self) -> Mapping[str, Stored]:
        found: dict[str, Stored] = json.loads(self.record.otherwise)
        return found

    def speaks_of(self, record_id: str, household_id: str) -> bool:
        """Whether it spoke of a household, or of a member who was in the book by then."""
        if household_id not in self.households:
            return False
        return record_id == household_id or self.has_member(record_id)

    def has_member(self, person_id: str) -> bool:
        """Whether it spoke of a member of one of its households; ids rise with every record made."""
        return person_id not in self.not_there and person_id < self.record.id


def with_system(reading: Reading, picture: VillagePicture) -> VillagePicture:
    """A village's picture that also knows what the national system has and what was typed into it."""
    return replace(picture, system=system_answers(reading), typed=tuple(reading.all(TypedAnswer)))


def newest_export(reading: Reading) -> SystemExport | None:
    """The export that was imported last and stands."""
    return max(reading.all(SystemExport), key=lambda one: one.id, default=None)


def system_answers(reading: Reading) -> SystemAnswers:
    """What the system has: of each answer, what the newest export says that has it."""
    connection = reading._connection  # noqa: SLF001 - the same store, one more question to the same moment
    exports = [_Export(one, _seq(connection, one.id)) for one in reversed(reading.all(SystemExport))]
    if not exports:
        return SystemAnswers()
    homes = dict(reading.answers(Person, "id", "household_id"))
    households = [own for (own,) in reading.answers(Household, "id")]
    homes |= {own: own for own in households}
    speaking = list(_speaking(exports, homes))
    known = frozenset[str]().union(*(one.households for one in exports))
    began = exports[-1].record.id
    return SystemAnswers(
        asked=frozenset(question for one in exports for question in one.record.asked),
        theirs={cell: value for kind in _KINDS for cell, value in _theirs(reading, kind, speaking, homes)},
        absent=frozenset(_absent(exports, homes, known, began)),
        unseen=frozenset(own for own in households if own not in known and own < began),
        gone=frozenset(_gone(exports, homes)),
    )


def pending_answers(reading: Reading) -> Mapping[_Cell, Value]:
    """The system's answers that ours are ahead of: an export that repeats them brings no news."""
    theirs = system_answers(reading).theirs
    if not theirs:
        return {}
    ids = {record_id for record_id, _ in theirs}
    ours = {one.id: one for kind in _KINDS for one in reading.each(kind) if one.id in ids}
    return {
        (record_id, key): value
        for (record_id, key), value in theirs.items()
        if record_id in ours and getattr(ours[record_id], key) != value
    }


def _seq(connection: Connection, export_id: str) -> int:
    return int(connection.execute(_WRITTEN, (export_id,)).fetchone()[0] or 0)


def _speaking(exports: Sequence[_Export], homes: Mapping[str, str]) -> Iterator[_Export]:
    """The exports from the newest on that say anything which no newer one says: the journal is long."""
    said: dict[str, set[str]] = {}
    for one in exports:
        if any(one.households - said.get(question, set()) for question in one.record.asked):
            yield one
        whole = one.households - {homes[person] for person in one.not_there if person in homes}
        for question in one.record.asked:
            said.setdefault(question, set()).update(whole)


def _theirs(
    reading: Reading, kind: type[Record], exports: Sequence[_Export], homes: Mapping[str, str]
) -> Iterator[tuple[_Cell, Value]]:
    """Every answer that an export said otherwise than the book, or that the book has changed since."""
    place = TABLE_NAMES[kind]
    changed = _changes(reading, place, exports[-1].seq)
    cells = set(changed)
    cells |= {(own, key) for one in exports for own, answers in one.otherwise.items() for key in answers}
    for own, key in cells:
        home, question = homes.get(own), f"{place}.{key}"
        if home is None or (own == home) != (kind is Household):
            continue
        said = (one for one in exports if question in one.record.asked and one.speaks_of(own, home))
        if (newest := next(said, None)) is not None:
            for value in _said(newest, (own, key), changed.get((own, key), ())):
                yield (own, key), answers_of(kind, (key,), (value,))[0]  # type: ignore[misc]  # an answer


def _said(
    export: _Export, cell: _Cell, changes: Iterable[tuple[int, str | int | None]]
) -> Iterator[str | int | None]:
    """What an export said, where the book may say something else now."""
    own, key = cell
    if key in export.otherwise.get(own, {}):
        yield export.otherwise[own][key]
        return
    before = (value for seq, value in changes if seq > export.seq)
    for value in before:
        yield value
        return


def _changes(reading: Reading, place: str, seq: int) -> dict[_Cell, list[tuple[int, str | int | None]]]:
    """What each changed answer was before, in the order of the changes."""
    found: dict[_Cell, list[tuple[int, str | int | None]]] = {}
    for entry in reading.entries_after(seq, place):
        if entry.before is not None and entry.after is not None:
            for key, value in entry.before.items():
                found.setdefault((entry.row_id, key), []).append((entry.seq, value))
    return found


def _absent(
    exports: Sequence[_Export], homes: Mapping[str, str], known: frozenset[str], began: str
) -> Iterator[str]:
    """Households made since the first export and in none; members of whom no export of theirs spoke."""
    for own, home in homes.items():
        if home not in known:
            if home > began:
                yield own
        elif own != home:
            said = [one for one in exports if home in one.households]
            is_new = any(own in one.missing or own > one.record.id for one in said)
            if is_new and not any(one.has_member(own) for one in said):
                yield own


def _gone(exports: Sequence[_Export], homes: Mapping[str, str]) -> Iterator[str]:
    """Members of whom the newest export of their household did not speak."""
    for own, home in homes.items():
        newest = next((one for one in exports if home in one.households), None)
        if own != home and newest is not None and own in newest.missing:
            yield own

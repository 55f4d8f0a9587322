"""Brings what a second desk has changed into the first book; what both have changed waits for a person."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter

from msgspec import Struct, field

from village_desk.rules.exchange_records import Clash, Part
from village_desk.rules.meeting import VOIDED, Answer, Met, meet
from village_desk.rules.merging import Cell, Compared
from village_desk.rules.records import RECORD_TYPES, Household, Person, Record
from village_desk.rules.refusals import Refusal
from village_desk.store.changing import Changing
from village_desk.store.journal import Entry
from village_desk.store.parts.changes import RowChange, changes_since, rows_gone_since
from village_desk.store.parts.lent import HOUSEHOLD_KEYS
from village_desk.store.rows import TABLE_NAMES, Stored

_LINKS: Mapping[str, type[Record]] = {"household_id": Household, "person_id": Person}


class TakenIn(Struct):
    """What taking in a part has done."""

    compared: Compared = field(default_factory=Compared)
    clashes: list[Clash] = field(default_factory=list)
    """Answers that both desks have changed, in the order of the tables."""


def take_in(change: Changing, part: Part, theirs: Sequence[RowChange]) -> TakenIn:
    """Take in what the second desk says; the part is back already, so that its households may be written.

    Raises:
        Refusal: ``part-of-others``: a row of a household that is not the part's. ``part-number-taken``: a
            household here has its number. ``package-not-confirmed``: what was read back differs.
    """
    meeting = _Meeting(change, part, theirs)
    for one in sorted(theirs, key=lambda one: (RECORD_TYPES.index(one.record_type), one.is_new)):
        meeting.take(one)
    meeting.read_back()
    change.insert_many(meeting.taken_in.clashes)
    return meeting.taken_in


def new_households(theirs: Iterable[RowChange]) -> list[str]:
    """The ids of the households that the second desk has made."""
    return [one.row_id for one in theirs if one.is_new and one.record_type is Household]


class _Meeting:
    """One part as it comes back: what we have changed meanwhile, what was asked before."""

    def __init__(self, change: Changing, part: Part, theirs: Sequence[RowChange]) -> None:
        self._change = change
        self._part = part
        self._ours = {(one.table, one.row_id): one for one in changes_since(change, part.agreed_at)}
        self._gone = rows_gone_since(change, part.agreed_at)
        self._allowed = {*part.households, *new_households(theirs)}
        self._known = {
            kind: change.ids(kind) | {one.row_id for one in theirs if one.is_new and one.record_type is kind}
            for kind in _LINKS.values()
        }
        self._asked: dict[tuple[str, str], dict[str, Cell]] = {}
        for clash in change.all(Clash):
            if clash.part_id == part.id:
                asked = self._asked.setdefault((clash.record, clash.row_id), {})
                asked[clash.field] = json.loads(clash.there)
        self._met: list[tuple[RowChange, str, Met]] = []
        self.taken_in = TakenIn()

    def take(self, theirs: RowChange) -> None:
        """Take one of their rows in."""
        row = self._change.row(theirs.record_type, theirs.row_id)
        self._refuse_others(theirs, row)
        if row is None:
            row = self._twin(theirs)
        if row is None:
            self._insert(theirs)
        else:
            self._bring_together(theirs, row)

    def read_back(self) -> None:
        """See that nothing was dropped: each of their answers stands in the book, or is asked.

        Raises:
            Refusal: ``package-not-confirmed``.
        """
        for theirs, row_id, met in self._met:
            row = self._change.row(theirs.record_type, row_id) or {}
            asked = {*met.asked, *self._asked.get((theirs.table, row_id), ())}
            for name, answer in theirs.answers.items():
                if name not in asked and row.get(name) != answer.now:
                    raise Refusal("package-not-confirmed")

    def _insert(self, theirs: RowChange) -> None:
        was = self._gone.get(theirs.row_id, {})
        if not was and not theirs.is_new:
            raise Refusal("part-of-others")
        values: Stored = {"voided": 0, **was, **{name: one.now for name, one in theirs.answers.items()}}
        values |= {"id": theirs.row_id, "village_code": self._change.village_code}
        self._refuse_taken_number(theirs, values)
        names = tuple(dict.fromkeys(("id", self._key_of(theirs) or "id", *values)))
        whole, newest = tuple(values.get(name) for name in names), _newest(theirs)
        self._change.insert_rows(theirs.record_type, names, [whole], said_by=newest.who)
        self._met.append((theirs, theirs.row_id, Met({}, {})))
        self.taken_in.compared += Compared(new=1) if not values["voided"] else Compared()

    def _bring_together(self, theirs: RowChange, row: Stored) -> None:
        place = (theirs.table, str(row["id"]))
        ours = self._ours[place].answers if place in self._ours else {}
        if row["id"] != theirs.row_id:  # made at both desks: whatever is filled here was said here
            newest = self._change.history([place[1]])[0]
            ours = {name: _said(newest, now) for name, now in row.items() if now is not None} | ours
        met = meet(row, ours, theirs.answers, self._asked.get(place, {}))
        if met.taken:
            self._refuse_taken_number(theirs, {**row, **met.taken})
            for who in sorted({theirs.answers[name].who for name in met.taken}):
                said = {name: now for name, now in met.taken.items() if theirs.answers[name].who == who}
                self._change.change_row(theirs.record_type, row, said, said_by=who)
        self._met.append((theirs, place[1], met))
        for name, there in met.asked.items():
            self._clash(theirs, row, name, there, ours.get(name))
        is_left = bool(met.taken.get(VOIDED))
        self.taken_in.compared += Compared(
            changed=int(bool(met.taken) and not is_left),
            left=int(is_left),
            same=int(not met.taken and not met.asked),
        )

    def _clash(self, theirs: RowChange, row: Stored, name: str, there: Cell, ours: Answer | None) -> None:
        said = theirs.answers.get(name) or _newest(theirs)
        here = ours or _said(self._change.history([str(row["id"])])[0], row[name])
        key = HOUSEHOLD_KEYS.get(theirs.record_type)
        household_id = row[key] if key else None
        self.taken_in.clashes.append(
            Clash(
                self._change.new_id(),
                self._change.village_code,
                str(household_id) if household_id else None,
                self._part.id,
                theirs.table,
                str(row["id"]),
                name,
                json.dumps(row[name], ensure_ascii=False),
                json.dumps(there, ensure_ascii=False),
                here.who,
                here.at,
                said.who,
                said.at,
            )
        )

    def _twin(self, theirs: RowChange) -> Stored | None:
        """The row that stands here in a place that only one may have, such as the visit of a quarter."""
        from village_desk.store.tables import UNIQUE

        keys = [name for name in UNIQUE.get(theirs.record_type, ()) if name != "village_code"]
        if theirs.record_type is Household or not keys or VOIDED in theirs.answers:
            return None
        values = {name: theirs.answers[name].now for name in keys if name in theirs.answers}
        return self._change.row_where(theirs.record_type, values) if len(values) == len(keys) else None

    def _key_of(self, theirs: RowChange) -> str:
        return HOUSEHOLD_KEYS.get(theirs.record_type, "")

    def _refuse_others(self, theirs: RowChange, row: Stored | None) -> None:
        key = self._key_of(theirs)
        ours = self._ours.get((theirs.table, theirs.row_id))
        here = None if row is None or (ours and key in ours.answers) else row.get(key)  # moved away since
        places = {theirs.row_id} if key == "id" else {here, self._said_of(theirs, key)}
        if key and not places - {None} <= self._allowed:
            raise Refusal("part-of-others")
        for link, kind in _LINKS.items():
            if self._said_of(theirs, link) not in {None, *self._known[kind]}:
                raise Refusal("part-of-others")

    def _said_of(self, theirs: RowChange, name: str) -> Cell:
        return theirs.answers[name].now if name in theirs.answers else None

    def _refuse_taken_number(self, theirs: RowChange, values: Stored) -> None:
        if theirs.record_type is Household and not values["voided"]:
            there = self._change.household(str(values["number"]))
            if there is not None and there.id != values["id"]:
                raise Refusal("part-number-taken", household=str(values["number"]))


def _newest(theirs: RowChange) -> Answer:
    return max(theirs.answers.values(), key=attrgetter("at"))


def _said(entry: Entry, now: Cell) -> Answer:
    return Answer(now, entry.who, entry.at)


def type_of(clash: Clash) -> type[Record]:
    """The type of record in which two answers differ."""
    return next(kind for kind in RECORD_TYPES if TABLE_NAMES[kind] == clash.record)


def settle(change: Changing, clash: Clash, *, take_there: bool) -> None:
    """Let one of two answers stand; the other stays in the history.

    Raises:
        Refusal: ``no-such-record``: an undo has taken the row away meanwhile.
    """
    record_type = type_of(clash)
    row = change.row(record_type, clash.row_id)
    if row is None:
        raise Refusal("no-such-record")
    there = json.loads(clash.there)
    if take_there and row[clash.field] != there:
        change.change_row(record_type, row, {clash.field: there})

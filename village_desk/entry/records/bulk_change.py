"""批量修改: the same answers for many households, members or records at once, seen row by row before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from enum import StrEnum
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from village_desk.definitions.screens import Field
from village_desk.definitions.words import say
from village_desk.entry.parts import lent_words
from village_desk.entry.records.record_entry import Answer
from village_desk.entry.records.record_kinds import KINDS, PERSON
from village_desk.entry.records.village_kinds import OF_HOUSEHOLDS, VillageKind, whole_list
from village_desk.entry.records.village_records import VillageRecordRow, VillageRecords
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import field_of, why_not
from village_desk.rules.reading import NotUnderstoodError, Value, split_choices
from village_desk.rules.records import Household, Person, Record
from village_desk.rules.refusals import Refusal

_ONES_OWN = frozenset(
    {
        "number",
        "head_name",
        "walking_place",
        "bank_account",
        "name",
        "relation",
        "identity_number",
        "born_on",
        "nickname",
    }
)
"""Questions that no two households or members answer alike, or that say who somebody is."""


class BulkDeed(StrEnum):
    """What becomes of one row."""

    CHANGES = "changes"
    FOUND = "found"
    """It changes, and the checks would find something that they do not find now."""
    STAYS = "stays"
    LEFT_OUT = "left_out"
    REFUSED = "refused"


class BulkRow(Struct, frozen=True):
    """One record: whose it is, what it answers now and what it would."""

    household: Household
    name: str
    """The member it is about; blank for the household."""
    record: Record
    now: Mapping[str, str]
    then: Mapping[str, str]
    deed: BulkDeed
    why: str = ""
    """Why it is refused, or what the checks would find."""

    @property
    def is_written(self) -> bool:
        """It is among what is written."""
        return self.deed in (BulkDeed.CHANGES, BulkDeed.FOUND)


class Narrowing(Struct, frozen=True):
    """Some of the rows, by what they have in common."""

    words: str
    is_of: Callable[[BulkRow], bool]


def bulk_kinds() -> Mapping[str, VillageKind]:
    """What can be changed for many at once, by the name of its screen."""
    known: dict[str, type[Record]] = {"household": Household, "person": Person}
    known |= {name: KINDS[name].record_type for name in ("measure", *OF_HOUSEHOLDS)}
    return {name: whole_list(name, record_type, without=_ONES_OWN) for name, record_type in known.items()}


class BulkChange:
    """Answers that many records are to get; nothing is on disk before ``write``, which is one deed."""

    def __init__(self, sitting: Sitting, kind: VillageKind) -> None:
        self._sitting = sitting
        self._wanted: frozenset[str] | None = None
        self.keys: tuple[str, ...] = ()
        self.only: Narrowing | None = None
        self._values: dict[str, Value] = {}
        self._left_out: set[str] = set()
        self._found: dict[str, str] = {}
        self.show(kind)

    def show(self, kind: VillageKind) -> None:
        """Change another kind of record; what was to be answered is forgotten."""
        self.kind = kind
        self.choose(())
        self._records = VillageRecords(self._sitting, kind)
        self.reload()

    def take(self, household_ids: Collection[str] | None) -> None:
        """Change these households alone and what belongs to them; None for the whole village."""
        self._wanted = None if household_ids is None else frozenset(household_ids)
        self._take_all_in()

    def choose(self, keys: Sequence[str]) -> None:
        """Say which questions are answered; what was answered of the others is forgotten."""
        self.keys = tuple(keys)
        self._values = {key: value for key, value in self._values.items() if key in keys}
        self._take_all_in()

    def named(self, labels: str) -> tuple[str, ...]:
        """The questions that a text names by their labels."""
        wanted = split_choices(labels)
        return tuple(field.key for field in self.kind.fields() if field.label in wanted)

    def field(self, key: str) -> Field:
        """A question of the kind."""
        return field_of(self.kind.screen, key)

    def texts(self) -> dict[str, str]:
        """What is to be answered, as text."""
        return {key: self.field(key).write(self._values.get(key)) for key in self.keys}

    def answer(self, key: str, text: str) -> Answer:
        """Take the answer to one question; a blank one changes nothing."""
        self._found.clear()
        try:
            value = self.field(key).read(text)
        except NotUnderstoodError as error:
            self._values.pop(key, None)
            return Answer(text, why_not(error))
        if value is None:
            self._values.pop(key, None)
        else:
            self._values[key] = value
        return Answer(self.field(key).write(value))

    def empty(self, key: str) -> None:
        """Let a question have no answer any more in any record."""
        self._values[key] = None
        self._found.clear()

    def is_emptied(self, key: str) -> bool:
        """Whether a question is to lose its answers."""
        return key in self._values and self._values[key] is None

    def reload(self) -> None:
        """Read the records anew."""
        self._records.reload()
        self._found.clear()
        lending = self._sitting.book.lending
        may_be_lent = self._records.households if lending.handed_back is not None else lending.out
        self._lent = {household_id: lent_words(self._sitting, household_id) for household_id in may_be_lent}

    def known(self, key: str) -> list[str]:
        """The answers to a question that the village has already, the most frequent first."""
        found = Counter(row.now[key] for row in self._scope() if row.now[key])
        return [text for text, _ in found.most_common()]

    def rows(self) -> list[BulkRow]:
        """Every row of the households chosen, narrowed down, in walking order."""
        return [row for row in self._scope() if self.only is None or self.only.is_of(row)]

    def narrowings(self) -> list[Narrowing]:
        """The groups 小组 of the rows, and what they answer now to the first question chosen."""
        rows = self._scope()
        groups = Counter(row.household.group or "" for row in rows)
        found = [_of_group(group, count) for group, count in groups.items() if len(groups) > 1]
        if self._found:
            found.insert(0, _of_sound(sum(row.deed is BulkDeed.CHANGES for row in rows)))
        if self.keys:
            key = self.keys[0]
            answers = Counter(row.now[key] for row in rows)
            label = self.field(key).label
            found += [_of_answer(key, label, text, count) for text, count in answers.most_common()]
        return found

    def leave_out(self, row: BulkRow) -> None:
        """Leave a row as it is, or take it in again."""
        self._left_out ^= {row.record.id}

    def changed(self) -> dict[str, Record]:
        """Every record that is written, by id, as it would be."""
        values: dict[str, Any] = self._values
        return {row.record.id: replace(row.record, **values) for row in self.rows() if row.is_written}

    def take_found(self, found: Mapping[str, str]) -> None:
        """Note what the checks would find, by the record's id; another answer lets it go."""
        self._found = dict(found)

    def write(self, reason: str) -> int:
        """Write every row that changes in one deed; how many stand in the book as wanted.

        Raises:
            Refusal: ``no-reason``, or the book cannot be written: nothing is.
        """
        if not reason.strip():
            raise Refusal("no-reason")
        changed = [row.record.id for row in self.rows() if row.is_written]
        with self._sitting.changing("bulk-changed", reason=reason.strip()) as change:
            for record_id in changed:
                change.change(self.kind.record_type, record_id, self._values)
        self.reload()
        stand = {row.record.id for row in self._scope() if row.deed is BulkDeed.STAYS}
        return len(stand & set(changed))

    def _take_all_in(self) -> None:
        self._left_out.clear()
        self.only = None

    def _scope(self) -> list[BulkRow]:
        return [
            self._row(place, one.household, one.record)
            for place, one in enumerate(self._records.rows)
            if self._is_wanted(one) and one.household is not None and one.record is not None
        ]

    def _is_wanted(self, one: VillageRecordRow) -> bool:
        return one.household is not None and (self._wanted is None or one.household.id in self._wanted)

    def _row(self, place: int, household: Household, record: Record) -> BulkRow:
        now = {key: self.field(key).write(getattr(record, key)) for key in self.keys}
        then = now | {key: self.field(key).write(value) for key, value in self._values.items()}
        why = self._lent.get(household.id, "") or self._found.get(record.id, "")
        deed = BulkDeed.FOUND if record.id in self._found else BulkDeed.CHANGES
        if all(getattr(record, key) == value for key, value in self._values.items()):
            deed = BulkDeed.STAYS
        elif self._lent.get(household.id):
            deed = BulkDeed.REFUSED
        elif record.id in self._left_out:
            deed = BulkDeed.LEFT_OUT
        name = self._records.text(place, PERSON) if self.kind.has_person else ""
        return BulkRow(
            household,
            name,
            record,
            now,
            then,
            deed,
            why if deed in (BulkDeed.REFUSED, BulkDeed.FOUND) else "",
        )


def _of_sound(count: int) -> Narrowing:
    return Narrowing(say("bulk.of_sound", count=count), lambda row: row.deed is BulkDeed.CHANGES)


def _of_group(group: str, count: int) -> Narrowing:
    words = say("bulk.of_group", group=group or say("sheet.no_group"), count=count)
    return Narrowing(words, lambda row: (row.household.group or "") == group)


def _of_answer(key: str, label: str, text: str, count: int) -> Narrowing:
    words = say("bulk.of_answer", label=label, text=text or say("bulk.blank"), count=count)
    return Narrowing(words, lambda row: row.now[key] == text)

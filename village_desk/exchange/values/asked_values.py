"""Values that a question words: answers of household, head, member, visit, plan, work, post, the system."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from village_desk.definitions.screens import Field, Kind, screen
from village_desk.definitions.value_words import RowsOf, ValueWords, value_words
from village_desk.exchange.sheets.sheet_subjects import HouseholdSubject
from village_desk.exchange.values.known_values import KnownValue, Take, kind_of_answer
from village_desk.exchange.values.value_rows import ValueRow, newest_of
from village_desk.rules.reading import Value
from village_desk.rules.records import Person, Record

Found = Callable[[ValueRow], Record | None]
IDENTITY_NUMBER = "identity_number"
"""The answer that a copy for the township may write in several ways."""

_HOUSEHOLDS = frozenset({RowsOf.HOUSEHOLD, RowsOf.PERSON})
_PERSONS = frozenset({RowsOf.PERSON})
_SAID_BY_HOUSEHOLD = frozenset({"head.name", "head.relation"})
"""What the household's own head_name says already."""


def asked_values() -> Iterator[KnownValue]:
    """A value for each question that a row can answer."""
    yield from _of_screen("household", "household", _HOUSEHOLDS, _its(lambda one: one.picture.household))
    yield from _of_screen("person", "person", _PERSONS, lambda row: row.person)
    yield from _of_head()
    yield from _of_screen("work", "work_spell", _PERSONS, _own("work_spell"))
    yield from _of_screen("post", "public_post", _PERSONS, _own("public_post"))
    yield from _of_screen("visit", "visit", _HOUSEHOLDS, _its(lambda one: one.visit))
    yield from _of_screen("plan", "plan", _HOUSEHOLDS, _its(lambda one: one.target))
    yield from _of_screen("stated", "stated_totals", _HOUSEHOLDS, _its(lambda one: one.stated))


def _its(find: Callable[[HouseholdSubject], Record | None]) -> Found:
    """A record that belongs to the row's household."""
    return lambda row: find(row.household) if row.household is not None else None


def _own(kind: str) -> Found:
    """The newest record of a kind that is a member's own."""
    return lambda row: newest_of(row.household, row.person, kind) if row.household and row.person else None


def _of_screen(place: str, name: str, of: frozenset[RowsOf], found: Found) -> Iterator[KnownValue]:
    wording, title = value_words().wording, screen(name).title
    for field in screen(name).fields:
        label = wording.get(f"{place}_label", "{label}").format(label=field.label)
        words = ValueWords(
            f"{place}.{field.key}",
            label,
            wording[place].format(title=title, help=field.help, label=field.label),
            kind_of_answer(field.kind),
            of,
            (field.label, *field.aliases),
            field.sensitive,
            adds=field.kind in (Kind.MONEY, Kind.NUMBER, Kind.WHOLE) and not field.key.endswith("year"),
        )
        yield KnownValue(words, _answer(field, found))


def _of_head() -> Iterator[KnownValue]:
    """The head's own answers, under headings with 户主 before them."""
    label = value_words().wording["head_label"]
    for value in _of_screen("head", "person", _HOUSEHOLDS, _its(lambda one: one.head)):
        if value.name in _SAID_BY_HOUSEHOLD:
            continue
        spellings = tuple(label.format(label=spelling) for spelling in value.words.spellings)
        yield replace(value, words=replace(value.words, spellings=spellings))


def _answer(field: Field, found: Found) -> Take:
    key = field.key

    def take(row: ValueRow) -> Value:
        record = found(row)
        value: Value = getattr(record, key, None)
        mask = row.scene.run.mask
        if key == "head_name" and row.household is not None:
            return mask.head_name(row.household.picture)
        if field.sensitive == "name" and isinstance(record, Person) and key == "name":
            return mask.person_name(record)
        if key == IDENTITY_NUMBER and isinstance(value, str):
            return mask.identity_number(value)
        if field.sensitive == "name" and isinstance(value, str):
            return mask.adult_name(value)
        return field.write(value) if field.is_coded else value

    return take

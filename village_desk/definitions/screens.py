"""The questions as they are worded once in forms/screens, and how each one's answer is read and written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from enum import StrEnum

from msgspec import Struct

from village_desk.definitions.codes import code_list, texts
from village_desk.definitions.items import income_items, read_item
from village_desk.definitions.measures import measure_catalogue, read_measure
from village_desk.definitions.toml_files import (
    DefinitionError,
    Table,
    read_once,
    read_table,
    refuse_unknown,
    table_names,
    take,
    take_choice,
)
from village_desk.rules import reading
from village_desk.rules.reading import NotUnderstoodError, Value

ITEMS = "items"
"""The code list of a field whose answer is an income item."""
MEASURES = "measures"
"""The code list of a field whose answer is a measure of the catalogue."""

_SCREEN_KEYS = frozenset({"title", "sections"})
_SECTION_KEYS = frozenset({"title", "fields"})
_FIELD_KEYS = frozenset(
    {"key", "label", "kind", "codes", "unit", "help", "aliases", "sensitive", "input", "decimals"}
)
_SENSITIVE = frozenset({"", "name", "nickname", "id", "phone", "account", "health"})
LINES = "lines"
"""The input of a text of several lines."""
_INPUTS = frozenset({"", "digits", "identity", LINES})
_MOST_DECIMALS = 3


class Kind(StrEnum):
    """The kinds of answer."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    MONEY = "money"
    DAY = "day"
    MONTH = "month"
    CHOICE = "choice"
    CHOICES = "choices"
    FLAG = "flag"

    @property
    def is_figure(self) -> bool:
        """Whether its answers stand to the right: amounts, numbers and counts."""
        return self in (Kind.MONEY, Kind.NUMBER, Kind.WHOLE)


class Field(Struct, frozen=True):
    """One question: its label is the caption on screen, on paper and in workbooks."""

    key: str
    label: str
    kind: Kind
    codes: str = ""
    """The code list of a choice; ITEMS for the income items, MEASURES for the measures."""
    unit: str = ""
    help: str = ""
    aliases: tuple[str, ...] = ()
    """Other headings of the column in workbooks."""
    sensitive: str = ""
    """What copies for others mask it as: name, nickname, id, phone, account or health."""
    input: str = ""
    """How a text is typed: ``digits``, ``identity``, or ``lines`` where it may have several."""
    decimals: int = _MOST_DECIMALS
    """Decimals that a number is typed with."""

    @property
    def is_coded(self) -> bool:
        """The answer is kept by code and shown by label: an income item or a measure."""
        return self.codes in _BY_CODE

    def labels(self) -> tuple[str, ...]:
        """Every label a choice may have, in official order."""
        if self.is_coded:
            return tuple(_BY_CODE[self.codes].labels().values())
        return code_list(self.codes).labels

    def offered_on(self, day: date) -> tuple[str, ...]:
        """The labels a choice offers on a day; one that is retired stays readable wherever it stands."""
        if self.codes == ITEMS:
            return tuple(item.label for item in income_items().values() if item.is_offered_on(day))
        return self.labels() if self.is_coded else code_list(self.codes).labels_on(day)

    def read(self, text: str) -> Value:
        """Read an answer as typed or imported; blank is None.

        Raises:
            NotUnderstoodError: The text is no answer of this kind; its code selects the sentence shown.
        """
        if self.kind is Kind.CHOICE:
            return _BY_CODE[self.codes].read(text) if self.is_coded else code_list(self.codes).read(text)
        if self.kind is Kind.CHOICES:
            return self._read_choices(text)
        if self.kind is Kind.TEXT:
            return _TEXT_READERS[self.input](text)
        return _READERS[self.kind](text)

    def write(self, value: Value) -> str:
        """Write a stored value as the text that reads back to it."""
        if self.is_coded and isinstance(value, str):
            return _BY_CODE[self.codes].labels().get(value, value)
        return reading.write_value(self.kind, value)

    def _read_choices(self, text: str) -> tuple[str, ...] | None:
        listed = code_list(self.codes)
        try:
            whole = listed.read(text)
            return None if whole is None else (whole,)
        except NotUnderstoodError:
            labels = {listed.read(part) for part in reading.split_choices(text)}
        chosen = sorted((label for label in labels if label is not None), key=listed.position)
        return tuple(chosen) or None


class _Coded(Struct, frozen=True):
    """A list whose entries are kept by code and shown by label."""

    read: Callable[[str], str | None]
    labels: Callable[[], Mapping[str, str]]


def _item_labels() -> dict[str, str]:
    return {code: item.label for code, item in income_items().items()}


def _measure_labels() -> dict[str, str]:
    return {code: measure.label for code, measure in measure_catalogue().items()}


_BY_CODE: Mapping[str, _Coded] = {
    ITEMS: _Coded(read_item, read_once(_item_labels)),
    MEASURES: _Coded(read_measure, read_once(_measure_labels)),
}


class Section(Struct, frozen=True):
    """A group of questions under one heading."""

    title: str
    fields: tuple[Field, ...]


class Screen(Struct, frozen=True):
    """All questions about one kind of record, in order of entry."""

    name: str
    title: str
    sections: tuple[Section, ...]
    fields: tuple[Field, ...]
    """Every field of every section, in order of entry."""
    _by_key: Mapping[str, Field]

    def __hash__(self) -> int:
        return hash(self.name)

    def field(self, key: str) -> Field:
        """One field by key.

        Raises:
            KeyError: No such question on this screen.
        """
        return self._by_key[key]


@read_once
def screen(name: str) -> Screen:
    """A screen by its file's name.

    Raises:
        DefinitionError: There is none, or file, key and reason of what is wrong in it.
    """
    where = f"forms/screens/{name}.toml"
    if name not in screen_names():
        raise DefinitionError(f"{where}: no such screen")
    return make_screen(name, read_table("forms", "screens", f"{name}.toml"), where)


def with_first(known: Screen, first: Field) -> Screen:
    """A screen with one more question before all others: whose record it is, where files cannot say it."""
    head, *rest = known.sections
    sections = (Section(head.title, (first, *head.fields)), *rest)
    by_key = {first.key: first, **known._by_key}  # noqa: SLF001 - the same module
    return Screen(known.name, known.title, sections, (first, *known.fields), by_key)


def with_only(known: Screen, keys: Collection[str], title: str) -> Screen:
    """A screen that asks some of its questions alone, under one heading."""
    fields = tuple(field for field in known.fields if field.key in keys)
    return Screen(known.name, title, (Section(title, fields),), fields, {one.key: one for one in fields})


@read_once
def screen_names() -> tuple[str, ...]:
    """The names of the shipped screens."""
    return tuple(name.removesuffix(".toml") for name in table_names("forms", "screens"))


def caption(name_dot_key: str) -> str:
    """The label of a field such as ``household.number``: the only wording of it there is.

    Raises:
        KeyError: No such question.
    """
    return asked_field(name_dot_key).label


def asked_field(name_dot_key: str) -> Field:
    """A field by a name such as ``household.number``.

    Raises:
        KeyError: No such question.
    """
    name, _, key = name_dot_key.partition(".")
    if name not in screen_names():
        raise KeyError(name_dot_key)
    return screen(name).field(key)


def make_screen(name: str, table: Table, where: str) -> Screen:
    """Build a screen from its table.

    Raises:
        DefinitionError: See screen.
    """
    refuse_unknown(table, _SCREEN_KEYS, where)
    sections = tuple(_section(entry, where) for entry in take(table, "sections", list, where))
    fields = tuple(field for section in sections for field in section.fields)
    keys = [field.key for field in fields]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise DefinitionError(f"{where}: {', '.join(twice)} is asked twice")
    by_key = dict(zip(keys, fields, strict=True))
    return Screen(name, take(table, "title", str, where), sections, fields, by_key)


def _section(entry: Table, where: str) -> Section:
    title = take(entry, "title", str, where)
    refuse_unknown(entry, _SECTION_KEYS, f"{where}, {title}")
    return Section(title, tuple(_field(field, where) for field in take(entry, "fields", list, where)))


def _field(entry: Table, where: str) -> Field:
    key = take(entry, "key", str, where)
    where = f"{where}, {key}"
    refuse_unknown(entry, _FIELD_KEYS, where)
    field = Field(
        key=key,
        label=take(entry, "label", str, where),
        kind=take_choice(Kind, entry, "kind", where),
        codes=_text(entry, "codes", where),
        unit=_text(entry, "unit", where),
        help=take(entry, "help", str, where),
        aliases=texts(entry, "aliases", where),
        sensitive=_text(entry, "sensitive", where),
        input=_text(entry, "input", where),
        decimals=entry.get("decimals", _MOST_DECIMALS),
    )
    _refuse_misfit(field, where)
    return field


def _text(entry: Table, key: str, where: str) -> str:
    return str(take(entry, key, str, where)) if key in entry else ""


def _refuse_misfit(field: Field, where: str) -> None:
    if field.sensitive not in _SENSITIVE or field.input not in _INPUTS:
        raise DefinitionError(f"{where}: sensitive or input is not one that is known")
    if field.input and field.kind is not Kind.TEXT:
        raise DefinitionError(f"{where}: input goes with a text")
    if bool(field.codes) != (field.kind in (Kind.CHOICE, Kind.CHOICES)):
        raise DefinitionError(f"{where}: codes go with a choice, and every choice has them")
    if field.decimals not in range(_MOST_DECIMALS + 1):
        raise DefinitionError(f"{where}: decimals lie between 0 and {_MOST_DECIMALS}")


_TEXT_READERS: dict[str, Callable[[str], Value]] = {
    "": reading.read_text,
    "digits": reading.read_digits,
    "identity": reading.read_identity_text,
    LINES: reading.read_text,
}
_READERS: dict[Kind, Callable[[str], Value]] = {
    Kind.WHOLE: reading.read_whole,
    Kind.NUMBER: reading.read_number,
    Kind.MONEY: reading.read_money,
    Kind.DAY: reading.read_day,
    Kind.MONTH: reading.read_month,
    Kind.FLAG: reading.read_flag,
}

"""The field's code lists: official labels, the spellings met in real files, and when a label is offered."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import TypeVar

from msgspec import Struct

from village_desk.definitions.toml_files import (
    DefinitionError,
    Table,
    read_once,
    read_table,
    refuse_unknown,
    table_names,
    take,
)
from village_desk.rules.reading import NotUnderstoodError, matching_text, tidy_text

Meaning = TypeVar("Meaning", str, str | None)

_LIST_KEYS = frozenset({"title", "source", "blank", "codes"})
_CODE_KEYS = frozenset({"label", "aliases", "sex", "kin", "grams", "valid_from", "valid_until"})
KINS = frozenset({"head", "spouse", "child", "parent", "grandparent", "grandchild", "sibling"})


class Code(Struct, frozen=True):
    """One label of a list, stored as it is spelt here."""

    label: str
    aliases: tuple[str, ...] = ()
    sex: str | None = None
    """The sex a relation implies."""
    kin: str | None = None
    """The place in the family that rules of age compare: one of KINS."""
    grams: int | None = None
    """What a unit of weight weighs."""
    valid_from: date | None = None
    valid_until: date | None = None

    def is_valid_on(self, day: date) -> bool:
        """Whether the label is offered on a day; a label already stored stays readable for ever."""
        return (self.valid_from or day) <= day <= (self.valid_until or day)


class CodeList(Struct, frozen=True):
    """A list of labels in official order."""

    name: str
    title: str
    source: str
    codes: tuple[Code, ...]
    _labels: Mapping[str, str | None]
    """Every spelling in its comparing form with its label; None for words that say nothing."""

    def __hash__(self) -> int:
        return hash(self.name)

    @property
    def labels(self) -> tuple[str, ...]:
        """Every label, those no longer offered too."""
        return tuple(code.label for code in self.codes)

    def labels_on(self, day: date) -> tuple[str, ...]:
        """The labels offered on a day."""
        return tuple(code.label for code in self.codes if code.is_valid_on(day))

    def code(self, label: str) -> Code:
        """The entry of a stored label.

        Raises:
            KeyError: Not a label of this list.
        """
        for code in self.codes:
            if code.label == label:
                return code
        raise KeyError(label)

    def position(self, label: str) -> int:
        """Where a label stands in the list; a label that has left it sorts last."""
        labels = self.labels
        return labels.index(label) if label in labels else len(labels)

    def read(self, text: str) -> str | None:
        """Read a label or one of its spellings, whatever the blanks and widths; nothing said is None.

        Bare numbers are never taken: systems give the same number contrary meanings (realdata.md 4).

        Raises:
            NotUnderstoodError: No label of this list (not-in-list).
        """
        return read_spelling(text, self._labels)


def read_spelling(text: str, spellings: Mapping[str, str | None]) -> str | None:
    """What a text names, whatever its blanks and widths; nothing said is None.

    Args:
        text: As somebody has written it.
        spellings: What each spelling names, by its comparing form; None where it says nothing.

    Raises:
        NotUnderstoodError: It names nothing there (not-in-list).
    """
    spelling = comparing_form(tidy_text(text))
    if not spelling:
        return None
    if spelling not in spellings:
        raise NotUnderstoodError("not-in-list")
    return spellings[spelling]


def comparing_form(text: str) -> str:
    """A text without blanks, width and letter case: what two spellings of one word share."""
    return matching_text(unicodedata.normalize("NFKC", matching_text(text))).casefold()


@read_once
def code_list(name: str) -> CodeList:
    """A shipped code list by name.

    Raises:
        DefinitionError: There is none, it has an unknown key, or a spelling belongs to two labels.
    """
    where = f"resources/codes/{name}.toml"
    if name not in code_list_names():
        raise DefinitionError(f"{where}: no such code list")
    return make_code_list(name, read_table("resources", "codes", f"{name}.toml"), where)


@read_once
def code_list_names() -> tuple[str, ...]:
    """The names of the shipped lists."""
    return tuple(name.removesuffix(".toml") for name in table_names("resources", "codes"))


@read_once
def unit_grams() -> Mapping[str, int]:
    """What each unit of weight is in grams."""
    return MappingProxyType({code.label: code.grams for code in code_list("unit").codes if code.grams})


def make_code_list(name: str, table: Table, where: str) -> CodeList:
    """Build a list from its table.

    Raises:
        DefinitionError: See code_list.
    """
    refuse_unknown(table, _LIST_KEYS, where)
    codes = tuple(_code(entry, where) for entry in take(table, "codes", list, where))
    labels: dict[str, str | None] = {}
    for code in codes:
        for spelling in (code.label, *code.aliases):
            claim(labels, spelling, code.label, where)
    for spelling in texts(table, "blank", where):
        claim(labels, spelling, None, where)
    return CodeList(name, take(table, "title", str, where), take(table, "source", str, where), codes, labels)


def texts(entry: Table, key: str, where: str) -> tuple[str, ...]:
    """Take an optional list of texts.

    Raises:
        DefinitionError: It is no list or holds something else.
    """
    found = entry.get(key, [])
    if not isinstance(found, list) or not all(isinstance(text, str) and text for text in found):
        raise DefinitionError(f"{where}: {key} must be a list of texts")
    return tuple(found)


def optional_day(entry: Table, key: str, where: str) -> date | None:
    """Take an optional day such as "2020-12-31".

    Raises:
        DefinitionError: It is no such day.
    """
    found = entry.get(key)
    if found is None:
        return None
    try:
        return date.fromisoformat(found)
    except (TypeError, ValueError):
        raise DefinitionError(f"{where}: {key} must be a day such as 2020-12-31") from None


def claim(spellings: dict[str, Meaning], spelling: str, meaning: Meaning, where: str) -> None:
    """Give a spelling its one meaning.

    Raises:
        DefinitionError: It means something else already, or is a bare number.
    """
    form = comparing_form(spelling)
    if not form or form.isdecimal():
        raise DefinitionError(
            f"{where}: {spelling} is no spelling: blank and bare numbers mean nothing for sure"
        )
    if form in spellings and spellings[form] != meaning:
        raise DefinitionError(f"{where}: {spelling} stands for both {spellings[form]} and {meaning}")
    spellings[form] = meaning


def _code(entry: Table, where: str) -> Code:
    label = take(entry, "label", str, where)
    where = f"{where}, {label}"
    refuse_unknown(entry, _CODE_KEYS, where)
    sex, kin, grams = entry.get("sex"), entry.get("kin"), entry.get("grams")
    if sex not in (None, "男", "女") or (kin is not None and kin not in KINS):
        raise DefinitionError(f"{where}: sex or kin is not one that rules know")
    if grams is not None and not (isinstance(grams, int) and grams > 0):
        raise DefinitionError(f"{where}: grams must be a whole number above zero")
    return Code(
        label=label,
        aliases=texts(entry, "aliases", where),
        sex=sex,
        kin=kin,
        grams=grams,
        valid_from=optional_day(entry, "valid_from", where),
        valid_until=optional_day(entry, "valid_until", where),
    )

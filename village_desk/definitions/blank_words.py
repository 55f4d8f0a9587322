"""The words by which a township's blank table is understood: its rows, its lines, and who its title means."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from village_desk.definitions.codes import texts
from village_desk.definitions.toml_files import (
    Table,
    read_once,
    read_table,
    refuse_unknown,
    take,
    take_choice,
)
from village_desk.definitions.value_words import RowsOf

_WHERE = "resources/blanks.toml"
_LISTS = (
    *("totals", "lines", "samples", "qualifying", "units", "of_households", "of_persons"),
    *("by_hand", "signers", "questions", "answers", "serials"),
)
_FILTER_KEYS = frozenset({"key", "label", "rows", "words"})


class FilterWords(Struct, frozen=True):
    """One choice of who belongs in a table."""

    key: str
    label: str
    rows: RowsOf
    """What is chosen: households or their members."""
    words: tuple[str, ...]
    """What a title says that means it, the most telling first."""


class BlankWords(Struct, frozen=True):
    """Everything that the file says."""

    lists: Mapping[str, tuple[str, ...]]
    filters: Mapping[str, FilterWords]

    def __getitem__(self, name: str) -> tuple[str, ...]:
        """One of the lists."""
        return self.lists[name]


@read_once
def blank_words() -> BlankWords:
    """The shipped words.

    Raises:
        DefinitionError: An unknown key or a missing text.
    """
    table = read_table("resources", "blanks.toml")
    refuse_unknown(table, frozenset({*_LISTS, "filters"}), _WHERE)
    filters = [_filter(entry) for entry in take(table, "filters", list, _WHERE)]
    lists = {name: texts(table, name, _WHERE) for name in _LISTS}
    return BlankWords(lists, {one.key: one for one in filters})


def _filter(entry: Table) -> FilterWords:
    key = take(entry, "key", str, _WHERE)
    where = f"{_WHERE}, {key}"
    refuse_unknown(entry, _FILTER_KEYS, where)
    return FilterWords(
        key,
        take(entry, "label", str, where),
        take_choice(RowsOf, entry, "rows", where),
        texts(entry, "words", where),
    )

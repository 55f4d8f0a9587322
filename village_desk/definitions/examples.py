"""Worked examples that F1 shows: what is typed into a field and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from village_desk.definitions.screens import Field, screen
from village_desk.definitions.toml_files import DefinitionError, read_once, read_table, refuse_unknown, take

_WHERE = "resources/help/examples.toml"


class Example(Struct, frozen=True):
    """One example; ``text`` is the sentence that is shown."""

    field: str
    """Screen and key, such as ledger_line.amount."""
    typed: str
    shown: str
    text: str

    @property
    def asked(self) -> Field:
        """The field it is about.

        Raises:
            KeyError: There is no such field.
        """
        name, _, key = self.field.partition(".")
        return screen(name).field(key)


@read_once
def examples() -> Mapping[str, Example]:
    """The shipped examples by field.

    Raises:
        DefinitionError: An unknown key, or two examples for one field.
    """
    table = read_table("resources", "help", "examples.toml")
    refuse_unknown(table, frozenset({"examples"}), _WHERE)
    found: dict[str, Example] = {}
    for entry in take(table, "examples", list, _WHERE):
        refuse_unknown(entry, frozenset(Example.__struct_fields__), _WHERE)
        example = Example(**{name: take(entry, name, str, _WHERE) for name in Example.__struct_fields__})
        if example.field in found:
            raise DefinitionError(f"{_WHERE}: {example.field} stands twice")
        found[example.field] = example
    return MappingProxyType(found)

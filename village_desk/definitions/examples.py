"""Worked examples that F1 shows: what is typed into a field and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

from village_desk.definitions.screens import Field, screen
from village_desk.definitions.toml_files import DefinitionError, read_once, read_table, refuse_unknown, take

_WHERE = "resources/help/examples.toml"


@dataclass(frozen=True, slots=True)
class Example:
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
        refuse_unknown(entry, frozenset(field.name for field in fields(Example)), _WHERE)
        example = Example(**{field.name: take(entry, field.name, str, _WHERE) for field in fields(Example)})
        if example.field in found:
            raise DefinitionError(f"{_WHERE}: {example.field} stands twice")
        found[example.field] = example
    return MappingProxyType(found)

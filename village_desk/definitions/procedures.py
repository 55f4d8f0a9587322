"""The prescribed ways into monitoring and out of it: steps, days and papers of resources/procedures.toml."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from village_desk.definitions.codes import texts
from village_desk.definitions.screens import Kind, screen
from village_desk.definitions.toml_files import (
    DefinitionError,
    Table,
    read_once,
    read_table,
    refuse_unknown,
    take,
)
from village_desk.rules.procedures import Step, Way

_WHERE = "resources/procedures.toml"
_KEYS = frozenset({"kind", "whole_days", "posting_days", "stable_months", "steps"})
_STEP_KEYS = frozenset({"key", "days", "papers"})


@read_once
def procedure_ways() -> Mapping[str, Way]:
    """The ways by kind of procedure.

    Raises:
        DefinitionError: The key and the reason, for example a step that is no day of the screen.
    """
    table = read_table("resources", "procedures.toml")
    refuse_unknown(table, frozenset({"procedures"}), _WHERE)
    ways = [make_way(entry) for entry in take(table, "procedures", list, _WHERE)]
    return MappingProxyType({way.kind: way for way in ways})


def make_way(entry: Table) -> Way:
    """Build a way from its table.

    Raises:
        DefinitionError: See procedure_ways.
    """
    refuse_unknown(entry, _KEYS, _WHERE)
    kind = take(entry, "kind", str, _WHERE)
    if kind not in screen("procedure").field("kind").labels():
        raise DefinitionError(f"{_WHERE}: {kind} is no kind of procedure")
    numbers = {key: _number(entry, key) for key in ("whole_days", "posting_days", "stable_months")}
    steps = tuple(_step(one) for one in take(entry, "steps", list, _WHERE))
    return Way(kind=kind, steps=steps, **numbers)


def _step(entry: Table) -> Step:
    refuse_unknown(entry, _STEP_KEYS, _WHERE)
    key = take(entry, "key", str, _WHERE)
    if screen("procedure").field(key).kind is not Kind.DAY:
        raise DefinitionError(f"{_WHERE}: {key} takes no day")
    days = _number(entry, "days") if "days" in entry else None
    return Step(key, texts(entry, "papers", _WHERE), days)


def _number(entry: Table, key: str) -> int:
    number: int = take(entry, key, int, _WHERE)
    if number < 0:
        raise DefinitionError(f"{_WHERE}: {key} must not be below zero")
    return number

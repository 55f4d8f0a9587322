"""Records to stored rows and back: dates as text, yes/no as 0 and 1, several choices joined by commas."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import date
from functools import cache
from typing import TypeVar, cast, get_type_hints

from village_desk.rules.records import Record
from village_desk.store.tables import plain_type

R = TypeVar("R", bound=Record)
Stored = dict[str, str | int | None]

_INTO_ROW: dict[type, Callable[..., str | int]] = {date: date.isoformat, bool: int, tuple: ",".join}
_FROM_ROW: dict[type, Callable[..., object]] = {
    date: date.fromisoformat,
    bool: bool,
    tuple: lambda text: tuple(text.split(",")) if text else (),
}


def stored(record: Record) -> Stored:
    """A record as the row that the table keeps."""
    row: Stored = {name: getattr(record, name) for name in _names(type(record))}
    for name, convert in _into(type(record)):
        value = row[name]
        if value is not None:
            row[name] = convert(value)
    return row


def stored_value(record_type: type[Record], key: str, value: object) -> str | int | None:
    """One answer as the table keeps it."""
    if value is None:
        return None
    convert = dict(_into(record_type)).get(key)
    return convert(value) if convert else cast("str | int", value)


def record_of(record_type: type[R], row: Sequence[object]) -> R:
    """The record of a row whose columns stand in the record's order."""
    values = list(row)
    for index, convert in _out_of(record_type):
        if values[index] is not None:
            values[index] = convert(values[index])
    return record_type(*values)  # type: ignore[arg-type]  # columns stand in the order of the fields


@cache
def _names(record_type: type[Record]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(record_type))


@cache
def _types(record_type: type[Record]) -> tuple[tuple[str, type], ...]:
    hints = get_type_hints(record_type)
    return tuple((name, plain_type(hints[name])) for name in _names(record_type))


@cache
def _into(record_type: type[Record]) -> tuple[tuple[str, Callable[..., str | int]], ...]:
    return tuple((name, _INTO_ROW[kind]) for name, kind in _types(record_type) if kind in _INTO_ROW)


@cache
def _out_of(record_type: type[Record]) -> tuple[tuple[int, Callable[..., object]], ...]:
    return tuple((i, _FROM_ROW[kind]) for i, (_, kind) in enumerate(_types(record_type)) if kind in _FROM_ROW)

"""Opens shipped TOML files; a mistake names its file and key."""

from __future__ import annotations

import tomllib
from enum import Enum
from typing import Any, TypeVar

from village_desk.places.shipped import shipped

Table = dict[str, Any]
Choice = TypeVar("Choice", bound=Enum)


class DefinitionError(ValueError):
    """A shipped or township's own TOML file is wrong; the message says file, key and reason."""


def read_table(*parts: str) -> Table:
    """Read one TOML file.

    Raises:
        DefinitionError: It is not TOML.
    """
    path = shipped(*parts)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DefinitionError(f"{'/'.join(parts)}: {error}") from error


def take(entry: Table, key: str, kind: type, where: str) -> Any:  # noqa: ANN401 - the caller names the kind
    """Take a required key of a kind out of a table.

    Raises:
        DefinitionError: It is missing or of another kind.
    """
    value = entry.get(key)
    if not isinstance(value, kind):
        raise DefinitionError(f"{where}: {key} must be {kind.__name__}")
    return value


def take_choice(kind: type[Choice], entry: Table, key: str, where: str) -> Choice:
    """Take a required key whose text is one of an enumeration's values.

    Raises:
        DefinitionError: It is missing, no text, or none of the values.
    """
    try:
        return kind(take(entry, key, str, where))
    except DefinitionError:
        raise
    except ValueError:
        raise DefinitionError(f"{where}: no such {key}") from None


def refuse_unknown(entry: Table, known: frozenset[str], where: str) -> None:
    """Refuse keys that nothing reads, so that a misspelt key is never silently ignored.

    Raises:
        DefinitionError: A key is not known.
    """
    unknown = sorted(set(entry) - known)
    if unknown:
        raise DefinitionError(f"{where}: unknown key {', '.join(unknown)}")

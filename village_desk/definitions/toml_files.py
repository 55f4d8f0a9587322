"""Opens the program's TOML files, a book's own over the shipped ones; a mistake names its file and key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache
from types import MappingProxyType
from typing import Any, ParamSpec, TypeVar, cast

from village_desk.places.shipped import shipped

Table = dict[str, Any]
Choice = TypeVar("Choice", bound=Enum)
Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

_laid: Mapping[str, str] = MappingProxyType({})
"""The texts of the open book's own files, by the paths of the shipped ones that they stand before."""
_forgetting: list[Callable[[], None]] = []


def read_once(reader: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Let a reader of definitions read once, and again after other files have been laid over."""
    known = cache(reader)
    _forgetting.append(known.cache_clear)
    return cast(Callable[Asked, Answer], known)


def lay_over(files: Mapping[str, str]) -> None:
    """Put a book's own files (path to text) before the shipped ones, for every reader; none: back to these.

    The definitions are those of the one book that the program works with, as its words and formats are.
    """
    global _laid  # noqa: PLW0603 - see above
    if dict(files) == dict(_laid):
        return
    _laid = MappingProxyType(dict(files))
    for forget in _forgetting:
        forget()


def laid_over() -> Mapping[str, str]:
    """The book's own files that are read now."""
    return _laid


def table_names(*folder: str) -> list[str]:
    """The names of a folder's TOML files, shipped and laid over, in their order."""
    start = "/".join(folder) + "/"
    own = {path.removeprefix(start) for path in _laid if path.startswith(start)}
    return sorted({path.name for path in shipped(*folder).glob("*.toml")} | own)


class DefinitionError(ValueError):
    """A shipped or township's own TOML file is wrong; the message says file, key and reason.

    ``why`` names the same reason among the words of the desk (section ``definitions``), with the values that
    its gaps take; blank where only a programmer can have made the mistake.
    """

    def __init__(self, message: str, why: str = "", **values: object) -> None:
        super().__init__(message)
        self.why = why
        self.values = values


def read_table(*parts: str) -> Table:
    """Read one TOML file, the book's own where it has one.

    Raises:
        DefinitionError: It is not TOML.
    """
    where = "/".join(parts)
    try:
        own = _laid.get(where)
        return tomllib.loads(shipped(*parts).read_text(encoding="utf-8") if own is None else own)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise not_toml(where, error) from error


def take(entry: Table, key: str, kind: type, where: str) -> Any:  # noqa: ANN401 - the caller names the kind
    """Take a required key of a kind out of a table.

    Raises:
        DefinitionError: It is missing or of another kind.
    """
    value = entry.get(key)
    if not isinstance(value, kind):
        wanted = {"where": where, "key": key, "kind": kind.__name__}
        raise DefinitionError(f"{where}: {key} must be {kind.__name__}", f"kind-{kind.__name__}", **wanted)
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
        known = "、".join(one.value for one in kind)
        values = {"where": where, "key": key, "known": known}
        raise DefinitionError(f"{where}: no such {key}", "choice", **values) from None


def refuse_unknown(entry: Table, known: frozenset[str], where: str) -> None:
    """Refuse keys that nothing reads, so that a misspelt key is never silently ignored.

    Raises:
        DefinitionError: A key is not known.
    """
    unknown = sorted(set(entry) - known)
    if unknown:
        values = {"where": where, "keys": "、".join(unknown)}
        raise DefinitionError(f"{where}: unknown key {', '.join(unknown)}", "unknown-key", **values)


def not_toml(where: str, error: ValueError) -> DefinitionError:
    """What is wrong with a file that is no TOML or no text, with its place where the parser says it."""
    return DefinitionError(f"{where}: {error}", "not-toml", where=where, place=_place_of(error))


def _place_of(error: Exception) -> str:
    """Line and column, where the parser of TOML says them."""
    return ":".join(re.findall(r"\d+", str(error))[-2:]) if isinstance(error, tomllib.TOMLDecodeError) else ""

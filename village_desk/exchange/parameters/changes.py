"""What a pack would change in a book, value by value: what stands there now, what would stand there then."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from village_desk.definitions.own_files import shipped_text
from village_desk.exchange.parameters.parameters import CHOICES, Parameters

_NAMES = ("code", "id", "label", "key", "name", "item", "indicator", "task")
"""What an entry of a list is called by; the first that it has."""
_MORE = ("group", "year")
"""What tells entries of one name apart."""


class Change(Struct, frozen=True):
    """One value: where it stands, what it is now and what it would be; blank where there is none."""

    where: str
    """A file's path, the name of a choice, or ``prices``."""
    what: str
    now: str
    then: str


def changes(now: Parameters, then: Parameters) -> list[Change]:
    """Every difference between the parameters of a book and those it would go by."""
    return [*_of_choices(now, then), *_of_prices(now, then), *_of_files(now, then)]


def _of_choices(now: Parameters, then: Parameters) -> Iterator[Change]:
    for name in CHOICES:
        yield from _differences(name, _leaves(now.settings[name]), _leaves(then.settings[name]))


def _of_prices(now: Parameters, then: Parameters) -> Iterator[Change]:
    known = {(price["item"], price["year"]): price for price in now.prices}
    for price in then.prices:
        called = f"{price['item']}.{price['year']}"
        before = _leaves(known.get((price["item"], price["year"]), {}), called)
        yield from _differences("prices", before, _leaves(price, called))


def _of_files(now: Parameters, then: Parameters) -> Iterator[Change]:
    for path in sorted({*now.files, *then.files}):
        before, after = (one.files.get(path, shipped_text(path) or "") for one in (now, then))
        if before != after:
            yield from _differences(path, _leaves(tomllib.loads(before)), _leaves(tomllib.loads(after)))


def _differences(where: str, now: Mapping[str, str], then: Mapping[str, str]) -> Iterator[Change]:
    for what in dict.fromkeys((*now, *then)):
        if now.get(what, "") != then.get(what, ""):
            yield Change(where, what, now.get(what, ""), then.get(what, ""))


def _leaves(value: Any, path: str = "") -> dict[str, str]:  # noqa: ANN401 - whatever TOML or JSON can hold
    """The single values of a table by their path, entries of lists by what they are called."""
    if isinstance(value, Mapping):
        inner = value.items()
    elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
        inner = _named(value).items()
    else:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        return {} if value is None else {path: text}
    found: dict[str, str] = {}
    for key, each in inner:
        found |= _leaves(each, f"{path}.{key}" if path else str(key))
    return found


def _named(entries: list[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for place, entry in enumerate(entries, 1):
        name = next((str(entry[key]) for key in _NAMES if key in entry), str(place))
        more = [str(entry[key]) for key in _MORE if key in entry]
        called = "/".join([name, *more])
        found[called if called not in found else f"{called}#{place}"] = entry
    return found

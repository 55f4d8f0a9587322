"""The catalogue of indicators: official wording, and the words and months that decide who is counted."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from village_desk.definitions.codes import texts
from village_desk.definitions.items import income_items, read_item
from village_desk.definitions.toml_files import (
    DefinitionError,
    Table,
    read_once,
    read_table,
    refuse_unknown,
    take,
)
from village_desk.definitions.words import all_keys, say
from village_desk.rules.indicators.registry import INDICATORS
from village_desk.rules.money import Fen
from village_desk.rules.reading import NotUnderstoodError

_WHERE = "resources/indicators.toml"
_REFERENCES = "resources/references.toml"
_WORDS = ("unwilling", "organised", "secondary", "stable", "settled")
_KEYS = frozenset(
    {*_WORDS, "vocational", "grain", "travel_items", "young", "travel_months", "rows", "beside", "indicators"}
)


class IndicatorWords(Struct, frozen=True):
    """How an indicator is called and what its figure means."""

    id: str
    title: str
    about: str


class IndicatorCatalogue(Struct, frozen=True):
    """All indicators in the order of the screen, and what decides who is counted."""

    words: Mapping[str, IndicatorWords]
    unwilling: frozenset[str]
    organised: frozenset[str]
    secondary: frozenset[str]
    stable: frozenset[str]
    settled: frozenset[str]
    vocational: tuple[str, ...]
    grain: frozenset[str]
    travel_items: frozenset[str]
    rows: Mapping[str, str]
    """What rows are called that are neither bands nor items."""
    beside: Mapping[str, str]
    """What the figures told beside another are called."""
    young: tuple[int, int]
    travel_months: tuple[int, int]


@read_once
def indicator_catalogue() -> IndicatorCatalogue:
    """The shipped catalogue.

    Raises:
        DefinitionError: An indicator that nobody reckons, or one that nobody has worded.
    """
    table = read_table("resources", "indicators.toml")
    refuse_unknown(table, _KEYS, _WHERE)
    months, young = take(table, "travel_months", dict, _WHERE), take(table, "young", dict, _WHERE)
    words = {entry["id"]: _words(entry) for entry in take(table, "indicators", list, _WHERE)}
    if strange := set(words) ^ set(INDICATORS):
        raise DefinitionError(f"{_WHERE}: {', '.join(sorted(strange))} is only worded or only reckoned")
    return IndicatorCatalogue(
        words=MappingProxyType(words),
        **{key: frozenset(texts(table, key, _WHERE)) for key in _WORDS},
        vocational=tuple(texts(table, "vocational", _WHERE)),
        grain=frozenset(map(_item, texts(table, "grain", _WHERE))),
        travel_items=frozenset(map(_item, texts(table, "travel_items", _WHERE))),
        rows=MappingProxyType(take(table, "rows", dict, _WHERE)),
        beside=MappingProxyType(take(table, "beside", dict, _WHERE)),
        young=(take(young, "from", int, _WHERE), take(young, "below", int, _WHERE)),
        travel_months=(take(months, "running", int, _WHERE), take(months, "total", int, _WHERE)),
    )


@read_once
def reference_figures() -> Mapping[str, Mapping[int, Fen]]:
    """The shipped reference figures in fen per person, by name and year.

    Raises:
        DefinitionError: A figure without a source.
    """
    found: dict[str, dict[int, Fen]] = {}
    for entry in take(read_table("resources", "references.toml"), "references", list, _REFERENCES):
        take(entry, "source", str, _REFERENCES)
        by_year = found.setdefault(take(entry, "name", str, _REFERENCES), {})
        by_year[take(entry, "year", int, _REFERENCES)] = Fen(take(entry, "yuan", int, _REFERENCES) * 100)
    return MappingProxyType({name: MappingProxyType(by_year) for name, by_year in found.items()})


def _item(text: str) -> str:
    try:
        return read_item(text) or ""
    except NotUnderstoodError:
        raise DefinitionError(f"{_WHERE}: no such income item {text}") from None


def row_title(name: str) -> str:
    """What a row of an indicator is called: a band by its edges, an item by its label, else by its word."""
    low, dash, high = name.partition("-")
    if dash:
        return band_caption(low, high)
    return indicator_catalogue().rows.get(name) or (
        item.label if (item := income_items().get(name)) else name
    )


def band_caption(low: str, high: str) -> str:
    """The caption of the band between two edges in yuan, of which one may be lacking."""
    if not low:
        return say("sheet.band_below", edge=high)
    return f"{low}—{high}" if high else say("sheet.band_above", edge=low)


def reference_label(name: str) -> str:
    """What a reference figure is called: a county's own figure by the name that its file gives it."""
    key = f"references.{name}"
    return say(key) if key in all_keys() else name


def _words(entry: Table) -> IndicatorWords:
    where = f"{_WHERE}, {take(entry, 'id', str, _WHERE)}"
    refuse_unknown(entry, frozenset({"id", "title", "about"}), where)
    return IndicatorWords(entry["id"], take(entry, "title", str, where), take(entry, "about", str, where))

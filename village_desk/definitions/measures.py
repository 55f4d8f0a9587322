"""The shipped catalogue of measures, and the one way in which a text becomes a measure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from village_desk.definitions.codes import claim, code_list, read_spelling, texts
from village_desk.definitions.items import income_items
from village_desk.definitions.toml_files import (
    DefinitionError,
    Table,
    read_once,
    read_table,
    refuse_unknown,
    take,
    take_choice,
)
from village_desk.rules.measures import Aim, CatalogueMeasure
from village_desk.rules.records import Household, question_keys

_WHERE = "resources/measures.toml"
_KEYS = frozenset(CatalogueMeasure.__struct_fields__)


@read_once
def measure_catalogue() -> Mapping[str, CatalogueMeasure]:
    """Every measure by code, in the order of the catalogue (domain.md 6.2).

    Raises:
        DefinitionError: An unknown key, a code or a spelling twice, or a value that is none.
    """
    return MappingProxyType(make_catalogue(read_table("resources", "measures.toml")))


def read_measure(text: str) -> str | None:
    """Read a code, a label or another spelling to the measure's code; blank is None.

    Raises:
        NotUnderstoodError: It names no measure (not-in-list).
    """
    return read_spelling(text, _spellings())


@read_once
def called_for() -> Mapping[str, tuple[str, ...]]:
    """The measures that each check calls for when it finds something (domain.md 6.2)."""
    calls: dict[str, tuple[str, ...]] = {}
    for code, measure in measure_catalogue().items():
        for rule in measure.checks:
            calls[rule] = (*calls.get(rule, ()), code)
    return MappingProxyType(calls)


def make_catalogue(table: Table) -> dict[str, CatalogueMeasure]:
    """Build the catalogue from its table.

    Raises:
        DefinitionError: See measure_catalogue.
    """
    refuse_unknown(table, frozenset({"measures"}), _WHERE)
    measures: dict[str, CatalogueMeasure] = {}
    for entry in take(table, "measures", list, _WHERE):
        measure = _measure(entry)
        if measure.code in measures:
            raise DefinitionError(f"{_WHERE}, {measure.code}: code stands twice")
        measures[measure.code] = measure
    return measures


@read_once
def _spellings() -> dict[str, str]:
    spellings: dict[str, str] = {}
    for code, measure in measure_catalogue().items():
        for spelling in (code, measure.label, *measure.aliases):
            claim(spellings, spelling, code, _WHERE)
    return spellings


def _measure(entry: Table) -> CatalogueMeasure:
    code = take(entry, "code", str, _WHERE)
    where = f"{_WHERE}, {code}"
    refuse_unknown(entry, _KEYS, where)
    measure = CatalogueMeasure(
        code=code,
        label=take(entry, "label", str, where),
        aim=take_choice(Aim, entry, "aim", where),
        help=take(entry, "help", str, where),
        for_person=entry.get("for_person", False) is True,
        item=entry.get("item"),
        unit=entry.get("unit"),
        groups=texts(entry, "groups", where),
        needs_labour=entry.get("needs_labour", False) is True,
        aliases=texts(entry, "aliases", where),
        checks=texts(entry, "checks", where),
    )
    _refuse_loose_ends(measure, where)
    return measure


def _refuse_loose_ends(measure: CatalogueMeasure, where: str) -> None:
    if measure.item is not None and measure.item not in income_items():
        raise DefinitionError(f"{where}: no such item {measure.item}")
    if measure.unit is not None and measure.unit not in code_list("unit").labels:
        raise DefinitionError(f"{where}: no such unit {measure.unit}")
    if measure.help not in question_keys(Household):
        raise DefinitionError(f"{where}: no such kind of help {measure.help}")
    if strange := set(measure.groups) - set(code_list("plan_group").labels):
        raise DefinitionError(f"{where}: no such group {', '.join(sorted(strange))}")

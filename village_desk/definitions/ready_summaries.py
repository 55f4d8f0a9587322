"""Lists and summaries of resources/summaries.toml, ready to be printed without being put together."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from village_desk.definitions.codes import texts
from village_desk.definitions.toml_files import (
    DefinitionError,
    Table,
    read_once,
    read_table,
    refuse_unknown,
    take,
)
from village_desk.definitions.value_words import RowsOf
from village_desk.rules.summaries import Comparison, Condition, Fold, SummaryColumn, SummaryPlan

_WHERE = "resources/summaries.toml"
_KEYS = frozenset({"name", "rows", "by_quarter", "columns", "sums", "conditions", "order_by", "descending"})


@read_once
def ready_summaries() -> Mapping[str, SummaryPlan]:
    """The plans by the names they are printed under, in the order of the file.

    Raises:
        DefinitionError: Which summary, and what is wrong with it.
    """
    table = read_table("resources", "summaries.toml")
    refuse_unknown(table, frozenset({"summaries"}), _WHERE)
    found: dict[str, SummaryPlan] = {}
    for entry in take(table, "summaries", list, _WHERE):
        name = take(entry, "name", str, _WHERE)
        if name in found:
            raise DefinitionError(f"{_WHERE}: {name} stands twice")
        found[name] = make_plan(entry, f"{_WHERE}, {name}")
    return MappingProxyType(found)


def make_plan(entry: Table, where: str) -> SummaryPlan:
    """Build a plan from its table; whether its values exist is looked at where they are known.

    Raises:
        DefinitionError: See ready_summaries.
    """
    refuse_unknown(entry, _KEYS, where)
    columns, sums = texts(entry, "columns", where), texts(entry, "sums", where)
    if not columns or not set(sums) <= set(columns):
        raise DefinitionError(f"{where}: sums must be among the columns")
    try:
        return SummaryPlan(
            RowsOf(take(entry, "rows", str, where)),
            tuple(SummaryColumn(one, Fold.SUM if one in sums else Fold.NONE) for one in columns),
            tuple(_condition(*words) for words in entry.get("conditions", ())),
            order_by=str(entry.get("order_by", "")),
            is_descending=bool(entry.get("descending", False)),
            by_quarter=bool(entry.get("by_quarter", False)),
        )
    except (TypeError, ValueError) as error:
        raise DefinitionError(f"{where}: {error}") from error


def _condition(value: str, comparison: str, constant: str = "") -> Condition:
    return Condition(value, Comparison(comparison), constant)

"""The summaries that a village has kept, each a plan under a name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from msgspec import Struct, to_builtins

from village_desk.definitions.ready_summaries import ready_summaries
from village_desk.rules.summaries import Comparison, Condition, Fold, Summary, SummaryColumn, SummaryPlan
from village_desk.store.changing import Changing
from village_desk.store.reading import Reading


class NamedPlan(Struct, frozen=True):
    """A plan with the name it is kept under."""

    id: str
    """Blank for one that the program brings along."""
    name: str
    plan: SummaryPlan


def named_plans(reading: Reading) -> tuple[NamedPlan, ...]:
    """Every summary that stands, in the order they were first kept."""
    return tuple(NamedPlan(one.id, one.name, _read(one.definition)) for one in reading.all(Summary))


def offered_plans(reading: Reading) -> tuple[NamedPlan, ...]:
    """The village's own, then those that the program brings along and the village has none of the name of."""
    own = named_plans(reading)
    names = {one.name for one in own}
    ready = (NamedPlan("", name, plan) for name, plan in ready_summaries().items() if name not in names)
    return (*own, *ready)


def keep_plan(change: Changing, name: str, plan: SummaryPlan, record_id: str | None = None) -> str:
    """Keep a plan: as a new summary, or in place of the one with an id; the id it has then.

    Raises:
        Refusal: ``already-there``: another summary has the name.
    """
    definition = json.dumps(to_builtins(plan), ensure_ascii=False, sort_keys=True)
    if record_id is not None:
        change.change(Summary, record_id, {"name": name, "definition": definition})
        return record_id
    own = change.new_id()
    change.insert(Summary(own, change.village_code, name, definition))
    return own


def _read(definition: str) -> SummaryPlan:
    table: Mapping[str, Any] = json.loads(definition)
    columns = tuple(SummaryColumn(one["value"], Fold(one["fold"])) for one in table["columns"])
    conditions = tuple(
        Condition(one["value"], Comparison(one["comparison"]), one["constant"]) for one in table["conditions"]
    )
    return SummaryPlan(**{**table, "columns": columns, "conditions": conditions})

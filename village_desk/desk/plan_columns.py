"""The columns of the list of plans: what stands in a cell, and what a column is sorted by."""

from __future__ import annotations

from village_desk.definitions.words import say
from village_desk.desk.plan_side import head_of
from village_desk.entry.amount_typing import shown_yuan
from village_desk.entry.plans_list import PlanRow

COLUMNS = (
    ("head", 4),
    ("group", 6),
    ("baseline", 5),
    ("target", 5),
    ("planned", 5),
    ("gap", 5),
    ("responsible", 5),
    ("state", 4),
)
FIGURES = frozenset({"baseline", "target", "planned", "gap"})
SPARE = frozenset({"group", "baseline"})
"""Left out where the window is narrow."""


def cell_text(row: PlanRow, key: str, *, is_marked: bool) -> str:
    """What the cell of a household says; a marked one is a household that a measure is copied to."""
    if key == "head":
        name = head_of(row.household)
        return say("plans.marked", name=name) if is_marked else name
    if key == "group":
        return _group(row)
    if key == "state":
        return say(f"plans.{row.state.value}")
    return row.responsible if key == "responsible" else shown_yuan(getattr(row, key))


def sorted_by(row: PlanRow, key: str) -> object:
    """What a column puts the households in order by: amounts by amount, the rest by their words."""
    if key in FIGURES:
        return getattr(row, key)
    texts = {
        "head": head_of(row.household),
        "group": _group(row),
        "responsible": row.responsible,
        "state": row.state.value,
    }
    return texts[key]


def _group(row: PlanRow) -> str:
    return (row.plan.group if row.plan else None) or ""

"""The eight blocks of a visit: asked, unchanged or not asked; answering anything in one asks it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from village_desk.definitions.screens import Section, screen
from village_desk.rules.reading import Value
from village_desk.rules.records import ASKED, NO_CHANGE, Visit

_STATE = "_state"


@cache
def blocks() -> tuple[tuple[str, Section], ...]:
    """The blocks in their order, each with the key of its state field."""
    found: list[tuple[str, Section]] = []
    for section in screen("visit").sections:
        state = next((field.key for field in section.fields if field.key.endswith(_STATE)), None)
        if state is not None:
            found.append((state, section))
    return tuple(found)


@cache
def state_of(key: str) -> str | None:
    """The state field of the block that a field stands in; None for states and the visit's head."""
    for state, section in blocks():
        if key != state and any(field.key == key for field in section.fields):
            return state
    return None


def with_states(values: Mapping[str, Value]) -> dict[str, Value]:
    """Answers with the blocks they stand in marked as asked, unless the answers say a state themselves."""
    states = {state: ASKED for key in values if (state := state_of(key)) is not None}
    return {**states, **values}


def answered(visit: Visit | None) -> int:
    """How many blocks are asked or unchanged."""
    if visit is None:
        return 0
    return sum(getattr(visit, state) in (ASKED, NO_CHANGE) for state, _ in blocks())


def is_answered(visit: Visit | None) -> bool:
    """Whether every block is asked or unchanged: the household is tracked."""
    return answered(visit) == len(blocks())

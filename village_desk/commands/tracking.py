"""``tracking``: how far a quarter's visits are, and who is overdue; of a township village by village."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence

from village_desk.commands.answers import DONE, FINDINGS, answer
from village_desk.commands.opening import looking_at, sitting_at
from village_desk.commands.periods import read_quarter
from village_desk.commands.reckoning import window_shape
from village_desk.definitions.words import say
from village_desk.entry.quarter.duties import Owing
from village_desk.entry.quarter.tracking_state import (
    TRACKED,
    TrackingState,
    tracking_of,
    tracking_together,
)

_Tracked = tuple[str, str, TrackingState]
"""A village's code, its name, and how far it is."""


def tracking(options: Namespace) -> int:
    """Print how far a quarter is; exit 1 when a visit is overdue."""
    with sitting_at(options.book) as sitting:
        quarter = read_quarter(options.period, sitting.settings.year_mode)
        with looking_at(sitting, options.village) as seen:
            villages = seen.of_each(
                lambda one: (one.code, one.name, tracking_of(one, quarter, sitting.today)), TRACKED
            )
    found = tracking_together([state for _, _, state in villages], quarter, sitting.today)
    document = {
        "period": quarter.name,
        "window": window_shape(quarter.window),
        "state": found.state,
        "due": found.due,
        "done": found.done,
        "due_on": found.due_on.isoformat(),
        "overdue": [_shape(one) for one in found.overdue],
    }
    if seen.is_town:
        document["overdue"] = [
            {"village": code, **_shape(one)} for code, _, state in villages for one in state.overdue
        ]
        document["villages"] = [_village_shape(one) for one in villages]
    head = say(
        "commands.tracking-done",
        period=quarter.text(),
        window=quarter.window.text(),
        state=found.state,
        done=found.done,
        due=found.due,
        due_on=found.due_on.isoformat(),
        overdue=len(found.overdue),
    )
    lines = _lines(villages, is_town=seen.is_town)
    answer(document, "\n".join([*lines, head]), as_json=options.json)
    return FINDINGS if found.overdue else DONE


def _shape(owing: Owing) -> dict[str, str | None]:
    return {
        "household": owing.number,
        "group": owing.group or None,
        "responsible": owing.responsible or None,
    }


def _village_shape(village: _Tracked) -> dict[str, object]:
    code, name, found = village
    counts = {"due": found.due, "done": found.done, "overdue": len(found.overdue)}
    return {"code": code, "name": name, "state": found.state, **counts}


def _lines(villages: Sequence[_Tracked], *, is_town: bool) -> Iterator[str]:
    """Whose visits are overdue, and in a township how far each village is."""
    for _, name, found in villages:
        for one in found.overdue:
            words = (name if is_town else None, *_shape(one).values())
            yield " ".join(word for word in words if word)
        if is_town:
            counts = {"done": found.done, "due": found.due, "overdue": len(found.overdue)}
            yield say("commands.tracking-village", name=name, state=found.state, **counts)

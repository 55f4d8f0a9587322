"""``tracking``: how far a quarter's visits are, and who is overdue."""

from __future__ import annotations

from argparse import Namespace

from village_desk.commands.answers import DONE, FINDINGS, answer
from village_desk.commands.opening import sitting_at_village
from village_desk.commands.periods import read_quarter
from village_desk.commands.reckoning import window_shape
from village_desk.definitions.words import say
from village_desk.entry.quarter.duties import Owing
from village_desk.entry.quarter.tracking_state import tracking_state


def tracking(options: Namespace) -> int:
    """Print how far a quarter is; exit 1 when a visit is overdue."""
    with sitting_at_village(options.book) as sitting:
        quarter = read_quarter(options.period, sitting.settings.year_mode)
        found = tracking_state(sitting, quarter)
    document = {
        "period": quarter.name,
        "window": window_shape(quarter.window),
        "state": found.state,
        "due": found.due,
        "done": found.done,
        "due_on": found.due_on.isoformat(),
        "overdue": [_shape(one) for one in found.overdue],
    }
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
    lines = [" ".join(word for word in _shape(one).values() if word) for one in found.overdue]
    answer(document, "\n".join([*lines, head]), as_json=options.json)
    return FINDINGS if found.overdue else DONE


def _shape(owing: Owing) -> dict[str, str | None]:
    return {
        "household": owing.number,
        "group": owing.group or None,
        "responsible": owing.responsible or None,
    }

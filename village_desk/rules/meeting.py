"""Two desks' work on one row meets 两边合并: taken where one of them changed it, asked where both did."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from village_desk.rules.merging import Cell

VOIDED = "voided"


class Answer(Struct, frozen=True):
    """What a column of a row says at one desk since it was changed there, in the form of its table."""

    now: Cell
    who: str
    at: str
    """The moment in UTC as ISO text."""


Answers = Mapping[str, Answer]
"""By column, only what a desk has changed since both agreed."""


class Met(Struct, frozen=True):
    """What becomes of a row."""

    taken: Mapping[str, Cell]
    """Columns that the other desk alone has changed, with what it says."""
    asked: Mapping[str, Cell]
    """Columns that both have changed, with what the other desk says: ours stands until a person decides."""


def meet(now: Mapping[str, Cell], ours: Answers, theirs: Answers, asked_before: Mapping[str, Cell]) -> Met:
    """Bring another desk's answers of a row to ours.

    Args:
        now: The row as we have it.
        ours: What we have changed in it.
        theirs: What they have changed in it.
        asked_before: What they said in columns that were asked when they came before: never taken silently.
    """
    taken: dict[str, Cell] = {}
    asked: dict[str, Cell] = {}
    for name, answer in theirs.items():
        if now[name] == answer.now or (name in asked_before and asked_before[name] == answer.now):
            continue
        is_asked = name in ours or name in asked_before
        (asked if is_asked else taken)[name] = answer.now
    if taken.get(VOIDED) and ours:  # they let go of what we have worked on
        asked[VOIDED] = taken.pop(VOIDED)
    if now[VOIDED] and VOIDED in ours and VOIDED not in theirs and asked_before.get(VOIDED) != 0:
        asked[VOIDED] = 0  # we let go of what they have worked on
    return Met(taken, asked)

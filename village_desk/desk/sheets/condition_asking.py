"""Which rows are wanted: asked in two steps, how a value is compared and with what."""

from __future__ import annotations

from collections.abc import Sequence

from village_desk.definitions.words import say
from village_desk.desk.page import Desk
from village_desk.entry.asking import question
from village_desk.exchange.summaries.summary_words import comparisons_of, labels_of, met_texts, read_constant
from village_desk.exchange.values.known_values import KnownValue
from village_desk.rules.reading import Value
from village_desk.rules.refusals import Refusal
from village_desk.rules.summaries import Comparison, Condition


def ask_condition(desk: Desk, value: KnownValue, found: Sequence[Value]) -> Condition | None:
    """Ask for a condition on a value; None when the person turned back. ``found`` is what the rows have."""
    label = value.words.label
    ways = comparisons_of(value)
    place = desk.asker.choose(
        question("summaries.how", value=label), [say(f"summaries.is_{way}") for way in ways]
    )
    if place is None:
        return None
    way = ways[place]
    constant = _constant(desk, value, found, way) if way.has_constant else ""
    if constant is None:
        return None
    condition = Condition(value.name, way, constant)
    try:
        read_constant(condition)
    except Refusal as refusal:
        desk.refused(refusal)
        return None
    return condition


def _constant(desk: Desk, value: KnownValue, found: Sequence[Value], way: Comparison) -> str | None:
    """What it is compared with: chosen where there is a list, else typed."""
    asked = question("summaries.with_what", value=value.words.label, way=say(f"summaries.is_{way}"))
    choices = list(labels_of(value) or met_texts(value, found))
    if choices and way is not Comparison.CONTAINS:
        place = desk.asker.choose(asked, choices)
        return None if place is None else choices[place]
    return desk.asker.ask_text(asked)

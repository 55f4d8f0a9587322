"""A summary in words: what it compares and how, and constants as they are typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice

from village_desk.definitions.screens import Kind, asked_field
from village_desk.definitions.value_words import RowsOf, ValueKind
from village_desk.definitions.words import say
from village_desk.exchange.sheets.copies import HIDDEN
from village_desk.exchange.values.directory import value_directory
from village_desk.exchange.values.known_values import KnownValue
from village_desk.rules import reading
from village_desk.rules.reading import Value
from village_desk.rules.refusals import Refusal
from village_desk.rules.summaries import Comparison, Condition, Fold, SummaryPlan

_BY_SIZE = frozenset(
    {ValueKind.WHOLE, ValueKind.NUMBER, ValueKind.MONEY, ValueKind.PERCENT, ValueKind.DAY, ValueKind.MONTH}
)
_SCREENS = {"head": "person", "work": "work_spell", "post": "public_post", "stated": "stated_totals"}
"""The screen whose questions the values of a place answer, where it has another name."""
_MOST_CHOICES = 60


def known_value(name: str) -> KnownValue:
    """A value of the directory.

    Raises:
        Refusal: ``summary-value``: a kept summary names one that there is no more.
    """
    known = value_directory().get(name)
    if known is None:
        raise Refusal("summary-value", value=name)
    return known


def comparisons_of(value: KnownValue) -> tuple[Comparison, ...]:
    """How a value may be compared."""
    ends = (Comparison.FILLED, Comparison.BLANK)
    if value.words.kind in _BY_SIZE:
        return (Comparison.AT_LEAST, Comparison.AT_MOST, Comparison.IS, Comparison.IS_NOT, *ends)
    if value.words.kind is ValueKind.FLAG:
        return (Comparison.IS, *ends)
    return (Comparison.IS, Comparison.IS_NOT, Comparison.CONTAINS, *ends)


def folds_of(value: KnownValue) -> tuple[Fold, ...]:
    """What may stand under a column: quotients are never added, nor is a mean of means taken."""
    return (Fold.NONE, Fold.SUM, Fold.MEAN) if value.words.adds else (Fold.NONE,)


def labels_of(value: KnownValue) -> Sequence[str]:
    """The answers that its question offers; none where anything may be answered."""
    if value.words.kind is ValueKind.FLAG:
        return (say("sheet.yes"), say("sheet.no"))
    place, _, key = value.name.partition(".")
    try:
        field = asked_field(f"{_SCREENS.get(place, place)}.{key}")
    except KeyError:
        return ()
    return field.labels() if field.kind in (Kind.CHOICE, Kind.CHOICES) else ()


def met_texts(value: KnownValue, found: Sequence[Value]) -> list[str]:
    """The texts met in the rows, each once, for a value that no list of answers belongs to."""
    if value.words.kind is not ValueKind.TEXT:
        return []
    return list(
        islice(dict.fromkeys(text for text in found if isinstance(text, str) and text), _MOST_CHOICES)
    )


def read_constant(condition: Condition) -> Value:
    """What a condition compares with, as the value is kept.

    Raises:
        Refusal: ``summary-constant``: the text is no such value.
    """
    if not condition.comparison.has_constant:
        return None
    value = known_value(condition.value)
    read = _READERS.get(value.words.kind, reading.read_text)
    try:
        constant = read(condition.constant)
    except reading.NotUnderstoodError:
        constant = None
    if constant is None:
        raise Refusal("summary-constant", value=value.words.label, text=condition.constant)
    return constant


def condition_words(condition: Condition) -> str:
    """A condition as a short sentence: 户类型 是 脱贫户."""
    return say(
        f"summary.when_{condition.comparison}",
        value=known_value(condition.value).words.label,
        constant=condition.constant,
    )


def refuse_unfit(plan: SummaryPlan) -> None:
    """Look every value and constant of a plan up before anything is made of it.

    Raises:
        Refusal: ``summary-empty``, ``summary-value``, ``summary-rows``: rows of this kind do not have a
            value, or ``summary-constant``.
    """
    if not plan.columns:
        raise Refusal("summary-empty")
    for name in plan.names():
        value = known_value(name)
        if not value.is_of(RowsOf(plan.rows)):
            raise Refusal("summary-rows", value=value.words.label, rows=say(f"summary.rows_{plan.rows}"))
    for condition in plan.conditions:
        read_constant(condition)


def refuse_posting(plan: SummaryPlan) -> None:
    """Refuse a copy to be posted of a plan that shows or rests on what must not be.

    Raises:
        Refusal: ``summary-secret``: it names the value.
    """
    for name in plan.names():
        value = known_value(name)
        if value.words.sensitive in HIDDEN:
            raise Refusal("summary-secret", value=value.words.label)


def _percent(text: str) -> Value:
    number = reading.read_number(text.removesuffix("%"))
    return None if number is None else number // 100


_READERS: Mapping[ValueKind, Callable[[str], Value]] = {
    ValueKind.WHOLE: reading.read_whole,
    ValueKind.NUMBER: reading.read_number,
    ValueKind.MONEY: reading.read_money,
    ValueKind.PERCENT: _percent,
    ValueKind.DAY: reading.read_day,
    ValueKind.MONTH: reading.read_month,
    ValueKind.FLAG: reading.read_flag,
}

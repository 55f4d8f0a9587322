"""自定义汇总: rows, columns, which rows, in which order, summed how; kept under a name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from msgspec import Struct

from village_desk.rules.money import divide_half_up
from village_desk.rules.reading import Value, matching_text

Row = TypeVar("Row")


class Summary(Struct, frozen=True):
    """A summary that somebody has put together and named."""

    id: str
    village_code: str
    name: str
    definition: str
    """Its plan, as the store writes it."""


class Comparison(StrEnum):
    """How a value is held against a constant."""

    IS = "is"
    IS_NOT = "is_not"
    CONTAINS = "contains"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    FILLED = "filled"
    BLANK = "blank"

    @property
    def has_constant(self) -> bool:
        """Whether there is anything to be held against."""
        return self not in (Comparison.FILLED, Comparison.BLANK)


class Fold(StrEnum):
    """What stands under a column."""

    NONE = ""
    SUM = "sum"
    MEAN = "mean"


class Condition(Struct, frozen=True):
    """Which rows are taken: a value of the directory, how it is compared, and with what text."""

    value: str
    comparison: Comparison
    constant: str = ""


class SummaryColumn(Struct, frozen=True):
    """One column: a value of the directory, and what stands under it."""

    value: str
    fold: Fold = Fold.NONE


class SummaryPlan(Struct, frozen=True):
    """What somebody wants to see."""

    rows: str
    """What a row is: household, person, group or village."""
    columns: tuple[SummaryColumn, ...] = ()
    conditions: tuple[Condition, ...] = ()
    """All of them must hold."""
    order_by: str = ""
    """Blank for the order of lists: by 小组 and number."""
    is_descending: bool = False
    group_by: str = ""
    is_brief: bool = False
    """Only the sums of the groups, not their rows."""
    by_quarter: bool = False
    """Printed for a quarter, else for a year."""

    def names(self) -> tuple[str, ...]:
        """Every value that it needs, each once."""
        named = [one.value for one in self.columns] + [one.value for one in self.conditions]
        return tuple(dict.fromkeys(name for name in (*named, self.order_by, self.group_by) if name))


class Part(Struct, Generic[Row], frozen=True):
    """The rows of one group, or all of them where there are no groups."""

    label: Value
    rows: tuple[Row, ...]
    folded: Mapping[int, Value]
    """What stands under the columns, by their place from 0."""


def parts_of(
    plan: SummaryPlan,
    rows: Sequence[Row],
    take: Callable[[Row, str], Value],
    constants: Sequence[Value],
) -> list[Part[Row]]:
    """The rows that are wanted, by group as the groups come, in order within each.

    Args:
        plan: What is wanted.
        rows: Everything there is, in the order of lists.
        take: A row's value by name.
        constants: What each condition is held against, understood.
    """
    tests = list(zip(plan.conditions, constants, strict=True))
    wanted = [
        row
        for row in rows
        if all(holds(one.comparison, take(row, one.value), constant) for one, constant in tests)
    ]
    groups: dict[Value, list[Row]] = {} if plan.group_by else {None: wanted}
    if plan.group_by:
        for row in wanted:
            groups.setdefault(take(row, plan.group_by), []).append(row)
    return [
        Part(label, tuple(_ordered(plan, own, take)), folded(plan, own, take))
        for label, own in groups.items()
    ]


def folded(plan: SummaryPlan, rows: Sequence[Row], take: Callable[[Row, str], Value]) -> dict[int, Value]:
    """Sums and means under the columns that have them, over the rows in which something was entered."""
    found: dict[int, Value] = {}
    for place, column in enumerate(plan.columns):
        if column.fold is Fold.NONE:
            continue
        values = [value for row in rows if isinstance(value := take(row, column.value), int)]
        if not values:
            found[place] = None
        else:
            total = sum(values)
            found[place] = total if column.fold is Fold.SUM else divide_half_up(total, len(values))
    return found


def holds(comparison: Comparison, value: Value, constant: Value) -> bool:
    """Whether a value is as wanted; what was not entered is neither more nor less than anything."""
    is_blank = value is None or value in ("", ())
    if comparison is Comparison.BLANK or comparison is Comparison.FILLED:
        return is_blank == (comparison is Comparison.BLANK)
    if comparison is Comparison.IS_NOT:
        return not _is(value, constant)
    if is_blank:
        return False
    if comparison is Comparison.IS:
        return _is(value, constant)
    if comparison is Comparison.CONTAINS:
        parts = value if isinstance(value, tuple) else (str(value),)
        return any(matching_text(str(constant)) in matching_text(part) for part in parts)
    return _is_beyond(value, constant, is_least=comparison is Comparison.AT_LEAST)


def _is(value: Value, constant: Value) -> bool:
    if isinstance(value, tuple):
        return constant in value
    if isinstance(value, str) and isinstance(constant, str):
        return matching_text(value) == matching_text(constant)
    return value == constant


def _is_beyond(value: Value, constant: Value, *, is_least: bool) -> bool:
    if isinstance(value, int) and isinstance(constant, int):
        return value >= constant if is_least else value <= constant
    if isinstance(value, date) and isinstance(constant, date):
        return value >= constant if is_least else value <= constant
    return False


def _ordered(plan: SummaryPlan, rows: list[Row], take: Callable[[Row, str], Value]) -> list[Row]:
    """By one value; what was not entered comes last either way."""
    if not plan.order_by:
        return rows
    filled = [row for row in rows if take(row, plan.order_by) is not None]
    blank = [row for row in rows if take(row, plan.order_by) is None]
    filled.sort(key=lambda row: _place(take(row, plan.order_by)), reverse=plan.is_descending)
    return [*filled, *blank]


def _place(value: Value) -> tuple[int, int, str]:
    """Figures and days by size, all else as text."""
    if isinstance(value, int):
        return (0, value, "")
    if isinstance(value, date):
        return (0, value.toordinal(), "")
    return (1, 0, "".join(value) if isinstance(value, tuple) else str(value))

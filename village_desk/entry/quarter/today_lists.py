"""The list behind each figure of the first page, with sums that are the figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from village_desk.definitions.words import say
from village_desk.entry.keyboard.amount_typing import shown_amount
from village_desk.entry.quarter.today import DUTY, GROUP, Today
from village_desk.entry.quarter.today_household import HouseholdToday
from village_desk.rules.money import Fen, divide_half_up

_PLACE = ("head", "group", "number")
_VISIT = (*_PLACE, "responsible", "state")
_LINE = (*_PLACE, "persons", "per_head", "gap")
_PARTS = ("wages", "production", "property", "transfer")
_PLAN = (*_PLACE, "target", "earned", "still")
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "all": _VISIT,
    "others": _VISIT,
    "tracked": _VISIT,
    "open": _VISIT,
    "overdue": _VISIT,
    "under": _LINE,
    "near": _LINE,
    "unknown": (*_PLACE, "persons"),
    "fallen": ("head", "group", "head_now", "head_before", "net", "net_before"),
    "planned": _PLAN,
    "unplanned": (*_PLACE, "earned"),
    "income": ("head", *_PARTS, "earned", "earned_before"),
}
_AMOUNTS = frozenset(
    {
        *_PARTS,
        "earned",
        "earned_before",
        "net",
        "net_before",
        "target",
        "still",
        "per_head",
        "gap",
        "head_now",
        "head_before",
    }
)
_SUMMED = frozenset({*_PARTS, "earned", "earned_before", "net", "net_before", "target", "still"})
"""Amounts that may be added; figures per head may not."""
FIGURE_COLUMNS = _AMOUNTS | {"persons"}

_VALUES: Mapping[str, Callable[[HouseholdToday], Fen | None]] = {
    **{name: lambda row, place=place: row.parts[place] for place, name in enumerate(_PARTS)},  # type: ignore[misc]
    "earned": lambda row: row.earned if row.has_earned else None,
    "earned_before": lambda row: row.earned_before,
    "net": lambda row: row.net,
    "net_before": lambda row: row.net_before,
    "target": lambda row: row.target,
    "still": lambda row: row.still,
    "per_head": lambda row: row.per_head,
    "gap": lambda row: row.gap,
    "head_now": lambda row: row.head_now,
    "head_before": lambda row: row.head_before,
}


class Listing(Struct, frozen=True):
    """The households behind one figure, as they are shown."""

    figure: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[HouseholdToday, ...]
    sums: Mapping[str, str]


def listing(today: Today, figure: str) -> Listing:
    """The list behind a figure; ``income`` lists every household with its four incomes.

    Raises:
        KeyError: There is no such figure.
    """
    rows = today.of("all" if figure == "income" else figure)
    kind = next((start for start in (GROUP, DUTY) if figure.startswith(start)), figure)
    columns = _VISIT if kind in (GROUP, DUTY) else _COLUMNS[figure]
    return Listing(
        figure, _title(today, figure, len(rows)), columns, _in_order(rows, kind), _sums(rows, columns)
    )


def text_of(row: HouseholdToday, column: str) -> str:
    """What stands in a cell: blank for nothing entered, 0 for zero."""
    if column in _AMOUNTS:
        return shown_amount(_VALUES[column](row))
    if column == "state":
        return _state(row)
    return str(_plain(row, column))


def sorted_by(row: HouseholdToday, column: str) -> object:
    """What a column is sorted by."""
    if column in _AMOUNTS:
        return _VALUES[column](row)
    return row.answered if column == "state" else _plain(row, column)


def sum_of(rows: Sequence[HouseholdToday], column: str) -> Fen:
    """The sum of a column of amounts; what was not entered adds nothing."""
    return Fen(sum(_VALUES[column](row) or 0 for row in rows))


def ten_thousands(amount: Fen) -> str:
    """Write an amount in 万元 with two decimals, in brackets below zero: for figures read at a glance."""
    hundredths = divide_half_up(abs(amount), 10_000)
    text = f"{hundredths // 100:,}.{hundredths % 100:02d}"
    return f"({text})" if amount < 0 and hundredths else text


def growth_words(per_mille: int | None) -> str:
    """Growth in words with one decimal of a percent; said so where there is nothing to hold it against."""
    if per_mille is None:
        return say("today.no_growth")
    if per_mille == 0:
        return say("today.unchanged")
    percent = f"{abs(per_mille) // 10}.{abs(per_mille) % 10}"
    return say("today.grown" if per_mille > 0 else "today.shrunk", percent=percent)


def _title(today: Today, figure: str, count: int) -> str:
    if figure.startswith(DUTY):
        task = today.duties[int(figure.removeprefix(DUTY))].task
        return say("today.list_duty", task=task, count=count)
    if figure.startswith(GROUP):
        return say("today.list_group", group=figure.removeprefix(GROUP) or say("today.no_group"), count=count)
    return say(f"today.list_{figure}", count=count, percent=today.near_percent)


def _in_order(rows: tuple[HouseholdToday, ...], kind: str) -> tuple[HouseholdToday, ...]:
    """Those not tracked and those furthest below first: the list is worked off from the top."""
    if kind in (GROUP, "all", "others"):
        return tuple(sorted(rows, key=lambda row: row.is_tracked))
    if kind in ("under", "near"):
        return tuple(sorted(rows, key=lambda row: row.gap or 0))
    return rows


def _sums(rows: Sequence[HouseholdToday], columns: Sequence[str]) -> dict[str, str]:
    sums = {"head": say("today.sum"), "group": say("today.households", count=len(rows))}
    if "persons" in columns:
        sums["persons"] = str(sum(row.persons for row in rows))
    if "state" in columns:
        done = sum(row.is_tracked for row in rows)
        sums["state"] = say("today.of", count=done, all=len(rows))
    return sums | {column: shown_amount(sum_of(rows, column)) for column in columns if column in _SUMMED}


def _state(row: HouseholdToday) -> str:
    if row.is_tracked:
        return say("today.state_done")
    if row.answered:
        return say("today.state_part", answered=row.answered, blocks=row.blocks)
    return say("today.state_open")


def _plain(row: HouseholdToday, column: str) -> str | int:
    values: dict[str, str | int] = {
        "head": row.head_name or say("households.no_name"),
        "group": row.group,
        "number": row.number,
        "responsible": row.responsible,
        "persons": row.persons,
    }
    return values[column]

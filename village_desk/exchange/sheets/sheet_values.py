"""The registry of values: every name a sheet may use; an unknown one is refused before page one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from village_desk.definitions.sheets import Block, BlockKind, Sheet
from village_desk.exchange.sheets.sheet_analysis import refuse_unknown_chart, refuse_unknown_column
from village_desk.exchange.sheets.sheet_asked import visit_field
from village_desk.exchange.sheets.sheet_findings import finding_values
from village_desk.exchange.sheets.sheet_household_values import household_values
from village_desk.exchange.sheets.sheet_line_values import line_values
from village_desk.exchange.sheets.sheet_low_income import low_income_value
from village_desk.exchange.sheets.sheet_measure_values import measure_values
from village_desk.exchange.sheets.sheet_records import record_value
from village_desk.exchange.sheets.sheet_register_values import register_values
from village_desk.exchange.sheets.sheet_shown import UnknownValueError, caption_of, find
from village_desk.exchange.sheets.sheet_typing import typing_values
from village_desk.exchange.sheets.sheet_unit_values import unit_values
from village_desk.exchange.sheets.sheet_village import village_caption

__all__ = [
    "UnknownValueError",
    "household_values",
    "line_values",
    "measure_values",
    "refuse_unknown_names",
    "unit_values",
]


def refuse_unknown_names(sheet: Sheet) -> None:
    """Look up every value that a sheet names.

    Raises:
        UnknownValueError: Nobody knows one of them; nothing is printed.
    """
    for block in sheet.blocks:
        if block.kind is BlockKind.ANALYSIS:
            for name in block.values:
                refuse_unknown_column(block.table, name)
            continue
        look_ups = _LOOK_UPS if sheet.per == "household" else _VILLAGE_LOOK_UPS
        look_up = look_ups.get(block.kind, _caption)
        for name in block.values:
            look_up(name)
        for name, _ in block.over:
            if name:
                caption_of(name)
        _refuse_unknown_state(block)


def _refuse_unknown_state(block: Block) -> None:
    if block.state:
        find(household_values(), block.state)


def _household(name: str) -> None:
    find(household_values(), name)


def _household_or_writing(name: str) -> None:
    if name.startswith("writing."):
        caption_of(name)
    else:
        find(household_values(), name)


def _measure(name: str) -> None:
    find(measure_values(), name)


def _line(name: str) -> None:
    find(line_values(), name)


def _unit(name: str) -> None:
    find(unit_values(), name)


def _register(name: str) -> None:
    if name not in register_values():
        raise UnknownValueError(name)


def _finding(name: str) -> None:
    find(finding_values(), name)


def _typing(name: str) -> None:
    find(typing_values(), name)


def _village(name: str) -> None:
    village_caption(name)


def _low_income(name: str) -> None:
    low_income_value(name)


def _record(name: str) -> None:
    record_value(name)


def _asked(name: str) -> None:
    try:
        visit_field(name)
    except KeyError:
        raise UnknownValueError(name) from None


def _caption(name: str) -> None:
    caption_of(name)


_LOOK_UPS: Mapping[BlockKind, Callable[[str], None]] = {
    BlockKind.ANSWERS: _household,
    BlockKind.TEXT: _household_or_writing,
    BlockKind.MEASURES: _measure,
    BlockKind.LINES: _line,
    BlockKind.RECORDS: _record,
    BlockKind.ASKED: _asked,
}
_VILLAGE_LOOK_UPS: Mapping[BlockKind, Callable[[str], None]] = {
    BlockKind.UNITS: _unit,
    BlockKind.REGISTER: _register,
    BlockKind.FINDINGS: _finding,
    BlockKind.TYPING: _typing,
    BlockKind.RECORDS: _record,
    BlockKind.LOW_INCOME: _low_income,
    BlockKind.CHARTS: refuse_unknown_chart,
    BlockKind.ANSWERS: _village,
    BlockKind.VILLAGES: _village,
    BlockKind.TEXT: _village,
}

"""The low-income ledger on paper: target, measures, who answers, income so far by quarter, lifted or not."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from village_desk.definitions.sheets import Block
from village_desk.definitions.toml_files import read_once
from village_desk.definitions.words import say
from village_desk.exchange.paper.layout import Block as LayoutBlock
from village_desk.exchange.sheets.sheet_columns import without_columns
from village_desk.exchange.sheets.sheet_grid import Grid
from village_desk.exchange.sheets.sheet_household_values import (
    LABOUR_KINDS,
    household_values,
    labourers,
    measure_labels,
)
from village_desk.exchange.sheets.sheet_order import day_words
from village_desk.exchange.sheets.sheet_shown import (
    NOT_APPLICABLE,
    SheetValue,
    Shown,
    UnknownValueError,
    amount,
    caption_of,
    count,
    find,
)
from village_desk.exchange.sheets.sheet_subjects import HouseholdSubject, SheetRun
from village_desk.exchange.sheets.sheet_table import NUMBER, drawn_table
from village_desk.rules.low_income import LowIncomeLedger, LowIncomeRow
from village_desk.rules.masking import masked_number

_SENSITIVE: Mapping[str, str] = {"low.cause": "health", "low.identity": "id"}
"""Columns that a public copy does not have: a cause may tell of an illness."""


class LowIncomeSubject(Struct, frozen=True):
    """One row with its household and its place from 1."""

    household: HouseholdSubject
    row: LowIncomeRow
    number: int
    is_new: bool = False
    """It has come under the line during the year."""


@read_once
def low_income_value(name: str) -> SheetValue[LowIncomeSubject]:
    """A column of the ledger: its own, or an answer of the household.

    Raises:
        UnknownValueError: There is none of that name.
    """
    if name in _COLUMNS:
        style, show = _COLUMNS[name]
        return SheetValue(name, caption_of(name), show, style, _SENSITIVE.get(name, ""))
    if not name.startswith("household."):
        raise UnknownValueError(name)
    own = find(household_values(), name)
    return SheetValue(name, own.caption, lambda row: own.show(row.household), "tight", own.sensitive)


def shown_low_income(block: Block, run: SheetRun) -> Block:
    """The block with the columns that this copy has."""
    return without_columns(block, lambda name: run.mask.hides(low_income_value(name).sensitive))


def drawn_low_income(run: SheetRun, block: Block, ledger: LowIncomeLedger | None, grid: Grid) -> LayoutBlock:
    """The table, the lowest income first, then who is new; empty where the profile states no threshold."""
    listed = ((False, ledger.rows), (True, ledger.newly_in)) if ledger else ()
    rows = [
        LowIncomeSubject(HouseholdSubject(run, row.picture), row, place, is_new)
        for is_new, known in listed
        for place, row in enumerate(known, 1)
    ]
    return drawn_table(shown_low_income(block, run), low_income_value, rows, grid)


def _number(row: LowIncomeSubject) -> Shown:
    """Those of the year's start are counted; who came later is counted apart."""
    return Shown(say("sheet.low_new_number", number=row.number)) if row.is_new else count(row.number)


def _cause(row: LowIncomeSubject) -> Shown:
    """What the last visit said, else what the plan calls the household's shortcoming."""
    visits = sorted(row.row.picture.visits, key=lambda visit: visit.quarter, reverse=True)
    said = next((visit.fall_cause for visit in visits if visit.fall_cause), None)
    plan = row.row.picture.plan_for(row.household.run.year)
    return Shown(said or (plan.shortcoming if plan else None) or "")


def _identity(row: LowIncomeSubject) -> Shown:
    """The head's identity number with its middle starred, whatever the copy: nobody needs more of it here."""
    head = row.household.head
    return Shown(masked_number(head.identity_number) if head and head.identity_number else "")


def _responsible(row: LowIncomeSubject) -> Shown:
    plan = row.row.picture.plan_for(row.household.run.year)
    name = (plan.responsible if plan else None) or row.row.picture.household.helper_name
    return Shown(row.household.run.mask.adult_name(name))


def _quarter(place: int) -> Callable[[LowIncomeSubject], Shown]:
    return lambda row: amount(row.row.so_far[place])


_COLUMNS: Mapping[str, tuple[str, Callable[[LowIncomeSubject], Shown]]] = {
    NUMBER: ("tight-count", _number),
    "low.identity": ("tight", _identity),
    "low.labourers": ("tight-count", lambda row: count(labourers(row.household, *LABOUR_KINDS))),
    "low.before": ("tight-amount", lambda row: amount(row.row.before)),
    "low.cause": ("tight", _cause),
    "low.target": ("tight-amount", lambda row: amount(row.row.target, NOT_APPLICABLE)),
    "low.measures": ("tight-small", lambda row: Shown(measure_labels(row.household))),
    "low.responsible": ("tight", _responsible),
    **{f"low.quarter_{place + 1}": ("tight-amount", _quarter(place)) for place in range(4)},
    "low.lifted": ("tight", lambda row: Shown(day_words(row.row.lifted_on) if row.row.lifted_on else "")),
    "low.note": ("tight", lambda row: Shown(say("sheet.low_new") if row.is_new else "")),
}

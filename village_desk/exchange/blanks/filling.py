"""A proposal becomes an order of cells: rows, totals, labels, and a form's sheet for each household."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from village_desk.definitions.codes import comparing_form
from village_desk.definitions.value_words import RowsOf
from village_desk.exchange.blanks.blank_sheets import BlankBook, BlankSheet
from village_desk.exchange.blanks.cell_values import Written, plain_number, written
from village_desk.exchange.blanks.heading_match import unit_of
from village_desk.exchange.blanks.layouts import BlankTable
from village_desk.exchange.blanks.proposals import Proposal, Slot
from village_desk.exchange.sheets.sheet_subjects import HouseholdSubject
from village_desk.exchange.values.directory import value_directory
from village_desk.exchange.values.known_values import KnownValue
from village_desk.exchange.values.value_rows import Unit, ValueRow, rows_of
from village_desk.rules.refusals import Refusal
from village_desk.store.pictures import group_number

MOST_FORMS = 400
"""Sheets in one workbook that old computers still open."""
_KEYS = frozenset(
    {
        *("unit.label", "place.village", "household.head_name", "household.number"),
        *("head.identity_number", "person.identity_number", "person.name"),
    }
)
"""Values by which a row that is written already is told."""
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
_GAP = re.compile(r"[ 　_＿]*(?:年[ 　_＿]*月[ 　_＿]*日[ 　_＿]*)?")
_NUMBERED_GROUP = 1_000_000
Cells = list[tuple[int, int, str, str]]


@dataclass(frozen=True, slots=True)
class Filled:
    """One sheet as it is to be."""

    name: str
    cells: Cells
    stretch: tuple[int, int] | None
    rows: int
    """Rows that were given values."""
    unmatched: int = 0
    """Rows that are written already and of which nobody is known, or several are."""

    def order(self) -> dict[str, object]:
        """The order that the child understands."""
        return {"name": self.name, "cells": self.cells, "stretch": self.stretch}


def filled_sheets(blank: BlankBook, proposal: Proposal, rows: Sequence[ValueRow]) -> list[Filled]:
    """What each sheet is to hold: one, or for a form one for each household.

    Raises:
        Refusal: ``blank-nobody``: no row belongs in the table; ``blank-too-many-forms``.
    """
    if not rows:
        raise Refusal("blank-nobody", file=blank.file)
    sheet = next(one for one in blank.sheets if one.name == proposal.layout.sheet)
    filler = _Filler(blank, sheet, proposal)
    if not (proposal.is_form and proposal.rows is RowsOf.HOUSEHOLD):
        return [filler.table_sheet(rows)]
    if len(rows) > MOST_FORMS:
        raise Refusal("blank-too-many-forms", file=blank.file, most=MOST_FORMS, count=len(rows))
    return [filler.form_sheet(row, is_only=len(rows) == 1) for row in rows]


class _Filler:
    def __init__(self, blank: BlankBook, sheet: BlankSheet, proposal: Proposal) -> None:
        self._blank = blank
        self._sheet = sheet
        self._proposal = proposal
        self._columns = [
            (one.index, value_directory()[one.value], _unit(one.heading))
            for one in proposal.columns
            if one.value
        ]

    def table_sheet(self, rows: Sequence[ValueRow]) -> Filled:
        """A sheet with all rows of a table."""
        cells: Cells = []
        stretch = None
        count, unmatched = len(rows), 0
        table = self._proposal.layout.table
        if table is not None and not self._proposal.is_form:
            if self._key_columns(table):
                count, unmatched = self._fill_keyed(table, rows, cells)
            else:
                stretch = self._fill(table, rows, cells)
            self._total(table, rows, stretch, cells)
        one = rows_of(RowsOf.VILLAGE, rows[0].scene, _households(rows))[0]
        self._places(one, stretch, cells)
        return Filled(self._sheet.name, cells, stretch, count, unmatched)

    def form_sheet(self, row: ValueRow, *, is_only: bool) -> Filled:
        """The sheet of one household, its members in the table if there is one."""
        cells: Cells = []
        stretch = None
        table = self._proposal.layout.table
        if table is not None and row.household is not None:
            members = rows_of(RowsOf.PERSON, row.scene, [row.household])
            stretch = self._fill(table, members, cells)
            self._total(table, members, stretch, cells)
        self._places(row, stretch, cells)
        return Filled(self._sheet.name if is_only else _sheet_name(row), cells, stretch, 1)

    def _fill(self, table: BlankTable, rows: Sequence[ValueRow], cells: Cells) -> tuple[int, int] | None:
        """Put rows into the empty ones; the stretch that they need beyond them."""
        taken = {row for row, _, _ in table.keys}
        open_rows = [row for row in range(table.first_row, table.last_row + 1) if row not in taken]
        missing = len(rows) - len(open_rows)
        stretch = None
        if missing > 0 and open_rows:
            last = open_rows[-1]
            stretch = (last, missing)
            open_rows += range(last + 1, last + missing + 1)
        elif missing > 0:
            if table.has_more_below:
                raise Refusal("blank-no-rows", file=self._blank.file)
            open_rows += range(table.last_row + 1, table.last_row + missing + 1)
        for place, row in zip(open_rows, rows, strict=False):
            model = min(place, stretch[0]) if stretch else place
            self._put_row(place, model, row, cells)
        return stretch

    def _put_row(self, place: int, model: int, row: ValueRow, cells: Cells) -> None:
        for column, value, unit in self._columns:
            cell = self._sheet.cells.get((model, column))
            if cell is not None and cell.is_formula:
                continue
            use = self._blank.use_of(cell.style) if cell else ""
            found = written(value, row, unit, use)
            if found is not None:
                cells.append((place, column, found.kind, found.value))

    def _key_columns(self, table: BlankTable) -> list[tuple[int, KnownValue]]:
        """The columns that the township has filled in and by which we know whose row each is."""
        keyed = {column for _, column, _ in table.keys}
        return [
            (column, value) for column, value, _ in self._columns if column in keyed and value.name in _KEYS
        ]

    def _fill_keyed(self, table: BlankTable, rows: Sequence[ValueRow], cells: Cells) -> tuple[int, int]:
        """Fill the rows that are written already, each with its own; how many, and how many are nobody's."""
        columns = dict(self._key_columns(table))
        said: dict[int, dict[int, str]] = {}
        for row, column, text in table.keys:
            if column in columns:
                said.setdefault(row, {})[column] = _key(text)
        known = {column: [_key(value.shown(row).text) for row in rows] for column, value in columns.items()}
        written_already = {(row, column) for row, column, _ in table.keys}
        count = 0
        for place, texts in said.items():
            fits = [
                row
                for at, row in enumerate(rows)
                if all(known[column][at] == text for column, text in texts.items())
            ]
            if len(fits) == 1:
                own: Cells = []
                self._put_row(place, place, fits[0], own)
                serial = {(place, column) for column, value, _ in self._columns if value.name == "row.number"}
                cells += [cell for cell in own if (cell[0], cell[1]) not in written_already | serial]
                count += 1
        return count, len(said) - count

    def _total(
        self, table: BlankTable, rows: Sequence[ValueRow], stretch: tuple[int, int] | None, cells: Cells
    ) -> None:
        """Sums in the row that is there for them; a mean is reckoned from sums, never from means."""
        if table.total_row is None or not rows:
            return
        model = table.total_row
        place = model + stretch[1] if stretch and model > stretch[0] else model
        whole = ValueRow(rows[0].scene, 0, unit=Unit(rows[0].scene.village, _households(rows), rows[0].scene))
        for column, value, unit in self._columns:
            cell = self._sheet.cells.get((model, column))
            if cell is not None and (cell.is_formula or cell.text):
                continue
            use = self._blank.use_of(cell.style) if cell else ""
            found = _total_of(value, rows, whole, column, cells, unit, use)
            if found is not None:
                cells.append((place, column, found.kind, found.value))

    def _places(self, row: ValueRow, stretch: tuple[int, int] | None, cells: Cells) -> None:
        """The labels' own cells, and the gaps in their texts."""
        gaps: dict[tuple[int, int], list[tuple[int, str]]] = {}
        for slot in self._proposal.slots:
            if not slot.is_place or not slot.value:
                continue
            place = self._proposal.layout.places[slot.index]
            cell = self._sheet.cells.get((place.row, place.column))
            value = value_directory()[slot.value]
            found = written(value, row, _unit(slot.heading), self._blank.use_of(cell.style) if cell else "")
            if found is None:
                continue
            at = place.row + stretch[1] if stretch and place.row > stretch[0] else place.row
            if place.gap is None:
                cells.append((at, place.column, found.kind, found.value))
            else:
                gaps.setdefault((at, place.column), []).append((place.gap, value.shown(row).text))
        for (at, column), inserted in gaps.items():
            origin = at - stretch[1] if stretch and at > stretch[0] else at
            text = self._sheet.cells[origin, column].text
            cells.append((at, column, "text", _with_gaps(text, inserted)))


def _total_of(  # noqa: PLR0913 - a sum needs its column, its rows and its cell
    value: KnownValue,
    rows: Sequence[ValueRow],
    whole: ValueRow,
    column: int,
    cells: Iterable[tuple[int, int, str, str]],
    unit: str,
    use: str,
) -> Written | None:
    if rows[0].unit is not None:
        return (
            written(value, whole, unit, use)
            if value.name.startswith("unit.") and value.name != "unit.label"
            else None
        )
    if value.name == "year.per_capita" and rows[0].person is None:
        return written(value_directory()["unit.per_capita"], whole, unit, use)
    is_repeated = rows[0].person is not None and value.is_of(RowsOf.HOUSEHOLD)
    if not value.words.adds or is_repeated:
        return None
    numbers = [Decimal(number) for _, at, kind, number in cells if at == column and kind == "number"]
    return Written("number", plain_number(sum(numbers, Decimal(0)))) if numbers else None


def _households(rows: Sequence[ValueRow]) -> list[HouseholdSubject]:
    """The households behind some rows, each once."""
    found: dict[str, HouseholdSubject] = {}
    for row in rows:
        own = row.unit.households if row.unit else [row.household] if row.household else []
        found |= {one.picture.household.id: one for one in own}
    return list(found.values())


def _with_gaps(text: str, inserted: Iterable[tuple[int, str]]) -> str:
    """A text with values put into its gaps, whose blanks and underscores go."""
    for at, value in sorted(inserted, reverse=True):
        rest = text[at:]
        end = _GAP.match(rest).end()  # type: ignore[union-attr]  # it fits even nothing
        between = "　" if end and rest[end:] else ""
        text = text[:at] + value + between + rest[end:]
    return text


def _unit(heading: str) -> str:
    return unit_of(heading.split("-"))


def _key(text: str) -> str:
    """A written key as it is compared; numbered groups by their number, whatever else they are called."""
    place = group_number(text)
    is_group = text.rstrip().endswith("组") and place < _NUMBERED_GROUP
    return f"组{place}" if is_group else comparing_form(text)


def _sheet_name(row: ValueRow) -> str:
    head = row.household.run.mask.head_name(row.household.picture) if row.household else ""
    return _NO_SHEET_NAME.sub("", f"{row.number:03d} {head}")[:31].strip()


def slots_without_value(proposal: Proposal, rows: Sequence[ValueRow]) -> Iterator[Slot]:
    """The headings that stay empty: nobody has their value, or this copy must not show it."""
    mask = rows[0].scene.run.mask if rows else None
    for slot in proposal.slots:
        value = value_directory().get(slot.value)
        if value is None or (mask is not None and mask.hides(value.words.sensitive)):
            yield slot

"""A proposal becomes an order of cells: rows, totals, labels, and a form's sheet for each household."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from village_desk.definitions.codes import comparing_form
from village_desk.definitions.value_words import RowsOf
from village_desk.exchange.blanks.blank_sheets import BlankBook, BlankSheet
from village_desk.exchange.blanks.cell_values import Written, plain_number, written
from village_desk.exchange.blanks.heading_match import unit_of
from village_desk.exchange.blanks.layouts import BlankTable
from village_desk.exchange.blanks.proposals import Proposal, Slot
from village_desk.exchange.blanks.record_places import NOTHING_MOVED, Joined, Places, places_for
from village_desk.exchange.sheets.sheet_subjects import HouseholdSubject
from village_desk.exchange.values.directory import value_directory
from village_desk.exchange.values.known_values import KnownValue
from village_desk.exchange.values.value_rows import Unit, ValueRow, rows_of
from village_desk.rules.refusals import Refusal
from village_desk.store.pictures import group_number

_LONGEST_NAME = 31
"""Characters of a sheet's name."""
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


class Filled(Struct, frozen=True):
    """One sheet as it is to be."""

    name: str
    cells: Cells
    stretch: tuple[int, int] | None
    rows: int
    """Rows that were given values."""
    unmatched: int = 0
    """Rows that are written already and of which nobody is known, or several are."""
    lines: int = 1
    """How many rows a record takes."""
    joined: Joined | None = None
    """Cells that become one for each household, where such cells were for others before."""

    def order(self) -> dict[str, object]:
        """The order that the child understands."""
        joined = self.joined or Joined()
        return {
            "name": self.name,
            "cells": self.cells,
            "stretch": self.stretch,
            "lines": self.lines,
            "apart": [list(joined.rows), list(joined.columns)],
            "merged": list(joined.merged),
        }


def filled_sheets(
    blank: BlankBook, proposal: Proposal, rows: Sequence[ValueRow], names: set[str] | None = None
) -> list[Filled]:
    """What each sheet is to hold: one, or for a form one for each household.

    ``names`` are those of the workbook's sheets so far; new ones are added to them.

    Raises:
        Refusal: ``blank-nobody``: no row belongs in the table; ``blank-too-many-forms``.
    """
    if not rows:
        raise Refusal("blank-nobody", file=blank.file)
    sheet = next(one for one in blank.sheets if one.name == proposal.layout.sheet)
    filler = _Filler(blank, sheet, proposal)
    names = {one.name for one in blank.sheets} if names is None else names
    if not (proposal.is_form and proposal.rows is RowsOf.HOUSEHOLD):
        return [filler.table_sheet(rows)]
    if len(rows) > MOST_FORMS:
        raise Refusal("blank-too-many-forms", file=blank.file, most=MOST_FORMS, count=len(rows))
    if len(rows) == 1:
        return [filler.form_sheet(rows[0], sheet.name)]
    return [filler.form_sheet(row, _free_name(_sheet_name(row), names)) for row in rows]


class _Column(Struct, frozen=True):
    """A column that is given a value, in the unit of its heading."""

    index: int
    line: int
    value: KnownValue
    unit: str


class _Filler:
    def __init__(self, blank: BlankBook, sheet: BlankSheet, proposal: Proposal) -> None:
        self._blank = blank
        self._sheet = sheet
        self._proposal = proposal
        self._columns = [
            _Column(one.index, one.line, value_directory()[one.value], _unit(one.heading))
            for one in proposal.columns
            if one.value
        ]

    def table_sheet(self, rows: Sequence[ValueRow]) -> Filled:
        """A sheet with all rows of a table."""
        cells: Cells = []
        places, joined = NOTHING_MOVED, None
        count, unmatched = len(rows), 0
        table = self._proposal.layout.table
        if table is not None and not self._proposal.is_form:
            if self._key_columns(table):
                count, unmatched = self._fill_keyed(table, rows, cells)
            elif len(table.halves) > 1 and not table.keys:
                places = self._fill_halves(table, rows, cells)
            elif self._proposal.once and not table.keys:
                places, joined = self._fill_households(table, rows, cells)
            else:
                places = self._fill(table, rows, cells)
            self._total(table, rows, places, cells)
        one = rows_of(RowsOf.VILLAGE, rows[0].scene, _households(rows))[0]
        self._places(one, places, cells)
        return Filled(self._sheet.name, cells, places.stretch, count, unmatched, places.lines, joined)

    def form_sheet(self, row: ValueRow, name: str) -> Filled:
        """The sheet of one household, its members in the table if there is one."""
        cells: Cells = []
        places = NOTHING_MOVED
        table = self._proposal.layout.table
        if table is not None and row.household is not None:
            members = rows_of(RowsOf.PERSON, row.scene, [row.household])
            places = self._fill(table, members, cells)
            self._total(table, members, places, cells)
        self._places(row, places, cells)
        return Filled(name, cells, places.stretch, 1, lines=places.lines)

    def _fill(self, table: BlankTable, rows: Sequence[ValueRow], cells: Cells) -> Places:
        """Put rows into the empty ones."""
        places = places_for(table, [1] * len(rows), self._blank.file)
        for start, row in zip(places.starts, rows, strict=True):
            self._put_row(start, places.model(start), row, cells, self._columns)
        return places

    def _fill_halves(self, table: BlankTable, rows: Sequence[ValueRow], cells: Cells) -> Places:
        """Put rows into columns that stand side by side, the first ones full before the next."""
        deep = max(table.room, -(-len(rows) // len(table.halves)))
        places = places_for(table, [1] * deep, self._blank.file)
        for place, row in enumerate(rows):
            half, at = divmod(place, deep)
            start = places.starts[at]
            columns = [replace(one, index=one.index + table.halves[half]) for one in self._columns]
            self._put_row(start, places.model(start), row, cells, columns)
        return places

    def _fill_households(
        self, table: BlankTable, rows: Sequence[ValueRow], cells: Cells
    ) -> tuple[Places, Joined]:
        """Put members below each other and beside them, once, what is their household's."""
        homes = [list(own) for _, own in groupby(rows, key=_household_id)]
        sizes = [max(table.block, len(own)) for own in homes]
        places = places_for(table, sizes, self._blank.file)
        heads = rows_of(RowsOf.HOUSEHOLD, rows[0].scene, _households(rows))
        its = [one for one in self._columns if one.value.is_of(RowsOf.HOUSEHOLD)]
        own = [one for one in self._columns if one not in its]
        for start, head, members in zip(places.starts, heads, homes, strict=True):
            self._put_row(start, places.model(start), head, cells, its)
            for row, member in enumerate(members, start):
                self._put_row(row, places.model(row), member, cells, own)
        return places, self._joined(table, places, sizes, {one.index for one in its})

    def _joined(self, table: BlankTable, places: Places, sizes: Sequence[int], its: set[int]) -> Joined:
        areas = [one for one in self._sheet.merged if one.top == table.first_row]
        spans = {one.left: one.right for one in areas}
        columns = sorted(its | {one.left for one in areas if one.bottom > one.top})
        merged = [
            (start, start + size - 1, column, spans.get(column, column))
            for start, size in zip(places.starts, sizes, strict=True)
            if size > 1
            for column in columns
        ]
        rows = range(table.first_row, places.moved(table.last_row + 1))
        return Joined(rows, columns, merged)

    def _put_row(
        self, place: int, model: int, row: ValueRow, cells: Cells, columns: Sequence[_Column]
    ) -> None:
        for one in columns:
            cell = self._sheet.cells.get((model + one.line, one.index))
            if cell is not None and cell.is_formula:
                continue
            use = self._blank.use_of(cell.style) if cell else ""
            found = written(one.value, row, one.unit, use)
            if found is not None:
                cells.append((place + one.line, one.index, found.kind, found.value))

    def _key_columns(self, table: BlankTable) -> list[tuple[int, KnownValue]]:
        """The columns that the township has filled in and by which we know whose row each is."""
        keyed = {column for _, column, _ in table.keys}
        return [
            (one.index, one.value)
            for one in self._columns
            if one.index in keyed and one.value.name in _KEYS and table.lines == 1
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
                self._put_row(place, place, fits[0], own, self._columns)
                serial = {(place, one.index) for one in self._columns if one.value.name == "row.number"}
                cells += [cell for cell in own if (cell[0], cell[1]) not in written_already | serial]
                count += 1
        return count, len(said) - count

    def _total(self, table: BlankTable, rows: Sequence[ValueRow], places: Places, cells: Cells) -> None:
        """Sums in the row that is there for them; a mean is reckoned from sums, never from means."""
        if table.total_row is None or not rows:
            return
        whole = ValueRow(rows[0].scene, 0, unit=Unit(rows[0].scene.village, _households(rows), rows[0].scene))
        for one in self._columns:
            model = table.total_row + one.line
            cell = self._sheet.cells.get((model, one.index))
            if (cell is not None and (cell.is_formula or cell.text)) or not self._is_total_row(table, model):
                continue
            use = self._blank.use_of(cell.style) if cell else ""
            added = [
                Decimal(number)
                for row, at, kind, number in cells
                if at - one.index in table.halves
                and kind == "number"
                and (row - table.first_row) % table.lines == one.line
            ]
            is_repeated = rows[0].person is not None and not self._proposal.once
            found = _total_of(one, rows, whole, added, use, is_repeated=is_repeated)
            if found is not None:
                cells.append((places.moved(model), one.index, found.kind, found.value))

    def _is_total_row(self, table: BlankTable, row: int) -> bool:
        """Whether a row is that of the totals, or a further one that its label stands beside."""
        total = table.total_row
        return row == total or any(one.top == total and one.bottom >= row for one in self._sheet.merged)

    def _places(self, row: ValueRow, places: Places, cells: Cells) -> None:
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
            if place.gap is None:
                cells.append((places.moved(place.row), place.column, found.kind, found.value))
            else:
                gaps.setdefault((place.row, place.column), []).append((place.gap, value.shown(row).text))
        for (at, column), inserted in gaps.items():
            text = self._sheet.cells[at, column].text
            cells.append((places.moved(at), column, "text", _with_gaps(text, inserted)))


def _total_of(
    column: _Column,
    rows: Sequence[ValueRow],
    whole: ValueRow,
    added: Sequence[Decimal],
    use: str,
    *,
    is_repeated: bool,
) -> Written | None:
    value = column.value
    if rows[0].unit is not None:
        return (
            written(value, whole, column.unit, use)
            if value.name.startswith("unit.") and value.name != "unit.label"
            else None
        )
    if value.name == "year.per_capita" and not is_repeated:
        return written(value_directory()["unit.per_capita"], whole, column.unit, use)
    if not value.words.adds or (is_repeated and value.is_of(RowsOf.HOUSEHOLD)):
        return None
    return Written("number", plain_number(sum(added, Decimal(0)))) if added else None


def _household_id(row: ValueRow) -> str:
    return row.household.picture.household.id if row.household else ""


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
    return _NO_SHEET_NAME.sub("", f"{row.number:03d} {head}")[:_LONGEST_NAME].strip()


def _free_name(name: str, names: set[str]) -> str:
    """A name that no sheet has yet, which it then has."""
    free = next(
        one
        for one in (name, *(f"{name[: _LONGEST_NAME - 3]} {number}" for number in range(2, 99)))
        if one not in names
    )
    names.add(free)
    return free


def slots_without_value(proposal: Proposal, rows: Sequence[ValueRow]) -> Iterator[Slot]:
    """The headings that stay empty: nobody has their value, or this copy must not show it."""
    mask = rows[0].scene.run.mask if rows else None
    for slot in proposal.slots:
        value = value_directory().get(slot.value)
        if value is None or (mask is not None and mask.hides(value.words.sensitive)):
            yield slot

"""The township's blank in hand: how it is to be filled, tried on the very rows it would have."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from village_desk.definitions.blank_words import FilterWords
from village_desk.definitions.value_words import RowsOf
from village_desk.desk.jobs import Progress
from village_desk.entry.sitting import Sitting
from village_desk.exchange.blanks.blank_fill import (
    FilledBlank,
    Wanted,
    all_sheets,
    fill_sheets,
    layouts_to_fill,
    rows_for,
    write_filled,
)
from village_desk.exchange.blanks.blank_sheets import BlankBook
from village_desk.exchange.blanks.filling import slots_without_value
from village_desk.exchange.blanks.filters import filters_for
from village_desk.exchange.blanks.known_blanks import is_kept, proposal_for, remember
from village_desk.exchange.blanks.layouts import BlankLayout
from village_desk.exchange.blanks.proposals import Proposal, Slot, propose
from village_desk.exchange.values.directory import value_directory, values_of
from village_desk.exchange.values.known_values import KnownValue
from village_desk.exchange.values.value_rows import Scene, ValueRow, rows_of
from village_desk.rules.masking import Copy
from village_desk.rules.months import Quarter
from village_desk.rules.pictures import VillagePicture


class BlankInHand:
    """One blank; a choice changes the proposal, and rows and examples follow."""

    def __init__(self, sitting: Sitting, blank: BlankBook, picture: VillagePicture) -> None:
        self._sitting = sitting
        self._blank = blank
        self._picture = picture
        self._quarter: Quarter | None = sitting.quarter
        self._year = sitting.year
        self._copy = Copy.REPORT
        self._household: str | None = None
        self._rows: dict[str, list[ValueRow]] = {}
        self._layouts = {one.sheet: one for one in layouts_to_fill(blank, self._year)}
        self._proposals = {name: self._known(layout) for name, layout in self._layouts.items()}
        self._sheet = next(iter(self._layouts))
        self.is_for_all = len(self.all_in_one_go) > 1
        """Whether every sheet of the workbook is filled that is to be."""

    @property
    def proposal(self) -> Proposal:
        """How the sheet in hand is to be filled."""
        return self._proposals[self._sheet]

    @property
    def all_in_one_go(self) -> list[Wanted]:
        """The sheets that can be filled together, with their rows."""
        return all_sheets([Wanted(one, self._rows_of(one)) for one in self._proposals.values()])

    @property
    def has_members(self) -> bool:
        """Whether rows of members have columns of their households beside them."""
        proposal, directory = self.proposal, value_directory()
        named = {one.value for one in proposal.columns if one.value} - {"row.number"}
        is_mixed = any(directory[name].is_of(RowsOf.HOUSEHOLD) for name in named)
        return proposal.rows is RowsOf.PERSON and not proposal.is_form and is_mixed

    @property
    def rows(self) -> Sequence[ValueRow]:
        """The rows that the table will have."""
        return self._rows_of(self.proposal)

    @property
    def sheets(self) -> list[str]:
        """The sheets that may be filled, the likeliest first."""
        return list(self._layouts)

    @property
    def filters(self) -> list[FilterWords]:
        """Who may be chosen to be in it."""
        return filters_for(self.proposal.rows)

    @property
    def empty(self) -> list[str]:
        """The headings that will stay empty."""
        return [slot.heading for slot in slots_without_value(self.proposal, self.rows)]

    def set_period(self, quarter: Quarter | None, year: int) -> None:
        """Fill it for a quarter, or for a whole year."""
        is_other_year = year != self._year
        self._quarter, self._year = quarter, year
        if is_other_year:
            self._proposals = {name: self._known(layout) for name, layout in self._layouts.items()}
        self._rows.clear()

    def set_sheet(self, name: str) -> None:
        """Take another sheet of the workbook in hand."""
        self._sheet = name

    def set_household(self, household_id: str | None) -> None:
        """Fill a form for one household, or with None for each."""
        self._household = household_id
        self._rows.clear()

    def set_copy(self, copy: Copy) -> None:
        """Make another kind of copy."""
        self._copy = copy
        self._rows.clear()

    def set_rows(self, rows: RowsOf) -> None:
        """Say what each row stands for; every heading is proposed anew."""
        self._change(propose(self.proposal.layout, self._year, rows))

    def set_filters(self, keys: Sequence[str]) -> None:
        """Say who belongs in it."""
        self._change(replace(self.proposal, filters=tuple(keys)))

    def set_once(self, *, once: bool) -> None:
        """Say whether what is the household's stands once beside its members."""
        self._change(replace(self.proposal, once=once))

    def set_value(self, slot: Slot, name: str) -> None:
        """Give a heading another value; a blank name leaves it empty."""
        self._change(self.proposal.with_value(slot, name))

    def values_for(self, slot: Slot) -> list[KnownValue]:
        """The values that a heading may be given."""
        return values_of(slot.rows)

    def value_of(self, slot: Slot) -> KnownValue | None:
        """The value that a heading has."""
        return value_directory().get(slot.value)

    def example(self, slot: Slot) -> str:
        """What the first row will have under a heading."""
        value = self.value_of(slot)
        row = self._first_row(slot)
        return value.shown(row).text if value is not None and row is not None else ""

    def fill(self, path: Path, progress: Progress) -> FilledBlank:
        """Fill it and write it; may run beside the window.

        Raises:
            Refusal: As for fill_blank and write_filled.
        """
        made = fill_sheets(self._blank, self._wanted, self._picture, cancelled=lambda: progress.is_cancelled)
        progress.check()
        write_filled(path, made)
        return made

    def keep(self) -> None:
        """Remember in the book how it was filled."""
        with self._sitting.book.reading() as reading:
            new = [one.proposal for one in self._wanted if not is_kept(reading, one.proposal)]
        if new:
            with self._sitting.changing("blank-remembered") as change:
                for proposal in new:
                    remember(change, proposal)

    @property
    def _wanted(self) -> list[Wanted]:
        return self.all_in_one_go if self.is_for_all else [Wanted(self.proposal, self.rows)]

    def _change(self, proposal: Proposal) -> None:
        self._proposals[self._sheet] = proposal
        self._rows.pop(self._sheet, None)

    def _rows_of(self, proposal: Proposal) -> list[ValueRow]:
        name = proposal.layout.sheet
        if name not in self._rows:
            self._rows[name] = rows_for(proposal, self._scene(), self._picture, self._household)
        return self._rows[name]

    def _known(self, layout: BlankLayout) -> Proposal:
        with self._sitting.book.reading() as reading:
            return proposal_for(reading, layout, self._year)

    def _scene(self) -> Scene:
        sitting = self._sitting
        return Scene.of(
            self._picture,
            sitting.settings,
            sitting.reckoner,
            self._year,
            self._quarter,
            self._copy,
            sitting.today,
        )

    def _first_row(self, slot: Slot) -> ValueRow | None:
        if not self.rows:
            return None
        first = self.rows[0]
        if slot.rows is RowsOf.PERSON and first.person is None and first.household is not None:
            return next(iter(rows_of(RowsOf.PERSON, first.scene, [first.household])), None)
        if slot.is_place and slot.rows is RowsOf.VILLAGE and first.unit is None:
            return rows_of(RowsOf.VILLAGE, first.scene, [])[0]
        return first

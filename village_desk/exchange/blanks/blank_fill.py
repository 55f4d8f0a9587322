"""The whole way: a blank and a book become a filled table, read again to be sure, and written whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from village_desk.exchange.blanks.blank_file import filled_bytes, read_filled
from village_desk.exchange.blanks.blank_sheets import BlankBook
from village_desk.exchange.blanks.filling import Filled, filled_sheets, slots_without_value
from village_desk.exchange.blanks.filters import chosen_rows
from village_desk.exchange.blanks.layouts import BlankLayout
from village_desk.exchange.blanks.proposals import Proposal, propose
from village_desk.exchange.blanks.understanding import layout_of
from village_desk.exchange.finished_file import write_finished
from village_desk.exchange.sheets.leaks import refuse_leaking_texts
from village_desk.exchange.values.value_rows import Scene, ValueRow
from village_desk.rules.pictures import VillagePicture
from village_desk.rules.refusals import Refusal

_FEWEST_VALUES = 2
_SHEET_CELLS = 300
"""What one more sheet costs, in cells."""

Cancelled = Callable[[], bool]


class FilledBlank(Struct, frozen=True):
    """A filled table, still in memory."""

    content: bytes
    rows: int
    """Rows that were filled; for a form, its sheets."""
    empty: tuple[str, ...]
    """Headings without a value of ours."""
    unmatched: int
    """Rows that the township has written and that are nobody's of ours, or several people's."""
    sheets: tuple[Filled, ...]


class Wanted(Struct, frozen=True):
    """One sheet to be filled: how, and with which rows."""

    proposal: Proposal
    rows: Sequence[ValueRow]

    @property
    def is_sure(self) -> bool:
        """Whether it is a table to be filled, and not a page of words with one label in it."""
        return bool(self.rows) and sum(bool(slot.value) for slot in self.proposal.slots) >= _FEWEST_VALUES

    @property
    def empty(self) -> list[str]:
        """The headings that stay empty."""
        return [slot.heading for slot in slots_without_value(self.proposal, self.rows)]


def layouts_to_fill(blank: BlankBook, year: int) -> list[BlankLayout]:
    """The sheets of a blank that want something, those first that want most of what we know.

    Raises:
        Refusal: ``blank-not-understood``: no sheet has a heading or labels that are known.
    """
    layouts = [layout_of(sheet) for sheet in blank.sheets]
    known = {one.sheet: sum(bool(slot.value) for slot in propose(one, year).slots) for one in layouts}
    found = [one for one in layouts if known[one.sheet] or one.table is not None]
    if not found:
        raise Refusal("blank-not-understood", file=blank.file)
    return sorted(found, key=lambda one: -known[one.sheet])


def layout_to_fill(blank: BlankBook, year: int, sheet: str | None = None) -> BlankLayout:
    """The sheet of a name, or the one that wants most of what we know.

    Raises:
        Refusal: ``blank-not-understood``, or ``blank-no-sheet``: none of that name wants anything.
    """
    layouts = layouts_to_fill(blank, year)
    chosen = [one for one in layouts if sheet is None or one.sheet == sheet]
    if not chosen:
        known = "、".join(one.sheet for one in layouts)
        raise Refusal("blank-no-sheet", file=blank.file, value=sheet or "", known=known)
    return chosen[0]


def all_sheets(wanted: Sequence[Wanted]) -> list[Wanted]:
    """Those of a workbook's sheets that are filled in one go; where none is sure, the first."""
    return [one for one in wanted if one.is_sure] or list(wanted[:1])


def rows_for(
    proposal: Proposal, scene: Scene, picture: VillagePicture, household_id: str | None = None
) -> list[ValueRow]:
    """The rows that belong in a table; of one household where one is named."""
    pictures = picture.households
    if household_id is not None:
        pictures = [one for one in pictures if one.household.id == household_id]
    return chosen_rows(proposal.rows, scene, pictures, proposal.filters if household_id is None else ())


def fill_blank(
    blank: BlankBook,
    proposal: Proposal,
    rows: Sequence[ValueRow],
    picture: VillagePicture,
    *,
    cancelled: Cancelled | None = None,
) -> FilledBlank:
    """Fill one sheet of a blank in memory.

    Raises:
        Refusal: As for fill_sheets.
    """
    return fill_sheets(blank, [Wanted(proposal, rows)], picture, cancelled=cancelled)


def fill_sheets(
    blank: BlankBook,
    wanted: Sequence[Wanted],
    picture: VillagePicture,
    *,
    cancelled: Cancelled | None = None,
) -> FilledBlank:
    """Fill sheets of one blank in memory, all in one go.

    Raises:
        Refusal: Nobody belongs in one, it cannot be kept as it is, or a public copy would give somebody away.
    """
    names = {one.name for one in blank.sheets}
    orders: list[dict[str, object]] = []
    filled: list[Filled] = []
    for one in wanted:
        own = filled_sheets(blank, one.proposal, one.rows, names)
        texts = {value for sheet in own for _, _, kind, value in sheet.cells if kind != "number"}
        texts |= {sheet.name for sheet in own} | {one.proposal.layout.title}
        refuse_leaking_texts(texts, picture, one.rows[0].scene.run.mask)
        orders.append({"sheet": one.proposal.layout.sheet, "filled": [sheet.order() for sheet in own]})
        filled += own
    cells = sum(len(sheet.cells) + _SHEET_CELLS for sheet in filled)
    content = filled_bytes(blank, {"sheets": orders}, cells, cancelled=cancelled)
    return FilledBlank(
        content,
        sum(sheet.rows for sheet in filled),
        tuple(dict.fromkeys(heading for one in wanted for heading in one.empty)),
        sum(sheet.unmatched for sheet in filled),
        tuple(filled),
    )


def write_filled(path: Path, made: FilledBlank) -> None:
    """Write a filled table whole or not at all, after every value was read back from it.

    Raises:
        Refusal: ``file-exists``: something that is no workbook has this name; else as write_whole.
    """
    write_finished(path, made.content, verify=lambda part: _verify(part, made))


def _verify(part: Path, made: FilledBlank) -> None:
    """Raise ValueError where a value does not stand where it was put."""
    read = {sheet.name: sheet.cells for sheet in read_filled(part).sheets}
    for sheet in made.sheets:
        for row, column, _, value in sheet.cells:
            cell = read.get(sheet.name, {}).get((row, column))
            if cell is None or cell.text != value:
                raise ValueError(f"a value is missing in row {row}, column {column}")

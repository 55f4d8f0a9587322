"""录入清单 on paper: by household what is to be typed into the national system, with boxes to tick."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from msgspec import Struct

from village_desk.definitions.sheets import Block
from village_desk.definitions.toml_files import read_once
from village_desk.definitions.typing_list import TypingLine
from village_desk.definitions.words import say
from village_desk.exchange.paper.layout import Block as LayoutBlock
from village_desk.exchange.paper.layout import Cell, Row
from village_desk.exchange.sheets.sheet_cells import head_row, section_row, shown_cell
from village_desk.exchange.sheets.sheet_grid import Grid
from village_desk.exchange.sheets.sheet_shown import SheetValue, Shown, caption_of, find
from village_desk.exchange.sheets.sheet_subjects import HouseholdSubject

_BOX = "□"


class TypingSubject(Struct, frozen=True):
    """One line of the list with its household."""

    line: TypingLine
    household: HouseholdSubject


@read_once
def typing_values() -> Mapping[str, SheetValue[TypingSubject]]:
    """The columns there are."""
    return MappingProxyType(
        {name: SheetValue(name, caption_of(name), show, style) for name, (style, show) in _COLUMNS.items()}
    )


def drawn_typing(
    block: Block, lines: Sequence[TypingLine], households: Sequence[HouseholdSubject], grid: Grid
) -> LayoutBlock:
    """The table with a repeated head; over each household's lines stands whose they are."""
    spans = grid.spans(block.widths_mm)
    values = [find(typing_values(), name) for name in block.values]
    homes = {one.picture.household.id: one for one in households}
    head = head_row(tuple(value.caption for value in values), tuple(spans))
    rows = [head]
    for household_id, own in groupby(lines, lambda line: line.difference.household_id):
        rows += _household_rows(homes[household_id], list(own), values, (spans, grid))
    if not lines:
        rows.append(Row((Cell(say("sheet.nothing_to_type"), grid.columns, style="total"),)))
    return LayoutBlock(tuple(rows), head_rows=1)


def _household_rows(
    household: HouseholdSubject,
    lines: Sequence[TypingLine],
    values: Sequence[SheetValue[TypingSubject]],
    where: tuple[Sequence[int], Grid],
) -> Iterator[Row]:
    spans, grid = where
    own = household.picture.household
    words = say(
        "sheet.typing_household",
        group=own.group or say("sheet.no_group"),
        head=own.head_name or "",
        number=own.number or "",
        count=len(lines),
    )
    yield section_row(words, grid)
    for line in lines:
        row = TypingSubject(line, household)
        cells = (
            shown_cell(value.show(row), span, value.style) for value, span in zip(values, spans, strict=True)
        )
        yield Row(tuple(cells), name=household.name)


def _member(row: TypingSubject) -> Shown:
    person = row.household.picture.person(row.line.difference.person_id)
    return Shown((person.name or "") if person else say("typing.whole_household"))


_COLUMNS: Mapping[str, tuple[str, Callable[[TypingSubject], Shown]]] = {
    "typing.member": ("centre", _member),
    "typing.question": ("body", lambda row: Shown(row.line.label)),
    "typing.theirs": ("body", lambda row: Shown(row.line.theirs)),
    "typing.ours": ("body", lambda row: Shown(row.line.ours)),
    "typing.box": ("centre", lambda _: Shown(_BOX)),
}

"""What is proposed for a blank: what its rows are, who belongs in it, and a value for each heading."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from village_desk.definitions.blank_words import blank_words
from village_desk.definitions.value_words import RowsOf
from village_desk.exchange.blanks.filters import filters_in
from village_desk.exchange.blanks.heading_match import is_by_hand, value_for
from village_desk.exchange.blanks.layouts import BlankLayout, BlankTable, Place
from village_desk.exchange.incoming.heading_words import common_words
from village_desk.exchange.incoming.headings import heading_text, shown_heading

_HEADS = frozenset({"户主", "户主姓名", "户主名字", "户主名称"})
_NAMES = frozenset({"姓名", "成员姓名", "家庭成员姓名", "家庭成员"})
_GROUPS = frozenset({"组", "小组", "村民小组", "组别", "组名", "自然村", "村民小组名称", "小组名称"})
_PEOPLE = ("花名册", "人员", "劳动力", "务工", "学生", "残疾人", "成员", "低保对象")
_FEWEST_OF_FORM = 3


class Slot(Struct, frozen=True):
    """One heading or label and the value it is given; an empty name leaves it empty."""

    heading: str
    value: str
    index: int
    """The column; for a label, its place among the labels."""
    is_place: bool = False
    rows: RowsOf = RowsOf.VILLAGE
    """Whose values may be chosen for it."""
    line: int = 0
    """In which of a record's rows it is filled."""


class Proposal(Struct, frozen=True):
    """How a blank is to be filled."""

    layout: BlankLayout
    rows: RowsOf
    filters: tuple[str, ...]
    slots: tuple[Slot, ...]
    is_form: bool = False
    """The whole sheet is about one household, and is made for each."""
    is_remembered: bool = False
    once: bool = False
    """In rows of members, what is the household's stands once, in a cell beside all of them."""

    def with_value(self, heading: Slot, value: str) -> Proposal:
        """The same with another value for one heading."""
        slots = tuple(replace(one, value=value) if one == heading else one for one in self.slots)
        return replace(self, slots=slots)

    @property
    def columns(self) -> list[Slot]:
        """The slots of the table's columns."""
        return [one for one in self.slots if not one.is_place]


def propose(layout: BlankLayout, year: int, rows: RowsOf | None = None) -> Proposal:
    """What a layout most likely wants; ``rows`` when somebody has said what its rows are."""
    is_form = _is_form(layout, year)
    kind = rows or (_rows_of_form(layout) if is_form else _rows_of(layout, year))
    places_of = RowsOf.HOUSEHOLD if is_form and kind in (RowsOf.HOUSEHOLD, RowsOf.PERSON) else RowsOf.VILLAGE
    table_of = RowsOf.PERSON if is_form and places_of is RowsOf.HOUSEHOLD else kind
    slots = [
        Slot(one.label, _name_of_place(one, places_of, year), place, is_place=True, rows=places_of)
        for place, one in enumerate(layout.places)
        if not _is_signature(one)
    ]
    if not is_form:
        slots = [one for one in slots if one.value]
    if layout.table is not None:
        slots += [
            Slot(one.shown, _name(one.headings, table_of, year), one.index, rows=table_of, line=one.line)
            for one in layout.table.columns
        ]
    once = not is_form and kind is RowsOf.PERSON and layout.table is not None and layout.table.block > 1
    rows_are = places_of if is_form else kind
    return Proposal(layout, rows_are, filters_in(layout.title, kind), tuple(slots), is_form, once=once)


def _name(headings: Sequence[str], rows: RowsOf, year: int) -> str:
    if is_by_hand(headings):
        return ""
    value = value_for(headings, rows, year)
    return value.name if value else ""


def _name_of_place(place: Place, rows: RowsOf, year: int) -> str:
    """A label's value; one that asks for a group is left alone where the sheet is about the whole village."""
    name = _name((place.label,), rows, year)
    return "" if name == "unit.label" else name


def _is_signature(place: Place) -> bool:
    return is_by_hand((place.label,)) or place.label in blank_words()["signers"]


def _is_form(layout: BlankLayout, year: int) -> bool:
    """Whether labels with empty cells beside them make up the sheet, with a table of members or without."""
    known = [
        one
        for one in layout.places
        if one.gap is None and value_for((one.label,), RowsOf.HOUSEHOLD, year) is not None
    ]
    units = [
        one for one in layout.places if one.gap is None and value_for((one.label,), RowsOf.VILLAGE, year)
    ]
    if layout.table is None:
        return bool(known or units)
    if len(known) < _FEWEST_OF_FORM:
        return False
    above = [one for one in known if one.row < layout.table.first_head]
    return len(above) >= _FEWEST_OF_FORM or len(known) > len(layout.table.columns)


def _rows_of_form(layout: BlankLayout) -> RowsOf:
    labels = {heading_text(one.label).bare for one in layout.places}
    is_of_unit = "户数" in labels or "总户数" in labels
    return RowsOf.VILLAGE if is_of_unit and not labels & (_HEADS | _NAMES) else RowsOf.HOUSEHOLD


def _rows_of(layout: BlankLayout, year: int) -> RowsOf:
    """What the rows of a table are, by the headings that only one kind has, else by how many are known."""
    table = layout.table
    if table is None:
        return RowsOf.HOUSEHOLD
    own = {heading for one in table.columns if (heading := _own_heading(one.headings))}
    for holds, rows in _TELLING:
        if holds(own, layout.title):
            return rows
    return max(RowsOf, key=lambda rows: _score(table, rows, year))


def _own_heading(headings: Sequence[str]) -> str:
    """A column's heading where it speaks of the row itself: the head's is said, a helper's is none."""
    groups = "".join(headings[:-1])
    if any(word in groups for word in common_words().other_people):
        return ""
    own = heading_text(headings[-1]).bare
    return f"户主{own}" if "户主" in groups and "户主" not in own else own


def _score(table: BlankTable, rows: RowsOf, year: int) -> int:
    return sum(value_for(one.headings, rows, year) is not None for one in table.columns)


def _is_of_persons(own: set[str], title: str) -> bool:
    if own & set(blank_words()["of_persons"]) or (own & _HEADS and own & _NAMES):
        return True
    if not own & _NAMES:
        return False
    is_of_household = own & set(blank_words()["of_households"])
    return not is_of_household or any(word in title for word in _PEOPLE)


def _is_of_households(own: set[str], _: str) -> bool:
    return bool(own & (_HEADS | _NAMES))


def _is_of_groups(own: set[str], _: str) -> bool:
    return bool(own & _GROUPS)


_TELLING: Sequence[tuple[Callable[[set[str], str], bool], RowsOf]] = (
    (_is_of_persons, RowsOf.PERSON),
    (_is_of_households, RowsOf.HOUSEHOLD),
    (_is_of_groups, RowsOf.GROUP),
    (
        lambda own, _: bool(own & {"村", "村名", "行政村", "村(社区)", "单位", "户数", "总户数"}),
        RowsOf.VILLAGE,
    ),
)


def as_kept(proposal: Proposal) -> Mapping[str, object]:
    """What is remembered of a proposal."""
    return {
        "rows": proposal.rows.value,
        "filters": list(proposal.filters),
        "once": proposal.once,
        "values": [[one.heading, one.value] for one in proposal.slots],
    }


def heading_words(layout: BlankLayout) -> list[str]:
    """The words by which a blank is known again: its headings and labels."""
    columns = [one.shown for one in layout.table.columns] if layout.table else []
    return [*columns, *(shown_heading(one.label) for one in layout.places)]

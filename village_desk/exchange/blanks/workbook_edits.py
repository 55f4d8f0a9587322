"""The parts of a workbook around a filled sheet: styles, names, drawings, and copies of the sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from msgspec import Struct, field

from village_desk.exchange.blanks.blank_sheets import TEXT
from village_desk.exchange.blanks.markup import (
    Splice,
    Tag,
    added_inside,
    changed_head,
    changed_text,
    head_with,
    spliced,
    tree_of,
    walk,
)
from village_desk.exchange.blanks.package_parts import PackageParts, relations_of, target_of
from village_desk.exchange.blanks.references import Stretch, renamed
from village_desk.exchange.blanks.sheet_edits import FORMULAS, SheetEdit, moved_references, unselected
from village_desk.exchange.blanks.sheet_facts import style_uses
from village_desk.exchange.reading.workbook_parts import find_parts
from village_desk.exchange.reading.zip_directory import Part
from village_desk.rules.refusals import Refusal

_OWN_KINDS = ("drawing", "vmlDrawing", "comments", "chart")
"""Parts that each sheet must have for itself."""
_ANCHOR = re.compile(r"\s*,\s*")
_ROW_PLACES = (2, 6)
"""Where the rows stand in the anchor of an old drawing."""
_TEXT_FORMAT = "49"


class FilledSheet(Struct, frozen=True):
    """What one sheet is to hold: cells as row, column, kind (text, number or digits) and value."""

    name: str
    cells: list[tuple[int, int, str, str]]
    stretch: tuple[int, int] | None = None
    lines: int = 1
    """How many rows a record takes that the stretched ones are copies of."""
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """First and last row, first and last column of cells that become one."""
    like: Mapping[int, int] = field(default_factory=dict)
    """New columns by the column whose look their cells take."""
    widths: Mapping[int, float] = field(default_factory=dict)
    """How wide new columns are, in characters."""
    apart: tuple[frozenset[int], frozenset[int]] = (frozenset(), frozenset())
    """Rows and columns whose common cells each hold something of their own: merged ones are parted."""


class WorkbookEdit:
    """A workbook being filled: its sheets, and what points to their rows."""

    def __init__(self, content: bytes, parts: list[Part], file: str) -> None:
        self._file = file
        self._parts = PackageParts(content, parts, file)
        self._text_styles: dict[int, int] = {}
        self._is_moved = False
        self._sheets = {sheet.name: sheet.part.name for sheet in find_parts(content, parts, file).sheets}

    def fill(self, sheet: str, wanted: FilledSheet, copies: Iterable[FilledSheet] = ()) -> None:
        """Fill a sheet, and a copy of it as it was for each further one.

        Raises:
            Refusal: There is no such sheet, or it is made in a way that cannot be kept.
        """
        if sheet not in self._sheets:
            raise Refusal("blank-changed", file=self._file)
        part = self._sheets[sheet]
        blank = self._parts.bytes_of(part)
        further = list(copies)
        for one in further:
            own = self._copied(part, sheet, one.name)
            copied = self._renamed(unselected(blank, self._file), sheet, one.name)
            self._parts.set(own, self._filled(copied, own, one.name, one))
        self._parts.set(part, self._filled(blank, part, sheet, wanted))
        if wanted.name != sheet:
            self._rename(sheet, wanted.name)
        self._is_moved = self._is_moved or bool(further) or wanted.stretch is not None

    def result(self) -> bytes:
        """The workbook with all its sheets filled; nothing is filled after it."""
        self._reckon_anew()
        return self._parts.packed()

    def _filled(self, blank: bytes, part: str, sheet: str, wanted: FilledSheet) -> bytes:
        edit = SheetEdit(blank, self._file, sheet)
        if wanted.stretch is not None:
            self._move_elsewhere(part, edit.stretch(*wanted.stretch, wanted.lines))
        self._put(edit, wanted)
        return edit.result()

    def _put(self, edit: SheetEdit, wanted: FilledSheet) -> None:
        edit.part_merged(*wanted.apart)
        for area in wanted.merged:
            edit.merge(*area)
        edit.widen(wanted.widths)
        for row, column, kind, value in wanted.cells:
            like = edit.style_of(row, wanted.like.get(column, column))
            style = self._text_style(like) if kind == "digits" else like if column in wanted.like else None
            edit.put(row, column, kind, value, style)

    def _text_style(self, style: int) -> int:
        """The same style with its numbers kept as text, so that typing into the cell loses no digit."""
        if style not in self._text_styles:
            self._text_styles[style] = self._make_text_style(style)
        return self._text_styles[style]

    def _make_text_style(self, style: int) -> int:
        part = next((name for name in self._parts.names if name.lower().endswith("/styles.xml")), None)
        if part is None:
            return style
        content = self._parts.bytes_of(part)
        tree = tree_of(content, self._file)
        listed = tree.child("cellXfs")
        if listed is None or style >= len(listed.children) or style_uses(tree)[style] == TEXT:
            return style
        own = listed.children[style]
        head = head_with(content, own, {"numFmtId": _TEXT_FORMAT, "applyNumberFormat": "1"})
        new = spliced(content, [added_inside(content, listed, head + content[own.head_end : own.end])])
        grown = tree_of(new, self._file).child("cellXfs")
        if grown is not None:
            new = spliced(new, [changed_head(new, grown, {"count": str(len(grown.children))})])
        self._parts.set(part, new)
        return len(listed.children)

    def _move_elsewhere(self, part: str, stretch: Stretch) -> None:
        """Names, other sheets, drawings and notes that point to rows of the stretched sheet."""
        own = {name for kind in (*_OWN_KINDS, "table") for name in self._parts.related(part, kind)}
        charts = [name for name in self._parts.names if "/charts/chart" in name.lower()]
        others = [name for name in self._sheets.values() if name != part and part in self._sheets.values()]
        for name in (self._parts.workbook, *others, *charts, *own):
            content = self._parts.bytes_of(name)
            if not name.lower().endswith((".xml", ".vml")):
                continue
            tree = tree_of(content, self._file)
            splices = [
                *moved_references(content, tree, stretch, is_own=name in own),
                *_anchors(tree, stretch),
            ]
            if splices:
                self._parts.set(name, spliced(content, splices))

    def _reckon_anew(self) -> None:
        """Have the opening program reckon all formulas; an old order of reckoning would name wrong cells."""
        if self._is_moved:
            for name in [name for name in self._parts.names if name.lower().endswith("calcchain.xml")]:
                self._parts.drop(name)
        content = self._parts.bytes_of(self._parts.workbook)
        tree = tree_of(content, self._file)
        reckoning = tree.child("calcPr")
        if reckoning is not None:
            splice = changed_head(content, reckoning, {"fullCalcOnLoad": "1"})
        else:
            tag = f'<{tree.prefix}calcPr fullCalcOnLoad="1"/>'.encode()
            place = _after(tree, ("definedNames", "externalReferences", "functionGroups", "sheets"))
            splice = Splice(place, place, tag)
        self._parts.set(self._parts.workbook, spliced(content, [splice]))

    def _copied(self, part: str, sheet: str, name: str) -> str:
        """A further sheet at the end of the workbook, with drawings and names of its own."""
        if self._parts.related(part, "table"):
            raise Refusal("blank-unusual", file=self._file)
        new = self._parts.free("xl/worksheets/sheet{}.xml")
        self._parts.declare_like(part, new)
        self._copy_relations(part, new, sheet, name)
        identifier = self._parts.relate(self._parts.workbook, "worksheet", new)
        content = self._parts.bytes_of(self._parts.workbook)
        tree = tree_of(content, self._file)
        sheets = tree.child("sheets")
        listed = sheets.children if sheets else []
        if sheets is None:
            raise Refusal("table-damaged", file=self._file)
        numbers = [int(one.attributes.get("sheetId", 0)) for one in listed]
        key = next(key for one in listed for key in one.attributes if key.endswith(":id"))
        number = max(numbers) + 1
        tag = f'<{sheets.prefix}sheet name={quoteattr(name)} sheetId="{number}" {key}="{identifier}"/>'
        splices = [added_inside(content, sheets, tag.encode())]
        splices += self._own_names(content, tree, sheet, name, len(listed))
        self._parts.set(self._parts.workbook, spliced(content, splices))
        return new

    def _own_names(self, content: bytes, tree: Tag, sheet: str, name: str, place: int) -> Iterator[Splice]:
        """Print area and repeated rows of a copied sheet."""
        names, sheets = tree.child("definedNames"), tree.child("sheets")
        places = [one.attributes.get("name") for one in sheets.children] if sheets else []
        if names is None or sheet not in places:
            return
        new = b""
        for one in names.every("definedName"):
            if one.attributes.get("localSheetId") == str(places.index(sheet)):
                head = head_with(content, one, {"localSheetId": str(place)})
                text = renamed(one.text, sheet, name)
                new += head + escape(text).encode() + f"</{one.prefix}definedName>".encode()
        if new:
            yield added_inside(content, names, new)

    def _rename(self, sheet: str, name: str) -> None:
        """Give a sheet another name, and name it so wherever it is named."""
        workbook = self._parts.workbook
        content = self._parts.bytes_of(workbook)
        tags = walk(tree_of(content, self._file))
        splices = [
            changed_head(content, tag, {"name": name})
            for tag in tags
            if tag.name == "sheet" and tag.attributes.get("name") == sheet
        ]
        self._parts.set(workbook, spliced(content, splices))
        charts = [one for one in self._parts.names if "/charts/chart" in one.lower()]
        for part in (workbook, *self._sheets.values(), *charts):
            self._parts.set(part, self._renamed(self._parts.bytes_of(part), sheet, name))

    def _renamed(self, content: bytes, sheet: str, name: str) -> bytes:
        splices = [
            changed_text(tag, text)
            for tag in walk(tree_of(content, self._file))
            if tag.name in FORMULAS and (text := renamed(tag.text, sheet, name)) != tag.text
        ]
        return spliced(content, splices)

    def _copy_relations(self, part: str, new: str, sheet: str, name: str) -> None:
        """The relations of a part for its copy; what each sheet must have for itself is copied too."""
        relations = relations_of(part)
        if not self._parts.has(relations):
            return
        content = self._parts.bytes_of(relations)
        splices = []
        for relation in tree_of(content, self._file).children:
            kind = relation.attributes.get("Type", "").rpartition("/")[2]
            if kind in _OWN_KINDS:
                target = target_of(part, relation.attributes["Target"])
                stem, dot, ending = target.rpartition(".")
                own = self._parts.free(re.sub(r"[0-9]*$", "", stem) + "{}" + dot + ending)
                copied = self._parts.bytes_of(target)
                self._parts.set(own, self._renamed(copied, sheet, name) if kind == "chart" else copied)
                self._parts.declare_like(target, own)
                self._copy_relations(target, own, sheet, name)
                splices.append(changed_head(content, relation, {"Target": "/" + own}))
        self._parts.set(relations_of(new), spliced(content, splices))


def _anchors(tree: Tag, stretch: Stretch) -> Iterator[Splice]:
    """Places of pictures, charts and notes, whose rows are counted from 0."""
    for tag in walk(tree):
        text = tag.text.strip()
        if tag.name in ("row", "Row") and text.isdecimal() and not tag.children:
            moved = str(stretch.row_of(int(text) + 1) - 1)
        elif tag.name == "Anchor" and tag.text:
            numbers = _ANCHOR.split(text)
            moved = ", ".join(
                str(stretch.row_of(int(one) + 1) - 1) if place in _ROW_PLACES and one.isdecimal() else one
                for place, one in enumerate(numbers)
            )
        else:
            continue
        if moved != text:
            yield changed_text(tag, moved)


def _after(tree: Tag, names: Iterable[str]) -> int:
    """The end of the first of some children that there is, where what follows it may stand."""
    for name in names:
        if (child := tree.child(name)) is not None:
            return child.end
    return tree.tail


def filled_sheet(told: Mapping[str, object]) -> FilledSheet:
    """A sheet as the parent has ordered it."""
    cells = [(int(row), int(column), str(kind), str(value)) for row, column, kind, value in told["cells"]]  # type: ignore[attr-defined]  # our own parent's words
    order: Any = told
    stretch, (rows, columns) = order["stretch"], order["apart"]
    return FilledSheet(
        str(told["name"]),
        cells,
        (int(stretch[0]), int(stretch[1])) if stretch else None,
        int(order["lines"]),
        tuple((int(top), int(bottom), int(left), int(right)) for top, bottom, left, right in order["merged"]),
        apart=(frozenset(map(int, rows)), frozenset(map(int, columns))),
    )

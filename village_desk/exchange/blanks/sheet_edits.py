"""A sheet's rows as they are changed: cells get values, and a row may become many of its kind."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from xml.sax.saxutils import escape

from msgspec import Struct, field
from msgspec.structs import replace

from village_desk.exchange.blanks.formula_values import value_of
from village_desk.exchange.blanks.markup import (
    Splice,
    Tag,
    added_inside,
    changed_head,
    changed_text,
    spliced,
    tree_of,
    walk,
)
from village_desk.exchange.blanks.references import Stretch, place_of, place_text, translated
from village_desk.exchange.blanks.sheet_facts import rows_of
from village_desk.rules.refusals import Refusal

_REFS = frozenset({"ref", "sqref", "activeCell", "topLeftCell"})
FORMULAS = frozenset({"f", "formula", "formula1", "formula2", "definedName"})
_BEFORE_MERGED = frozenset(
    {
        *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr"),
        *("sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate"),
        "customSheetViews",
    }
)
"""What stands before the merged cells in a sheet (ECMA-376 18.3.1.99)."""
_NUMBERED = re.compile(rb'\sr\s*=\s*(?:"[^"]*"|\'[^\']*\')')


class _Cell(Struct):
    """One cell: as it stood, or what it holds now."""

    raw: bytes = b""
    head: bytes = b""
    style: str = ""
    formula: str | None = None
    number: Decimal | None = None
    new: bytes | None = None
    """What stands behind the style in place of all it held, from the type on."""


class _Row(Struct):
    raw: bytes
    head: bytes
    cells: dict[int, _Cell] = field(default_factory=dict)
    is_changed: bool = False


class SheetEdit:
    """One sheet being filled; ``result`` is its part anew."""

    def __init__(self, content: bytes, file: str, name: str) -> None:
        self._content = content
        self._tree = tree_of(content, file)
        self._name = name
        self._prefix = self._tree.prefix
        self._file = file
        self._has_arrays = False
        self._rows: dict[int, _Row] = {}
        self._splices: list[Splice] = []
        merged = self._tree.child("mergeCells")
        self._merged = [one.attributes["ref"] for one in merged.every("mergeCell")] if merged else []
        for number, row, cells in rows_of(self._tree):
            head = content[row.start : row.head_end]
            self._rows[number] = _Row(
                content[row.start : row.end], head.removesuffix(b"/>").removesuffix(b">").rstrip()
            )
            for column, cell in cells:
                self._rows[number].cells[column] = self._read(cell)
        self._expand_shared_formulas()

    def stretch(self, row: int, more: int, lines: int = 1) -> Stretch:
        """Put ``more`` rows like ``row`` behind it; what stands below moves down.

        Where a record takes several ``lines``, the rows down to ``row`` are repeated in turn.

        Raises:
            Refusal: The sheet has formulas over whole areas, which cannot be moved for sure.
        """
        if self._has_arrays:
            raise Refusal("blank-unusual", file=self._file)
        stretch = Stretch(self._name, row, more)
        moved = {stretch.row_of(number): one for number, one in self._rows.items()}
        for number, one in moved.items():
            if number > row:
                one.is_changed = True
        for number in range(row + 1, row + more + 1):
            origin = row - lines + 1 + (number - row - 1) % lines
            if origin in self._rows:
                moved[number] = self._copy(self._rows[origin], origin, number)
        self._rows = dict(sorted(moved.items()))
        for number, one in self._rows.items():
            for cell in one.cells.values():
                if cell.formula is not None and not row < number <= row + more:
                    changed = stretch.formula(cell.formula, is_own=True)
                    if changed != cell.formula:
                        cell.formula, one.is_changed = changed, True
                        cell.raw = b""
        self._splices += self._moved(stretch)
        self._merged = list(self._merged_after(stretch, lines))
        return stretch

    def put(self, row: int, column: int, kind: str, value: str, style: int | None = None) -> None:
        """Give a cell a text, a number or nothing (blank); its style stays unless another is named."""
        one = self._rows.setdefault(row, _Row(b"", f"<{self._prefix}row".encode()))
        one.is_changed = True
        cell = one.cells.setdefault(column, _Cell())
        cell.style = cell.style if style is None else str(style)
        cell.formula, cell.raw = None, b""
        if kind == "blank":
            cell.number, cell.new = None, b"/>"
        elif kind == "number":
            cell.number = Decimal(value)
            cell.new = f"><{self._prefix}v>{value}</{self._prefix}v></{self._prefix}c>".encode()
        else:
            cell.number = None
            text = f'<{self._prefix}is><{self._prefix}t xml:space="preserve">{escape(value)}'
            cell.new = (
                f' t="inlineStr">{text}</{self._prefix}t></{self._prefix}is></{self._prefix}c>'.encode()
            )

    def part_merged(self, rows: Collection[int], columns: Collection[int]) -> None:
        """Take merged cells apart that lie in any of these rows and any of these columns."""
        self._merged = [ref for ref in self._merged if not _lies_in(ref, rows, columns)]

    def merge(self, top: int, bottom: int, left: int, right: int) -> None:
        """Make the cells of an area one."""
        self._merged.append(f"{place_text(top, left)}:{place_text(bottom, right)}")

    def widen(self, widths: Mapping[int, float]) -> None:
        """Give columns widths of their own, in characters, unless the sheet has one for them already."""
        listed, data, prefix = self._tree.child("cols"), self._tree.child("sheetData"), self._prefix
        known = [
            (int(one.attributes["min"]), int(one.attributes["max"]), one.start)
            for one in (listed.children if listed else ())
        ]
        tags: dict[int, bytes] = {}
        for column, width in sorted(widths.items()):
            if not any(first <= column <= last for first, last, _ in known):
                end = listed.tail if listed else 0
                place = next((start for first, _, start in known if first > column), end)
                tag = f'<{prefix}col min="{column}" max="{column}" width="{width:g}" customWidth="1"/>'
                tags[place] = tags.get(place, b"") + tag.encode()
        if listed is not None:
            self._splices += (Splice(place, place, tag) for place, tag in tags.items())
        elif data is not None and tags:
            whole = f"<{prefix}cols>".encode() + b"".join(tags.values()) + f"</{prefix}cols>".encode()
            self._splices.append(Splice(data.start, data.start, whole))

    def style_of(self, row: int, column: int) -> int:
        """The style of a cell."""
        one = self._rows.get(row)
        cell = one.cells.get(column) if one else None
        return int(cell.style or 0) if cell else 0

    def result(self) -> bytes:
        """The part with all changes made."""
        self._reckon()
        data = self._tree.child("sheetData")
        if data is None:
            return self._content
        rows = b"".join(self._rendered(number, row) for number, row in sorted(self._rows.items()))
        if data.is_empty:
            own = added_inside(self._content, data, rows)
        else:
            own = Splice(data.head_end, data.tail, rows)
        return spliced(self._content, [*self._splices, *self._merging(), own])

    def _read(self, cell: Tag) -> _Cell:
        found = _Cell(self._content[cell.start : cell.end], self._content[cell.start : cell.head_end])
        found.style = cell.attributes.get("s", "")
        formula, value = cell.child("f"), cell.child("v")
        if formula is not None and formula.attributes.get("t") == "array":
            self._has_arrays = True
        elif formula is not None:
            found.formula = formula.text
        if value is not None and cell.attributes.get("t", "n") == "n":
            try:
                found.number = Decimal(value.text)
            except InvalidOperation:
                found.number = None
        return found

    def _expand_shared_formulas(self) -> None:
        """A formula that cells share is written out in each: they may part."""
        masters: dict[str, tuple[str, str]] = {}
        for number, _, cells in rows_of(self._tree):
            for column, cell in cells:
                formula = cell.child("f")
                if formula is None or formula.attributes.get("t") != "shared":
                    continue
                index, place = formula.attributes.get("si", ""), place_text(number, column)
                own = self._rows[number].cells[column]
                if formula.text:
                    masters[index] = (formula.text, place)
                elif index in masters:
                    own.formula = translated(*masters[index], place)
                own.raw = b""
                self._rows[number].is_changed = True

    def _copy(self, row: _Row, origin: int, target: int) -> _Row:
        """A row of the same kind: styles and formulas, and no values."""
        copied = _Row(b"", row.head, is_changed=True)
        for column, cell in row.cells.items():
            copied.cells[column] = _Cell(style=cell.style, new=b"/>")
            if cell.formula is not None:
                formula = translated(cell.formula, place_text(origin, column), place_text(target, column))
                copied.cells[column] = replace(copied.cells[column], formula=formula, new=None)
        return copied

    def _moved(self, stretch: Stretch) -> Iterator[Splice]:
        """What the sheet says of cells besides its rows, with the places they have afterwards."""
        data = self._tree.child("sheetData")
        for one in self._tree.children:
            if one is not data and one.name != "mergeCells":
                yield from moved_references(self._content, one, stretch)

    def _merged_after(self, stretch: Stretch, lines: int) -> Iterator[str]:
        """Merged cells with their new places; those within the stretched rows are in each of their copies."""
        copied = range(stretch.row - lines + 1, stretch.row + 1)
        for ref in self._merged:
            rows = [int(text) for text in re.findall(r"[0-9]+", ref)]
            if not all(row in copied for row in rows):
                yield stretch.cells(ref)
                continue
            for place in range(0, stretch.more + lines, lines):
                yield re.sub(r"[0-9]+", lambda found, by=place: str(int(found[0]) + by), ref)  # type: ignore[misc]

    def _merging(self) -> Iterator[Splice]:
        """The merged cells as they are now, where they are others than before."""
        listed = self._tree.child("mergeCells")
        before = [one.attributes["ref"] for one in listed.every("mergeCell")] if listed else []
        if self._merged == before:
            return
        prefix = self._prefix
        tags = "".join(f'<{prefix}mergeCell ref="{ref}"/>' for ref in self._merged)
        whole = f'<{prefix}mergeCells count="{len(self._merged)}">{tags}</{prefix}mergeCells>'.encode()
        if listed is not None:
            yield Splice(listed.start, listed.end, whole if self._merged else b"")
        else:
            before_it = [one.end for one in self._tree.children if one.name in _BEFORE_MERGED]
            place = max(before_it, default=self._tree.tail)
            yield Splice(place, place, whole)

    def _reckon(self) -> None:
        """Give plain formulas their results; the others are left to the program that opens the file."""
        numbers = {
            (number, column): cell.number
            for number, row in self._rows.items()
            for column, cell in row.cells.items()
            if cell.number is not None and cell.formula is None
        }
        for number, row in sorted(self._rows.items()):
            for column, cell in sorted(row.cells.items()):
                if cell.formula is not None:
                    value = value_of(cell.formula, numbers)
                    cell.number = value
                    if value is not None:
                        numbers[number, column] = value
                    cell.raw, row.is_changed = b"", True

    def _rendered(self, number: int, row: _Row) -> bytes:
        if not row.is_changed:
            return row.raw
        head = re.sub(rb'\sspans\s*=\s*"[^"]*"', b"", _NUMBERED.sub(b"", row.head))
        opened = self._placed(head, "row", str(number)) + b">"
        cells = b"".join(self._cell(number, column, cell) for column, cell in sorted(row.cells.items()))
        return opened + cells + f"</{self._prefix}row>".encode()

    def _placed(self, head: bytes, name: str, place: str) -> bytes:
        """A head tag without a place, given one."""
        start = f"<{self._prefix}{name}".encode()
        return start + f' r="{place}"'.encode() + head.removeprefix(start)

    def _cell(self, number: int, column: int, cell: _Cell) -> bytes:
        place, prefix = place_text(number, column), self._prefix
        if cell.raw:
            head = _NUMBERED.sub(b"", cell.head)
            return self._placed(head, "c", place) + cell.raw[len(cell.head) :]
        style = f' s="{cell.style}"' if cell.style else ""
        start = f'<{prefix}c r="{place}"{style}'.encode()
        if cell.formula is None:
            return start + (cell.new or b"/>")
        value = f"<{prefix}v>{_plain(cell.number)}</{prefix}v>" if cell.number is not None else ""
        return start + f"><{prefix}f>{escape(cell.formula)}</{prefix}f>{value}</{prefix}c>".encode()


def unselected(content: bytes, file: str) -> bytes:
    """A sheet that is not in front: sheets chosen together would all take what is typed into one."""
    views = tree_of(content, file).child("sheetViews")
    return spliced(
        content,
        [
            changed_head(content, view, {"tabSelected": None})
            for view in (views.children if views else ())
            if "tabSelected" in view.attributes
        ],
    )


def _lies_in(ref: str, rows: Collection[int], columns: Collection[int]) -> bool:
    """Whether a merged area has a cell in any of these rows and columns."""
    first, _, last = ref.partition(":")
    (top, left), (bottom, right) = place_of(first), place_of(last or first)
    return any(top <= row <= bottom for row in rows) and any(left <= column <= right for column in columns)


def moved_references(content: bytes, tree: Tag, stretch: Stretch, *, is_own: bool = True) -> Iterator[Splice]:
    """Every reference below a tag as it must read after a row has been stretched."""
    for tag in walk(tree):
        changes: dict[str, str | None] = {}
        if is_own:
            changes = {
                name: moved
                for name in _REFS & tag.attributes.keys()
                if (moved := stretch.every(tag.attributes[name])) != tag.attributes[name]
            }
            if tag.name == "brk" and (place := tag.attributes.get("id", "")).isdecimal():
                changes["id"] = str(stretch.last_row_of(int(place)))
        if changes:
            yield changed_head(content, tag, changes)
        if tag.text and not tag.children:
            moved = _moved_text(tag, stretch, is_own=is_own)
            if moved != tag.text:
                yield changed_text(tag, moved)


def _moved_text(tag: Tag, stretch: Stretch, *, is_own: bool) -> str:
    if tag.name in FORMULAS:
        return stretch.formula(tag.text, is_own=is_own)
    return stretch.every(tag.text) if is_own and tag.name == "sqref" else tag.text


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

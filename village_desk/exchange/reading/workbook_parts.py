"""Finds a workbook's sheets, texts and styles by its relations, whichever program wrote it."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from village_desk.exchange.reading.number_formats import Kind, kind_of
from village_desk.exchange.reading.zip_directory import Part, inflate
from village_desk.rules.refusals import Refusal

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MAX_SHEETS = 500


class SheetPart(Struct, frozen=True):
    """A sheet with cells: charts and dialogs are not among them."""

    name: str
    is_hidden: bool
    part: Part


class WorkbookParts(Struct, frozen=True):
    """What the careful reader needs of a workbook besides its cells."""

    sheets: list[SheetPart]
    texts: Part | None
    kinds: list[Kind]
    """The kind of number for each cell style."""
    is_1904: bool


class _LocalNames(dict[str, str]):
    """Tags without their namespace, each cut once: a large sheet has a few tags and millions of elements."""

    def __missing__(self, tag: str) -> str:
        name = self[tag] = tag.rpartition("}")[2]
        return name


local: Callable[[str], str] = _LocalNames().__getitem__
"""A tag without its namespace: strict and usual workbooks differ in nothing else."""


def find_parts(content: bytes, parts: list[Part], file: str) -> WorkbookParts:
    """Follow the relations from the workbook to its sheets, in the order of the tabs.

    Raises:
        Refusal: A part is missing or is no markup.
    """
    by_name = {part.name.lower(): part for part in parts}
    opener = _Opener(content, by_name, file)
    main = next(iter(opener.related("", "officeDocument").values()), None)
    if main is None or main.name.lower() not in by_name:
        main = next(part for name, part in by_name.items() if name.endswith("workbook.xml"))
    sheets = opener.related(main.name, "worksheet")
    workbook = opener.tree(main)
    return WorkbookParts(
        sheets=list(_sheets(workbook, sheets)),
        texts=next(iter(opener.related(main.name, "sharedStrings").values()), None),
        kinds=_kinds(opener, next(iter(opener.related(main.name, "styles").values()), None)),
        is_1904=any(
            _is_true(element.get("date1904")) for element in workbook if local(element.tag) == "workbookPr"
        ),
    )


class _Opener:
    def __init__(self, content: bytes, by_name: dict[str, Part], file: str) -> None:
        self._content = content
        self._by_name = by_name
        self._file = file

    def tree(self, part: Part) -> Element:
        from defusedxml.ElementTree import ParseError, fromstring

        try:
            root: Element = fromstring(b"".join(inflate(self._content, part, self._file)), forbid_dtd=True)
        except (ParseError, ValueError):
            raise Refusal("table-damaged", file=self._file) from None
        return root

    def related(self, name: str, kind: str) -> dict[str, Part]:
        """The parts of a kind to which a part relates, by the relation's id; missing ones are left out."""
        folder, _, base = name.rpartition("/")
        relations = self._by_name.get(f"{folder}/_rels/{base}.rels".lstrip("/").lower())
        if relations is None:
            return {}
        found = {}
        for relation in self.tree(relations):
            target = posixpath.normpath(
                posixpath.join("/" + folder, relation.get("Target", "").replace("\\", "/"))
            )
            part = self._by_name.get(target.lstrip("/").lower())
            if relation.get("Type", "").endswith("/" + kind) and part is not None:
                found[relation.get("Id", "")] = part
        return found


def _sheets(workbook: Element, parts: dict[str, Part]) -> Iterator[SheetPart]:
    listed = [element for group in workbook if local(group.tag) == "sheets" for element in group]
    for element in listed[:_MAX_SHEETS]:
        relation = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
        if relation in parts:
            is_hidden = element.get("state", "visible") != "visible"
            yield SheetPart(element.get("name", ""), is_hidden, parts[relation])


def _kinds(opener: _Opener, styles: Part | None) -> list[Kind]:
    if styles is None:
        return []
    codes: dict[int, str] = {}
    kinds: list[Kind] = []
    for group in opener.tree(styles):
        if local(group.tag) == "numFmts":
            codes = {_whole(element.get("numFmtId")): code for element in group if (code := _code(element))}
        elif local(group.tag) == "cellXfs":
            formats = [_whole(element.get("numFmtId")) for element in group if local(element.tag) == "xf"]
            kinds = [kind_of(number, codes.get(number)) for number in formats]
    return kinds


def _code(format_: Element) -> str | None:
    is_whole = local(format_.tag) == "numFmt" and format_.get("numFmtId", "").isdecimal()
    return format_.get("formatCode") if is_whole else None


def _whole(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 10 else 0


def _is_true(text: str | None) -> bool:
    return text in ("1", "true")

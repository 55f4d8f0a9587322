"""What the child tells of a blank: the cells of its visible sheets, and what each cell style is for."""

from __future__ import annotations

import re
from typing import Any

from village_desk.exchange.blanks.blank_sheets import DAY, PERCENT, PLAIN, TEXT
from village_desk.exchange.blanks.markup import Tag, tree_of
from village_desk.exchange.blanks.references import place_of
from village_desk.exchange.cells import text_cell, unescape
from village_desk.exchange.reading.careful_reader import shared_texts
from village_desk.exchange.reading.number_formats import Kind, kind_of
from village_desk.exchange.reading.part_scan import MAX_COLUMNS
from village_desk.exchange.reading.workbook_parts import find_parts
from village_desk.exchange.reading.zip_directory import Part, inflate
from village_desk.rules.refusals import Refusal

_ROWS_THERE_ARE = 1_048_576
_MOST_MERGED = 500_000
"""Cells in merged areas, counted singly."""
_RANGE = re.compile(r"([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3}[0-9]{1,7})")
_PERCENTS = frozenset({9, 10})
_TEXT_FORMAT = 49


def facts_of(
    content: bytes, parts: list[Part], file: str, most_rows: int = _ROWS_THERE_ARE
) -> dict[str, Any]:
    """The visible sheets of a workbook as far as they are looked at, ready to be sent.

    Raises:
        Refusal: The markup is broken, too large, or written in an unusual way.
    """
    workbook = find_parts(content, parts, file)
    texts = [cell.text for cell in shared_texts(content, workbook.texts, file)] if workbook.texts else []
    sheets = [
        _sheet(sheet.name, tree_of(whole(content, sheet.part, file), file), texts, file, most_rows)
        for sheet in workbook.sheets
        if not sheet.is_hidden
    ]
    styles = next((part for part in parts if part.name.lower().endswith("/styles.xml")), None)
    uses = style_uses(tree_of(whole(content, styles, file), file)) if styles else []
    return {"sheets": sheets, "styles": uses}


def whole(content: bytes, part: Part, file: str) -> bytes:
    """All bytes of a part."""
    return b"".join(inflate(content, part, file))


def rows_of(sheet: Tag) -> list[tuple[int, Tag, list[tuple[int, Tag]]]]:
    """The rows of a sheet with their numbers, and their cells with their columns, said or counted.

    Raises:
        ValueError: A cell says that it stands somewhere else.
    """
    data = sheet.child("sheetData")
    found = []
    number = 0
    for row in data.every("row") if data else ():
        number = int(row.attributes.get("r") or number + 1)
        column = 0
        cells = []
        for cell in row.every("c"):
            place = cell.attributes.get("r")
            column = place_of(place)[1] if place else column + 1
            cells.append((column, cell))
        found.append((number, row, cells))
    return found


def style_uses(styles: Tag) -> list[str]:
    """What each cell style is for, by its number format."""
    formats = styles.child("numFmts")
    codes = {
        int(one.attributes["numFmtId"]): one.attributes.get("formatCode", "")
        for one in (formats.children if formats else ())
    }
    listed = styles.child("cellXfs")
    numbers = [int(one.attributes.get("numFmtId", 0)) for one in (listed.children if listed else ())]
    return [_use(number, codes.get(number)) for number in numbers]


def _use(number: int, code: str | None) -> str:
    if number == _TEXT_FORMAT or code == "@":
        return TEXT
    if number in _PERCENTS or (code is not None and "%" in code):
        return PERCENT
    return DAY if kind_of(number, code) is Kind.DAY else PLAIN


def _sheet(name: str, sheet: Tag, texts: list[str], file: str, most_rows: int) -> dict[str, Any]:
    cells: list[list[object]] = []
    try:
        for number, _, row in rows_of(sheet):
            for column, cell in row:
                if column <= MAX_COLUMNS and number <= most_rows:
                    style = int(cell.attributes.get("s") or 0)
                    cells.append([number, column, _text(cell, texts), cell.child("f") is not None, style])
        merged = [
            area for one in _merged(sheet) if (area := _area(one.attributes["ref"], most_rows)) is not None
        ]
    except (ValueError, KeyError, IndexError):
        raise Refusal("table-damaged", file=file) from None
    covered = sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in merged)
    if covered > _MOST_MERGED:
        raise Refusal("blank-too-large", file=file)
    return {"name": text_cell(name).text, "cells": cells, "merged": merged}


def _merged(sheet: Tag) -> list[Tag]:
    merged = sheet.child("mergeCells")
    return merged.every("mergeCell") if merged else []


def _area(ref: str, most_rows: int) -> tuple[int, int, int, int] | None:
    """A merged area as far as it is looked at."""
    match = _RANGE.fullmatch(ref)
    if match is None:
        return None
    top, left = place_of(match[1])
    bottom, right = place_of(match[2])
    return top, left, max(top, min(bottom, most_rows)), max(left, min(right, MAX_COLUMNS))


def _text(cell: Tag, texts: list[str]) -> str:
    if (inline := cell.child("is")) is not None:
        return text_cell(unescape(_runs(inline))).text
    value = cell.child("v")
    if value is None or not value.text:
        return ""
    if cell.attributes.get("t") == "s":
        return texts[int(value.text)]
    return text_cell(unescape(value.text)).text


def _runs(inline: Tag) -> str:
    """The text of a string with its runs."""
    own = "".join(one.text for one in inline.every("t"))
    return own + "".join(text.text for run in inline.every("r") for text in run.every("t"))

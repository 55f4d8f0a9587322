"""The shape of a workbook of the national system: sheets, headings, what each column asks and how it writes.

Kept with each imported export, so that what we hand back has the very same order, headings and codes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct, field, to_builtins
from msgspec.structs import replace

from village_desk.definitions.screens import screen
from village_desk.definitions.toml_files import read_once, read_table
from village_desk.exchange.incoming.heading_words import HOUSEHOLD, PERSON, STATED, roster_words
from village_desk.exchange.incoming.headings import NotTaken
from village_desk.exchange.incoming.roster_headings import Heading, find_heading
from village_desk.exchange.incoming.roster_rows import SheetRows
from village_desk.exchange.incoming.spellings import Spelling, learn_spelling
from village_desk.exchange.reading.tables_in import TableIn
from village_desk.rules.reading import Value

ASKED = (HOUSEHOLD, PERSON, STATED)
EACH_MEMBER, EACH_HOUSEHOLD = "members", "households"
Known = Mapping[int, Mapping[str, Value | NotTaken]]
"""By column what each text that stood in it was understood as."""


class ShapeColumn(Struct, frozen=True):
    """One column: what it asks, and what stands in all its rows where it asks nothing."""

    question: str = ""
    """Such as ``person.phone`` or ``read_only.year``; blank for a column that we do not fill."""
    constant: str = ""
    is_later: bool = False
    """Asked again after the risk was removed: filled only where it has been."""
    spelling: Spelling = field(default_factory=Spelling)


class ShapeSheet(Struct, frozen=True):
    """One sheet of the workbook."""

    name: str
    titles: tuple[tuple[str, ...], ...]
    """The rows above the heading."""
    headings: tuple[tuple[str, ...], ...]
    """The heading, on one line or two."""
    columns: tuple[ShapeColumn, ...]
    rows: str
    """What each row is: EACH_MEMBER, or EACH_HOUSEHOLD where only heads are named, or nobody."""


def sheet_shape(sheet: SheetRows, known: Known, rows_are: str) -> ShapeSheet:
    """The shape of a sheet that has been read."""
    rows, heading = sheet.table.rows, sheet.heading
    questions = _questions(heading)
    width = max((len(row) for row in rows[: heading.first_index]), default=0)
    body = [row for row in rows[heading.first_index :] if any(row)]
    later = {second.index for second in heading.seconds if second.later}
    columns = tuple(
        replace(_column(index, questions.get(index, ""), known, body), is_later=index in later)
        for index in range(width)
    )
    return ShapeSheet(
        sheet.name,
        _lines(rows[: heading.row_index]),
        _lines(rows[heading.row_index : heading.first_index]),
        columns,
        rows_are,
    )


def asked_by(shapes: Iterable[ShapeSheet]) -> tuple[str, ...]:
    """The questions that have a column, each once."""
    asked = (column.question for shape in shapes for column in shape.columns)
    return tuple(dict.fromkeys(one for one in asked if one.partition(".")[0] in ASKED))


def kept_shape(shapes: Sequence[ShapeSheet]) -> str:
    """The shape of a workbook as a book keeps it."""
    return json.dumps(to_builtins(shapes), ensure_ascii=False, sort_keys=True)


def read_shape(text: str) -> tuple[ShapeSheet, ...]:
    """The shape that a book has kept."""
    return tuple(_shape(table) for table in json.loads(text))


@read_once
def standard_shape() -> tuple[ShapeSheet, ...]:
    """The order in which the system itself exports persons, for a village that has imported nothing yet.

    Raises:
        ValueError: The file of it is no roster.
    """
    table = read_table("resources", "imports", "standard_export.toml")
    rows = [[table["title"]], [], list(table["headings"])]
    sheet = TableIn(table["sheet"], False, 1, rows, [])
    found = find_heading(sheet, roster_words())
    if found is None:
        raise ValueError("the standard order is no roster")
    return (sheet_shape(SheetRows(sheet, found), {}, EACH_MEMBER),)


def _questions(heading: Heading) -> dict[int, str]:
    found = {column.index: f"{column.place}.{column.key}" for column in heading.columns}
    return found | {one.index: f"{one.first.place}.{one.first.key}" for one in heading.seconds}


def _column(index: int, question: str, known: Known, body: Sequence[Sequence[str]]) -> ShapeColumn:
    place, _, key = question.partition(".")
    if place in ASKED:
        return ShapeColumn(question, spelling=learn_spelling(screen(place).field(key), known.get(index, {})))
    texts = {row[index] for row in body}
    return ShapeColumn(question, texts.pop() if len(texts) == 1 else "")


def _lines(rows: Iterable[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row) for row in rows)


def _shape(table: Mapping[str, Any]) -> ShapeSheet:
    columns = tuple(
        ShapeColumn(one["question"], one["constant"], one["is_later"], Spelling(**one["spelling"]))
        for one in table["columns"]
    )
    titles, headings = _lines(table["titles"]), _lines(table["headings"])
    return ShapeSheet(table["name"], titles, headings, columns, table["rows"])

"""The sheets of a file that are a roster, all their rows, and what is to be said about the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from village_desk.definitions.codes import comparing_form
from village_desk.definitions.words import say
from village_desk.exchange.incoming.export_shape import Known
from village_desk.exchange.incoming.heading_words import (
    HOUSEHOLD,
    PERSON,
    READ_ONLY,
    RECORDS,
    STATED,
    VILLAGE,
    Words,
    common_words,
    ledger_words,
    problem_words,
    record_words,
    roster_words,
)
from village_desk.exchange.incoming.import_plan import ImportPlan
from village_desk.exchange.incoming.roster_changes import RecordChange
from village_desk.exchange.incoming.roster_headings import Heading, find_heading
from village_desk.exchange.incoming.roster_reading import RowReader
from village_desk.exchange.incoming.roster_rows import ImportProblem, RosterRow, SheetRows
from village_desk.exchange.incoming.roster_settling import Ambiguity
from village_desk.exchange.reading.tables_in import TableIn, TablesIn
from village_desk.rules.records import Record
from village_desk.rules.refusals import Refusal
from village_desk.store.reading import Reading

_HIDDEN = "hidden-sheets"
"""The reader's notice; here each hidden sheet is named."""
_VILLAGE_ENDINGS = ("村民委员会", "居民委员会", "村委会", "居委会", "社区", "村")


class RosterSheets(Struct):
    """Every filled row of a file, and what was noticed while reading."""

    rows: list[RosterRow] = field(default_factory=list)
    problems: list[ImportProblem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    seconds: list[str] = field(default_factory=list)
    read: list[tuple[SheetRows, Known]] = field(default_factory=list)
    """Each sheet with what the texts of its columns were understood as."""


class NoHeading(Refusal):
    """No sheet of a file has a heading that is recognised; somebody may point at one."""

    def __init__(self, tables: TablesIn) -> None:
        super().__init__("import-no-heading", file=tables.file_name)
        self.tables = tables


class HeadingPlace(Struct, frozen=True):
    """A row that may be a heading, with what stands in it."""

    sheet: str
    row: int
    text: str


def heading_places(tables: TablesIn) -> list[HeadingPlace]:
    """The rows at which somebody may point: the first ones of each visible sheet that hold anything."""
    found: list[HeadingPlace] = []
    for table in tables.tables:
        filled = [(row, cells) for row, cells in enumerate(table.rows, table.first_row) if any(cells)]
        for row, cells in filled[: 0 if table.is_hidden else common_words().heading_rows]:
            found.append(HeadingPlace(table.name, row, "、".join(text for text in cells if text)))
    return found


def is_roster(tables: TablesIn) -> bool:
    """Whether a visible sheet has the heading of a roster."""
    return _has_heading(tables, roster_words())


def is_ledger(tables: TablesIn, heading_rows: Mapping[str, int] | None = None) -> bool:
    """Whether a visible sheet has the heading of an income ledger; ask this before ``is_roster``."""
    return _has_heading(tables, ledger_words(), heading_rows)


def is_problem_list(tables: TablesIn, heading_rows: Mapping[str, int] | None = None) -> bool:
    """Whether a visible sheet has the heading of a list of doubtful data; ask this before the others."""
    return _has_heading(tables, problem_words(), heading_rows)


def record_list_of(tables: TablesIn, heading_rows: Mapping[str, int] | None = None) -> str:
    """The kind of record of which a visible sheet is a list; blank for none. Ask this before ``is_roster``.

    A roster asks a few of the same: a list is what more questions of a list are known of than of a roster.
    Only the rows that would head a roster are looked at, where there are some: the kinds of lists are many.
    """
    heading_rows = _rows_of_rosters(tables) | dict(heading_rows or {})
    found = {kind: _questions_known(tables, record_words(kind), kind, heading_rows) for kind in RECORDS}
    kind = max(found, key=lambda one: found[one])
    of_roster = sum(
        _questions_known(tables, roster_words(), place, heading_rows) for place in (HOUSEHOLD, PERSON, STATED)
    )
    of_list = found[kind] + sum(
        _questions_known(tables, record_words(kind), place, heading_rows) for place in (HOUSEHOLD, PERSON)
    )
    return kind if found[kind] and of_list > of_roster else ""


def _rows_of_rosters(tables: TablesIn) -> dict[str, int]:
    """By sheet the row under which a roster would stand."""
    visible = (table for table in tables.tables if not table.is_hidden)
    headings = ((table, find_heading(table, roster_words())) for table in visible)
    return {table.name: table.first_row + heading.row_index for table, heading in headings if heading}


def _questions_known(
    tables: TablesIn, words: Words, place: str, heading_rows: Mapping[str, int] | None
) -> int:
    """The most columns of any visible sheet that answer questions of a place; none without a heading."""
    visible = [table for table in tables.tables if not table.is_hidden]
    headings = [find_heading(table, words, (heading_rows or {}).get(table.name)) for table in visible]
    return max((len(heading.of(place)) for heading in headings if heading is not None), default=0)


def read_sheets(
    tables: TablesIn,
    words: Words,
    year: int,
    village_name: str = "",
    heading_rows: Mapping[str, int] | None = None,
) -> RosterSheets:
    """Read every sheet whose heading is recognised; ``heading_rows`` is where somebody pointed, by sheet.

    Raises:
        NoHeading: No sheet has one.
    """
    found = RosterSheets(notices=[_notice(code) for code in tables.notices if code != _HIDDEN])
    visible = [table for table in tables.tables if not table.is_hidden]
    found.notices += [
        say("import.hidden-sheet", sheet=table.name) for table in tables.tables if table.is_hidden
    ]
    headings = [find_heading(table, words, (heading_rows or {}).get(table.name)) for table in visible]
    if not any(headings):
        raise NoHeading(tables)
    for table, heading in zip(visible, headings, strict=True):
        if heading is not None:
            _read_sheet(found, SheetRows(table, heading), year)
        elif any(any(row) for row in table.rows):
            found.notices.append(say("import.no-heading", sheet=table.name))
    _notice_villages(found, village_name)
    if found.seconds:
        found.notices.append(say("import.second-columns", headings="、".join(found.seconds)))
    return found


def plan_of_sheets(  # noqa: PLR0913 - what every import shows
    tables: TablesIn,
    reading: Reading,
    sheets: RosterSheets,
    *,
    problems: Iterable[ImportProblem],
    inserts: Iterable[Record],
    changes: Iterable[RecordChange],
    decisions: Iterable[Ambiguity] = (),
) -> ImportPlan:
    """All that was found in the sheets and settled about their rows, as every import shows it."""
    return ImportPlan(
        file_name=tables.file_name,
        digest=tables.digest,
        chain_head=reading.chain_head(),
        outcomes={(row.sheet.name, row.row): row.outcome for row in sheets.rows},
        unknown_columns=sheets.unknown,
        ignored_columns=sheets.ignored,
        second_columns=sheets.seconds,
        problems=[*sheets.problems, *problems],
        notices=sheets.notices,
        decisions=list(decisions),
        inserts=list(inserts),
        changes=list(changes),
    )


def _has_heading(tables: TablesIn, words: Words, heading_rows: Mapping[str, int] | None = None) -> bool:
    visible = [table for table in tables.tables if not table.is_hidden]
    return any(find_heading(table, words, (heading_rows or {}).get(table.name)) for table in visible)


def _read_sheet(found: RosterSheets, sheet: SheetRows, year: int) -> None:
    heading = sheet.heading
    found.unknown += [text for text in heading.unknown if text not in found.unknown]
    found.unknown += [text for text in _without_heading(sheet.table, heading) if text not in found.unknown]
    found.ignored += [text for text in heading.ignored if text not in found.ignored]
    found.seconds += [second.heading for second in heading.seconds if not second.later]
    later = [second.heading for second in heading.seconds if second.later]
    if later:
        found.notices.append(say("import.later-columns", headings="、".join(later)))
    reader = RowReader(sheet, year, found.problems)
    before = len(found.rows)
    found.rows.extend(reader.rows())
    found.read.append((sheet, reader.known_texts()))
    if reader.unfilled:
        found.notices.append(say("import.unfilled-rows", sheet=sheet.name, count=reader.unfilled))
    elif len(found.rows) == before:
        found.notices.append(say("import.no-rows", sheet=sheet.name))


def _without_heading(table: TableIn, heading: Heading) -> Iterable[str]:
    """Columns that hold something and have no heading over them."""
    rows = table.rows[heading.first_index :]
    for index in heading.blank:
        if any(index < len(row) and row[index] for row in rows):
            yield say("import.column-without-heading", column=index + 1)


def _notice(code: str) -> str:
    try:
        return say(f"tables.{code}")
    except KeyError:
        return code


def _notice_villages(found: RosterSheets, village_name: str) -> None:
    first: dict[str, RosterRow] = {}
    for row in found.rows:
        if row.shared.village:
            first.setdefault(row.shared.village, row)
    own = _plain_village(village_name)
    strangers = {text: row for text, row in first.items() if own and _plain_village(text) != own}
    for text, row in strangers.items():
        column = row.sheet.heading.column(READ_ONLY, VILLAGE)
        found.problems.append(row.problem(column, "other-village", village=text, own=village_name))
    if len({_plain_village(text) for text in first}) > 1:
        found.notices.append(say("import.villages-mixed", villages="、".join(sorted(first)[:5])))


def _plain_village(text: str) -> str:
    plain = comparing_form(text)
    for ending in _VILLAGE_ENDINGS:
        plain = plain.removesuffix(ending) or plain
    return plain

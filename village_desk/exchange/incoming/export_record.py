"""What is kept of an export of the national system: shape, whom it spoke of, what the book lacks of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from village_desk.exchange.incoming.export_shape import (
    EACH_HOUSEHOLD,
    EACH_MEMBER,
    asked_by,
    kept_shape,
    sheet_shape,
)
from village_desk.exchange.incoming.heading_words import HOUSEHOLD, PERSON, common_words
from village_desk.exchange.incoming.headings import heading_text
from village_desk.exchange.incoming.roster_changes import RosterChanges
from village_desk.exchange.incoming.roster_drafts import HouseholdDraft, PersonDraft
from village_desk.exchange.incoming.roster_duplicates import REJECTED
from village_desk.exchange.incoming.roster_headings import Heading
from village_desk.exchange.incoming.roster_matching import Register, home_of
from village_desk.exchange.incoming.roster_rows import RosterRow, SheetRows
from village_desk.exchange.incoming.roster_settling import AMBIGUOUS
from village_desk.exchange.incoming.roster_sheets import RosterSheets
from village_desk.rules.records import Household, Person, Record
from village_desk.rules.system_records import SystemExport
from village_desk.store.ids import new_id
from village_desk.store.reading import Reading
from village_desk.store.rows import Stored, stored_value
from village_desk.store.system_answers import newest_export


def is_export(sheets: RosterSheets) -> bool:
    """Whether a table comes from the national system: 户编号 and the county stand over its columns."""
    return any(_is_export(sheet.heading) for sheet, _ in sheets.read)


def export_record(
    sheets: RosterSheets, register: Register, changes: RosterChanges, reading: Reading
) -> SystemExport | None:
    """What is to be kept of an export; None for a table of somebody else, or one that says nothing new."""
    if not is_export(sheets) or not changes.homes:
        return None
    missing, unspoken = _not_there(sheets.rows, register, changes)
    shapes = [
        sheet_shape(sheet, known, _rows_of(sheet, sheets.rows))
        for sheet, known in sheets.read
        if _is_export(sheet.heading)
    ]
    asked = asked_by(shapes)
    record = SystemExport(
        id=new_id(),
        village_code=reading.village_code,
        shape=kept_shape(shapes),
        asked=asked,
        households=tuple(home.id for home in changes.homes),
        missing=missing,
        unspoken=unspoken,
        otherwise=json.dumps(_otherwise(asked, changes), ensure_ascii=False, sort_keys=True),
    )
    last = newest_export(reading)
    is_news = last is None or replace(record, id=last.id) != last or _has_changed_since(reading, last)
    return record if is_news else None


def _is_export(heading: Heading) -> bool:
    area = common_words().area
    is_of_an_area = any(heading_text(text).whole in area for text in heading.ignored)
    return is_of_an_area and heading.column(HOUSEHOLD, "number") is not None


def _rows_of(sheet: SheetRows, rows: Sequence[RosterRow]) -> str:
    """What the rows of a sheet are, told by whether any household has more than one."""
    own = (row.household_number for row in rows if row.sheet is sheet and row.person)
    most = max(Counter(own).values(), default=0)
    return EACH_MEMBER if most > 1 else EACH_HOUSEHOLD


def _has_changed_since(reading: Reading, last: SystemExport) -> bool:
    """Whether the book has changed since: what the export says counts from now on."""
    written = [entry.seq for entry in reading.history([last.id])]
    return any(reading.entries_after(max(written), place) for place in (HOUSEHOLD, PERSON))


def _not_there(
    rows: Sequence[RosterRow], register: Register, changes: RosterChanges
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Members of the file's households who are not in it, and those of whom that says nothing.

    A file that has one person of each household lists heads; a row that was left out may be anybody's.
    """
    left_out = (row for row in rows if row.outcome in (REJECTED, AMBIGUOUS))
    homes = (row.home or home_of(row, register) for row in left_out)
    unsure = {home.id for home in homes if home is not None}
    lists_members = any(len(home.persons) > 1 for home in changes.homes)
    missing: list[str] = []
    unspoken: list[str] = []
    for draft in changes.homes:
        known = (person.id for person in register.members.get(draft.id, ()))
        is_sure = lists_members and bool(draft.persons) and draft.id not in unsure
        (missing if is_sure else unspoken).extend(own for own in known if own not in changes.matched)
    return tuple(missing), tuple(unspoken)


def _otherwise(asked: Iterable[str], changes: RosterChanges) -> dict[str, Stored]:
    """What the file says and the book will not: a blank where the book has an answer, an answer of before."""
    found: dict[str, Stored] = {}
    of_household = _keys(asked, HOUSEHOLD)
    of_person = _keys(asked, PERSON)
    for home in changes.homes:
        if home.existing is not None:
            _note_blanks(found, home.existing, (HOUSEHOLD, of_household), home)
        for person in home.persons:
            if person.existing is not None:
                _note_blanks(found, person.existing, (PERSON, of_person), person)
    kinds: dict[str, type[Record]] = dict.fromkeys(changes.matched, Person)
    for (record_id, key), value in changes.kept.items():
        kind = kinds.get(record_id, Household)
        found.setdefault(record_id, {})[key] = stored_value(kind, key, value)
    return found


def _note_blanks(
    found: dict[str, Stored],
    existing: Record,
    what: tuple[str, set[str]],
    draft: HouseholdDraft | PersonDraft,
) -> None:
    place, keys = what
    for key in keys - draft.values.keys():
        if getattr(existing, key) is not None and not any(row.text_of(place, key) for row in draft.rows):
            found.setdefault(existing.id, {})[key] = None


def _keys(asked: Iterable[str], place: str) -> set[str]:
    return {key for own, _, key in (question.partition(".") for question in asked) if own == place}

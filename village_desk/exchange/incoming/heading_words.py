"""Which headings each kind of table may have: questions of forms/screens, lists of resources/imports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from village_desk.definitions.codes import comparing_form
from village_desk.definitions.screens import Field, screen
from village_desk.definitions.toml_files import read_once, read_table
from village_desk.exchange.incoming.headings import fits_unit, heading_text
from village_desk.rules.livelihood_records import Entitlement, Industry, Insurance, Study, Training
from village_desk.rules.records import Record
from village_desk.rules.support_records import Loan, PublicPost, WorkSpell

PERSON, HOUSEHOLD, STATED, LINE = "person", "household", "stated_totals", "ledger_line"
PROBLEM = "problem"
READ_ONLY = "read_only"

RECORDS: Mapping[str, type[Record]] = {
    "work_spell": WorkSpell,
    "public_post": PublicPost,
    "training": Training,
    "study": Study,
    "industry": Industry,
    "loan": Loan,
    "insurance": Insurance,
    "entitlement": Entitlement,
}
"""The records beside the ledger whose lists are read, by the screen that asks for them."""

HEAD_IDENTITY, YEAR, VILLAGE = "head_identity", "year", "village"


class Question(Struct, frozen=True):
    """A question that a column may answer, and the kind of record it is asked about."""

    place: str
    field: Field


class Words(Struct, frozen=True, eq=False):
    """The headings that one kind of table may have."""

    questions: Mapping[str, Question]
    """By spelling."""
    anchors: frozenset[tuple[str, str]]
    """Place and key of the questions of which one must be asked."""
    in_person_tables: Mapping[str, Question]
    """Headings that mean the member where rows are members."""


class Common(Struct, frozen=True):
    """What every kind of table shares."""

    heading_rows: int
    fewest_headings: int
    read_only: Mapping[str, str]
    """Spelling to key of a column that answers no question and is read."""
    left_alone: frozenset[str]
    area: frozenset[str]
    """Headings that the national system's exports have, and lists of others have not."""
    serial: frozenset[str]
    """Headings over columns that count the rows."""
    later: tuple[str, ...]
    """Words before a question that is asked again after something has changed."""
    other_people: tuple[str, ...]
    """Words over a second heading line that speaks of somebody else."""


@read_once
def common_words() -> Common:
    """What every kind of table shares."""
    table = _table("roster")
    return Common(
        heading_rows=table["heading_rows"],
        fewest_headings=table["fewest_headings"],
        read_only={
            heading_text(text).whole: key for key, texts in table["read_only"].items() for text in texts
        },
        left_alone=frozenset(heading_text(text).whole for text in table["left_alone"]["headings"]),
        area=frozenset(heading_text(text).whole for text in table["area"]["headings"]),
        serial=frozenset(heading_text(text).whole for text in table["serial"]["headings"]),
        later=tuple(comparing_form(text) for text in table["later"]["prefixes"]),
        other_people=tuple(table["other_people"]["words"]),
    )


@read_once
def roster_words() -> Words:
    """The headings of a roster."""
    places = (HOUSEHOLD, PERSON, STATED)
    asked = [Question(place, field) for place in places for field in screen(place).fields]
    meant = {
        comparing_form(text): Question(PERSON, screen(PERSON).field(key))
        for text, key in _table("roster")["in_person_tables"].items()
    }
    return Words(_spellings(asked), _anchors("roster"), meant)


@read_once
def ledger_words() -> Words:
    """The headings of an income ledger."""
    return _words_of("ledger", LINE)


@read_once
def problem_words() -> Words:
    """The headings of a county's list of doubtful data."""
    return _words_of("problems", PROBLEM)


@read_once
def record_words(kind: str) -> Words:
    """The headings of a list of one of RECORDS."""
    table = _table("records")
    asked = [Question(kind, field) for field in screen(kind).fields]
    anchors = frozenset((kind, key) for key in table["anchors"][kind])
    return Words(_spellings([*asked, *_whose(table)]), anchors, {})


def _whose(table: Mapping[str, Any]) -> list[Question]:
    whose = table["whose"].items()
    return [Question(place, screen(place).field(key)) for place, keys in whose for key in keys]


def _words_of(name: str, own: str) -> Words:
    """The headings of a table whose rows are records of one kind, each with whose it is."""
    table = _table(name)
    never = table["never_read"][own]
    asked = [Question(own, field) for field in screen(own).fields if field.key not in never]
    return Words(_spellings([*asked, *_whose(table)]), _anchors(name), {})


def _table(name: str) -> dict[str, Any]:
    return read_table("resources", "imports", f"{name}.toml")


def _anchors(name: str) -> frozenset[tuple[str, str]]:
    return frozenset((place, key) for place, key in (anchor.split(".") for anchor in _table(name)["anchors"]))


def _spellings(asked: Sequence[Question]) -> Mapping[str, Question]:
    """Every spelling of the questions; a label goes before another question's alias."""
    found: dict[str, Question] = {}
    for one in asked:
        found.setdefault(heading_text(one.field.label).whole, one)
    for one in asked:
        for text in map(heading_text, one.field.aliases):
            found.setdefault(text.whole, one)
            if text.unit and fits_unit(one.field, text.unit):
                found.setdefault(text.bare, one)
    return found

"""Rows of a roster as answers, and what is listed about them."""

from __future__ import annotations

from msgspec import Struct, field

from village_desk.definitions.words import say
from village_desk.exchange.incoming.heading_words import HOUSEHOLD, LINE, PERSON, PROBLEM, RECORDS
from village_desk.exchange.incoming.roster_headings import Column, Heading
from village_desk.exchange.reading.tables_in import TableIn
from village_desk.rules.reading import Value, matching_text
from village_desk.rules.records import Household, Person

Answers = dict[str, Value]
"""Answers by the keys of forms/screens."""

HEAD = "户主"
LISTED_AT_MOST = 60
"""Characters of a cell that a list shows."""
OWN = frozenset({PERSON, LINE, PROBLEM, *RECORDS})
"""Places whose answers each row has for itself."""


class ImportProblem(Struct, frozen=True):
    """A cell or row that needs a look; ``column`` is its heading, ``reason`` a sentence."""

    sheet: str
    row: int
    column: str
    value: str
    reason: str


class SheetRows(Struct):
    """One recognised sheet."""

    table: TableIn
    heading: Heading

    @property
    def name(self) -> str:
        """The sheet's name."""
        return self.table.name

    def text(self, row: int, index: int) -> str:
        """What stands in a row of the file in a column."""
        cells = self.table.rows[row - self.table.first_row]
        return cells[index] if index < len(cells) else ""


class Shared(Struct):
    """What the rows of one household repeat: parsed once, as long as the texts are the same."""

    household: Answers = field(default_factory=dict)
    stated: Answers = field(default_factory=dict)
    year: int = 0
    head_identity: str | None = None
    village: str | None = None


class RosterRow(Struct, eq=False):
    """One filled row: the answers about a member, and those about the household that it shares."""

    sheet: SheetRows
    row: int
    person: Answers
    shared: Shared
    is_damaged: bool = False
    """The identity number has lost digits in a spreadsheet."""
    shares_identity: bool = False
    """Another row carries the same identity number: only 户编号 and 人编号 say who this is."""
    outcome: str = ""
    home: Household | None = None
    """The row's household where the book has it."""
    match: Person | None = None
    """The row's person where the book has it."""

    @property
    def name(self) -> str | None:
        """The member's name."""
        return self.person.get("name")  # type: ignore[return-value]  # a text question

    @property
    def identity(self) -> str | None:
        """The member's identity number as it stands."""
        return self.person.get("identity_number")  # type: ignore[return-value]  # a text question

    @property
    def household_number(self) -> str | None:
        """The 户编号."""
        return self.shared.household.get("number")  # type: ignore[return-value]  # a text question

    @property
    def keys(self) -> tuple[str, str] | None:
        """The 户编号 and 人编号 that tell a member from all others, where the row has both."""
        number, household = self.person.get("number"), self.household_number
        return (household, str(number)) if number and household else None

    def answers(self, place: str) -> Answers:
        """The row's answers about the member, the household or its stated totals."""
        if place in OWN:
            return self.person
        return self.shared.household if place == HOUSEHOLD else self.shared.stated

    def text_of(self, place: str, key: str) -> str:
        """What stands in the row's cell for a question."""
        column = self.sheet.heading.column(place, key)
        return self.sheet.text(self.row, column.index) if column else ""

    def problem(self, column: Column | None, reason: str, **values: object) -> ImportProblem:
        """A problem of this row, in a column or as a whole."""
        text = self.sheet.text(self.row, column.index) if column else self.name or ""
        heading = column.heading if column else ""
        return ImportProblem(
            self.sheet.name, self.row, heading, text[:LISTED_AT_MOST], say(f"import.{reason}", **values)
        )


def same_name(one: Value, other: Value) -> bool:
    """Whether two names differ at most in what cannot be seen."""
    return isinstance(one, str) and isinstance(other, str) and matching_text(one) == matching_text(other)

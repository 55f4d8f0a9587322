"""The list of what is to be typed into the national system: shown by what is left, marked line by line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from village_desk.definitions.typing_list import TypingLine, answer_words, typing_lines
from village_desk.entry.sitting import Sitting
from village_desk.entry.stills import still_of
from village_desk.rules.figures import period_income
from village_desk.rules.months import Window, last_whole_year
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.rules.records import Household
from village_desk.rules.system_answers import differences
from village_desk.rules.system_records import TypedAnswer
from village_desk.store.changing import Changing

OPEN, TYPED = "open", "typed"


class TypingRow(Struct, frozen=True):
    """One line with whose it is."""

    line: TypingLine
    household: Household
    member: str
    """The member's name; blank for the household as a whole."""


class TypingList(Struct, frozen=True):
    """Every difference to the system at one moment."""

    rows: tuple[TypingRow, ...]
    is_known: bool
    """Whether an export has been imported at all."""

    def shown(self, which: str) -> list[TypingRow]:
        """The rows that are still to be typed, or those that have been."""
        return [row for row in self.rows if row.line.is_typed == (which == TYPED)]


def typing_list(sitting: Sitting) -> TypingList:
    """Hold the book against the system; reads the whole village, beside the window where there is one."""
    picture = still_of(sitting)
    homes = {one.household.id: one for one in picture.households}
    rows = (_row(line, homes[line.difference.household_id]) for line in _lines(sitting, picture))
    return TypingList(tuple(rows), bool(picture.system.asked))


def mark_typed(sitting: Sitting, rows: Sequence[TypingRow]) -> list[TypingRow]:
    """Keep in one deed that answers of a household have been typed; the rows as they stand then."""
    with sitting.changing("answers-typed", rows[0].household.id) as change:
        marked = [replace(row.line, typed=_marked(change, row.line, sitting)) for row in rows]
    return [replace(row, line=line) for row, line in zip(rows, marked, strict=True)]


def mark_open(sitting: Sitting, rows: Sequence[TypingRow]) -> list[TypingRow]:
    """Take the marks of a household's answers back: they are to be typed after all."""
    with sitting.changing("answers-typed", rows[0].household.id) as change:
        for row in rows:
            if row.line.typed is not None:
                change.void(TypedAnswer, row.line.typed.id)
    return [replace(row, line=replace(row.line, typed=None)) for row in rows]


def year_to_type(sitting: Sitting) -> Window:
    """The months of the last year that is over: its sums are what the system is to have."""
    return last_whole_year(sitting.today, sitting.settings.year_mode)


def _lines(sitting: Sitting, picture: VillagePicture) -> list[TypingLine]:
    income = partial(period_income, reckoner=sitting.reckoner, window=year_to_type(sitting))
    found = differences(picture.households, picture.system, income, sitting.today)
    return typing_lines(found, picture.typed)


def _row(line: TypingLine, home: HouseholdPicture) -> TypingRow:
    person = home.person(line.difference.person_id)
    return TypingRow(line, home.household, (person.name or "") if person else "")


def _marked(change: Changing, line: TypingLine, sitting: Sitting) -> TypedAnswer:
    """The mark of an answer, made anew or with the answer of today."""
    values = {"answer": answer_words(line.difference), "typed_on": sitting.today, "typed_by": sitting.who}
    if line.typed is not None:
        change.change(TypedAnswer, line.typed.id, values)
        return replace(line.typed, **values)  # each key has its own type
    household_id, person_id, question, year = line.difference.place
    new = TypedAnswer(
        change.new_id(),
        change.village_code,
        household_id,
        question,
        person_id=person_id,
        year=year,
        **values,  # type: ignore[arg-type]  # each key has its own type
    )
    change.insert(new)
    return new

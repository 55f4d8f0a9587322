"""录入清单: what is to be typed into the national system, in words, with what has been typed already."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from village_desk.definitions.screens import asked_field
from village_desk.definitions.words import say
from village_desk.rules.reading import Value
from village_desk.rules.system_answers import LEFT, Difference
from village_desk.rules.system_records import TypedAnswer


class TypingLine(Struct, frozen=True):
    """One answer to be typed: what the system has, what we have, and whether somebody has typed it."""

    difference: Difference
    label: str
    theirs: str
    ours: str
    typed: TypedAnswer | None = None

    @property
    def is_typed(self) -> bool:
        """Typed, and ours has not changed since."""
        return self.typed is not None and self.typed.answer == answer_words(self.difference)


def typing_lines(differences: Iterable[Difference], typed: Iterable[TypedAnswer]) -> list[TypingLine]:
    """The differences in words, each with the mark that was made of it."""
    marks = {(one.household_id, one.person_id, one.question, one.year): one for one in typed}
    return [
        TypingLine(one, _label(one), _theirs(one), answer_words(one) or _blank(), marks.get(one.place))
        for one in differences
    ]


def answer_words(difference: Difference) -> str:
    """Our answer as it is typed; blank where the system's is to be cleared."""
    return _words(difference.question, difference.ours)


def _label(difference: Difference) -> str:
    label = asked_field(difference.question).label
    return say("typing.of_year", label=label, year=difference.year) if difference.year else label


def _theirs(difference: Difference) -> str:
    if difference.question == LEFT:
        return say("typing.still_there")
    if difference.is_new:
        return say("typing.no_member" if difference.person_id else "typing.no_household")
    return _words(difference.question, difference.theirs) or _blank()


def _words(question: str, value: Value) -> str:
    return asked_field(question).write(value)


def _blank() -> str:
    return say("typing.blank")

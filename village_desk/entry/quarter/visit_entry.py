"""The quarterly visit as eight blocks, each asked, unchanged or not asked; pre-filled from last quarter."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from msgspec.structs import replace

from village_desk.definitions.items import income_items
from village_desk.definitions.screens import Section
from village_desk.entry.ledger.carrying import carried_lines
from village_desk.entry.operations import answer_visit, tell_visit
from village_desk.entry.quarter.visit_records import VisitRecord, keep_answer, keep_unchanged, visit_records
from village_desk.entry.records.record_entry import Answer
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import field_of, fields_of, why_not
from village_desk.entry.visit_blocks import blocks, is_answered
from village_desk.rules.items import Category
from village_desk.rules.months import Quarter
from village_desk.rules.reading import NotUnderstoodError, Value
from village_desk.rules.records import ASKED, NO_CHANGE, NOT_ASKED, LedgerLine, Person, Visit

_CARRIES = {
    "work_state": frozenset({Category.WAGES}),
    "production_state": frozenset({Category.PRODUCTION}),
    "received_state": frozenset({Category.PROPERTY, Category.TRANSFER}),
}
"""Which recurring lines come forward when a block is unchanged."""


class VisitEntry:
    """One household in one quarter; whatever is answered is on disk when the call returns."""

    def __init__(self, sitting: Sitting, household_id: str, quarter: Quarter | None = None) -> None:
        self._sitting = sitting
        self.household_id = household_id
        self.quarter = quarter or sitting.quarter
        self._not_understood: dict[str, str] = {}
        self.visit, self.earlier = self._load()

    def reload(self) -> None:
        """Read the visit anew."""
        self.visit, self.earlier = self._load()

    @property
    def is_begun(self) -> bool:
        """Whether anything of this quarter is on disk."""
        return self.visit is not None

    @property
    def is_done(self) -> bool:
        """Whether every block is asked or unchanged."""
        return is_answered(self.visit)

    def texts(self) -> dict[str, str]:
        """Every field as text."""
        return self._texts_of(self.visit) | self._record_texts() | self._not_understood

    def earlier_texts(self) -> dict[str, str]:
        """What last quarter's visit said, shown beside each field."""
        return {} if self.earlier is None else self._texts_of(self.earlier)

    def blocks(self) -> list[tuple[str, Section]]:
        """The eight blocks with the key of their state field."""
        return list(blocks())

    def answer(self, key: str, text: str) -> Answer:
        """Take one field's text; answering anything in a block marks the block as asked.

        The first answer of a visit also notes the day and who is typing, as one deed with it.

        Raises:
            Refusal: The book cannot be written.
        """
        asked = next((one for one in self.records() if key.startswith(f"{one.key}.")), None)
        field = field_of(asked.screen if asked else "visit", key.rpartition(".")[2])
        try:
            value = field.read(text)
        except NotUnderstoodError as error:
            self._not_understood[key] = text
            return Answer(text, why_not(error))
        self._not_understood.pop(key, None)
        if asked is not None:
            self._answer_record(asked, field.key, value)
        elif value != (getattr(self.visit, key) if self.visit else None):
            values = {**self._day_and_visitor(), key: value}
            answer_visit(self._sitting, self.household_id, self.quarter.first, values)
            self.reload()
        return Answer(field.write(value))

    def records(self) -> tuple[VisitRecord, ...]:
        """The work spells, stocks and measures that the visit goes through."""
        picture = self._sitting.picture(self.household_id)
        return () if picture is None else visit_records(picture, self.quarter)

    def copy_earlier(self, key: str) -> Answer | None:
        """Take last quarter's answer of a field (F5); None when there is none."""
        text = self.earlier_texts().get(key, "")
        return self.answer(key, text) if text else None

    def no_change(self, state: str | None = None) -> int:
        """Mark one block, or every block not yet answered, as unchanged (F6), as one deed.

        What comes month after month is carried into this quarter with its block. Done twice it adds nothing.

        Returns:
            How many ledger lines were carried.

        Raises:
            Refusal: The book cannot be written.
        """
        wanted = [state] if state else [key for key, _ in blocks() if self._is_open(key)]
        unchanged = [key for key in wanted if not self._is_unchanged(key)]
        if not unchanged:
            return 0
        carried = self._carried(unchanged)
        values = self._unchanged_values(unchanged)
        picture = self._sitting.picture(self.household_id)
        with self._sitting.changing("visit-unchanged", self.household_id) as change:
            tell_visit(change, self.household_id, self.quarter.first, values)
            change.insert_many([replace(line, id=change.new_id()) for line in carried])
            if picture is not None:
                for key in unchanged:
                    keep_unchanged(change, picture, self.quarter, key, self._visited_on())
        self.reload()
        return len(carried)

    def _answer_record(self, asked: VisitRecord, key: str, value: Value) -> None:
        """Keep an answer of a record, and the block it stands in as asked, as one deed."""
        if value == getattr(asked.record, key):
            return
        first, states = self.quarter.first, {asked.state: ASKED}
        with self._sitting.changing("visit-saved", self.household_id) as change:
            keep_answer(change, asked, key, value)
            tell_visit(change, self.household_id, first, states, **self._day_and_visitor())
        self.reload()

    def _record_texts(self) -> dict[str, str]:
        return {
            question.key: question.write(getattr(one.record, question.key.rpartition(".")[2]))
            for one in self.records()
            for question in one.questions
        }

    def _unchanged_values(self, unchanged: Collection[str]) -> dict[str, Any]:
        values: dict[str, Any] = dict.fromkeys(unchanged, NO_CHANGE)
        if "judgement_state" in unchanged and self.earlier is not None and self.earlier.judgement:
            values["judgement"] = self.earlier.judgement
        return {**self._day_and_visitor(), **values}

    def _day_and_visitor(self) -> dict[str, Any]:
        """What nobody should have to type: the day and the visitor, where the visit has neither yet."""
        if self.visit is None:
            return {"visited_on": self._sitting.today, "visitor_1": self._sitting.who}
        return {}

    def _visited_on(self) -> date:
        visited_on = self.visit.visited_on if self.visit is not None else None
        return visited_on or self._sitting.today

    def _is_open(self, state: str) -> bool:
        return self.visit is None or getattr(self.visit, state) in (None, NOT_ASKED)

    def _is_unchanged(self, state: str) -> bool:
        return self.visit is not None and getattr(self.visit, state) == NO_CHANGE

    def _carried(self, unchanged: Collection[str]) -> list[LedgerLine]:
        categories = frozenset[Category]().union(*(_CARRIES.get(key, frozenset()) for key in unchanged))
        if not categories:
            return []
        first, last = self.quarter.shifted(-1).first, self.quarter.window.last
        with self._sitting.book.reading() as reading:
            lines = reading.lines_of_month(self.household_id, first, last)
            persons = reading.of_household(Person, self.household_id)
        return carried_lines(lines, persons, self.quarter, income_items(), categories)

    def _texts_of(self, visit: Visit | None) -> dict[str, str]:
        if visit is None:
            return dict.fromkeys(fields_of("visit"), "")
        return {key: field.write(getattr(visit, key)) for key, field in fields_of("visit").items()}

    def _load(self) -> tuple[Visit | None, Visit | None]:
        with self._sitting.book.reading() as reading:
            now = reading.visit(self.household_id, self.quarter.first)
            return now, reading.visit(self.household_id, self.quarter.shifted(-1).first)

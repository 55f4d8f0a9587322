"""The quarterly visit as eight blocks, each asked, unchanged or not asked; pre-filled from last quarter."""

from __future__ import annotations

from dataclasses import replace

from village_desk.definitions.items import income_items
from village_desk.definitions.screens import Section, screen
from village_desk.entry.carrying import carried_lines
from village_desk.entry.operations import answer_visit
from village_desk.entry.record_entry import Answer
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import field_of, fields_of, why_not
from village_desk.rules.months import Quarter
from village_desk.rules.reading import NotUnderstoodError, Value
from village_desk.rules.records import ASKED, NO_CHANGE, NOT_ASKED, LedgerLine, Visit

_STATE = "_state"


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
        return self.visit is not None and all(
            getattr(self.visit, key) in (ASKED, NO_CHANGE) for key in fields_of("visit") if key.endswith(_STATE)
        )

    def texts(self) -> dict[str, str]:
        """Every field as text."""
        if self.visit is None:
            return dict.fromkeys(fields_of("visit"), "") | self._not_understood
        shown = {key: field.write(getattr(self.visit, key)) for key, field in fields_of("visit").items()}
        return shown | self._not_understood

    def earlier_texts(self) -> dict[str, str]:
        """What last quarter's visit said, shown beside each field."""
        if self.earlier is None:
            return {}
        return {key: field.write(getattr(self.earlier, key)) for key, field in fields_of("visit").items()}

    def blocks(self) -> list[tuple[str, Section]]:
        """The eight blocks with the key of their state field."""
        found: list[tuple[str, Section]] = []
        for section in screen("visit").sections:
            state = next((field.key for field in section.fields if field.key.endswith(_STATE)), None)
            if state is not None:
                found.append((state, section))
        return found

    def answer(self, key: str, text: str) -> Answer:
        """Take one field's text; answering anything in a block marks the block as asked."""
        field = field_of("visit", key)
        try:
            value = field.read(text)
        except NotUnderstoodError as error:
            self._not_understood[key] = text
            return Answer(text, why_not(error))
        self._not_understood.pop(key, None)
        if value != (getattr(self.visit, key) if self.visit else None):
            self._save({key: value, **self._asked(key)})
        return Answer(field.write(value))

    def copy_earlier(self, key: str) -> Answer | None:
        """Take last quarter's answer of a field (F5); None when there is none."""
        text = self.earlier_texts().get(key, "")
        return self.answer(key, text) if text else None

    def no_change(self, state: str | None = None) -> int:
        """Mark one block, or every block not yet asked, as unchanged (F6), and carry its recurring lines forward.

        Returns:
            How many ledger lines were carried into this quarter.
        """
        blocks = [state] if state else [key for key, _ in self.blocks() if self._open(key)]
        carried = (
            carried_lines(self._lines(), self.quarter, income_items())
            if {"work_state", "received_state"} & set(blocks)
            else []
        )
        values: dict[str, Value] = dict.fromkeys(blocks, NO_CHANGE)
        if "judgement_state" in blocks and self.earlier is not None and self.earlier.judgement:
            values["judgement"] = self.earlier.judgement
        if self.visit is None or self.visit.visited_on is None:
            values["visited_on"] = self._sitting.today
        if self.visit is None or self.visit.visitor_1 is None:
            values["visitor_1"] = self._sitting.who
        with self._sitting.changing("visit-unchanged", self.household_id) as change:
            known = change.visit(self.household_id, self.quarter.first)
            if known is None:
                change.insert(
                    Visit(change.new_id(), change.village_code, self.household_id, self.quarter.first, **values)  # type: ignore[arg-type]
                )
            else:
                change.change(Visit, known.id, values)
            if carried:
                change.insert_many([replace(line, id=change.new_id()) for line in carried])
        self.reload()
        return len(carried)

    def _open(self, state: str) -> bool:
        return self.visit is None or getattr(self.visit, state) in (None, NOT_ASKED)

    def _asked(self, key: str) -> dict[str, Value]:
        for state, section in self.blocks():
            if key != state and any(field.key == key for field in section.fields):
                return {state: ASKED}
        return {}

    def _save(self, values: dict[str, Value]) -> None:
        answer_visit(self._sitting, self.household_id, self.quarter.first, values)
        self.reload()

    def _lines(self) -> list[LedgerLine]:
        first, last = self.quarter.shifted(-1).first, self.quarter.window.last
        with self._sitting.book.reading() as reading:
            return reading.lines_of_month(self.household_id, first, last)

    def _load(self) -> tuple[Visit | None, Visit | None]:
        with self._sitting.book.reading() as reading:
            now = reading.visit(self.household_id, self.quarter.first)
            return now, reading.visit(self.household_id, self.quarter.shifted(-1).first)

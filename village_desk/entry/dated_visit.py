"""A visit as the desk keeps it: its first answer also notes the day and who is typing."""

from __future__ import annotations

from village_desk.entry.operations import answer_visit
from village_desk.entry.record_entry import Answer
from village_desk.entry.visit_entry import VisitEntry
from village_desk.rules.reading import Value


class DatedVisitEntry(VisitEntry):
    """A visit whose first answer also notes the day and who is typing: nobody visits without either."""

    def answer(self, key: str, text: str) -> Answer:
        """Take one field's text; see VisitEntry."""
        was_begun = self.is_begun
        answer = super().answer(key, text)
        if not was_begun and self.is_begun:
            sitting = self._sitting
            values: dict[str, Value] = {"visited_on": sitting.today, "visitor_1": sitting.who}
            missing = {name: value for name, value in values.items() if getattr(self.visit, name) is None}
            answer_visit(sitting, self.household_id, self.quarter.first, missing)
            self.reload()
        return answer

"""The village's monthly meeting 研判会 as a form; it is written with the first answer."""

from __future__ import annotations

from village_desk.entry.record_operations import keep_meeting, meeting_of
from village_desk.entry.records.record_entry import Answer
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import field_of, fields_of, why_not
from village_desk.rules.months import Month, add_months, month_of
from village_desk.rules.reading import NotUnderstoodError


class MeetingEntry:
    """The meeting over one month's sweeps."""

    def __init__(self, sitting: Sitting, month: Month | None = None) -> None:
        self._sitting = sitting
        self.month = month or month_to_meet_over(sitting)
        self._not_understood: dict[str, str] = {}
        self.reload()

    def reload(self) -> None:
        """Read the meeting anew."""
        with self._sitting.book.reading() as reading:
            self.record = meeting_of(reading, self.month)

    def texts(self) -> dict[str, str]:
        """Every field as text; the month stands there from the beginning."""
        implied = {"month": self.month}
        shown = {
            key: field.write(getattr(self.record, key) if self.record else implied.get(key))
            for key, field in fields_of("meeting").items()
        }
        return shown | self._not_understood

    def answer(self, key: str, text: str) -> Answer:
        """Take one field's text.

        Raises:
            Refusal: The book cannot be written, or another meeting has that month.
        """
        field = field_of("meeting", key)
        try:
            value = field.read(text)
        except NotUnderstoodError as error:
            self._not_understood[key] = text
            return Answer(text, why_not(error))
        self._not_understood.pop(key, None)
        if key == "month" and (value is None or value == self.month):
            return Answer(field.write(self.month))
        if value != (getattr(self.record, key) if self.record else None):
            keep_meeting(self._sitting, self.month, {key: value})
            if key == "month" and isinstance(value, int):
                self.month = Month(value)
            self.reload()
        return Answer(field.write(value))


def month_to_meet_over(sitting: Sitting) -> Month:
    """Last month while nobody has met over it, else this one."""
    here = month_of(sitting.today)
    before = add_months(here, -1)
    with sitting.book.reading() as reading:
        return here if meeting_of(reading, before) is not None else before

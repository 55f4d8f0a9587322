"""The keyboard machine of a day field: year, month, day; it knows no window and no clock."""

from __future__ import annotations

from village_desk.entry.keyboard.part_typing import DAY, MONTH, YEAR, PartTyping
from village_desk.rules.months import last_day_of, make_month
from village_desk.rules.reading import NotUnderstoodError, read_day


class DateTyping(PartTyping):
    """Typing of a day such as 2024-05-01.

    Changing the year or the month of a whole date brings a 31st back to the last day there is. A day that is
    typed last and does not exist stays as typed, for the field to be marked: no fact is changed in silence.
    """

    parts = (YEAR, MONTH, DAY)

    def _read(self, text: str) -> tuple[str, ...]:
        try:
            day = read_day(text)
        except NotUnderstoodError:
            return ()
        return tuple(day.isoformat().split("-")) if day else ()

    def _largest(self, place: int) -> int:
        return self._last_day() if place == 2 else self.parts[place].largest

    def _slip_back(self) -> None:
        day = self._figures[2]
        if day and int(day) > self._last_day():
            self._set(2, self._last_day())

    def _last_day(self) -> int:
        try:
            return last_day_of(make_month(int(self._figures[0]), int(self._figures[1]))).day
        except ValueError:
            return DAY.largest

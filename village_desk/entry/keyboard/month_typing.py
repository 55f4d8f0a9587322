"""The keyboard machine of a month field: year and month; it knows no window and no clock."""

from __future__ import annotations

from village_desk.entry.keyboard.part_typing import MONTH, YEAR, PartTyping
from village_desk.rules.months import Window, month_text
from village_desk.rules.reading import NotUnderstoodError, read_month


def month_in(text: str, window: Window) -> str:
    """Read a bare month number as the month of that number in a window of a year; other texts stay."""
    plain = text.strip()
    if plain.isascii() and plain.isdigit() and 1 <= int(plain) <= 12:
        year = (window.first if int(plain) >= window.first % 100 else window.last) // 100
        return f"{year}-{int(plain):02d}"
    return text


class MonthTyping(PartTyping):
    """Typing of a month such as 2024-05."""

    parts = (YEAR, MONTH)

    def _read(self, text: str) -> tuple[str, ...]:
        try:
            month = read_month(text)
        except NotUnderstoodError:
            return ()
        return tuple(month_text(month).split("-")) if month else ()

    def _slip_back(self) -> None:
        """Every year has every month."""

    def step(self, by: int) -> None:
        """Raise or lower the part in hand; December is followed by January of the next year."""
        before = self._figures[1]
        super().step(by)
        if self.at == 1 and before and self._figures[0]:
            turn = (self._figures[1] == "01" and by > 0) - (self._figures[1] == "12" and by < 0)
            self._set(0, int(self._figures[0]) + turn)

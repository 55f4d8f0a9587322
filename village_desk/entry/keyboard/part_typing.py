"""The machine of date and month fields: digits fill parts by width, separators move on, arrows step."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date

from msgspec import Struct

SEPARATORS = frozenset("-/.,。、年月日 　－／")
_WIDE = {0xFF10 + digit: 0x30 + digit for digit in range(10)}


class Part(Struct, frozen=True):
    """One part of a date: how many digits it has and the smallest and largest figure."""

    width: int
    smallest: int
    largest: int


YEAR = Part(4, 1900, 2199)
MONTH = Part(2, 1, 12)
DAY = Part(2, 1, 31)


class PartTyping(ABC):
    """Keeps what has been typed so far; text that is no date stays until a digit or erasing begins anew."""

    parts: tuple[Part, ...]

    def __init__(self, text: str = "", today: date | None = None) -> None:
        self._today = today
        self._figures: list[str] = [""] * len(self.parts)
        self._loose = ""
        self._is_fresh = True
        self.at = 0
        self.put(text)

    @property
    def text(self) -> str:
        """What the field shows and hands on: 2024-05-01, a beginning such as 2024-0, or the loose text."""
        if self._loose or not any(self._figures):
            return self._loose
        filled = max(place for place, figures in enumerate(self._figures) if figures)
        return "-".join(self._figures[: max(filled, self.at) + 1])

    @property
    def selection(self) -> tuple[int, int]:
        """Where the part in hand begins in the text and how long it is."""
        if self._loose:
            return 0, len(self._loose)
        return sum(len(figures) + 1 for figures in self._figures[: self.at]), len(self._figures[self.at])

    @property
    def is_complete(self) -> bool:
        """Every part has its digits."""
        return all(
            len(figures) == part.width for figures, part in zip(self._figures, self.parts, strict=True)
        )

    def put(self, text: str) -> None:
        """Take over a whole text, pasted or stored, whatever it is."""
        figures = self._read(text)
        self._figures = list(figures) if figures else [""] * len(self.parts)
        self._loose = "" if figures else text
        self._begin(0)

    def type(self, character: str) -> bool:
        """Take one typed character; False when it means nothing here."""
        character = character.translate(_WIDE)
        if character in SEPARATORS:
            self.move_on()
        elif character in ("t", "T", "今") and self._today is not None:
            self.put(self._today.isoformat())
        elif len(character) == 1 and character in "0123456789":
            self._digit(character)
        else:
            return False
        return True

    def move_on(self) -> None:
        """Close the part in hand and go to the next; nothing typed yet means nothing to leave."""
        if self._figures[self.at]:
            self._close()
            if self.at + 1 < len(self.parts):
                self._begin(self.at + 1)

    def move(self, by: int) -> bool:
        """Go to the part before (-1) or after (+1); False at either end."""
        wanted = self.at + by
        if self._loose or not 0 <= wanted < len(self.parts) or (by > 0 and not self._figures[self.at]):
            return False
        self._close()
        self._begin(wanted)
        return True

    def go_to(self, position: int) -> None:
        """Take the part in hand that lies at a place in the text, where the mouse was pressed."""
        end = -1
        for place, figures in enumerate(self._figures):
            end += len(figures) + 1
            if position <= end:
                self._begin(place)
                return

    def step(self, by: int) -> None:
        """Raise or lower the part in hand, round its end; an empty field begins with today."""
        if not any(self._figures):
            if self._today is not None:
                self.put(self._today.isoformat())
            return
        self._close()
        part = self.parts[self.at]
        figures = self._figures[self.at]
        span = self._largest(self.at) - part.smallest + 1
        now = int(figures) if figures else part.smallest - by
        self._set(self.at, part.smallest + (now + by - part.smallest) % span)
        self._slip_back()
        self._is_fresh = True

    def erase(self) -> None:
        """Take the last digit back; at the beginning of a part, the part before."""
        if self._loose:
            self.put("")
        elif self._figures[self.at]:
            whole = self._is_fresh and len(self._figures[self.at]) == self.parts[self.at].width
            self._figures[self.at] = "" if whole else self._figures[self.at][:-1]
            self._figures[self.at + 1 :] = [""] * (len(self.parts) - self.at - 1)
            self._is_fresh = False
        elif self.at:
            self.at -= 1
            self._is_fresh = True
            self.erase()

    def finish(self) -> str:
        """Close the part in hand as the field is left and return the text."""
        self._close()
        return self.text.rstrip("-") if not self._loose else self._loose

    @abstractmethod
    def _read(self, text: str) -> tuple[str, ...]:
        """The parts of a text that is understood, else nothing."""

    def _largest(self, place: int) -> int:
        return self.parts[place].largest

    @abstractmethod
    def _slip_back(self) -> None:
        """Bring later parts back into what earlier ones allow."""

    def _begin(self, place: int) -> None:
        self.at = place
        self._is_fresh = True

    def _digit(self, digit: str) -> None:
        part = self.parts[self.at]
        if self._loose or (self._is_fresh and self._figures[self.at]):
            self._loose, self._figures[self.at] = "", ""
        self._is_fresh = False
        typed = self._figures[self.at] + digit
        if part.width == 2 and len(typed) == 2 and not part.smallest <= int(typed) <= part.largest:
            self._carry(digit)
            return
        self._figures[self.at] = typed
        is_full = len(typed) == part.width or (part.width == 2 and int(typed) * 10 > part.largest)
        if is_full:
            self._close()
            if self.at + 1 < len(self.parts):
                self._begin(self.at + 1)
            else:
                self._is_fresh = True

    def _carry(self, digit: str) -> None:
        # 1 and then 3 cannot be a month: it was January and the 3 belongs to the day.
        if self._figures[self.at] != "0" and self.at + 1 < len(self.parts):
            self._close()
            self._begin(self.at + 1)
            self._figures[self.at] = ""
            self._digit(digit)

    def _close(self) -> None:
        figures = self._figures[self.at]
        if self._loose or not figures:
            return
        if self.parts[self.at] is YEAR and len(figures) == 2:
            self._set(self.at, self._century(int(figures)))
        elif self.parts[self.at] is not YEAR and figures != "0":
            self._set(self.at, int(figures))
        if len(self._figures[self.at]) == self.parts[self.at].width and self.at + 1 < len(self.parts):
            self._slip_back()

    def _century(self, short: int) -> int:
        newest = self._today.year + 1 if self._today is not None else 2099
        return 2000 + short if 2000 + short <= newest else 1900 + short

    def _set(self, place: int, figure: int) -> None:
        self._figures[place] = str(figure).zfill(self.parts[place].width)

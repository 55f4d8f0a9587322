"""Lays painted pages on sheets of paper: one on each, or two smaller ones on a turned sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from village_desk.exchange.paper.paper_frame import Frame

if TYPE_CHECKING:
    from village_desk.exchange.paper.pdf_document import BareDocument

PAGES_TWO_UP = 2


class PaperSheets:
    """Adds pages to a document; ``count`` is the number of sheets so far."""

    def __init__(self, document: BareDocument, frame: Frame, *, two_up: bool) -> None:
        self._document = document
        self._frame = frame
        self._two_up = two_up
        self._waiting: list[str] = []
        self.count = 0

    @property
    def pages_each(self) -> int:
        """How many pages a sheet takes."""
        return PAGES_TWO_UP if self._two_up else 1

    def add(self, operators: str) -> None:
        """Put the next page down."""
        self._waiting.append(operators)
        if len(self._waiting) == self.pages_each:
            self.close()

    def close(self) -> None:
        """Put down a sheet that is not full; the next page begins another one."""
        if not self._waiting:
            return
        pages = [self._placed(page, place) for place, page in enumerate(self._waiting)]
        self._document.add_page("".join(pages) if self._two_up else self._waiting[0])
        self._waiting = []
        self.count += 1

    def _placed(self, operators: str, place: int) -> str:
        width, height = sheet_size(self._frame, two_up=True)
        is_beside = width > height
        part = (width / 2, height) if is_beside else (width, height / 2)
        scale = min(part[0] / self._frame.width, part[1] / self._frame.height)
        left = (part[0] - self._frame.width * scale) / 2 + (part[0] * place if is_beside else 0.0)
        below = (part[1] - self._frame.height * scale) / 2 + (0.0 if is_beside else part[1] * (1 - place))
        return f"q {scale:.5f} 0 0 {scale:.5f} {left:.2f} {below:.2f} cm\n{operators}Q\n"


def sheet_size(frame: Frame, *, two_up: bool) -> tuple[float, float]:
    """Width and height of a sheet in points; for two pages it is turned."""
    return (frame.height, frame.width) if two_up else (frame.width, frame.height)

"""Texts in lines: figures are of equal width, so a text with other figures in it breaks where the last did."""

from __future__ import annotations

import re
from functools import lru_cache

from PySide6.QtGui import QTextLayout, QTextOption

from village_desk.desk.look import TextSize, text_font, text_size

_DIGIT = re.compile(r"[1-9]")


def lines_of(text: str, room: int) -> list[str]:
    """A text at the text size in use as the lines that it takes in so much room, in pixels."""
    ends = _line_ends(_DIGIT.sub("0", text), room, text_size())
    return [text[begin:end] for begin, end in zip((0, *ends), ends, strict=False)]


@lru_cache(maxsize=1000)
def _line_ends(shape: str, room: int, _: TextSize) -> tuple[int, ...]:
    """Where the lines end; the size is named because the font follows from it."""
    layout = QTextLayout(shape, text_font())
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    ends = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(room)
        ends.append(line.textStart() + line.textLength())
    layout.endLayout()
    return tuple(ends)

"""Cuts a text into lines: between Chinese characters, never inside a number or before a closing mark."""

from __future__ import annotations

from village_desk.exchange.paper.fonts import widths
from village_desk.exchange.paper.layout import Face

_NO_START = frozenset("，。、；：？！）》〉」』】〕”’…—·%％℃,.;:?!)]}>~～" + "々ー")
_NO_END = frozenset("（《〈「『【〔“‘([{<￥¥$#")
WIDEST_EM = 1.16
"""No letter of the shipped faces is wider than this many ems; only two long dashes are."""


def text_width(text: str, face: Face, size: float) -> float:
    """The width of one line in points."""
    return sum(map(widths(face).__getitem__, text)) * size / 1000


def fits_one_line(text: str, face: Face, size: float, room: float) -> bool:
    """Tell whether a text needs no break in so many points; the usual short text is not even measured."""
    if "\n" in text:
        return False
    return len(text) * size * WIDEST_EM <= room or text_width(text, face, size) <= room


def lines_of(text: str, face: Face, size: float, room: float) -> tuple[str, ...]:
    """Cut a text into lines no wider than so many points; joined again they are the text.

    A blank at a break hangs at the end of its line. A word wider than the room is cut where the room ends.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_paragraph(paragraph, face, size, room))
    return tuple(lines)


def _paragraph(text: str, face: Face, size: float, room: float) -> list[str]:
    advances = [width * size / 1000 for width in map(widths(face).__getitem__, text)]
    lines: list[str] = []
    start = 0
    while start < len(text) or not lines:
        end = _room_ends(advances, start, room)
        if end < len(text):
            end = _break_before(text, start, end)
        lines.append(text[start:end])
        start = end
    return lines


def _room_ends(advances: list[float], start: int, room: float) -> int:
    used = 0.0
    for place in range(start, len(advances)):
        used += advances[place]
        if used > room + 0.01:
            return max(place, start + 1)
    return len(advances)


def _break_before(text: str, start: int, end: int) -> int:
    if text[end] == " ":
        while end < len(text) and text[end] == " ":
            end += 1
        return end
    for place in range(end, start, -1):
        if _may_break(text[place - 1], text[place]):
            return place
    return end


def _may_break(before: str, after: str) -> bool:
    if after in _NO_START or before in _NO_END or after == " ":
        return False
    return not (_is_letter(before) and _is_letter(after))


def _is_letter(character: str) -> bool:
    return character < "ⰰ" and (character.isalnum() or character in "./-_@+")

"""Reads from a TrueType file what measuring needs: its characters and how wide they are."""

from __future__ import annotations

import mmap
import struct
import sys
from array import array
from bisect import bisect_right
from collections.abc import Callable
from pathlib import Path

_COLLECTION = b"ttcf"
_TRUE_TYPE = (b"\0\1\0\0", b"true")
_MAY_NOT_EMBED = 0x0002
_NOT_IN_PARTS = 0x0300
_UNICODE_TABLES = ((3, 10), (0, 4), (0, 6), (3, 1), (0, 3))
"""Platform and encoding of character tables, the ones that reach beyond U+FFFF first."""
_SEGMENTS, _GROUPS = 4, 12


class FontMeasures:
    """The characters of a font and how far each moves the pen.

    Raises:
        ValueError: The file is no font with TrueType outlines, or its maker forbids embedding it.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            try:
                tables = _tables(content)
                self._per_em = struct.unpack_from(">H", content, tables["head"][0] + 18)[0]
                self._advances = _advances(content, tables)
                self.glyph_of = _character_table(content, tables["cmap"][0])
                usage = struct.unpack_from(">H", content, tables["OS/2"][0] + 8)[0]
            except (struct.error, KeyError, IndexError) as error:
                raise ValueError(f"{path.name} is no readable font") from error
        if "glyf" not in tables or usage == _MAY_NOT_EMBED or usage & _NOT_IN_PARTS:
            raise ValueError(f"{path.name} cannot be embedded")

    def has(self, code: int) -> bool:
        """Tell whether the font has a glyph for a code point."""
        return self.glyph_of(code) != 0

    def width(self, code: int) -> float:
        """The advance in thousandths of the type size."""
        glyph = min(self.glyph_of(code), len(self._advances) - 1)
        return float(self._advances[glyph] * 1000 / self._per_em)


def _tables(content: mmap.mmap) -> dict[str, tuple[int, int]]:
    start = struct.unpack_from(">I", content, 12)[0] if content[:4] == _COLLECTION else 0
    if content[start : start + 4] not in _TRUE_TYPE:
        raise ValueError("no TrueType outlines")
    count = struct.unpack_from(">H", content, start + 4)[0]
    found: dict[str, tuple[int, int]] = {}
    for index in range(count):
        tag, _, offset, length = struct.unpack_from(">4sIII", content, start + 12 + 16 * index)
        found[tag.decode("latin-1")] = (offset, length)
    return found


def _advances(content: mmap.mmap, tables: dict[str, tuple[int, int]]) -> array[int]:
    count = struct.unpack_from(">H", content, tables["hhea"][0] + 34)[0]
    start = tables["hmtx"][0]
    return numbers("H", content[start : start + 4 * count])[::2]


def _character_table(content: mmap.mmap, start: int) -> Callable[[int], int]:
    count = struct.unpack_from(">H", content, start + 2)[0]
    places: dict[tuple[int, int], int] = {}
    for index in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", content, start + 4 + 8 * index)
        places[platform, encoding] = start + offset
    for kind in _UNICODE_TABLES:
        if kind in places:
            form = struct.unpack_from(">H", content, places[kind])[0]
            if form == _GROUPS:
                return _groups(content, places[kind])
            if form == _SEGMENTS:
                return _segments(content, places[kind])
    raise ValueError("no character table")


def _groups(content: mmap.mmap, start: int) -> Callable[[int], int]:
    """Format 12: ranges of code points whose glyphs follow one another."""
    count = struct.unpack_from(">I", content, start + 12)[0]
    table = numbers("I", content[start + 16 : start + 16 + 12 * count])
    firsts, lasts, glyphs = table[::3], table[1::3], table[2::3]

    def glyph_of(code: int) -> int:
        place = bisect_right(firsts, code) - 1
        if place < 0 or code > lasts[place]:
            return 0
        return glyphs[place] + code - firsts[place]

    return glyph_of


def _segments(content: mmap.mmap, start: int) -> Callable[[int], int]:
    """Format 4: ranges up to U+FFFF, with a shift or a list of glyphs."""
    length, count = struct.unpack_from(">H2xH", content, start + 2)
    words = numbers("H", content[start : start + length])
    count //= 2
    lasts, firsts = words[7 : 7 + count], words[8 + count : 8 + 2 * count]
    shifts, jumps = words[8 + 2 * count : 8 + 3 * count], 8 + 3 * count

    def glyph_of(code: int) -> int:
        place = bisect_right(firsts, code) - 1
        if place < 0 or code > lasts[place]:
            return 0
        jump = words[jumps + place]
        if not jump:
            return (code + shifts[place]) & 0xFFFF
        glyph = words[jumps + place + jump // 2 + code - firsts[place]]
        return (glyph + shifts[place]) & 0xFFFF if glyph else 0

    return glyph_of


def numbers(kind: str, content: bytes) -> array[int]:
    """A table's numbers: "H" for two bytes each, "I" for four, as the array module has them."""
    found = array(kind, content[: len(content) - len(content) % array(kind).itemsize])
    if sys.byteorder == "little":
        found.byteswap()
    return found

"""A font file read where it lies on the disk; import this module late, it loads the PDF library."""

from __future__ import annotations

import mmap
import struct
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any

from reportlab.pdfbase.ttfonts import TTFontFace

from village_desk.exchange.paper.font_measures import numbers

_ONE_AT_A_TIME = Lock()
"""A face keeps its reading place inside itself; two files written at once would push it about."""


class MappedFace(TTFontFace):
    """A TrueType face whose 15 MB of outlines stay on the disk; only the glyphs that are used are read."""

    _ttf_data: mmap.mmap

    def __init__(self, path: Path) -> None:
        super().__init__(_MappedFile(path))

    def extractInfo(self, charInfo: int = 1) -> None:  # noqa: N802, N803 - the library calls it
        """Read what describes the face; the library would unpack 65,000 glyphs one by one."""
        super().extractInfo(charInfo=0)
        positions, head = self._table("loca"), self._table("head")
        is_long = struct.unpack_from(">h", head, 50)[0]
        self.glyphPos = numbers("I", positions) if is_long else [2 * half for half in numbers("H", positions)]
        self.hmetrics = _Metrics(self._table("hmtx"), struct.unpack_from(">H", self._table("hhea"), 34)[0])
        self.defaultWidth = self.hmetrics[0][0] * 1000 / self.unitsPerEm

    def get_table(self, tag: str) -> bytes | _Outlines:
        """A table's bytes; the outlines are lent instead of copied."""
        if tag == "glyf":
            return _Outlines(self._ttf_data, self.get_table_pos(tag)[0])
        return self._table(tag)

    def embed(self, doc: Any, name: str, glyphs: Mapping[int, int]) -> object:  # noqa: ANN401 - has no stubs
        """Write the glyphs of some code points into a document; return a reference to the description."""
        with _ONE_AT_A_TIME:
            self.charToGlyph = glyphs
            return self.addSubsetObjects(doc, name, list(glyphs))  # type: ignore[no-untyped-call]

    def _table(self, tag: str) -> bytes:
        table: bytes = super().get_table(tag)  # type: ignore[no-untyped-call]
        return table


class _Metrics:
    """Advance and left bearing of a glyph, unpacked when asked for."""

    def __init__(self, table: bytes, pairs: int) -> None:
        self._table = table
        self._pairs = pairs

    def __getitem__(self, glyph: int) -> tuple[int, int]:
        advance, bearing = struct.unpack_from(">HH", self._table, 4 * min(glyph, self._pairs - 1))
        if glyph >= self._pairs:
            (bearing,) = struct.unpack_from(">H", self._table, 4 * self._pairs + 2 * (glyph - self._pairs))
        return advance, bearing


class _Outlines:
    """Answers slices like the bytes of the outline table."""

    def __init__(self, file: mmap.mmap, start: int) -> None:
        self._file = file
        self._start = start

    def __getitem__(self, part: slice) -> bytes:
        return self._file[self._start + part.start : self._start + part.stop]


class _MappedFile:
    """Looks to the library like an open file whose whole content is read."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._path = path

    def read(self) -> mmap.mmap:
        with self._path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

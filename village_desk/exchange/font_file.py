"""A font file read where it lies on the disk; import this module late, it loads the PDF library."""

from __future__ import annotations

import mmap
from array import array
from collections.abc import Iterable
from pathlib import Path
from threading import Lock
from typing import Any

from reportlab.pdfbase.ttfonts import TTFontFace

_ONE_AT_A_TIME = Lock()
"""A face keeps its reading place inside itself; two files written at once would push it about."""


class MappedFace(TTFontFace):
    """A TrueType face whose 15 MB of outlines stay on the disk; only the glyphs that are used are read."""

    _ttf_data: mmap.mmap

    def __init__(self, path: Path) -> None:
        super().__init__(_MappedFile(path))
        self.glyphPos = array("L", self.glyphPos)  # 65,000 numbers, a tenth of the room of a list

    def get_table(self, tag: str) -> bytes | _Outlines:
        """A table's bytes; the outlines are lent instead of copied."""
        if tag == "glyf":
            return _Outlines(self._ttf_data, self.get_table_pos(tag)[0])
        table: bytes = super().get_table(tag)  # type: ignore[no-untyped-call]
        return table

    def embed(self, doc: Any, name: str, characters: Iterable[str]) -> object:  # noqa: ANN401 - has no stubs
        """Write the glyphs of these characters into a document; return a reference to the description."""
        codes = [ord(character) for character in characters]
        with _ONE_AT_A_TIME:
            return self.addSubsetObjects(doc, name, codes)  # type: ignore[no-untyped-call]


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

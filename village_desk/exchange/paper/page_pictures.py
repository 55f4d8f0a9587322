"""Shows a PDF's own bytes as pictures, so that the preview cannot differ from the file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from msgspec import Struct

_ONE_AT_A_TIME = Lock()
"""The drawing library is not safe to use from two threads at once."""


class PagePicture(Struct, frozen=True):
    """Pixels of a page: three bytes each (red, green, blue), rows without gaps."""

    width: int
    height: int
    pixels: bytes


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has.

    Raises:
        ValueError: It is no PDF that can be read.
    """
    with opened(pdf) as document:
        return len(document)


def render_page(pdf: bytes, page: int, scale: float) -> PagePicture:
    """Draw a page, counted from 0; scale 1 is 72 pixels to the inch.

    Raises:
        IndexError: There is no such page.
    """
    with opened(pdf) as document:
        if not 0 <= page < len(document):
            raise IndexError(page)
        bitmap = document[page].render(scale=scale, rev_byteorder=True)
        return _picture(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)


@contextmanager
def opened(pdf: bytes) -> Iterator[Any]:
    """The drawing library's own document; nobody else draws meanwhile.

    Raises:
        ValueError: It is no PDF that can be read.
    """
    import pypdfium2

    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise ValueError("not a readable PDF") from error
        try:
            yield document
        finally:
            document.close()


def _picture(buffer: bytes, width: int, height: int, stride: int) -> PagePicture:
    row = width * 3
    if stride != row:
        buffer = b"".join(buffer[start : start + row] for start in range(0, stride * height, stride))
    return PagePicture(width, height, buffer)

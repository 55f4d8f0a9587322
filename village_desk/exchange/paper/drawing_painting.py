"""Paints a drawing as PDF operators, and as the picture that a workbook has of it."""

from __future__ import annotations

import struct
import zlib
from functools import cache

from village_desk.definitions.colours import colours
from village_desk.exchange.paper.drawing import Bar, Drawing, Line, Shape
from village_desk.exchange.paper.layout import Face
from village_desk.exchange.paper.line_breaks import text_width
from village_desk.exchange.paper.page_pictures import render_page
from village_desk.exchange.paper.text_painting import TextPainter

DOTS_TO_THE_INCH = 192
"""Of a picture: sharp on screen, and on an old printer."""
_ABOVE_BASELINE = 0.38
"""From a line's middle to the baseline, as a share of the size."""


def drawing_operators(drawing: Drawing, left: float, top: float, texts: TextPainter) -> str:
    """The operators of a drawing whose upper left corner stands at a place of the page, in points."""
    shapes = "".join(_operators(shape, drawing.height, texts) for shape in drawing.shapes)
    return f"q 1 0 0 1 {left:.2f} {top - drawing.height:.2f} cm\n{shapes}Q\n"


def drawing_png(drawing: Drawing) -> bytes:
    """The drawing as a picture, rendered from the same operators that a page has."""
    from village_desk.exchange.paper.pdf_document import BareDocument

    document = BareDocument((drawing.width, drawing.height), "")
    document.add_page(drawing_operators(drawing, 0, drawing.height, TextPainter(document)))
    picture = render_page(document.finished(), 0, DOTS_TO_THE_INCH / 72)
    return _png(picture.width, picture.height, picture.pixels)


def _operators(shape: Shape, height: float, texts: TextPainter) -> str:
    ink = _ink(shape.ink)
    if isinstance(shape, Bar):
        low = height - shape.y - shape.height
        return f"{ink} rg {shape.x:.2f} {low:.2f} {shape.width:.2f} {shape.height:.2f} re f\n"
    if isinstance(shape, Line):
        from_y, to_y = height - shape.y, height - shape.to_y
        return f"{ink} RG {shape.weight:g} w {shape.x:.2f} {from_y:.2f} m {shape.to_x:.2f} {to_y:.2f} l S\n"
    face = Face.BOLD if shape.is_bold else Face.SANS
    x = shape.x - shape.anchor * text_width(shape.text, face, shape.size)
    before, after = texts.line(shape.text, face, shape.size, x)
    return f"{ink} rg {before}{height - shape.y - shape.size * _ABOVE_BASELINE:.2f}{after}"


@cache
def _ink(name: str) -> str:
    code = colours()[name].removeprefix("#")
    return " ".join(f"{int(code[place : place + 2], 16) / 255:.3f}" for place in (0, 2, 4))


def _png(width: int, height: int, pixels: bytes) -> bytes:
    """A PNG file of red, green and blue bytes."""
    rows = b"".join(
        b"\0" + pixels[start : start + 3 * width] for start in range(0, 3 * width * height, 3 * width)
    )
    dots_to_the_metre = round(DOTS_TO_THE_INCH / 0.0254)
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"pHYs", struct.pack(">IIB", dots_to_the_metre, dots_to_the_metre, 1)),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )

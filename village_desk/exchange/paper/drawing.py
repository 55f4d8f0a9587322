"""A small drawing of bars, lines and texts: what paper, workbook and screen each paint in their own way."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct


class Bar(Struct, frozen=True):
    """A filled rectangle; lengths from the drawing's upper left corner, in its own unit."""

    x: float
    y: float
    width: float
    height: float
    ink: str
    """A colour of resources/styles/tokens.toml."""


class Line(Struct, frozen=True):
    """A straight line from one point to another."""

    x: float
    y: float
    to_x: float
    to_y: float
    ink: str
    weight: float


class Text(Struct, frozen=True):
    """A line of text; ``y`` is its middle."""

    x: float
    y: float
    text: str
    size: float
    anchor: float = 0.0
    """The share of its width that stands left of ``x``: 0.5 centres it, 1 ends it there."""
    ink: str = "ink"
    is_bold: bool = False


class Drawing(Struct, frozen=True):
    """Shapes one over the other, in points on paper and in pixels on screen."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    about: str = ""
    """What it shows, for whoever cannot see it."""

    @property
    def texts(self) -> tuple[str, ...]:
        """What is written in it."""
        return tuple(shape.text for shape in self.shapes if isinstance(shape, Text))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to see in it."""
        return not any(isinstance(shape, Bar) for shape in self.shapes)


Shape = Bar | Line | Text
_STEP, _WEIGHT = 4.0, 0.9
"""Of the strokes of a hatch: from one to the next, and how thick."""


def hatched(bar: Bar, hatch: str) -> Iterator[Shape]:
    r"""A bar, and over it the white strokes that tell it from others in black and white.

    ``hatch`` is blank for none, ``/``, ``\\`` or ``-``.
    """
    yield bar
    if hatch == "-":
        for place in range(int(bar.height / _STEP)):
            y = bar.y + (place + 0.5) * _STEP
            yield Line(bar.x, y, bar.x + bar.width, y, "surface", _WEIGHT)
    elif hatch:
        start = _STEP / 2 - bar.height
        while start < bar.width:
            yield _stroke(bar, start, is_rising=hatch == "/")
            start += _STEP


def _stroke(bar: Bar, start: float, *, is_rising: bool) -> Line:
    """A stroke that begins so far right of the bar's left edge, as far as it is inside of the bar."""
    left, right = max(start, 0.0), min(start + bar.height, bar.width)
    near, far = left - start, right - start
    if is_rising:
        near, far = bar.height - near, bar.height - far
    return Line(bar.x + left, bar.y + near, bar.x + right, bar.y + far, "surface", _WEIGHT)

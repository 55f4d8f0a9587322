"""Charts as drawings: rows of bars, columns, bars of parts, a line through time; labelled in place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from msgspec import Struct

from village_desk.exchange.paper.drawing import Bar, Drawing, Line, Shape, Text, hatched
from village_desk.exchange.paper.layout import Face
from village_desk.exchange.paper.line_breaks import text_width

_LEADING = 1.5
"""From one line of text to the next, in sizes of the text."""
_HAIR = 0.7
"""How thick an axis is, on paper in points and on screen in pixels."""
_CLEAR = 1.05
"""How much more than its own width a text is given."""
_PART_OF_ROOM = 0.6
"""How much of its room a bar takes."""


class Room(Struct, frozen=True):
    """The room of a drawing and the size of its text: points on paper, pixels on screen."""

    width: float
    height: float
    size: float


class Datum(Struct, frozen=True):
    """One figure of a chart: what it is called, how much it is, and how that is said."""

    label: str
    value: Fraction | None
    """None where there is no figure: it is named and has no bar."""
    words: str
    ink: str = "green"
    hatch: str = ""


def bar_chart(title: str, data: Sequence[Datum], room: Room) -> Drawing:
    """One row below the other: label, bar from a common line, figure; below zero to the left."""
    top = _title_height(title, room)
    row = min((room.height - top) / max(len(data), 1), 2 * _LEADING * room.size)
    labels = _widest((one.label for one in data), room.size) + room.size / 2
    words = _widest((one.words for one in data), room.size) + room.size / 2
    least, most = _ends(data)
    left = labels + (words if least < 0 else 0)
    unit = max(room.width - left - words, room.size) / float(most - least or 1)
    zero = left - float(least) * unit
    shapes: list[Shape] = [*_title(title, room)]
    for place, one in enumerate(data):
        middle = top + (place + 0.5) * row
        shapes.append(Text(labels - room.size / 2, middle, one.label, room.size, 1.0))
        if one.value is None:
            continue
        end = zero + float(one.value) * unit
        bar = Bar(
            min(zero, end), middle - row * _PART_OF_ROOM / 2, abs(end - zero), row * _PART_OF_ROOM, one.ink
        )
        shapes += hatched(bar, one.hatch)
        aside = room.size / 3 if one.value >= 0 else -room.size / 3
        shapes.append(Text(end + aside, middle, one.words, room.size, 0.0 if one.value >= 0 else 1.0))
    shapes.append(Line(zero, top, zero, top + row * len(data), "ink-2", _HAIR))
    return Drawing(room.width, room.height, tuple(shapes), _about(title, data))


def column_chart(title: str, data: Sequence[Datum], room: Room) -> Drawing:
    """Columns beside each other on a common line, the figure above and the label below."""
    line = _LEADING * room.size
    top, bottom = _title_height(title, room) + line, room.height - line
    step = room.width / max(len(data), 1)
    least, most = _ends(data)
    unit = max(bottom - top - (line if least < 0 else 0), room.size) / float(most - least or 1)
    zero = top + float(most) * unit
    shapes: list[Shape] = [*_title(title, room)]
    width = min(step * _PART_OF_ROOM, 5 * room.size)
    for place, one in enumerate(data):
        middle = (place + 0.5) * step
        shapes.append(Text(middle, bottom + line / 2, one.label, _fitting(one.label, step, room.size), 0.5))
        if one.value is None:
            continue
        end = zero - float(one.value) * unit
        shapes += hatched(Bar(middle - width / 2, min(zero, end), width, abs(end - zero), one.ink), one.hatch)
        beyond = end - line / 2 if one.value >= 0 else end + line / 2
        shapes.append(Text(middle, beyond, one.words, _fitting(one.words, step, room.size), 0.5))
    shapes.append(Line(0, zero, room.width, zero, "ink-2", _HAIR))
    return Drawing(room.width, room.height, tuple(shapes), _about(title, data))


def line_chart(title: str, data: Sequence[Datum], room: Room) -> Drawing:
    """A line through the figures in turn, each with its mark, figure and label; a gap where there is none."""
    line = _LEADING * room.size
    top, bottom = _title_height(title, room) + line, room.height - line
    step = room.width / max(len(data), 1)
    least, most = _ends(data)
    unit = max(bottom - top - line / 2, room.size) / float(most - least or 1)
    zero = top + float(most) * unit
    shapes: list[Shape] = [*_title(title, room), Line(0, zero, room.width, zero, "ink-2", _HAIR)]
    before: tuple[float, float] | None = None
    for place, one in enumerate(data):
        x = (place + 0.5) * step
        shapes.append(Text(x, bottom + line / 2, one.label, _fitting(one.label, step, room.size), 0.5))
        if one.value is None:
            before = None
            continue
        y = zero - float(one.value) * unit
        if before is not None:
            shapes.append(Line(*before, x, y, one.ink, 2 * _HAIR))
        mark = room.size / 2
        shapes.append(Bar(x - mark / 2, y - mark / 2, mark, mark, one.ink))
        shapes.append(Text(x, y - line * 0.7, one.words, _fitting(one.words, step, room.size), 0.5))
        before = x, y
    return Drawing(room.width, room.height, tuple(shapes), _about(title, data))


def parts_chart(title: str, rows: Sequence[tuple[str, str, Sequence[Datum]]], room: Room) -> Drawing:
    """Bars of parts on one scale: label, parts, the whole in words; the first bar's parts are named below."""
    top, line = _title_height(title, room), _LEADING * room.size
    row = min((room.height - top - line) / max(len(rows), 1), 2 * line)
    labels = _widest((label for label, _, _ in rows), room.size) + room.size / 2
    words = _widest((whole for _, whole, _ in rows), room.size) + room.size / 2
    most = max((sum(_positive(parts)) for _, _, parts in rows), default=Fraction(0))
    unit = max(room.width - labels - words, room.size) / float(most or 1)
    shapes: list[Shape] = [*_title(title, room)]
    for place, (label, whole, parts) in enumerate(rows):
        y = top + (place + 0.5) * row
        shapes.append(Text(labels - room.size / 2, y, label, room.size, 1.0))
        x = labels
        for one, value in zip(parts, _positive(parts), strict=True):
            bar = Bar(x, y - row * _PART_OF_ROOM / 2, float(value) * unit, row * _PART_OF_ROOM, one.ink)
            if bar.width:
                shapes += hatched(bar, one.hatch)
            x += bar.width
        shapes.append(Text(x + room.size / 3, y, whole, room.size))
    named = rows[0][2] if rows else ()
    shapes += _key(named, top + row * len(rows) + line / 2, room)
    return Drawing(room.width, room.height, tuple(shapes), _about(title, named))


def _key(parts: Sequence[Datum], y: float, room: Room) -> Iterator[Shape]:
    """Each part's ink with its name and figure, in the order of the bar."""
    texts = [f"{one.label} {one.words}" for one in parts]
    side, gap = room.size * 0.8, room.size * 0.4
    wanted = sum(text_width(text, Face.SANS, room.size) + side + 3 * gap for text in texts)
    shrunk = min(1.0, room.width / wanted) if wanted else 1.0
    x = 0.0
    for one, text in zip(parts, texts, strict=True):
        yield from hatched(Bar(x, y - side / 2, side * shrunk, side, one.ink), one.hatch)
        yield Text(x + (side + gap) * shrunk, y, text, room.size * shrunk)
        x += (text_width(text, Face.SANS, room.size) + side + 3 * gap) * shrunk


def _title(title: str, room: Room) -> Iterator[Shape]:
    if title:
        yield Text(0, _LEADING * room.size / 2, title, room.size, is_bold=True)


def _title_height(title: str, room: Room) -> float:
    return 1.4 * _LEADING * room.size if title else 0.0


def _ends(data: Iterable[Datum]) -> tuple[Fraction, Fraction]:
    known = [one.value for one in data if one.value is not None]
    return min([*known, Fraction(0)]), max([*known, Fraction(0)])


def _positive(parts: Iterable[Datum]) -> list[Fraction]:
    return [max(one.value or Fraction(0), Fraction(0)) for one in parts]


def _widest(texts: Iterable[str], size: float) -> float:
    return max((text_width(text, Face.SANS, size) for text in texts), default=0.0)


def _fitting(text: str, width: float, size: float) -> float:
    """The size at which a text fits a width; never larger than the drawing's."""
    needed = text_width(text, Face.SANS, size) * _CLEAR
    return size if needed <= width else size * width / needed


def _about(title: str, data: Iterable[Datum]) -> str:
    """The chart in words."""
    return f"{title}：" + "；".join(f"{one.label} {one.words}" for one in data)

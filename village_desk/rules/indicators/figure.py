"""One indicator's figure: value, numerator and denominator, and who stands behind each."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from village_desk.rules.money import Fen, yuan_text


class Unit(StrEnum):
    """What an indicator is counted in."""

    YUAN = "yuan"
    """Fen in the program, yuan on screen and paper."""
    RATE = "rate"
    """A fraction of one; it may be above one, and below zero for a growth."""
    COUNT = "count"
    """Households or persons, whichever stand behind it."""
    RATIO = "ratio"
    """A plain quotient, such as 1.1."""
    QUANTITY = "quantity"
    """Of a thing that is measured, in the unit that its title names."""


class Behind(Struct, frozen=True, order=True):
    """A household, or one of its members, that stands behind a figure.

    A leader of the village stands in no household: its id is the person's, the household is blank.
    """

    household_id: str
    person_id: str | None = None


class Beside(Struct, frozen=True):
    """A further figure of those counted, told beside the one that is judged: their persons, their mu."""

    name: str
    """Its word in ``beside`` of resources/indicators.toml."""
    value: Fraction
    unit: Unit = Unit.COUNT
    measure: str = ""
    """What a quantity is measured in: 亩, 头, 公斤."""


class FigureRow(Struct, frozen=True):
    """One row of an indicator that has several, counting heads: an income band, an industry, a step."""

    name: str
    """The edges of a band in yuan as ``8700-10000``, an item, a word of the catalogue, or a label."""
    figure: Figure


class Figure(Struct, frozen=True):
    """What an indicator came to; a value of None means that there is nothing to reckon it from."""

    value: Fraction | None
    """Fen, a share of one, a number or a quotient, as the indicator's unit says."""
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    counted: tuple[Behind, ...] = ()
    """Who stands behind the numerator: their number is the figure where it counts heads."""
    base: tuple[Behind, ...] = ()
    """Who stands behind the denominator."""
    none_left: bool = False
    """There is nobody left who could become fewer: whatever asks for fewer is met."""
    beside: tuple[Beside, ...] = ()
    rows: tuple[FigureRow, ...] = ()
    """Its rows, where it has several; each has a list of its own."""
    counts: bool = False
    """Heads are counted: the value is the numerator, the denominator says among how many."""


NOTHING = Figure(None)
"""There is nothing to reckon from: shown as —, never as zero or all."""


def rate(counted: Iterable[Behind], base: Iterable[Behind]) -> Figure:
    """The share of a base that is counted; an empty base gives no value."""
    top, bottom = tuple(counted), tuple(base)
    value = Fraction(len(top), len(bottom)) if bottom else None
    return Figure(value, Fraction(len(top)), Fraction(len(bottom)), top, bottom)


def head_count(counted: Iterable[Behind], base: Iterable[Behind] = ()) -> Figure:
    """How many there are, among whom."""
    top, bottom = tuple(counted), tuple(base)
    count = Fraction(len(top))
    return Figure(count, count, Fraction(len(bottom)) if bottom else None, top, bottom, counts=True)


def and_households(figure: Figure) -> Figure:
    """A figure that counts persons, with how many households they live in beside it."""
    households = len({one.household_id for one in figure.counted})
    return replace(figure, beside=(Beside("households", Fraction(households)),))


def quotient(above: Fen | int, below: int, base: Iterable[Behind]) -> Figure:
    """A sum over a number; nothing below gives no value."""
    value = Fraction(above, below) if below else None
    everybody = tuple(base)
    return Figure(value, Fraction(above), Fraction(below), everybody, everybody)


def added(figures: Iterable[Figure]) -> Figure:
    """What several villages come to together in something that was measured of each: sums over sums."""
    known = [one for one in figures if one.value is not None or one.numerator is not None]
    if not known:
        return NOTHING
    above, below = _sum(one.numerator for one in known), _sum(one.denominator for one in known)
    if above is None:
        value = _sum(one.value for one in known)
    elif known[0].counts:
        value = above
    else:
        value = above / below if below else None
    return Figure(
        value,
        above,
        below,
        tuple(chain.from_iterable(one.counted for one in known)),
        tuple(chain.from_iterable(one.base for one in known)),
        beside=_beside(known),
        rows=_rows(known),
        counts=known[0].counts,
    )


def _sum(parts: Iterable[Fraction | None]) -> Fraction | None:
    known = [part for part in parts if part is not None]
    return sum(known, Fraction(0)) if known else None


def _beside(figures: Iterable[Figure]) -> tuple[Beside, ...]:
    sums: dict[tuple[str, Unit, str], Fraction] = {}
    for one in chain.from_iterable(figure.beside for figure in figures):
        key = one.name, one.unit, one.measure
        sums[key] = sums.get(key, Fraction(0)) + one.value
    return tuple(Beside(name, value, unit, measure) for (name, unit, measure), value in sums.items())


def _rows(figures: Iterable[Figure]) -> tuple[FigureRow, ...]:
    found: dict[str, list[Figure]] = {}
    for row in chain.from_iterable(figure.rows for figure in figures):
        found.setdefault(row.name, []).append(row.figure)
    return tuple(FigureRow(name, added(own)) for name, own in found.items())


def half_up(value: Fraction) -> int:
    """The nearest whole number, halves away from below."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def shown(value: Fraction | None, unit: Unit) -> str:
    """A figure as people read it: yuan with two decimals, rates in percent with one; nothing is —."""
    if value is None:
        return "—"
    if unit is Unit.YUAN:
        return yuan_text(Fen(half_up(value)))
    if unit is Unit.RATE:
        tenths = half_up(value * 1000)
        return f"{'-' if tenths < 0 else ''}{abs(tenths) // 10}.{abs(tenths) % 10}%"
    return str(int(value)) if unit is Unit.COUNT else f"{float(value):.2f}"


def shown_beside(one: Beside) -> str:
    """A figure told beside another, with what it is measured in."""
    return f"{shown(one.value, one.unit)}{one.measure}"

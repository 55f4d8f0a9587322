"""Holds a figure against its target: met, short, no data, not due, or nothing stated."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from village_desk.rules.indicators.figure import Figure
from village_desk.rules.indicators.scene import Group
from village_desk.rules.money import Fen


class State(StrEnum):
    """What a figure says of its target."""

    MET = "met"
    SHORT = "short"
    NO_DATA = "no data"
    NOT_DUE = "not due"
    NOT_STATED = "not stated"


class Aim(StrEnum):
    """How a figure is held against the target."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOVE = "above"
    BELOW = "below"
    WITHIN = "within"
    """At least the one figure and at most the other."""
    RISING = "rising"
    """Above the year before, by more than the figure."""
    FALLING = "falling"
    """Below the year before, by more than the figure."""


class Target(Struct, frozen=True):
    """What a policy asks of an indicator and a group in a year."""

    indicator: str
    group: Group
    aim: Aim
    figure: Fraction | None
    """In the indicator's unit: fen, a share of one, a number or a quotient; None while it is not known."""
    source: str
    """Where in the document it stands."""
    most: Fraction | None = None
    """The upper end of a range."""
    references: tuple[str, ...] = ()
    """The reference figures it is held beside, the highest of them counts."""
    counted_from: int = 0
    """Where fewer are counted than this, nothing is asked."""


class Judged(Struct, frozen=True):
    """A figure with its target and what it says of it."""

    indicator: str
    group: Group
    figure: Figure
    target: Target | None
    state: State
    gap: Fraction | None
    """What is lacking; zero and below where the target is met."""


def judge(indicator: str, group: Group, figure: Figure, target: Target | None, *, is_over: bool) -> Judged:
    """Hold a figure against its target; ``is_over`` says that the year has ended.

    A target that is not yet reached is short only once its year is over: until then it is not due.
    """
    if target is None:
        state = State.NO_DATA if figure.value is None else State.NOT_STATED
        return Judged(indicator, group, figure, None, state, None)
    if figure.value is None or target.figure is None:
        return Judged(indicator, group, figure, target, State.NO_DATA, None)
    wants_less = target.aim in _LESS
    gap = _gap(target, target.figure, figure.value)
    is_met = gap < 0 or (gap == 0 and target.aim not in _BEYOND)
    if (figure.numerator or 0) < target.counted_from:
        is_met, gap = True, Fraction(0)
    is_met = is_met or (figure.none_left and wants_less)
    missed = State.SHORT if is_over else State.NOT_DUE
    return Judged(indicator, group, figure, target, State.MET if is_met else missed, gap)


def settled(target: Target, before: Fraction | None, known: Mapping[str, Fen]) -> Target:
    """A target with the figure that it comes to in a year: from the year before, from what is published.

    Its figure is None where these are not known.
    """
    if target.aim in (Aim.RISING, Aim.FALLING):
        step = target.figure or Fraction(0)
        moved = None if before is None else before + (step if target.aim is Aim.RISING else -step)
        return replace(target, figure=moved)
    if target.references:
        figures = [Fraction(known[name]) for name in target.references if name in known]
        is_whole = len(figures) == len(target.references)
        return replace(target, figure=max(figures) if is_whole else None)
    return target


_LESS = frozenset({Aim.AT_MOST, Aim.BELOW, Aim.FALLING})
_BEYOND = frozenset({Aim.ABOVE, Aim.BELOW, Aim.RISING, Aim.FALLING})
"""Aims that the figure itself does not meet."""


def _gap(target: Target, figure: Fraction, value: Fraction) -> Fraction:
    """What is lacking; of a range what is lacking to it or goes beyond it, whichever end is nearer."""
    if target.most is not None:
        return max(figure - value, value - target.most)
    return value - figure if target.aim in _LESS else figure - value

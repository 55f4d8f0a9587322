"""Holds a figure against its target: met, short, no data, not due, or nothing stated."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from village_desk.rules.indicators.figure import Figure
from village_desk.rules.indicators.scene import Group


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


@dataclass(frozen=True, slots=True)
class Target:
    """What a policy asks of an indicator and a group in a year."""

    indicator: str
    group: Group
    aim: Aim
    figure: Fraction
    """In the indicator's unit: fen, a share of one, a number or a quotient."""
    source: str
    """Where in the document it stands."""
    most: Fraction | None = None
    """The upper end of a range."""


@dataclass(frozen=True, slots=True)
class Judged:
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
    if figure.value is None:
        return Judged(indicator, group, figure, target, State.NO_DATA, None)
    wants_less = target.aim in (Aim.AT_MOST, Aim.BELOW)
    gap = _gap(target, figure.value)
    is_met = gap < 0 or (gap == 0 and target.aim not in (Aim.ABOVE, Aim.BELOW))
    is_met = is_met or (figure.none_left and wants_less)
    missed = State.SHORT if is_over else State.NOT_DUE
    return Judged(indicator, group, figure, target, State.MET if is_met else missed, gap)


def _gap(target: Target, value: Fraction) -> Fraction:
    """What is lacking; of a range what is lacking to it or goes beyond it, whichever end is nearer."""
    lacking, beyond = target.figure - value, value - target.figure
    if target.most is not None:
        return max(lacking, value - target.most)
    return lacking if target.aim in (Aim.AT_LEAST, Aim.ABOVE) else beyond

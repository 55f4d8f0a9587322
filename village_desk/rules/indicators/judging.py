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
    counted_from: int = 0
    """Where fewer are counted than this, nothing is asked."""


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
    wants_more = target.aim in (Aim.AT_LEAST, Aim.ABOVE)
    gap = target.figure - figure.value if wants_more else figure.value - target.figure
    is_met = gap < 0 or (gap == 0 and target.aim in (Aim.AT_LEAST, Aim.AT_MOST))
    if (figure.numerator or 0) < target.counted_from:
        is_met, gap = True, Fraction(0)
    is_met = is_met or (figure.none_left and not wants_more)
    missed = State.SHORT if is_over else State.NOT_DUE
    return Judged(indicator, group, figure, target, State.MET if is_met else missed, gap)

"""The half-year analysis 分析研判: structure, bands, falls by cause, nobody earning (domain.md F13)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from village_desk.rules.figures import (
    LABOURLESS,
    HouseholdFigure,
    RollUp,
    has_fallen,
    household_figure,
    period_income,
    roll_up,
)
from village_desk.rules.income import Reckoner
from village_desk.rules.indicators.figure import FigureRow
from village_desk.rules.items import Category
from village_desk.rules.money import Fen
from village_desk.rules.months import Quarter, Window, add_months, rolling_window
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.population import is_member_on

_HALF_MONTHS = 6
_QUARTERS = 8
"""Of a trend: two years of them."""


class HalfYear(Struct, frozen=True):
    """Half of a year in the book's numbering: its first two quarters or its last two."""

    year: int
    is_first: bool
    window: Window
    last_quarter: Quarter


class Fall(Struct, frozen=True):
    """A household whose income per head fell against the same months of the year before."""

    figure: HouseholdFigure
    cause: str | None
    """What the visitors said of it; None: nobody has."""


class Reference(Struct, frozen=True):
    """A published figure that the village's income per head is held beside."""

    name: str
    now: Fen
    before: Fen | None


class AnalysisFigures(Struct, frozen=True):
    """The figures of a half-year; ``half`` adds its months up, ``year`` the twelve that end with it."""

    half: RollUp
    year: RollUp
    falls: tuple[Fall, ...]
    """The greatest loss per head first."""
    idle: tuple[HouseholdFigure, ...]
    """零就业: somebody could work, and neither wages nor production came in during the half."""
    judgements: Mapping[str, int]
    """Households by the last judgement of the half."""
    visited: int
    """Households with a visit in the last quarter of the half."""
    quarters: tuple[tuple[Quarter, Fen | None], ...] = ()
    """The income per head of each of the last quarters, the oldest first; None where nothing was entered."""
    industries: tuple[FigureRow, ...] = ()
    """What the households raise and run in the twelve months, industry by industry."""
    references: tuple[Reference, ...] = ()
    """Published figures of the year."""

    @property
    def causes(self) -> tuple[tuple[str | None, int], ...]:
        """Falls by cause, the most frequent first; those without a cause last."""
        counted = Counter(fall.cause for fall in self.falls)
        return tuple(sorted(counted.items(), key=lambda one: (one[0] is None, -one[1], one[0] or "")))


def half_of(quarter: Quarter) -> HalfYear:
    """The half-year a quarter lies in."""
    is_first = quarter.number <= 2
    last = quarter.shifted((2 if is_first else 4) - quarter.number)
    window = Window(add_months(last.window.last, 1 - _HALF_MONTHS), last.window.last)
    return HalfYear(quarter.year, is_first, window, last)


def analysis_figures(
    pictures: Sequence[HouseholdPicture],
    reckoner: Reckoner,
    half: HalfYear,
    edges: Sequence[Fen],
    *,
    line: Fen | None,
    fall_percent: int,
) -> AnalysisFigures:
    """Add a village up for its half-year; ``edges``, ``line`` and ``fall_percent`` as in roll_up."""
    figures = [household_figure(one, reckoner, half.window) for one in pictures]
    yearly = [household_figure(one, reckoner, rolling_window(half.window.last)) for one in pictures]
    falls = [Fall(figure, _cause(figure, half)) for figure in figures if has_fallen(figure, fall_percent)]
    judged = Counter(word for one in pictures if (word := _judgement(one, half.window)))
    return AnalysisFigures(
        half=roll_up(figures, reckoner, edges, line=line, fall_percent=fall_percent),
        year=roll_up(yearly, reckoner, edges, line=line, fall_percent=fall_percent),
        falls=tuple(sorted(falls, key=_loss)),
        idle=tuple(figure for figure in figures if _is_idle(figure)),
        judgements=dict(judged),
        quarters=tuple(_quarters(pictures, reckoner, half)),
        visited=sum(any(v.quarter == half.last_quarter.first for v in one.visits) for one in pictures),
    )


def _quarters(
    pictures: Sequence[HouseholdPicture], reckoner: Reckoner, half: HalfYear
) -> Iterator[tuple[Quarter, Fen | None]]:
    for back in range(_QUARTERS - 1, -1, -1):
        quarter = half.last_quarter.shifted(-back)
        incomes = [period_income(one, reckoner, quarter.window) for one in pictures]
        entered = [one.income for one in incomes if one.entered]
        yield quarter, reckoner.total(entered).per_capita if entered else None


def labourers(figure: HouseholdFigure) -> int:
    """How many members could work at the end of the window: pupils and those without labour left out."""
    members = [p for p in figure.picture.persons if is_member_on(p, figure.now.window.last_day)]
    return sum(bool(p.labour) and p.labour not in LABOURLESS and not p.schooling for p in members)


def _loss(fall: Fall) -> int:
    return (fall.figure.now.amount("per_capita") or 0) - (fall.figure.before.amount("per_capita") or 0)


def _cause(figure: HouseholdFigure, half: HalfYear) -> str | None:
    visits = sorted(figure.picture.visits, key=lambda visit: visit.quarter, reverse=True)
    return next(
        (visit.fall_cause for visit in visits if visit.quarter in half.window and visit.fall_cause), None
    )


def _judgement(picture: HouseholdPicture, window: Window) -> str | None:
    visits = sorted(picture.visits, key=lambda visit: visit.quarter, reverse=True)
    return next((visit.judgement for visit in visits if visit.quarter in window and visit.judgement), None)


def _is_idle(figure: HouseholdFigure) -> bool:
    earns = figure.now.entered & {Category.WAGES, Category.PRODUCTION}
    return bool(figure.now.entered) and not earns and labourers(figure) > 0

"""The charts of the income analysis, drawn once for screen and paper; their figures stand in the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from village_desk.definitions.indicators import reference_label
from village_desk.definitions.words import say
from village_desk.exchange.paper.charts import Datum, Room, bar_chart, column_chart, line_chart, parts_chart
from village_desk.exchange.paper.drawing import Drawing
from village_desk.exchange.sheets.sheet_shown import caption_of, percent
from village_desk.exchange.sheets.sheet_unit_values import band_captions
from village_desk.rules.analysis import AnalysisFigures
from village_desk.rules.figures import contributions_of, parts_of
from village_desk.rules.income import Income
from village_desk.rules.money import Fen, per_head

_PARTS = (
    ("wages", "wages", ""),
    ("production_net", "production", "/"),
    ("property", "property", "-"),
    ("transfer", "transfer", "\\"),
)
"""The four incomes, always in this order: words, ink, and the hatch that black and white keeps apart."""
_CAUSES_SHOWN = 6


def structure_chart(figures: AnalysisFigures, edges: Sequence[Fen], room: Room) -> Drawing:
    """The four incomes per head of this half-year and of the same months of the year before."""
    del edges
    half = figures.half
    both = [(say("chart.now"), half.income), (say("chart.before"), half.before)]
    rows = [(label, _yuan(income.per_capita), _parts(income)) for label, income in both if income is not None]
    return parts_chart(say("chart.structure"), rows, room)


def household_chart(before: Income, now: Income, room: Room) -> Drawing:
    """The four incomes of one household in a year and in the year before, in yuan for the whole of it."""
    both = [(say("chart.this_year"), now), (say("chart.year_before"), before)]
    rows = [(label, _yuan(income.net), _parts(income, 1)) for label, income in both]
    return parts_chart(say("chart.household"), rows, room)


def pull_chart(figures: AnalysisFigures, edges: Sequence[Fen], room: Room) -> Drawing:
    """How many percent each of the four incomes made the income per head grow, and all together."""
    del edges
    half = figures.half
    pulls: Sequence[int | None] = contributions_of(half.same_now, half.same_before) or (None,) * len(_PARTS)
    data = [
        Datum(caption_of(f"unit.{word}"), _number(pull), percent(pull).text, ink, hatch)
        for (word, ink, hatch), pull in zip(_PARTS, pulls, strict=True)
    ]
    whole = half.growth_per_mille if any(pull is not None for pull in pulls) else None
    data.append(Datum(say("chart.growth"), _number(whole), percent(whole).text, "ink-2"))
    return bar_chart(say("chart.pull"), data, room)


def trend_chart(figures: AnalysisFigures, edges: Sequence[Fen], room: Room) -> Drawing:
    """The income per head of each of the last quarters."""
    del edges
    data = [
        Datum(
            say("chart.quarter", year=quarter.year % 100, number=quarter.number),
            _number(amount),
            _yuan(amount),
        )
        for quarter, amount in figures.quarters
    ]
    return line_chart(say("chart.trend"), data, room)


def growth_chart(figures: AnalysisFigures, edges: Sequence[Fen], room: Room) -> Drawing:
    """The twelve months' income per head beside the year before and beside what is published."""
    del edges
    year = figures.year
    before = year.before.per_capita if year.before is not None else None
    data = [
        Datum(say("chart.before"), _number(before), _yuan(before), "ink-3"),
        Datum(say("chart.now"), _number(year.income.per_capita), _yuan(year.income.per_capita)),
        *(
            Datum(reference_label(one.name), _number(one.now), _yuan(one.now), "ink-3", "/")
            for one in figures.references
        ),
    ]
    return bar_chart(say("chart.compared"), data, room)


def bands_chart(figures: AnalysisFigures, edges: Sequence[Fen], room: Room) -> Drawing:
    """Households in each band of the twelve months' income per head."""
    data = [
        Datum(caption, Fraction(band.households), say("chart.households", count=band.households))
        for caption, band in zip(band_captions(tuple(edges)), figures.year.bands, strict=True)
    ]
    return column_chart(say("chart.bands"), data, room)


def causes_chart(figures: AnalysisFigures, edges: Sequence[Fen], room: Room) -> Drawing:
    """Households whose income fell by cause, the most frequent first."""
    del edges
    return bar_chart(say("chart.causes"), list(_causes(figures)), room)


ANALYSIS_CHARTS: Mapping[str, Callable[[AnalysisFigures, Sequence[Fen], Room], Drawing]] = {
    "structure": structure_chart,
    "pull": pull_chart,
    "trend": trend_chart,
    "growth": growth_chart,
    "bands": bands_chart,
    "causes": causes_chart,
}
"""Every chart of the analysis by its name in forms/sheets."""


def _causes(figures: AnalysisFigures) -> Iterator[Datum]:
    first, rest = figures.causes[:_CAUSES_SHOWN], figures.causes[_CAUSES_SHOWN:]
    for cause, households in first:
        words = say("chart.households", count=households)
        yield Datum(cause or say("sheet.no_cause"), Fraction(households), words, "wheat")
    if rest:
        others = sum(households for _, households in rest)
        yield Datum(say("chart.others"), Fraction(others), say("chart.households", count=others), "wheat")


def _parts(income: Income, persons: int | None = None) -> list[Datum]:
    """The four incomes, each for one of so many; of those it is divided by where none are named."""
    heads = [per_head(part, income.persons if persons is None else persons) for part in parts_of(income)]
    return [
        Datum(caption_of(f"unit.{word}"), _number(head), _yuan(head), ink, hatch)
        for (word, ink, hatch), head in zip(_PARTS, heads, strict=True)
    ]


def _number(value: int | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _yuan(amount: Fen | None) -> str:
    """Whole yuan: the fen stand in the table."""
    return say("chart.none") if amount is None else str(round(Fraction(amount, 100)))

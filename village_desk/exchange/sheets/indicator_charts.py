"""The charts of an indicator: its years, and its rows where it has several."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from village_desk.definitions.indicators import row_title
from village_desk.exchange.paper.charts import Datum, Room, bar_chart, column_chart
from village_desk.exchange.paper.drawing import Drawing
from village_desk.rules.indicators.figure import FigureRow, Unit, shown

_BARS = 7
"""More are too thin to read; the table has them all."""


def trend_chart(years: Sequence[tuple[int, Fraction | None]], unit: Unit, room: Room) -> Drawing:
    """A column for each year; a year without a figure is named and has none."""
    data = [Datum(str(year), value, shown(value, unit)) for year, value in years]
    return column_chart("", data, room)


def rows_chart(rows: Sequence[FigureRow], room: Room) -> Drawing:
    """A bar for each row; of many those that are not zero, as far as there is room."""
    known = list(rows) if len(rows) <= _BARS else [row for row in rows if row.figure.value][:_BARS]
    data = [
        Datum(row_title(row.name), row.figure.value, shown(row.figure.value, Unit.COUNT)) for row in known
    ]
    return bar_chart("", data, room)

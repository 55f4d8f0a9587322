"""The rows of a summary: taken from the village, chosen, put in order, and written as texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from village_desk.definitions.value_words import RowsOf
from village_desk.definitions.words import say
from village_desk.exchange.sheets.sheet_shown import Shown
from village_desk.exchange.sheets.sheet_subjects import HouseholdSubject
from village_desk.exchange.summaries.summary_words import known_value, read_constant, refuse_unfit
from village_desk.exchange.values.value_rows import Scene, ValueRow, rows_of
from village_desk.rules.reading import Value
from village_desk.rules.summaries import Fold, Part, SummaryPlan, folded, parts_of


class TableRow(Struct, frozen=True):
    """One row as it is shown; ``is_sum`` for what stands under a group or under all."""

    cells: tuple[Shown, ...]
    is_sum: bool = False


class SummaryTable:
    """A plan carried out on a village."""

    def __init__(self, plan: SummaryPlan, scene: Scene, households: Sequence[HouseholdSubject]) -> None:
        refuse_unfit(plan)
        self.plan = plan
        self.columns = [known_value(column.value) for column in plan.columns]
        self._known = {name: known_value(name) for name in plan.names()}
        self.taken = rows_of(RowsOf(plan.rows), scene, households)
        self._parts = parts_of(plan, self.taken, self._take, [read_constant(one) for one in plan.conditions])

    @property
    def count(self) -> int:
        """How many rows were chosen."""
        return sum(len(part.rows) for part in self._parts)

    @property
    def captions(self) -> tuple[str, ...]:
        """What stands over the columns."""
        return tuple(value.words.label for value in self.columns)

    @property
    def lead(self) -> int:
        """How many columns stand before the first that is added up: there stands under what a sum is."""
        folds = (place for place, column in enumerate(self.plan.columns) if column.fold and place)
        return next(folds, len(self.columns))

    def rows(self) -> Iterator[TableRow]:
        """Every row, the sums of a group under its rows and those of all at the end."""
        number = 0
        for part in self._parts:
            for row in () if self.plan.is_brief else part.rows:
                number += 1
                yield TableRow(tuple(value.shown(replace(row, number=number)) for value in self.columns))
            if self.plan.group_by:
                yield self._sums(part.rows, part.folded, self._label(part))
        if self._has_sums:
            everything = [row for part in self._parts for row in part.rows]
            yield self._sums(everything, folded(self.plan, everything, self._take), say("summary.total"))

    @property
    def _has_sums(self) -> bool:
        return bool(self.plan.group_by) or any(column.fold is not Fold.NONE for column in self.plan.columns)

    def _take(self, row: ValueRow, name: str) -> Value:
        return self._known[name].take(row)

    def _label(self, part: Part[ValueRow]) -> str:
        shown = self._known[self.plan.group_by].shown(part.rows[0]).text
        return say("summary.subtotal", label=shown or say("summary.no_label"))

    def _sums(self, rows: Sequence[ValueRow], under: Mapping[int, Value], label: str) -> TableRow:
        """What stands under rows; the first column says under which and how many, whatever it shows above."""
        counted = Shown(say(f"summary.count_{self.plan.rows}", label=label, count=len(rows)))
        sums = [value.written(under.get(place)) for place, value in enumerate(self.columns)]
        return TableRow((counted, *sums[1:]), is_sum=True)

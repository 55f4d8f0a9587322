"""The village's plans of a year: a row a household, sums, filters, marks, and who answers for how much."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from village_desk.definitions.words import say
from village_desk.desk.look import pixels
from village_desk.desk.parts.cards import caption_label
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.own_keys import add_keys
from village_desk.desk.parts.segments import Segments
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.desk.year.plan_side import head_of
from village_desk.entry.keyboard.amount_typing import shown_yuan
from village_desk.entry.records.plans_list import Burden, PlanRow, PlanState, burdens_of, sums_of

_COLUMNS = (
    ("head", 4),
    ("group", 5),
    ("baseline", 5),
    ("target", 5),
    ("planned", 5),
    ("due", 5),
    ("gap", 5),
    ("responsible", 5),
    ("state", 4),
)
FIGURES = frozenset({"baseline", "target", "planned", "due", "gap"})
_SPARE = frozenset({"group", "baseline", "due"})
_ALL = "all"


class PlanList(QWidget):
    """The list with its filters.

    Signals:
        turned: Another household (its id) is in hand, or the same was read anew.
    """

    turned = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.shown = Segments([(key, say(f"plans.filter_{key}")) for key in (_ALL, *PlanState)])
        self.model: ListModel[PlanRow] = ListModel(
            [
                Column(key, say(f"plans.{key}"), "", key in FIGURES, width, key in _SPARE)
                for key, width in _COLUMNS
            ],
            self._text,
            _sorted_by,
        )
        self.view = ListView(self.model)
        self.people = caption_label("")
        self.who: str | None = None
        """Whose households alone are shown; None for everybody's."""
        self.marked: set[str] = set()
        """Households (ids) to which a measure is to be copied."""
        self._rows: Sequence[PlanRow] = ()
        self._found: Sequence[str] | None = None
        self._in_hand = ""
        self._build()

    @property
    def row(self) -> PlanRow | None:
        """The household in hand."""
        number = self.view.row_in_hand
        return self.model.row(number) if 0 <= number < len(self.model.rows) else None

    def show_rows(self, rows: Sequence[PlanRow]) -> None:
        """Show the rows that the filters let through; the household in hand stays in hand."""
        self._rows = rows
        in_hand = self._in_hand
        wanted = self._found_of(rows)
        sums = sums_of(wanted)
        figures = {key: shown_yuan(getattr(sums, key)) for key in FIGURES}
        self.model.set_sums({"head": say("plans.sum", count=len(wanted)), **figures})
        burdens = [one for one in burdens_of(rows) if one.measures]
        self.people.setText("　".join(burden_words("plans.burden", one) for one in burdens))
        self.model.set_rows(wanted)
        self.view.take(next((place for place, row in enumerate(wanted) if row.household.id == in_hand), 0))
        self._turn(self.view.row_in_hand)

    def open(self, household_id: str) -> None:
        """Take a household in hand, whatever the filters let through."""
        self._in_hand = household_id
        self.show_rows(self._rows)

    def show_only(self, who: str | None) -> None:
        """Show the households of one who answers for plans; None for everybody's."""
        self.who = who
        self._filter_anew()

    def show_found(self, household_ids: Sequence[str] | None) -> None:
        """Show the households that a search has found, the best first, whatever the filters; None ends it."""
        self._found, self._in_hand = household_ids, ""
        self.show_rows(self._rows)

    def turn_filter(self, by: int) -> None:
        """Go on to the next or the last state."""
        names = [_ALL, *(state.value for state in PlanState)]
        self.shown.choose(names[(names.index(self.shown.choice) + by) % len(names)])

    def step(self, by: int) -> None:
        """Turn to the next or the last household."""
        self.view.take(self.view.row_in_hand + by)

    def mark(self) -> None:
        """Mark the household in hand, or take its mark away, and go to the next."""
        if self.row is not None:
            self.marked ^= {self.row.household.id}
            self.view.side.viewport().update()
            self.step(+1)

    def _filter_anew(self) -> None:
        self._in_hand = ""
        self.show_rows(self._rows)
        self.view.setFocus()

    def _found_of(self, rows: Sequence[PlanRow]) -> list[PlanRow]:
        if self._found is None:
            return [row for row in rows if self._is_wanted(row) or row.household.id == self._in_hand]
        by_id = {row.household.id: row for row in rows}
        return [by_id[found] for found in self._found if found in by_id]

    def _is_wanted(self, row: PlanRow) -> bool:
        is_shown = self.shown.choice in (_ALL, row.state.value)
        return is_shown and self.who in (None, row.responsible)

    def _turn(self, number: int) -> None:
        if 0 <= number < len(self.model.rows):
            self._in_hand = self.model.row(number).household.id
            self.turned.emit(self._in_hand)

    def _build(self) -> None:
        for table in (self.view.top, self.view.body):
            table.horizontalHeader().setStretchLastSection(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels("step"))
        column.addWidget(self.shown)
        column.addWidget(self.view, 1)
        column.addWidget(self.people)
        self.setFocusProxy(self.view)
        add_keys(self.view, {"Space": self.mark})
        self.shown.chosen.connect(lambda _: self._filter_anew())
        self.view.row_changed.connect(self._turn)

    def _text(self, row: PlanRow, key: str) -> str:
        if key == "head" and row.household.id in self.marked:
            return say("plans.marked", name=head_of(row.household))
        return shown_yuan(getattr(row, key)) if key in FIGURES else _words(row)[key]


def burden_words(key: str, one: Burden) -> str:
    """What one person answers for, in the words of a key."""
    name = one.name or say("plans.who_nobody")
    return say(key, name=name, households=one.households, measures=one.measures)


def _sorted_by(row: PlanRow, key: str) -> object:
    return getattr(row, key) if key in FIGURES else _words(row)[key]


def _words(row: PlanRow) -> dict[str, str]:
    return {
        "head": head_of(row.household),
        "group": (row.plan.group if row.plan else None) or "",
        "responsible": row.responsible,
        "state": say(f"plans.{row.state.value}"),
    }

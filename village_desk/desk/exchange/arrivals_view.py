"""Packages that were tried: what accepting each of them does, and why some cannot be accepted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from village_desk.definitions.words import say, sentence_of
from village_desk.desk.look import pixels
from village_desk.desk.parts.cards import caption_label, head_label, primary_button
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.exchange.packages.arrival_shape import unfit_words
from village_desk.exchange.packages.arriving import Arrival
from village_desk.rules.refusals import Refusal

Outcomes = dict[Path, Arrival | Refusal]
Tried = tuple[Path, Arrival | Refusal]

_COLUMNS = (
    ("village", 9),
    ("period", 6),
    ("sequence", 4),
    ("new", 5),
    ("changed", 5),
    ("same", 5),
    ("left", 5),
    ("conflicts", 5),
    ("findings", 5),
    ("result", 12),
)
_WORDS = frozenset({"village", "period", "result"})


class ArrivalsView(QWidget):
    """One line for each package; what is to be known of the one in hand stands below."""

    def __init__(self) -> None:
        super().__init__()
        columns = [
            Column(key, say(f"arrivals.{key}"), is_figure=key not in _WORDS, width=width)
            for key, width in _COLUMNS
        ]
        self.model: ListModel[Tried] = ListModel(columns, _text)
        self.list = ListView(self.model)
        self.detail = caption_label("")
        self.accept = primary_button(say("town.accept"))
        self.leave = QPushButton(say("town.leave"))
        self._build()

    @property
    def acceptable(self) -> bool:
        """Whether any can be accepted."""
        return any(_can_be_accepted(outcome) for _, outcome in self.model.rows)

    def show_outcomes(self, outcomes: Outcomes) -> None:
        """Show what was tried."""
        self.model.set_rows(list(outcomes.items()))
        self.accept.setEnabled(self.acceptable)
        self.list.take(0)
        self._show_detail(0)

    def _show_detail(self, number: int) -> None:
        rows = self.model.rows
        self.detail.setText("\n".join(notes_of(rows[number][1])) if 0 <= number < len(rows) else "")

    def _build(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(pixels("step"))
        for button in (self.accept, self.leave):
            button.setAutoDefault(True)
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels("gap"))
        column.addWidget(head_label(say("town.tried")))
        column.addWidget(self.list, 1)
        column.addWidget(self.detail)
        column.addLayout(buttons)
        self.list.row_changed.connect(self._show_detail)


def notes_of(outcome: Arrival | Refusal) -> Iterator[str]:
    """What is to be known of a package before it is accepted, or why it cannot be."""
    if isinstance(outcome, Refusal):
        yield sentence_of(outcome)
        return
    if outcome.is_known:
        yield say("arrivals.known")
    if outcome.missing:
        yield say("arrivals.missing", numbers="、".join(map(str, outcome.missing)))
    if outcome.is_broken_chain:
        yield say("arrivals.broken_chain")
    if outcome.other_definitions:
        yield say("arrivals.other_definitions")
    for unfit in outcome.rejected:
        yield say(
            "arrivals.unfit", table=say(f"history.{unfit.table}"), row=unfit.row, why=unfit_words(unfit)
        )
    for pair in outcome.shared:
        one, other = (pair.one, pair.other) if pair.one.has_left else (pair.other, pair.one)
        yield say(
            "arrivals.move" if pair.is_move else "arrivals.conflict",
            name=one.name or "",
            one=one.village_code,
            one_household=one.household,
            other=other.village_code,
            other_household=other.household,
        )


def _can_be_accepted(outcome: Arrival | Refusal) -> bool:
    return isinstance(outcome, Arrival) and not outcome.rejected and not outcome.is_known


def _text(tried: Tried, key: str) -> str:
    path, outcome = tried
    if key == "result":
        return say(f"arrivals.{_result(outcome)}")
    if isinstance(outcome, Refusal):
        return path.name if key == "village" else ""
    texts = {
        "village": outcome.head_name,
        "period": outcome.report.period,
        "sequence": str(outcome.report.sequence),
        "conflicts": str(len(outcome.conflicts)),
        "findings": str(sum(outcome.findings.values())),
    }
    return texts[key] if key in texts else str(getattr(outcome.total, key))


def _result(outcome: Arrival | Refusal) -> str:
    if isinstance(outcome, Refusal):
        return "refused"
    if outcome.rejected:
        return "has_unfit"
    if outcome.is_known:
        return "is_known"
    return "has_conflicts" if outcome.conflicts else "is_good"

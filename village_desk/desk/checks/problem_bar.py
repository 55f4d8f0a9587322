"""The head of the list of problems: how many there are of each state, and which are shown."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from village_desk.definitions.words import say
from village_desk.desk.fields.editor_choice import ChoiceEditor
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.page_switch import CHECKS, PageSwitch
from village_desk.desk.parts.cards import caption_label, primary_button
from village_desk.desk.parts.segments import Segments
from village_desk.entry.checks.problem_list import ProblemList
from village_desk.rules.problems import ProblemFilter, ProblemState

_STATES: Mapping[str, frozenset[ProblemState]] = {
    "open": frozenset({ProblemState.OPEN, ProblemState.OVERDUE}),
    "overdue": frozenset({ProblemState.OVERDUE}),
    "closed": frozenset({ProblemState.CLOSED}),
    "all": frozenset(ProblemState),
}
_FIELD = 9
"""In widths of a character."""


class ProblemBar(QWidget):
    """Counts and filters.

    Signals:
        changed: Something else is to be shown.
        review_wanted: The rules are to say what they find of each problem now.
    """

    changed = Signal()
    review_wanted = Signal()

    def __init__(self, desk: Desk, problems: ProblemList) -> None:
        super().__init__()
        self.switch = PageSwitch(desk, CHECKS, "problems")
        self.counts = caption_label("")
        self.review = primary_button(say("problems.review"))
        self.state = Segments([(key, say(f"problems.state_{key}")) for key in _STATES])
        self.source = ChoiceEditor("source", lambda: [one for one in problems.sources() if one])
        self.responsible = ChoiceEditor("responsible", lambda: [one for one in problems.responsible() if one])
        self._build()
        self.state.chosen.connect(lambda _: self.changed.emit())
        for editor in (self.source, self.responsible):
            editor.answered.connect(lambda _: self.changed.emit())
        self.review.clicked.connect(self.review_wanted)

    @property
    def wanted(self) -> ProblemFilter:
        """What is to be shown."""
        return ProblemFilter(
            _STATES[self.state.choice], self.source.text() or None, self.responsible.text() or None
        )

    def show_counts(self, counts: Mapping[ProblemState, int], note: str) -> None:
        """Say how many there are of each state."""
        words = "　".join(f"{state} {count}" for state, count in counts.items())
        self.counts.setText("　".join(text for text in (words, note) if text))

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(pixels("gap"))
        head.addWidget(self.switch)
        head.addWidget(self.counts, 1)
        head.addWidget(self.review)
        filters = QHBoxLayout()
        filters.setSpacing(pixels("step"))
        filters.addWidget(self.state)
        for key, editor in (("source", self.source), ("responsible", self.responsible)):
            label = QLabel(say(f"problems.by_{key}"))
            label.setProperty("role", "caption")
            label.setBuddy(editor)
            editor.setAccessibleName(label.text())
            editor.setFixedWidth(_FIELD * pixels("text"))
            filters.addWidget(label)
            filters.addWidget(editor)
        filters.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels("step"))
        column.addLayout(head)
        column.addLayout(filters)

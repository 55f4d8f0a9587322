"""A screening's candidates: how they stand to the line, and why; below, the figures of the one in hand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from village_desk.definitions.words import say
from village_desk.desk.look import pixels
from village_desk.desk.parts.cards import Card, caption_label, scrolled
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.segments import Segments
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.entry.checks.screening import Screened, change_words, reason_words
from village_desk.entry.keyboard.amount_typing import shown_amount
from village_desk.rules.monitoring import Candidate, ReasonKind

_WIDTHS = {"head": 5, "group": 4, "persons": 3, "per_capita": 7, "gap": 7, "monitored": 4, "reasons": 16}
_FIGURES = frozenset({"persons", "per_capita", "gap"})
_KINDS = {"all": None, **{kind.name.lower(): kind for kind in ReasonKind}}


class CandidatesTab(QWidget):
    """The list of a screening.

    Signals:
        opened: A household (its id) is wanted.
    """

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        columns = [
            Column(key, say(f"monitoring.column_{key}"), is_figure=key in _FIGURES, width=width)
            for key, width in _WIDTHS.items()
        ]
        self.model: ListModel[Candidate] = ListModel(columns, _text, _sorted_by)
        self.view = ListView(self.model)
        self.kind = Segments(
            [(key, say("monitoring.all") if kind is None else kind.value) for key, kind in _KINDS.items()]
        )
        self.notice = caption_label("")
        self.none = caption_label(say("monitoring.nobody"))
        self.why = QLabel()
        self._screened: Screened | None = None
        self._middle = QStackedWidget()
        self._build()
        self.kind.chosen.connect(lambda _: self._show())
        self.view.opened.connect(self._open)
        self.view.row_changed.connect(self._explain)

    @property
    def candidate_in_hand(self) -> Candidate | None:
        """The candidate in hand."""
        row = self.view.row_in_hand
        return self.model.row(row) if 0 <= row < len(self.model.rows) else None

    def show_screened(self, screened: Screened) -> None:
        """Show another screening."""
        self._screened = screened
        self.notice.setText(screened.notice())
        self.notice.setVisible(bool(self.notice.text()))
        self._show()

    def take_focus(self) -> None:
        """Put the cursor into the list, or where there is none on the choice of reasons."""
        (self.view if self.model.rows else self.kind).setFocus()

    def _show(self) -> None:
        if self._screened is None:
            return
        in_hand = self.candidate_in_hand
        rows = self._screened.of(_KINDS[self.kind.choice])
        self.model.set_rows(rows)
        self._middle.setCurrentIndex(0 if rows else 1)
        ids = [one.household.id for one in rows]
        known = in_hand.household.id if in_hand else ""
        self.view.take(ids.index(known) if known in ids else 0)
        self._explain(self.view.row_in_hand)

    def _explain(self, row: int) -> None:
        one = self.model.row(row) if 0 <= row < len(self.model.rows) else None
        lines: list[str] = []
        for reason in one.reasons if one else ():
            lines.append(reason_words(reason))
            if reason.change is not None:
                lines += change_words(reason.change)
        self.why.setText("\n".join(lines) or say("monitoring.none_in_hand"))

    def _open(self, row: int) -> None:
        self.opened.emit(self.model.row(row).household.id)

    def _build(self) -> None:
        self.why.setWordWrap(True)
        self.why.setTextFormat(Qt.TextFormat.PlainText)
        self.why.setAlignment(Qt.AlignmentFlag.AlignTop)
        card = Card(say("monitoring.why"))
        card.body.addWidget(self.why)
        for table in (self.view.top, self.view.body):
            table.horizontalHeader().setStretchLastSection(True)
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._middle.addWidget(self.view)
        self._middle.addWidget(self.none)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, pixels("step"), 0, 0)
        column.setSpacing(pixels("step"))
        column.addWidget(self.kind, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.notice)
        column.addWidget(self._middle, 3)
        below = scrolled(card)
        below.setMinimumHeight(pixels("row"))
        column.addWidget(below, 1)


def _text(one: Candidate, key: str) -> str:
    texts: dict[str, Callable[[], str]] = {
        "head": lambda: one.household.head_name or one.household.number or say("findings.no_head"),
        "group": lambda: one.household.group or "",
        "persons": lambda: str(one.persons),
        "per_capita": lambda: shown_amount(one.per_capita),
        "gap": lambda: shown_amount(one.gap),
        "monitored": lambda: say("monitoring.is_monitored") if one.is_monitored else "",
        "reasons": lambda: "、".join(reason.kind.value for reason in one.reasons),
    }
    return texts[key]()


def _sorted_by(one: Candidate, key: str) -> object:
    return getattr(one, key) if key in _FIGURES else _text(one, key)

"""自定义汇总 put together: search a value, Enter makes it a column, and the rows stand below at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import cast

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from village_desk.definitions.value_words import RowsOf
from village_desk.definitions.words import say, sentence_of
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import caption_label, primary_button
from village_desk.desk.parts.segments import Segments
from village_desk.desk.sheets.condition_asking import ask_condition
from village_desk.desk.sheets.summary_preview import SummaryPreview
from village_desk.entry.asking import question
from village_desk.entry.keyboard.initials import initials_of
from village_desk.entry.sheets.summary_entry import keep_summary, void_summary
from village_desk.entry.stills import still_of
from village_desk.exchange.summaries.summary_words import condition_words, folds_of, known_value
from village_desk.exchange.values.directory import search, values_of
from village_desk.exchange.values.known_values import KnownValue
from village_desk.rules.pictures import VillagePicture
from village_desk.rules.refusals import Refusal
from village_desk.rules.summaries import SummaryColumn, SummaryPlan
from village_desk.rules.summary_edits import (
    of_rows,
    with_column,
    with_condition,
    with_group,
    with_moved_column,
    with_next_fold,
    with_order,
    without_column,
    without_condition,
)
from village_desk.store.summaries import NamedPlan

_MOST_FOUND = 60
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: +1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BEGINNING = SummaryPlan(
    RowsOf.HOUSEHOLD,
    tuple(SummaryColumn(name) for name in ("row.number", "household.group", "household.head_name")),
)


class SummaryBuilder(QWidget):
    """One search line serves columns, conditions, order and groups; every step shows what it gives.

    Signals:
        kept: The summary (its name) is in the book, or blank: it has been voided.
    """

    kept = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._kept_as: NamedPlan | None = None
        self.plan = _BEGINNING
        self.name = QLineEdit()
        self.rows = Segments([(one, say(f"summaries.rows_{one}")) for one in RowsOf])
        self.period = Segments([(one, say(f"summaries.by_{one}")) for one in ("year", "quarter")])
        self.keeping = primary_button(say("summaries.keep"))
        self.voiding = QPushButton(say("summaries.void"))
        self.search = QLineEdit()
        self.found = QListWidget()
        self.columns = QListWidget()
        self.terms = QListWidget()
        self.preview = SummaryPreview()
        self.note = QLabel()
        self._values: list[KnownValue] = []
        self._build()
        self._connect()

    def begin(self, kept: NamedPlan | None, picture: VillagePicture | None) -> None:
        """Change a summary, or begin a new one, over a picture of the village."""
        self._kept_as = kept
        self.plan = kept.plan if kept else _BEGINNING
        self.name.setText(kept.name if kept else "")
        self.voiding.setVisible(bool(kept and kept.id))
        self.rows.show_choice(self.plan.rows)
        self.period.show_choice("quarter" if self.plan.by_quarter else "year")
        self.preview.take(self._desk.sitting, picture or still_of(self._desk.sitting))
        self.search.clear()
        self._find()
        self._show()
        self.search.setFocus()

    def keep(self) -> None:
        """Keep the summary under its name."""
        if not self.isVisible():
            return
        if not self.name.text().strip():
            name = self._desk.asker.ask_text(question("summaries.which_name"))
            if not name:
                return
            self.name.setText(name)
        own = (self._kept_as.id or None) if self._kept_as else None  # a ready one becomes the village's own
        try:
            kept = keep_summary(self._desk.sitting, self.name.text(), self.plan, own)
        except Refusal as refusal:
            self._desk.refused(refusal)
            return
        self._kept_as = kept
        self._desk.frame.tell(say("summaries.kept", name=kept.name))
        self.kept.emit(kept.name)

    def void(self) -> None:
        """Take the summary out of the list."""
        own = self._kept_as.id if self._kept_as else ""
        if not own or not self._desk.asker.confirm(question("summaries.void_sure")):
            return
        void_summary(self._desk.sitting, own)
        self.kept.emit("")

    def add_column(self) -> None:
        """Make the value in hand a column."""
        self._with_value(with_column)

    def add_condition(self) -> None:
        """Take only rows whose value in hand is as the person says."""
        value = self._value_in_hand()
        if self.isVisible() and value is not None:
            condition = ask_condition(self._desk, value, self.preview.values(value, self.plan))
            if condition is not None:
                self._change(with_condition(self.plan, condition))

    def order(self) -> None:
        """Order by the value in hand: from the largest, from the smallest, not at all."""
        self._with_value(with_order)

    def group(self) -> None:
        """Add up by the value in hand: under the rows, alone, not at all."""
        self._with_value(with_group)

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work here."""
        return (
            (say("keys.enter"), say("summaries.key_column")),
            ("F5", say("summaries.key_condition")),
            ("F6", say("summaries.key_order")),
            ("F7", say("summaries.key_group")),
            ("Alt+↑ ↓", say("summaries.key_move")),
            (say("summaries.space"), say("summaries.key_fold")),
            ("Del", say("summaries.key_remove")),
            ("Ctrl+S", say("summaries.keep")),
            ("Esc", say("sheets.write_back")),
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The search line moves in what it found; the list of columns orders itself by keys."""
        if event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        pressed = cast(QKeyEvent, event)
        if watched is self.search:
            return self._searching(pressed)
        if watched is self.columns:
            return self._arranging(pressed)
        if watched is self.terms and pressed.key() == Qt.Key.Key_Delete:
            self._remove_term(self.terms.currentRow())
            return True
        return super().eventFilter(watched, event)

    def _searching(self, pressed: QKeyEvent) -> bool:
        if pressed.key() in _MOVES and self.found.count():
            row = self.found.currentRow() + _MOVES[Qt.Key(pressed.key())]
            self.found.setCurrentRow(max(0, min(row, self.found.count() - 1)))
            return True
        if pressed.key() in _ENTER:
            self.add_column()
            return True
        return False

    def _arranging(self, pressed: QKeyEvent) -> bool:
        place, key = self.columns.currentRow(), Qt.Key(pressed.key())
        if place < 0:
            return False
        if key in _MOVES and pressed.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._change(with_moved_column(self.plan, place, _MOVES[key]))
            self.columns.setCurrentRow(max(0, min(place + _MOVES[key], self.columns.count() - 1)))
        elif key == Qt.Key.Key_Space:
            folds = folds_of(known_value(self.plan.columns[place].value))
            self._change(with_next_fold(self.plan, place, folds))
            self.columns.setCurrentRow(place)
        elif key == Qt.Key.Key_Delete:
            self._change(without_column(self.plan, place))
            self.columns.setCurrentRow(min(place, self.columns.count() - 1))
        else:
            return False
        return True

    def _with_value(self, edit: Callable[[SummaryPlan, str], SummaryPlan]) -> None:
        value = self._value_in_hand()
        if self.isVisible() and value is not None:
            self._change(edit(self.plan, value.name))
            self.search.selectAll()

    def _value_in_hand(self) -> KnownValue | None:
        place = self.found.currentRow()
        return self._values[place] if 0 <= place < len(self._values) else None

    def _remove_term(self, place: int) -> None:
        """Let a condition, the order or the groups go, as they stand in their list."""
        conditions = len(self.plan.conditions)
        if 0 <= place < conditions:
            self._change(without_condition(self.plan, place))
        elif place == conditions and self.plan.group_by:
            self._change(replace(self.plan, group_by="", is_brief=False))
        elif place >= conditions:
            self._change(replace(self.plan, order_by="", is_descending=False))

    def _change(self, plan: SummaryPlan) -> None:
        self.plan = plan
        self._show()

    def _choose_rows(self, rows: str) -> None:
        fitting = frozenset(value.name for value in values_of(RowsOf(rows)))
        self._change(of_rows(self.plan, rows, fitting))
        self._find()

    def _choose_period(self, period: str) -> None:
        self._change(replace(self.plan, by_quarter=period == "quarter"))

    def _find(self) -> None:
        fitting = values_of(RowsOf(self.plan.rows))
        self._values = search(fitting, self.search.text(), initials_of)[:_MOST_FOUND]
        self.found.clear()
        self.found.addItems([f"{value.words.label}　{value.words.meaning}" for value in self._values])
        self.found.setCurrentRow(0 if self._values else -1)

    def _show(self) -> None:
        self.columns.clear()
        self.columns.addItems([_column_words(place, one) for place, one in enumerate(self.plan.columns, 1)])
        self.terms.clear()
        self.terms.addItems(_term_words(self.plan))
        try:
            count = self.preview.show_plan(self.plan)
            self.note.setText(say("summaries.so_many", count=count))
        except Refusal as refusal:
            self.note.setText(sentence_of(refusal))

    def _build(self) -> None:
        self.name.setPlaceholderText(say("summaries.name"))
        self.search.setPlaceholderText(say("summaries.search"))
        self.note.setProperty("role", "caption")
        self.note.setWordWrap(True)
        for listed in (self.found, self.columns, self.terms):
            listed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            listed.setMinimumSize(8 * pixels("text"), 2 * pixels("row"))
            listed.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        for button in (self.keeping, self.voiding):
            button.setAutoDefault(True)
        middle = QHBoxLayout()
        middle.setSpacing(pixels("gap"))
        middle.addLayout(self._finding(), 3)
        middle.addLayout(self._chosen(), 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(pixels("step"))
        whole.addLayout(_row(self.name, self.keeping, self.voiding))
        kinds = _row(self.rows, self.period)
        kinds.addStretch(1)
        whole.addLayout(kinds)
        whole.addLayout(middle, 3)
        whole.addWidget(self.note)
        whole.addWidget(self.preview, 2)

    def _finding(self) -> QVBoxLayout:
        """The search line, what can be done with the value in hand, and what is found."""
        ways = []
        for key, deed in _WAYS.items():
            way = QPushButton(say(f"summaries.{key}"))
            way.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            way.clicked.connect(partial(deed, self))
            ways.append(way)
        column = QVBoxLayout()
        column.setSpacing(pixels("half-step"))
        column.addWidget(self.search)
        column.addLayout(_row(*ways))
        column.addWidget(self.found, 1)
        return column

    def _chosen(self) -> QVBoxLayout:
        """The columns and what else the plan says."""
        column = QVBoxLayout()
        column.setSpacing(pixels("half-step"))
        column.addWidget(caption_label(say("summaries.columns")))
        column.addWidget(self.columns, 3)
        column.addWidget(caption_label(say("summaries.terms")))
        column.addWidget(self.terms, 2)
        return column

    def _connect(self) -> None:
        for widget in (self.search, self.columns, self.terms):
            widget.installEventFilter(self)
        self.search.textChanged.connect(lambda _: self._find())
        self.found.itemActivated.connect(lambda _: self.add_column())
        self.rows.chosen.connect(self._choose_rows)
        self.period.chosen.connect(self._choose_period)
        self.keeping.clicked.connect(self.keep)
        self.voiding.clicked.connect(self.void)


_WAYS: dict[str, Callable[[SummaryBuilder], None]] = {
    "key_column": SummaryBuilder.add_column,
    "key_condition": SummaryBuilder.add_condition,
    "key_order": SummaryBuilder.order,
    "key_group": SummaryBuilder.group,
}


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(pixels("step"))
    for widget in widgets:
        row.addWidget(widget)
    return row


def _column_words(place: int, column: SummaryColumn) -> str:
    label = known_value(column.value).words.label
    fold = say(f"summaries.fold_{column.fold}") if column.fold else ""
    return f"{place}　{label}" + (f"　{fold}" if fold else "")


def _term_words(plan: SummaryPlan) -> list[str]:
    words = [condition_words(one) for one in plan.conditions]
    if plan.group_by:
        kind = "grouped_brief" if plan.is_brief else "grouped"
        words.append(say(f"summaries.{kind}", value=known_value(plan.group_by).words.label))
    if plan.order_by:
        kind = "falling" if plan.is_descending else "rising"
        words.append(say(f"summaries.{kind}", value=known_value(plan.order_by).words.label))
    return words

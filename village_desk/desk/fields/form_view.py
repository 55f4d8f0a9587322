"""Any screen of forms/screens as a page: cards of sections, labels to one edge, keys in the file's order."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from village_desk.definitions.screens import Field, Screen, Section
from village_desk.desk.fields.editor import Editor
from village_desk.desk.fields.editors import Labels, editor_for
from village_desk.desk.fields.field_grid import FieldGrid
from village_desk.desk.look import pixels
from village_desk.desk.parts.cards import Card

_WIDEST_FIELD = 22
"""In widths of a character: wider fields are harder to read across, not easier to fill."""


class FormView(QScrollArea):
    """The questions of a screen; it scrolls up and down only.

    Signals:
        answered: A field (key) was left with a new text.
        entered: The cursor came into a field (key).
        passed_end: Enter or Tab in the last field.
        passed_start: Shift+Tab in the first field.
    """

    answered = Signal(str, str)
    entered = Signal(str)
    passed_end = Signal()
    passed_start = Signal()

    def __init__(
        self,
        screen: Screen,
        labels: Labels = Field.labels,
        *,
        keys: Collection[str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.screen_shown = screen
        self._labels = labels
        self._keys = keys
        self._editors: dict[str, Editor] = {}
        self._grids: list[FieldGrid] = []
        self._in_hand = ""
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._page = QWidget()
        self._page.setProperty("role", "page")
        self._build()
        self._fit()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the fields shown, in order of entry."""
        return tuple(self._editors)

    @property
    def key_in_hand(self) -> str:
        """The key of the field the cursor is in or was in last; blank before the first."""
        return self._in_hand

    def editor(self, key: str) -> Editor:
        """The editor of a field.

        Raises:
            KeyError: The field is not shown here.
        """
        return self._editors[key]

    def texts(self) -> dict[str, str]:
        """What stands in every field."""
        return {key: editor.text() for key, editor in self._editors.items()}

    def set_texts(self, texts: Mapping[str, str]) -> None:
        """Show stored texts by key; keys that this form does not show are passed over."""
        for key, text in texts.items():
            if key in self._editors:
                self._editors[key].set_text(text)

    def set_not_asked(self, keys: Collection[str]) -> None:
        """Show the blank fields among these as not asked, all others as asked and empty."""
        for key, editor in self._editors.items():
            editor.set_asked(is_asked=key not in keys)

    def set_problem(self, key: str, level: str | None, sentence: str = "") -> None:
        """Mark a field; None takes its mark away.

        Raises:
            KeyError: The field is not shown here.
        """
        self._editors[key].set_problem(level, sentence)

    def set_problems(self, problems: Mapping[str, tuple[str, str]]) -> None:
        """Mark exactly these fields with level and sentence and clear all others."""
        for key, editor in self._editors.items():
            editor.set_problem(*problems.get(key, (None, "")))

    def focus(self, key: str = "") -> None:
        """Put the cursor into a field, or into the first.

        Raises:
            KeyError: The field is not shown here.
        """
        editor = self._editors[key or self.keys[0]]
        editor.setFocus(Qt.FocusReason.TabFocusReason)
        self.ensureWidgetVisible(editor, 0, pixels("margin"))

    def commit(self) -> None:
        """Hand on what is still being typed, before the record is left, locked or closed."""
        if self._in_hand:
            self._editors[self._in_hand].commit()

    def set_editable(self, *, is_editable: bool) -> None:
        """Open the fields for typing, or only show them."""
        for editor in self._editors.values():
            editor.setEnabled(is_editable)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the fields in as many columns as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew after the text size has changed."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            QTimer.singleShot(0, self, self._fit)

    def minimumSizeHint(self) -> QSize:
        """Let the window be as narrow as it likes: one column always fits."""
        return QSize(16 * pixels("text"), 8 * pixels("field"))

    def _build(self) -> None:
        outer = QWidget()
        outer.setProperty("role", "page")
        row = QHBoxLayout(outer)
        row.setContentsMargins(pixels("margin"), pixels("gap"), pixels("margin"), pixels("margin"))
        row.addWidget(self._page, 1)
        row.addStretch(0)
        column = QVBoxLayout(self._page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels("gap"))
        for section in self.screen_shown.sections:
            self._add_section(section, column)
        column.addStretch(1)
        self.setWidget(outer)

    def _add_section(self, section: Section, column: QVBoxLayout) -> None:
        fields = [field for field in section.fields if self._keys is None or field.key in self._keys]
        if not fields:
            return
        card = Card(section.title)
        grid = FieldGrid([(field.label, self._add_editor(field)) for field in fields])
        card.body.addWidget(grid)
        column.addWidget(card)
        self._grids.append(grid)

    def _add_editor(self, field: Field) -> Editor:
        editor = self._make_editor(field)
        editor.setAccessibleName(field.label)
        editor.setAccessibleDescription(field.help)
        editor.answered.connect(partial(self.answered.emit, field.key))
        editor.entered.connect(partial(self._enter, field.key))
        editor.moved.connect(partial(self._move, field.key))
        self._editors[field.key] = editor
        return editor

    def _make_editor(self, field: Field) -> Editor:
        return editor_for(field, self._labels)

    def _enter(self, key: str) -> None:
        self._in_hand = key
        self.ensureWidgetVisible(self._editors[key], 0, pixels("margin"))
        self.entered.emit(key)

    def _move(self, key: str, by: int) -> None:
        order = [name for name in self.keys if self._editors[name].isEnabled()]
        wanted = order.index(key) + by
        if wanted < 0:
            self.passed_start.emit()
        elif wanted >= len(order):
            self.passed_end.emit()
        else:
            self.focus(order[wanted])

    def _fit(self) -> None:
        label = max((grid.label_width() for grid in self._grids), default=0)
        inside = self.viewport().width() - 2 * pixels("margin") - 2 * pixels("gap")
        columns = FieldGrid.columns_for(inside, label)
        widest = 2 * (label + _WIDEST_FIELD * pixels("text")) + pixels("margin") + 2 * pixels("gap")
        self._page.setMaximumWidth(widest)
        for grid in self._grids:
            grid.lay(columns, label)

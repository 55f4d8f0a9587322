"""What every side of the settings has in common: cards in a column, each choice saved as it is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from village_desk.desk.fields.editor import Editor
from village_desk.desk.fields.field_grid import FieldGrid
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import Card, caption_label
from village_desk.desk.parts.list_view import ListView
from village_desk.entry.asking import question
from village_desk.rules.refusals import Refusal

_WIDEST = 56
"""In widths of a character: wider lines are harder to read."""


class SettingsSide(QScrollArea):
    """One entry of the list on the left with what can be chosen there."""

    def __init__(self, desk: Desk, *, is_wide: bool = False) -> None:
        super().__init__()
        self.desk = desk
        self._grids: list[FieldGrid] = []
        self._editors: list[Editor] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        page.setProperty("role", "page")
        self.column = QVBoxLayout(page)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(pixels("gap"))
        if not is_wide:
            page.setMaximumWidth(_WIDEST * pixels("text"))
        self.setWidget(page)

    def refresh(self) -> None:
        """Show what is chosen now."""

    def commit(self) -> None:
        """Take the answer under the cursor."""
        for editor in self._editors:
            editor.commit()

    def take_focus(self) -> None:
        """Put the cursor where work begins here."""
        if self._editors:
            self._editors[0].setFocus(Qt.FocusReason.TabFocusReason)

    def add_card(self, title: str) -> Card:
        """Add a card under the others."""
        card = Card(title)
        self.column.addWidget(card)
        return card

    def add_fields(self, card: Card, fields: Sequence[tuple[str, Editor]]) -> None:
        """Put labelled fields on a card; Enter and Tab walk through all of this side."""
        grid = FieldGrid(fields)
        card.body.addWidget(grid)
        self._grids.append(grid)
        for _, editor in fields:
            self._editors.append(editor)
            editor.moved.connect(lambda by, editor=editor: self._move(editor, by))
        self._fit()

    def add_list(
        self, title: str, state: QWidget, deeds: Mapping[str, Callable[[], object]], view: ListView, keys: str
    ) -> None:
        """Add a card that takes the room left: what holds now, a button (its word) for each deed, a list."""
        card = self.add_card(title)
        card.body.addWidget(state)
        buttons = QHBoxLayout()
        buttons.setSpacing(pixels("step"))
        for word, deed in deeds.items():
            button = QPushButton(word)
            button.setAutoDefault(True)
            button.clicked.connect(deed)
            buttons.addWidget(button)
        buttons.addStretch(1)
        card.body.addLayout(buttons)
        view.top.horizontalHeader().setStretchLastSection(True)
        view.setMinimumHeight(6 * pixels("row"))
        card.body.addWidget(view, 1)
        card.body.addWidget(caption_label(keys))
        self.column.setStretchFactor(card, 1)

    def ask_reason(self, key: str, **values: object) -> str | None:
        """Ask why something is chosen otherwise; None turns back."""
        return self.desk.asker.ask_text(question(key, **values))

    def safely(self, deed: Callable[[], object]) -> bool:
        """Do a deed, say why where it is refused, show what is chosen now; whether it was done."""
        try:
            deed()
            is_done = True
        except Refusal as refusal:
            self.desk.refused(refusal)
            is_done = False
        self.refresh()
        return is_done

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew after the text size has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._fit)

    def _move(self, editor: Editor, by: int) -> None:
        place = self._editors.index(editor) + by
        if 0 <= place < len(self._editors):
            self._editors[place].setFocus(Qt.FocusReason.TabFocusReason)
            self.ensureWidgetVisible(self._editors[place], 0, pixels("margin"))
        else:
            self.focusNextPrevChild(by > 0)

    def _fit(self) -> None:
        label = max((grid.label_width() for grid in self._grids), default=0)
        for grid in self._grids:
            grid.lay(1, label)

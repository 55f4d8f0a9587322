"""A few choices side by side, of which one holds: arrows or a click choose, the word says which."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from math import ceil

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QToolButton, QWidget

from village_desk.desk.look import pixels, restyle, text_font

_EDGES, _GAP = 4, 2
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class Segments(QFrame):
    """One of a handful of choices, or of a dozen that go on in a further row where room is short.

    Signals:
        chosen: Another choice (its key) was made by the person.
    """

    chosen = Signal(str)

    def __init__(
        self, choices: Sequence[tuple[str, str]], parent: QWidget | None = None, *, wraps: bool = False
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "flags")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._buttons: dict[str, QToolButton] = {}
        self._wraps = wraps
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(_GAP, _GAP, _GAP, _GAP)
        self._grid.setSpacing(_GAP)
        for place, (key, word) in enumerate(choices):
            self._grid.addWidget(self._button(key, word), 0, place)
            self._grid.setColumnStretch(place, 1)
        self._rows = 1
        self.show_choice(choices[0][0])
        self._fit()

    @property
    def choice(self) -> str:
        """The key of what is chosen."""
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def show_choice(self, key: str) -> None:
        """Show a choice without telling anybody.

        Raises:
            KeyError: There is no such choice.
        """
        wanted = self._buttons[key]
        for button in self._buttons.values():
            button.setChecked(button is wanted)

    def word(self, key: str, word: str) -> None:
        """Say a choice in other words."""
        self._buttons[key].setText(word)
        self._fit()

    def choose(self, key: str) -> None:
        """Choose, and tell it when it is another choice."""
        if key != self.choice:
            self.show_choice(key)
            self.chosen.emit(key)
        else:
            self.show_choice(key)

    @property
    def offered(self) -> list[str]:
        """The keys of the choices there are at present."""
        return [key for key, button in self._buttons.items() if not button.isHidden()]

    def offer(self, keys: Collection[str]) -> None:
        """Offer only these choices; the first of them holds where the one that held is gone."""
        for place, (key, button) in enumerate(self._buttons.items()):
            button.setVisible(key in keys)
            if not self._wraps:
                self._grid.setColumnStretch(place, int(key in keys))  # what is gone leaves no gap
        if self.choice not in keys:
            self.show_choice(self.offered[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to the next choice."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        keys = self.offered
        self.choose(keys[(keys.index(self.choice) + step) % len(keys)])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the cursor is here."""
        super().focusInEvent(event)
        self._show_focus("yes")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the cursor has gone."""
        super().focusOutEvent(event)
        self._show_focus("no")

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew after the text size has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._fit)

    def sizeHint(self) -> QSize:
        """As high as a field."""
        return QSize(super().sizeHint().width(), self._height())

    def minimumSizeHint(self) -> QSize:
        """As wide as one choice where the others may go below it."""
        width = self._widest() + 2 * _GAP if self._wraps else super().minimumSizeHint().width()
        return QSize(width, self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Go on in a further row where the choices have no room in one."""
        super().resizeEvent(event)
        if self._wraps:
            self._wrap()

    def _show_focus(self, is_here: str) -> None:
        self.setProperty("focused", is_here)
        restyle(self)

    def _wrap(self) -> None:
        buttons = list(self._buttons.values())
        in_a_row = max(1, (self.width() - _GAP) // (self._widest() + _GAP))
        rows = ceil(len(buttons) / in_a_row)
        columns = ceil(len(buttons) / rows)
        if rows == self._rows:
            return
        self._rows = rows
        for place, button in enumerate(buttons):
            self._grid.addWidget(button, *divmod(place, columns))
            self._grid.setColumnStretch(place, 1 if place < columns else 0)
        self.setFixedHeight(self._height())

    def _widest(self) -> int:
        return max(button.minimumWidth() for button in self._buttons.values())

    def _height(self) -> int:
        return pixels("field") + (self._rows - 1) * (pixels("field") - 2 * _EDGES + _GAP)

    def _fit(self) -> None:
        self.setFixedHeight(self._height())
        for button in self._buttons.values():
            button.setFont(text_font())
            button.setFixedHeight(pixels("field") - 2 * _EDGES)
            button.setMinimumWidth(button.fontMetrics().horizontalAdvance(button.text()) + 3 * pixels("step"))
        if self._wraps and self.isVisible():
            self._wrap()

    def _button(self, key: str, word: str) -> QToolButton:
        button = QToolButton()
        button.setProperty("role", "flags")
        button.setText(word)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setSizePolicy(self.sizePolicy().Policy.Expanding, self.sizePolicy().Policy.Fixed)
        button.clicked.connect(partial(self._click, key))
        self._buttons[key] = button
        return button

    def _click(self, key: str, _: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal's own value
        # The press has switched the button already: which one held before is not asked of the buttons.
        others = [name for name, button in self._buttons.items() if button.isChecked() and name != key]
        self.show_choice(key)
        self.setFocus()
        if others:
            self.chosen.emit(key)

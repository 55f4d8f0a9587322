"""A few words side by side, each on or off by itself: Space or a click switches the one with the cursor."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QToolButton, QWidget

from village_desk.desk.look import pixels, text_font

_ACROSS = 2


class Switches(QWidget):
    """Choices of which any number hold.

    Signals:
        changed: The person has switched one.
    """

    changed = Signal()

    def __init__(self, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons = {key: self._button(word) for key, word in choices}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(pixels("half-step"))
        self.offer(self.buttons)
        self._fit()

    @property
    def on(self) -> frozenset[str]:
        """The keys of what is on and offered."""
        return frozenset(
            key for key, button in self.buttons.items() if button.isChecked() and not button.isHidden()
        )

    def offer(self, keys: Collection[str]) -> None:
        """Offer only these choices, without gaps."""
        place = 0
        for key, button in self.buttons.items():
            button.setVisible(key in keys)
            if key in keys:
                self._grid.addWidget(button, *divmod(place, _ACROSS))
                place += 1

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew after the text size has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        for button in self.buttons.values():
            button.setFont(text_font())
            button.setFixedHeight(pixels("field"))

    def _button(self, word: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "switch")
        button.setText(word)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setSizePolicy(button.sizePolicy().Policy.Expanding, button.sizePolicy().Policy.Fixed)
        button.clicked.connect(self.changed)
        return button

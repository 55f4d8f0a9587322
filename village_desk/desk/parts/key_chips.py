"""The keys that work now, side by side; where room is short the last ones stay out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QSize, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from village_desk.desk.look import pixels


class KeyChips(QWidget):
    """Keys with their words; however many there are, they never make the window wider."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pairs: list[tuple[QLabel, QLabel]] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def set_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """Show these keys, the most wanted first."""
        for label in (label for pair in self._pairs for label in pair):
            label.hide()
            label.deleteLater()
        self._pairs = [(self._label("keycap", name), self._label("caption", word)) for name, word in keys]
        self._fit()

    def sizeHint(self) -> QSize:
        """Room for all of them."""
        widths = [width for _, _, width in self._placed()]
        heights = [label.sizeHint().height() for pair in self._pairs for label in pair]
        return QSize(sum(widths), max(heights, default=0))

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show those that there is room for."""
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew after the text size has changed."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        self.updateGeometry()
        self._place()

    def _place(self) -> None:
        begin, has_room = 0, True
        for name, word, width in self._placed():
            has_room = has_room and begin + width <= self.width()
            middle = begin + name.sizeHint().width() + pixels("half-step")
            for label, left in ((name, begin), (word, middle)):
                size = label.sizeHint()
                label.setGeometry(left, (self.height() - size.height()) // 2, size.width(), size.height())
                label.setVisible(has_room)
            begin += width

    def _placed(self) -> Iterator[tuple[QLabel, QLabel, int]]:
        """Each key with its word and the room for both, the gap to the next one included."""
        gaps = pixels("half-step") + pixels("gap")
        for name, word in self._pairs:
            yield name, word, name.sizeHint().width() + word.sizeHint().width() + gaps

    def _label(self, role: str, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("role", role)
        return label

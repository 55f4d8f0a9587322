"""One figure of the first page: a line to press, with its label, its value, and the list behind it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QWidget

from village_desk.desk.bars import ShortLabel
from village_desk.desk.icons import picture
from village_desk.desk.look import colour, pixels

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_FOCUS_PX = 2
_ASIDE = 5
"""Widths of a character that an aside takes."""


class Figure(QAbstractButton):
    """A label on the left, a value on the right; Enter, Space or a click opens what it stands for.

    Signals:
        stepped: An arrow key wants the next figure that way (right, down).
    """

    stepped = Signal(int, int)

    def __init__(self, key: str, label: str, sign: QWidget | None = None, *, is_main: bool = False) -> None:
        super().__init__()
        self.key = key
        self._is_main = is_main
        self.label, self.value, self.aside = ShortLabel(label), QLabel(), QLabel()
        self.value.setProperty("role", "head" if is_main else "strong")
        self.aside.setProperty("role", "caption")
        self.aside.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.aside.hide()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(pixels("step"), 0, pixels("step"), 0)
        row.setSpacing(pixels("step"))
        if sign is not None:
            row.addWidget(sign)
        self.label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row.addWidget(self.label, 1)
        row.addWidget(self.value)
        row.addWidget(self.aside)
        self.show_value("")

    def show_label(self, text: str) -> None:
        """Say something else of the figure."""
        self.label.setText(text)
        self._name()

    def show_value(self, text: str, aside: str = "") -> None:
        """Show a value, and beside it what it is held against; asides of one card stand under each other."""
        self.value.setText(text)
        self.aside.setText(aside)
        self.aside.setMinimumWidth(_ASIDE * pixels("text"))
        self.aside.setVisible(bool(aside))
        self._name()

    def keep_together(self) -> None:
        """Let the value follow its label, for figures side by side."""
        self.label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        row = self.layout()
        if isinstance(row, QHBoxLayout):
            row.setStretchFactor(self.label, 0)
            row.addStretch(1)

    def sizeHint(self) -> QSize:
        """A line of text with room for the mark of the cursor."""
        text = pixels("head") if self._is_main else pixels("text")
        return QSize(super().sizeHint().width(), text + pixels("step"))

    def minimumSizeHint(self) -> QSize:
        """The label gives way."""
        return QSize(4 * pixels("text"), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens as Space does; arrows go to the figure that lies there."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif key in _ARROWS:
            self.stepped.emit(*_ARROWS[key])
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Show at once whether the mouse is over it."""
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.update()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground under the mouse, the list that is open, and the mark of the cursor."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inset = _FOCUS_PX / 2
        frame = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.setPen(QPen(colour("indigo"), _FOCUS_PX) if self.hasFocus() else Qt.PenStyle.NoPen)
        if self.isChecked():
            painter.setBrush(colour("green-tint"))
        elif self.underMouse():
            painter.setBrush(colour("paper"))
        painter.drawRoundedRect(frame, pixels("corner"), pixels("corner"))

    def _name(self) -> None:
        self.setAccessibleName(f"{self.label.text()} {self.value.text()} {self.aside.text()}".strip())


def sign(icon_name: str, ink: str) -> QLabel:
    """An icon that stands beside the word it means."""
    label = QLabel()
    label.setPixmap(picture(icon_name, ink, pixels("text") + 2, 2.0))
    return label

"""Cards with a title line, and the empty page that says what to do next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from village_desk.desk.look import pixels


class Card(QFrame):
    """A white sheet with a title and a thin line under it; what belongs on it goes into ``body``."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.title = QLabel(title)
        self.title.setProperty("role", "strong")
        rule = QFrame()
        rule.setProperty("role", "rule")
        column = QVBoxLayout(self)
        column.setContentsMargins(pixels("gap"), pixels("step"), pixels("gap"), pixels("gap"))
        column.setSpacing(pixels("step"))
        column.addWidget(self.title)
        column.addWidget(rule)
        self.body = QVBoxLayout()
        self.body.setSpacing(pixels("step"))
        column.addLayout(self.body)


class EmptyPage(QWidget):
    """A page without records: one sentence and one button.

    Signals:
        wanted: The button was pressed.
    """

    wanted = Signal()

    def __init__(self, icon_name: str, sentence: str, deed: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        sign = QLabel()
        from village_desk.desk.icons import picture  # loads what draws icons: the first window has none

        sign.setPixmap(picture(icon_name, "ink-3", 2 * pixels("margin"), 2.0))
        words = QLabel(sentence)
        words.setProperty("role", "caption")
        words.setWordWrap(True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = primary_button(deed)
        self.button.clicked.connect(self.wanted)
        column = QVBoxLayout(self)
        column.setSpacing(pixels("gap"))
        column.addStretch(2)
        column.addWidget(sign, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(words)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)


def scrolled(inside: QWidget) -> QScrollArea:
    """Something that may be higher than there is room for: it moves up and down, and takes no cursor."""
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


def primary_button(word: str) -> QPushButton:
    """The one green button of a page; Enter presses it while it has the cursor."""
    button = QPushButton(word)
    button.setProperty("role", "primary")
    button.setAutoDefault(True)
    return button


def head_label(text: str) -> QLabel:
    """The heading of a page."""
    label = QLabel(text)
    label.setProperty("role", "head")
    return label


def caption_label(text: str) -> QLabel:
    """A quiet line that explains, wrapped where it is long."""
    label = QLabel(text)
    label.setProperty("role", "caption")
    label.setWordWrap(True)
    return label

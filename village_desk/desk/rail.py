"""The left rail: an entry for each page that is there, narrowed to icons where room is short."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from village_desk.definitions.words import say
from village_desk.desk.icons import icon, icon_size
from village_desk.desk.look import pixels, text_font

_GAP = "\u2002"


class Rail(QWidget):
    """Entries in order of registration; Ctrl+1 to Ctrl+9 open them.

    Signals:
        chosen: The page (key) that is wanted.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._entries: dict[str, tuple[QToolButton, str]] = {}
        self._group = QButtonGroup(self)
        self._is_narrow = False
        self._fold = self._button("layout-sidebar-left-collapse", "")
        self._fold.clicked.connect(self._turn)
        self._column = QVBoxLayout()
        self._shaft = QScrollArea()
        self._build()
        self.fit()

    @property
    def is_narrow(self) -> bool:
        """Only the icons are shown."""
        return self._is_narrow

    def add(self, key: str, icon_name: str, word: str) -> None:
        """Add an entry below the others."""
        button = self._button(icon_name, word)
        button.setCheckable(True)
        button.setObjectName(f"rail-{key}")
        if len(self._entries) < 9:
            # Not the button's own shortcut, which Qt drops whenever its word is set.
            QShortcut(QKeySequence(f"Ctrl+{len(self._entries) + 1}"), self, button.click)
        button.clicked.connect(partial(self.chosen.emit, key))
        self._group.addButton(button)
        self._entries[key] = (button, icon_name)
        self._column.insertWidget(len(self._entries) - 1, button)
        self.fit()

    def light(self, key: str) -> None:
        """Show which page is open.

        Raises:
            KeyError: There is no such entry.
        """
        self._entries[key][0].setChecked(True)
        self._shaft.ensureWidgetVisible(self._entries[key][0])

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Show icons only, or icons with words."""
        self._is_narrow = is_narrow
        self.fit()

    def fit(self) -> None:
        """Take the widths and icons of the text size in use."""
        word = say("rail.widen") if self._is_narrow else say("rail.narrow")
        self._dress(self._fold, f"layout-sidebar-left-{'expand' if self._is_narrow else 'collapse'}", word)
        for button, icon_name in self._entries.values():
            self._dress(button, icon_name, button.text())
        self.setFixedWidth(pixels("rail-narrow" if self._is_narrow else "rail"))

    def _build(self) -> None:
        entries = QWidget()
        entries.setLayout(self._column)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(pixels("half-step"))
        self._column.addStretch(1)
        # On a low screen the entries move, so that the window never needs to be higher than the screen.
        self._shaft.setWidget(entries)
        self._shaft.setWidgetResizable(True)
        self._shaft.setFrameShape(QFrame.Shape.NoFrame)
        self._shaft.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._shaft.setProperty("role", "rail")
        self._shaft.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._shaft.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(pixels("step"), pixels("step"), pixels("step"), pixels("step"))
        whole.addWidget(self._shaft, 1)
        whole.addWidget(self._fold)

    def _turn(self) -> None:
        self.set_narrow(is_narrow=not self._is_narrow)

    def _dress(self, button: QToolButton, icon_name: str, word: str) -> None:
        style = Qt.ToolButtonStyle
        # A thin blank keeps the word off its icon; the style sheet has no gap for that.
        button.setText(f"{_GAP}{word.strip(_GAP)}")
        button.setToolTip(word.strip(_GAP) if self._is_narrow else "")
        button.setIcon(icon(icon_name, "ink-2", "green-dark"))
        button.setIconSize(icon_size())
        button.setFont(text_font())
        button.setToolButtonStyle(
            style.ToolButtonIconOnly if self._is_narrow else style.ToolButtonTextBesideIcon
        )

    def _button(self, icon_name: str, word: str) -> QToolButton:
        button = QToolButton()
        button.setProperty("role", "rail")
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setIconSize(QSize(pixels("icon"), pixels("icon")))
        button.setIcon(icon(icon_name))
        button.setText(word)
        return button

"""The bars of the frame: where one is and who types above, the keys that work now below."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QToolButton, QWidget

from village_desk.definitions.words import say
from village_desk.desk.icons import icon, icon_size, picture
from village_desk.desk.job_bar import JobBar
from village_desk.desk.look import colour, draw_alone, pixels, shape_of
from village_desk.desk.parts.key_chips import KeyChips

_FIGURE = re.compile(r"[0-9,.-]+")
WIDEST_FIGURE = 0.65
"""Of a figure's height: no digit or sign of the screen's faces is wider."""


def shortened(text: str, room: int, where: QPainter | QWidget, size: str = "text") -> str:
    """A text no larger than a token's size that ends in … where room (in pixels) is short."""
    widest = len(text) * pixels(size)  # no character is wider than it is high: mostly nothing is to measure
    if widest <= room or (WIDEST_FIGURE * widest <= room and _FIGURE.fullmatch(text)):
        return text
    return where.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)


class ShortLabel(QLabel):
    """A line that ends in … where room is short, and then shows the whole on hovering.

    It keeps its text itself: the layout is asked only when another text needs other room. With a ground, the
    colour that it stands on, nothing under it is drawn with it.
    """

    def __init__(self, text: str = "", ground: str = "") -> None:
        super().__init__()
        self._words = ""
        self._ground = ground
        self._asked_for = QSize()
        self.setText(text)

    def text(self) -> str:
        """The text shown."""
        return self._words

    def setText(self, text: str) -> None:
        """Show a text."""
        if text == self._words:
            return
        is_as_wide = shape_of(text) == shape_of(self._words)
        self._words = text
        self.setAccessibleName(text)
        if self._ground:
            draw_alone(self)
        self.update()
        asked_for = self._asked_for
        if not is_as_wide and self.sizeHint() != asked_for:
            self.updateGeometry()

    def clear(self) -> None:
        """Show nothing."""
        self.setText("")

    def sizeHint(self) -> QSize:
        """As much as the whole text needs."""
        metrics = self.fontMetrics()
        # One more: an advance is rounded, and what is a fraction too wide would be cut.
        self._asked_for = QSize(metrics.horizontalAdvance(self._words) + 1, metrics.height())
        return self._asked_for

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(2 * pixels("text"), self.fontMetrics().height())

    def changeEvent(self, event: QEvent) -> None:
        """Ask for other room in another font: a bold line is wider than it was before it got its role."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much as there is room for."""
        del event
        room = self.contentsRect()
        text = shortened(self._words, room.width(), self, "head")
        whole = "" if text == self._words else self._words
        if whole != self.toolTip():
            self.setToolTip(whole)
        painter = QPainter(self)  # has the label's font and ink
        if self._ground:
            painter.fillRect(self.rect(), colour(self._ground))
        painter.drawText(room, int(self.alignment()), text)


class StillLabel(ShortLabel):
    """A short line whose room never depends on its text: another text moves nothing else."""

    def sizeHint(self) -> QSize:
        """The height of a line."""
        self._asked_for = QSize(8 * pixels("text"), self.fontMetrics().height())
        return self._asked_for


class TopBar(QWidget):
    """Village · period (its months) · search · who types · saved at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "top")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.village = _label("strong")
        self.period = QLabel()
        self.months = _label("caption", ShortLabel())
        self.who = _label("caption", ShortLabel())
        self.saved = _label("done")
        self.news = _label("hint", ShortLabel())
        self.search = QLineEdit()
        self.panel_switch = QToolButton()
        self.panel_switch.setProperty("role", "plain")
        self._saved_sign = QLabel()
        self._build()
        self.fit()

    def fit(self) -> None:
        """Take the icons of the text size in use."""
        self._saved_sign.setPixmap(picture("circle-check", "green", pixels("icon"), self.devicePixelRatio()))
        self.panel_switch.setIconSize(icon_size())
        self.search.setMinimumWidth(10 * pixels("text"))
        self.search.setMaximumWidth(20 * pixels("text") + 4 * pixels("step"))

    def set_saved(self, text: str) -> None:
        """Say when the last answer reached the disk; blank hides it."""
        self.saved.setText(text)
        self._saved_sign.setVisible(bool(text))

    def set_news(self, text: str) -> None:
        """Say what has come from elsewhere; blank hides it."""
        self.news.setText(text)
        self.news.setVisible(bool(text))

    def set_panel_sign(self, *, is_open: bool) -> None:
        """Let the switch say what it will do."""
        self.panel_switch.setIcon(icon(f"layout-sidebar-right-{'collapse' if is_open else 'expand'}"))
        self.panel_switch.setToolTip(say("frame.panel_hide") if is_open else say("frame.panel_show"))

    def _build(self) -> None:
        self.search.setPlaceholderText(say("frame.search"))
        self.search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setObjectName("search")
        row = QHBoxLayout(self)
        row.setContentsMargins(pixels("margin"), pixels("step"), pixels("gap"), pixels("step"))
        row.setSpacing(pixels("step"))
        row.addWidget(self.village)
        row.addWidget(self.period)
        row.addWidget(self.months)
        row.addStretch(1)
        row.addWidget(self.search, 3)
        row.addSpacing(pixels("step"))
        row.addWidget(self.who)
        row.addSpacing(pixels("step"))
        row.addWidget(self._saved_sign)
        row.addWidget(self.saved)
        row.addWidget(self.news)
        self.news.hide()
        row.addWidget(self.panel_switch)


class KeyBar(QWidget):
    """The keys that work here now, a line that tells what has been done, and the bar of long work."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "keys")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.line = _label("done", ShortLabel())
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.jobs = JobBar()
        self._keys: tuple[tuple[str, str], ...] = ()
        self._chips = KeyChips()
        row = QHBoxLayout(self)
        row.setContentsMargins(pixels("gap"), pixels("half-step"), pixels("gap"), pixels("half-step"))
        row.setSpacing(pixels("gap"))
        row.addWidget(self._chips)
        row.addWidget(self.line, 1)
        row.addWidget(self.jobs)

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """The keys shown, each with its word."""
        return self._keys

    def set_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """Show the keys that work now."""
        if tuple(keys) == self._keys:
            return
        self._keys = tuple(keys)
        self._chips.set_keys(self._keys)


def _label(role: str, label: QLabel | None = None) -> QLabel:
    label = label if label is not None else QLabel()
    label.setProperty("role", role)
    return label

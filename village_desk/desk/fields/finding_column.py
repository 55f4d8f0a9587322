"""What is found, one under another as buttons: at each save several say something else, all in one go."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from itertools import zip_longest

from msgspec import Struct
from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPixmap, QPixmapCache, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QStyle, QStyleOption, QWidget

from village_desk.definitions.words import say
from village_desk.desk.fields.editor import LEVEL_ICONS, LEVEL_INKS
from village_desk.desk.icons import picture
from village_desk.desk.look import colour, draw_alone, pixels
from village_desk.desk.parts.wrapped_text import draw_lines, lines_of, texts_of_lines


class PanelFinding(Struct, frozen=True):
    """A finding as the panel shows it: level (must, doubt, hint, unread), sentence and the field's key."""

    level: str
    sentence: str
    key: str = ""


_MAY_BREAK = re.compile(r"\*(?!\*)")
"""The last star of a masked number: a line may end after it, or the number would be cut at large text."""


class FindingColumn(QWidget):
    """The findings, each put in its place here: a layout would measure all of them several times.

    Signals:
        chosen: A finding (key of its field) was clicked or entered.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.findings: tuple[PanelFinding, ...] = ()
        self._buttons: list[_FindingButton] = []
        self._styled: dict[str, QWidget] = {}
        draw_alone(self)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_findings(self, findings: Sequence[PanelFinding]) -> None:
        """Show other findings, in the order given."""
        was_so_many = len(self._buttons)
        self.findings = tuple(findings)
        fits = [
            button.show_finding(finding) for button, finding in zip(self._buttons, findings, strict=False)
        ]
        for finding in findings[len(self._buttons) :]:
            button = _FindingButton(finding, self)
            button.clicked.connect(partial(self._choose, button))
            button.show()
            self._buttons.append(button)
        for button in self._buttons[len(findings) :]:
            button.hide()
            button.deleteLater()
        del self._buttons[len(findings) :]
        if len(findings) != was_so_many or not all(fits):
            self._place()

    def styled(self, level: str) -> QWidget:
        """A widget that is never shown: of it the style sheet tells how a finding of a level looks."""
        if level not in self._styled:
            self._styled[level] = told = QWidget()
            told.setProperty("role", "finding")
            told.setProperty("problem", level)
        return self._styled[level]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Sentences take other lines where there is more or less room."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card between the findings and at their round corners."""
        QPainter(self).fillRect(event.rect(), colour("surface"))

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew after the text size has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._place)

    def _place(self) -> None:
        width, top = self.width(), 0
        for button in self._buttons:
            height = button.heightForWidth(width)
            button.setGeometry(0, top, width, height)
            top += height + pixels("step")
        self.setFixedHeight(max(0, top - pixels("step")))
        self.setVisible(bool(self._buttons))

    def _choose(self, button: _FindingButton) -> None:
        self.chosen.emit(button.finding.key)


class _FindingButton(QAbstractButton):
    """A finding to press: icon, word and tint. A push button would not wrap its sentence."""

    def __init__(self, finding: PanelFinding, column: FindingColumn) -> None:
        super().__init__(column)
        self.finding = finding
        self._column = column
        self.setProperty("role", "finding")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._say()

    def show_finding(self, finding: PanelFinding) -> bool:
        """Stand for another finding; whether it has the room it needs."""
        before, self.finding = self.finding, finding
        if finding is before or (finding.level, finding.sentence) == (before.level, before.sentence):
            return True
        room = _room(self.width())
        lines = texts_of_lines(self._sentence, room)
        self._say()
        now = texts_of_lines(self._sentence, room)
        draw_alone(self)
        if finding.level != before.level:
            self.update()
        else:
            self._update_lines(lines, now)
        return len(now) == len(lines)

    def _update_lines(self, before: tuple[str, ...], now: tuple[str, ...]) -> None:
        """Draw the lines that have become others: mostly it is one, with other figures in it."""
        height, top = self.fontMetrics().lineSpacing(), pixels("step")
        for place, (old, new) in enumerate(zip_longest(before, now)):
            if old != new:
                self.update(0, top + place * height, self.width(), height)

    def heightForWidth(self, width: int) -> int:
        """As much as the sentence needs."""
        lines = len(texts_of_lines(self._sentence, _room(width))) * self.fontMetrics().lineSpacing()
        return max(lines, pixels("icon")) + 2 * pixels("step")

    def sizeHint(self) -> QSize:
        """As much as the sentence needs where it is now."""
        return QSize(self.width(), self.heightForWidth(self.width()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what the style sheet says of it, the sign of its level and the lines of the sentence."""
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._sheet())
        painter.setPen(colour("ink"))
        step = pixels("step")
        lines = lines_of(self._sentence, _room(self.width()))
        draw_lines(painter, lines, 2 * step + pixels("icon"), step, event.rect())

    def _sheet(self) -> QPixmap:
        """What all of its level and height share: drawing round corners takes longer than the text."""
        ratio, level = self.devicePixelRatio(), self.finding.level
        key = f"finding {level} {self.width()} {self.height()} {ratio} {self.hasFocus()} {pixels('icon')}"
        sheet = QPixmap()
        if not QPixmapCache.find(key, sheet):
            sheet = QPixmap(self.size() * ratio)
            sheet.setDevicePixelRatio(ratio)
            sheet.fill(colour("surface"))
            option = QStyleOption()
            option.initFrom(self)
            painter = QPainter(sheet)
            styled = self._column.styled(level)
            self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, styled)
            sign = picture(LEVEL_ICONS[level], LEVEL_INKS[level], pixels("icon"), ratio)
            painter.drawPixmap(pixels("step"), pixels("step"), sign)
            painter.end()
            QPixmapCache.insert(key, sheet)
        return sheet

    def _say(self) -> None:
        sentence = say(f"editors.{self.finding.level}", sentence=self.finding.sentence)
        self.setAccessibleName(sentence)
        self._sentence = _MAY_BREAK.sub("*\u200b", sentence)


def _room(width: int) -> int:
    """What a sentence has of a finding's width."""
    return width - pixels("icon") - 3 * pixels("step")

"""The panel on the right: the findings of the record in hand and the help of the field in hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyleOption,
    QVBoxLayout,
    QWidget,
)

from village_desk.definitions.words import say
from village_desk.desk.cards import Card, caption_label
from village_desk.desk.editor import LEVEL_ICONS, LEVEL_INKS
from village_desk.desk.icons import picture
from village_desk.desk.look import pixels, restyle


@dataclass(frozen=True, slots=True)
class PanelFinding:
    """A finding as the panel shows it: level (must, doubt, hint, unread), sentence and the field's key."""

    level: str
    sentence: str
    key: str = ""


_MAY_BREAK = re.compile(r"\*(?!\*)")
"""The last star of a masked number: a line may end after it, or the number would be cut at large text."""


class SidePanel(QScrollArea):
    """Help above, findings below; it never takes the cursor while fields are walked through.

    Signals:
        finding_chosen: A finding (key of its field) was clicked or entered.
    """

    finding_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(pixels("panel"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.findings: tuple[PanelFinding, ...] = ()
        self._buttons: list[_FindingButton] = []
        self._is_checking = False
        self._help_title = QLabel()
        self._help_title.setProperty("role", "strong")
        self._help_title.setWordWrap(True)
        self._help_text = caption_label("")
        self._help = Card(say("frame.help_head"))
        self._found = Card("")
        self._build()
        self.show_help("", say("frame.help_none"))
        self.show_findings(())

    @property
    def help_text(self) -> str:
        """The help that is shown."""
        return self._help_text.text()

    def show_help(self, label: str, text: str) -> None:
        """Explain the field in hand."""
        if (label, text) == (self._help_title.text(), self._help_text.text()):
            return
        self._help_title.setText(label)
        self._help_title.setVisible(bool(label))
        self._help_text.setText(text)

    def show_findings(self, findings: Sequence[PanelFinding]) -> None:
        """Show the findings of the record in hand, worst first as given."""
        if self.findings == tuple(findings) and self._found.body.count() and not self._is_checking:
            return
        self.findings, self._is_checking = tuple(findings), False
        self._found.title.setText(say("frame.findings_head", count=len(findings)))
        for button, finding in zip(self._buttons, findings, strict=False):
            button.show_finding(finding)
        if self._buttons and len(self._buttons) == len(findings):
            return
        self._fit_buttons(findings)

    def show_checking(self) -> None:
        """Say that the checks are not ready yet: that nothing is wrong is not known before."""
        self.findings, self._is_checking = (), True
        self._found.title.setText(say("frame.findings_head_checking"))
        self._fit_buttons(())

    def add_card(self, title: str) -> Card:
        """Add a card of the page's own under the findings; the caller keeps and removes it."""
        card = Card(title)
        self._column.insertWidget(self._column.count() - 1, card)
        return card

    def _build(self) -> None:
        page = QWidget()
        page.setProperty("role", "page")
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(pixels("gap"), pixels("gap"), pixels("gap"), pixels("gap"))
        self._column.setSpacing(pixels("gap"))
        self._help.body.addWidget(self._help_title)
        self._help.body.addWidget(self._help_text)
        self._column.addWidget(self._help)
        self._column.addWidget(self._found)
        self._column.addStretch(1)
        self.setWidget(page)

    def _fit_buttons(self, findings: Sequence[PanelFinding]) -> None:
        """Have as many buttons as there are findings; those that stay have been given theirs already."""
        kept = self._buttons[: len(findings)]
        if not kept:
            _empty(self._found.body)
        for button in self._buttons[len(kept) :]:
            button.hide()
            button.deleteLater()
        for finding in findings[len(kept) :]:
            button = _FindingButton(finding)
            button.clicked.connect(partial(self._choose, button))
            self._found.body.addWidget(button)
            kept.append(button)
        if not findings:
            key = "findings_checking" if self._is_checking else "findings_none"
            self._found.body.addWidget(caption_label(say(f"frame.{key}")))
        self._buttons = kept

    def _choose(self, button: _FindingButton) -> None:
        self.finding_chosen.emit(button.finding.key)


class _FindingButton(QAbstractButton):
    """A finding to press: icon, word and tint. A push button would not wrap its sentence."""

    def __init__(self, finding: PanelFinding) -> None:
        super().__init__()
        self.finding = finding
        self.setProperty("role", "finding")
        self.setProperty("problem", finding.level)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        sign, words = self._sign, self._words = QLabel(), QLabel()
        words.setWordWrap(True)
        self._show()
        row = QHBoxLayout(self)
        row.setContentsMargins(pixels("step"), pixels("step"), pixels("step"), pixels("step"))
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)

    def show_finding(self, finding: PanelFinding) -> None:
        """Stand for another finding."""
        before, self.finding = self.finding, finding
        if (finding.level, finding.sentence) == (before.level, before.sentence):
            return
        self._show()
        if finding.level != before.level:
            self.setProperty("problem", finding.level)
            restyle(self)

    def _show(self) -> None:
        level = self.finding.level
        sentence = say(f"editors.{level}", sentence=self.finding.sentence)
        self.setAccessibleName(sentence)
        self._words.setText(_MAY_BREAK.sub("*\u200b", sentence))
        side = pixels("icon")
        self._sign.setPixmap(picture(LEVEL_ICONS[level], LEVEL_INKS[level], side, self.devicePixelRatio()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """As much as the sentence needs."""
        layout = self.layout()
        return layout.sizeHint() if layout is not None else QSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what the style sheet says of it."""
        del event
        option = QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, QPainter(self), self)


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()

"""The panel on the right: the findings of the record in hand and the help of the field in hand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from village_desk.definitions.words import say
from village_desk.desk.fields.finding_column import FindingColumn, PanelFinding
from village_desk.desk.look import pixels
from village_desk.desk.parts.cards import Card, caption_label
from village_desk.desk.parts.wrapped_text import WrappedLabel

_HELP_LINES = 3
"""Most help takes no more: what is found under it holds still while fields are walked through."""


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
        self._help_title = WrappedLabel("ink", bold=True)
        self._help_text = WrappedLabel("ink-2", least=_HELP_LINES)
        self._help = Card(say("frame.help_head"))
        self._found = Card("")
        self._findings = FindingColumn()
        self._nothing = caption_label("")
        self._build()
        self.show_help("", say("frame.help_none"))
        self.show_findings(())

    @property
    def findings(self) -> tuple[PanelFinding, ...]:
        """The findings that are shown."""
        return self._findings.findings

    @property
    def help_text(self) -> str:
        """The help that is shown."""
        return self._help_text.text()

    def show_help(self, label: str, text: str) -> None:
        """Explain the field in hand."""
        self._help_title.setText(label)
        self._help_title.setVisible(bool(label))
        self._help_text.setText(text)

    def show_findings(self, findings: Sequence[PanelFinding]) -> None:
        """Show the findings of the record in hand, worst first as given."""
        self._show_found(findings, "findings_head", "findings_none")

    def show_checking(self) -> None:
        """Say that the checks are not ready yet: that nothing is wrong is not known before."""
        self._show_found((), "findings_head_checking", "findings_checking")

    def add_card(self, title: str) -> Card:
        """Add a card of the page's own under the findings; the caller keeps and removes it."""
        card = Card(title)
        self._column.insertWidget(self._column.count() - 1, card)
        return card

    def _show_found(self, findings: Sequence[PanelFinding], head: str, nothing: str) -> None:
        if tuple(findings) != self.findings:
            self._findings.show_findings(findings)
        self._found.title.setText(say(f"frame.{head}", count=len(findings)))
        self._nothing.setText(say(f"frame.{nothing}"))
        self._nothing.setVisible(not findings)
        self._lay_out()

    def _lay_out(self) -> None:
        """Lay out card, page and panel now: put off, each would be drawn before the next is laid out."""
        for widget in (self._found, self.widget()):
            QApplication.sendPostedEvents(widget, QEvent.Type.LayoutRequest)

    def _build(self) -> None:
        page = QWidget()
        page.setProperty("role", "page")
        page.setAutoFillBackground(True)  # nothing under it is drawn when a finding becomes another
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(pixels("gap"), pixels("gap"), pixels("gap"), pixels("gap"))
        self._column.setSpacing(pixels("gap"))
        self._help.body.addWidget(self._help_title)
        self._help.body.addWidget(self._help_text)
        self._found.body.addWidget(self._findings)
        self._found.body.addWidget(self._nothing)
        self._findings.chosen.connect(self.finding_chosen)
        self._column.addWidget(self._help)
        self._column.addWidget(self._found)
        self._column.addStretch(1)
        self.setWidget(page)

"""What a finding means and what to do about it, beside the list of the checks."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from village_desk.definitions.checks import rule_specs
from village_desk.definitions.screens import screen
from village_desk.definitions.words import all_keys, say
from village_desk.desk.fields.editor import LEVEL_ICONS, LEVEL_INKS
from village_desk.desk.icons import picture
from village_desk.desk.look import pixels
from village_desk.desk.parts.cards import Card, caption_label
from village_desk.desk.village_checker import LEVELS
from village_desk.entry.checks.findings_entry import FindingGroup
from village_desk.store.reckoned.findings import Finding

_PARTS = ("message", "verdict", "advice", "values", "source")


class FindingDetail(QScrollArea):
    """The finding in hand.

    Signals:
        mend_wanted: Go where it can be put right.
        confirm_wanted: Say that it is true as it stands.
        leave_open_wanted: Say that it is still to be looked into.
    """

    mend_wanted = Signal()
    confirm_wanted = Signal()
    leave_open_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(pixels("panel"))
        self._sign = QLabel()
        self._title = QLabel()
        self._title.setProperty("role", "strong")
        self._title.setWordWrap(True)
        self._where = caption_label("")
        self._texts = {key: _text_label() for key in _PARTS}
        self._heads = {key: caption_label(say(f"findings.part_{key}")) for key in _PARTS}
        self.mend = QPushButton(say("findings.mend"))
        self.confirm = QPushButton(say("findings.confirm"))
        self.leave_open = QPushButton(say("findings.leave_open"))
        self._build()
        self.clear()

    def clear(self) -> None:
        """Show that nothing is in hand."""
        self._show("", say("findings.none_in_hand"), "", {})
        self._sign.hide()
        for button in (self.mend, self.confirm, self.leave_open):
            button.hide()

    def show_group(self, group: FindingGroup) -> None:
        """Show what a group has in common."""
        first = group.findings[0]
        if group.key != first.rule:
            self._show(group.level, first.head_name, say("findings.open_group"), {})
        else:
            parts = {"advice": first.advice, "source": _source(first)}
            self._show(group.level, first.title, say("findings.open_group"), parts)
        for button in (self.mend, self.confirm, self.leave_open):
            button.hide()

    def show_finding(self, finding: Finding) -> None:
        """Show one finding with all that is known of it."""
        where = say(
            "findings.where",
            head=finding.head_name or say("findings.no_head"),
            number=finding.household_number,
            member=finding.person_name or "",
        ).rstrip(" ·")
        parts = {
            "message": finding.message,
            "verdict": verdict_text(finding),
            "advice": finding.advice,
            "values": values_text(finding.values),
            "source": _source(finding),
        }
        self._show(finding.level, finding.title, where, parts)
        self.mend.show()
        for button in (self.confirm, self.leave_open):
            button.setVisible(finding.state == "open")

    def _show(self, level: str, title: str, where: str, parts: Mapping[str, str]) -> None:
        self._sign.setVisible(bool(level))
        if level:
            key = LEVELS[level]
            self._sign.setPixmap(
                picture(LEVEL_ICONS[key], LEVEL_INKS[key], pixels("icon"), self.devicePixelRatio())
            )
        self._title.setText(f"{level}　{title}" if level else title)
        self._where.setText(where)
        self._where.setVisible(bool(where))
        for key, label in self._texts.items():
            label.setText(parts.get(key, ""))
            label.setVisible(bool(label.text()))
            self._heads[key].setVisible(bool(label.text()))

    def _build(self) -> None:
        card = Card(say("findings.detail"))
        row = QHBoxLayout()
        row.setSpacing(pixels("step"))
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._title, 1)
        card.body.addLayout(row)
        card.body.addWidget(self._where)
        for key in _PARTS:
            card.body.addWidget(self._heads[key])
            card.body.addWidget(self._texts[key])
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, pixels("step"), 0, 0)
        for button in (self.mend, self.confirm, self.leave_open):
            button.setAutoDefault(True)
            buttons.addWidget(button, 1)
        card.body.addLayout(buttons)
        self.mend.clicked.connect(self.mend_wanted)
        self.confirm.clicked.connect(self.confirm_wanted)
        self.leave_open.clicked.connect(self.leave_open_wanted)
        page = QWidget()
        page.setProperty("role", "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        column.addStretch(1)
        self.setWidget(page)


def verdict_text(finding: Finding) -> str:
    """What was said of a finding: each answer with its label, as the form of 核实情况 words it."""
    if finding.verdict is None:
        return ""
    shown = (
        (field.label, field.write(getattr(finding.verdict, field.key))) for field in screen("verdict").fields
    )
    return "\n".join(f"{label}　{text}" for label, text in shown if text)


def values_text(values: Mapping[str, object]) -> str:
    """The values that were judged, each with its word; what has no word stands in the message already."""
    known = all_keys()
    lines = [
        f"{say(f'finding_values.{key}')}　{value}"
        for key, value in values.items()
        if f"finding_values.{key}" in known and value not in (None, "")
    ]
    return "\n".join(lines)


def _source(finding: Finding) -> str:
    if finding.county:
        return say("findings.source_county", numbers="、".join(finding.county))
    return say("findings.source_own") if finding.rule in rule_specs() else ""


def _text_label() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label

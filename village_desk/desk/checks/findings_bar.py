"""The head of the checks' page: how many of each level, whether they still hold, and what is shown."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from village_desk.definitions.words import say
from village_desk.desk.fields.editor import LEVEL_ICONS, LEVEL_INKS
from village_desk.desk.icons import icon, icon_size
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.page_switch import CHECKS, PageSwitch
from village_desk.desk.parts.cards import caption_label, primary_button
from village_desk.desk.parts.segments import Segments
from village_desk.desk.village_checker import LEVELS
from village_desk.entry.checks.findings_entry import FindingFilter

_STATES = ("open", "told", "all")


class FindingsBar(QWidget):
    """Counts that are filters as well, and the button that runs the checks.

    Signals:
        changed: Something else is to be shown.
        run_wanted: The checks are to be run.
    """

    changed = Signal()
    run_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.switch = PageSwitch(desk, CHECKS, "findings")
        self.state_line = caption_label("")
        self.run = primary_button(say("findings.run"))
        self.run.clicked.connect(self.run_wanted)
        self.order = Segments(
            [("rule", say("findings.by_rule")), ("household", say("findings.by_household"))]
        )
        self.state = Segments([(key, say(f"findings.state_{key}")) for key in _STATES])
        self.levels = {level: self._level_button(level) for level in LEVELS}
        for segments in (self.order, self.state):
            segments.chosen.connect(lambda _: self.changed.emit())
        self._build()
        self.show_counts({}, "")

    def wanted(self, search: str) -> FindingFilter:
        """What is to be shown; where only those told of are wanted, the caller leaves out the open ones."""
        levels = frozenset(level for level, button in self.levels.items() if button.isChecked())
        return FindingFilter(levels=levels, open_only=self.state.choice == "open", search=search)

    @property
    def only_told(self) -> bool:
        """Only findings that were called true are wanted."""
        return self.state.choice == "told"

    def show_counts(self, counts: Mapping[str, int], state: str) -> None:
        """Show how many are open and whether the list still holds."""
        for level, button in self.levels.items():
            button.setText(say("findings.count", level=level, count=counts.get(level, 0)))
        self.state_line.setText(state)

    def changeEvent(self, event: QEvent) -> None:
        """Take the icons of the text size in use."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            for level, button in self.levels.items():
                self._dress(level, button)

    def _level_button(self, level: str) -> QPushButton:
        button = QPushButton()
        button.setCheckable(True)
        button.setChecked(True)
        button.setAutoDefault(True)
        button.setToolTip(say("findings.level_help", level=level))
        button.toggled.connect(partial(self._toggle, level))
        self._dress(level, button)
        return button

    def _toggle(self, level: str, _: bool) -> None:  # noqa: FBT001 - the signal's own value
        self._dress(level, self.levels[level])
        self.changed.emit()

    @staticmethod
    def _dress(level: str, button: QPushButton) -> None:
        # A level that is left out is pale and struck through, so that colour is not alone in saying so.
        ink = LEVEL_INKS[LEVELS[level]] if button.isChecked() else "ink-3"
        button.setIcon(icon(LEVEL_ICONS[LEVELS[level]], ink))
        button.setIconSize(icon_size())
        font = button.font()
        font.setStrikeOut(not button.isChecked())
        button.setFont(font)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(pixels("gap"))
        head.addWidget(self.switch)
        head.addWidget(self.state_line, 1)
        head.addWidget(self.run)
        filters = QHBoxLayout()
        filters.setSpacing(pixels("step"))
        for button in self.levels.values():
            filters.addWidget(button)
        filters.addSpacing(pixels("step"))
        filters.addWidget(self.state)
        filters.addStretch(1)
        filters.addWidget(self.order)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels("step"))
        column.addLayout(head)
        column.addLayout(filters)

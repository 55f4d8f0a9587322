"""The page 设置: a list of subjects on the left, the choices of one on the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QListWidget, QStackedWidget, QVBoxLayout

from village_desk.definitions.words import say
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import head_label
from village_desk.desk.settings.settings_about import AboutSide, BackupsSide
from village_desk.desk.settings.settings_basis import BasisSide
from village_desk.desk.settings.settings_figures import FiguresSide
from village_desk.desk.settings.settings_own_policy import OwnPolicySide
from village_desk.desk.settings.settings_parameters import ParametersSide
from village_desk.desk.settings.settings_people import PeopleSide, TextSizeSide
from village_desk.desk.settings.settings_policy import PolicySide
from village_desk.desk.settings.settings_prices import PricesSide
from village_desk.desk.settings.settings_side import SettingsSide
from village_desk.desk.wide_page import WidePage

_ENTERING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right)


class SettingsPage(WidePage):
    """Each side is made when it is first shown; every choice is saved as it is made."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._makers: dict[str, Callable[[], SettingsSide]] = {
            "policy": partial(PolicySide, desk),
            "own_policy": partial(OwnPolicySide, desk),
            "figures": partial(FiguresSide, desk),
            "basis": partial(BasisSide, desk),
            "prices": partial(PricesSide, desk),
            "parameters": partial(ParametersSide, desk),
            "people": partial(PeopleSide, desk, self.failed),
            "text_size": partial(TextSizeSide, desk),
            "backups": partial(BackupsSide, desk, self.failed),
            "about": partial(AboutSide, desk),
        }
        self._sides: dict[str, SettingsSide] = {}
        self.list = QListWidget()
        self._stack = QStackedWidget()
        self._build()
        self.own_keys = {"Esc": self.list.setFocus}
        self.list.setCurrentRow(0)

    @property
    def side(self) -> SettingsSide:
        """The side in front."""
        return cast(SettingsSide, self._stack.currentWidget())

    def show_side(self, key: str) -> SettingsSide:
        """Bring a side to the front.

        Raises:
            KeyError: There is no such side.
        """
        if key not in self._sides:
            self._sides[key] = self._makers[key]()
            self._stack.addWidget(self._sides[key])
        self.commit()
        self._stack.setCurrentWidget(self._sides[key])
        self.side.refresh()
        return self.side

    def open_side(self, key: str) -> None:
        """Bring a side to the front with the cursor in it."""
        self.list.setCurrentRow(list(self._makers).index(key))
        self.side.take_focus()

    def turn_to(self) -> None:
        """Come to the front with the cursor in the list, unless something is being chosen."""
        super().turn_to()
        in_hand = QApplication.focusWidget()
        if self.isVisible() and (in_hand is self or in_hand is None or not self.isAncestorOf(in_hand)):
            self.list.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Lay the list out anew: before, its lines had not yet the height of the text size in use."""
        super().showEvent(event)
        self.list.scheduleDelayedItemsLayout()

    def refresh(self) -> None:
        """Show what is chosen now."""
        self.side.refresh()

    def commit(self) -> None:
        """Take the answer under the cursor."""
        if self._stack.count():
            self.side.commit()

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work here."""
        return (
            ("↑ ↓", say("settings.key_sides")),
            (say("keys.enter"), say("settings.key_enter")),
            ("F4", say("keys.open_list")),
            ("Esc", say("settings.key_back")),
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the list goes into the side in front."""
        if event.type() == QEvent.Type.KeyPress and cast(QKeyEvent, event).key() in _ENTERING:
            self.side.take_focus()
            return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew after the text size has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        self.list.setFixedWidth(11 * pixels("text"))

    def _build(self) -> None:
        self.list.addItems([say(f"settings.side_{key}") for key in self._makers])
        self._fit()
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.installEventFilter(self)
        self.list.currentRowChanged.connect(lambda row: self.show_side(list(self._makers)[row]))
        body = QHBoxLayout()
        body.setSpacing(pixels("margin"))
        body.addWidget(self.list)
        body.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(pixels("margin"), pixels("gap"), pixels("margin"), pixels("gap"))
        column.setSpacing(pixels("gap"))
        column.addWidget(head_label(say("rail.settings")))
        column.addLayout(body, 1)

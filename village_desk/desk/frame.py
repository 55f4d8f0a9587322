"""The frame that every page lives in: rail, top bar, page, panel and the bar of keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from village_desk.definitions.words import say
from village_desk.desk.bars import KeyBar, TopBar
from village_desk.desk.fields.side_panel import SidePanel
from village_desk.desk.jobs import Job, Progress, Yield, in_background
from village_desk.desk.look import pixels
from village_desk.desk.rail import Rail

Page: TypeAlias = "QWidget | Callable[[], QWidget]"
"""A page, or what makes it when it is first shown, so that the first window is there at once."""

_ROOM_FOR_PANEL = 40
_ROOM_FOR_WORDS = 40
"""Widths of a character that the page must keep beside panel and rail."""
_ROOM_WITHOUT_PANEL = 46
"""And where it has no panel beside it: such pages are made for more room."""
_TOLD_FOR_MS = 12_000


class DeskFrame(QMainWindow):
    """The window of the desk.

    Signals:
        page_shown: A page (key) has come to the front.
        search_changed: The search text has changed.
        search_entered: Enter in the search field: open the first that was found.
        finding_chosen: A finding of the panel (key of its field) was chosen.
    """

    page_shown = Signal(str)
    search_changed = Signal(str)
    search_entered = Signal(str)
    finding_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("frame.program"))
        self.rail = Rail()
        self.top = TopBar()
        self.panel = SidePanel()
        self.keys = KeyBar()
        self.stack = QStackedWidget()
        self._pages: dict[str, Page] = {}
        self._beside: dict[str, str] = {}
        self._page_in_hand = ""
        self._wants_panel = True
        self._quiet = QTimer(self, singleShot=True, interval=_TOLD_FOR_MS)
        self._build()
        self._connect()
        self._switch_panel(is_open=True)

    @property
    def search(self) -> QLineEdit:
        """The search field."""
        return self.top.search

    @property
    def key_in_hand(self) -> str:
        """The key of the page in front; blank before the first."""
        return self._page_in_hand

    def add_page(self, key: str, icon_name: str, word: str, page: Page) -> None:
        """Add a page with its entry in the rail; a page given as a function is made when first shown."""
        self._pages[key] = page
        self.rail.add(key, icon_name, word)
        if isinstance(page, QWidget):
            self.stack.addWidget(page)

    def add_side_page(self, key: str, beside: str, page: Page) -> None:
        """Add a page without an entry of its own: another page's entry is lit while it is open."""
        self._pages[key] = page
        self._beside[key] = beside

    @property
    def first_page(self) -> str:
        """The key of the page that was added first."""
        return next(iter(self._pages))

    def has_page(self, key: str) -> bool:
        """Whether there is a page of a key."""
        return key in self._pages

    def page(self, key: str) -> QWidget:
        """The page of a key, made now if it was not yet.

        Raises:
            KeyError: There is no such page.
        """
        page = self._pages[key]
        if not isinstance(page, QWidget):
            page = page()
            self._pages[key] = page
            self.stack.addWidget(page)
        return page

    def show_page(self, key: str) -> None:
        """Bring a page to the front.

        Raises:
            KeyError: There is no such page.
        """
        page = self.page(key)
        self.stack.setCurrentWidget(page)
        self.rail.light(self._beside.get(key, key))
        self._page_in_hand = key
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.page_shown.emit(key)

    def set_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """Show the keys that work here now, each with its word."""
        self.keys.set_keys(keys)

    def set_saved(self, text: str) -> None:
        """Say when the last answer reached the disk."""
        self.top.set_saved(text)

    def tell(self, text: str) -> None:
        """Say in the bottom bar what has been done; it goes away by itself."""
        self.keys.line.setText(text)
        self._quiet.start()

    def set_top(self, village: str, period: str, months: str, who: str) -> None:
        """Say which village and period is open and who is typing."""
        self.top.village.setText(village)
        self.top.period.setText(f"· {period}" if period else "")
        self.top.months.setText(f"（{months}）" if months else "")
        self.top.who.setText(say("frame.who", who=who) if who else "")
        self.setWindowTitle(say("frame.title", village=village) if village else say("frame.program"))

    def set_panel_wanted(self, *, is_wanted: bool) -> None:
        """Show the panel beside pages with findings or fields, where there is room; hide it beside others."""
        self._wants_panel = is_wanted
        self._make_room()

    def in_background(
        self,
        work: Callable[[Progress], Yield],
        then: Callable[[Yield], None],
        otherwise: Callable[[Exception], None],
        *,
        title: str = "",
    ) -> Job[Yield]:
        """Run long work with this window's bar; see jobs.in_background."""
        return in_background(work, then, otherwise, title=title, bar=self.keys.jobs)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the page the room it needs: first the panel goes, then the words of the rail."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._make_room()

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew after the text size has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._refit)

    def minimumSizeHint(self) -> QSize:
        """Fit a screen of 1366 by 768 at 200 % scaling."""
        return QSize(640, 340)

    def _build(self) -> None:
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.stack, 1)
        body.addWidget(self.panel)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.top)
        right.addLayout(body, 1)
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(self.rail)
        upper.addLayout(right, 1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(upper, 1)
        column.addWidget(self.keys)
        self.setCentralWidget(whole)
        self.resize(1366, 728)

    def _connect(self) -> None:
        self.rail.chosen.connect(self.show_page)
        self.top.search.textChanged.connect(self.search_changed)
        self.top.search.returnPressed.connect(self._enter_search)
        self.top.panel_switch.clicked.connect(self._turn_panel)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.top.search, self._leave_search)
        leave.setContext(Qt.ShortcutContext.WidgetShortcut)
        self.panel.finding_chosen.connect(self.finding_chosen)
        self._quiet.timeout.connect(self.keys.line.clear)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self._go_to_search)

    def _enter_search(self) -> None:
        self.search_entered.emit(self.top.search.text())

    def _go_to_search(self) -> None:
        self.top.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top.search.selectAll()

    def _leave_search(self) -> None:
        self.top.search.clear()
        if self._page_in_hand:
            self.page(self._page_in_hand).setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn_panel(self) -> None:
        self._wants_panel = self.panel.isHidden()
        self._switch_panel(is_open=self._wants_panel)

    def _switch_panel(self, *, is_open: bool) -> None:
        self.panel.setVisible(is_open)
        self.top.set_panel_sign(is_open=is_open)

    def _make_room(self) -> None:
        page = self.width() - pixels("rail") - pixels("panel")
        self._switch_panel(is_open=self._wants_panel and page >= _ROOM_FOR_PANEL * pixels("text"))
        beside = pixels("rail") + (0 if self.panel.isHidden() else pixels("panel"))
        room = _ROOM_WITHOUT_PANEL if self.panel.isHidden() else _ROOM_FOR_WORDS
        self.rail.set_narrow(is_narrow=self.width() < beside + room * pixels("text"))

    def _refit(self) -> None:
        self.rail.fit()
        self.top.fit()
        self._make_room()

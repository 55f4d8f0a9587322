"""The desk's window: start page first, then one book with its pages; keys that work everywhere."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from village_desk.definitions.words import say, sentence_of
from village_desk.desk.asker import WindowAsker
from village_desk.desk.frame import DeskFrame
from village_desk.desk.jobs import cancel_all
from village_desk.desk.look import TextSize, dress, resize_text
from village_desk.desk.page import Desk, DeskPage
from village_desk.entry.asking import Asker, question
from village_desk.entry.news import Event, HouseholdSaved, SettingsChosen
from village_desk.entry.sitting import Sitting
from village_desk.rules.refusals import Refusal

_CLOSING_WAITS_MS = 10_000


def show(book: Path | None) -> int:
    """Open the window and return when it is closed."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    dress(application)  # type: ignore[arg-type]  # the instance is the application itself
    from village_desk.desk.start_window import StartWindow

    start = StartWindow(WindowAsker(), open_desk)
    start.show()
    if book is not None:
        QTimer.singleShot(0, lambda: start.open_book(book))
    return application.exec()


def open_desk(sitting: Sitting, asker: Asker, when_closed: Callable[[], None] | None = None) -> DeskWindow:
    """Show the desk of an open book."""
    window = DeskWindow(sitting, asker, when_closed)
    window.show()
    window.show_page("households")
    return window


class DeskWindow(DeskFrame):
    """One open book at work."""

    def __init__(self, sitting: Sitting, asker: Asker, when_closed: Callable[[], None] | None = None) -> None:
        super().__init__()
        self.sitting = sitting
        self.asker = asker
        self._when_closed = when_closed or (lambda: None)
        self.desk = Desk(sitting, asker, self, self.open_household)
        self._add_pages()
        self._add_shortcuts()
        self.page_shown.connect(self._turn_to)
        self.search_changed.connect(self._find)
        self.search_entered.connect(lambda _: self._page_in_front().open_found())
        self._stop_listening = sitting.news.listen(self._hear)
        self._show_top()

    def open_household(self, household_id: str, tab: str = "", key: str = "") -> None:
        """Go to a household, a tab of its page and a field."""
        self._commit()
        self.show_page("households")
        page = self.page("households")
        page.open(household_id, tab, key)  # type: ignore[attr-defined]  # the households page

    def closeEvent(self, event: QCloseEvent) -> None:
        """Take the last answer, back the book up and let it go."""
        self._commit()
        cancel_all(_CLOSING_WAITS_MS)
        self._stop_listening()
        for page in self._made_pages():
            page.leave()
        self._close_book()
        super().closeEvent(event)
        self._when_closed()

    def _add_pages(self) -> None:
        from village_desk.desk.pages import PAGES

        for key, icon_name, make in PAGES:
            self.add_page(key, icon_name, say(f"rail.{key}"), lambda make=make: self._made(make))

    def _made(self, make: Callable[[Desk], DeskPage]) -> DeskPage:
        page = make(self.desk)
        page.keys_changed.connect(self._show_keys)
        return page

    def _add_shortcuts(self) -> None:
        from village_desk.desk.pages import PAGE_KEYS

        deeds: dict[str, Callable[[], object]] = {
            "Ctrl+Z": self.undo,
            "Ctrl+Y": self.redo,
            "Ctrl+S": self._say_saved,
            **{sequence: lambda key=key: self._go(key) for sequence, key in PAGE_KEYS.items()},
        }
        for sequence, deed in deeds.items():
            QShortcut(QKeySequence(sequence), self, deed)

    def undo(self) -> None:
        """Take back the newest deed."""
        self._take_back(self.sitting.undo, "desk.undone", "desk.nothing_to_undo")

    def redo(self) -> None:
        """Do again what was undone last."""
        self._take_back(self.sitting.redo, "desk.redone", "desk.nothing_to_redo")

    def _take_back(self, deed: Callable[[], object], done: str, nothing: str) -> None:
        self._commit()
        try:
            past = deed()
        except Refusal as refusal:
            self.refused(refusal)
            return
        kind = getattr(past, "kind", "")
        self.tell(say(done, deed=say(f"deeds.{kind}")) if past is not None else say(nothing))

    def refused(self, refusal: Refusal) -> None:
        """Say in a box why something was not done."""
        self.asker.tell(question("desk.refused", sentence=sentence_of(refusal)))

    def _page_in_front(self) -> DeskPage:
        page = self.page(self.key_in_hand)
        if not isinstance(page, DeskPage):
            raise TypeError(self.key_in_hand)
        return page

    def _made_pages(self) -> list[DeskPage]:
        widgets = (self.stack.widget(number) for number in range(self.stack.count()))
        return [widget for widget in widgets if isinstance(widget, DeskPage)]

    def _go(self, key: str) -> None:
        self._commit()
        self.show_page(key)

    def _turn_to(self, _: str) -> None:
        self._page_in_front().turn_to()
        self._show_keys()

    def _show_keys(self) -> None:
        if self.key_in_hand:
            self.set_keys(self._page_in_front().bottom_keys())

    def _find(self, text: str) -> None:
        if text and self.key_in_hand != "households":
            self.show_page("households")
        self._page_in_front().find(text)

    def _commit(self) -> None:
        QGuiApplication.inputMethod().commit()  # text still being composed would be lost
        if self.key_in_hand:
            self._page_in_front().commit()

    def _hear(self, event: Event) -> None:
        if isinstance(event, HouseholdSaved):
            self._say_saved()
        if isinstance(event, SettingsChosen):
            application = QApplication.instance()
            if isinstance(application, QApplication):
                resize_text(application, TextSize(self.sitting.settings.text_size))
        self._show_top()

    def _say_saved(self) -> None:
        self.set_saved(say("frame.saved", time=f"{datetime.now():%H:%M}"))  # noqa: DTZ005 - the clock on the wall

    def _show_top(self) -> None:
        quarter = self.sitting.quarter
        self.set_top(self.sitting.book.village.name, quarter.text(), quarter.window.text(), self.sitting.who)

    def _close_book(self) -> None:
        from village_desk.entry.opening import stand_up

        try:
            stand_up(self.sitting)
        except Refusal as refusal:
            self.refused(refusal)

"""The desk's window: start page first, then one book with its pages; keys that work everywhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import strftime
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from village_desk.definitions.words import say, sentence_of
from village_desk.desk.fields.editor import Editor
from village_desk.desk.frame import DeskFrame
from village_desk.desk.idle_lock import IdleLock, LockedAt
from village_desk.desk.jobs import cancel_all, is_any_under_way
from village_desk.desk.look import TextSize, resize_text, text_size
from village_desk.desk.page import PLAN, Desk, DeskPage
from village_desk.entry.asking import Asker, question
from village_desk.entry.news import Event, HouseholdSaved, PeriodChosen, SettingsChosen, WrittenElsewhere
from village_desk.rules.refusals import Refusal

if TYPE_CHECKING:
    # Only named here: the store behind it is loaded when a book is opened, after the first window.
    from village_desk.desk.quiet_moments import QuietMoments
    from village_desk.entry.sitting import Sitting

_CLOSING_WAITS_MS = 10_000
_LOCK_AGAIN_MS = 200
_TYPED_INTO = (QLineEdit, QPlainTextEdit)


def open_desk(
    sitting: Sitting, asker: Asker, when_closed: Callable[[], None] | None = None, *, page: str = ""
) -> DeskWindow:
    """Show the desk of an open book with one of its pages in front, the first unless another is wanted."""
    _in_its_size(sitting)
    window = DeskWindow(sitting, asker, when_closed)
    window.show()
    window.show_page(page or window.first_page)
    return window


def _in_its_size(sitting: Sitting) -> None:
    """Text of the size that the book's people have chosen."""
    application = QApplication.instance()
    size = TextSize(sitting.settings.text_size)
    if isinstance(application, QApplication) and size is not text_size():
        resize_text(application, size)


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
        self.search.setVisible(self.has_page("households"))
        self.page_shown.connect(self._turn_to)
        self.search_changed.connect(self._find)
        self.search_entered.connect(lambda _: self._page_in_front().open_found())
        self.finding_chosen.connect(lambda key: self._page_in_front().go_to_field(key))
        self._line: QWidget | None = None
        QApplication.instance().focusChanged.connect(self._watch_line)  # type: ignore[union-attr]  # it is there
        self._stop_listening = sitting.news.listen(self._hear)
        self.locked_at: LockedAt | None = None
        """Set where the window has closed because nobody was there."""
        self.idle_lock: IdleLock | None = None
        if sitting.book.village.kind != "practice":
            self._lock_when_idle()
        self.quiet_moments: QuietMoments | None = None
        """Set where several clerks have the book open."""
        if sitting.book.is_shared:
            self._watch_others()
        self._show_top()
        self.set_saved("")

    def open_household(self, household_id: str, tab: str = "", key: str = "") -> None:
        """Go to a household, a tab of its page and a field; PLAN leads to the page of the plans."""
        self._commit()
        if tab == PLAN:
            self.show_page("plans")
            self.page("plans").open(household_id)  # type: ignore[attr-defined]  # the plans' page
            return
        self.show_page("households")
        page = self.page("households")
        page.open(household_id, tab, key)  # type: ignore[attr-defined]  # the households page

    def lock(self) -> None:
        """Close the book with its key and all that shows it; the passphrase leads back to this place."""
        modal = QApplication.activeModalWidget()
        if modal is not None:
            modal.close()
        if modal is not None or is_any_under_way():
            QTimer.singleShot(_LOCK_AGAIN_MS, self, self.lock)
            return
        in_hand = self.sitting.household_in_hand
        self.locked_at = LockedAt(self.sitting.who, self.key_in_hand, in_hand)
        QGuiApplication.clipboard().clear()
        self.close()

    def go_back_to(self, place: LockedAt) -> None:
        """Go on where the desk was locked."""
        self.show_page(place.page)
        if place.page == "households" and place.household_id:
            self.open_household(place.household_id)

    def _lock_when_idle(self) -> None:
        self.idle_lock = IdleLock(self, self.sitting.settings.lock_minutes)
        self.idle_lock.idle.connect(self.lock)
        QShortcut(QKeySequence("Ctrl+Shift+L"), self, self.lock)

    def _watch_others(self) -> None:
        from village_desk.desk.quiet_moments import QuietMoments

        self.quiet_moments = QuietMoments(self, self.sitting, self._say_news)
        QShortcut(QKeySequence("F5"), self, self._read_news)

    def _say_news(self) -> None:
        """Say that another clerk has written: what is shown stays as it is until somebody wants it anew."""
        self.top.set_news(say("desk.written_elsewhere"))

    def _read_news(self) -> None:
        self._commit()
        self._turn_to("")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Take the last answer, back the book up and let it go."""
        if self.idle_lock is not None:
            self.idle_lock.stop()
        self._commit()
        if self.quiet_moments is not None:
            self.quiet_moments.stop()
        cancel_all(_CLOSING_WAITS_MS)
        self._stop_listening()
        for page in self._made_pages():
            page.leave()
        self._close_book()
        super().closeEvent(event)
        self._when_closed()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Ctrl+Z undo deeds where nothing is being typed: a line would keep the key for itself."""
        if event.type() == QEvent.Type.ShortcutOverride and self._means_deeds(
            watched, cast(QKeyEvent, event)
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _means_deeds(self, watched: QObject, event: QKeyEvent) -> bool:
        keys = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
        if not any(event.matches(key) for key in keys):
            return False
        editor = _editor_of(watched)
        return editor is not None and not editor.is_changed

    def _watch_line(self, _: QWidget | None, now: QWidget | None) -> None:
        if self._line is not None:
            self._line.removeEventFilter(self)
            self._line = None
        # Only in an editor's line does Ctrl+Z have two meanings; elsewhere each key would come here in vain.
        if isinstance(now, _TYPED_INTO) and self.isAncestorOf(now) and _editor_of(now) is not None:
            self._line = now
            now.installEventFilter(self)
        if now is not None and self.isAncestorOf(now):
            self._show_keys()

    def _add_pages(self) -> None:
        from village_desk.desk.pages import pages, side_pages

        kind = self.sitting.book.village.kind
        for key, icon_name, make in pages(kind):
            self.add_page(key, icon_name, say(f"rail.{key}"), partial(self._made, make))
        for key, beside, make in side_pages(kind):
            self.add_side_page(key, beside, partial(self._made, make))

    def _made(self, make: Callable[[Desk], DeskPage]) -> DeskPage:
        page = make(self.desk)
        page.keys_changed.connect(self._show_keys)
        return page

    def _add_shortcuts(self) -> None:
        from village_desk.desk.pages import page_keys

        keys = page_keys(self.sitting.book.village.kind)
        deeds: dict[str, Callable[[], object]] = {
            "Ctrl+Z": self.undo,
            "Ctrl+Y": self.redo,
            "Ctrl+S": self._save,
            "F1": lambda: self._page_in_front().explain(),
            **{sequence: partial(self._go, key) for sequence, key in keys.items()},
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
            past = self.desk.correct(refusal, deed)
            if past is None:
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
        self.top.set_news("")

    def _show_keys(self) -> None:
        if self.key_in_hand:
            self.set_keys(self._page_in_front().bottom_keys())

    def _find(self, text: str) -> None:
        if text and not self._page_in_front().finds and self.has_page("households"):
            self._go("households")
        self._page_in_front().find(text)

    def _commit(self) -> None:
        QGuiApplication.inputMethod().commit()  # text still being composed would be lost
        if self.key_in_hand:
            self._page_in_front().commit()

    def _hear(self, event: Event) -> None:
        if not isinstance(event, PeriodChosen | WrittenElsewhere):
            self.top.set_news("")
            self._say_saved()
        if isinstance(event, SettingsChosen):
            _in_its_size(self.sitting)
            if self.idle_lock is not None:
                self.idle_lock.wait(self.sitting.settings.lock_minutes)
        if not isinstance(event, HouseholdSaved):
            self._show_top()

    def _save(self) -> None:
        """Ctrl+S: take the answer under the cursor; whatever was taken is on disk already."""
        self._commit()
        self._say_saved()

    def _say_saved(self) -> None:
        self.set_saved(say("frame.saved", time=strftime("%H:%M")))

    def _show_top(self) -> None:
        quarter = self.sitting.quarter
        book = self.sitting.book
        name = say("parts.title", village=book.village.name) if book.lending.is_part else book.village.name
        self.set_top(name, quarter.text(), quarter.window.text(), self.sitting.who)

    def _close_book(self) -> None:
        from village_desk.entry.books.opening import stand_up

        try:
            stand_up(self.sitting)
        except Refusal as refusal:
            self.refused(refusal)


def _editor_of(line: QObject) -> Editor | None:
    """The field editor that a line is part of."""
    above = line.parent()
    while above is not None and not isinstance(above, Editor):
        above = above.parent()
    return above

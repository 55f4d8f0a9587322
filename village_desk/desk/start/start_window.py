"""The start page: open, make, practise or restore a book, before any book is open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from village_desk.definitions.words import say, sentence_of
from village_desk.desk.look import pixels
from village_desk.desk.parts.cards import Card, caption_label, head_label, primary_button
from village_desk.desk.start.start_parts import BOOK_KIND, WIDEST_FORM, BookList, centred, plain_button
from village_desk.entry.asking import Asker, FileKind, question
from village_desk.places.folders import find_folders
from village_desk.rules.refusals import Refusal
from village_desk.store.server.address import BookAddress, may_be_there

if TYPE_CHECKING:
    from village_desk.desk.idle_lock import LockedAt
    from village_desk.desk.jobs import Progress, Yield
    from village_desk.desk.start.start_cards import NewBookForm, RestoreList
    from village_desk.desk.window import DeskWindow
    from village_desk.entry.sitting import Sitting

OpenDesk = Callable[..., "DeskWindow"]


_RESTORABLE = frozenset({"book-damaged", "keyslots-damaged", "keyslots-missing", "not-a-book"})


class StartWindow(QMainWindow):
    """One window for all that happens before a book is open; it hides while one is."""

    def __init__(self, asker: Asker, open_desk: OpenDesk) -> None:
        super().__init__()
        from village_desk.entry.books.recent import RecentBooks

        self.asker = asker
        self.recent = RecentBooks(find_folders().home)
        self._open_desk = open_desk
        self._desk: DeskWindow | None = None
        self._failures = 0
        self._locked_at: LockedAt | None = None
        self.setWindowTitle(say("frame.program"))
        self.resize(1120, 700)
        self.stack = QStackedWidget()
        self.setCentralWidget(self.stack)
        self._build()
        self.show_choices()

    def show_choices(self) -> None:
        """Show recent books and the other ways in."""
        self._locked_at = None
        paths = self.recent.paths()
        self.books.show_paths(paths)
        self.stack.setCurrentWidget(self.choices)
        if paths:
            self.books.take_focus()
        else:
            self.first_way.setFocus()

    def open_book(self, path: BookAddress) -> None:
        """Ask for the passphrase of a book, or open a practice book at once."""
        from village_desk.entry.books.opening import needs_no_passphrase

        self._path = path
        if not may_be_there(path):
            self._refused(Refusal("no-such-book", name=path.name))
            return
        if needs_no_passphrase(path):
            self._sit_down("")
            return
        self.stack.setCurrentWidget(self.unlock)
        about = "unlock_about" if self._locked_at is None else "locked_about"
        self.unlock_words.setText(say(f"start.{about}"))
        self.unlock_title.setText(say("start.unlock_title", name=path.stem))
        self.problem.setText("")
        self.passphrase.clear()
        self.passphrase.setFocus()

    def make_book(self, form: NewBookForm) -> None:
        """Make the book that the form describes."""
        path = self.asker.choose_file_to_save(question("start.where"), f"{form.name()}.book", [self._kind()])
        if path is None:
            return
        from village_desk.entry.books.opening import make_book

        village, phrase, who = form.village(), form.phrase(), form.who()
        in_background(
            lambda _: make_book(path, village, phrase, who, date.today()),  # noqa: DTZ011 - the village's day
            lambda made: self._made(made, path),
            self._failed,
        )

    def open_part(self) -> None:
        """Make the second desk's book of a working package and the code that came beside it."""
        from village_desk.desk.start.start_part import ask_book, ask_package, make_part_book
        from village_desk.exchange.packages.opening_part import WorkingPackage, read_part

        today = date.today()  # noqa: DTZ011 - the village's day
        if (given := ask_package(self.asker)) is None:
            return
        file, code = given

        def opened(package: WorkingPackage) -> None:
            if (asked := ask_book(self.asker, package, file.stem)) is not None:
                path, phrase = asked
                self._busy(say("start.opening"))
                in_background(
                    lambda _: make_part_book(path, package, phrase, today),
                    lambda made: self._made(made, path),
                    self._failed,
                )

        in_background(lambda _: read_part(file, code, today), opened, self._failed)

    def make_practice(self) -> None:
        """Make the practice village in a folder of the person's choice, or open the one that is there."""
        from village_desk.practice.village import BOOK_NAME, make_practice_village

        folder = find_folders().books / say("start.practice_folder")
        if (folder / BOOK_NAME).is_file():
            self.open_book(folder / BOOK_NAME)
            return
        self._busy(say("start.practice_making"))
        in_background(lambda _: make_practice_village(folder, 300, 7).book, self.open_book, self._failed)

    def show_restore(self, book: Path | None = None, why: str = "") -> None:
        """Show the backups of a book and what each holds; reached also when a book is damaged."""
        if book is None:
            book = self.asker.choose_file_to_open(question("start.restore_which"), [self._kind()])
        if book is None:
            return
        self.restore.show_book(book, why)
        self.stack.setCurrentWidget(self.restore)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close the program unless a desk is open."""
        super().closeEvent(event)

    def _build(self) -> None:
        self.books = BookList()
        self.books.opened.connect(self.open_book)
        self.choices = self._choices_page()
        self.waiting = QLabel("")
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for page in (self.choices, self.waiting):
            self.stack.addWidget(page)

    # The pages that the first window does not show are made when they are wanted.

    @cached_property
    def new_form(self) -> NewBookForm:
        """The form of a new book."""
        from village_desk.desk.start.start_cards import NewBookForm

        form = NewBookForm()
        form.made.connect(lambda: self.make_book(form))
        form.turned_back.connect(self.show_choices)
        self.stack.addWidget(form)
        return form

    @cached_property
    def restore(self) -> RestoreList:
        """The list of backups."""
        from village_desk.desk.start.start_cards import RestoreList

        backups = RestoreList(self.asker)
        backups.restored.connect(self.open_book)
        backups.turned_back.connect(self.show_choices)
        self.stack.addWidget(backups)
        return backups

    @cached_property
    def unlock(self) -> QWidget:
        """The page that asks for the passphrase."""
        page = self._unlock_page()
        self.stack.addWidget(page)
        return page

    def _choices_page(self) -> QWidget:
        page, column = _column()
        column.addWidget(head_label(say("frame.program")))
        column.addWidget(caption_label(say("start.about")))
        row = QHBoxLayout()
        row.setSpacing(pixels("gap"))
        recent = Card(say("start.recent"))
        recent.body.addWidget(self.books)
        row.addWidget(recent, 3)
        ways = Card(say("start.ways"))
        buttons = [plain_button(say(f"start.{key}"), deed) for key, deed in self._ways()]
        for button, (key, _) in zip(buttons, self._ways(), strict=True):
            ways.body.addWidget(button)
            ways.body.addWidget(caption_label(say(f"start.{key}_about")))
        self.first_way = buttons[0]
        ways.body.addStretch(1)
        row.addWidget(ways, 2)
        column.addLayout(row, 1)
        return page

    def _ways(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (
            ("new", self._show_new_form),
            ("open", self._choose_book),
            ("part", self.open_part),
            ("practice", self.make_practice),
            ("restore", self.show_restore),
        )

    def _show_new_form(self) -> None:
        self.stack.setCurrentWidget(self.new_form)
        self.new_form.take_focus()

    def _unlock_page(self) -> QWidget:
        page, column = _column()
        column.addStretch(1)
        card = Card("")
        self.unlock_title = card.title
        self.passphrase = QLineEdit()
        self.passphrase.setObjectName("passphrase")
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setPlaceholderText(say("start.passphrase"))
        self.passphrase.returnPressed.connect(lambda: self._sit_down(self.passphrase.text()))
        self.problem = caption_label("")
        self.problem.setProperty("role", "must")
        buttons = QHBoxLayout()
        enter = primary_button(say("start.enter"))
        enter.clicked.connect(lambda: self._sit_down(self.passphrase.text()))
        buttons.addWidget(enter)
        buttons.addWidget(plain_button(say("start.with_code"), self._sit_down_with_code))
        buttons.addStretch(1)
        buttons.addWidget(plain_button(say("start.back"), self.show_choices))
        self.unlock_words = caption_label("")
        for widget in (self.unlock_words, self.passphrase, self.problem):
            card.body.addWidget(widget)
        card.body.addLayout(buttons)
        card.setMaximumWidth(WIDEST_FORM * pixels("text"))
        column.addLayout(centred(card))
        column.addStretch(2)
        return page

    def _sit_down(self, phrase: str) -> None:
        from village_desk.entry.books.opening import sit_down

        path, who = self._path, say("start.somebody")
        self._busy(say("start.opening"))
        in_background(
            lambda _: sit_down(path, phrase, who, date.today()),  # noqa: DTZ011 - the village's day
            lambda sitting: self._open(sitting, path),
            self._not_opened,
        )

    def _sit_down_with_code(self) -> None:
        from village_desk.entry.books.opening import sit_down_with_code

        code = self.asker.ask_text(question("start.code"))
        if code is None:
            return
        path, who = self._path, say("start.somebody")
        in_background(
            lambda _: sit_down_with_code(path, code, who, date.today()),  # noqa: DTZ011 - the village's day
            lambda sitting: self._open(sitting, path),
            self._not_opened,
        )

    def _open(self, sitting: Sitting, path: BookAddress) -> None:
        from village_desk.desk.fields.who_asked import ask_who

        self._failures = 0
        self.recent.note(path)
        place, self._locked_at = self._locked_at, None
        if place is not None:
            sitting.who = place.who
        ask_who(sitting, self.asker)
        self._desk = self._open_desk(sitting, self.asker, lambda: self._closed(path))
        self.hide()
        if place is not None:
            self._desk.go_back_to(place)

    def _made(self, made: tuple[Sitting, str], path: Path) -> None:
        sitting, code = made
        self.asker.tell(question("start.code_once", code=code))
        self._open(sitting, path)

    def _closed(self, path: BookAddress) -> None:
        place = self._desk.locked_at if self._desk is not None else None
        self._desk = None
        self.show_choices()
        self.show()
        if place is not None:
            self._locked_at = place
            self.open_book(path)
        else:
            self._ask_after_restore(path)

    def _ask_after_restore(self, path: BookAddress) -> None:
        """A restored book has been looked at: if it is the right one, old backups need not all be kept."""
        from village_desk.entry.books.restoring import confirm, is_unconfirmed

        if (
            isinstance(path, Path)
            and is_unconfirmed(path)
            and self.asker.confirm(question("start.restore_right", name=path.stem))
        ):
            confirm(path)

    def _not_opened(self, error: Exception) -> None:
        if not isinstance(error, Refusal):
            raise error
        if error.code in ("wrong-passphrase", "recovery-code-mistyped", "wrong-recovery-code"):
            self._wrong(error)
        elif isinstance(self._path, Path) and error.code in _RESTORABLE:
            self.show_restore(self._path, sentence_of(error))
        else:
            self._refused(error)

    def _wrong(self, refusal: Refusal) -> None:
        from village_desk.entry.books.opening import seconds_to_wait

        self._failures += 1
        self.stack.setCurrentWidget(self.unlock)
        self.problem.setText(sentence_of(refusal))
        wait = seconds_to_wait(self._failures)
        self.passphrase.setEnabled(wait == 0)
        if wait:
            from PySide6.QtCore import QTimer

            QTimer.singleShot(wait * 1000, self, lambda: self.passphrase.setEnabled(True))
        self.passphrase.selectAll()
        self.passphrase.setFocus()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, Refusal):
            raise error
        self._refused(error)

    def _refused(self, refusal: Refusal) -> None:
        self.show_choices()
        self.asker.tell(question("desk.refused", sentence=sentence_of(refusal)))

    def _busy(self, text: str) -> None:
        self.waiting.setText(text)
        self.stack.setCurrentWidget(self.waiting)

    def _choose_book(self) -> None:
        path = self.asker.choose_file_to_open(question("start.which"), [self._kind()])
        if path is not None:
            self.open_book(path)

    @staticmethod
    def _kind() -> FileKind:
        return FileKind(say("start.book_kind"), BOOK_KIND)


def in_background(
    work: Callable[[Progress], Yield], then: Callable[[Yield], None], otherwise: Callable[[Exception], None]
) -> None:
    """Run work beside the window; what runs it is loaded with the first work, after the first paint."""
    from village_desk.desk import jobs

    jobs.in_background(work, then, otherwise)


def _column() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    page.setProperty("role", "page")
    column = QVBoxLayout(page)
    margin = 2 * pixels("margin")
    # Above and below as little as a low screen has room for.
    column.setContentsMargins(margin, pixels("margin"), margin, pixels("margin"))
    column.setSpacing(pixels("gap"))
    return page, column

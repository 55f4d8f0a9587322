"""A small book with invented people for the pages of the desk."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from village_desk.desk import jobs
from village_desk.desk.window import DeskWindow
from village_desk.entry.asking import WrittenAsker
from village_desk.entry.operations import add_line, set_household, set_person
from village_desk.entry.sitting import Sitting
from village_desk.rules.identity import check_digit
from village_desk.store.book import Village, create_book
from village_desk.store.keys.keyslots import PRACTICE
from village_desk.store.keys.practice_key import PRACTICE_PASSPHRASE

TODAY = date(2025, 7, 10)


def identity(body: str) -> str:
    """A whole identity number from its first seventeen digits."""
    return body + check_digit(body)


def make_sitting(folder: Path) -> Sitting:
    """Two households: one in order, one whose member's sex contradicts the identity number."""
    village = Village("990101001001", "青石坪村", "shidian_2025", "practice")
    book, _ = create_book(folder / "青石坪.book", village, PRACTICE_PASSPHRASE, cost=PRACTICE)
    sitting = Sitting(book, "王建国", TODAY)
    for number, name, sex in (("9901010001", "赵一", "男"), ("9901010002", "钱二", "女")):
        set_household(sitting, number, {"group": "一组", "household_class": "脱贫户", "phone": "13800000001"})
        body = f"9901011980010100{number[-1]}"[:16] + "1"
        texts = {"name": name, "relation": "户主", "sex": sex, "identity_number": identity(body)}
        set_person(sitting, number, None, texts)
        add_line(sitting, number, "#1", {"item": "省外务工工资", "month": "202505", "amount": "3000"})
    return sitting


def make_desk(folder: Path) -> tuple[DeskWindow, WrittenAsker]:
    """The desk at such a book, and the one whose answers are written down."""
    asker = WrittenAsker()
    window = DeskWindow(make_sitting(folder), asker)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    settle()
    return window, asker


def settle() -> None:
    """Let everything that waits happen."""
    for _ in range(6):
        QApplication.processEvents()


def finish() -> None:
    """Let all long work end and its outcome arrive."""
    settle()
    while jobs.is_any_under_way():
        QThreadPool.globalInstance().waitForDone(20)
        settle()
    settle()


class Side(Struct):
    """One computer's window and the one whose answers are written down, where several are open."""

    window: DeskWindow
    asker: WrittenAsker

    def press(self, key: Qt.Key, *answers: object) -> None:
        """Press a key where the cursor is, with the answers to what is asked then."""
        self.asker.answers.extend(answers)  # type: ignore[arg-type]
        QTest.keyClick(self.hand, key)
        finish()

    @property
    def hand(self) -> QWidget:
        """What has the cursor in this window."""
        self.window.activateWindow()
        QApplication.processEvents()
        return self.window.focusWidget() or self.window

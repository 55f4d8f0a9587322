"""Passphrase and recovery code on a card: another one in place of what somebody may have seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QHBoxLayout, QPushButton

from village_desk.definitions.words import say
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import Card, caption_label
from village_desk.entry.asking import grave_question, question
from village_desk.store.new_keys import give_passphrase, give_recovery_code

T = TypeVar("T")


class KeysCard(Card):
    """What opens the book may be replaced by whoever shows that it opens for them now."""

    def __init__(self, desk: Desk, failed: Callable[[Exception], None]) -> None:
        super().__init__(say("settings.keys"))
        self._desk = desk
        self._failed = failed
        self.passphrase = QPushButton(say("settings.passphrase"))
        self.recovery_code = QPushButton(say("settings.recovery_code"))
        row = QHBoxLayout()
        row.setSpacing(pixels("step"))
        for button, deed in (
            (self.passphrase, self.change_passphrase),
            (self.recovery_code, self.change_recovery_code),
        ):
            button.setAutoDefault(True)
            button.clicked.connect(deed)
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(caption_label(say("settings.keys_about")))

    def change_passphrase(self) -> None:
        """Let another passphrase open the book."""
        shown = self._secret("settings.passphrase_now")
        new = None if shown is None else self._secret("settings.passphrase_new")
        again = None if new is None else self._secret("settings.passphrase_again")
        if shown is None or new is None or again is None:
            return
        asker, book = self._desk.asker, self._desk.sitting.book
        if new != again:
            asker.tell(question("settings.passphrases_differ"))
            return
        self._work(
            lambda: give_passphrase(book, shown, new),
            lambda _: asker.tell(question("settings.passphrase_done")),
        )

    def change_recovery_code(self) -> None:
        """Make another recovery code and show it once."""
        shown = self._secret("settings.passphrase_now")
        asker, book = self._desk.asker, self._desk.sitting.book
        if shown is None or not asker.confirm(grave_question("settings.recovery_code_sure")):
            return
        self._work(
            lambda: give_recovery_code(book, shown),
            lambda code: asker.tell(question("start.code_once", code=code)),
        )

    def _secret(self, key: str) -> str | None:
        return self._desk.asker.ask_text(question(key), is_secret=True)

    def _work(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Beside the window: a guess is made to cost a second."""
        title = say("settings.keys_changing")
        self._desk.frame.in_background(lambda _: work(), done, self._failed, title=title)

"""Backups on a card: make one now, here or on a stick, and see that the earlier ones can be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QPushButton

from village_desk.definitions.words import say
from village_desk.desk.jobs import Progress
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import Card, caption_label
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.entry.asking import question
from village_desk.entry.books.backups import BackupDone, back_up_to, is_sound, own_backups
from village_desk.entry.books.restoring import BackupRow

_WIDTHS = (("made_at", 10), ("why", 6), ("households", 4), ("persons", 4), ("checked", 10))
_FIGURES = frozenset({"households", "persons"})


class BackupCard(Card):
    """The book's own backups, newest first, each read through beside the window."""

    def __init__(self, desk: Desk, failed: Callable[[Exception], None]) -> None:
        super().__init__(say("exchange.backups"))
        self._desk = desk
        self._failed = failed
        self._sound: dict[Path, bool] = {}
        columns = [
            Column(key, say(f"exchange.backup_{key}"), is_figure=key in _FIGURES, width=width)
            for key, width in _WIDTHS
        ]
        self.model: ListModel[BackupRow] = ListModel(columns, self._text)
        self.list = ListView(self.model)
        self.here = QPushButton(say("exchange.backup_here"))
        self.stick = QPushButton(say("exchange.backup_stick"))
        self._build()

    def refresh(self) -> None:
        """Show the backups there are now and read through those not yet read."""
        rows = own_backups(self._desk.sitting)
        self.model.set_rows(rows)
        unread = [row.path for row in rows if row.path not in self._sound]
        if unread:
            self._desk.frame.in_background(
                lambda progress: _sound_ones(unread, progress),
                self._take_sound,
                self._failed,
                title=say("exchange.backup_checking"),
            )

    def back_up_here(self) -> None:
        """Make a backup in the book's own folder."""
        self._back_up(None)

    def back_up_to_folder(self) -> None:
        """Make a backup in another folder, such as on a stick."""
        folder = self._desk.asker.choose_folder(question("exchange.backup_where"))
        if folder is not None:
            self._back_up(folder)

    def _back_up(self, folder: Path | None) -> None:
        sitting = self._desk.sitting

        def work(progress: Progress) -> BackupDone:
            progress.check()
            return back_up_to(sitting, folder)

        title = say("exchange.backup_making")
        self._desk.frame.in_background(work, self._made, self._failed, title=title)

    def _made(self, done: BackupDone) -> None:
        self._sound[done.path] = True
        words = say("exchange.backup_made", name=done.path.name)
        self._desk.frame.tell(words)
        self.refresh()

    def _take_sound(self, sound: dict[Path, bool]) -> None:
        self._sound |= sound
        self.model.set_rows(self.model.rows)

    def _text(self, row: BackupRow, key: str) -> str:
        if key == "checked":
            known = self._sound.get(row.path)
            return (
                "" if known is None else say("exchange.backup_sound" if known else "exchange.backup_broken")
            )
        return str(getattr(row, key))

    def _build(self) -> None:
        is_shared = self._desk.sitting.book.is_shared
        about = "backup_on_a_server" if is_shared else "backup_about"
        self.body.addWidget(caption_label(say(f"exchange.{about}")))
        buttons = QHBoxLayout()
        buttons.setSpacing(pixels("step"))
        for button, deed in ((self.here, self.back_up_here), (self.stick, self.back_up_to_folder)):
            button.setAutoDefault(True)
            button.clicked.connect(deed)
            buttons.addWidget(button)
            if is_shared:  # a button that is shown before it stands on the card would be a window of its own
                button.hide()
        buttons.addStretch(1)
        self.body.addLayout(buttons)
        self.list.top.horizontalHeader().setStretchLastSection(True)
        self.list.setMinimumHeight(5 * pixels("row"))
        self.body.addWidget(self.list, 1)


def _sound_ones(paths: list[Path], progress: Progress) -> dict[Path, bool]:
    progress.expect(len(paths))
    sound: dict[Path, bool] = {}
    for path in paths:
        sound[path] = is_sound(path)
        progress.step()
    return sound

"""备份 and 关于: backups, the program's version and licences, and what is stored where."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from village_desk import __version__
from village_desk.definitions.words import say
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import Card
from village_desk.desk.settings.backup_card import BackupCard
from village_desk.desk.settings.settings_side import SettingsSide

_LICENCES = ("program", "window", "store", "server", "paper", "fonts", "icons")
_PLACES = ("book", "keys", "backups", "network")
_SERVER_PLACES = ("server", "server_keys", "server_backups", "server_network")


class BackupsSide(SettingsSide):
    """The same card of backups as on the page of exchange."""

    def __init__(self, desk: Desk, failed: Callable[[Exception], None]) -> None:
        super().__init__(desk, is_wide=True)
        self.card = BackupCard(desk, failed)
        self.column.addWidget(self.card, 1)

    def refresh(self) -> None:
        """Look for the backups there are now."""
        self.card.refresh()

    def take_focus(self) -> None:
        """Put the cursor on the first button."""
        self.card.here.setFocus()


class AboutSide(SettingsSide):
    """What this program is, what it is made of, and where it keeps what."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        book = desk.sitting.book
        program = self.add_card(say("frame.program"))
        _add_line(program, say("settings.version", version=__version__))
        _add_line(program, say("start.about"))
        places = self.add_card(say("settings.places"))
        where = book.address
        values = {"folder": where.parent, "name": where.name, "backups": f"{where.stem}-备份"}
        for key in _SERVER_PLACES if book.is_shared else _PLACES:
            _add_line(places, say(f"settings.place_{key}", **values))
        licences = self.add_card(say("settings.licences"))
        for key in _LICENCES:
            _add_line(licences, say(f"settings.licence_{key}"))
        self.column.addStretch(1)

    def take_focus(self) -> None:
        """Let the cursor stay in the list: there is nothing to type here."""


def _add_line(card: Card, text: str) -> None:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    card.body.addWidget(label)

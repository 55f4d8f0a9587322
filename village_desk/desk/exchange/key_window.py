"""The paper of the book's public keys on screen: square code, fingerprint and digits to be typed."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from village_desk.definitions.words import say
from village_desk.desk.look import pixels
from village_desk.desk.parts.own_keys import add_keys
from village_desk.desk.sheets.preview import Preview


class KeyWindow(QDialog):
    """Shown over the page; Escape closes it."""

    def __init__(self, paper: bytes, window: QWidget) -> None:
        super().__init__(window)
        self.setWindowTitle(say("key_paper.file_title"))
        self.preview = Preview()
        self.preview.set_pdf(paper)
        column = QVBoxLayout(self)
        column.setContentsMargins(pixels("margin"), pixels("gap"), pixels("margin"), pixels("gap"))
        column.addWidget(self.preview)
        self.resize(window.width() * 3 // 4, window.height() - pixels("margin"))
        add_keys(self, {"PgDown": self.preview.page_down, "PgUp": self.preview.page_up})

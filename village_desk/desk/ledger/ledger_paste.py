"""Ctrl+V in the ledger: one cell is typed, a block is shown in the grid's place until written or left."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from village_desk.desk.ledger.ledger_table import TYPED
from village_desk.desk.ledger.ledger_view import LedgerView
from village_desk.desk.ledger.paste_preview import PastePreview
from village_desk.desk.page import Desk
from village_desk.entry.ledger.pasting import PastedBlock, is_block
from village_desk.entry.ledger.village_pasting import VillageBlock, is_village_block


class LedgerPaste(QObject):
    """The way of a block from the clipboard into one grid.

    Signals:
        turned: The preview has come or gone: other keys work now.
        written: So many lines are on disk.
    """

    turned = Signal()
    written = Signal(int)

    def __init__(self, desk: Desk, view: LedgerView, grid: QWidget) -> None:
        """Paste into a view; ``grid`` is what gives way to the preview, and stands in a layout later."""
        super().__init__(view)
        self._desk = desk
        self._view = view
        self._grid = grid
        self.preview: PastePreview | None = None

    def paste(self) -> None:
        """Show what the clipboard would do to the grid from the cell in hand on."""
        text, view = QApplication.clipboard().text(), self._view
        if not text.strip() or not view.hasFocus():
            return
        if not is_block(text):
            view.open_cell(text.strip())
            return
        if is_village_block(text):
            self._show(PastePreview(self._desk, VillageBlock(self._desk.sitting, text)))
            return
        start = TYPED.index(view.key) if view.key in TYPED else 0
        row = min(view.row, view.ledger.waiting)
        block = PastedBlock(self._desk.sitting, view.ledger.entry, text, row, TYPED[start:])
        if block.rows:
            self._show(PastePreview(self._desk, block))

    def _show(self, preview: PastePreview) -> None:
        self.preview = preview
        self._grid.hide()
        room = cast(QVBoxLayout, cast(QWidget, self._grid.parentWidget()).layout())
        room.insertWidget(room.indexOf(self._grid), preview, 1)
        preview.left.connect(self._end)
        preview.setFocus()
        self.turned.emit()

    def _end(self, count: int) -> None:
        preview, self.preview = self.preview, None
        if preview is None:
            return
        preview.hide()
        preview.deleteLater()
        self._grid.show()
        self._view.setFocus()
        self.turned.emit()
        if count >= 0:
            self.written.emit(count)

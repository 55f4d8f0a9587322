"""Saving what a preview shows: the very bytes as PDF, or the same as a workbook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from village_desk.definitions.words import say
from village_desk.desk.jobs import Progress
from village_desk.desk.page import Desk
from village_desk.desk.sheets.shown_sheet import ShownSheet, made_as
from village_desk.entry.asking import FileKind, question
from village_desk.exchange.sheets.making import SheetMade, write_sheet
from village_desk.exchange.sheets.sheet_order import Format


class SheetSaving:
    """Asks where, and writes beside the window."""

    def __init__(self, desk: Desk, failed: Callable[[Exception], None]) -> None:
        self._desk = desk
        self._failed = failed
        self._folder: Path | None = None

    def save(self, shown: ShownSheet, format: Format) -> None:  # noqa: A002 - the word of the exchange layer
        """Save what the preview shows, or the same as a workbook."""
        name = Path(shown.made.file_name).with_suffix(f".{format}").name
        kind = FileKind(say(f"sheets.kind_{format}"), (format,))
        where = question("sheets.save_where")
        path = self._desk.asker.choose_file_to_save(where, str(self._home() / name), [kind])
        if path is None:
            return
        self._folder = path.parent
        self._desk.frame.in_background(
            _writing(path, self._content(shown, format)),
            lambda saved: self._desk.frame.tell(say("sheets.saved", name=saved.name)),
            self._failed,
            title=say("sheets.saving"),
        )

    def _content(self, shown: ShownSheet, format: Format) -> Callable[[Progress], SheetMade]:  # noqa: A002 - as above
        if format == "pdf":
            return lambda _: shown.made
        sitting = self._desk.sitting
        return lambda progress: made_as(sitting, shown.order, shown.picture, format, progress)

    def _home(self) -> Path:
        """The folder saved to last, else the desktop, where a cadre looks for a file."""
        desktop = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DesktopLocation)
        home = self._folder or Path(desktop)
        book = self._desk.sitting.book
        return home if home.is_dir() or book.is_shared else book.path.parent


def _writing(path: Path, content: Callable[[Progress], SheetMade]) -> Callable[[Progress], Path]:
    def work(progress: Progress) -> Path:
        write_sheet(path, content(progress))
        return path

    return work

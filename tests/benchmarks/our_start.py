"""our_start.py window | list BOOK: the program's first window, or a book's list of households, painted."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main(mode: str, book: str = "") -> None:
    """Do what the program does until the window has been painted."""
    from PySide6.QtWidgets import QApplication

    from village_desk.desk.look import dress

    application = QApplication([])
    dress(application)
    if mode == "window":
        from village_desk.desk.first_window import StartWindow, WindowAsker, open_desk_now

        window = StartWindow(WindowAsker(), open_desk_now)
        window.show()
    else:
        from datetime import date

        from village_desk.desk.asker import WindowAsker
        from village_desk.desk.window import open_desk
        from village_desk.entry.books.opening import sit_down

        sitting = sit_down(Path(book), "", "计时", date(2025, 9, 30))
        window = open_desk(sitting, WindowAsker(), page="households")
        if window.page("households").list.rows.rowCount() < 300:
            raise SystemExit("the list is not there")
    application.processEvents()
    window.grab()


main(*sys.argv[1:])
os._exit(0)

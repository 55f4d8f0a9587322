"""our_entry.py BOOK FOLDER: Enter in an amount of the real window until saved, checked and painted.

Painted is what a person sees: the window has drawn what has changed into what is on the screen. Now and then
it is proved that this was all of it.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

from copying import copy_book
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from village_desk.desk.asker import WindowAsker
from village_desk.desk.look import dress
from village_desk.desk.window import DeskWindow, open_desk
from village_desk.entry.books.opening import sit_down
from village_desk.entry.quarter.quarter_entry import QuarterEntry
from village_desk.entry.sitting import Sitting
from village_desk.rules.months import quarter_of

_ENTRIES = 300
_PROVED_EACH = 10
_ROUNDS = 4
"""Of the event loop: the news of a save, then layouts one within the other, each end in another painting."""
_SIZE = (1100, 728)


def main(book: str, folder: str) -> None:
    """Type three hundred amounts into the ledger of one household."""
    application = QApplication([])
    dress(application)
    sitting = sit_down(copy_book(Path(book), Path(folder)), "", "计时", date(2025, 9, 30))
    _open_all_quarters(sitting)
    window = open_desk(sitting, WindowAsker())
    page = window.page("households")
    window.resize(*_SIZE)
    window.open_household(page.register.rows[1].household_id, "ledger")
    limit = perf_counter() + 60
    while not page.checker.is_ready and perf_counter() < limit:
        QTest.qWait(20)
    with window.sitting.book.reading() as reading:
        head = reading.chain_head()[0]
    times, keys, whole = _type(application, window)
    with window.sitting.book.reading() as reading:
        entries = reading.chain_head()[0] - head
    print(json.dumps({
        "median": median(times), "p95": times[int(len(times) * 0.95)], "max": times[-1],
        "key": median(keys), "whole": median(whole), "entries": entries,
        "lines": page.household.tab_in_hand.model.waiting,
    }))  # fmt: skip
    sys.stdout.flush()
    os._exit(0)


def _open_all_quarters(sitting: Sitting) -> None:
    """Let every line be typed over: of a closed quarter a box would ask for the reason and wait."""
    for first in sitting.book.closed:
        QuarterEntry(sitting, quarter_of(first, sitting.settings.year_mode)).reopen("计时")


def _type(application: QApplication, window: DeskWindow) -> tuple[list[float], list[float], list[float]]:
    """Milliseconds of each entry, of each key, and of drawing the whole window once more."""
    view = window.page("households").household.tab_in_hand.view
    times, keys, whole = [], [], []
    for turn in range(_ENTRIES):
        view.go_to(turn % min(12, view.model().waiting), "amount")
        window.activateWindow()
        view.setFocus()
        for place, figure in enumerate(f"{1000 + turn}.45"):
            begun = perf_counter()
            QTest.keyClick(QApplication.focusWidget() or view, figure)
            if place:  # the first opens the cell
                keys.append((perf_counter() - begun) * 1000)
        application.processEvents()
        begun = perf_counter()
        QTest.keyClick(QApplication.focusWidget() or view, Qt.Key.Key_Return)
        for _ in range(_ROUNDS):
            application.processEvents()
            application.sendPostedEvents()
        times.append((perf_counter() - begun) * 1000)
        if turn < _PROVED_EACH or turn % _PROVED_EACH == 0:
            whole.append(_proved(window))
    return sorted(times), sorted(keys), whole


def _proved(window: DeskWindow) -> float:
    """Prove that nothing was left to do: what is on the screen stays as it is, and is the whole window.

    Returns milliseconds of drawing the whole window once more.
    """
    shown = _on_screen(window)
    QTest.qWait(50)
    begun = perf_counter()
    drawn = window.grab()
    took = (perf_counter() - begun) * 1000
    if not shown == _on_screen(window) == drawn.toImage().convertToFormat(shown.format()):
        raise SystemExit("the screen was not up to date when the clock was stopped")
    return took


def _on_screen(window: DeskWindow) -> QImage:
    return window.screen().grabWindow(window.winId()).toImage()


main(*sys.argv[1:])

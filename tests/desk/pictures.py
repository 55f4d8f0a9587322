"""Photographs the real windows over a practice village, for the README and for a look at every page.

By hand, from the project's folder:

    python -m tests.desk.pictures OUT_DIR [--size 1366x768] [--text standard|large|huge] [--plain]

``start.png`` to ``settings.png`` are drawn without a screen and reduced to 128 colours; ``--plain`` keeps
every colour. With QT_SCALE_FACTOR=1.5 in the environment the pages are drawn as a screen at 150 % shows them.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QIODevice, Qt, QThreadPool
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow

from village_desk.desk import jobs
from village_desk.desk.look import TextSize, dress, resize_text
from village_desk.desk.start.start_window import StartWindow
from village_desk.desk.village_checker import checker_of
from village_desk.desk.window import DeskWindow, open_desk
from village_desk.entry.asking import WrittenAsker
from village_desk.entry.books.opening import sit_down
from village_desk.exchange.roster_out import write_table
from village_desk.practice.village import LEDGER_NAME, ROSTER_NAME, make_practice_village, practice_day
from village_desk.rules.records import Household

from ..exchange.blank_tables import BY_NAME, make

HOUSEHOLDS, SEED = 60, 7
COLOURS = 128
BOOKS = ("柳树湾村", "练习村")
"""The books that the start page shows, at a place that no machine has."""
_MISSPELT = (("文化程度", "不详"), ("劳动技能", "能干活"), ("出生日期", "1977年13月2日"))
"""Cells of the workbook for the dry run that nobody can understand."""


class Photographer:
    """Opens the windows one after another and keeps a picture of each."""

    def __init__(self, folder: Path, size: tuple[int, int], *, is_plain: bool = False) -> None:
        self.folder = folder
        self.size = size
        self.is_plain = is_plain

    def photograph(self, window: QMainWindow, name: str) -> None:
        """Keep a picture of a window as it is now."""
        finish()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        window.grab().save(buffer, "PNG")
        (self.folder / f"{name}.png").write_bytes(self._reduced(bytes(buffer.data())))

    def show(self, window: QMainWindow) -> None:
        """Bring a window to the size of the pictures."""
        window.resize(*self.size)
        window.show()
        window.activateWindow()
        QCursor.setPos(*self.size)  # no entry is lit because the mouse happens to lie on it
        finish()

    def _reduced(self, content: bytes) -> bytes:
        if self.is_plain:
            return content
        from PIL import Image

        out = BytesIO()
        picture = Image.open(BytesIO(content)).convert("RGB")
        picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=4, dither=Image.Dither.NONE).save(
            out, "PNG", optimize=True
        )
        return out.getvalue()


def finish() -> None:
    """Let all long work end and the page be drawn."""
    for _ in range(3):
        for _ in range(6):
            QApplication.processEvents()
        while jobs.is_any_under_way():
            QThreadPool.globalInstance().waitForDone(20)
            QApplication.processEvents()


def photograph_start(camera: Photographer) -> None:
    """The start page with two books opened before."""
    start = StartWindow(WrittenAsker(), open_desk)
    camera.show(start)
    start.books.show_paths([Path(f"D:/台账/{name}.book") for name in BOOKS])
    start.books.take_focus()
    camera.photograph(start, "start")
    start.close()


def photograph_desk(camera: Photographer, book: Path, text_size: str) -> None:
    """Every page of the desk."""
    asker = WrittenAsker()
    sitting = sit_down(book, "", "王建国", practice_day())
    if text_size != TextSize.STANDARD:
        sitting.choose("text_size", text_size)
    window = open_desk(sitting, asker)
    camera.show(window)
    if "today" in window._pages:
        window.show_page("today")
        camera.photograph(window, "today")
    while not checker_of(window.desk).is_ready:  # the findings beside a household come a moment later
        finish()
    _photograph_household(camera, window)
    for key, prepare in _PAGES.items():
        window.show_page(key)
        finish()
        prepare(window, asker)
        camera.photograph(window, {"exchange": "import"}.get(key, key))
    window.close()
    finish()


def _photograph_household(camera: Photographer, window: DeskWindow) -> None:
    with window.sitting.book.reading() as reading:
        wanted = reading.all(Household)[6]
    names = {"overview": "household"}
    for tab in ("overview", "members", "ledger", "timeline"):
        window.open_household(wanted.id, tab)
        finish()
        if tab == "ledger":
            window.page("households").household.tab("ledger").view.setFocus()
        camera.photograph(window, names.get(tab, tab))


def _prepare_tracking(window: DeskWindow, _: WrittenAsker) -> None:
    page = window.page("tracking")
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    finish()


def _prepare_findings(window: DeskWindow, _: WrittenAsker) -> None:
    page = window.page("findings")
    page.open_row(0)
    page.list.take(1)


def _prepare_plans(window: DeskWindow, _: WrittenAsker) -> None:
    page = window.page("plans")
    page.list.view.take(6)
    page.side.open_tab(1)


def _prepare_village_ledger(window: DeskWindow, _: WrittenAsker) -> None:
    QTest.keyClick(window.page("village_ledger").table, Qt.Key.Key_F7)
    window.page("village_ledger").table.go_to(2, 4)


def _prepare_sheets(window: DeskWindow, _: WrittenAsker) -> None:
    QTest.keyClicks(window.page("sheets").form.sheets, "3")


def _prepare_blank(window: DeskWindow, asker: WrittenAsker) -> None:
    asker.answers.append(make(BY_NAME["三层表头"], window.sitting.book.path.parent))
    window.page("blank").choose_blank()


def _prepare_import(window: DeskWindow, asker: WrittenAsker) -> None:
    asker.answers.append(_spoilt_roster(window.sitting.book.path.parent))
    window.page("exchange").choose_file()
    finish()
    tabs = window.page("exchange").wizard.tabs
    tabs.setCurrentIndex(1)


def _prepare_settings(window: DeskWindow, _: WrittenAsker) -> None:
    window.page("settings").list.setFocus()


_PAGES: dict[str, Callable[[DeskWindow, WrittenAsker], None]] = {
    "village_ledger": _prepare_village_ledger,
    "village_records": lambda window, asker: finish(),
    "tracking": _prepare_tracking,
    "findings": _prepare_findings,
    "plans": _prepare_plans,
    "problems": lambda window, asker: finish(),
    "monitoring": lambda window, asker: finish(),
    "indicators": lambda window, asker: finish(),
    "income_analysis": lambda window, asker: finish(),
    "target_gaps": lambda window, asker: finish(),
    "sheets": _prepare_sheets,
    "blank": _prepare_blank,
    "exchange": _prepare_import,
    "settings": _prepare_settings,
}


def _spoilt_roster(folder: Path) -> Path:
    """The village's own roster with a new member, a changed answer and cells that nobody can understand."""
    from openpyxl import load_workbook

    rows = [
        ["" if cell is None else str(cell) for cell in row]
        for row in load_workbook(folder / ROSTER_NAME).active.iter_rows(values_only=True)
    ]
    titles, headings, people = [rows[0][0], rows[1][0]], rows[2], rows[3:]
    for place, (heading, text) in enumerate(_MISSPELT):
        people[4 + 3 * place][headings.index(heading)] = text
    for place in (20, 31, 42):
        people[place][headings.index("健康状况")] = "长期慢性病"
    path = folder / "花名册-十月.xlsx"
    path.write_bytes(write_table("Sheet1", titles, headings, people))
    return path


def main() -> None:
    """Read the options and take the pictures."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("folder", type=Path)
    reader.add_argument("--size", default="1366x768")
    reader.add_argument("--text", choices=[size.value for size in TextSize], default=TextSize.STANDARD.value)
    reader.add_argument("--plain", action="store_true")
    wanted = reader.parse_args()
    width, height = map(int, wanted.size.split("x"))
    wanted.folder.mkdir(parents=True, exist_ok=True)
    application = QApplication([])
    dress(application)
    with tempfile.TemporaryDirectory() as home:
        os.environ["VILLAGE_DESK_HOME"] = home
        village = Path(home) / "练习村"
        book = make_practice_village(village, HOUSEHOLDS, SEED).book
        assert (village / LEDGER_NAME).is_file()
        resize_text(application, TextSize(wanted.text))
        camera = Photographer(wanted.folder, (width, height), is_plain=wanted.plain)
        photograph_start(camera)
        photograph_desk(camera, book, wanted.text)


if __name__ == "__main__":
    main()

"""What the first list of households waits for, counted in modules: seconds belong to a machine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.desk.village_book import make_sitting

_HEAVY = ("sqlalchemy", "alembic", "openpyxl", "xlsxwriter", "reportlab", "pypinyin", "python_calamine")
_LATER = ("village_desk.rules.checks.inspection", "village_desk.rules.checks.living")
"""The rules: a list needs none of them."""
_PROGRAM = """
import linecache, sys
from datetime import date
from pathlib import Path
from PySide6.QtWidgets import QApplication
from village_desk.desk.asker import WindowAsker
from village_desk.desk.look import dress
from village_desk.desk.window import open_desk
from village_desk.entry.books.opening import sit_down

application = QApplication([])
dress(application)
window = open_desk(sit_down(Path(sys.argv[1]), "", "", date(2025, 9, 30)), WindowAsker(), page="households")
application.processEvents()
print(window.page("households").list.rows.rowCount())
print([name for name in sys.argv[2:] if name in sys.modules])
print([name for name in linecache.cache if "village_desk" in name])
import os
sys.stdout.flush()
os._exit(0)
"""


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a program of its own says after it has shown the list of a book, asked for the heavy libraries."""
    sitting = make_sitting(tmp_path)
    sitting.book.close()
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    command = [sys.executable, "-c", _PROGRAM, str(sitting.book.path), *_HEAVY, *_LATER]
    return subprocess.check_output(command, text=True, timeout=60).splitlines()


def test_the_first_list_is_shown_without_any_heavy_library_or_kept_source(told: list[str]) -> None:
    rows, heavy, kept_sources = told
    assert rows == "2"
    assert heavy == "[]"
    assert kept_sources == "[]"

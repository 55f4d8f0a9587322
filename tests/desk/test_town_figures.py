"""The township's page shows each village's income and growth, and marks what is to be looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from village_desk.desk.window import DeskWindow, open_desk
from village_desk.entry.asking import WrittenAsker
from village_desk.entry.sitting import Sitting
from village_desk.rules.exchange_records import Package
from village_desk.rules.money import Fen
from village_desk.rules.months import Month
from village_desk.rules.records import Household, LedgerLine, Person
from village_desk.store.book import Village, create_book
from village_desk.store.ids import new_id
from village_desk.store.journal import Deed
from village_desk.store.keys.keyslots import PRACTICE, KeyCost
from village_desk.store.settings import choose

from .village_book import finish

EASY = KeyCost(PRACTICE.operations, PRACTICE.memory_kib + 1)
TOWN = Village("990101001000", "九曲镇", "county_template_2022_2025", "town")
VILLAGES = {
    ("990101001002", "柳树湾村"): ((2, 20_000, 16_000, None),),
    ("990101001003", "桃花坞村"): ((1, 5_000, 6_000, "脱贫不稳定户"), (3, 21_001, 24_000, None)),
    ("990101001004", "石板桥村"): ((4, 44_000, 40_000, None),),
}
"""Members, wages in yuan of 2025 and 2024, and whether they are monitored.

桃花坞 6,500.25 after 7,500 a head, one of four persons monitored, 5,000 and 7,000.33 below the mean of 8,000.
The township 90,001 / 10 after 86,000 / 10.
"""


def _package(code: str, name: str) -> Package:
    return Package(
        new_id(),
        code,
        name,
        "county_template_2022_2025",
        Month(202501),
        "2025Q2",
        1,
        hash="",
        previous="",
        rows_hash="",
        households=1,
        persons=1,
        lines=1,
        made_on=date(2025, 4, 1),
        received_on=date(2025, 4, 2),
    )


def _family(code: str, number: int, members: int, now: int, before: int, monitored: str | None) -> list[Any]:
    one = Household(
        new_id(), code, number=f"000{number}", household_class="脱贫户", monitoring_class=monitored
    )
    people = [Person(new_id(), code, one.id, place, name="单秀英") for place in range(1, members + 1)]
    lines = [
        LedgerLine(new_id(), code, one.id, item="G01", month=Month(month), amount=Fen(yuan * 100))
        for month, yuan in ((202503, now), (202403, before))
    ]
    return [one, *people, *lines]


@pytest.fixture
def window(dressed: QApplication, tmp_path: Path) -> Iterator[DeskWindow]:
    book = create_book(tmp_path / "九曲镇.book", TOWN, "柳树湾 三月桃花 九曲桥头 老水车", cost=EASY)[0]
    with book.changing(Deed("import", "试")) as change:
        choose(change, "references", {"prefecture_mean": {"2025": 800_000}})
        for (code, name), families in VILLAGES.items():
            change.insert(_package(code, name))
            for number, family in enumerate(families, 1):
                change.insert_many(_family(code, number, *family))
    window = open_desk(Sitting(book, "王建国", date(2025, 9, 10)), WrittenAsker())
    finish()
    yield window
    window.close()
    book.close()


def _cells(window: DeskWindow, row: int) -> list[str]:
    model = window.page("matrix").model
    return [model.data(model.index(row, place)) for place in (0, 5, 6, 7)]


def test_each_village_has_its_income_growth_and_what_marks_it(window: DeskWindow) -> None:
    window.show_page("matrix")
    finish()
    assert _cells(window, 0) == ["柳树湾村", "10000.00", "增 25.0%", ""]
    assert _cells(window, 1)[:3] == ["桃花坞村", "6500.25", "降 13.3%"]
    assert _cells(window, 1)[3] == "2户低于平均；监测人口占 25.0%"
    assert _cells(window, 2) == ["石板桥村", "11000.00", "增 10.0%", ""]
    assert window.page("matrix").whole.text() == (
        "全乡（镇）：4户10人，人均纯收入9000.10元（增 4.7%）。重点：2户低于平均"
    )


def test_another_year_has_its_own_figures(window: DeskWindow) -> None:
    window.show_page("matrix")
    finish()
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_F6)
    finish()
    assert _cells(window, 0)[:2] == ["柳树湾村", "8000.00"]
    assert "8600.00" in window.page("matrix").whole.text()

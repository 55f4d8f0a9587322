"""The way of a quarter by keys: packed in the village, accepted and answered in the township, and home."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.server import Server
from village_desk.desk.exchange.key_window import KeyWindow
from village_desk.desk.window import open_desk
from village_desk.entry.asking import WrittenAsker
from village_desk.entry.operations import set_household, set_person
from village_desk.entry.sitting import Sitting
from village_desk.rules.exchange_records import Partner
from village_desk.rules.followup_records import Problem
from village_desk.rules.records import Household
from village_desk.store.book import Village, create_book
from village_desk.store.keys.card_text import card_text
from village_desk.store.keys.key_card import card_of
from village_desk.store.keys.keyslots import PRACTICE, KeyCost
from village_desk.store.partners import keys_of
from village_desk.store.verify import verify

from .village_book import Side, finish, identity

pytestmark = pytest.mark.both_engines

GOOD = "柳树湾 三月桃花 九曲桥头 老水车"
EASY = KeyCost(PRACTICE.operations, PRACTICE.memory_kib + 1)
TODAY = date(2025, 7, 10)
PROFILE = "shidian_2025"
PACKAGE = 8
"""Keys from the open program to a verified package on the stick."""


@pytest.fixture
def sides(dressed: QApplication, tmp_path: Path, server: Server | None) -> Iterator[tuple[Side, Side, Path]]:
    village = Village("990101001001", "青石坪村", PROFILE)
    town = Village("990101001000", "九曲镇", PROFILE, "town")
    made = []
    for of in (village, town):
        if server is not None and of is town:
            book = server.book(of, GOOD, EASY)
        else:
            book = create_book(tmp_path / f"{of.name}.book", of, GOOD, cost=EASY)[0]
        sitting = Sitting(book, "王建国", TODAY)
        if of is village:
            set_household(sitting, "0001", {"group": "一组", "household_class": "脱贫户"})
            texts = {"name": "赵一", "relation": "户主", "sex": "女"}
            texts["identity_number"] = identity("99010119800101001")
            set_person(sitting, "0001", None, texts)
        asker = WrittenAsker()
        made.append(Side(open_desk(sitting, asker), asker))
        finish()
    stick = tmp_path / "U盘"
    stick.mkdir()
    yield made[0], made[1], stick
    for side in made:
        side.window.close()
        side.window.sitting.book.close()
    if server is not None:
        server.forget(made[1].window.sitting.book)


def exchange_keys(village: Side, town: Side, stick: Path) -> None:
    """Both give a card and take the other's, having compared the fingerprint."""
    for giver, taker, name in ((village, town, "村.xck"), (town, village, "镇.xck")):
        page = giver.window.page("exchange")
        giver.asker.answers.append(stick / name)
        card = getattr(page, "township", page)
        card.give_key.click()
        page = taker.window.page("exchange")
        taker.asker.answers.extend([stick / name, True])
        getattr(page, "township", page).take_key.click()
        finish()
        assert taker.asker.heard[-1] == "township.key_sure"
        assert giver.asker.heard[-1] == "township.key_given"


def test_from_the_open_program_to_a_verified_package_takes_eight_keys_at_most(
    sides: tuple[Side, Side, Path],
) -> None:
    village, town, stick = sides
    exchange_keys(village, town, stick)
    village.window.show_page("today")
    finish()
    page = Qt.Key.Key_1 + list(village.window._pages).index("exchange")
    keys = [(page, Qt.KeyboardModifier.ControlModifier), (Qt.Key.Key_F5, Qt.KeyboardModifier.NoModifier)]
    heard = len(village.asker.heard)
    village.asker.answers.append(stick)
    for key, modifier in keys:
        QTest.keyClick(village.hand, key, modifier)
        finish()
    asked = village.asker.heard[heard:]  # each is answered by Enter: the folder's begins at the stick
    assert asked == ["township.pack_where", "township.take_out"]
    assert len(list(stick.glob("*.xcb"))) == 1
    assert len(keys) + len(asked) <= PACKAGE


def test_a_quarter_goes_to_the_township_and_its_questions_come_home(
    sides: tuple[Side, Side, Path],
) -> None:
    village, town, stick = sides
    exchange_keys(village, town, stick)
    village.window.show_page("exchange")
    finish()
    village.press(Qt.Key.Key_F5, stick)
    assert village.asker.heard[-1] == "township.take_out"
    (package,) = stick.glob("*.xcb")
    assert [row.sequence for row in village.window.page("exchange").township.model.rows] == [1]

    page = town.window.page("exchange")
    assert town.window.key_in_hand == "exchange"
    page.stick.setFocus()
    town.press(Qt.Key.Key_Return, stick)
    assert page.is_looking
    assert [page.arrivals.model.data(page.arrivals.model.index(0, place)) for place in (0, 2, 3)] == [
        "青石坪村",
        "1",
        "2",
    ]
    assert _households(town) == 0, "trying keeps nothing"
    town.press(Qt.Key.Key_F9)
    assert not page.is_looking
    assert _households(town) == 1
    assert [row.hash[:6] for row in page.model.rows] == [package.stem.rpartition("-")[2]]
    town.press(Qt.Key.Key_F6, "0001", "房子修好没有？")
    town.press(Qt.Key.Key_F8, stick)
    assert town.asker.heard[-1] == "town.answered"
    (ticket,) = stick.glob("*.xch")

    village.press(Qt.Key.Key_F4, ticket)
    with village.window.sitting.book.reading() as reading:
        problems = reading.all(Problem)
    assert {problem.source for problem in problems} == {"乡镇检查"}
    assert "房子修好没有？" in {problem.title for problem in problems}
    for side in (village, town):
        assert verify(side.window.sitting.book).problems == ()


def _households(side: Side) -> int:
    with side.window.sitting.book.reading() as reading:
        return reading.count(Household)


def test_an_accepted_package_goes_back_out_by_one_key(sides: tuple[Side, Side, Path]) -> None:
    village, town, stick = sides
    exchange_keys(village, town, stick)
    village.window.show_page("exchange")
    village.press(Qt.Key.Key_F5, stick)
    town.press(Qt.Key.Key_F7, next(stick.glob("*.xcb")))
    town.press(Qt.Key.Key_F9)
    assert _households(town) == 1
    QTest.keyClick(town.hand, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    finish()
    assert _households(town) == 0
    assert town.window.page("exchange").model.rows == ()


def test_what_cannot_be_accepted_says_why_and_is_left(sides: tuple[Side, Side, Path]) -> None:
    _, town, stick = sides
    (stick / "坏.xcb").write_bytes(b"XCBP1\n?")
    page = town.window.page("exchange")
    town.press(Qt.Key.Key_F7, stick / "坏.xcb")
    assert page.is_looking
    assert "不完整" in page.arrivals.detail.text()
    town.press(Qt.Key.Key_F9)
    assert page.is_looking, "there is nothing to accept"
    town.press(Qt.Key.Key_Escape)
    assert not page.is_looking


def test_the_matrix_shows_the_village_and_turns_its_year(sides: tuple[Side, Side, Path]) -> None:
    village, town, stick = sides
    exchange_keys(village, town, stick)
    town.window.show_page("matrix")
    finish()
    page = town.window.page("matrix")
    cells = [page.model.data(page.model.index(0, place)) for place in range(5)]
    assert cells[0] == "青石坪村"
    assert "逾期未交" in cells
    year = page.year
    town.press(Qt.Key.Key_F7)
    assert page.year == year + 1
    assert page.model.data(page.model.index(0, 4)) == ""


def test_a_search_in_the_township_leads_nowhere_and_breaks_nothing(sides: tuple[Side, Side, Path]) -> None:
    _, town, _ = sides
    town.window.search.setText("赵")
    finish()
    assert town.window.key_in_hand == "exchange"


def test_the_townships_parameters_come_home_with_the_answer_and_are_looked_at_first(
    sides: tuple[Side, Side, Path],
) -> None:
    village, town, stick = sides
    exchange_keys(village, town, stick)
    town.window.sitting.choose("lines", {"2025": 870_000})
    village.window.show_page("exchange")
    finish()
    village.press(Qt.Key.Key_F5, stick)
    page = town.window.page("exchange")
    town.press(Qt.Key.Key_F7, next(stick.glob("*.xcb")))
    town.press(Qt.Key.Key_F9)
    page.along.buttons["parameters"].setFocus()
    QTest.keyClick(town.hand, Qt.Key.Key_Space)
    town.press(Qt.Key.Key_F8, stick)
    (ticket,) = stick.glob("*.xch")
    village.press(Qt.Key.Key_F4, ticket, False)
    assert village.asker.heard[-1] == "parameters.sure"
    assert village.window.sitting.settings.lines == {}
    village.press(Qt.Key.Key_F4, ticket, True)
    assert village.window.sitting.settings.lines == {"2025": 870_000}
    assert village.window.sitting.settings.pack["name"] == "九曲镇"


def test_keys_go_over_by_what_is_typed_where_no_file_can_go(sides: tuple[Side, Side, Path]) -> None:
    village, town, _ = sides
    book = town.window.sitting.book
    digits = card_text(card_of(book.village, book.secret))
    village.window.show_page("exchange")
    finish()
    card = village.window.page("exchange").township
    card.type_key.setFocus()
    village.press(Qt.Key.Key_Return, digits[:-1] + str((int(digits[-1]) + 1) % 10), "九曲镇")
    assert village.asker.heard[-1] == "desk.refused"
    village.press(Qt.Key.Key_Return, digits.replace(" ", ""), "九曲镇", True)
    assert village.asker.heard[-1] == "township.key_sure"
    with village.window.sitting.book.reading() as reading:
        (partner,) = reading.all(Partner)
    assert (partner.code, partner.name, partner.kind) == (book.village.code, "九曲镇", "town")
    assert keys_of(partner) == book.secret.public


def test_the_paper_of_the_keys_is_shown_and_written(sides: tuple[Side, Side, Path]) -> None:
    _, town, stick = sides
    page = town.window.page("exchange")
    page.show_key.setFocus()
    town.press(Qt.Key.Key_Return)
    shown = town.window.findChild(KeyWindow)
    assert shown is not None
    assert shown.preview.pages == 1
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    finish()
    assert not shown.isVisible()
    page.give_key.setFocus()
    town.press(Qt.Key.Key_Return, stick / "公钥.pdf")
    assert (stick / "公钥.pdf").read_bytes().startswith(b"%PDF")


def test_the_sheets_go_along_where_they_are_wanted_and_are_taken_out_in_the_township(
    sides: tuple[Side, Side, Path], tmp_path: Path
) -> None:
    village, town, stick = sides
    exchange_keys(village, town, stick)
    village.window.show_page("exchange")
    finish()
    card = village.window.page("exchange").township
    village.press(Qt.Key.Key_F5, stick)
    assert list(stick.glob("*.xcs")) == []
    card.along.buttons["sheets"].setFocus()
    village.press(Qt.Key.Key_Space)
    village.press(Qt.Key.Key_F5, stick)
    (along,) = stick.glob("*.xcs")
    (folder := tmp_path / "报表").mkdir()
    page = town.window.page("exchange")
    page.sheets.setFocus()
    town.press(Qt.Key.Key_Return, along, folder)
    assert sorted(path.name[:2] for path in folder.glob("*.pdf")) == ["F1", "F5", "F6", "F7"]
    assert len(list(folder.glob("*.xlsx"))) == 4

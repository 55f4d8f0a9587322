"""The settings: each choice is on disk when it is made, with a reason where the history needs one."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from village_desk.desk.look import TextSize, text_size
from village_desk.desk.settings.keys_card import KeysCard
from village_desk.desk.window import open_desk
from village_desk.entry.asking import WrittenAsker
from village_desk.entry.settings.price_entry import PriceEntry
from village_desk.entry.sitting import Sitting
from village_desk.rules.chosen_records import Setting
from village_desk.store.book import Village, create_book, open_with
from village_desk.store.keys.keyslots import PRACTICE, KeyCost
from village_desk.store.settings import book_settings

from .village_book import finish, make_desk, settle


@pytest.fixture
def desk(dressed, tmp_path):
    window, asker = make_desk(tmp_path)
    window.show_page("settings")
    finish()
    yield window, window.page("settings"), asker
    window.close()
    window.sitting.book.close()


def on_disk(window):
    with window.sitting.book.reading() as reading:
        return book_settings(reading, window.sitting.book.village.profile)


def told_of_settings(window):
    with window.sitting.book.reading() as reading:
        return reading.history([setting.id for setting in reading.all(Setting)])


def test_every_side_opens_by_the_arrow_keys(desk):
    _, page, _ = desk
    seen = []
    for _ in range(page.list.count()):
        seen.append(type(page.side).__name__)
        QTest.keyClick(page.list, Qt.Key.Key_Down)
        finish()
    assert len(set(seen)) == page.list.count()


def test_the_line_of_a_year_is_saved_when_it_is_left(desk):
    window, page, _ = desk
    side = page.show_side("policy")
    editor = side.lines[0]
    editor.setFocus()
    editor.line.selectAll()
    QTest.keyClicks(editor.line, "9000")
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert on_disk(window).lines == {str(window.sitting.year): 900_000}


def test_a_year_whose_line_nobody_has_stated_asks_for_it(desk):
    window, page, _ = desk
    side = page.show_side("policy")
    window.sitting.choose("profile", "shidian_2025")
    window.sitting.work_on(window.sitting.quarter.shifted(8))
    settle()
    assert side.lines[0].text() == ""
    assert side.lines[0].level == "hint"


def test_another_formula_needs_a_reason(desk):
    window, page, asker = desk
    side = page.show_side("basis")
    asker.answers.append(None)
    side._choose(next(name for name, value in side._names.items() if value == "P3"))
    assert on_disk(window).basis == "P1"
    assert side.basis.text().startswith("P1")
    asker.answers.append("县里统一要求")
    side._choose(next(name for name, value in side._names.items() if value == "P3"))
    assert on_disk(window).basis == "P3"


def test_an_item_marked_otherwise_says_so_and_the_history_keeps_why(desk):
    window, page, asker = desk
    side = page.show_side("basis")
    item = side.model.row(0).item
    asker.answers += ["不计入", "乡镇口头通知"]
    side.mark(0)
    assert on_disk(window).counting[item].value == "不计入"
    assert side.model.row(0).is_own
    assert "乡镇口头通知" in {entry.reason for entry in told_of_settings(window)}


def test_a_mark_without_a_reason_changes_nothing(desk):
    window, page, asker = desk
    side = page.show_side("basis")
    asker.answers += ["不计入", "  "]
    side.mark(0)
    assert not on_disk(window).counting
    assert asker.heard[-1] == "desk.refused"


def test_a_price_typed_into_the_table_is_on_disk_and_the_cursor_goes_on(desk):
    window, page, _ = desk
    table = page.show_side("prices").table
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 3))
    QTest.keyClicks(table.viewport(), "2")
    editor = table.findChild(QLineEdit)
    QTest.keyClicks(editor, ".8")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    settle()
    row = PriceEntry(window.sitting, window.sitting.year).rows()[0]
    assert row.texts["price_usual"] == "2.8"
    assert (table.currentIndex().row(), table.currentIndex().column()) == (0, 4)


def test_a_price_that_is_no_number_stays_in_its_cell_and_is_not_saved(desk):
    window, page, _ = desk
    model = page.show_side("prices").model
    index = model.index(0, 3)
    model.setData(index, "两块八")
    assert index.data() == "两块八"
    assert "两块八" in window.keys.line.text()
    assert PriceEntry(window.sitting, window.sitting.year).rows()[0].texts["price_usual"] == ""


def test_the_text_size_changes_the_whole_window_at_once(desk):
    window, page, _ = desk
    side = page.show_side("text_size")
    side.take_focus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    settle()
    assert text_size() is TextSize.LARGE
    assert on_disk(window).text_size == "large"


def test_whoever_sits_down_signs_from_now_on(desk):
    window, page, _ = desk
    side = page.show_side("people")
    side._name("王建国、李会计")
    side._sit("李会计")
    window.sitting.choose("town", "示范镇")
    assert on_disk(window).staff == ("王建国", "李会计")
    assert told_of_settings(window)[0].who == "李会计"
    assert "李会计" in window.top.who.text()


def test_the_quarter_chosen_is_the_one_in_the_top_bar(desk):
    window, page, _ = desk
    side = page.show_side("policy")
    wanted = next(name for name, quarter in side._periods().items() if quarter != window.sitting.quarter)
    side._choose_period(wanted)
    settle()
    assert wanted.startswith(window.sitting.quarter.text())
    assert window.sitting.quarter.text() in window.top.period.text()


def test_a_practice_book_has_no_keys_to_change(desk):
    _, page, _ = desk
    assert page.show_side("people").findChild(KeysCard) is None


def test_the_passphrase_is_changed_by_whoever_shows_the_present_one(dressed, qtbot, tmp_path):
    old, new = "柳树湾 三月桃花 九曲桥头 老水车", "青石坪 九月核桃 半坡梨园 石拱桥"
    village = Village("990101001001", "青石坪村", "shidian_2025")
    book = create_book(tmp_path / "村.book", village, old, cost=KeyCost(1, PRACTICE.memory_kib + 1))[0]
    asker = WrittenAsker()
    window = open_desk(Sitting(book, "王建国", date(2025, 7, 10)), asker)
    window.show_page("settings")
    card = window.page("settings").show_side("people").findChild(KeysCard)
    card.passphrase.setFocus()
    for answers, said in (
        ([old, new, old], "settings.passphrases_differ"),
        ([new, new, new], "desk.refused"),
        ([old, new, new], "settings.passphrase_done"),
    ):
        asker.answers.extend(answers)
        QTest.keyClick(card.passphrase, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda said=said: asker.heard[-1] == said, timeout=20_000)
    asker.answers.extend([new, True])
    QTest.keyClick(card.recovery_code, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: asker.heard[-1] == "start.code_once", timeout=20_000)
    window.close()
    book.close()
    open_with(book.path, new).close()

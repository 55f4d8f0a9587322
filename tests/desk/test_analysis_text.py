"""The half-year's texts are drafted by the figures, written by keys where the sheet stands, and printed."""

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from village_desk.rules.followup_records import Analysis

from .village_book import finish, make_desk


@pytest.fixture
def page(dressed, tmp_path):
    window, _ = make_desk(tmp_path)
    window.show_page("sheets")
    finish()
    page = window.page("sheets")
    QTest.keyClicks(page.form.sheets, "13")
    finish()
    yield page
    window.close()
    window.sitting.book.close()


def press(key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifier)
    finish()


def printed(page) -> str:
    document = pypdfium2.PdfDocument(page._shown.made.content)
    return "".join(one.get_textpage().get_text_range() for one in document).replace("\r\n", "")


def written(page) -> list[Analysis]:
    with page.desk.sitting.book.reading() as reading:
        return reading.all(Analysis)


def test_a_text_is_written_by_keys_and_stands_on_the_sheet(page):
    assert page.form.spec.id == "F13"
    press(Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert page.is_writing
    drafted = page.texts.form.texts()["causes"]
    assert drafted.startswith(("收入下降的", "没有收入下降"))
    page.texts.form.focus("next_steps")
    QTest.keyClicks(QApplication.focusWidget(), "Q3-Q4")
    press(Qt.Key.Key_Escape)
    assert not page.is_writing
    (kept,) = written(page)
    assert kept.next_steps == "Q3-Q4"
    assert kept.causes is None
    assert "Q3-Q4" in printed(page)
    assert drafted[:6] in printed(page)


def test_the_draft_left_as_it_stands_is_nothing_written(page):
    press(Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert not page.is_writing
    assert written(page) == []


def test_other_sheets_have_no_texts_to_write(page):
    QTest.keyClicks(page.form.sheets, "7")
    finish()
    press(Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert not page.is_writing
    assert page.write.isHidden()

"""A laptop of 1366 by 768 at 150 %: no page makes the window larger than the screen; what matters stays."""

import pytest
from PySide6.QtWidgets import QLabel

from village_desk.desk.look import TextSize, resize_text
from village_desk.desk.parts.key_chips import KeyChips

from .village_book import finish, make_desk

WIDTH, HEIGHT = 911, 485
"""What 150 % leaves of the screen, the system's own bar taken off."""


@pytest.fixture
def desk(dressed, tmp_path):
    window, _ = make_desk(tmp_path)
    window.resize(WIDTH, HEIGHT)
    finish()
    yield window
    window.close()
    window.sitting.book.close()


def _size(window):
    return window.width(), window.height()


@pytest.mark.parametrize("size", TextSize)
def test_no_page_and_no_tab_makes_the_window_larger(dressed, desk, size):
    resize_text(dressed, size)
    finish()
    assert _size(desk) == (WIDTH, HEIGHT)
    for key in list(desk._pages):
        desk.show_page(key)
        finish()
        assert _size(desk) == (WIDTH, HEIGHT), key
    desk.show_page("households")
    tabs = desk.page("households").household
    for name in ("overview", "members", "ledger", "visit", "history"):
        tabs.open_tab(name)
        finish()
        assert _size(desk) == (WIDTH, HEIGHT), name


@pytest.mark.parametrize("size", TextSize)
def test_the_state_of_a_batch_of_sheets_does_not_make_the_window_larger(dressed, desk, size):
    resize_text(dressed, size)
    desk.show_page("sheets")
    page = desk.page("sheets")
    page.form.scope.choose("village")
    finish()
    assert page.papers.isVisible()
    assert _size(desk) == (WIDTH, HEIGHT)
    room = page._left.viewport().width()
    assert page.form.minimumSizeHint().width() <= room, "no choice of the panel is cut off at its edge"


def test_a_narrow_list_of_findings_keeps_household_and_sentence(desk):
    desk.show_page("findings")
    finish()
    page = desk.page("findings")
    keys = [column.key for column in page.model.columns]

    def shown():
        return {key for place, key in enumerate(keys) if place and not page.list.body.isColumnHidden(place)}

    assert shown() == {"household", "words"}
    desk.resize(1366, HEIGHT)
    finish()
    assert shown() == set(keys[1:])


@pytest.mark.parametrize("size", TextSize)
def test_a_key_is_shown_whole_or_not_at_all(dressed, qtbot, size):
    resize_text(dressed, size)
    chips = KeyChips()
    qtbot.addWidget(chips)
    chips.set_keys([("F5", "沿用上季"), ("Ctrl+PgUp/PgDn", "上一户 / 下一户"), ("F9", "下一户")])
    chips.show()
    whole = chips.sizeHint()
    for width in range(0, whole.width() + 20, 20):
        chips.resize(width, whole.height())
        labels = [label for label in chips.findChildren(QLabel) if label.isVisible()]
        assert len(labels) % 2 == 0
        assert all(label.geometry().right() <= width for label in labels)
        assert all(label.width() >= label.sizeHint().width() for label in labels)
    assert len(labels) == 6

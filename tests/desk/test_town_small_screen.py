"""The township's window on a low screen: no page makes it larger, and its lists keep rows to work with."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from village_desk.desk.look import TextSize, pixels, resize_text
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.window import DeskWindow

from .test_town_pages import window  # noqa: F401 - a fixture
from .village_book import finish

SCREENS = ((1366, 728), (911, 485))
"""A screen of 1366 by 768 less the system's own bar, at 100 % and at 150 %."""
ROWS = 3
"""So many rows of its first list a page shows at least at 100 %; of every other one."""


@pytest.mark.parametrize("size", TextSize)
@pytest.mark.parametrize("screen", SCREENS)
def test_no_page_of_the_township_makes_the_window_larger(
    dressed: QApplication,
    window: DeskWindow,  # noqa: F811
    size: TextSize,
    screen: tuple[int, int],
) -> None:
    resize_text(dressed, size)
    window.resize(*screen)
    finish()
    for key in list(window._pages):
        window.show_page(key)
        finish()
        page = window.page(key)
        assert (window.width(), window.height()) == screen, key
        assert page.minimumSizeHint().height() <= page.height(), key
        assert page.minimumSizeHint().width() <= page.width(), key


@pytest.mark.parametrize("size", TextSize)
def test_every_list_of_the_township_shows_rows_to_work_with(
    dressed: QApplication,
    window: DeskWindow,  # noqa: F811
    size: TextSize,
) -> None:
    resize_text(dressed, size)
    window.resize(*SCREENS[0])
    finish()
    for key in ("exchange", "matrix", "town_work", "town_figures", "pairs"):
        window.show_page(key)
        finish()
        page = window.page(key)
        assert page.list.body.viewport().height() >= ROWS * pixels("row"), key
        for view in page.findChildren(ListView):
            assert not view.isVisible() or view.body.viewport().height() >= pixels("row"), key

"""县级参数 by keys: a file handed on, changed and taken in; a pack tried, loaded, and the way back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from village_desk.definitions.measures import measure_catalogue
from village_desk.definitions.toml_files import laid_over
from village_desk.entry.settings.settings_entry import SettingsEntry

from .village_book import finish, make_desk

CONTROL = Qt.KeyboardModifier.ControlModifier
NO_MODIFIER = Qt.KeyboardModifier.NoModifier
MEASURES = "resources/measures.toml"


@pytest.fixture
def desk(dressed, tmp_path):
    window, asker = make_desk(tmp_path)
    window.show_page("settings")
    finish()
    page = window.page("settings")
    page.open_side("parameters")
    yield window, page.side, asker
    window.close()
    window.sitting.book.close()


def press(key, modifier=NO_MODIFIER):
    QTest.keyClick(QApplication.focusWidget(), key, modifier)
    finish()


def take(side, path):
    side.list.take(next(place for place, row in enumerate(side.model.rows) if row.path == path))


def labels():
    return {measure.label for measure in measure_catalogue().values()}


@pytest.fixture
def changed(desk, tmp_path):
    """The catalogue of measures handed on, changed elsewhere and taken in."""
    _, side, asker = desk
    assert side.list.body.hasFocus()
    take(side, MEASURES)
    out = tmp_path / "measures.toml"
    asker.answers += [str(out)]
    press(Qt.Key.Key_Return)
    out.write_text(out.read_text(encoding="utf-8").replace("庭院经济", "庭院小院", 1), encoding="utf-8")
    asker.answers += [str(out)]
    press(Qt.Key.Key_N, CONTROL)
    return desk


def test_a_file_is_handed_on_changed_taken_in_and_put_back(changed):
    window, side, asker = changed
    assert "庭院小院" in labels()
    assert (side.model.row(0).path, side.model.row(0).is_own) == (MEASURES, True)
    take(side, MEASURES)
    asker.answers += ["不用了"]
    press(Qt.Key.Key_Delete, CONTROL)
    assert "庭院小院" not in labels()
    assert not laid_over()
    press(Qt.Key.Key_Z, CONTROL)
    assert "庭院小院" in labels()
    assert window.sitting.settings.pack == {}


def test_a_file_with_a_mistake_is_told_by_file_key_and_reason(desk, tmp_path):
    _, side, asker = desk
    wrong = tmp_path / "today.toml"
    wrong.write_text('near_line_percent = "十"\n', encoding="utf-8")
    take(side, "resources/today.toml")
    asker.answers += [str(wrong)]
    press(Qt.Key.Key_N, CONTROL)
    assert asker.heard[-1] == "desk.refused"
    assert not laid_over()


def test_a_pack_is_made_loaded_after_a_look_and_taken_back(changed, tmp_path):
    window, side, asker = changed
    SettingsEntry(window.sitting).choose_basis("P2", "县里统一")
    out = tmp_path / "县级参数.json"
    asker.answers += ["", "20991231", "县发〔2025〕9号", str(out)]
    side.pack()
    assert asker.heard[-1] == "parameters.packed"
    asker.answers += [False]
    side.go_back()
    assert window.sitting.settings.basis == "P2"
    asker.answers += [True]
    side.go_back()
    assert (window.sitting.settings.basis, "庭院小院" in labels()) == ("P1", False)
    asker.answers += [str(out), True]
    side.load()
    assert (window.sitting.settings.basis, "庭院小院" in labels()) == ("P2", True)
    assert "县发〔2025〕9号" in side.state.text()
    assert "2099-12-31" in side.state.text()
    asker.answers += [str(out)]
    side.load()
    assert asker.heard[-1] == "parameters.which"


def test_a_damaged_pack_is_refused(desk, tmp_path):
    _, side, asker = desk
    out = tmp_path / "坏.json"
    out.write_text("{}", encoding="utf-8")
    asker.answers += [str(out)]
    side.load()
    assert asker.heard[-1] == "desk.refused"

"""Texts that wrap: whole, within their room, and still while only their figures change."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QVBoxLayout, QWidget

from village_desk.desk.bars import ShortLabel
from village_desk.desk.fields.finding_column import FindingColumn, PanelFinding
from village_desk.desk.look import TextSize, resize_text, text_font
from village_desk.desk.parts.wrapped_text import WrappedLabel, lines_of

from .hands import sent, settle

_ROOM = 200
_SENTENCE = "人均纯收入 2981.33 元，低于监测线 8700.00 元，还不是监测对象。"


def _texts(text: str) -> list[str]:
    return [line.text() for line in lines_of(text, _ROOM)]


@pytest.mark.parametrize("size", TextSize)
@pytest.mark.parametrize("text", [_SENTENCE, "990101198001010" * 4, "甲", "户编号**** 1234，" * 9])
def test_lines_hold_the_whole_text_within_their_room(dressed, size, text):
    resize_text(dressed, size)
    lines = _texts(text)
    assert "".join(lines) == text
    metrics = QFontMetrics(text_font())
    assert all(metrics.horizontalAdvance(line.rstrip()) <= _ROOM for line in lines)


def test_other_figures_break_where_the_last_did_and_longer_ones_where_they_must(dressed):
    before, after = _texts(_SENTENCE), _texts(_SENTENCE.replace("2981.33", "1764.05"))
    assert [len(line) for line in after] == [len(line) for line in before]
    assert after != before
    longer = _SENTENCE.replace("2981.33", "129810000.33")
    assert "".join(_texts(longer)) == longer
    assert [len(line) for line in _texts(longer)] != [len(line) for line in before]


@pytest.fixture
def column(qtbot, dressed):
    """A column on a page, with two findings."""
    page, column = QWidget(), FindingColumn()
    qtbot.addWidget(page)
    QVBoxLayout(page).addWidget(column)
    page.resize(260, 400)
    page.show()
    column.show_findings([PanelFinding("doubt", _SENTENCE), PanelFinding("must", "甲。")])
    settle()
    yield column
    page.hide()


def test_a_finding_with_other_figures_is_drawn_alone_and_moves_nothing(column):
    other = PanelFinding("doubt", _SENTENCE.replace("2981", "2982"))
    with sent(QEvent.Type.Paint) as painted, sent(QEvent.Type.LayoutRequest) as moved:
        column.show_findings([other, PanelFinding("must", "甲。")])
    buttons = [widget for widget in painted if widget.property("role") == "finding"]
    assert [button.finding for button in buttons] == [other]
    assert moved == []


def test_findings_stand_under_each_other_at_every_text_size(column, dressed):
    for size in TextSize:
        resize_text(dressed, size)
        settle()
        settle()
        first, second = (child for child in column.children() if isinstance(child, QWidget))
        assert first.geometry().bottom() < second.y()
        assert column.height() == second.geometry().bottom() + 1
        assert first.height() >= len(lines_of(first.accessibleName(), first.width())) * 14


def test_a_line_says_on_hovering_what_it_has_no_room_for_and_nothing_where_it_has(qtbot, dressed):
    label = ShortLabel(_SENTENCE)
    qtbot.addWidget(label)
    label.resize(_ROOM, 20)
    label.grab()
    assert label.toolTip() == _SENTENCE
    label.resize(20 * _ROOM, 20)
    label.grab()
    assert label.toolTip() == ""


@pytest.mark.parametrize("role", ["", "strong", "short-of", "caption"])
def test_a_line_with_other_figures_needs_the_same_room(qtbot, dressed, role):
    label = ShortLabel(_SENTENCE)
    qtbot.addWidget(label)
    label.setProperty("role", role)
    label.ensurePolished()
    needed = [label.sizeHint()]
    for figure in ("1764.05", "1111.11", "9898.76"):
        label.setText(_SENTENCE.replace("2981.33", figure))
        needed.append(label.sizeHint())
    assert needed == [needed[0]] * 4


def test_help_of_one_line_or_of_three_takes_the_same_room(qtbot, dressed):
    label = WrappedLabel("ink-2", least=3)
    qtbot.addWidget(label)
    label.resize(_ROOM, 100)
    label.setText("一行。")
    short = label.height()
    label.setText(_SENTENCE)
    assert label.height() == short
    label.setText(_SENTENCE * 3)
    assert label.height() > short


def test_a_short_label_asks_the_layout_only_for_other_room(qtbot, dressed):
    page, label = QWidget(), ShortLabel("人均 2,977.33 元")
    qtbot.addWidget(page)
    QVBoxLayout(page).addWidget(label)
    page.show()
    settle()
    with sent(QEvent.Type.LayoutRequest) as asked:
        label.setText("人均 3,188.64 元")
    assert asked == []
    with sent(QEvent.Type.LayoutRequest) as asked:
        label.setText("人均 13,188.64 元")
    assert page in asked
    label.clear()
    assert label.text() == ""

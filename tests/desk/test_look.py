"""The look holds: contrast, fonts, icons, and every screen legible at three sizes."""

import re

import pytest
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton

from village_desk.definitions.screens import screen, screen_names
from village_desk.desk.bars import WIDEST_FIGURE
from village_desk.desk.fields.form_view import FormView
from village_desk.desk.icons import icon
from village_desk.desk.look import (
    BOLD_FAMILY,
    FAMILY,
    RARE_FAMILY,
    TextSize,
    colour,
    resize_text,
    style_sheet,
    text_font,
    tokens,
)
from village_desk.places.shipped import shipped

TEXT_PAIRS = [
    *[(ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in ("surface", "paper")],
    *[(ink, f"{ink}-tint") for ink in ("green", "wheat", "cinnabar", "indigo")],
    *[(ink, ground) for ink in ("green", "wheat", "cinnabar", "indigo") for ground in ("surface", "paper")],
    *[("ink", f"{tint}-tint") for tint in ("green", "wheat", "cinnabar", "indigo")],
    ("green-dark", "green-tint"),
    ("surface", "green"),
    ("surface", "green-dark"),
]
EDGE_PAIRS = [
    *[("field-line", ground) for ground in ("surface", "paper")],
    *[
        (edge, "surface")
        for edge in ("indigo", "wheat", "cinnabar", "wages", "production", "property", "transfer")
    ],
]


def contrast(first, second):
    def light(name):
        parts = (colour(name).redF(), colour(name).greenF(), colour(name).blueF())
        red, green, blue = ((p / 12.92) if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(first), light(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_stands_out(ink, ground):
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize(("edge", "ground"), EDGE_PAIRS)
def test_borders_of_fields_can_be_seen(edge, ground):
    assert contrast(edge, ground) >= 3.0


@pytest.mark.parametrize("size", TextSize)
def test_the_style_sheet_has_no_gap_left(size):
    assert not re.search(r"\{[a-z-]+\}", style_sheet(size))


def test_no_colour_is_written_outside_the_tokens():
    sheet = shipped("resources", "styles", "desk.qss").read_text(encoding="utf-8")
    sources = shipped("resources").parent.joinpath("village_desk", "desk").glob("*.py")
    for text in [sheet, *(path.read_text(encoding="utf-8") for path in sources)]:
        assert not re.search(r"#[0-9a-fA-F]{6}\b|rgba?\(", text)


def test_every_token_is_used():
    sheet = shipped("resources", "styles", "desk.qss").read_text(encoding="utf-8")
    chart = {"wages", "production", "property", "transfer"}
    assert {name for name in tokens().colours if f"{{{name}}}" not in sheet} <= chart


def test_the_screen_uses_the_bundled_font(qapp):
    assert QFontInfo(text_font()).family() == FAMILY
    assert QFontInfo(text_font(bold=True)).bold()


def test_a_rare_character_of_a_name_is_drawn_on_the_screen(qapp):
    from PySide6.QtGui import QFontDatabase, QRawFont

    raw = QRawFont.fromFont(text_font().__class__(RARE_FAMILY))
    assert RARE_FAMILY in QFontDatabase.families()
    assert RARE_FAMILY in text_font().families()
    assert raw.supportsCharacter(0x20BB7)


@pytest.mark.parametrize("is_bold", [False, True])
def test_a_character_that_the_bold_face_lacks_comes_from_the_regular_one(qapp, is_bold):
    from PySide6.QtGui import QTextLayout

    families = {}
    for character in "张鑀":
        layout = QTextLayout(character, text_font(bold=is_bold))
        layout.beginLayout()
        layout.createLine()
        layout.endLayout()
        families[character] = [run.rawFont().familyName() for run in layout.glyphRuns()]
    assert families == {"张": [BOLD_FAMILY if is_bold else FAMILY], "鑀": [FAMILY]}


def test_what_the_style_sheet_makes_bold_is_drawn_with_the_bold_face(qtbot):
    label = QLabel("张")
    label.setProperty("role", "strong")
    label.setStyleSheet(style_sheet(TextSize.STANDARD))
    qtbot.addWidget(label)
    label.ensurePolished()
    assert QFontInfo(label.font()).family() == BOLD_FAMILY
    assert label.font().families()[1:] == [FAMILY, RARE_FAMILY]


def test_digits_are_of_one_width(qapp):
    from PySide6.QtGui import QFontMetricsF

    widths = {round(QFontMetricsF(text_font()).horizontalAdvance(digit), 3) for digit in "0123456789"}
    assert len(widths) == 1


@pytest.mark.parametrize("is_bold", [False, True])
def test_no_figure_is_wider_than_is_reckoned_with_where_none_is_measured(qapp, is_bold):
    from PySide6.QtGui import QFontMetricsF

    font = text_font(bold=is_bold)
    metrics = QFontMetricsF(font)
    for sign in "0123456789,.-":
        assert metrics.horizontalAdvance(sign) <= WIDEST_FIGURE * font.pixelSize(), sign


def test_every_shipped_icon_can_be_drawn(qapp):
    names = [path.stem for path in shipped("resources", "icons").glob("*.svg")]
    assert names
    for name in names:
        image = icon(name).pixmap(20, 20).toImage()
        assert any(
            image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height())
        ), name


def test_standard_buttons_speak_chinese(qapp):
    from PySide6.QtCore import QCoreApplication

    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"


@pytest.mark.parametrize("size", TextSize)
@pytest.mark.parametrize("name", screen_names())
def test_nothing_is_cut_off_on_any_screen(dressed, qtbot, name, size):
    resize_text(dressed, size)
    form = FormView(screen(name))
    qtbot.addWidget(form)
    form.resize(878, 600)
    form.show()
    qtbot.waitExposed(form)
    for _ in range(6):
        dressed.processEvents()
    assert form.widget().width() <= form.viewport().width()
    for label in form.findChildren(QLabel):
        if label.isVisible() and label.text() and not isinstance(label.parent(), QLineEdit):
            needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
            assert label.height() >= needed, label.text()
            assert label.wordWrap() or label.width() >= label.sizeHint().width(), label.text()
    for button in form.findChildren(QToolButton):
        if button.isVisible() and button.text():
            assert button.width() >= button.fontMetrics().horizontalAdvance(button.text())
    assert_no_overlaps(form)


def assert_no_overlaps(form):
    boxes = [form.editor(key) for key in form.keys]
    placed = [box.rect().translated(box.mapTo(form.widget(), box.rect().topLeft())) for box in boxes]
    for place, box in enumerate(placed):
        assert not any(box.intersects(other) for other in placed[place + 1 :]), boxes[place].key


def test_a_screen_is_never_scrolled_sideways_at_double_scaling(dressed, qtbot):
    form = FormView(screen("household"))
    qtbot.addWidget(form)
    form.resize(600, 300)
    form.show()
    for _ in range(6):
        dressed.processEvents()
    assert form.widget().width() <= form.viewport().width()


@pytest.mark.parametrize("size", TextSize)
def test_an_identity_number_is_seen_whole(dressed, qtbot, size):
    resize_text(dressed, size)
    form = FormView(screen("person"))
    qtbot.addWidget(form)
    form.show()
    for width in (878, 700, 600):
        form.resize(width, 600)
        for _ in range(6):
            dressed.processEvents()
        line = form.editor("identity_number").line
        assert line.width() >= line.fontMetrics().horizontalAdvance("990101198001010014") + 20, width

"""The page of the sheets: few keys to a saved summary, the preview is the file, and nothing leaks."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from village_desk.desk.jobs import Progress
from village_desk.desk.sheets.sheet_words import missing_words
from village_desk.entry.operations import set_household
from village_desk.exchange.paper.page_pictures import page_count, render_page
from village_desk.exchange.sheets.making import SheetMade

from .village_book import finish, make_desk, settle


@pytest.fixture
def opened(dressed, tmp_path):
    window, asker = make_desk(tmp_path)
    window.show_page("households")
    finish()
    yield window, asker
    window.close()
    window.sitting.book.close()


@pytest.fixture
def desk(opened):
    window, asker = opened
    window.show_page("sheets")
    finish()
    return window, window.page("sheets"), asker


class Keys:
    """Presses keys where the cursor is, and counts them."""

    def __init__(self):
        self.count = 0

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.count += 1
        QTest.keyClick(QApplication.focusWidget(), key, modifier)
        finish()


def test_from_the_open_program_to_a_saved_village_summary_takes_eight_keys_at_most(opened, tmp_path):
    window, asker = opened
    asker.answers.append(tmp_path / "汇总.pdf")
    keys, control = Keys(), Qt.KeyboardModifier.ControlModifier
    keys.press(Qt.Key.Key_P, control)
    keys.press(Qt.Key.Key_7)
    keys.press(Qt.Key.Key_D, control)
    keys.count += 1  # Enter in the system's own dialog, whose name is proposed
    saved = (tmp_path / "汇总.pdf").read_bytes()
    assert keys.count <= 8
    assert saved == window.page("sheets")._shown.made.content
    assert window.page("sheets")._shown.order.sheet == "F7"
    assert "汇总.pdf" in window.keys.line.text()


def test_the_sheets_begin_with_the_household_in_hand(opened):
    window, _ = opened
    homes = {row.head_name: row.household_id for row in window.page("households").register.rows}
    for name in ("钱二", "赵一"):
        window.open_household(homes[name])
        window.show_page("sheets")
        finish()
        page = window.page("sheets")
        assert page.form.household.line.text().startswith(name)
        assert page._shown.order.household_id == homes[name]


def test_what_is_saved_is_what_the_preview_shows(desk, tmp_path):
    _, page, asker = desk
    asker.answers.append(tmp_path / "一户.pdf")
    page.save("pdf")
    finish()
    assert (tmp_path / "一户.pdf").read_bytes() == page.preview._pdf


def test_a_workbook_of_the_same_sheet_opens(desk, tmp_path):
    from openpyxl import load_workbook

    _, page, asker = desk
    asker.answers.append(tmp_path / "一户.xlsx")
    QTest.keyClick(page.form.sheets, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    finish()
    texts = {cell.value for row in load_workbook(tmp_path / "一户.xlsx").active.iter_rows() for cell in row}
    assert any("赵一" in str(text) for text in texts)


@pytest.fixture
def stopping(monkeypatch):
    """Long work is stopped by the person after its first step, until this is undone."""
    step = Progress.step

    def stopped(self, count=1):
        step(self, count)
        self.cancel()

    with monkeypatch.context() as during:
        during.setattr(Progress, "step", stopped)
        yield during


def test_a_batch_stopped_in_the_middle_says_so_and_the_next_choice_is_laid_out(desk, stopping):
    _, page, asker = desk
    page.form.scope.choose("village")
    finish()
    assert page._shown is None
    assert page.message.text().startswith("已停止")
    assert asker.heard == []
    stopping.undo()
    page.form.scope.choose("household")
    page.form.scope.choose("village")
    finish()
    assert page._shown.made.pages > 1


def test_a_workbook_stopped_in_the_middle_leaves_no_file_and_no_box_and_the_next_is_whole(
    desk, stopping, tmp_path
):
    window, page, asker = desk
    out = tmp_path / "一户.xlsx"
    asker.answers.append(out)
    page.save("xlsx")
    finish()
    assert list(tmp_path.glob("一户*")) == []
    assert "desk.refused" not in asker.heard
    assert window.keys.line.text().startswith("已停止")
    stopping.undo()
    asker.answers.append(out)
    page.save("xlsx")
    finish()
    assert out.read_bytes().startswith(b"PK")


def test_the_proposed_name_says_sheet_village_and_copy_and_names_nobody(desk):
    _, page, asker = desk
    proposed = []
    asker.choose_file_to_save = lambda _question, name, _kinds: proposed.append(Path(name).name)
    page.save("pdf")
    assert proposed
    assert "青石坪村" in proposed[0]
    assert "内部" in proposed[0]
    assert "赵一" not in proposed[0]


def test_one_household_is_found_by_its_initials(desk):
    _, page, _ = desk
    picker = page.form.household
    picker.line.setFocus()
    QTest.keyClicks(picker.line, "qe")
    QTest.keyClick(picker.line, Qt.Key.Key_Return)
    finish()
    assert picker.line.text().startswith("钱二")
    assert page._shown.order.household_id == picker.household_id


def test_a_second_digit_reaches_the_sheets_beyond_nine(desk):
    _, page, _ = desk
    beyond = [spec.id for spec in page.form._specs if len(spec.id) == 3]
    for sheet in beyond:
        QTest.keyClicks(page.form.sheets, sheet[1:])
        assert page.form.spec.id == sheet
    QTest.keyClicks(page.form.sheets, "7")
    assert page.form.spec.id == "F7"


def test_the_whole_village_gives_every_household_its_pages(desk):
    _, page, _ = desk
    one = page._shown.made.pages
    page.form.scope.choose("village")
    finish()
    assert page._shown.made.pages == 2 * one
    assert page_count(page.preview._pdf) == 2 * one


def test_a_sheet_with_identity_numbers_asks_how_the_township_wants_them(desk):
    _, page, _ = desk
    page.form.pick_sheet("8")
    assert page.form.identity.isHidden()
    page.form.copy.choose("report")
    assert not page.form.identity.isHidden()
    page.form.identity.choose("masked")
    finish()
    assert page._shown.order.identity == "masked"
    page.form.pick_sheet("7")
    assert page.form.identity.isHidden()


def test_a_sheet_for_the_board_offers_that_copy_alone_and_the_next_sheet_is_internal_again(desk):
    _, page, _ = desk
    QTest.keyClicks(page.form.sheets, "14")
    finish()
    assert page.form.copy.offered == ["public"]
    assert page._shown.order.copy == "public"
    QTest.keyClicks(page.form.sheets, "3")
    finish()
    assert page.form.copy.offered == ["internal", "report", "public"]
    assert page._shown.order.copy == "internal"


def test_a_public_copy_that_would_leak_is_refused_in_place_of_the_preview(desk):
    window, page, asker = desk
    set_household(window.sitting, "9901010001", {"group": "13800000001组"})
    finish()
    page.form.copy.choose("public")
    finish()
    assert page._shown is None
    assert "公示" in page.message.text()
    page.save("pdf")
    assert asker.heard == ["desk.refused"]


def test_choosing_again_while_the_first_is_laid_out_shows_the_last_choice(desk):
    _, page, _ = desk
    for digit in "3474":
        page.form.pick_sheet(digit)
        settle()
    finish()
    assert page._shown.order.sheet == "F4"
    assert page._shown.order == page.form.order()


def test_a_choice_taken_back_while_it_is_laid_out_is_laid_out_again(desk):
    _, page, _ = desk
    page.form.pick_sheet("3")
    page.form.pick_sheet("7")
    page.form.pick_sheet("3")
    finish()
    assert page._shown.order.sheet == "F3"


def test_a_refusal_of_an_older_choice_does_not_stand_in_the_way_of_the_new_one(desk):
    window, page, _ = desk
    set_household(window.sitting, "9901010001", {"group": "13800000001组"})
    finish()
    page.form.copy.choose("public")
    page.form.copy.choose("internal")
    finish()
    assert page._shown is not None
    assert page._shown.order.copy == "internal"


def test_characters_without_a_font_are_named_with_their_household():
    made = SheetMade(b"", 1, {"0001 赵一": frozenset("𰻝")}, "")
    assert "赵一 𰻝" in missing_words(made)
    assert missing_words(SheetMade(b"", 1, {}, "")) == ""


def test_missing_characters_are_told_before_printing_and_may_stop_it(desk):
    from msgspec.structs import replace

    _, page, asker = desk
    made = replace(page._shown.made, missing={"0001 赵一": frozenset("𰻝")})
    page._shown = replace(page._shown, made=made)
    page.choose_printer = lambda *_: pytest.fail("asked for a printer all the same")
    asker.answers.append(False)
    page.print()
    assert asker.heard == ["sheets.missing_sure"]


def test_ctrl_p_on_the_page_prints_the_pages_in_sight(desk, tmp_path):
    window, page, _ = desk
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    page.choose_printer = lambda *_: printer
    QTest.keyClick(page.form.sheets, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    finish()
    assert page_count((tmp_path / "printed.pdf").read_bytes()) == page._shown.made.pages
    assert window.keys.line.text()


def printing(page, folder, pages=None):
    """Let the page print into a file, all of it or from one page to another."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(folder / "printed.pdf"))
    if pages:
        printer.setFromTo(*pages)
    page.choose_printer = lambda *_: printer
    QTest.keyClick(page.form.sheets, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    finish()


def sign(page):
    QTest.keyClick(page.form.sheets, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    finish()


def test_ctrl_f_finds_a_household_on_the_pages_in_sight(desk):
    window, page, _ = desk
    QTest.keyClicks(page.form.sheets, "3")
    page.form.scope.choose("village")
    finish()
    assert page.preview.page == 0
    QTest.keyClick(page.form.sheets, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is window.search
    window.search.insert("钱二")
    for _ in range(6):
        settle()
    assert page.preview.page == 1
    assert window.key_in_hand == "sheets"


def test_a_printed_sheet_is_noted_until_its_household_changes(desk, tmp_path):
    window, page, _ = desk
    QTest.keyClicks(page.form.sheets, "3")
    finish()
    assert page.papers.words.text() == "还没有打印过"
    assert not page.papers.button.isEnabled()
    printing(page, tmp_path)
    assert "之后没有变动，还没有签字" in page.papers.words.text()
    set_household(window.sitting, "9901010001", {"group": "九组"})
    finish()
    assert page.papers.words.text().endswith("打印过，之后有变动")


def test_a_signature_stands_until_the_paper_says_something_else(desk, tmp_path):
    window, page, _ = desk
    QTest.keyClicks(page.form.sheets, "3")
    finish()
    sign(page)
    assert page.papers.words.text() == "还没有打印过", "what was never printed cannot come back signed"
    printing(page, tmp_path)
    sign(page)
    assert page.papers.words.text().endswith("已签字")
    printing(page, tmp_path)
    assert page.papers.words.text().endswith("已签字"), "the same words were printed once more"
    sign(page)
    assert page.papers.words.text().endswith("还没有签字")
    sign(page)
    set_household(window.sitting, "9901010001", {"group": "九组"})
    finish()
    printing(page, tmp_path)
    assert page.papers.words.text().endswith("还没有签字")


def test_of_the_village_only_what_changed_is_printed_again(desk, tmp_path):
    window, page, asker = desk
    QTest.keyClicks(page.form.sheets, "3")
    page.form.scope.choose("village")
    finish()
    printing(page, tmp_path, (1, 1))
    assert page.papers.words.text() == "已签字0户，已打印1户，打印后有变动0户，没打印过1户"
    printing(page, tmp_path)
    asker.answers.append(True)
    sign(page)
    assert page.papers.words.text() == "已签字2户，已打印0户，打印后有变动0户，没打印过0户"
    page.form.paper.buttons["changed"].click()
    finish()
    assert page._shown is None
    assert "没有变动的户" in page.message.text()
    set_household(window.sitting, "9901010002", {"group": "九组"})
    finish()
    assert page._shown.made.pages == 1
    assert page.papers.words.text().endswith("打印过，之后有变动")


def test_a_draft_is_not_noted_as_printed(desk, tmp_path):
    _, page, _ = desk
    QTest.keyClicks(page.form.sheets, "3")
    page.form.paper.buttons["draft"].click()
    finish()
    assert page.papers.isHidden()
    printing(page, tmp_path)
    page.form.paper.buttons["draft"].click()
    finish()
    assert page.papers.words.text() == "还没有打印过"


def test_a_changed_book_gives_a_new_preview(desk):
    window, page, _ = desk
    before = page.preview._pdf
    set_household(window.sitting, "9901010001", {"group": "九组"})
    finish()
    assert page.preview._pdf != before


def test_a_sheet_for_a3_may_be_asked_for_on_a4(desk):
    _, page, _ = desk
    page.form.choose("F7")
    finish()
    assert page.form.paper.buttons["on_a4"].isHidden()
    page.form.choose("F8")
    finish()
    assert wide_of(page) > 1_000
    page.form.paper.buttons["on_a4"].click()
    finish()
    assert wide_of(page) == 842


def wide_of(page):
    return round(render_page(page._shown.made.content, 0, 1.0).width)


def test_the_keys_that_turn_pages_do_so_from_the_list_of_pages_too(desk):
    _, page, _ = desk
    page.form.choose("F4A")
    page.form.scope.choose("village")
    finish()
    page.preview.change_zoom(+1)  # the whole page in sight
    finish()
    QTest.keyClick(page.form.sheets, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is page.preview.list
    assert page.preview.pages > 2
    QTest.keyClick(page.preview.list, Qt.Key.Key_PageDown)
    finish()
    assert page.preview.page == 1


def test_large_type_is_offered_for_upright_sheets_and_turns_the_paper(desk):
    _, page, _ = desk
    page.form.choose("F15")
    finish()
    assert wide_of(page) == 596
    page.form.paper.buttons["large"].click()
    finish()
    assert wide_of(page) == 842
    page.form.choose("F5")
    finish()
    assert page.form.paper.buttons["large"].isHidden()
    assert not page._shown.order.is_large

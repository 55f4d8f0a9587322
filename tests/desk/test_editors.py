"""Fields driven by keys: what is handed on, what stays, and where the cursor goes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from village_desk.definitions.screens import Field, Kind, make_screen
from village_desk.desk.fields.editors import editor_for
from village_desk.desk.fields.form_view import FormView

CLASSES = ("脱贫户", "一般农户")
FIELDS = (
    {"key": "name", "label": "姓名", "kind": "text"},
    {"key": "identity_number", "label": "证件号码", "kind": "text", "input": "identity"},
    {"key": "months", "label": "务工时间", "kind": "whole", "unit": "月"},
    {"key": "amount", "label": "金额", "kind": "money", "unit": "元"},
    {"key": "born_on", "label": "出生日期", "kind": "day"},
    {"key": "since", "label": "识别监测时间", "kind": "month"},
    {"key": "kind", "label": "户类型", "kind": "choice", "codes": "household_class"},
    {"key": "health", "label": "健康状况", "kind": "choices", "codes": "health"},
    {"key": "soldier", "label": "是否现役军人", "kind": "flag"},
)
LABELS = {"household_class": CLASSES, "health": ("健康", "长期慢性病", "大病", "残疾")}


def trial_screen():
    fields = [{"help": "说明", **field} for field in FIELDS]
    return make_screen("trial", {"title": "试填", "sections": [{"title": "一组", "fields": fields}]}, "trial")


@pytest.fixture
def form(qapp, qtbot):
    view = FormView(trial_screen(), lambda field: LABELS[field.codes])
    qtbot.addWidget(view)
    view.resize(878, 600)
    view.show()
    qtbot.waitExposed(view)
    view.activateWindow()
    view.given = []
    view.answered.connect(lambda key, text: view.given.append((key, text)))
    return view


def press(*keys, modifier=Qt.KeyboardModifier.NoModifier):
    for key in keys:
        target = QApplication.activePopupWidget() or QApplication.focusWidget()
        if isinstance(key, str):
            QTest.keyClicks(target, key)
        else:
            QTest.keyClick(target, key, modifier)


def test_an_answer_is_handed_on_when_the_field_is_left(form):
    form.focus("name")
    press("zhao")
    assert form.given == []
    press(Qt.Key.Key_Return)
    assert form.given == [("name", "zhao")]
    assert form.key_in_hand == "identity_number"


def test_the_same_text_is_no_answer(form):
    form.set_texts({"name": "赵小满"})
    form.focus("name")
    press(Qt.Key.Key_Tab, Qt.Key.Key_Tab)
    assert form.given == []


def test_keys_go_through_the_fields_in_the_order_of_the_file(form):
    met = []
    form.focus("soldier")
    form.entered.connect(met.append)
    form.focus()
    for _ in FIELDS[1:]:
        press(Qt.Key.Key_Return)
    assert met == [field["key"] for field in FIELDS]
    press(Qt.Key.Key_Backtab)
    assert form.key_in_hand == "health"


def test_the_last_field_says_so_and_keeps_the_cursor(form, qtbot):
    form.focus("soldier")
    with qtbot.waitSignal(form.passed_end):
        press(Qt.Key.Key_Return)
    assert form.key_in_hand == "soldier"


def test_enter_does_not_leave_while_the_input_method_composes(form):
    form.focus("name")
    line = form.editor("name").line
    QApplication.sendEvent(line, QInputMethodEvent("zhao", []))
    press(Qt.Key.Key_Return)
    assert form.key_in_hand == "name"
    done = QInputMethodEvent("", [])
    done.setCommitString("赵")
    QApplication.sendEvent(line, done)
    press(Qt.Key.Key_Return)
    assert form.given == [("name", "赵")]


def test_the_input_method_is_off_where_figures_are_typed(form):
    for key in ("identity_number", "months", "amount", "born_on", "since", "kind"):
        assert not form.editor(key).line.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled), key
    assert form.editor("name").line.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_what_is_being_typed_is_never_overwritten(form):
    form.focus("name")
    press("zh")
    form.set_texts({"name": "钱谷雨", "amount": "3"})
    assert form.editor("name").text() == "zh"
    assert form.editor("amount").text() == "3"


def test_what_is_under_the_cursor_is_handed_on_before_closing(form):
    form.focus("amount")
    press("12")
    form.commit()
    assert form.given == [("amount", "12")]
    form.commit()
    assert len(form.given) == 1


def test_an_amount_takes_arithmetic_and_ten_thousands_and_echoes_them(form):
    form.focus("amount")
    press("1.2w")
    assert form.editor("amount").text() == "1.2万"
    assert form.editor("amount").echo == "12,000.00 元　壹万贰仟元整"
    form.editor("amount").line.clear()
    press("1200*3+450")
    assert form.editor("amount").echo == "4,050.00 元"
    form.editor("amount").line.clear()
    press("450")
    assert form.editor("amount").echo == ""


def test_letters_write_nothing_in_an_amount_but_pasted_text_comes_whole(form):
    form.focus("amount")
    press("a1b2")
    assert form.editor("amount").text() == "12"
    QGuiApplication.clipboard().setText("约三百")
    form.editor("amount").line.selectAll()
    press(Qt.Key.Key_V, modifier=Qt.KeyboardModifier.ControlModifier)
    press(Qt.Key.Key_Return)
    assert form.given == [("amount", "约三百")]


def test_text_not_understood_stays_and_is_marked(form):
    form.set_texts({"amount": "约三百"})
    form.set_problem("amount", "unread", "金额写数字。")
    editor = form.editor("amount")
    assert (editor.text(), editor.level, editor.line.property("problem")) == ("约三百", "unread", "unread")
    assert editor.findChildren(type(editor._words))[-1].text() == "没看懂：金额写数字。"
    form.set_problem("amount", None)
    assert editor.level is None
    assert editor._words.isHidden()


def test_marks_are_set_and_cleared_together(form):
    form.set_problem("name", "must", "姓名没有填。")
    form.set_problems({"amount": ("doubt", "比上季少一半。")})
    assert [form.editor(key).level for key in ("name", "amount")] == [None, "doubt"]


def test_blank_zero_and_not_asked_look_different(form):
    form.set_texts({"amount": "0"})
    form.set_not_asked(["months", "soldier"])
    assert form.editor("amount").line.text() == "0"
    assert form.editor("months").line.placeholderText() == "·"
    assert form.editor("name").line.placeholderText() == ""
    assert form.editor("soldier")._loose.text().strip() == "·"
    form.set_not_asked([])
    assert form.editor("months").line.placeholderText() == ""
    assert form.editor("soldier")._loose.isHidden()


def test_eight_digits_are_a_day(form):
    form.focus("born_on")
    press("19800229", Qt.Key.Key_Return)
    assert form.given == [("born_on", "1980-02-29")]


def test_a_day_is_stepped_by_arrows_and_emptied_by_delete(form):
    form.set_texts({"born_on": "1980-01-31"})
    form.focus("born_on")
    press(Qt.Key.Key_Right, Qt.Key.Key_Up)
    assert form.editor("born_on").text() == "1980-02-29"
    press(Qt.Key.Key_Delete, Qt.Key.Key_Return)
    assert form.given == [("born_on", "")]


def test_a_pasted_day_is_read_and_other_text_stays(form):
    form.focus("born_on")
    QGuiApplication.clipboard().setText("1980年5月1日")
    press(Qt.Key.Key_V, modifier=Qt.KeyboardModifier.ControlModifier)
    assert form.editor("born_on").text() == "1980-05-01"
    QGuiApplication.clipboard().setText("八零年春")
    press(Qt.Key.Key_V, modifier=Qt.KeyboardModifier.ControlModifier)
    press(Qt.Key.Key_Return)
    assert form.given == [("born_on", "八零年春")]


def test_a_day_passed_through_is_not_changed(form):
    form.set_texts({"born_on": "1980-01-31", "since": "2023-05"})
    form.focus("born_on")
    press(Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert form.given == []


def test_a_month_is_six_digits(form):
    form.focus("since")
    press("20235", Qt.Key.Key_Return)
    assert form.given == [("since", "2023-05")]


def test_a_digit_picks_a_choice_and_goes_on(form):
    form.focus("kind")
    press("2")
    assert form.given == [("kind", "一般农户")]
    assert form.key_in_hand == "health"


def test_what_is_ticked_stays_ticked_though_it_is_offered_no_more(form):
    form.set_texts({"health": "旧称、残疾"})
    form.focus("health")
    press(Qt.Key.Key_F4, "1", Qt.Key.Key_Return)
    assert set(form.given[-1][1].split("、")) == {"健康", "残疾", "旧称"}


def test_f4_opens_the_list_and_a_digit_picks(form):
    form.focus("kind")
    press(Qt.Key.Key_F4)
    assert form.editor("kind").choices.isVisible()
    press("1")
    assert form.given == [("kind", "脱贫户")]
    assert not form.editor("kind").choices.isVisible()


def test_pinyin_initials_narrow_the_list_and_enter_picks(form):
    form.focus("kind")
    press("y", "b")
    assert form.editor("kind").choices.shown == ["一般农户"]
    press(Qt.Key.Key_Return)
    assert form.given == [("kind", "一般农户")]
    assert form.key_in_hand == "health"


def test_escape_leaves_a_choice_as_it_was(form):
    form.set_texts({"kind": "脱贫户"})
    form.focus("kind")
    press(Qt.Key.Key_F4, Qt.Key.Key_Down, Qt.Key.Key_Escape)
    assert form.editor("kind").text() == "脱贫户"
    assert form.key_in_hand == "kind"
    assert form.given == []


def test_delete_empties_a_choice(form):
    form.set_texts({"kind": "脱贫户"})
    form.focus("kind")
    press(Qt.Key.Key_Delete, Qt.Key.Key_Return)
    assert form.given == [("kind", "")]


def test_several_are_ticked_by_digits_and_taken_by_enter(form):
    form.focus("health")
    press(Qt.Key.Key_F4, "4", "2", "1", "1", Qt.Key.Key_Return)
    assert form.given == [("health", "长期慢性病、残疾")]
    assert form.key_in_hand == "soldier"


def test_yes_and_no_are_one_key_and_nothing_is_neither(form):
    form.focus("soldier")
    press("1")
    assert form.given == [("soldier", "是")]
    press("0")
    assert form.given[-1] == ("soldier", "否")
    press(Qt.Key.Key_Delete, Qt.Key.Key_Return)
    assert form.given[-1] == ("soldier", "")
    editor = form.editor("soldier")
    assert not editor.yes.isChecked()
    assert not editor.no.isChecked()


def test_a_stored_text_that_is_neither_yes_nor_no_is_shown(form):
    form.set_texts({"soldier": "不详"})
    assert form.editor("soldier").text() == "不详"
    assert not form.editor("soldier")._loose.isHidden()


def test_a_small_x_is_written_large_in_an_identity_number(form):
    form.focus("identity_number")
    press("99010119800101001x", Qt.Key.Key_Return)
    assert form.given == [("identity_number", "99010119800101001X")]


def test_a_form_shown_only_takes_no_answers(form):
    form.set_editable(is_editable=False)
    form.focus("name")
    assert QApplication.focusWidget() is not form.editor("name").line


def test_only_the_wanted_fields_are_shown(qapp, qtbot):
    view = FormView(trial_screen(), keys=["amount", "name"])
    qtbot.addWidget(view)
    assert view.keys == ("name", "amount")


@pytest.mark.parametrize("kind", [Kind.WHOLE, Kind.NUMBER, Kind.MONEY])
def test_figures_stand_to_the_right(qapp, qtbot, kind):
    editor = editor_for(Field("figure", "数", kind))
    qtbot.addWidget(editor)
    assert editor.line.alignment() & Qt.AlignmentFlag.AlignRight


@pytest.fixture
def note(qapp, qtbot):
    fields = [
        {"key": "work_note", "label": "情况", "kind": "text", "input": "lines", "help": "说明"},
        {"key": "name", "label": "姓名", "kind": "text", "help": "说明"},
    ]
    view = FormView(make_screen("t", {"title": "记", "sections": [{"title": "一", "fields": fields}]}, "t"))
    qtbot.addWidget(view)
    view.resize(878, 600)
    view.show()
    qtbot.waitExposed(view)
    view.activateWindow()
    view.given = []
    view.answered.connect(lambda key, text: view.given.append((key, text)))
    view.focus("work_note")
    return view


def test_a_note_has_as_many_lines_as_are_written_and_enter_goes_on(note):
    box = note.editor("work_note").line
    low = box.height()
    press("one")
    press(Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.AltModifier)
    press("two")
    assert box.height() > low
    press(Qt.Key.Key_Return)
    assert note.given == [("work_note", "one\ntwo")]
    assert QApplication.focusWidget().property("field") == "name"
    press(Qt.Key.Key_Backtab)
    assert QApplication.focusWidget().property("field") == "work_note"


def test_a_long_note_is_seen_whole_and_is_not_typed_over(note, qtbot):
    editor = note.editor("work_note")
    note.focus("name")
    editor.set_text("在县城打零工，工地停工以后回家；" * 8)
    qtbot.waitUntil(lambda: editor.line.height() > 60)
    note.focus("work_note")
    press("!")
    assert editor.text().startswith("在县城打零工")
    assert editor.text().endswith("!")
    editor.commit()
    note.focus("name")
    editor.set_text("")
    qtbot.waitUntil(lambda: editor.line.height() < 40)

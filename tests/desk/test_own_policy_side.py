"""自定政策方案 and 线和参照数 by keys: copied, changed row by row, stated with the document's number."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from village_desk.definitions.calendar import duties
from village_desk.definitions.policies import policy_profiles
from village_desk.definitions.targets import profile_targets
from village_desk.entry.settings.own_policies import policy_text
from village_desk.rules.months import YearMode

from .village_book import finish, make_desk

CONTROL = Qt.KeyboardModifier.ControlModifier
NO_MODIFIER = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def desk(dressed, tmp_path):
    window, asker = make_desk(tmp_path)
    window.show_page("settings")
    finish()
    yield window, window.page("settings"), asker
    window.close()
    window.sitting.book.close()


def press(key, modifier=NO_MODIFIER):
    QTest.keyClick(QApplication.focusWidget(), key, modifier)
    finish()


def go_to_side(page, key):
    page.list.setFocus()
    while page.list.currentRow() != list(page._makers).index(key):
        press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert page.side.list.body.hasFocus()


def go_to_row(side, label, section=None):
    number = next(
        place
        for place, row in enumerate(side.model.rows)
        if row.label == label and section in (None, row.section)
    )
    while side.list.row_in_hand != number:
        press(Qt.Key.Key_Down if side.list.row_in_hand < number else Qt.Key.Key_Up)


@pytest.fixture
def copied(desk):
    _, page, asker = desk
    go_to_side(page, "own_policy")
    asker.answers += ["清水乡 2025"]
    page.side.copy()
    finish()
    page.side.list.setFocus()
    return desk


def test_a_shipped_profile_can_only_be_read(desk):
    _, page, asker = desk
    go_to_side(page, "own_policy")
    assert "程序自带" in page.side.state.text()
    asker.answers += ["别的名字"]
    press(Qt.Key.Key_Return)
    assert asker.heard[-2:] == ["policy.answer", "desk.refused"]


def test_a_copy_is_changed_row_by_row_and_a_mistake_is_told(copied):
    window, page, asker = copied
    side = page.side
    go_to_row(side, "2025年", "线（元）")
    asker.answers += ["9000"]
    press(Qt.Key.Key_Return)
    assert window.sitting.settings.line_for(2025) == 9_000_00
    go_to_row(side, "2025年", "收入分档（元）")
    asker.answers += ["20000、9000"]
    press(Qt.Key.Key_Return)
    assert asker.heard[-1] == "desk.refused"
    assert side.model.row(side.list.row_in_hand).text == "8700、10000、15000、20000"
    go_to_row(side, "年度算法")
    asker.answers += ["自然年度"]
    press(Qt.Key.Key_Return)
    assert window.sitting.settings.policy.year_mode.value == "calendar"


def test_a_target_is_added_with_its_figure_and_taken_away(copied):
    window, page, asker = copied
    before = len(profile_targets(window.sitting.settings.profile)[2025])
    asker.answers += ["转移就业率", "脱贫户", "不低于", "95"]
    press(Qt.Key.Key_N, CONTROL)
    added = profile_targets(window.sitting.settings.profile)[2025][-1]
    assert (added.indicator, float(added.figure)) == ("transfer_employment_rate", 0.95)
    assert page.side.model.row(page.side.list.row_in_hand).text == "95"
    asker.answers += [True]
    press(Qt.Key.Key_Delete, CONTROL)
    assert len(profile_targets(window.sitting.settings.profile)[2025]) == before
    press(Qt.Key.Key_Home, CONTROL)
    go_to_row(page.side, "地方")
    heard = len(asker.heard)
    press(Qt.Key.Key_Delete, CONTROL)
    assert len(asker.heard) == heard


def test_a_profile_is_handed_on_as_a_file_and_taken_in_again(copied, tmp_path):
    window, page, asker = copied
    path = tmp_path / "清水乡.toml"
    asker.answers += [str(path)]
    page.side.hand_on()
    assert path.read_text(encoding="utf-8") == policy_text(window.sitting.settings.profile)
    window.sitting.choose("profile", "shidian_2025")
    asker.answers += ["清水乡 2025", "不用了"]
    page.side.drop()
    assert "清水乡 2025" not in {profile.name for profile in policy_profiles().values()}
    asker.answers += [str(path)]
    page.side.take_in()
    assert window.sitting.settings.policy.name == "清水乡 2025"


def test_the_profile_chosen_among_all_may_be_ones_own(copied):
    window, page, _ = copied
    window.sitting.choose("profile", "shidian_2025")
    side = page.show_side("policy")
    side._choose_profile("清水乡 2025")
    assert window.sitting.settings.policy.name == "清水乡 2025"


def test_the_coming_years_line_is_asked_for_with_its_document(desk):
    _, page, asker = desk
    go_to_side(page, "figures")
    assert (page.side.model.row(0).year, page.side.model.row(0).kind) == (2026, "line")
    assert page.side.model.index(0, 2).data() == "缺"
    asker.answers += ["9000", "", ""]
    press(Qt.Key.Key_Return)
    assert asker.heard[-1] == "desk.refused"
    asker.answers += ["9000", "施政办〔2026〕7号", "202604"]
    press(Qt.Key.Key_Return)
    shown = [page.side.model.index(0, column).data() for column in range(5)]
    assert shown[:4] == ["2026", "监测底线", "9,000", "施政办〔2026〕7号（2026年4月起）"]
    assert shown[4].startswith("王建国")


def test_the_calendar_is_changed_under_any_profile(desk):
    _, page, asker = desk
    go_to_side(page, "own_policy")
    go_to_row(page.side, "几号前（空着是月底）")
    asker.answers += ["20"]
    press(Qt.Key.Key_Return)
    assert page.side.model.row(page.side.list.row_in_hand).text == "20"
    assert duties()[YearMode.INCOME_YEAR][0].day == 20

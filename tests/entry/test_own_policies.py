"""A policy profile of one's own: a copy, changed row by row, checked as the shipped ones are."""

from __future__ import annotations

from datetime import date

import pytest

from village_desk.definitions.calendar import duties
from village_desk.definitions.policies import policy_profiles
from village_desk.definitions.targets import profile_targets
from village_desk.definitions.toml_files import lay_over
from village_desk.entry.quarter.duties import visits_due_on
from village_desk.entry.settings.calendar_rows import answer_calendar, calendar_rows
from village_desk.entry.settings.own_policies import (
    change_policy,
    copy_policy,
    drop_policy,
    is_own,
    policy_table,
    policy_text,
    take_in_policy,
)
from village_desk.entry.settings.policy_rows import (
    PolicyRow,
    add_target,
    answer_policy,
    drop_target,
    policy_rows,
)
from village_desk.entry.settings.yearly_figures import wanted_figures
from village_desk.entry.sitting import Sitting
from village_desk.rules.indicators.judging import Aim
from village_desk.rules.indicators.scene import Group
from village_desk.rules.money import Fen
from village_desk.rules.months import YearMode, make_quarter
from village_desk.rules.refusals import Refusal
from village_desk.store.own_files import put_file

from .conftest import journal_length


@pytest.fixture
def own(sitting) -> str:
    return copy_policy(sitting, "shidian_2025", "清水乡 2025")


def row(profile: str, *path: str | int) -> PolicyRow:
    return next(one for one in policy_rows(profile) if one.path == path)


def refused(deed) -> Refusal:
    with pytest.raises(Refusal) as caught:
        deed()
    return caught.value


def test_a_copy_says_what_the_shipped_one_says_and_the_book_goes_by_it(sitting, own):
    assert sitting.settings.profile == own
    assert policy_profiles()[own].name == "清水乡 2025"
    assert policy_profiles()[own].lines == policy_profiles()["shidian_2025"].lines
    assert profile_targets(own) == profile_targets("shidian_2025")
    assert sitting.settings.line_for(2025) == 8_700_00
    assert not is_own("shidian_2025")


def test_the_rows_change_what_the_book_is_judged_by(sitting, own):
    answer_policy(sitting, own, row(own, "lines", "2025"), "0.9万")
    answer_policy(sitting, own, row(own, "bands", "2025"), "9000 12000、20000")
    answer_policy(sitting, own, row(own, "falling", "doubt"), "15")
    answer_policy(sitting, own, row(own, "year_mode"), "自然年度")
    profile = policy_profiles()[own]
    assert (profile.line_for(2025), profile.bands_for(2025)) == (9_000_00, (9_000_00, 12_000_00, 20_000_00))
    assert (profile.falling_doubt, profile.year_mode.value) == (15, "calendar")
    assert sitting.settings.line_for(2025) == 9_000_00


def test_a_year_is_added_with_the_newest_bands_and_a_year_that_goes_takes_its_figures_along(sitting, own):
    answer_policy(sitting, own, row(own, "years"), "2025、2026")
    assert policy_profiles()[own].bands_for(2026) == policy_profiles()[own].bands_for(2025)
    assert policy_profiles()[own].line_for(2026) is None
    answer_policy(sitting, own, row(own, "lines", "2026"), "9200")
    answer_policy(sitting, own, row(own, "years"), "2026")
    assert policy_profiles()[own].lines == {2026: Fen(9_200_00)}
    assert profile_targets(own) == {}


def test_targets_are_set_added_and_taken_away(sitting, own):
    place = next(
        number
        for number, one in enumerate(policy_table(own)["targets"])
        if one["indicator"] == "relocated_employment_rate"
    )
    answer_policy(sitting, own, row(own, "targets", place, "figures", "2025"), "92.5%")
    path = add_target(sitting, own, "transfer_employment_rate", Group.LIFTED, Aim.AT_LEAST)
    answer_policy(sitting, own, row(own, *path), "95")
    answer_policy(sitting, own, row(own, "targets", path[1], "aim"), "高于")
    by_name = {one.indicator: one for one in profile_targets(own)[2025]}
    assert by_name["relocated_employment_rate"].figure * 1000 == 925
    assert by_name["transfer_employment_rate"].figure * 100 == 95
    assert by_name["transfer_employment_rate"].aim is Aim.ABOVE
    assert refused(
        lambda: add_target(sitting, own, "transfer_employment_rate", Group.LIFTED, Aim.BELOW)
    ).code == ("target-there")
    drop_target(sitting, own, row(own, *path))
    answer_policy(sitting, own, row(own, "targets", place, "figures", "2025"), "")
    left = {one.indicator for one in profile_targets(own)[2025]}
    assert not left & {"transfer_employment_rate", "relocated_employment_rate"}
    shipped = {one.indicator for one in profile_targets("shidian_2025")[2025]}
    assert left == shipped - {"relocated_employment_rate"}


@pytest.mark.parametrize(
    ("path", "text", "code", "said"),
    [
        (("lines", "2025"), "很多", "not-understood", "很多"),
        (("lines", "2025"), "8700.5", "not-understood", "整数"),
        (("bands", "2025"), "20000、9000", "definition-wrong", "bands：2025年的分档要由小到大"),
        (("bands", "2025"), "", "definition-wrong", "bands"),
        (("years",), "", "definition-wrong", "years"),
        (("labour_ages", "from"), "", "not-understood", "不是数字"),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_nothing_changes(sitting, own, path, text, code, said):
    before = journal_length(sitting), policy_text(own)
    found = refused(lambda: answer_policy(sitting, own, row(own, *path), text))
    assert found.code == code
    assert said in str(found.values)
    assert (journal_length(sitting), policy_text(own)) == before


def test_a_shipped_profile_is_not_changed_and_one_in_use_is_not_taken_away(sitting, own):
    shipped = "xinyang_2023_2025"
    assert refused(lambda: change_policy(sitting, shipped, {"name": "别的"})).code == "shipped-policy"
    assert refused(lambda: drop_policy(sitting, own, "不用了")).code == "policy-in-use"
    assert refused(lambda: copy_policy(sitting, own, "清水乡 2025")).code == "policy-there"
    assert refused(lambda: copy_policy(sitting, own, " ")).code == "no-name"
    sitting.choose("profile", "shidian_2025")
    assert refused(lambda: drop_policy(sitting, own, " ")).code == "no-reason"
    drop_policy(sitting, own, "不用了")
    assert own not in policy_profiles()
    sitting.undo()
    assert own in policy_profiles()


def test_each_change_is_one_deed_and_undoing_goes_back_to_what_was_read_before(sitting, own):
    before = journal_length(sitting)
    answer_policy(sitting, own, row(own, "lines", "2025"), "9000")
    answer_policy(sitting, own, row(own, "lines", "2025"), "9000")
    assert journal_length(sitting) == before + 1
    sitting.undo()
    assert sitting.settings.line_for(2025) == 8_700_00


def test_a_range_is_typed_with_both_its_ends_and_turns_into_one_end_when_the_aim_does(sitting, own):
    path = add_target(sitting, own, "public_posts", Group.RURAL, Aim.WITHIN)
    for typed in ("3—5", "3、5", "3 到 5"):
        answer_policy(sitting, own, row(own, *path), typed)
        assert row(own, *path).text == "3—5"
    assert refused(lambda: answer_policy(sitting, own, row(own, *path), "4")).code == "definition-wrong"
    answer_policy(sitting, own, row(own, *path[:2], "aim"), "不高于")
    assert row(own, *path).text == "5"
    answer_policy(sitting, own, row(own, *path[:2], "aim"), "介于")
    assert row(own, *path).text == "5—5"


def test_a_target_may_be_typed_as_a_published_figure(sitting, own):
    path = add_target(sitting, own, "per_capita_net_income", Group.LIFTED, Aim.ABOVE)
    answer_policy(sitting, own, row(own, *path), "全国脱贫人口人均纯收入")
    assert row(own, *path).text == "全国脱贫人口人均纯收入"
    assert profile_targets(own)[2025][-1].references == ("national_lifted",)
    assert "national_lifted" in wanted_figures(sitting, 2025)
    answer_policy(sitting, own, row(own, *path[:2], "aim"), "比上年高")
    assert row(own, *path[:2], "aim").text == "比上年高"


def test_a_book_opened_later_reads_its_own_profile_and_another_book_does_not(sitting, own):
    lay_over({})
    assert own not in policy_profiles()
    Sitting(sitting.book, "李四", sitting.today)
    assert policy_profiles()[own].name == "清水乡 2025"


def test_a_profile_goes_to_another_book_as_a_file(sitting, own, tmp_path):
    answer_policy(sitting, own, row(own, "lines", "2025"), "9000")
    path = tmp_path / f"{own}.toml"
    path.write_text(policy_text(own), encoding="utf-8")
    sitting.choose("profile", "shidian_2025")
    drop_policy(sitting, own, "试一试")
    assert take_in_policy(sitting, path) == own
    assert sitting.settings.profile == own
    assert policy_profiles()[own].line_for(2025) == 9_000_00


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("8700", "-1"), "lines：“-1”要写成大于零的整元数"),
        (('indicator = "below_floor"', 'indicator = "below_flor"'), "target 1：没有“below_flor”这个指标"),
        (
            ('aim = "at_most"', 'aim = "atmost"'),
            "target 1：“aim”只能是 at_least、at_most、above、below、within、rising、falling",
        ),
        (("[falling]", "[faling]"), "不认识的键“faling”"),
        (("[bands]\n2025", "[bands]\n2024"), "bands：“2024”不在 years 的年份里"),
        (("years = [2025]", "years = 2025"), "“years”缺少，或者不是一列"),
        (("years = [2025]", "years = [2025"), "不是正确的 TOML"),
    ],
)
def test_a_file_with_a_mistake_is_refused_with_file_key_and_reason(sitting, tmp_path, change, said):
    text = policy_text("shidian_2025").replace('id = "shidian_2025"', 'id = "qingshui"').replace(*change)
    path = tmp_path / "qingshui.toml"
    path.write_text(text, encoding="utf-8")
    found = refused(lambda: take_in_policy(sitting, path))
    assert found.code == "definition-wrong"
    assert "qingshui.toml" in str(found.values["value"])
    assert said in str(found.values["value"])
    assert "qingshui" not in policy_profiles()


def test_a_file_does_not_take_a_shipped_profiles_place(sitting, tmp_path):
    path = tmp_path / "x.toml"
    path.write_text(policy_text("shidian_2025"), encoding="utf-8")
    assert refused(lambda: take_in_policy(sitting, path)).code == "shipped-policy"


def test_the_calendar_of_work_is_the_books_own_when_a_duty_is_changed(sitting):
    rows = calendar_rows(YearMode.INCOME_YEAR)
    visits = next(one for one in rows if "走访" in one.section and one.path[-1] == "due_day")
    answer_calendar(sitting, visits, "20")
    months = next(one for one in rows if "月排查" in one.section)
    assert months.path[-1] == "due_day"
    first = next(one for one in rows if one.path[-1] == "months")
    answer_calendar(sitting, first, "2、5、8、11")
    duty = duties()[YearMode.INCOME_YEAR][0]
    assert (duty.months, duty.day) == ({2, 5, 8, 11}, 20)
    assert visits_due_on(make_quarter(2025, 3, YearMode.INCOME_YEAR)).day == 31
    answer_calendar(sitting, first, "1、4、7、10")
    assert visits_due_on(make_quarter(2025, 3, YearMode.INCOME_YEAR)) == date(2025, 7, 20)
    answer_calendar(sitting, visits, "")
    assert visits_due_on(make_quarter(2025, 3, YearMode.INCOME_YEAR)) == date(2025, 7, 31)


@pytest.mark.parametrize(
    ("key", "text", "code"),
    [
        ("months", "13", "definition-wrong"),
        ("months", "", "definition-wrong"),
        ("due_day", "31", "definition-wrong"),
        ("due_day", "月底", "not-understood"),
    ],
)
def test_a_calendar_that_no_month_has_is_refused(sitting, key, text, code):
    before = duties()
    row = next(one for one in calendar_rows(YearMode.INCOME_YEAR) if one.path[-1] == key)
    found = refused(lambda: answer_calendar(sitting, row, text))
    assert found.code == code
    assert duties() == before


def test_a_book_whose_own_profile_is_gone_goes_by_the_one_it_was_made_with(sitting, own):
    with sitting.choosing() as change:
        put_file(change, f"resources/policies/{own}.toml", None)
    assert sitting.settings.profile == sitting.book.village.profile

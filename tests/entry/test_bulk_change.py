"""批量修改: the same answer for many, seen row by row, written as one deed and taken back as one."""

from __future__ import annotations

from datetime import date

import pytest

from tests.listening import statements_in
from village_desk.entry.history_entry import HistoryEntry
from village_desk.entry.records.bulk_change import BulkChange, BulkDeed, bulk_kinds
from village_desk.entry.records.bulk_findings import found_anew
from village_desk.entry.stills import still_of
from village_desk.rules.exchange_records import Part
from village_desk.rules.records import Household, Person
from village_desk.rules.refusals import Refusal
from village_desk.rules.support_records import Measure
from village_desk.store.dump import dump_hash
from village_desk.store.ids import new_id
from village_desk.store.reckoned.findings import HouseholdChecker

from .conftest import store

CODE = "990101001001"


@pytest.fixture
def homes(sitting):
    """Three households of two groups; two of them have the same helper."""
    found = [
        Household(new_id(), CODE, number="5301", head_name="单秀英", group="一组", helper_name="赵干部"),
        Household(new_id(), CODE, number="5302", head_name="翟玉兰", group="一组", helper_name="赵干部"),
        Household(new_id(), CODE, number="5303", head_name="乜春", group="二组"),
    ]
    members = [
        Person(new_id(), CODE, home.id, 1, name=home.head_name, relation="户主", labour="普通劳动力")
        for home in found
    ]
    gone = Person(new_id(), CODE, found[0].id, 2, name="单强", left_on=date(2024, 3, 1))
    measures = [
        Measure(new_id(), CODE, found[0].id, 2025, state="进行中"),
        Measure(new_id(), CODE, found[1].id, 2024, state="进行中"),
    ]
    store(sitting, *found, *members, gone, *measures)
    return found


def _bulk(sitting, kind, *keys):
    bulk = BulkChange(sitting, bulk_kinds()[kind])
    bulk.choose(keys)
    return bulk


def _deeds(bulk):
    return [row.deed for row in bulk.rows()]


def _helpers(sitting):
    with sitting.book.reading() as reading:
        return {home.number: home.helper_name for home in reading.all(Household)}


def test_every_row_says_what_stands_there_and_what_would(sitting, homes):
    bulk = _bulk(sitting, "household", "helper_name")
    assert _deeds(bulk) == [BulkDeed.STAYS] * 3
    bulk.answer("helper_name", "赵干部")
    assert [(row.now["helper_name"], row.then["helper_name"]) for row in bulk.rows()] == [
        ("赵干部", "赵干部"),
        ("赵干部", "赵干部"),
        ("", "赵干部"),
    ]
    assert _deeds(bulk) == [BulkDeed.STAYS, BulkDeed.STAYS, BulkDeed.CHANGES]
    assert _helpers(sitting)["5303"] is None


def test_all_rows_are_written_in_one_deed_that_one_undo_takes_back(sitting, homes):
    before = dump_hash(sitting.book)
    bulk = _bulk(sitting, "household", "helper_name", "helper_unit")
    bulk.answer("helper_name", "钱干部")
    bulk.answer("helper_unit", "县水务局")
    with statements_in(sitting.book) as heard:
        assert bulk.write("单位换了人") == 3
    assert heard.count("COMMIT") == 1
    assert set(_helpers(sitting).values()) == {"钱干部"}
    for home in homes:
        told = [row for row in HistoryEntry(sitting, home.id).rows() if row.field == "帮扶责任人"]
        assert [(row.deed, row.before, row.after, row.reason) for row in told] == [
            ("批量修改", home.helper_name or "", "钱干部", "单位换了人")
        ]
    assert sitting.undo().kind == "bulk-changed"
    assert dump_hash(sitting.book) == before


def test_nothing_is_written_without_a_reason(sitting, homes):
    bulk = _bulk(sitting, "household", "helper_name")
    bulk.answer("helper_name", "钱干部")
    with pytest.raises(Refusal, match="no-reason"):
        bulk.write("  ")
    assert "钱干部" not in _helpers(sitting).values()


def test_only_the_households_chosen_and_the_rows_not_left_out_change(sitting, homes):
    bulk = _bulk(sitting, "household", "helper_name")
    bulk.take([homes[0].id, homes[1].id])
    bulk.answer("helper_name", "钱干部")
    bulk.leave_out(bulk.rows()[0])
    assert _deeds(bulk) == [BulkDeed.LEFT_OUT, BulkDeed.CHANGES]
    assert bulk.write("换人") == 1
    assert _helpers(sitting) == {"5301": "赵干部", "5302": "钱干部", "5303": None}


def test_the_rows_are_narrowed_by_group_or_by_what_they_answer_now(sitting, homes):
    bulk = _bulk(sitting, "household", "helper_name")
    bulk.answer("helper_name", "钱干部")
    words = {one.words: one for one in bulk.narrowings()}
    assert list(words) == [
        "一组 · 2 行",
        "二组 · 1 行",
        "帮扶责任人现在是“赵干部” · 2 行",
        "帮扶责任人现在是“（空）” · 1 行",
    ]
    bulk.only = words["帮扶责任人现在是“（空）” · 1 行"]
    assert bulk.write("补上") == 1
    assert _helpers(sitting) == {"5301": "赵干部", "5302": "赵干部", "5303": "钱干部"}


def test_an_answer_that_is_not_understood_is_refused_as_in_its_own_form(sitting, homes):
    bulk = _bulk(sitting, "household", "lifted_year")
    answer = bulk.answer("lifted_year", "去年")
    assert answer.problem == "不是数字，也不是算式"
    assert _deeds(bulk) == [BulkDeed.STAYS] * 3


def test_a_blank_answer_changes_nothing_and_emptying_is_said_so(sitting, homes):
    bulk = _bulk(sitting, "household", "helper_name")
    bulk.answer("helper_name", "")
    assert _deeds(bulk) == [BulkDeed.STAYS] * 3
    bulk.empty("helper_name")
    assert _deeds(bulk) == [BulkDeed.CHANGES, BulkDeed.CHANGES, BulkDeed.STAYS]
    assert bulk.write("都走了") == 2
    assert set(_helpers(sitting).values()) == {None}


def test_what_a_second_desk_has_is_refused_with_the_reason_and_the_rest_is_written(sitting, homes):
    whose = {"code": "", "giver": "", "seal_key": "", "given_on": date(2025, 7, 1), "agreed_at": 0}
    store(sitting, Part(new_id(), CODE, desk="李会计", households=(homes[0].id,), **whose))
    bulk = _bulk(sitting, "household", "helper_name")
    bulk.answer("helper_name", "钱干部")
    first = bulk.rows()[0]
    assert first.deed is BulkDeed.REFUSED
    assert "李会计" in first.why
    assert bulk.write("换人") == 2
    assert _helpers(sitting)["5301"] == "赵干部"


def test_members_who_are_there_now_and_the_years_measures_are_changed_alike(sitting, homes):
    members = _bulk(sitting, "person", "labour")
    members.answer("labour", "技能劳动力")
    assert [row.name for row in members.rows()] == ["单秀英", "翟玉兰", "乜春"]
    assert members.write("培训都结业了") == 3
    measures = _bulk(sitting, "measure", "state")
    measures.answer("state", "已完成")
    assert [row.household.number for row in measures.rows()] == ["5301"]
    assert measures.write("年底验收") == 1


@pytest.mark.parametrize("kind", bulk_kinds())
def test_every_question_is_found_again_by_its_label_and_says_nothing_of_who_somebody_is(sitting, kind):
    bulk = BulkChange(sitting, bulk_kinds()[kind])
    fields = bulk.kind.fields()
    assert bulk.named("、".join(field.label for field in fields)) == tuple(field.key for field in fields)
    assert not {"number", "name", "head_name", "identity_number"} & {field.key for field in fields}


def test_the_checks_say_of_each_row_what_they_would_find_that_they_do_not_find_now(sitting, homes):
    phones = ("12345", "13900000001", "13900000002")
    with sitting.changing("household-saved") as change:
        for home, phone in zip(homes, phones, strict=True):
            change.change(Household, home.id, {"phone": phone})
    bulk = _bulk(sitting, "household", "phone", "helper_name")
    bulk.answer("phone", "1234")
    village = still_of(sitting)
    checker = HouseholdChecker(village, sitting.settings, sitting.quarter, sitting.today)
    bulk.take_found(found_anew(village, bulk.changed(), checker.findings))
    assert _deeds(bulk) == [BulkDeed.CHANGES, BulkDeed.FOUND, BulkDeed.FOUND]  # the first was wrong before
    assert "电话" in bulk.rows()[1].why
    sound = bulk.narrowings()[0]
    assert sound.words == "核查没有提出问题的 · 1 行"
    bulk.only = sound
    assert bulk.write("试一试") == 1
    bulk.only = None
    assert [row.now["phone"] for row in bulk.rows()] == ["1234", *phones[1:]]


def test_another_answer_lets_go_what_the_checks_would_find(sitting, homes):
    bulk = _bulk(sitting, "household", "helper_name")
    bulk.answer("helper_name", "钱干部")
    bulk.take_found({homes[0].id: "有问题"})
    assert _deeds(bulk)[0] is BulkDeed.FOUND
    bulk.answer("helper_name", "孙干部")
    assert _deeds(bulk)[0] is BulkDeed.CHANGES

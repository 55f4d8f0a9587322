"""``script`` and the records beside the ledger: every kind is added, changed and voided by one operation."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from village_desk.commands.script import perform
from village_desk.entry.records.record_kinds import KINDS
from village_desk.entry.sitting import Sitting
from village_desk.entry.voiding import void
from village_desk.rules.followup_records import Meeting, Sweep
from village_desk.rules.livelihood_records import Leader
from village_desk.rules.records import Person
from village_desk.rules.refusals import Refusal
from village_desk.rules.support_records import Plan
from village_desk.store.book import Book

SETS: dict[str, dict[str, str]] = {
    "work_spell": {"working": "是", "started": "202503", "county": "鄞州区", "month_wage": "4200"},
    "public_post": {"post": "护林员", "month_pay": "500"},
    "measure": {"measure": "J01", "increment": "3000"},
    "training": {"course": "电焊", "certificate_grade": "五级"},
    "study": {"school": "县职业中学", "yulu": "是", "started": "202409"},
    "industry": {"item": "肉牛", "scale": "3"},
    "insurance": {"kind": "养殖业保险", "premium": "36"},
    "entitlement": {"item": "耕地地力保护补贴", "due": "450"},
    "loan": {"amount": "3万", "lent_on": "2025-03-01"},
    "event": {"kind": "其他", "happened_on": "2025-05-01"},
    "stock": {"item": "猪", "opening": "2", "closing": "3"},
    "sweep": {"month": "202505", "found": "无"},
}


@pytest.fixture
def sitting(book: Book) -> Sitting:
    at = Sitting(book, "命令行", date(2025, 7, 10))
    perform(at, {"op": "household", "number": "5301", "set": {"group": "二组"}})
    perform(at, {"op": "person", "household": "5301", "number": "530101", "set": {"name": "单秀英"}})
    return at


def do(sitting: Sitting, **operation: Any) -> dict[str, Any]:
    return perform(sitting, operation)


def one(sitting: Sitting, kind: type, record_id: str) -> Any:
    with sitting.book.reading() as reading:
        return reading.one(kind, record_id)


@pytest.mark.parametrize("screen", KINDS)
def test_a_record_of_every_kind_is_added_changed_and_voided(sitting, screen) -> None:
    kind = KINDS[screen]
    added = do(sitting, op=screen, household="5301", set=SETS[screen])
    assert added["new"] is True
    key, text = list(SETS[screen].items())[-1]
    again = do(sitting, op=screen, household="5301", id=added["id"], set={key: ""})
    assert (again["id"], again["new"]) == (added["id"], False)
    assert getattr(one(sitting, kind.record_type, added["id"]), key) is None
    assert text
    void(sitting, added["id"], "重复")
    assert one(sitting, kind.record_type, added["id"]) is None


@pytest.mark.parametrize("screen", [name for name, kind in KINDS.items() if kind.has_person])
def test_a_record_may_be_about_a_member(sitting, screen) -> None:
    added = do(sitting, op=screen, household="5301", person="530101", set=SETS[screen])
    with sitting.book.reading() as reading:
        (head,) = reading.all(Person)
    assert one(sitting, KINDS[screen].record_type, added["id"]).person_id == head.id
    do(sitting, op=screen, id=added["id"], person="", set={})
    assert one(sitting, KINDS[screen].record_type, added["id"]).person_id is None


def test_quarter_year_and_month_are_those_said_or_those_in_hand(sitting) -> None:
    stock = do(sitting, op="stock", household="5301", quarter="2025Q1", set={"item": "猪"})
    assert one(sitting, KINDS["stock"].record_type, stock["id"]).quarter == 202410
    stock = do(sitting, op="stock", household="5301", set={"item": "猪"})
    assert one(sitting, KINDS["stock"].record_type, stock["id"]).quarter == sitting.quarter.first
    measure = do(sitting, op="measure", household="5301", year="2024", set={"content": "养牛"})
    assert one(sitting, KINDS["measure"].record_type, measure["id"]).year == 2024


def test_a_month_is_swept_once_and_the_village_meets_once(sitting) -> None:
    first = do(sitting, op="sweep", household="5301", month="2025-05", set={"found": "无"})
    again = do(sitting, op="sweep", household="5301", month="2025-05", set={"opinion": "稳定"})
    assert again == {**first, "new": False}
    swept = one(sitting, Sweep, first["id"])
    assert (swept.month, swept.found, swept.opinion) == (202505, "无", "稳定")
    met = do(sitting, op="meeting", month="2025-05", set={"chair": "王建国"})
    met_again = do(sitting, op="meeting", month="202505", set={"agenda": "五月排查"})
    assert met_again == {**met, "new": False}
    assert one(sitting, Meeting, met["id"]).chair == "王建国"


def test_a_death_told_to_a_script_is_noted_at_the_member(sitting) -> None:
    texts = {"kind": "去世", "happened_on": "2025-05-01"}
    do(sitting, op="event", household="5301", person="1", set=texts)
    with sitting.book.reading() as reading:
        (head,) = reading.all(Person)
    assert (head.left_on, head.left_reason) == (date(2025, 5, 1), "死亡")
    do(sitting, op="event", household="5301", set={**texts, "kind": "出生", "name": "单小宝"})
    with sitting.book.reading() as reading:
        assert reading.all(Person)[-1].name == "单小宝"


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        ({"op": "loan", "set": {}}, "missing-key"),
        ({"op": "loan", "household": "9999", "set": {}}, "no-such-household"),
        ({"op": "loan", "household": "5301", "person": "9", "set": {}}, "no-such-person"),
        ({"op": "loan", "household": "5301", "id": "nobody", "set": {}}, "no-such-record"),
        ({"op": "loan", "household": "5301", "quarter": "2025Q1", "set": {}}, "unknown-key"),
        ({"op": "stock", "household": "5301", "person": "1", "set": {}}, "unknown-key"),
        ({"op": "stock", "household": "5301", "quarter": "2025Q7", "set": {}}, "not-a-period"),
        ({"op": "sweep", "household": "5301", "month": "2025-13", "set": {}}, "not-a-period"),
        ({"op": "meeting", "set": {}}, "missing-key"),
        ({"op": "event", "household": "5301", "set": {"kind": "着火"}}, "not-understood"),
        ({"op": "quarter", "period": "2025Q3", "step": "finish"}, "unknown-choice"),
        ({"op": "quarter", "period": "2025Q3", "step": "close"}, "quarter-not-ready"),
    ],
)
def test_what_is_not_understood_changes_nothing(sitting, operation, code) -> None:
    deeds = sitting.book.deeds
    with pytest.raises(Refusal) as refusal:
        perform(sitting, operation)
    assert refusal.value.code == code
    assert sitting.book.deeds == deeds


def test_a_closed_quarter_takes_a_line_of_a_script_only_with_a_reason(sitting, monkeypatch) -> None:
    from village_desk.entry.quarter import quarter_entry

    monkeypatch.setattr(
        quarter_entry.QuarterEntry, "outstanding", lambda _: quarter_entry.Outstanding((), ())
    )
    for step in ("begin", "check", "close"):
        done = do(sitting, op="quarter", period="2025Q3", step=step)
    assert done == {"period": "2025Q3", "state": "已关账"}
    wage = {"op": "line", "household": "5301", "item": "G01", "month": "2025-05", "amount": "3000"}
    with pytest.raises(Refusal) as refusal:
        perform(sitting, wage)
    assert refusal.value.code == "quarter-closed"
    assert perform(sitting, {**wage, "reason": "漏记"})["new"] is True
    with pytest.raises(Refusal):
        perform(sitting, {"op": "undo"})
    assert perform(sitting, {"op": "undo", "reason": "记错了户"})["undone"] == "line-added"
    do(sitting, op="quarter", period="2025Q3", step="reopen", reason="县里退回")
    assert perform(sitting, wage)["new"] is True


def test_tracking_prints_the_shape_that_scripts_rely_on(call, practice) -> None:
    told = call("tracking", practice, "--period", "2025Q4", "--json")
    document = told.document
    assert set(document) >= {"period", "state", "due", "done", "overdue"}
    assert (document["period"], document["due"], document["due_on"]) == ("2025Q4", 12, "2025-10-25")
    assert document["done"] < 12
    assert len(document["overdue"]) == document["due"] - document["done"]
    assert set(document["overdue"][0]) == {"household", "group", "responsible"}
    assert told.code == 1
    spoken = call("tracking", practice, "--period", "2025Q4")
    assert "2025年7月—2025年9月" in spoken.out


def test_a_plan_is_opened_answered_and_adjusted_by_one_operation(sitting) -> None:
    values = {"household": "5301", "year": 2025}
    do(sitting, op="line", household="5301", person="#1", item="G01", month="2024-03", amount="18000")
    opened = do(sitting, op="plan", **values, set={"wages": 20000})
    answered = do(sitting, op="plan", **values, set={"grounds": "务工十个月"})
    adjusted = do(sitting, op="plan", **values, set={"wages": 22000, "change_reason": "涨工资"})
    assert (opened["new"], answered, adjusted["new"]) == (True, {"id": opened["id"], "new": False}, True)
    old, now = one(sitting, Plan, opened["id"]), one(sitting, Plan, adjusted["id"])
    assert (old.version, old.wages, now.version, now.wages) == (1, 2_000_000, 2, 2_200_000)
    assert (now.baseline_wages, now.grounds) == (1_800_000, "务工十个月")
    with pytest.raises(Refusal, match="plan-frozen"):
        do(sitting, op="plan", **values, set={"baseline_wages": 1})


def test_a_leader_of_the_village_is_added_changed_and_voided(sitting) -> None:
    added = do(sitting, op="leader", set={"name": "乜能人", "since": "202301"})
    again = do(sitting, op="leader", id=added["id"], set={"households_led": "30"})
    assert (added["new"], again["new"]) == (True, False)
    leader = one(sitting, Leader, added["id"])
    assert (leader.name, leader.since, leader.households_led) == ("乜能人", 202301, 30)
    do(sitting, op="void", id=added["id"], reason="重复")
    assert one(sitting, Leader, added["id"]) is None
    with pytest.raises(Refusal, match="no-such-record"):
        do(sitting, op="leader", id="x", set={"name": "乜能人"})

"""``script``: an acknowledgement means on disk, a refusal means that nothing has changed."""

from __future__ import annotations

import io
import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from village_desk.commands import script as script_command
from village_desk.commands.script import perform
from village_desk.entry.sitting import Sitting
from village_desk.rules.followup_records import Verdict
from village_desk.rules.records import Household, LedgerLine, Person, Visit
from village_desk.rules.refusals import Refusal
from village_desk.store.book import Book, open_book
from village_desk.store.dump import dump_hash

Do = Callable[..., dict[str, Any]]


@pytest.fixture
def sitting(book: Book) -> Sitting:
    return Sitting(book, "命令行", date(2025, 7, 10))


@pytest.fixture
def do(sitting: Sitting) -> Do:
    """Performs one operation given as keyword arguments."""
    return lambda **operation: perform(sitting, operation)


@pytest.fixture
def family(do: Do) -> dict[str, str]:
    return {
        "household": do(op="household", number="5301", set={"group": "二组"})["id"],
        "head": do(
            op="person", household="5301", number="530101", set={"name": "单秀英", "relation": "户主"}
        )["id"],
        "mother": do(op="person", household="5301", number="530102", set={"name": "翟玉兰"})["id"],
    }


def one(sitting: Sitting, kind: type, record_id: str) -> Any:
    with sitting.book.reading() as reading:
        return reading.one(kind, record_id)


def refused(sitting: Sitting, operation: dict[str, Any]) -> str:
    before = dump_hash(sitting.book)
    with sitting.book.reading() as reading:
        head = reading.chain_head()
    with pytest.raises(Refusal) as caught:
        perform(sitting, operation)
    with sitting.book.reading() as reading:
        assert reading.chain_head() == head
    assert dump_hash(sitting.book) == before
    return caught.value.code


def test_household_and_person_are_made_and_changed(do: Do, sitting: Sitting, family: dict[str, str]) -> None:
    assert do(op="household", number="5301", set={"farmland": 3.5}) == {
        "id": family["household"],
        "new": False,
    }
    assert one(sitting, Household, family["household"]).farmland == 3500
    assert one(sitting, Household, family["household"]).head_name == "单秀英"
    assert do(op="person", household="5301", number=2, set={"phone": 13812345678.0})["id"] == family["mother"]
    assert one(sitting, Person, family["mother"]).phone == "13812345678"


@pytest.mark.parametrize("amount", ["3500", 3500, 3500.0, "3,500.00", "0.35万", "7000/2"])
def test_numbers_are_taken_as_a_cadre_would_type_them(
    do: Do, sitting: Sitting, family: dict[str, str], amount: object
) -> None:
    done = do(op="line", household="5301", person=None, item="T071", month="2025-05", amount=amount)
    found = one(sitting, LedgerLine, done["id"])
    assert (found.amount, found.person_id, found.month) == (350_000, None, 202505)


@pytest.mark.parametrize(
    ("person", "who"), [("530102", "mother"), (2, "mother"), (1, "head"), ("1", "head"), (2.0, "mother")]
)
def test_a_line_names_its_member_by_number_or_place(
    do: Do, sitting: Sitting, family: dict[str, str], person: object, who: str
) -> None:
    done = do(op="line", household="5301", person=person, item="T011", month="2025-05", quantity=3, price=120)
    found = one(sitting, LedgerLine, done["id"])
    assert (found.person_id, found.amount) == (family[who], 36_000)


def test_zero_and_null_differ(do: Do, sitting: Sitting, family: dict[str, str]) -> None:
    do(op="household", number="5301", set={"farmland": 0, "orchard": 2, "toilet": True})
    do(op="household", number="5301", set={"orchard": None})
    found = one(sitting, Household, family["household"])
    assert (found.farmland, found.orchard, found.toilet) == (0, None, True)


def test_visit_no_change_and_target(do: Do, sitting: Sitting, family: dict[str, str]) -> None:
    do(op="line", household="5301", person=2, item="T011", month="2025-03", amount=360)
    visit = do(op="visit", household="5301", period="2025Q3", set={"arrears": 0})
    assert do(op="no_change", household="5301", period="2025Q3") == {"id": visit["id"], "carried": 1}
    assert do(op="no_change", household="5301", period="2025Q3")["carried"] == 0
    found = one(sitting, Visit, visit["id"])
    assert (found.quarter, found.work_state, found.received_state) == (202504, "已询问", "无变化")
    target = do(op="target", household="5301", year=2025, set={"wages": 30000, "grounds": "务工十个月"})
    assert do(op="target", household="5301", year="2025", set={"cost": "1.2万"})["id"] == target["id"]


def test_each_kind_of_record_is_voided_undone_and_redone(
    do: Do, sitting: Sitting, family: dict[str, str]
) -> None:
    ids = [
        do(op="line", household="5301", item="T071", month="2025-05", amount=5)["id"],
        do(op="visit", household="5301", period="2025Q3", set={"returned": "否"})["id"],
        do(op="target", household="5301", year=2025, set={"wages": 1})["id"],
        family["mother"],
        family["household"],
    ]
    for record_id in ids:
        before = dump_hash(sitting.book)
        assert do(op="void", id=record_id, reason="记错了")["id"] == record_id
        after = dump_hash(sitting.book)
        assert after != before
        assert do(op="undo")["undone"] == "voided"
        assert dump_hash(sitting.book) == before
        assert do(op="redo")["redone"] == "voided"
        assert dump_hash(sitting.book) == after


def test_a_finding_is_confirmed_and_a_must_is_not(do: Do, sitting: Sitting, family: dict[str, str]) -> None:
    from village_desk.entry.checks.findings_entry import FindingsEntry

    found = FindingsEntry(sitting).run()
    doubt = next(finding for finding in found if finding.level != "必改" and finding.person_id is None)
    said = {"op": "verdict", "period": "2025Q3", "household": "5301", "reason": "属实"}
    assert do(**said, rule=doubt.rule, until="2026-09-30")["new"]
    must = next(finding for finding in found if finding.level == "必改")
    assert refused(sitting, {**said, "rule": must.rule, "person": must.person_number}) == "must-be-mended"
    assert refused(sitting, {**said, "rule": "ZZ99"}) == "no-such-finding"
    assert refused(sitting, {**said, "rule": doubt.rule, "person": 9}) == "no-such-person"


def test_an_operation_that_sets_nothing_is_done_and_changes_nothing(
    do: Do, sitting: Sitting, family: dict[str, str]
) -> None:
    do(op="visit", household="5301", period="2025Q3", set={})
    do(op="target", household="5301", year=2025, set={})
    before = dump_hash(sitting.book)
    do(op="household", number="5301", set={})
    do(op="person", household="5301", number=1, set={})
    do(op="visit", household="5301", period="2025Q3", set={})
    do(op="target", household="5301", year=2025, set={})
    assert dump_hash(sitting.book) == before


def test_a_verdict_is_true_pending_or_seen_to_be_mended(
    do: Do, sitting: Sitting, family: dict[str, str]
) -> None:
    from village_desk.entry.checks.findings_entry import FindingsEntry

    found = FindingsEntry(sitting).run()
    doubt = next(finding for finding in found if finding.level != "必改" and finding.person_id is None)
    said = {"op": "verdict", "period": "2025Q3", "household": "5301", "rule": doubt.rule}
    assert do(**said, state="待核")["new"]
    assert refused(sitting, {**said, "state": "已改"}) == "still-found"
    assert refused(sitting, said) == "no-reason"
    done = do(**said, reason_kind="统计口径不同", evidence="台账", until="2026-09-30")
    assert one(sitting, Verdict, done["id"]).evidence == "台账"
    before = dump_hash(sitting.book)
    assert do(**{**said, "rule": "LD03", "state": "已改"}) == {"id": None, "new": False}
    assert dump_hash(sitting.book) == before


WRONG = [
    ({"op": "dance"}, "unknown-operation"),
    ({}, "unknown-operation"),
    ({"op": ["line"]}, "unknown-operation"),
    ({"op": "undo", "twice": 1}, "unknown-key"),
    ({"op": "household", "number": "5301", "set": {}, "sett": {}}, "unknown-key"),
    ({"op": "household", "number": "5301"}, "missing-key"),
    ({"op": "household", "set": {}}, "missing-key"),
    ({"op": "household", "number": "", "set": {}}, "missing-key"),
    ({"op": "household", "number": "53\ud842", "set": {}}, "not-understood"),
    ({"op": "household", "number": True, "set": {}}, "not-a-text"),
    ({"op": "household", "number": 5.3e17, "set": {}}, "not-a-text"),
    ({"op": "household", "number": "5301", "set": {"colour": "红"}}, "unknown-field"),
    ({"op": "household", "number": "5301", "set": {"farmland": "1e400"}}, "not-understood"),
    ({"op": "household", "number": "5301", "set": {"farmland": [1]}}, "not-a-text"),
    ({"op": "household", "number": "5301", "set": {"farmland": float("nan")}}, "not-a-text"),
    ({"op": "household", "number": "5301", "set": {"note": "长" * 5000}}, "not-understood"),
    ({"op": "household", "number": "5301", "set": {"number": "5302"}}, "already-there"),
    ({"op": "person", "household": "9999", "number": None, "set": {}}, "no-such-household"),
    ({"op": "person", "household": "5301", "number": "#7", "set": {}}, "no-such-person"),
    ({"op": "line", "household": "5301", "item": "T071", "amount": 5}, "missing-key"),
    ({"op": "line", "household": "5301", "month": "2025-05", "amount": 5}, "missing-key"),
    ({"op": "line", "household": "5301", "item": "彩虹", "month": "2025-05"}, "not-understood"),
    ({"op": "line", "household": "5301", "item": "T071", "month": "2025-13"}, "not-understood"),
    (
        {"op": "line", "household": "5301", "person": "张三", "item": "T071", "month": "2025-05"},
        "no-such-person",
    ),
    ({"op": "line", "household": "5301", "item": "T071", "month": "2025-05", "amout": 5}, "unknown-key"),
    ({"op": "visit", "household": "5301", "period": "2025Q5", "set": {}}, "not-a-period"),
    (
        {"op": "visit", "household": "5301", "period": "2025Q1", "set": {"work_state": "也许"}},
        "not-understood",
    ),
    ({"op": "target", "household": "5301", "year": 25, "set": {}}, "not-a-period"),
    ({"op": "target", "household": "5301", "year": 2025, "set": {"net": 5}}, "unknown-key"),
    ({"op": "void", "id": "nothing", "reason": "错"}, "no-such-record"),
    ({"op": "void", "id": "nothing", "reason": "错", "record": "moon"}, "unknown-record"),
    ({"op": "void", "id": "nothing"}, "missing-key"),
    ({"op": "redo"}, "nothing-to-redo"),
]


@pytest.mark.parametrize(("operation", "code"), WRONG, ids=range(len(WRONG)))
def test_a_refusal_leaves_the_book_as_it_was(
    do: Do, sitting: Sitting, family: dict[str, str], operation: dict[str, Any], code: str
) -> None:
    do(op="household", number="5302", set={})
    assert refused(sitting, operation) == code


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    name=st.sampled_from(["household", "person", "line", "visit", "no_change", "target", "void"]),
    values=st.dictionaries(
        st.sampled_from(
            [
                "number",
                "household",
                "person",
                "set",
                "item",
                "month",
                "amount",
                "period",
                "year",
                "id",
                "reason",
            ]
        ),
        JSON | st.fixed_dictionaries({"note": JSON}) | st.sampled_from(["5301", "2025Q1", "G01", "2025-05"]),
    ),
)
def test_any_operation_is_done_or_refused(sitting: Sitting, name: str, values: dict[str, Any]) -> None:
    try:
        answer = perform(sitting, {"op": name, **values})
    except Refusal:
        return
    assert answer["id"]


@contextmanager
def already_open(sitting: Sitting) -> Iterator[Sitting]:
    yield sitting


def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], sitting: Sitting, lines: list[str]
) -> tuple[int, list[Any]]:
    monkeypatch.setattr(script_command, "sitting_at_village", lambda _: already_open(sitting))
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(lines) + "\n"))
    code = script_command.script(Namespace(book=Path("x")))
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_line_is_answered_with_its_number_and_bad_lines_do_not_stop_the_rest(
    monkeypatch, capsys, sitting
) -> None:
    lines = [
        '\ufeff{"op":"household","number":"5301","set":{"group":"二组"}}',
        "",
        "no json",
        "[" * 100_000,
        '{"op":"line","household":"5301","item":"G01","month":"2025-05","amount":' + "9" * 5000 + "}",
        '{"op":"undo"}',
    ]
    code, answers = run(monkeypatch, capsys, sitting, lines)
    assert code == 1
    assert answers[0]["ack"] == 1
    assert answers[0]["id"]
    assert [answer.get("refused") for answer in answers[1:4]] == ["not-json", "not-json", "not-json"]
    assert [answer["line"] for answer in answers[1:4]] == [3, 4, 5]
    assert all(answer["message"] for answer in answers[1:4])
    assert answers[4]["ack"] == 6


def test_what_is_acknowledged_is_in_the_file(monkeypatch, capsys, sitting) -> None:
    code, answers = run(
        monkeypatch, capsys, sitting, ['{"op":"household","number":"5301","set":{"group":"二组"}}']
    )
    assert code == 0
    sitting.book.close()
    with open_book(sitting.book.path, sitting.book.data_key) as again, again.reading() as reading:
        assert reading.one(Household, answers[0]["id"]).group == "二组"


def test_the_acknowledgement_comes_only_after_the_commit(monkeypatch, sitting) -> None:
    order: list[str] = []
    changing = sitting.book.changing

    @contextmanager
    def watched(deed: object) -> Iterator[Any]:
        with changing(deed) as change:
            yield change
        order.append("commit")

    class Out(io.StringIO):
        def write(self, text: str) -> int:
            order.append("ack" if '"ack"' in text else "other")
            return len(text)

    monkeypatch.setattr(sitting.book, "changing", watched)
    monkeypatch.setattr(script_command, "sitting_at_village", lambda _: already_open(sitting))
    monkeypatch.setattr(sys, "stdin", io.StringIO('{"op":"household","number":"5301","set":{}}\n' * 2))
    monkeypatch.setattr(sys, "stdout", Out())
    script_command.script(Namespace(book=Path("x")))
    assert order[:2] == ["commit", "ack"]
    assert order.count("ack") == 2

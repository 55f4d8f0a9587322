"""全村台账: records of all households typed as in a spreadsheet, pasted with a heading, taken over."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.listening import statements_in
from village_desk.entry.records.village_kinds import village_kinds
from village_desk.entry.records.village_records import VillageRecords
from village_desk.rules.livelihood_records import Entitlement, Industry, Leader, Training
from village_desk.rules.money import Fen
from village_desk.rules.months import Month
from village_desk.rules.records import Household, LedgerLine, Person
from village_desk.rules.support_records import WorkSpell
from village_desk.store.dump import dump_hash
from village_desk.store.ids import new_id

from .hands import open_window, sit_at

CODE = "990101001001"


def _home(number, *names):
    home = Household(new_id(), CODE, number=number, head_name=names[0], group="一组")
    members = [
        Person(new_id(), CODE, home.id, place, name=name, relation="户主" if place == 1 else "之子")
        for place, name in enumerate(names, 1)
    ]
    return home, members


@pytest.fixture
def street():
    """Two households: one of a head alone, one of two."""
    return [_home("5801", "单秀英"), _home("5802", "翟玉兰", "乜春")]


def opened(qtbot, book, street, kind, *more, answers=()):
    """The page with one of its lists in front, and hands."""
    records = [record for home, members in street for record in (home, *members)]
    window, hands = open_window(qtbot, sit_at(book, *records, *more), "village_records", *answers)
    page = window.page("village_records")
    page.show_list(kind)
    return window, page, hands


def of(book, record_type):
    with book.reading() as reading:
        return reading.all(record_type)


def test_a_record_is_typed_into_the_waiting_row_field_by_field(qtbot, book, street):
    _, page, hands = opened(qtbot, book, street, "training")
    hands.control(Qt.Key.Key_N)
    hands.type("zyl")
    hands.enter()
    assert page.records.rows[-1].household.number == "5802"
    hands.type("2")
    hands.type("电焊")
    hands.enter()
    hands.type("1")
    (training,) = of(book, Training)
    assert (training.person_id, training.course) == (street[1][1][1].id, "电焊")
    assert training.kind == "技能培训"
    assert page.model.rowCount() == 2


def test_a_household_of_one_needs_no_member_chosen_and_a_month_is_typed(qtbot, book, street):
    _, page, hands = opened(qtbot, book, street, "work_spell")
    hands.control(Qt.Key.Key_N)
    hands.type("5801")
    hands.enter()
    hands.enter()
    page.table.go_to(0, "started")
    hands.type("202503")
    hands.enter()
    page.table.go_to(0, "month_wage")
    hands.type("4000+200")
    hands.enter()
    (spell,) = of(book, WorkSpell)
    assert (spell.person_id, spell.started, spell.month_wage) == (street[0][1][0].id, 202503, 420_000)


def test_what_is_not_understood_stays_in_its_cell_and_the_book_as_it_was(qtbot, book, street):
    home, (head,) = street[0]
    spell = WorkSpell(new_id(), CODE, home.id, head.id, started=Month(202503))
    _, page, hands = opened(qtbot, book, street, "work_spell", spell)
    before = dump_hash(book)
    page.table.go_to(0, "month_wage")
    hands.type("4..5")
    hands.enter()
    assert page.records.text(0, "month_wage") == "4..5"
    assert "4..5" in page.desk.frame.keys.line.text()
    assert dump_hash(book) == before


def test_escape_leaves_a_cell_as_it_was_and_shift_tab_goes_back(qtbot, book, street):
    home, (head,) = street[0]
    spell = WorkSpell(new_id(), CODE, home.id, head.id, started=Month(202503), employer="老厂", job="小工")
    _, page, hands = opened(qtbot, book, street, "work_spell", spell)
    page.table.go_to(0, "job")
    hands.type("瓦工")
    hands.press(Qt.Key.Key_Escape)
    assert (page.table.is_typing, page.records.text(0, "job")) == (False, "小工")
    hands.type("瓦工")
    hands.press(Qt.Key.Key_Backtab)
    assert (page.records.text(0, "job"), page.table.key) == ("瓦工", "trade")
    assert [one.job for one in of(book, WorkSpell)] == ["瓦工"]


def test_a_pasted_list_is_seen_first_changes_what_is_there_adds_the_rest_and_is_one_deed(qtbot, book, street):
    home, (head,) = street[0]
    known = WorkSpell(new_id(), CODE, home.id, head.id, started=Month(202503), employer="老厂")
    window, page, hands = opened(qtbot, book, street, "work_spell", known, answers=(True,))
    before = dump_hash(book)
    rows = (
        "户主姓名\t姓名\t开始时间\t务工单位\t月收入\t血型",
        "单秀英\t单秀英\t202503\t老厂\t3600\tA",
        "翟玉兰\t乜春\t202504\t新厂\t4200\t",
        "翟玉兰\t无此人\t202504\t新厂\t4200\t",
    )
    QApplication.clipboard().setText("\n".join(rows))
    hands.control(Qt.Key.Key_V)
    block = page.preview.block
    assert [row.is_new for row in block.rows[:2]] == [False, True]
    assert (block.good, block.left_over) == (2, 1)
    assert "name" in block.rows[2].problems
    assert dump_hash(book) == before
    hands.control(Qt.Key.Key_Return)
    wages = {spell.employer: spell.month_wage for spell in of(book, WorkSpell)}
    assert wages == {"老厂": 360_000, "新厂": 420_000}
    window.undo()
    assert dump_hash(book) == before


def test_a_list_of_wishes_changes_the_members_themselves(qtbot, book, street):
    _, page, hands = opened(qtbot, book, street, "wishes")
    QApplication.clipboard().setText("户编号\t姓名\t培训需求\t居民医保\n5802\t乜春\t电焊\t\n")
    hands.control(Qt.Key.Key_V)
    hands.control(Qt.Key.Key_Return)
    assert {person.name: person.training_wish for person in of(book, Person)}["乜春"] == "电焊"
    assert page.model.rowCount() == 3


def test_a_block_without_a_heading_is_refused_with_what_it_needs(qtbot, book, street):
    _, page, hands = opened(qtbot, book, street, "study")
    QApplication.clipboard().setText("翟玉兰\t县职中\n")
    hands.control(Qt.Key.Key_V)
    assert page.preview is None
    assert "户编号" in page.desk.frame.keys.line.text()


def test_bare_cells_fall_on_the_records_from_the_cell_in_hand_on(qtbot, book, street):
    spells = [
        WorkSpell(new_id(), CODE, home.id, members[0].id, started=Month(202503), job="小工")
        for home, members in street
    ]
    window, page, hands = opened(qtbot, book, street, "work_spell", *spells, answers=(True,))
    before = dump_hash(book)
    page.table.go_to(0, "month_wage")
    QApplication.clipboard().setText("3600\t\t\n4200\t\t500\n9\t\t9\n")
    hands.control(Qt.Key.Key_V)
    block = page.preview.block
    assert [row.texts["head_column"] for row in block.rows[:2]] == ["单秀英", "翟玉兰"]
    assert [bool(row.problems) for row in block.rows] == [False, False, True]
    assert dump_hash(book) == before
    hands.control(Qt.Key.Key_Return)
    assert sorted((one.month_wage, one.travel_subsidy) for one in of(book, WorkSpell)) == [
        (360_000, None),
        (420_000, 50_000),
    ]
    window.undo()
    assert dump_hash(book) == before


def test_last_years_industries_are_proposed_for_this_year_and_one_undo_takes_them_back(qtbot, book, street):
    (home, _), (other, _) = street
    old = [
        Industry(new_id(), CODE, one.id, 2024, item="J101", cooperative="合作社", note="旧")
        for one in (home, other)
    ]
    there = Industry(new_id(), CODE, other.id, 2025, item="J101")
    window, page, hands = opened(qtbot, book, street, "industry", *old, there)
    before = dump_hash(book)
    hands.press(Qt.Key.Key_F5)
    assert [row.household_id for row in page.preview.block.rows] == [home.id]
    assert dump_hash(book) == before
    hands.control(Qt.Key.Key_Return)
    (new,) = [one for one in of(book, Industry) if one.year == 2025 and one.household_id == home.id]
    assert (new.cooperative, new.note) == ("合作社", None)
    window.undo()
    assert dump_hash(book) == before


def test_what_was_paid_is_read_from_the_ledger_beside_what_is_due(qtbot, book, street):
    home, _ = street[0]
    due = Entitlement(new_id(), CODE, home.id, 2025, item="T071", due=Fen(50_000), due_by=Month(202509))
    paid = LedgerLine(
        new_id(),
        CODE,
        home.id,
        item="T071",
        month=Month(202506),
        span="月",
        amount=Fen(30_000),
        origin="录入",
    )
    _, page, hands = opened(qtbot, book, street, "entitlement", due, paid)
    assert (page.records.text(0, "paid"), page.records.text(0, "lacking")) == ("300.00", "200.00")
    page.table.go_to(0, "paid")
    hands.type("5")
    assert not page.table.is_typing
    hands.alt(Qt.Key.Key_Left)
    assert page.records.year == 2024
    assert page.model.rowCount() == 1


def test_a_leader_is_the_villages_own_typed_and_voided(qtbot, book, street):
    _, page, hands = opened(qtbot, book, street, "leader", answers=("重复",))
    hands.type("乜能人")
    hands.enter()
    assert [leader.name for leader in of(book, Leader)] == ["乜能人"]
    page.table.go_to(0, "name")
    hands.press(Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert of(book, Leader) == []


def test_the_pages_of_the_village_lead_to_each_other_and_to_the_household(qtbot, book, street):
    home, (head,) = street[0]
    spell = WorkSpell(new_id(), CODE, home.id, head.id, started=Month(202503))
    window, page, hands = opened(qtbot, book, street, "work_spell", spell)
    hands.control(Qt.Key.Key_G)
    assert window.key_in_hand == "village_ledger"
    hands.control(Qt.Key.Key_G)
    assert window.key_in_hand == "village_records"
    page.table.go_to(0, "month_wage")
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.key_in_hand == "households"
    tab = window.page("households").household.tab_in_hand
    assert (tab.kind.screen, tab.form.key_in_hand) == ("work_spell", "month_wage")


def test_the_list_of_a_year_leaves_out_what_was_over_before_and_what_begins_later(qtbot, book, street):
    home, (head,) = street[0]
    spells = [
        WorkSpell(new_id(), CODE, home.id, head.id, started=Month(first), ended=last and Month(last))
        for first, last in ((202301, 202409), (202301, 202410), (202509, None), (202510, None))
    ]
    past = Training(new_id(), CODE, home.id, head.id, ended_on=date(2024, 9, 30))
    _, page, _ = opened(qtbot, book, street, "work_spell", *spells, past)
    shown = [row.record.id for row in page.records.rows if row.record is not None]
    assert shown == [spells[1].id, spells[2].id]
    page.show_list("training")
    assert [row.record for row in page.records.rows] == [None]


def test_members_who_have_left_are_not_offered_and_their_records_keep_their_names(qtbot, book, street):
    home, (_, son) = street[1]
    gone = Person(new_id(), CODE, home.id, 3, name="乜远", relation="之女", left_on=date(2025, 1, 1))
    spell = WorkSpell(new_id(), CODE, home.id, gone.id, started=Month(202411), ended=Month(202412))
    _, page, hands = opened(qtbot, book, street, "work_spell", gone, spell)
    assert page.records.text(0, "person") == "乜远"
    hands.control(Qt.Key.Key_N)
    hands.type("5802")
    hands.enter()
    assert page.records.offered(1) == ["翟玉兰", "乜春"]
    assert son.name in page.records.offered(1)


def test_a_list_reads_a_handful_of_statements_and_only_what_it_shows(book, street):
    records = [record for home, members in street for record in (home, *members)]
    sitting = sit_at(book, *records)
    lists = village_kinds()
    with statements_in(book) as statements:
        VillageRecords(sitting, lists["entitlement"])
    read = [statement for statement in statements if statement.startswith("SELECT")]
    assert len(read) == 5
    assert "identity_number" not in "".join(read)

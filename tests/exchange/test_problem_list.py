"""The county's list of doubtful data: recognised, matched, taken in once, answered in its own workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart
from openpyxl.styles import Font, PatternFill

from village_desk.definitions.county_rules import rules_called
from village_desk.exchange.incoming.imports import look_at, write_arrival
from village_desk.exchange.problem_answers import Answering, AnswerOutcome, answer_list
from village_desk.rules.followup_records import Problem, Verdict
from village_desk.rules.identity import check_digit
from village_desk.rules.months import YearMode, make_quarter
from village_desk.rules.records import Household, Person
from village_desk.rules.refusals import Refusal
from village_desk.store.book import Book
from village_desk.store.ids import new_id
from village_desk.store.journal import Deed
from village_desk.store.pictures import village_picture
from village_desk.store.reckoned.findings import Finding, village_findings
from village_desk.store.settings import BookSettings

TODAY = date(2025, 7, 10)
QUARTER = make_quarter(2025, 3, YearMode.INCOME_YEAR)
SETTINGS = BookSettings("shidian_2025")
HEADINGS = ("序号", "规则编码", "规则名称", "小组", "户主姓名", "户编号", "姓名", "证件号码", "问题值")
RISK, PLAIN = "1_11_001", "LB01"
"""The county's number of a monitored household without a risk."""
IDENTITY = "99010119850312001" + check_digit("99010119850312001")


@pytest.fixture
def village(book: Book) -> Book:
    """Two monitored households without a risk, one of them with a namesake in another group."""
    code = book.village.code
    with book.changing(Deed("import", "甲")) as change:
        for number, head, group, monitored in (
            ("H1", "单秀英", "一组", "边缘易致贫户"),
            ("H2", "翟玉兰", "一组", "边缘易致贫户"),
            ("H3", "翟玉兰", "二组", None),
        ):
            home = new_id()
            change.insert(
                Household(home, code, number=number, head_name=head, group=group, monitoring_class=monitored)
            )
            identity = IDENTITY if number == "H1" else None
            change.insert(
                Person(
                    new_id(),
                    code,
                    home,
                    1,
                    number=f"{number}01",
                    name=head,
                    relation="户主",
                    identity_number=identity,
                )
            )
    return book


def row(**cells: str) -> dict[str, str]:
    return {"规则编码": RISK, "规则名称": "监测对象未录入风险", "户编号": "H1", **cells}


def save_list(path: Path, rows: Sequence[Mapping[str, str]], headings: Sequence[str] = HEADINGS) -> Path:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "问题数据"
    sheet.append(["某县问题数据清单"])
    sheet.append(list(headings))
    for cells in rows:
        sheet.append([cells.get(heading) for heading in headings])
    sheet["A1"].font = Font(bold=True, size=20)
    for cell in sheet[2]:
        cell.fill = PatternFill("solid", fgColor="FFEEAA")
    sheet.column_dimensions["C"].width = 41
    sheet.row_dimensions[1].height = 33
    sheet.merge_cells("A1:I1")
    workbook.create_sheet("填表说明")["B2"] = "请于月底前反馈"
    workbook.save(path)
    return path


def bring_in(book: Book, path: Path) -> dict[str, int]:
    arrival = look_at(book, path, year=2025)
    assert arrival.plan.adds_up
    write_arrival(book, arrival, "甲")
    plan = arrival.plan
    return {"new": plan.new, "changed": plan.changed, "same": plan.same, "rejected": plan.rejected}


def problems(book: Book) -> list[Problem]:
    with book.reading() as reading:
        return reading.all(Problem)


def findings(book: Book) -> list[Finding]:
    with book.reading() as reading:
        picture = village_picture(reading, "村")
    return village_findings(picture, SETTINGS, QUARTER, TODAY, {"RK01", "LB01"})


def answered(book: Book, path: Path, out: Path) -> AnswerOutcome:
    return answer_list(book, path, out, Answering("演练员", TODAY, QUARTER, SETTINGS))


def number_of(book: Book, problem: Problem) -> str | None:
    with book.reading() as reading:
        home = reading.one(Household, problem.household_id or "")
    return home.number if isinstance(home, Household) else None


def test_a_county_number_in_any_spelling_leads_to_our_rule() -> None:
    for spelling in (RISK, "1-11-001", "1.11.001", " 1_11_001 ", "RK01", "rk01"):
        assert rules_called(spelling, None) == ("RK01",)
    assert rules_called("9_99_999", None) == ()


def test_a_title_leads_to_our_rule_whatever_its_marks_and_a_part_of_one_only() -> None:
    assert rules_called(None, "监测对象，没有致贫返贫风险！") == ("RK01",)
    assert rules_called("", "【监测对象没有致贫返贫风险】疑似") == ("RK01",)
    assert rules_called(None, "风险") == ()
    assert rules_called("9_99_999", "监测对象没有致贫返贫风险") == ("RK01",)


def test_rows_become_problems_of_their_household_and_member(village: Book, tmp_path: Path) -> None:
    path = save_list(
        tmp_path / "清单.xlsx",
        [
            row(),
            row(户编号="", 户主姓名="翟玉兰", 小组="一组"),
            row(
                户编号="",
                证件号码=IDENTITY,
                姓名="单秀英",
                规则编码="",
                规则名称="健康状况或劳动技能为空",
                问题值="空",
            ),
        ],
    )
    assert bring_in(village, path) == {"new": 3, "changed": 0, "same": 0, "rejected": 0}
    by_number, by_head, by_person = problems(village)
    assert [number_of(village, one) for one in (by_number, by_head, by_person)] == ["H1", "H2", "H1"]
    assert (by_number.person_id, by_person.person_id is not None) == (None, True)
    assert (by_person.title, by_person.shown_value) == ("健康状况或劳动技能为空", "空")
    assert {one.source for one in problems(village)} == {"县级问题数据清单"}


def test_the_same_list_twice_adds_nothing(village: Book, tmp_path: Path) -> None:
    rows = [
        row(),
        row(),
        row(户编号="不在"),
        row(户编号="也不在"),
        row(规则编码="9_99_999", 规则名称="本县自定"),
    ]
    path = save_list(tmp_path / "清单.xlsx", rows)
    assert bring_in(village, path) == {"new": 4, "changed": 0, "same": 1, "rejected": 0}
    assert bring_in(village, path) == {"new": 0, "changed": 0, "same": 5, "rejected": 0}
    assert len(problems(village)) == 4


def test_columns_may_stand_in_any_order_under_other_headings(village: Book, tmp_path: Path) -> None:
    names = {"规则编码": "规则编号", "规则名称": "疑似问题", "问题值": "问题数据"}
    headings = [names.get(one, one) for one in reversed(HEADINGS)]
    cells = {names.get(key, key): text for key, text in row(问题值="无").items()}
    assert bring_in(village, save_list(tmp_path / "清单.xlsx", [cells], headings))["new"] == 1
    (problem,) = problems(village)
    assert (problem.county_rule, problem.shown_value) == (RISK, "无")


def test_a_merged_cell_names_the_household_of_each_of_its_rows(village: Book, tmp_path: Path) -> None:
    path = save_list(tmp_path / "清单.xlsx", [row(), row(户编号="", 规则编码="LB01", 规则名称="能力")])
    workbook = load_workbook(path)
    workbook["问题数据"].merge_cells("F3:F4")
    workbook.save(path)
    assert bring_in(village, path)["new"] == 2
    assert [number_of(village, one) for one in problems(village)] == ["H1", "H1"]
    answered(village, path, tmp_path / "回复.xlsx")
    kept = load_workbook(tmp_path / "回复.xlsx")["问题数据"].merged_cells.ranges
    assert {str(one) for one in kept} == {"A1:I1", "F3:F4"}


def test_a_row_that_matches_nobody_stays_open_and_is_listed(village: Book, tmp_path: Path) -> None:
    path = save_list(
        tmp_path / "清单.xlsx", [row(户编号="H9", 户主姓名="仇大山", 规则编码="9_9", 规则名称="别的")]
    )
    arrival = look_at(village, path, year=2025)
    assert len(arrival.plan.problems) == 2
    write_arrival(village, arrival, "甲")
    (problem,) = problems(village)
    assert (problem.household_id, problem.answer, problem.title) == (None, None, "别的")
    assert "H9 仇大山" in (problem.note or "")


def test_a_row_without_any_rule_is_rejected(village: Book, tmp_path: Path) -> None:
    path = save_list(tmp_path / "清单.xlsx", [row(规则编码="", 规则名称="", 姓名="单秀英")])
    assert bring_in(village, path)["rejected"] == 1
    assert problems(village) == []


def test_what_the_county_adds_to_a_row_later_is_a_change(village: Book, tmp_path: Path) -> None:
    bring_in(village, save_list(tmp_path / "一.xlsx", [row()]))
    again = save_list(tmp_path / "二.xlsx", [row(整改期限="2025-08-01")], (*HEADINGS, "整改期限"))
    assert bring_in(village, again)["changed"] == 1
    assert [one.due_on for one in problems(village)] == [date(2025, 8, 1)]


def test_the_answer_fills_added_columns_and_leaves_everything_else(village: Book, tmp_path: Path) -> None:
    path = save_list(
        tmp_path / "清单.xlsx",
        [row(证件号码=IDENTITY), row(户编号="H3"), row(户编号="H9"), row(户编号="H2")],
    )
    bring_in(village, path)
    said = next(one for one in findings(village) if one.household_number == "H2" and one.rule == "RK01")
    with village.changing(Deed("finding-confirmed", "甲")) as change:
        about = (said.rule, said.household_id, said.person_id, said.values_hash)
        kind = {"state": "属实", "reason_kind": "证件正在办理", "said_by": "甲", "said_on": date(2025, 7, 1)}
        change.insert(Verdict(new_id(), village.village.code, *about, "=等民政批", **kind))
    out = tmp_path / "回复.xlsx"
    assert answered(village, path, out) == AnswerOutcome(rows=4, answered=2, proposed=2, open=2)

    before, after = load_workbook(path), load_workbook(out)
    assert after.sheetnames == before.sheetnames
    assert after["填表说明"]["B2"].value == "请于月底前反馈"
    old, new = before["问题数据"], after["问题数据"]
    for cells in old.iter_rows():
        for cell in cells:
            assert new[cell.coordinate].value == cell.value
            assert new[cell.coordinate].fill.fgColor.rgb == cell.fill.fgColor.rgb
    assert new.column_dimensions["C"].width == 41
    assert new.row_dimensions[1].height == 33
    assert [str(one) for one in new.merged_cells.ranges] == ["A1:I1"]
    assert (new["H3"].value, new["H3"].data_type) == (IDENTITY, "s")
    assert [cell.value for cell in new[2]][9:] == ["核实情况", "整改情况", "核实人", "核实日期"]
    assert new["J2"].fill.fgColor.rgb == old["I2"].fill.fgColor.rgb
    told = [[cell.value for cell in cells][9:] for cells in new.iter_rows(min_row=3)]
    assert told[0] == [None] * 4
    assert told[1] == ["已改", "已改正，程序复核不再查出", "演练员", "2025-07-10"]
    assert told[2] == [None] * 4
    assert told[3] == ["属实", "证件正在办理：=等民政批", "甲", "2025-07-01"]


def test_columns_that_the_list_has_are_filled_where_they_stand(village: Book, tmp_path: Path) -> None:
    headings = ("核实结果", *HEADINGS, "情况说明")
    path = save_list(tmp_path / "清单.xlsx", [row(户编号="H3")], headings)
    out = tmp_path / "回复.xlsx"
    answered(village, path, out)
    sheet = load_workbook(out)["问题数据"]
    assert (sheet["A3"].value, sheet["K3"].value) == ("已改", "已改正，程序复核不再查出")
    assert [cell.value for cell in sheet[2]][11:] == ["核实人", "核实日期"]
    assert sheet["A3"].data_type == "s"


def test_an_answer_that_somebody_gave_goes_before_a_proposed_one(village: Book, tmp_path: Path) -> None:
    path = save_list(tmp_path / "清单.xlsx", [row(户编号="H3")])
    bring_in(village, path)
    with village.changing(Deed("problem-saved", "甲")) as change:
        answer = {"answer": "待核", "done": "=等乡镇回复", "closed_by": "乙", "closed_on": date(2025, 7, 2)}
        change.change(Problem, problems(village)[0].id, answer)
    out = tmp_path / "回复.xlsx"
    assert answered(village, path, out).proposed == 0
    told = list(load_workbook(out)["问题数据"][3])[9:]
    assert [cell.value for cell in told] == ["待核", "=等乡镇回复", "乙", "2025-07-02"]
    assert {cell.data_type for cell in told} == {"s"}


def test_a_list_with_a_chart_is_answered_and_keeps_it_byte_for_byte(village: Book, tmp_path: Path) -> None:
    path, out = save_list(tmp_path / "清单.xlsx", [row(户编号="H3")]), tmp_path / "回复.xlsx"
    workbook = load_workbook(path)
    workbook["填表说明"].add_chart(BarChart(), "D4")
    workbook["问题数据"].add_chart(BarChart(), "D9")
    workbook.save(path)
    answered(village, path, out)
    assert load_workbook(out)["问题数据"]["J3"].value == "已改"
    with ZipFile(path) as before, ZipFile(out) as after:
        names = before.namelist()
        assert after.namelist() == names
        changed = {name for name in names if before.read(name) != after.read(name)}
    assert "xl/worksheets/sheet1.xml" in changed
    assert changed <= {"xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"}


def test_answers_of_merged_rows_stand_each_in_a_cell_of_its_own(village: Book, tmp_path: Path) -> None:
    path, out = tmp_path / "清单.xlsx", tmp_path / "回复.xlsx"
    save_list(path, [row(户编号="H3"), row(户编号="H3", 规则编码="1_11_002")], (*HEADINGS, "核实情况"))
    workbook = load_workbook(path)
    workbook["问题数据"].merge_cells("J3:J4")
    workbook["问题数据"].merge_cells("I3:I4")
    workbook.save(path)
    answered(village, path, out)
    assert {str(one) for one in load_workbook(out)["问题数据"].merged_cells.ranges} >= {"I3:I4"}
    assert "J3:J4" not in {str(one) for one in load_workbook(out)["问题数据"].merged_cells.ranges}


def test_a_list_is_never_written_over_and_only_a_workbook_is_answered(village: Book, tmp_path: Path) -> None:
    path = save_list(tmp_path / "清单.xlsx", [row()])
    text = tmp_path / "清单.csv"
    text.write_text("规则编码,规则名称,户编号\n1_11_001,风险,H1\n", encoding="utf-8")
    content = path.read_bytes()
    for file, out, code in (
        (path, path, "file-exists"),
        (text, tmp_path / "回.xlsx", "answer-needs-workbook"),
    ):
        with pytest.raises(Refusal) as refused:
            answered(village, file, out)
        assert refused.value.code == code
    assert path.read_bytes() == content
    assert not (tmp_path / "回.xlsx").exists()

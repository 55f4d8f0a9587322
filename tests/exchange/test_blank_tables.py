"""Township's blanks of nineteen shapes: understood without code, filled, and otherwise as they were."""

from __future__ import annotations

import copy
import zipfile
from collections.abc import Callable, Collection
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from village_desk.definitions.value_words import RowsOf, value_words
from village_desk.exchange.blanks.blank_file import read_blank
from village_desk.exchange.blanks.blank_fill import (
    FilledBlank,
    fill_blank,
    layout_to_fill,
    layouts_to_fill,
    rows_for,
    write_filled,
)
from village_desk.exchange.blanks.filters import chosen_rows
from village_desk.exchange.blanks.heading_match import is_by_hand, value_for
from village_desk.exchange.blanks.proposals import Proposal, propose
from village_desk.exchange.blanks.understanding import layout_of
from village_desk.exchange.sheets.sheet_subjects import HouseholdSubject
from village_desk.exchange.values.directory import value_directory
from village_desk.exchange.values.value_rows import Scene, ValueRow
from village_desk.rules.masking import Copy
from village_desk.rules.money import Fen
from village_desk.rules.months import Month
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.refusals import Refusal
from village_desk.rules.support_records import WorkSpell

from .blank_tables import BY_NAME, SHAPES, Shape, make
from .sheet_village import CODE, PRINTED, QUARTER, RECKONER, SETTINGS, village

VILLAGE = village(28)
WORKER = VILLAGE.households[0].persons[2]
SPELL = WorkSpell(
    "s1",
    CODE,
    WORKER.household_id,
    WORKER.id,
    True,
    Month(202411),
    province="浙江省",
    city="宁波市",
    employer="海山服装厂",
    month_wage=Fen(480_000),
)
VILLAGE = replace(
    VILLAGE, households=(replace(VILLAGE.households[0], spells=(SPELL,)), *VILLAGE.households[1:])
)
YEAR = 2025
Done = Callable[..., tuple[Path, Path, FilledBlank]]


def proposed(path: Path) -> Proposal:
    return propose(layout_to_fill(read_blank(path), YEAR), YEAR)


def rows(proposal: Proposal, copy_kind: Copy = Copy.REPORT) -> list[ValueRow]:
    scene = Scene.of(VILLAGE, SETTINGS, RECKONER, YEAR, QUARTER, copy_kind, PRINTED)
    return rows_for(proposal, scene, VILLAGE)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Done:
    """Fills a blank by its name, each once: the blank, the filled table, and what was made."""

    @cache
    def filling(name: str, copy_kind: Copy = Copy.REPORT) -> tuple[Path, Path, FilledBlank]:
        path = make(BY_NAME[name], tmp_path_factory.mktemp("空表"))
        proposal = proposed(path)
        made = fill_blank(read_blank(path), proposal, rows(proposal, copy_kind), VILLAGE)
        out = path.with_name(f"填好-{path.name}")
        write_filled(out, made)
        return path, out, made

    return filling


def sheet_of(path: Path, name: str = "附件1") -> Worksheet:
    return load_workbook(path)[name]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_a_blank_of_any_shape_is_understood(shape: Shape, tmp_path: Path) -> None:
    proposal = proposed(make(shape, tmp_path))

    assert {slot.heading: slot.value for slot in proposal.slots} == shape.values
    assert (proposal.rows, proposal.filters) == (RowsOf(shape.rows), shape.filters)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_a_filled_table_is_its_blank_with_values_in_empty_cells(shape: Shape, done: Done) -> None:
    blank, out, made = done(shape.name)

    before, after = load_workbook(blank)["附件1"], load_workbook(out)
    for sheet in made.sheets:
        joined = sheet.joined.columns if sheet.joined else ()
        assert_kept(before, after[sheet.name], sheet.stretch, sheet.lines, joined)
        if sheet.lines == 1 and sheet.joined is None:
            assert_merged_as_before(before, after[sheet.name], sheet.stretch)
    assert made.rows > 0


def assert_kept(
    blank: Worksheet,
    filled: Worksheet,
    stretch: tuple[int, int] | None,
    lines: int = 1,
    joined: Collection[int] = (),
) -> None:
    """Every cell of the blank stands where it stood, or below the rows that came in, and looks the same."""
    row, more = stretch or (10_000, 0)
    last = max(blank.max_row, 10)
    for there in range(1, last + 1):
        here = there + more if there > row else there
        assert blank.row_dimensions[there].height == filled.row_dimensions[here].height
        for column in range(1, blank.max_column + 1):
            assert_cell(blank.cell(there, column), filled.cell(here, column))
    for new in range(row + 1, row + more + 1):
        model = row - lines + 1 + (new - row - 1) % lines
        assert filled.row_dimensions[new].height == blank.row_dimensions[model].height
        for column in set(range(1, blank.max_column + 1)) - set(joined):
            assert style(filled.cell(new, column)) == style(blank.cell(model, column))
    widths = {letter: width.width for letter, width in blank.column_dimensions.items()}
    assert widths == {letter: width.width for letter, width in filled.column_dimensions.items()}
    assert blank.print_title_rows == filled.print_title_rows
    assert blank.page_setup.orientation == filled.page_setup.orientation
    assert blank.freeze_panes == filled.freeze_panes


def assert_merged_as_before(blank: Worksheet, filled: Worksheet, stretch: tuple[int, int] | None) -> None:
    row, _ = stretch or (10_000, 0)
    areas = {str(area) for area in blank.merged_cells.ranges if area.min_row <= row}
    assert areas <= {str(area) for area in filled.merged_cells.ranges}
    assert len(blank.merged_cells.ranges) == len(filled.merged_cells.ranges)


def assert_cell(there, here) -> None:
    assert style(there) == style(here)
    assert_number_format(there, here)
    if there.data_type == "f":
        assert here.data_type == "f"
    elif there.value is not None and "：" not in str(there.value):
        assert str(here.value) == str(there.value)


def style(cell) -> list[object]:
    """The look of a cell besides how it writes numbers."""
    return [copy.copy(part) for part in (cell.font, cell.border, cell.fill, cell.alignment, cell.protection)]


def assert_number_format(there, here) -> None:
    """As it was, or text where a number must not lose its digits."""
    is_long = isinstance(here.value, str) and len(here.value) > 10
    assert here.number_format == there.number_format or (is_long and here.number_format == "@")


def test_the_parts_that_nobody_needs_to_touch_are_the_same_bytes(done: Done) -> None:
    blank, out, _ = done("成员花名册")
    touched = {"xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"}

    with zipfile.ZipFile(blank) as before, zipfile.ZipFile(out) as after:
        assert before.namelist() == after.namelist()
        kept = [name for name in before.namelist() if before.read(name) == after.read(name)]
    assert set(before.namelist()) - set(kept) <= touched


def test_a_roster_has_a_row_for_each_monitored_household_and_more_than_the_blank_had(done: Done) -> None:
    _, out, made = done("成员花名册")
    sheet = sheet_of(out)
    people = [one for one in VILLAGE.households if one.household.household_class == "脱贫户"]
    members = [person for one in people for person in one.persons]

    assert made.rows == len(members) > 60
    names = [sheet.cell(row, 3).value for row in range(4, 4 + len(members))]
    assert names == [person.name for person in members]


def test_an_identity_number_is_text_of_eighteen_characters(done: Done) -> None:
    _, out, _ = done("劳动力")
    cell = sheet_of(out)["D3"]

    assert isinstance(cell.value, str)
    assert (len(cell.value), cell.number_format) == (18, "@")


def test_the_place_and_employer_of_who_works_away_are_those_of_the_last_stretch(done: Done) -> None:
    _, out, made = done("务工台账")
    sheet = sheet_of(out)

    assert made.rows == 1
    assert [sheet.cell(4, column).value for column in (2, 4, 5, 6, 8)] == [
        WORKER.name, "浙江省宁波市", "海山服装厂", "2024年11月", 4800,
    ]  # fmt: skip
    assert sheet["I7"].value == sheet["I4"].value


def test_a_birthday_is_a_day_where_the_cell_is_one(done: Done) -> None:
    _, out, _ = done("成员花名册")

    assert sheet_of(out)["F4"].value.date() == VILLAGE.households[0].persons[0].born_on


def test_a_sum_reaches_over_the_rows_that_came_in_and_has_its_result(done: Done) -> None:
    _, out, made = done("监测对象花名册")
    last = 2 + made.rows
    total = max(last, 6) + 1

    assert sheet_of(out).cell(total, 5).value == f"=SUM(E3:E{total - 1})"
    worked_out = load_workbook(out, data_only=True)["附件1"]
    heads = [worked_out.cell(row, 5).value for row in range(3, last + 1)]
    assert worked_out.cell(total, 5).value == sum(heads) > 0


def test_a_total_without_a_formula_is_added_up_and_a_mean_is_reckoned_from_sums(done: Done) -> None:
    blank, out, made = done("两层表头")
    sheet = sheet_of(out)
    total = 5 + made.rows
    wages = [sheet.cell(row, 5).value or 0 for row in range(5, total)]
    households = [row.household for row in rows(proposed(blank)) if row.household]
    net = [one.year.income.net for one in households]
    heads = sum(one.counted for one in households)

    assert sheet.cell(total, 1).value == "合计"
    assert Decimal(str(sheet.cell(total, 5).value)) == sum(Decimal(str(wage)) for wage in wages)
    assert abs(Decimal(str(sheet.cell(total, 9).value)) * 100 - Decimal(sum(net)) / heads) <= 1


def test_rows_that_come_in_look_like_rows_and_not_like_the_gap_below_them(done: Done) -> None:
    _, out, made = done("三层表头")
    sheet = sheet_of(out)
    last = 6 + made.rows

    assert sheet.cell(last, 2).border.left.style == "thin"
    assert sheet.row_dimensions[last].height == 22.5
    assert [sheet.cell(last + 1, 2).value, sheet.cell(last + 2, 1).value] == [None, "注：本表一式两份。"]


def test_the_place_and_the_day_go_into_the_line_over_a_table(done: Done) -> None:
    _, out, _ = done("两层表头")

    assert sheet_of(out)["A2"].value == "填报单位：柳树湾村　填报日期：2025年10月20日　单位：元"


def test_a_line_over_a_table_takes_the_day_for_its_blanks_and_leaves_the_group_alone(tmp_path: Path) -> None:
    path = make(BY_NAME["劳动力"], tmp_path)
    book = load_workbook(path)
    sheet = book["附件1"]
    sheet.insert_rows(2)
    sheet["A2"] = "乡（镇）：＿＿＿　村：　　组：　　填表日期：　　年　　月　　日　填表人："
    book.save(path)
    proposal = proposed(path)
    made = fill_blank(read_blank(path), proposal, rows(proposal), VILLAGE)
    out = tmp_path / "填好.xlsx"
    write_filled(out, made)

    line = "乡（镇）：青石镇　村：柳树湾村　组：　　填表日期：2025年10月20日　填表人："
    assert sheet_of(out)["A2"].value == line


def test_the_total_above_the_groups_is_that_of_the_village(done: Done) -> None:
    _, out, made = done("小组统计")
    sheet = sheet_of(out)

    assert [sheet.cell(4, 1).value, sheet.cell(4, 2).value] == ["合计", len(VILLAGE.households)]
    assert sum(sheet.cell(row, 2).value for row in range(5, 5 + made.rows)) == len(VILLAGE.households)


def test_groups_that_are_written_already_are_found_under_their_names(done: Done) -> None:
    _, out, made = done("已写组名")
    sheet = sheet_of(out)
    of_two = [one for one in VILLAGE.households if one.household.group == "二组"]

    assert (made.rows, made.unmatched) == (3, 1), "the ninth group is none of ours"
    assert sheet["C3"].value == len(of_two)
    assert sheet["B4"].value == "第1村民小组"
    assert sheet["C5"].value is None


def test_names_that_are_written_already_get_their_own_answers_and_nobody_elses(tmp_path: Path) -> None:
    path = make(BY_NAME["核实名单"], tmp_path)
    book = load_workbook(path)
    people = [VILLAGE.households[3].persons[0], VILLAGE.households[1].persons[0]]
    assert sum(one.name == "王秀云" for home in VILLAGE.households for one in home.persons) > 1
    for row, name in enumerate((people[0].name, people[1].name, "王秀云"), 3):
        book["附件1"].cell(row, 2, name)
    book.save(path)
    proposal = proposed(path)

    made = fill_blank(read_blank(path), proposal, rows(proposal), VILLAGE)

    out = tmp_path / "填好.xlsx"
    write_filled(out, made)
    sheet = sheet_of(out)
    assert (made.rows, made.unmatched) == (2, 1)
    assert [sheet.cell(row, 3).value for row in (3, 4, 5)] == [*(one.identity_number for one in people), None]
    assert [sheet.cell(row, 2).value for row in (3, 4, 5)] == [*(one.name for one in people), "王秀云"]


def lifted() -> list[HouseholdPicture]:
    return [one for one in VILLAGE.households if one.household.household_class == "脱贫户"]


def lifted_homes() -> list[HouseholdSubject]:
    scene = Scene.of(VILLAGE, SETTINGS, RECKONER, YEAR, QUARTER, Copy.REPORT, PRINTED)
    return [HouseholdSubject(scene.run, one) for one in lifted()]


def test_a_record_of_two_lines_takes_two_rows_however_many_there_are(done: Done) -> None:
    _, out, made = done("两行一户")
    sheet = sheet_of(out)
    merged = {str(area) for area in sheet.merged_cells.ranges}

    assert made.rows == len(lifted()) > 3
    for place, one in enumerate(lifted()):
        row = 4 + 2 * place
        assert [sheet.cell(row, 1).value, sheet.cell(row, 2).value] == [place + 1, one.household.head_name]
        assert sheet.cell(row + 1, 2).value == one.household.number
        assert {f"A{row}:A{row + 1}", f"E{row}:E{row + 1}"} <= merged
        assert (sheet.cell(row, 2).font.bold, sheet.row_dimensions[row + 1].height) == (True, 18)
    total = 4 + 2 * len(lifted())
    assert [sheet.cell(total, 1).value, sheet.cell(total + 2, 1).value[:3]] == ["合计", "填表人"]


def test_the_total_of_two_lines_keeps_them_apart(done: Done) -> None:
    _, out, made = done("两行一户")
    sheet = sheet_of(out)
    total = 4 + 2 * made.rows
    net = sum(one.year.income.net for one in lifted_homes())
    heads = sum(one.counted for one in lifted_homes())

    assert sheet.cell(total, 4).value == sum(sheet.cell(row, 4).value for row in range(4, total, 2))
    assert abs(Decimal(str(sheet.cell(total + 1, 4).value)) * 100 - Decimal(net) / heads) <= 1


def test_what_is_a_households_stands_once_beside_its_members(done: Done) -> None:
    _, out, made = done("户和成员")
    sheet = sheet_of(out)
    merged = {str(area) for area in sheet.merged_cells.ranges}
    row = 3
    for place, one in enumerate(lifted(), 1):
        size = max(4, len(one.persons))
        names = [sheet.cell(at, 5).value for at in range(row, row + size)]
        assert names == [*(person.name for person in one.persons), *[None] * (size - len(one.persons))]
        assert [sheet.cell(row, column).value for column in (1, 2)] == [place, one.household.head_name]
        assert {f"{letter}{row}:{letter}{row + size - 1}" for letter in "ABCDH"} <= merged
        row += size
    assert max(len(one.persons) for one in lifted()) > 4
    assert made.rows == sum(len(one.persons) for one in lifted())
    assert sheet.cell(row, 1).value == "合计"
    assert sheet.cell(row, 3).value == sum(len(one.registered) for one in lifted_homes())


def test_columns_side_by_side_are_filled_one_after_the_other_and_nobody_stands_twice(done: Done) -> None:
    _, out, made = done("左右两栏")
    sheet = sheet_of(out)
    deep = -(-len(lifted()) // 2)
    places = [(row, column) for column in (2, 5) for row in range(3, 3 + deep)]
    names = [sheet.cell(row, column).value for row, column in places]

    assert made.rows == len(lifted()) > 24
    assert names[: made.rows] == [one.household.head_name for one in lifted()]
    assert names[made.rows :] == [None] * (len(names) - made.rows)
    assert [sheet.cell(3, 1).value, sheet.cell(3, 4).value] == [1, deep + 1]
    net = sum(one.year.income.net for one in lifted_homes())
    heads = sum(one.counted for one in lifted_homes())
    assert sheet.cell(3 + deep, 1).value == "合计"
    assert abs(Decimal(str(sheet.cell(3 + deep, 3).value)) * 100 - Decimal(net) / heads) <= 1


def test_columns_side_by_side_with_room_to_spare_are_full_at_the_left_first(tmp_path: Path) -> None:
    path = make(BY_NAME["左右两栏"], tmp_path)
    book = load_workbook(path)
    for row in range(3, 15):
        book["附件1"].cell(row, 4, row + 10)
    book.save(path)
    proposal = proposed(path)
    some = rows(proposal)[:14]
    made = fill_blank(read_blank(path), proposal, some, VILLAGE)
    out = tmp_path / "填好.xlsx"
    write_filled(out, made)

    sheet = sheet_of(out)
    assert [bool(sheet.cell(row, 2).value) for row in range(3, 15)] == [True] * 12
    assert [bool(sheet.cell(row, 5).value) for row in range(3, 15)] == [True] * 2 + [False] * 10
    assert sheet["D14"].value == 24, "a number that the township has written stays"


def test_each_quarter_has_what_the_ledger_has_of_it(done: Done) -> None:
    _, out, _ = done("分季度")
    sheet = sheet_of(out)
    first = lifted_homes()[0]
    wages = [first.in_months(QUARTER.shifted(place).window).amount("wages") for place in (-1, 0, 1, 2)]

    assert [sheet.cell(4, column).value for column in range(7, 11)] == [
        None if amount is None else amount / 100 for amount in wages
    ]
    assert len(set(wages)) > 1


def test_a_months_wages_are_the_members_own(done: Done) -> None:
    _, out, _ = done("逐月务工")
    sheet = sheet_of(out)
    months = {
        line.month % 100
        for line in VILLAGE.households[0].lines
        if line.person_id == WORKER.id and line.amount
    }

    assert sheet["B4"].value == WORKER.name
    shown = {month: sheet.cell(4, month + 3).value for month in range(1, 13)}
    assert {month for month, value in shown.items() if value} == months
    assert sheet["P4"].value == (sum(value or 0 for value in shown.values()) if months else None)


def test_what_is_a_households_is_not_added_up_over_its_members(tmp_path: Path) -> None:
    book = Workbook()
    for column, text in enumerate(("户主", "姓名", "家庭人口", "全年务工收入"), 1):
        book.active.cell(1, column, text)
        book.active.cell(2, column).number_format = "0"
    book.active["A3"] = "合计"
    path = tmp_path / "成员.xlsx"
    book.save(path)
    proposal = proposed(path)
    made = fill_blank(read_blank(path), proposal, rows(proposal), VILLAGE)
    out = tmp_path / "填好.xlsx"
    write_filled(out, made)

    sheet = load_workbook(out).active
    total = made.rows + 2
    assert sheet.cell(total, 1).value == "合计"
    assert sheet.cell(total, 3).value is None
    assert sheet.cell(total, 4).value == sum(sheet.cell(row, 4).value or 0 for row in range(2, total))


@pytest.mark.parametrize(
    ("headings", "rows_are", "value"),
    [
        (("2024年人均纯收入（元）",), RowsOf.HOUSEHOLD, "year_before.per_capita"),
        (("2025年度", "工资性收入"), RowsOf.HOUSEHOLD, "year.wages"),
        (("2023年人均纯收入",), RowsOf.HOUSEHOLD, None),
        (("一季度", "人均纯收入"), RowsOf.HOUSEHOLD, "quarter_1.per_capita"),
        (("人均纯收入（元）", "第三季度"), RowsOf.HOUSEHOLD, "quarter_3.per_capita"),
        (("2025年", "12月份工资性收入"), RowsOf.HOUSEHOLD, "month_12.wages"),
        (("2024年", "一季度人均纯收入"), RowsOf.HOUSEHOLD, "quarter_1.per_capita"),
        (("下半年", "转移性收入"), RowsOf.HOUSEHOLD, "half_2.transfer"),
        (("二季度累计", "纯收入"), RowsOf.HOUSEHOLD, "so_far_2.net"),
        (("务工收入", "10月"), RowsOf.PERSON, "own_month_10.wages"),
        (("帮扶责任人", "姓名"), RowsOf.PERSON, "household.helper_name"),
        (("帮扶责任人", "联系电话"), RowsOf.PERSON, "household.helper_phone"),
        (("户主", "身份证号"), RowsOf.PERSON, "head.identity_number"),
        (("户 主\n姓 名",), RowsOf.HOUSEHOLD, "household.head_name"),
        (("人均纯收入（万元）",), RowsOf.HOUSEHOLD, "year.per_capita"),
        (("低保金",), RowsOf.HOUSEHOLD, "item.T02"),
        (("低保金",), RowsOf.PERSON, "own_item.T02"),
        (("脱贫户（人）",), RowsOf.GROUP, "unit.lifted_members"),
        (("联系方式",), RowsOf.PERSON, "person.phone"),
        (("联系方式",), RowsOf.HOUSEHOLD, "household.phone"),
        (("户主签字",), RowsOf.HOUSEHOLD, None),
    ],
)
def test_a_heading_means_what_its_group_its_year_and_its_unit_say(
    headings: tuple[str, ...], rows_are: RowsOf, value: str | None
) -> None:
    found = None if is_by_hand(headings) else value_for(headings, rows_are, YEAR)

    assert (found.name if found else None) == value


def test_a_head_in_a_group_of_headings_makes_rows_of_households(tmp_path: Path) -> None:
    book = Workbook()
    for column, texts in enumerate(
        (("户主", "姓名"), (None, "性别"), ("帮扶责任人", "姓名"), (None, "电话")), 1
    ):
        for row, text in enumerate(texts, 1):
            book.active.cell(row, column, text)
        book.active.cell(3, column).number_format = "@"
    book.active.merge_cells("A1:B1")
    book.active.merge_cells("C1:D1")
    path = tmp_path / "两组.xlsx"
    book.save(path)

    proposal = proposed(path)

    assert proposal.rows is RowsOf.HOUSEHOLD
    assert [slot.value for slot in proposal.slots] == [
        *("household.head_name", "head.sex"),
        *("household.helper_name", "household.helper_phone"),
    ]


def test_every_heading_that_means_a_value_means_one_there_is() -> None:
    named = {name for names in value_words().headings.values() for name in names}

    assert named - set(value_directory()) == set()


def test_a_sheet_is_chosen_by_its_name(tmp_path: Path) -> None:
    path = make(BY_NAME["劳动力"], tmp_path)
    book = load_workbook(path)
    BY_NAME["小组统计"].draw(book.create_sheet("附件2"))
    book.save(path)
    blank = read_blank(path)

    assert [one.sheet for one in layouts_to_fill(blank, YEAR)] == ["附件1", "附件2"]
    assert propose(layout_to_fill(blank, YEAR, "附件2"), YEAR).rows is RowsOf.GROUP
    with pytest.raises(Refusal) as refused:
        layout_to_fill(blank, YEAR, "填表说明")
    assert refused.value.code == "blank-no-sheet"


def test_ten_thousands_and_percent_are_written_as_the_heading_says(done: Done) -> None:
    _, out, _ = done("一村一行")
    sheet = sheet_of(out)
    net = sum(row.household.year.income.net for row in rows_of_all() if row.household)

    assert [sheet["A2"].value, sheet["B2"].value] == ["青石镇", "柳树湾村"]
    assert Decimal(str(sheet["F2"].value)) == (Decimal(net) / 1_000_000).quantize(Decimal("0.01"))
    assert sheet["I2"].value is None


def rows_of_all() -> list[ValueRow]:
    scene = Scene.of(VILLAGE, SETTINGS, RECKONER, YEAR, QUARTER, Copy.REPORT, PRINTED)
    return chosen_rows(RowsOf.HOUSEHOLD, scene, VILLAGE.households, ())


def test_a_form_has_a_sheet_for_each_household_with_all_its_members(done: Done) -> None:
    _, out, made = done("登记表")
    book = load_workbook(out)
    first = VILLAGE.households[0]

    lifted = [one for one in VILLAGE.households if one.household.household_class == "脱贫户"]
    assert made.rows == len(lifted) == len(book.sheetnames) - 1
    assert [one.sheet_view.tabSelected for one in book.worksheets].count(True) == 1
    sheet = book.worksheets[0]
    assert sheet["B2"].value == first.household.head_name
    assert [sheet.cell(row, 1).value for row in range(6, 10)] == [person.name for person in first.persons]
    assert sheet["B10"].value == first.household.helper_name
    assert sheet.print_area == f"'{sheet.title}'!$A$1:$F$10"


def test_labels_over_their_cells_make_a_form_too(done: Done) -> None:
    _, out, _ = done("采集表")
    sheet = load_workbook(out).worksheets[0]

    assert [sheet["A3"].value, sheet["C3"].value] == [VILLAGE.households[0].household.head_name, "一组"]
    assert sheet["A5"].value == 6.5


def test_a_public_copy_leaves_numbers_out_and_says_so(done: Done) -> None:
    _, out, made = done("公示表", Copy.PUBLIC)

    assert made.empty == ("身份证号码",)
    assert {sheet_of(out).cell(row, 5).value for row in range(3, 8)} == {None}


def test_a_public_copy_that_would_give_somebody_away_is_refused(tmp_path: Path) -> None:
    path = make(BY_NAME["公示表"], tmp_path)
    proposal = proposed(path)
    slot = next(slot for slot in proposal.slots if slot.heading == "身份证号码")
    telling = proposal.with_value(slot, "household.note")
    own = VILLAGE.households[6]
    note = f"电话{own.household.phone}"
    household = replace(own, household=replace(own.household, note=note))
    others = [household if one is own else one for one in VILLAGE.households]
    picture = replace(VILLAGE, households=others)
    scene = Scene.of(picture, SETTINGS, RECKONER, YEAR, QUARTER, Copy.PUBLIC, PRINTED)

    with pytest.raises(Refusal) as refused:
        fill_blank(read_blank(path), telling, rows_for(telling, scene, picture), picture)

    assert refused.value.code == "would-leak"


def test_nobody_in_a_table_is_refused_and_not_an_empty_file(tmp_path: Path) -> None:
    path = make(BY_NAME["监测对象花名册"], tmp_path)
    proposal = proposed(path)

    with pytest.raises(Refusal) as refused:
        fill_blank(read_blank(path), proposal, [], VILLAGE)

    assert refused.value.code == "blank-nobody"


def test_a_workbook_without_a_table_is_refused(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"] = "会议通知"
    path = tmp_path / "通知.xlsx"
    book.save(path)

    with pytest.raises(Refusal) as refused:
        layout_to_fill(read_blank(path), YEAR)

    assert refused.value.code == "blank-not-understood"


def test_a_heading_without_rows_and_a_note_below_asks_for_an_empty_row(tmp_path: Path) -> None:
    book = Workbook()
    for column, text in enumerate(("序号", "户主姓名", "家庭人口"), 1):
        book.active.cell(1, column, text)
    book.active["A2"] = "注：按户填写。"
    path = tmp_path / "无行.xlsx"
    book.save(path)
    proposal = proposed(path)

    assert layout_of(read_blank(path).sheets[0]).table is not None
    with pytest.raises(Refusal) as refused:
        fill_blank(read_blank(path), proposal, rows(proposal), VILLAGE)

    assert refused.value.code == "blank-no-rows"

"""Blank tables as townships send them, each of another shape; usual words, layouts of our own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

_LINE = Side("thin")
_BOX = Border(_LINE, _LINE, _LINE, _LINE)


class Shape(Struct, frozen=True):
    """One blank: how it is drawn, what its rows are, who belongs in it, and what its headings mean."""

    name: str
    draw: Callable[[Worksheet], None]
    rows: str
    filters: tuple[str, ...]
    values: dict[str, str]
    """Value by heading or label; an empty text for what nobody has."""


def make(shape: Shape, folder: Path) -> Path:
    """The blank as a file, with a second sheet that explains it."""
    book = Workbook()
    sheet = book.active
    sheet.title = "附件1"
    shape.draw(sheet)
    notes = book.create_sheet("填表说明")
    notes["A1"] = "一、本表由村填报。"
    path = folder / f"{shape.name}.xlsx"
    book.save(path)
    return path


def title(sheet: Worksheet, text: str, width: int, row: int = 1) -> None:
    """A title over all columns."""
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
    sheet.cell(row, 1, text).font = Font("方正小标宋简体", 18)
    sheet.cell(row, 1).alignment = Alignment("center", "center")
    sheet.row_dimensions[row].height = 34


def head(sheet: Worksheet, row: int, texts: Sequence[str | None]) -> None:
    """A row of headings; None for none."""
    for column, text in enumerate(texts, 1):
        cell = sheet.cell(row, column, text)
        cell.font, cell.border, cell.fill = Font("黑体", 11), _BOX, PatternFill("solid", "DDEBF7")
        cell.alignment = Alignment("center", "center", wrap_text=True)


def empty(sheet: Worksheet, first: int, count: int, width: int) -> None:
    """Empty rows to be filled."""
    for row in range(first, first + count):
        sheet.row_dimensions[row].height = 22.5
        for column in range(1, width + 1):
            sheet.cell(row, column).border = _BOX
            sheet.cell(row, column).font = Font("仿宋", 11)


def signatures(
    sheet: Worksheet, row: int, width: int, text: str = "填表人：　　　　审核人：　　　　村主任（签字）："
) -> None:
    """The line below a table."""
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
    sheet.cell(row, 1, text).font = Font("楷体", 11, italic=True)


def _roster(sheet: Worksheet) -> None:
    title(sheet, "2025年度防返贫监测对象花名册", 7)
    head(
        sheet,
        2,
        ["序号", "村民小组", "户主姓名", "身份证号码", "家庭人口（人）", "人均纯收入（元）", "领取人签字"],
    )
    empty(sheet, 3, 4, 7)
    for row in range(3, 7):
        sheet.cell(row, 4).number_format = "@"
        sheet.cell(row, 6).number_format = "0.00"
    sheet["A7"], sheet["E7"] = "合计", "=SUM(E3:E6)"
    signatures(sheet, 8, 7)
    sheet.print_title_rows, sheet.print_area, sheet.freeze_panes = "1:2", "A1:G8", "A3"
    sheet.column_dimensions["D"].width = 22
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9


def _merged_groups(sheet: Worksheet) -> None:
    title(sheet, "××镇2025年脱贫户家庭收入统计表", 10)
    signatures(sheet, 2, 10, "填报单位：　　　　　　填报日期：　　　　　　单位：元")
    head(sheet, 3, ["序号", "户主", "户编号", "人口", "2025年收入构成", None, None, None, None, "备注"])
    head(
        sheet,
        4,
        [
            None,
            None,
            None,
            None,
            "工资性收入",
            "生产经营性收入",
            "财产性收入",
            "转移性收入",
            "人均纯收入",
            None,
        ],
    )
    for column in (1, 2, 3, 4, 10):
        sheet.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)
    sheet.merge_cells("E3:I3")
    empty(sheet, 5, 3, 10)
    head(sheet, 8, ["合计", *[None] * 9])
    sheet.merge_cells("A8:B8")


def _three_levels(sheet: Worksheet) -> None:
    sheet["A1"] = "附件2"
    title(sheet, "脱贫人口和监测对象收入测算表", 9, 2)
    head(sheet, 3, ["序号", "基本情况", None, None, "家庭收入情况", None, None, None, "帮扶责任人"])
    head(sheet, 4, [None, "户主姓名", "户属性", "人口数", "上年", "本年", None, "增幅（%）", None])
    head(sheet, 5, [None, None, None, None, "人均纯收入", "纯收入", "人均纯收入", None, None])
    head(sheet, 6, ["1", "2", "3", "4", "5", "6", "7", "8", "9"])
    for area in ("A3:A5", "B3:D3", "E3:H3", "I3:I5", "B4:B5", "C4:C5", "D4:D5", "F4:G4", "H4:H5"):
        sheet.merge_cells(area)
    empty(sheet, 7, 2, 9)
    signatures(sheet, 10, 9, "注：本表一式两份。")


def _members(sheet: Worksheet) -> None:
    title(sheet, "脱贫人口信息花名册", 10)
    head(
        sheet,
        3,
        [
            "序号",
            "户主",
            "姓名",
            "与户主关系",
            "性别",
            "出生日期",
            "身份证号",
            "联系电话",
            "健康\n状况",
            "文化程度",
        ],
    )
    empty(sheet, 4, 60, 10)
    for row in range(4, 64):
        sheet.cell(row, 1, row - 3)
        sheet.cell(row, 6).number_format = "yyyy-mm-dd"


def _labour(sheet: Worksheet) -> None:
    title(sheet, "××村劳动力就业意向调查表", 8)
    head(sheet, 2, ["姓名", "性别", "年龄", "身份证号码", "劳动技能", "就业意向", "培训需求", "备注"])
    empty(sheet, 3, 2, 8)


def _work(sheet: Worksheet) -> None:
    title(sheet, "脱贫劳动力外出务工台账", 9)
    head(
        sheet,
        2,
        [
            "编号",
            "姓名",
            "身份证号码",
            "务工情况",
            None,
            None,
            None,
            "务工月收入（元）",
            "全年务工收入（万元）",
        ],
    )
    head(sheet, 3, [None, None, None, "务工地点", "务工单位", "务工开始时间", "务工区域类别", None, None])
    empty(sheet, 4, 3, 9)
    sheet["A7"] = "合计"


def _groups(sheet: Worksheet) -> None:
    title(sheet, "各村民小组基本情况统计表", 8)
    head(sheet, 2, ["村民小组", "总户数", "总人口", "脱贫户", None, "监测对象", None, "人均纯收入"])
    head(sheet, 3, [None, None, None, "户数", "人数", "户数", "人数", None])
    for area in ("A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:G2", "H2:H3"):
        sheet.merge_cells(area)
    head(sheet, 4, ["合计", *[None] * 7])
    empty(sheet, 5, 2, 8)


def _written_groups(sheet: Worksheet) -> None:
    title(sheet, "劳动力情况统计表", 5)
    head(sheet, 2, ["序号", "组别", "户数（户）", "人口（人）", "劳动力（人）"])
    empty(sheet, 3, 4, 5)
    for row, text in enumerate(("二组", "第1村民小组", "九组", "三组"), 3):
        sheet.cell(row, 1, row - 2)
        sheet.cell(row, 2, text)
    sheet["B7"], sheet["C7"], sheet["D7"], sheet["E7"] = "小计", "=SUM(C3:C6)", "=D3+D4+D5+D6", None


def _village(sheet: Worksheet) -> None:
    head(
        sheet,
        1,
        [
            "乡镇",
            "村名",
            "户数",
            "人数",
            "脱贫户数",
            "纯收入合计（万元）",
            "人均纯收入（元）",
            "增速（%）",
            "村集体收入",
        ],
    )


def _form(sheet: Worksheet) -> None:
    title(sheet, "脱贫户家庭情况登记表", 6)
    for row, texts in enumerate(
        (
            ["户主姓名", None, "身份证号码", None, "联系电话", None],
            ["户类型", None, "家庭人口", None, "人均纯收入", None],
        ),
        2,
    ):
        head(sheet, row, texts)
    head(sheet, 4, ["家庭住址", *[None] * 5])
    sheet.merge_cells("B4:F4")
    head(sheet, 5, ["姓名", "与户主关系", "性别", "年龄", "劳动技能", "务工地点"])
    empty(sheet, 6, 2, 6)
    head(sheet, 8, ["帮扶责任人", None, "帮扶单位", None, "户主签字", None])
    sheet.print_area = "A1:F8"
    sheet.sheet_view.tabSelected = True


def _stacked_form(sheet: Worksheet) -> None:
    title(sheet, "农户基本信息采集表", 4)
    for row, texts in (
        (2, ["户主姓名", "户编号", "村民小组", "人口"]),
        (4, ["耕地面积", "林地面积", "是否危房户", "主要燃料类型"]),
    ):
        head(sheet, row, texts)
        empty(sheet, row + 1, 1, 4)
    signatures(sheet, 6, 4, "采集人：　　　　采集时间：")


def _questions(sheet: Worksheet) -> None:
    title(sheet, "村情况调查表", 4)
    head(sheet, 2, ["代码", "项目", "单位", "数量"])
    asked = (
        ("一、基本情况", None),
        ("（一）总户数", "户"),
        ("（二）总人口", "人"),
        ("其中：劳动力", "人"),
        ("人均纯收入", "元"),
    )
    for row, (text, unit) in enumerate(asked, 3):
        head(sheet, row, [str(100 + row), text, unit, None])


def _list_of_names(sheet: Worksheet) -> None:
    title(sheet, "需核实人员名单", 5)
    head(sheet, 2, ["序号", "姓名", "身份证号码", "与户主关系", "务工地"])
    empty(sheet, 3, 3, 5)


def _posted(sheet: Worksheet) -> None:
    title(sheet, "关于监测对象的公示", 5)
    head(sheet, 2, ["序号", "组别", "户主姓名", "家庭人口", "身份证号码"])
    empty(sheet, 3, 5, 5)
    signatures(sheet, 8, 5, "说明：公示期五个工作日。")


def _quarters(sheet: Worksheet) -> None:
    title(sheet, "2025年脱贫户分季度收入监测表", 11)
    four = ["一季度", "二季度", "三季度", "四季度"]
    head(
        sheet,
        2,
        ["序号", "户主姓名", "人均纯收入（元）", *[None] * 3, "工资性收入", *[None] * 3, "上半年人均纯收入"],
    )
    head(sheet, 3, [None, None, *four, *four, None])
    for area in ("A2:A3", "B2:B3", "C2:F2", "G2:J2", "K2:K3"):
        sheet.merge_cells(area)
    empty(sheet, 4, 3, 11)
    sheet["A7"] = "合计"


def _months(sheet: Worksheet) -> None:
    title(sheet, "脱贫人口务工月监测表", 16)
    head(sheet, 2, ["序号", "姓名", "身份证号码", "2025年务工收入（元）", *[None] * 12])
    head(sheet, 3, [None, None, None, *(f"{month}月" for month in range(1, 13)), "合计"])
    for area in ("A2:A3", "B2:B3", "C2:C3", "D2:P2"):
        sheet.merge_cells(area)
    empty(sheet, 4, 2, 16)


def _two_lines(sheet: Worksheet) -> None:
    title(sheet, "脱贫户基本情况登记簿", 5)
    head(sheet, 2, ["序号", "户主姓名", "户主身份证号码", "家庭人口", "户主签字"])
    head(sheet, 3, [None, "户编号", "联系电话", "人均纯收入（元）", None])
    empty(sheet, 4, 6, 5)
    sheet["A10"], sheet["B10"] = "合计", None
    for top in (2, 4, 6, 8, 10):
        for column in "AE":
            sheet.merge_cells(f"{column}{top}:{column}{top + 1}")
    for row in (4, 6, 8):
        sheet.cell(row, 2).font = Font("黑体", 12, bold=True)
        sheet.row_dimensions[row + 1].height = 18
    signatures(sheet, 12, 5)


def _homes_with_members(sheet: Worksheet) -> None:
    title(sheet, "脱贫户家庭成员一览表", 8)
    head(sheet, 2, ["序号", "户主姓名", "人口数", "人均纯收入", "姓名", "与户主关系", "年龄", "户主签字"])
    empty(sheet, 3, 8, 8)
    for top in (3, 7):
        for column in "ABCDH":
            sheet.merge_cells(f"{column}{top}:{column}{top + 3}")
    sheet["A11"] = "合计"
    signatures(sheet, 12, 8)


def _side_by_side(sheet: Worksheet) -> None:
    title(sheet, "脱贫户人均纯收入一览表", 6)
    head(sheet, 2, ["序号", "户主", "人均纯收入"] * 2)
    empty(sheet, 3, 12, 6)
    for row in range(3, 15):
        sheet.cell(row, 1, row - 2)
    sheet["A15"] = "合计"
    signatures(sheet, 16, 6)


_H = "household."
_FOUR = ("一季度", "二季度", "三季度", "四季度")
SHAPES = (
    Shape(
        "监测对象花名册",
        _roster,
        "household",
        ("monitored",),
        {
            "序号": "row.number",
            "村民小组": _H + "group",
            "户主姓名": _H + "head_name",
            "身份证号码": "head.identity_number",
            "家庭人口（人）": _H + "members",
            "人均纯收入（元）": "year.per_capita",
            "领取人签字": "",
        },
    ),
    Shape(
        "两层表头",
        _merged_groups,
        "household",
        ("lifted",),
        {
            "填报单位": "place.village",
            "填报日期": "period.day",
            "序号": "row.number",
            "户主": _H + "head_name",
            "户编号": _H + "number",
            "人口": _H + "members",
            "2025年收入构成-工资性收入": "year.wages",
            "2025年收入构成-生产经营性收入": "year.production",
            "2025年收入构成-财产性收入": "year.property",
            "2025年收入构成-转移性收入": "year.transfer",
            "2025年收入构成-人均纯收入": "year.per_capita",
            "备注": _H + "note",
        },
    ),
    Shape(
        "三层表头",
        _three_levels,
        "household",
        ("tracked",),
        {
            "序号": "row.number",
            "基本情况-户主姓名": _H + "head_name",
            "基本情况-户属性": _H + "tracked_as",
            "基本情况-人口数": _H + "members",
            "家庭收入情况-上年-人均纯收入": "year_before.per_capita",
            "家庭收入情况-本年-纯收入": "year.net",
            "家庭收入情况-本年-人均纯收入": "year.per_capita",
            "家庭收入情况-增幅（%）": "growth.per_capita",
            "帮扶责任人": _H + "helper_name",
        },
    ),
    Shape(
        "成员花名册",
        _members,
        "person",
        ("lifted",),
        {
            "序号": "row.number",
            "户主": _H + "head_name",
            "姓名": "person.name",
            "与户主关系": "person.relation",
            "性别": "person.sex",
            "出生日期": "person.born_on",
            "身份证号": "person.identity_number",
            "联系电话": "person.phone",
            "健康状况": "person.health",
            "文化程度": "person.education",
        },
    ),
    Shape(
        "劳动力",
        _labour,
        "person",
        ("labour",),
        {
            "姓名": "person.name",
            "性别": "person.sex",
            "年龄": "person.age",
            "身份证号码": "person.identity_number",
            "劳动技能": "person.labour",
            "就业意向": "person.work_wish",
            "培训需求": "person.training_wish",
            "备注": "person.note",
        },
    ),
    Shape(
        "务工台账",
        _work,
        "person",
        ("lifted", "working"),
        {
            "编号": "row.number",
            "姓名": "person.name",
            "身份证号码": "person.identity_number",
            "务工情况-务工地点": "person.place",
            "务工情况-务工单位": "work.employer",
            "务工情况-务工开始时间": "work.started",
            "务工情况-务工区域类别": "work.area",
            "务工月收入（元）": "work.month_wage",
            "全年务工收入（万元）": "own.wages",
        },
    ),
    Shape(
        "小组统计",
        _groups,
        "group",
        (),
        {
            "村民小组": "unit.label",
            "总户数": "unit.households",
            "总人口": "unit.members",
            "脱贫户-户数": "unit.lifted",
            "脱贫户-人数": "unit.lifted_members",
            "监测对象-户数": "unit.monitored",
            "监测对象-人数": "unit.monitored_members",
            "人均纯收入": "unit.per_capita",
        },
    ),
    Shape(
        "已写组名",
        _written_groups,
        "group",
        (),
        {
            "序号": "row.number",
            "组别": "unit.label",
            "户数（户）": "unit.households",
            "人口（人）": "unit.members",
            "劳动力（人）": "unit.labourers",
        },
    ),
    Shape(
        "一村一行",
        _village,
        "village",
        (),
        {
            "乡镇": "place.town",
            "村名": "place.village",
            "户数": "unit.households",
            "人数": "unit.members",
            "脱贫户数": "unit.lifted",
            "纯收入合计（万元）": "unit.net",
            "人均纯收入（元）": "unit.per_capita",
            "增速（%）": "unit.growth",
            "村集体收入": "",
        },
    ),
    Shape(
        "登记表",
        _form,
        "household",
        ("lifted",),
        {
            "户主姓名": _H + "head_name",
            "身份证号码": "head.identity_number",
            "联系电话": _H + "phone",
            "户类型": _H + "household_class",
            "家庭人口": _H + "members",
            "人均纯收入": "year.per_capita",
            "家庭住址": "",
            "姓名": "person.name",
            "与户主关系": "person.relation",
            "性别": "person.sex",
            "年龄": "person.age",
            "劳动技能": "person.labour",
            "务工地点": "person.place",
            "帮扶责任人": _H + "helper_name",
            "帮扶单位": _H + "helper_unit",
        },
    ),
    Shape(
        "采集表",
        _stacked_form,
        "household",
        (),
        {
            "户主姓名": _H + "head_name",
            "户编号": _H + "number",
            "村民小组": _H + "group",
            "人口": _H + "members",
            "耕地面积": _H + "farmland",
            "林地面积": _H + "forest_land",
            "是否危房户": _H + "unsafe_house",
            "主要燃料类型": _H + "fuel",
            "采集时间": "",
        },
    ),
    Shape(
        "问答表",
        _questions,
        "village",
        (),
        {
            "总户数": "unit.households",
            "总人口": "unit.members",
            "劳动力": "unit.labourers",
            "人均纯收入": "unit.per_capita",
        },
    ),
    Shape(
        "核实名单",
        _list_of_names,
        "person",
        (),
        {
            "序号": "row.number",
            "姓名": "person.name",
            "身份证号码": "person.identity_number",
            "与户主关系": "person.relation",
            "务工地": "person.place",
        },
    ),
    Shape(
        "分季度",
        _quarters,
        "household",
        ("lifted",),
        {
            "序号": "row.number",
            "户主姓名": _H + "head_name",
            **{
                f"人均纯收入（元）-{one}": f"quarter_{place}.per_capita" for place, one in enumerate(_FOUR, 1)
            },
            **{f"工资性收入-{one}": f"quarter_{place}.wages" for place, one in enumerate(_FOUR, 1)},
            "上半年人均纯收入": "half_1.per_capita",
        },
    ),
    Shape(
        "逐月务工",
        _months,
        "person",
        ("lifted", "working"),
        {
            "序号": "row.number",
            "姓名": "person.name",
            "身份证号码": "person.identity_number",
            **{f"2025年务工收入（元）-{month}月": f"own_month_{month}.wages" for month in range(1, 13)},
            "2025年务工收入（元）-合计": "own.wages",
        },
    ),
    Shape(
        "两行一户",
        _two_lines,
        "household",
        ("lifted",),
        {
            "序号": "row.number",
            "户主姓名": _H + "head_name",
            "户主身份证号码": "head.identity_number",
            "家庭人口": _H + "members",
            "户主签字": "",
            "户编号": _H + "number",
            "联系电话": _H + "phone",
            "人均纯收入（元）": "year.per_capita",
        },
    ),
    Shape(
        "户和成员",
        _homes_with_members,
        "person",
        ("lifted",),
        {
            "序号": "row.number",
            "户主姓名": _H + "head_name",
            "人口数": _H + "members",
            "人均纯收入": "year.per_capita",
            "姓名": "person.name",
            "与户主关系": "person.relation",
            "年龄": "person.age",
            "户主签字": "",
        },
    ),
    Shape(
        "左右两栏",
        _side_by_side,
        "household",
        ("lifted",),
        {"序号": "row.number", "户主": _H + "head_name", "人均纯收入": "year.per_capita"},
    ),
    Shape(
        "公示表",
        _posted,
        "household",
        ("monitored",),
        {
            "序号": "row.number",
            "组别": _H + "group",
            "户主姓名": _H + "head_name",
            "家庭人口": _H + "members",
            "身份证号码": "head.identity_number",
        },
    ),
)
BY_NAME = {shape.name: shape for shape in SHAPES}

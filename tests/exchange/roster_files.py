"""Rosters as the national system writes them: title rows, all text, any order of columns; invented people."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from village_desk.exchange.cells import CellProblem
from village_desk.exchange.reading.tables_in import TableIn, TablesIn
from village_desk.rules.identity import check_digit

TITLES = [["防止返贫监测信息"], ["导出时间：20231218"]]

NATIONAL_2021 = [
    "省",
    "市",
    "县",
    "乡",
    "村",
    "户编号",
    "人口编号",
    "姓名",
    "性别",
    "出生日期",
    "证件类型",
    "证件号码",
    "民族",
    "户联系电话",
    "成员联系电话",
    "年度",
    "与户主关系",
    "文化程度",
    "在校生状况",
    "劳动技能",
    "务工时间（月）",
    "健康状况",
    "政治面貌",
    "务工企业名称",
    "是否享受低保",
    "是否参加城镇职工基本养老保险",
    "是否参加大病保险",
    "是否参加新型农村合作医疗（城乡居民基本医疗保险）",
    "是否参加城乡居民基本养老保险",
    "失学或辍学原因",
    "是否会讲普通话",
    "是否参加商业补充医疗保险",
    "是否国外务工",
    "产业分类",
    "是否接受大病医疗救助",
    "是否接受其他健康扶贫",
    "公益性岗位类型",
    "公益性岗位(月数)",
    "就业渠道",
    "残疾类别",
    "务工所在地",
    "户主姓名",
    "户主证件号码",
    "是否参加城镇职工基本医疗保险",
    "是否特困供养人员",
    "残疾证办证年度",
    "识别标准",
]
NATIONAL_2022_HOUSEHOLD = [
    "县",
    "乡",
    "村",
    "户联系电话",
    "户类型",
    "监测对象类别",
    "是否军烈属",
    "工资性收入",
    "转移性收入",
    "养老金或离退休金",
    "生产经营性收入",
    "计划生育金",
    "生态补偿金",
    "财产性收入",
    "最低生活保障金",
    "其他转移性收入",
    "资产收益扶贫分红收入",
    "特困人员救助供养金",
    "其他财产性收入（旧指标）",
    "生产经营性支出",
    "纯收入（元）",
    "当前家庭人口数",
    "人均纯收入（元）",
    "年度家庭人口数",
    "耕地面积（亩）",
    "牧草地面积",
    "水面面积",
    "林地面积（亩）",
    "退耕还林面积（亩）",
    "林果面积（亩）",
    "入户路类型",
    "与村主干路距离",
    "是否加入农民专业合作组织",
    "是否危房户",
    "住房面积",
    "主要燃料类型",
    "是否有龙头企业带动",
    "是否有创业致富带头人带动",
    "是否通生活用电",
    "是否通广播电视",
    "到户产业帮扶类型",
    "是否解决安全饮用水",
    "是否通生产用电",
    "户编号",
    "人口编号",
    "姓名",
    "证件号码",
    "与户主关系",
    "公益性岗位收入",
    "其他工资性收入",
    "产业奖励",
    "就业奖励",
    "生产经营性支出（合计）",
    "专项用于减少生产经营性支出的补贴",
    "年收入（元）",
    "是否有卫生厕所",
    "户主姓名",
    "户主证件号码",
]
NATIONAL_2022_MEMBER = [
    "县",
    "乡",
    "村",
    "户编号",
    "人口编号",
    "姓名",
    "证件号码",
    "与户主关系",
    "性别(1男2女)",
    "证件类型",
    "出生日期",
    "民族",
    "家庭成员联系电话",
    "文化程度",
    "在校生状况",
    "劳动技能",
    "务工时间（月）",
    "健康状况",
    "政治面貌",
    "是否参加城乡居民基本医疗保险",
    "是否参加城乡居民基本养老保险",
    "是否会讲普通话",
    "义务教育阶段未上学原因",
    "是否享受人身意外保险补贴",
    "是否参加商业补充医疗保险",
    "是否国外务工",
    "是否接受医疗救助",
    "是否接受其他健康扶贫",
    "是否参加城镇职工基本医疗保险",
    "大专或本科毕业生未就业原因",
    "户主证件号码",
    "户主姓名",
    "务工所在地",
    "务工企业名称",
    "是否享受农村居民最低生活保障",
    "是否参加城镇职工基本养老保险",
    "是否参加大病保险",
    "是否特困供养人员",
    "公益性岗位",
    "公益性岗位(月数)",
    "残疾证办证年度",
    "是否事实无人抚养儿童",
]
NATIONAL_2022_MEMBER[8] = "性别(1男 2女)"
MONITORED_2023 = [
    "县",
    "乡",
    "村",
    "户类型",
    "户编号",
    "户主姓名",
    "监测对象类别",
    "人编号",
    "姓名",
    "证件号码",
    "与户主关系",
    "在校生状况",
    "劳动技能",
    "享受低保政策情况",
    "享受特困供养政策情况",
    "整户无劳动能力兜底保障户",
    "致贫/返贫风险1",
    "致贫/返贫风险2",
    "风险是否已消除",
    "识别监测时间",
    "就业帮扶",
    "健康帮扶",
    "教育帮扶",
    "风险是否已消除",
    "风险消除后工资性收入",
    "风险消除后家庭人均纯收入",
]

VALUES = {
    "县": "示范县",
    "乡": "测试乡",
    "村": "测试村",
    "省": "某省",
    "市": "某市",
    "民族": "汉族",
    "证件类型": "身份证",
    "年度": "2021",
    "户联系电话": "19900000001",
    "户类型": "脱贫户",
    "监测对象类别": "脱贫不稳定户",
    "健康状况": "残疾,长期慢性病",
    "政治面貌": "群众",
    "文化程度": "初中",
    "劳动技能": "普通劳动力",
    "务工时间（月）": "6",
    "工资性收入": "12000.50",
    "生产经营性支出": "300",
    "生产经营性支出（合计）": "300",
    "耕地面积（亩）": "3.5",
    "住房面积": "120",
    "当前家庭人口数": "3",
    "是否享受低保": "否",
    "是否会讲普通话": "是",
    "是否参加大病保险": "是",
    "享受低保政策情况": "农村低保",
    "享受特困供养政策情况": "不享受",
    "风险是否已消除": "否",
    "识别监测时间": "202305",
    "致贫/返贫风险1": "因病",
    "就业帮扶": "其他,技能培训",
    "整户无劳动能力兜底保障户": "否",
    "人均纯收入（元）": "9000",
    "识别标准": "国家标准",
    "是否危房户": "否",
}


def identity(number: int) -> str:
    """An invented identity number with the right check digit; 990101 is no region."""
    seventeen = f"990101{1980 - number // 1000}0101{number % 1000:03d}"
    return seventeen + check_digit(seventeen)


def person(number: int, household: str = "H1", **more: str) -> dict[str, str]:
    """What a row says of one invented person."""
    values = dict(VALUES)
    values |= {
        "户编号": household,
        "人口编号": f"{household}-{number}",
        "人编号": f"{household}-{number}",
        "姓名": f"人{number}",
        "证件号码": identity(number),
        "与户主关系": "户主" if number % 10 == 1 else "之子",
        "户主姓名": f"人{number // 10 * 10 + 1}",
        "性别": "男" if number % 2 else "女",
    }
    return values | more


def rows_of(headings: Sequence[str], people: Sequence[Mapping[str, str]]) -> list[list[str]]:
    """Title rows, the heading on the third row, a row per person."""
    width = len(headings)
    titles = [title + [""] * (width - len(title)) for title in TITLES]
    return [*titles, list(headings), *([one.get(heading, "") for heading in headings] for one in people)]


def tables(
    *sheets: list[list[str]], problems: Sequence[CellProblem] = (), file_name: str = "花名册.xlsx"
) -> TablesIn:
    """A file as the reader hands it over; ``problems`` are of the first sheet."""
    names = (f"Sheet{number}" for number in itertools.count(1))
    found = [
        TableIn(name, False, 1, rows, list(problems) if place == 0 else [])
        for place, (name, rows) in enumerate(zip(names, sheets, strict=False))
    ]
    digest = json.dumps(sheets, ensure_ascii=False)
    return TablesIn(file_name, str(hash(digest)), found, [])


def write_workbook(path: Path, *sheets: list[list[str]]) -> Path:
    """The same as a workbook on disk, every cell a text."""
    from xlsxwriter import Workbook

    with Workbook(str(path), {"strings_to_numbers": False}) as workbook:
        for rows in sheets:
            sheet = workbook.add_worksheet()
            for number, cells in enumerate(rows):
                for column, text in enumerate(cells):
                    sheet.write_string(number, column, text)
    return path


def household(first: int, size: int = 3, number: str = "H1", **more: str) -> Iterator[dict[str, str]]:
    """A household's people; ``first`` ends in 1, so that the first is the head."""
    return (person(first + place, number, **more) for place in range(size))

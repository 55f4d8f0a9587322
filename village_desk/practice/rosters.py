"""The practice roster as the national system exports it: two title rows, header on row 3, all text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from village_desk.practice.people import FAR, NEAR, Family, Member
from village_desk.rules.identity import check_digit

HEADINGS = (
    *(
        "县",
        "乡",
        "村",
        "村民小组",
        "户编号",
        "人编号",
        "姓名",
        "证件类型",
        "证件号码",
        "性别",
        "出生日期",
        "民族",
        "与户主关系",
    ),
    *(
        "文化程度",
        "在校生状况",
        "健康状况",
        "劳动技能",
        "技能类型",
        "政治面貌",
        "成员联系电话",
        "户联系电话",
        "户类型",
        "监测对象类别",
    ),
    *(
        "识别监测时间",
        "风险是否已消除",
        "致贫返贫风险1",
        "整户无劳动能力兜底保障户",
        "监测联系人",
        "监测联系人电话",
    ),
    *("是否参加城乡居民基本医疗保险", "是否参加城镇职工基本医疗保险", "是否参加大病保险"),
    *(
        "是否参加城乡居民基本养老保险",
        "是否参加城镇职工基本养老保险",
        "享受低保政策情况",
        "享受特困供养政策情况",
    ),
    *(
        "务工所在地",
        "务工时间（月）",
        "就业渠道",
        "公益性岗位",
        "公益性岗位(月数)",
        "是否危房户",
        "是否解决安全饮用水",
    ),
    *(
        "是否通生活用电",
        "是否有卫生厕所",
        "主要燃料类型",
        "入户路类型",
        "与村主干路距离",
        "住房面积",
        "耕地面积（亩）",
        "林地面积（亩）",
    ),
    *(
        "是否加入农民专业合作社",
        "当前家庭人口数",
        "年度家庭人口数",
        "帮扶责任人",
        "帮扶责任人单位",
        "工资性收入",
        "生产经营性收入",
    ),
    *("生产经营性支出", "财产性收入", "转移性收入", "纯收入（元）", "人均纯收入（元）", "风险是否已消除"),
    *("易地搬迁户", "安置方式", "安置点名称", "入住时间"),
    *("是否有龙头企业带动", "是否有产业发展意愿", "是否有小额信贷意愿", "培训需求"),
)
_NUMBER, _NAME, _SEX, _HEALTH, _RELATION, _PLACE = (
    HEADINGS.index(name) for name in ("证件号码", "姓名", "性别", "健康状况", "与户主关系", "务工所在地")
)
TITLES = ("监测对象信息（自定义）", "练习数据，人名和号码都是编造的")

_WORK_PLACES = {FAR: "广东省东莞市", NEAR: "示范县"}
_CHANNELS = {FAR: "有组织劳务输出", NEAR: "企业吸纳"}
_ON_THEIR_OWN = "自主外出"
_RELOCATED_EVERY, _UNBOUND_EVERY, _UNWILLING_EVERY, _LOAN_EVERY, _WISH_EVERY, _OWN_WAY_EVERY = (
    11,
    3,
    10,
    4,
    7,
    4,
)
"""By a household's number: which are relocated, bound to nobody, or unwilling to run an industry."""

Totals = dict[str, str]
"""The six stated figures of a household by heading, in yuan."""


def roster_rows(families: Sequence[Family], totals: Sequence[Totals], seed: int) -> list[list[str]]:
    """One row a person with the household's columns repeated, and faults at the rates of real files."""
    chance = Random(seed + 1)  # noqa: S311 - invention, not secrecy
    rows: list[list[str]] = []
    for family, stated in zip(families, totals, strict=True):
        household = _household_cells(family, chance) | stated
        for position, member in enumerate(family.members, 1):
            cells = household | _member_cells(family, member, position)
            rows.append([cells.get(heading, "") for heading in HEADINGS])
    _seed_faults(rows, chance)
    return rows


def _household_cells(family: Family, chance: Random) -> dict[str, str]:
    nobody_works = not any(m.can_work or m.labour.startswith("弱") for m in family.members)
    monitored = bool(family.monitoring_class)
    serial = int(family.number[-4:])
    return {
        **_living_cells(serial, nobody_works=nobody_works),
        "县": "示范县",
        "乡": "示范镇",
        "村": "练习村",
        "村民小组": family.group,
        "户编号": family.number,
        "户联系电话": f"1390000{serial:04d}",
        "户类型": "脱贫户" if family.is_lifted else "一般农户",
        "监测对象类别": family.monitoring_class,
        "识别监测时间": "202403" if monitored else "",
        "风险是否已消除": "否" if monitored else "",
        "致贫返贫风险1": ("缺劳动力" if nobody_works else "因务工就业不稳") if monitored else "",
        "整户无劳动能力兜底保障户": "是" if nobody_works else "否",
        "监测联系人": "网格员甲" if monitored else "",
        "监测联系人电话": "13800000001" if monitored else "",
        "是否危房户": "否",
        "是否解决安全饮用水": "是",
        "是否通生活用电": "是",
        "是否有卫生厕所": "是",
        "主要燃料类型": chance.choice(("柴草", "清洁能源", "清洁能源")),
        "入户路类型": chance.choice(("硬化路", "硬化路", "砂石路")),
        "与村主干路距离": f"{chance.uniform(0.1, 2.5):.1f}",
        "住房面积": str(chance.randint(60, 180)),
        "耕地面积（亩）": str(family.farmland),
        "林地面积（亩）": str(round(chance.uniform(0, 12), 1)),
        "是否加入农民专业合作社": chance.choice("是是否"),
        "当前家庭人口数": str(len(family.members)),
        "年度家庭人口数": str(len(family.members)),
        "帮扶责任人": chance.choice(("帮扶干部甲", "帮扶干部乙", "帮扶干部丙")),
        "帮扶责任人单位": "示范镇人民政府",
    }


def _living_cells(serial: int, *, nobody_works: bool) -> dict[str, str]:
    """Where a household lives and what it wants, by its number: chance stays with the rest."""
    is_relocated = serial % _RELOCATED_EVERY == 0
    is_willing = not nobody_works and serial % _UNWILLING_EVERY > 0
    return {
        "易地搬迁户": "是" if is_relocated else "否",
        "安置方式": "集中安置" if is_relocated else "",
        "安置点名称": "示范新村" if is_relocated else "",
        "入住时间": "201911" if is_relocated else "",
        "是否有龙头企业带动": "是" if serial % _UNBOUND_EVERY else "否",
        "是否有产业发展意愿": "是" if is_willing else "否",
        "是否有小额信贷意愿": "是" if is_willing and serial % _LOAN_EVERY <= 1 else "否",
    }


def _channel(member: Member) -> str:
    alone = member.works == FAR and member.age % _OWN_WAY_EVERY == 0
    return _ON_THEIR_OWN if alone else _CHANNELS.get(member.works, "")


def _member_cells(family: Family, member: Member, position: int) -> dict[str, str]:
    works = bool(member.works)
    return {
        "人编号": f"{family.number}{position:02d}",
        "姓名": member.name,
        "证件类型": "残疾人证" if member.certificate else "身份证",
        "证件号码": member.number,
        "性别": member.sex,
        "出生日期": f"{member.born_on:%Y%m%d}",
        "民族": member.nation,
        "与户主关系": member.relation,
        "文化程度": member.education,
        "在校生状况": member.schooling,
        "健康状况": member.health,
        "劳动技能": member.labour,
        "技能类型": member.skill,
        "培训需求": _wish(member),
        "政治面貌": "群众",
        "成员联系电话": f"137{int(family.number[-4:]):04d}{position:04d}" if works else "",
        "是否参加城乡居民基本医疗保险": "是",
        "是否参加城镇职工基本医疗保险": "否",
        "是否参加大病保险": "是",
        "是否参加城乡居民基本养老保险": "是" if member.age >= 16 and not member.schooling else "否",
        "是否参加城镇职工基本养老保险": "否",
        "享受低保政策情况": "农村低保" if family.minimum_living else "未享受",
        "享受特困供养政策情况": "不享受",
        "务工所在地": _WORK_PLACES.get(member.works, ""),
        "务工时间（月）": "12" if works else "",
        "就业渠道": _channel(member),
        "公益性岗位": "护洁员" if member.holds_post else "",
        "公益性岗位(月数)": "12" if member.holds_post else "",
    }


def _wish(member: Member) -> str:
    if member.skill:
        return member.skill.partition("（")[0].removesuffix("证")
    return "家政服务" if member.can_work and member.age % _WISH_EVERY == 0 else ""


def _seed_faults(rows: list[list[str]], chance: Random) -> None:
    """Spoil cells at the rates counted in 1,460 real rows (realdata.md 6)."""
    for row in rows:
        spoil = _fault(chance.random())
        if spoil is not None:
            spoil(row)
        if chance.random() < 0.09:
            row[_HEALTH] += " "
    for row in rows:
        other = chance.choice(rows)
        if chance.random() < 0.0035 and other[_NUMBER] and _are_alike(row, other):
            row[_NUMBER] = other[_NUMBER]


def _are_alike(one: list[str], other: list[str]) -> bool:
    """An import refuses both persons of a number; no household is to lose its head or its wages by that."""
    return (
        not any(row[_RELATION] == "户主" or row[_PLACE] for row in (one, other)) and one[_SEX] == other[_SEX]
    )


def _fault(draw: float) -> Callable[[list[str]], None] | None:
    for below, spoil in _FAULTS:
        if draw < below:
            return spoil
    return None


def _wrong_check_digit(row: list[str]) -> None:
    if _is_plain(row):
        row[_NUMBER] = row[_NUMBER][:17] + next(digit for digit in "0123456789X" if digit != row[_NUMBER][17])


def _other_sex(row: list[str]) -> None:
    row[_SEX] = "女" if row[_SEX] == "男" else "男"


def _short_number(row: list[str]) -> None:
    if _is_plain(row):
        row[_NUMBER] = row[_NUMBER][:17]


def _no_number(row: list[str]) -> None:
    row[_NUMBER] = ""


def _impossible_birthday(row: list[str]) -> None:
    if _is_plain(row):
        spoilt = row[_NUMBER][:10] + "13" + row[_NUMBER][12:17]
        row[_NUMBER] = spoilt + check_digit(spoilt)


def _blank_in_name(row: list[str]) -> None:
    row[_NAME] = row[_NAME][:1] + " " + row[_NAME][1:]


def _is_plain(row: list[str]) -> bool:
    return len(row[_NUMBER]) == 18


_FAULTS: tuple[tuple[float, Callable[[list[str]], None]], ...] = (
    (0.051, _wrong_check_digit),
    (0.066, _other_sex),
    (0.075, _short_number),
    (0.083, _no_number),
    (0.086, _impossible_birthday),
    (0.088, _blank_in_name),
)
"""Each fault with the running sum of the rates up to it."""

"""Invented people: families whose ages, relations and schooling fit together, with valid check digits."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from msgspec import Struct
from msgspec.structs import replace

from village_desk.rules.identity import check_digit
from village_desk.rules.months import age_on

REGION = "990101"
"""A region code that no place has, so that no number can belong to anybody."""

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹"
    "袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎单仇翟覃"
)
_GIVEN = (
    "伟芳秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂香玉萍红建文波辉志国春华燕海云凤梅"
    "林峰山水田福禄寿喜财贵荣昌盛旺达顺利安康德仁义礼信忠孝"
)
_RARE_GIVEN = "𠮷䶮堃喆玥珺昇镕"
_DOTTED = {
    "阿依古丽·买买提": "维吾尔族",
    "布尔汗·沙吾提": "维吾尔族",
    "吉克·阿牛": "彝族",
    "沙马·日体": "彝族",
    "扎西·次仁": "藏族",
}
_SKILLS = ("电工证（初级）", "焊工证（中级）", "挖掘机操作证", "家政服务员证", "中式烹调师（初级）")
_GRADES = ("小学",) * 6 + ("七年级", "八年级", "九年级", "普通高中一年级", "普通高中二年级", "普通高中三年级")
_SIZES = ((1, 22), (2, 30), (3, 68), (4, 84), (5, 52), (6, 40), (7, 16), (8, 13), (9, 8), (10, 5))
"""How many of 338 real households had so many members (realdata.md 6)."""
FAR, NEAR = "far", "near"
"""Wages from another province, or from the county."""


class Member(Struct, frozen=True):
    """One invented person."""

    name: str
    relation: str
    sex: str
    born_on: date
    number: str
    age: int
    labour: str
    education: str = ""
    schooling: str = ""
    health: str = "健康"
    certificate: bool = False
    """The number shown is a disability certificate's."""
    works: str = ""
    """Where somebody earns wages: FAR, NEAR, or nowhere."""
    holds_post: bool = False
    skill: str = ""

    @property
    def can_work(self) -> bool:
        """Fit for paid work."""
        return self.labour in ("普通劳动力", "技能劳动力")

    @property
    def grade(self) -> int:
        """The grade of disability, 1 the gravest; 0 without a certificate."""
        return int(self.number[19]) if self.certificate else 0

    @property
    def nation(self) -> str:
        """The nation that such a name suggests."""
        return _DOTTED.get(self.name, "汉族")


class Family(Struct, frozen=True):
    """One invented household."""

    number: str
    group: str
    members: tuple[Member, ...]
    is_lifted: bool
    minimum_living: bool
    farmland: float
    monitoring_class: str = ""

    @property
    def head(self) -> Member:
        """The head of the household."""
        return self.members[0]


class FamilyMaker:
    """Makes families one after another; the same seed makes the same village."""

    def __init__(self, seed: int, day: date) -> None:
        self._random = Random(seed)  # noqa: S311 - invention, not secrecy
        self._day = day
        self._serial = 0

    def families(self, count: int) -> list[Family]:
        """A village of so many households in eight groups."""
        groups = "一二三四五六七八"
        per_group = max(1, -(-count // len(groups)))
        return [
            self._family(index, f"{groups[index // per_group % len(groups)]}组") for index in range(count)
        ]

    def _family(self, index: int, group: str) -> Family:
        chance = self._random
        sizes, weights = zip(*_SIZES, strict=True)
        members = self._members(chance.choices(sizes, weights)[0])
        without_labour = not any(member.can_work or member.labour.startswith("弱") for member in members)
        return Family(
            number=f"990101{index + 1:04d}",
            group=group,
            members=tuple(members),
            is_lifted=chance.random() < 0.85,
            minimum_living=without_labour or chance.random() < 0.06,
            farmland=round(chance.uniform(0.8, 9.0), 1),
        )

    def _members(self, size: int) -> list[Member]:
        chance = self._random
        surname = chance.choice(_SURNAMES)
        head_age = chance.randint(32, 62) if size > 1 else chance.randint(38, 82)
        head_sex = "男" if chance.random() < 0.85 else "女"
        members = [self._person(surname, "户主", head_sex, head_age)]
        if size > 1:
            spouse_age = max(22, head_age + chance.randint(-4, 3))
            members.append(self._person(None, "配偶", "女" if head_sex == "男" else "男", spouse_age))
        roles = ["child", "child", "parent", "child", "parent", "partner", "grandchild", "grandchild"]
        for role in roles[: max(0, size - 2)]:
            members.append(self._kin(role, surname, members))
        return members

    def _kin(self, role: str, surname: str, members: list[Member]) -> Member:
        chance = self._random
        head_age = members[0].age
        if role == "parent":
            has_father = any(member.relation == "之父" for member in members)
            relation, sex = ("之母", "女") if has_father else ("之父", "男")
            return self._person(
                surname if sex == "男" else None, relation, sex, min(94, head_age + chance.randint(20, 29))
            )
        if role == "partner":
            child = next(
                (member for member in members if member.relation in ("之子", "之女") and member.age >= 23),
                None,
            )
            if child is not None:
                relation, sex = ("之儿媳", "女") if child.sex == "男" else ("之女婿", "男")
                return self._person(None, relation, sex, child.age + chance.randint(-2, 2))
        grown = [member for member in members if member.relation in ("之子", "之女") and member.age >= 23]
        if role == "grandchild" and grown:
            sex = chance.choice("男女")
            age = max(0, grown[0].age - chance.randint(21, 26))
            return self._person(surname, "之孙子" if sex == "男" else "之孙女", sex, age)
        sex = chance.choice("男女")
        youngest = min(member.age for member in members[:2])
        age = max(0, youngest - chance.randint(21, 30))
        return self._person(surname, "之子" if sex == "男" else "之女", sex, age)

    def _person(self, surname: str | None, relation: str, sex: str, age: int) -> Member:
        born = self._born(age)
        self._serial += 1
        order = self._serial % 500 * 2 + (1 if sex == "男" else 0)
        seventeen = f"{REGION}{born:%Y%m%d}{order:03d}"
        member = Member(
            name=self._name(surname),
            relation=relation,
            sex=sex,
            born_on=born,
            number=seventeen + check_digit(seventeen),
            age=age_on(born, self._day),
            labour="无劳动力",
        )
        return self._abilities(member)

    def _born(self, age: int) -> date:
        return self._day - timedelta(days=int(age * 365.25) + self._random.randint(5, 355))

    def _name(self, surname: str | None) -> str:
        chance = self._random
        if chance.random() < 0.006:
            return chance.choice(tuple(_DOTTED))
        given = chance.choice(_GIVEN) + (chance.choice(_GIVEN) if chance.random() < 0.8 else "")
        if chance.random() < 0.004:
            given = chance.choice(_RARE_GIVEN)
        return (surname or chance.choice(_SURNAMES)) + given

    def _abilities(self, member: Member) -> Member:
        chance = self._random
        member = self._schooled(member)
        if member.age >= 16 and chance.random() < (0.05 if member.age < 60 else 0.18):
            ill = replace(member, health=chance.choice(("长期慢性病", "患有大病", "残疾", "残疾,长期慢性病")))
            member = self._disabled(ill) if "残疾" in ill.health else ill
        return self._working(replace(member, labour=self._labour(member)))

    def _working(self, member: Member) -> Member:
        chance = self._random
        if member.labour == "技能劳动力":
            member = replace(member, skill=chance.choice(_SKILLS) if chance.random() < 0.92 else "")
        if member.can_work and chance.random() < 0.8:
            return replace(member, works=FAR if member.age < 45 else NEAR)
        is_weak = member.labour.startswith("弱") and member.age < 66
        return replace(member, holds_post=is_weak and chance.random() < 0.4)

    def _schooled(self, member: Member) -> Member:
        school_age = age_on(member.born_on, date(self._day.year - (self._day.month < 9), 8, 31))
        if school_age < 3:
            return replace(member, schooling="学龄前儿童")
        if school_age < 6:
            return replace(member, schooling="学前教育")
        if school_age < 18:
            return replace(member, schooling=_GRADES[school_age - 6])
        if school_age < 22 and self._random.random() < 0.35:
            return replace(
                member, schooling=("本科一年级", "本科二年级", "本科三年级", "本科四年级")[school_age - 18]
            )
        young = ("初中", "高中", "大专", "本科及以上")
        old = ("文盲或半文盲", "小学", "小学", "初中")
        return replace(member, education=self._random.choice(young if member.age < 40 else old))

    def _disabled(self, member: Member) -> Member:
        kind, grade = self._random.randint(1, 7), self._random.choice((1, 2, 3, 3, 4, 4))
        return replace(member, number=f"{member.number}{kind}{grade}", certificate=True)

    def _labour(self, member: Member) -> str:
        chance = self._random
        if member.age < 16 or (member.schooling and member.age < 25):
            return "无劳动力"
        if member.age >= 75:
            return "无劳动力"
        if member.age >= 60:
            return "弱劳动力或半劳动力"
        if member.health != "健康":
            return chance.choice(("弱劳动力或半劳动力", "丧失劳动力"))
        return "技能劳动力" if chance.random() < 0.18 else "普通劳动力"

"""What the practice village earned: eight quarters of ledger rows as a cadre's own workbook holds them."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from msgspec import Struct

from village_desk.practice.people import FAR, NEAR, Family, Member
from village_desk.rules.money import Thousandths, amount_of, yuan_text
from village_desk.rules.months import Month, add_months, month_text

HEADINGS = (
    "户编号",
    "人编号",
    "姓名",
    "收入项目",
    "月份",
    "时间范围",
    "规模",
    "规模单位",
    "数量",
    "单位",
    "单价",
    "金额",
    "依据",
    "说明",
)
TITLES = ("收入台账", "练习数据，人名和数字都是编造的")

Row = list[str]

_PAID = 0.9
"""Of those entitled so many are paid: the checks find the others."""


class Earner:
    """Makes the ledger of one family after another; the same seed makes the same figures."""

    def __init__(self, seed: int, quarters: list[Month]) -> None:
        self._random = Random(seed + 2)  # noqa: S311 - invention, not secrecy
        self._quarters = quarters

    def rows(self, family: Family) -> list[Row]:
        """Every line of a family over the eight quarters."""
        rows: list[Row] = []
        for position, member in enumerate(family.members, 1):
            for line in self._of_member(family, member):
                rows.append(_row(family, member, position, line))
        rows += [_row(family, None, 0, line) for line in self._of_household(family)]
        return rows

    def _of_member(self, family: Family, member: Member) -> Iterator[dict[str, str]]:
        chance = self._random
        if member.works == FAR:
            yield from self._monthly("省外务工工资", chance.randrange(2400, 4300, 50), grows=self._raise())
        elif member.works == NEAR:
            pay = chance.randrange(1500, 2800, 50)
            yield from self._monthly("乡外县内、乡内务工工资", pay, grows=self._raise())
        elif member.holds_post:
            yield from self._monthly("公益性岗位补贴", 500, grows=0)
        yield from self._transfers(family, member)

    def _transfers(self, family: Family, member: Member) -> Iterator[dict[str, str]]:
        chance = self._random
        if member.age >= 60:
            yield from self._monthly("城乡居民养老金", chance.choice((130, 145, 162)), grows=10)
        if family.minimum_living:
            yield from self._monthly("低保金", chance.choice((360, 410, 452)), grows=20)
        if member.age >= 80 and chance.random() < _PAID:
            yield from self._monthly("高龄补贴", 50, grows=0)
        if member.certificate and family.minimum_living and chance.random() < _PAID:
            yield from self._monthly("困难残疾人生活补贴", 80, grows=5)
        if 1 <= member.grade <= 2 and chance.random() < _PAID:
            yield from self._monthly("重度残疾人护理补贴", 90, grows=5)

    def _raise(self) -> int:
        return self._random.choices((0, 50, 100, 200, -150), (2, 6, 6, 3, 1))[0]

    def _monthly(self, item: str, pay: int, *, grows: int) -> Iterator[dict[str, str]]:
        is_wage = "工资" in item
        for index, first in enumerate(self._quarters):
            months = 2 if is_wage and self._random.random() < 0.02 else 3
            amount = pay + grows * (index // 4)
            yield _line(item, first, months, amount) | {"时间范围": "季", "单位": "月", "依据": "流水"}

    def _of_household(self, family: Family) -> Iterator[dict[str, str]]:
        holding = self._holding(family)
        for index, first in enumerate(self._quarters):
            season, grown = first % 100, 1 + holding.growth * (index // 4)
            if season == 7:
                yield from _maize(first, holding, grown)
            if season == 1 and holding.heads:
                yield from _pigs(first, holding, grown)
            if season == 10 and holding.let_mu:
                yield _line("土地流转租金", first, holding.let_mu, 500) | {"单位": "亩", "依据": "台账"}
            if season == 4:
                yield _line("耕地地力保护补贴", first, family.farmland, 82) | {"单位": "亩", "依据": "流水"}
            if season == 10:
                yield _line("资产收益分红", first, 0, 0, amount=holding.dividend) | {"依据": "台账"}

    def _holding(self, family: Family) -> _Holding:
        chance = self._random
        mu = round(chance.uniform(0.5, family.farmland), 1)
        rest = round(family.farmland - mu, 1)
        return _Holding(
            mu=mu,
            let_mu=rest if rest >= 0.5 and chance.random() < 0.25 else 0,
            heads=chance.randint(1, 4) if chance.random() < 0.45 else 0,
            jin_per_mu=chance.randrange(700, 1000, 10),
            pig_price=chance.randrange(1600, 2400, 50),
            pig_cost=chance.randrange(500, 900, 20),
            dividend=chance.choice((200, 300, 500)),
            growth=chance.choices((0.0, 0.03, 0.06, 0.1, -0.12, 0.9), (2, 5, 5, 3, 1, 0.3))[0],
        )


class _Holding(Struct, frozen=True):
    """What a household farms, and by what part the second year is better."""

    mu: float
    let_mu: float
    heads: int
    jin_per_mu: int
    pig_price: int
    pig_cost: int
    dividend: int
    growth: float


def _maize(first: Month, holding: _Holding, grown: float) -> Iterator[dict[str, str]]:
    jin = int(holding.mu * holding.jin_per_mu * min(grown, 1.15))
    size = {"规模": str(holding.mu), "规模单位": "亩", "单位": "斤", "依据": "口述"}
    yield _line("玉米", add_months(first, 2), jin, 1.2) | size
    yield _line("种植成本合计", add_months(first, 1), 0, 0, amount=int(jin * 0.45)) | {"依据": "口述"}


def _pigs(first: Month, holding: _Holding, grown: float) -> Iterator[dict[str, str]]:
    heads = max(1, round(holding.heads * grown)) if grown > 1.5 else holding.heads
    price = round(holding.pig_price * min(grown, 1.1) / 10) * 10
    size = {"规模": str(heads), "规模单位": "头", "单位": "头", "依据": "口述"}
    yield _line("猪", first, heads, price) | size
    yield _line("养殖成本合计", first, 0, 0, amount=heads * holding.pig_cost) | {"依据": "口述"}


def _line(
    item: str, month: Month, quantity: float, price: float, *, amount: int | None = None
) -> dict[str, str]:
    if amount is not None:
        return {"收入项目": item, "月份": month_text(month), "金额": f"{amount}.00"}
    total = amount_of(Thousandths(round(quantity * 1000)), Thousandths(round(price * 1000)))
    figures = {"数量": f"{quantity:g}", "单价": f"{price:g}", "金额": yuan_text(total)}
    return {"收入项目": item, "月份": month_text(month), **figures}


def _row(family: Family, member: Member | None, position: int, line: dict[str, str]) -> Row:
    who = {"户编号": family.number}
    if member is not None:
        who |= {"人编号": f"{family.number}{position:02d}", "姓名": member.name}
    cells = who | line
    return [cells.get(heading, "") for heading in HEADINGS]

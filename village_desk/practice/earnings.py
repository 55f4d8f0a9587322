"""What the practice village earned: eight quarters of ledger rows as a cadre's own workbook holds them."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from village_desk.practice.people import Family, Member
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
        if member.can_work and chance.random() < 0.8:
            far = member.age < 45
            item = "省外务工工资" if far else "乡外县内、乡内务工工资"
            pay = chance.randrange(2600, 4800, 50) if far else chance.randrange(1500, 2800, 50)
            yield from self._monthly(item, pay, grows=chance.choice((0, 50, 100, -150)))
        elif member.labour.startswith("弱") and member.age < 66 and chance.random() < 0.4:
            yield from self._monthly("公益性岗位补贴", 500, grows=0)
        if member.age >= 60:
            yield from self._monthly("城乡居民养老金", chance.choice((130, 145, 162)), grows=0)
        if family.minimum_living:
            yield from self._monthly("低保金", chance.choice((260, 310, 352)), grows=0)
        if member.age >= 80:
            yield from self._monthly("高龄补贴", 50, grows=0)

    def _monthly(self, item: str, pay: int, *, grows: int) -> Iterator[dict[str, str]]:
        for index, first in enumerate(self._quarters):
            months = 3 if self._random.random() < 0.92 else 2
            amount = pay + grows * (index // 4)
            yield _line(item, first, months, amount) | {"时间范围": "季", "单位": "月", "依据": "流水"}

    def _of_household(self, family: Family) -> Iterator[dict[str, str]]:
        chance = self._random
        mu = min(family.farmland, round(chance.uniform(0.5, family.farmland), 1))
        keeps_pigs, lets_land = chance.random() < 0.45, chance.random() < 0.25
        for first in self._quarters:
            season = first % 100
            if season == 7:
                yield from self._maize(first, mu)
            if season == 1 and keeps_pigs:
                heads = chance.randint(1, 4)
                yield _line("猪", first, heads, chance.randrange(1600, 2400, 50)) | {
                    "规模": str(heads),
                    "规模单位": "头",
                    "单位": "头",
                    "依据": "口述",
                }
                yield _line("养殖成本合计", first, 0, 0, amount=heads * chance.randrange(500, 900, 20)) | {
                    "依据": "口述"
                }
            if season == 10 and lets_land:
                yield _line("土地流转租金", first, max(0.5, round(family.farmland - mu, 1)), 500) | {
                    "单位": "亩",
                    "依据": "台账",
                }
            if season == 4:
                yield _line("耕地地力保护补贴", first, family.farmland, 82) | {"单位": "亩", "依据": "流水"}
            if season == 10:
                yield _line("资产收益分红", first, 0, 0, amount=chance.choice((200, 300, 500))) | {
                    "依据": "台账"
                }

    def _maize(self, first: Month, mu: float) -> Iterator[dict[str, str]]:
        jin = int(mu * self._random.randrange(700, 1000, 10))
        month = add_months(first, 2)
        price = self._random.choice((1.1, 1.15, 1.2, 1.25))
        yield _line("玉米", month, jin, price) | {
            "规模": str(mu),
            "规模单位": "亩",
            "单位": "斤",
            "依据": "口述",
        }
        yield _line("种植成本合计", add_months(first, 1), 0, 0, amount=int(jin * 0.45)) | {"依据": "口述"}


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

"""An invented village with what makes paper hard: rare characters, long households, long ledgers."""

from __future__ import annotations

import random
from datetime import date

from village_desk.rules.identity import check_digit
from village_desk.rules.money import Fen, Thousandths, amount_of
from village_desk.rules.months import Month, YearMode, make_quarter
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.rules.records import Household, LedgerLine, Person, StatedTotals, Visit
from village_desk.rules.support_records import Plan
from village_desk.store.settings import BookSettings, reckoner_for

CODE = "990101001001"
NAME = "柳树湾村"
QUARTER = make_quarter(2025, 2, YearMode.INCOME_YEAR)
PRINTED = date(2025, 10, 20)
SETTINGS = BookSettings(profile="county_template_2022_2025", town="青石镇")
RECKONER = reckoner_for(SETTINGS)
PHONE = "13900000001"
ACCOUNT = "6217000000000000019"
ILLNESS = "尿毒症透析"
CHILD = "李小禾"

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
_GIVEN = "安宁和顺成海山川云雨林谷丰田春秋冬"
_MONTHS = (202410, 202411, 202412, 202501, 202502, 202503, 202504, 202505, 202506, 202507, 202508, 202509)


def number_for(born: date, order: int) -> str:
    """A valid identity number of a person who does not exist."""
    seventeen = f"990101{born:%Y%m%d}{order % 1000:03d}"
    return seventeen + check_digit(seventeen)


def line(
    household_id: str, item: str, month: int, yuan: float | None, person: str | None = None, **more: object
) -> LedgerLine:
    """A ledger line; the amount is in yuan, None is not entered."""
    amount = None if yuan is None else Fen(round(yuan * 100))
    key = f"{household_id}-{item}-{month}-{person}-{len(more)}-{yuan}-{more.get('place')}"
    return LedgerLine(key, CODE, household_id, person, item, Month(month), "月", amount=amount, **more)  # type: ignore[arg-type]


def sold(
    household_id: str, item: str, month: int, quantity: float, price: float, **more: object
) -> LedgerLine:
    """A line with quantity and price."""
    many, each = Thousandths(round(quantity * 1000)), Thousandths(round(price * 1000))
    total = amount_of(many, each) / 100
    return line(household_id, item, month, total, **{"quantity": many, "price": each, **more})  # type: ignore[arg-type]


def person(household_id: str, place: int, name: str, born: date, **more: object) -> Person:
    """A member, by default an ordinary worker."""
    wanted: dict[str, object] = {
        "relation": "户主" if place == 1 else "之子",
        "identity_number": number_for(born, place * 7 + 1),
        "labour": "普通劳动力",
        **more,
    }
    return Person(f"{household_id}-p{place}", CODE, household_id, place, name=name, born_on=born, **wanted)  # type: ignore[arg-type]


def usual(number: int, *, group: str = "一组", surname: str = "李", seed: int = 1) -> HouseholdPicture:
    """A household with a dozen lines, a child, a patient, a visit, a target and the system's figures."""
    chance = random.Random(seed * 1000 + number)
    id_ = f"h{number}"
    head = surname + "".join(chance.choices(_GIVEN, k=2))
    household = Household(
        id_,
        CODE,
        number=f"99010100{number:05d}",
        head_name=head,
        group=group,
        phone=PHONE,
        bank_account=ACCOUNT,
        household_class="脱贫户",
        monitoring_class="脱贫不稳定户" if number % 7 == 0 else None,
        risk_1="因病",
        risk_removed=False,
        helper_name="周知行",
        helper_unit="青石镇农业综合服务中心",
        helper_phone="13900000002",
        farmland=Thousandths(6500),
        forest_land=Thousandths(12_000),
        orchard=Thousandths(2000),
        stated_members_year=4,
        unsafe_house=False,
        safe_water=True,
        dropout_member=False,
    )
    people = (
        person(id_, 1, head, date(1972, 3, 5), health=("长期慢性病",), illness=ILLNESS, phone=PHONE),
        person(id_, 2, "王秀云", date(1975, 8, 9), relation="配偶"),
        person(id_, 3, "李成山", date(1998, 1, 2), work_area="省外", labour="技能劳动力"),
        person(id_, 4, CHILD, date(2015, 6, 1), labour="无劳动力", schooling="小学"),
    )
    lines = (
        sold(
            id_,
            "G01",
            202503,
            11,
            4200 + chance.randrange(400),
            person=people[2].id,
            unit="月",
            place="广东省东莞市",
        ),
        sold(id_, "G06", 202506, 12, 800, person=people[1].id, unit="月", place="村级保洁员"),
        sold(id_, "J101", 202410, 5200, 1.15, unit="斤", scale=Thousandths(6000), scale_unit="亩"),
        sold(id_, "J301", 202501, 4, 1850, unit="头", scale=Thousandths(5000), scale_unit="头"),
        line(id_, "Z10", 202410, 2392, origin="按比例推算"),
        line(id_, "Z12", 202503, 480),
        line(id_, "C4", 202501, 1200, place="青石果业合作社"),
        *(sold(id_, "T02", month, 1, 312, person=people[0].id, unit="月") for month in _MONTHS),
        sold(id_, "T061", 202506, 12, 80, person=people[0].id, unit="月"),
        sold(id_, "T071", 202505, 6.5, 102.5, unit="亩"),
        line(id_, "T14", 202502, 8600, person=people[0].id),
        line(id_, "N06", 202502, 2000),
        sold(id_, "G01", 202403, 10, 4000, person=people[2].id, unit="月", place="广东省东莞市"),
        sold(id_, "J101", 202310, 5000, 1.1, unit="斤"),
        line(id_, "Z10", 202310, 2200, origin="按比例推算"),
        line(id_, "T02", 202402, 3600, person=people[0].id),
    )
    visit = Visit(
        f"{id_}-v",
        CODE,
        id_,
        QUARTER.first,
        date(2025, 2, 16),
        "周知行",
        "陈望",
        head,
        "入户",
        people_state="无变化",
        work_state="已询问",
        returned=False,
        arrears=Fen(0),
        work_note="李成山2月20日返回东莞原厂，月工资没有变化。",
        production_state="已询问",
        production_note="玉米已备种6亩；生猪出栏4头，存栏5头。",
        received_state="未询问",
        spending_state="已询问",
        medical_spending=Fen(320_000),
        schooling_spending=Fen(0),
        guarantee_state="无变化",
        measure_state="已询问",
        measure_note="养猪补助已申报，待验收。",
        judgement_state="已询问",
        judgement="支出骤增",
        judgement_note="户主透析，自付部分较多，已上报村委会。",
    )
    stated = StatedTotals(
        f"{id_}-s",
        CODE,
        id_,
        2025,
        wages=Fen(5_500_000),
        production=Fen(1_338_000),
        cost=Fen(287_200),
        property=Fen(120_000),
        transfer=Fen(537_025),
        gross=Fen(7_495_025),
        net=Fen(7_207_825),
        per_capita=Fen(1_801_956),
    )
    target = Plan(
        f"{id_}-t",
        CODE,
        id_,
        2025,
        wages=Fen(6_000_000),
        production=Fen(1_500_000),
        cost=Fen(300_000),
        property=Fen(0),
        transfer=Fen(500_000),
        grounds="李成山务工11个月，月均4500元；养猪由4头增到6头，每头净收800元；公益岗1人12个月。",
    )
    return HouseholdPicture(household, people, lines, (visit,), (stated,), (target,))


def rare() -> HouseholdPicture:
    """A household whose names have characters beyond the basic plane, and a dot."""
    id_ = "rare"
    household = Household(
        id_, CODE, number="9901010090001", head_name="𠮷成海", group="二组", household_class="脱贫户"
    )
    people = (
        person(id_, 1, "𠮷成海", date(1960, 1, 1)),
        person(id_, 2, "阿依古丽·吐尔逊", date(1963, 5, 1), relation="配偶"),
        person(id_, 3, "䶮和", date(1990, 5, 1)),
    )
    lines = (sold(id_, "G04", 202503, 40, 130, person=people[1].id, unit="天", place="乡内建筑工地"),)
    return HouseholdPicture(household, people, lines)


def large() -> HouseholdPicture:
    """Twelve members and forty lines that are all different."""
    id_ = "large"
    household = Household(
        id_, CODE, number="9901010090002", head_name="陈望山", group="二组", household_class="脱贫户"
    )
    people = tuple(
        person(id_, place, f"陈{_GIVEN[place]}", date(1950 + 5 * place, 1, 1)) for place in range(1, 13)
    )
    crops = [f"J1{number:02d}" for number in range(1, 13)]
    benefits = ["T011", "T02", "T04", "T05", "T071", "T072", "T073", "T08", "T09", "T101", "T102", "T16"]
    lines = (
        *(sold(id_, "G03", 202503, 3, 3000, person=one.id, unit="月", place="县城") for one in people[:8]),
        *(
            sold(id_, item, 202410, 1500, 1.2, unit="斤", scale=Thousandths(1000), scale_unit="亩")
            for item in crops
        ),
        *(line(id_, f"Z1{number}", 202503, 150) for number in range(1, 9)),
        *(line(id_, item, 202506, 500, person=people[0].id) for item in benefits),
    )
    return HouseholdPicture(household, people, lines)


def empty() -> HouseholdPicture:
    """A household about which nothing has been entered."""
    return HouseholdPicture(Household("empty", CODE, number="9901010090003", head_name="孙安", group="三组"))


def village(usual_households: int = 6) -> VillagePicture:
    """Households by group: the usual ones, a rare one, a large one and one that is empty."""
    groups = ("一组", "二组", "三组", "四组", "五组")
    share = -(-usual_households // len(groups))
    pictures = [
        usual(number, group=groups[(number - 1) // share], surname=_SURNAMES[number % len(_SURNAMES)])
        for number in range(1, usual_households + 1)
    ]
    pictures += [rare(), large(), empty()]
    ordered = sorted(pictures, key=lambda one: groups.index(one.household.group or "一组"))
    return VillagePicture(CODE, NAME, tuple(ordered), chain_head=(1284, "9f3a77c01be24d55"))

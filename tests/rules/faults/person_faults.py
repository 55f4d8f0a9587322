"""Faults of identity, composition, schooling, labour, insurance and living: what is answered of families."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from tests.rules.faults.families import Kind, replanned, serial_of, swept
from tests.rules.faults.fault import (
    Families,
    Fault,
    SharedFault,
    adding,
    each_month,
    given,
    number_of,
    planning,
    reborn,
    without_items,
)
from tests.rules.households import asking, joined_by, number_for, person, telling
from village_desk.rules.identity import check_digit
from village_desk.rules.money import Thousandths
from village_desk.rules.pictures import HouseholdPicture


def head(**answers):
    return lambda picture: telling(picture, 1, **answers)


def wife(**answers):
    return lambda picture: telling(picture, 2, **answers)


def child(**answers):
    return lambda picture: telling(picture, 3, **answers)


def granny(**answers):
    return lambda picture: telling(picture, 4, **answers)


def house(**answers):
    return lambda picture: asking(picture, **answers)


def pupil(born, **answers):
    return lambda picture: reborn(picture, 3, born, **answers)


def mu(number):
    return Thousandths(round(number * 1000))


def wrong_digit(picture: HouseholdPicture) -> HouseholdPicture:
    number = number_of(picture, 2)
    return telling(picture, 2, identity_number=number[:17] + ("1" if number[17] != "1" else "2"))


def month_thirteen(picture: HouseholdPicture) -> HouseholdPicture:
    seventeen = f"9901011982{serial_of(picture) % 7 + 13}04{serial_of(picture) % 400 * 2 + 100:03d}"
    return telling(picture, 2, identity_number=seventeen + check_digit(seventeen))


def stand_in(picture: HouseholdPicture) -> HouseholdPicture:
    wife_ = next(known for known in picture.persons if known.position == 2)
    number = number_for(wife_.born_on or date(1980, 1, 1), "女", serial_of(picture), region="999999")
    return telling(picture, 2, identity_number=number)


def certificate(place: int, ending: str, **answers: object):
    return lambda picture: telling(
        picture,
        place,
        identity_number=number_of(picture, place) + ending,
        identity_kind="残疾人证",
        **answers,
    )


def one_phone(picture: HouseholdPicture) -> HouseholdPicture:
    phone = picture.persons[0].phone
    away = telling(picture, 2, phone=phone, work_place="乙县", work_area="县外省内", work_months=2)
    return given(away, "G04", 300, 2)


def orphan(picture: HouseholdPicture) -> HouseholdPicture:
    """A boy of fifteen alone, on support."""
    serial = serial_of(picture)
    boy = person(
        *(serial, 1, picture.household.head_name or "", "户主", "男", date(2010, 5, 1)),
        education=None,
        schooling="九年级",
        labour="无劳动力",
        resident_pension=None,
        minimum_living="农村低保",
        identity_number=number_for(date(2010, 5, 1), "男", serial),
    )
    alone = replace(without_items(picture, "T011"), persons=(boy,))
    return planning(replanned(asking(alone, stated_members=1)), wages=-2400, production=-800, transfer=600)


def left_silently(picture: HouseholdPicture) -> HouseholdPicture:
    serial, born = serial_of(picture), date(2001, 5, 1)
    gone = person(serial, 5, "测嫁女", "之女", "女", born, identity_number=number_for(born, "女", serial))
    return replace(picture, persons=(*picture.persons, replace(gone, left_on=date(2025, 2, 1))))


def young_son(picture: HouseholdPicture) -> HouseholdPicture:
    serial, born = serial_of(picture), date(2006, 5, 1)
    number = number_for(born, "男", serial)
    son = person(serial, 5, "测二娃", "之子", "男", born, education="小学", identity_number=number)
    grown = joined_by(picture, son)
    return swept(adding(grown, "W07", 5, 100))


def destitute(picture: HouseholdPicture, place: int, **answers: object) -> HouseholdPicture:
    """Somebody under 特困, paid and looked after."""
    told = telling(picture, place, extreme_poverty="农村特困", **answers)
    return swept(replanned(each_month(told, "T03", 300, place)))


def poor_elders_without_support(picture: HouseholdPicture) -> HouseholdPicture:
    bare = telling(telling(picture, 1, minimum_living=None), 2, minimum_living=None)
    lines = tuple(replace(k, item="T101") if k.item == "T02" else k for k in bare.lines)
    return replace(bare, lines=lines)


def twice_supported(picture: HouseholdPicture) -> HouseholdPicture:
    both = destitute(picture, 4, minimum_living="农村低保")
    return replanned(each_month(both, "T02", 200, 4))


def removed(picture: HouseholdPicture, **answers: object) -> HouseholdPicture:
    """The risk has been removed in time, by help."""
    settled: dict[str, object] = {"risk_removed": True, "monitored_until": 202409, "removal_way": "帮扶消除"}
    return asking(picture, **(settled | answers))


PERSON_FAULTS = (
    Fault("ID01", lambda p: telling(p, 2, identity_number=number_of(p, 2)[:17]), part="wife"),
    Fault("ID02", wrong_digit, part="wife"),
    Fault("ID03", certificate(4, "83", health=("残疾",)), part="granny"),
    Fault("ID04", month_thirteen, part="wife"),
    Fault("ID06", stand_in, part="wife"),
    Fault("ID07", wife(born_on=date(1981, 6, 7)), part="wife"),
    Fault("ID08", wife(name="测 妻"), part="wife"),
    Fault("ID09", house(phone=None), part="house"),
    Fault("ID10", lambda p: telling(p, 1, phone=f"1281111{serial_of(p):04d}"), part="head"),
    Fault("ID11", one_phone),
    Fault("ID15", house(number=None)),
    Fault("HH01", head(relation="其他")),
    Fault("HH02", granny(relation="户主")),
    Fault("HH03", granny(relation="配偶"), entails={"HH07": "a grandmother is too old for a spouse"}),
    Fault("HH04", lambda p: reborn(p, 2, date(1980, 2, 3), sex="男")),
    Fault("HH05", lambda p: reborn(p, 3, date(2014, 2, 3), sex="女")),
    Fault("HH06", child(relation="小崽"), part="child"),
    Fault("HH07", lambda p: reborn(p, 2, date(2009, 8, 9))),
    Fault("HH08", orphan, kind=Kind.ELDERS),
    Fault("HH09", house(stated_members=5), part="house"),
    Fault("HH10", left_silently),
    Fault("HH11", granny(left_reason="死亡")),
    Fault("HH12", house(household_class=None)),
    Fault("HH13", wife(nation=None), part="wife"),
    Fault("HH14", wife(politics="之妻"), part="wife"),
    Fault("ED01", child(education="小学"), part="child"),
    Fault("ED02", granny(education=None), part="granny"),
    Fault("ED03", child(schooling=None, education="小学"), part="child"),
    Fault("ED04", child(schooling=None, dropout_reason="因病"), part="child"),
    Fault("ED05", pupil(date(2010, 6, 1)), part="child"),
    Fault("ED06", pupil(date(2014, 6, 1), schooling="七年级"), part="child"),
    Fault("ED07", pupil(date(2013, 6, 1), schooling="普通高中一年级"), part="child"),
    Fault("ED08", pupil(date(2008, 6, 1), schooling="本科一年级"), part="child"),
    Fault("ED09", child(schooling="学前教育"), part="child"),
    Fault("ED10", young_son),
    Fault("ED12", house(education_help="雨露计划")),
    Fault("ED13", pupil(date(2008, 10, 1), schooling="中职二年级"), part="child"),
    Fault("LB01", granny(health=None), part="granny"),
    Fault("LB02", granny(health=("残疾",)), part="granny"),
    Fault("LB03", certificate(4, "43"), part="granny"),
    Fault(
        "LB04",
        wife(disability_kind="肢体", disability_grade="二级"),
        entails={"IN19": "severely disabled, and no 护理补贴"},
    ),
    Fault("LB05", child(labour="普通劳动力"), part="child"),
    Fault("LB06", pupil(date(2009, 1, 5), schooling="普通高中一年级", labour="普通劳动力"), part="child"),
    Fault("LB07", wife(labour="无劳动力"), entails={"PL09": "her measure needs labour"}),
    Fault("LB08", wife(labour="弱劳动力或半劳动力"), part="wife"),
    Fault("LB09", wife(health=("长期慢性病",)), part="wife"),
    Fault("LB10", granny(labour="普通劳动力"), part="granny"),
    Fault("LB11", lambda p: given(telling(p, 2, labour="技能劳动力"), "J503", 60, 2)),
    Fault(
        "LB12",
        house(without_labour=True),
        entails={
            "IN14": "marked as without labour, and wages come in",
            "PL03": "marked as without labour, and the plan has no support",
        },
    ),
    Fault(
        "SN01",
        wife(resident_medical=False),
        part="wife",
        entails={"RK17": "uninsured, and nobody monitors the household"},
    ),
    Fault("SN02", wife(employee_medical=True), part="wife"),
    Fault("SN03", wife(serious_illness_insurance=False), part="wife"),
    Fault(
        "SN04",
        wife(resident_medical=False, medical_aid=True),
        kind=Kind.WATCHED,
        entails={"SN01": "aided though uninsured is uninsured"},
    ),
    Fault("SN05", wife(resident_pension=None), part="wife"),
    Fault("SN06", poor_elders_without_support, kind=Kind.ELDERS),
    Fault("SN07", lambda p: destitute(p, 2)),
    Fault("SN08", twice_supported),
    Fault("SN09", house(safety_net_help="特困供养")),
    Fault("SN10", house(safety_net_help="残疾人补贴")),
    Fault("SN11", lambda p: removed(p, water_damaged=True), kind=Kind.WATCHED),
    Fault("LD01", house(farmland=mu(101)), part="house"),
    Fault("LD02", house(orchard=mu(201)), part="house"),
    Fault("LD03", house(pasture=mu(101)), part="house"),
    Fault("LD04", house(road_km=mu(6)), part="house"),
    Fault("LD05", house(house_area=mu(5)), part="house"),
    Fault("LD06", house(toilet=None), part="house"),
    Fault("LD07", house(living_electricity=False), part="house"),
)


def sharing(place: int, **keys: str):
    """The second family's member has the first's answers under some keys."""

    def spoil(families: Families) -> Families:
        first, second = families
        own = next(known for known in first.persons if known.position == place)
        return (first, telling(second, place, **{key: getattr(own, key) for key in keys}))

    return spoil


def one_telephone(families: Families) -> Families:
    first, second = families
    return (telling(first, 2, phone="13922220000"), telling(second, 2, phone="13922220000"))


def one_account(families: Families) -> Families:
    first, second = families
    return (first, asking(second, bank_account=first.household.bank_account))


def one_family_twice(families: Families) -> Families:
    first, second = families
    copied = asking(second, head_name=first.household.head_name, group=first.household.group)
    copied = telling(copied, 1, name=first.persons[0].name)
    return (first, telling(copied, 2, name=first.persons[1].name))


SHARED_PERSON_FAULTS = (
    SharedFault("ID05", 2, sharing(2, identity_number="", born_on="")),
    SharedFault("ID12", 2, one_telephone),
    SharedFault("ID13", 2, one_account),
    SharedFault("ID14", 2, one_family_twice),
)

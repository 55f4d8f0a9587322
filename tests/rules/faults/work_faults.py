"""Faults of work away, public posts, monitored households and plans."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from tests.rules.faults.families import Kind, replanned, serial_of, swept
from tests.rules.faults.fault import (
    Fault,
    adding,
    at_per_head,
    each_month,
    given,
    measures,
    planning,
    reborn,
    spelling,
    times,
    without_items,
)
from tests.rules.faults.person_faults import child, granny, head, house, removed, wife
from tests.rules.households import VILLAGE, asking, telling, unplanned
from village_desk.rules.money import Fen
from village_desk.rules.months import Month, Window
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.support_records import PublicPost, WorkSpell

NO_WORK = {"work_place": None, "work_area": None, "work_months": None}


def spell(picture: HouseholdPicture, place: int, started: int, ended: int | None) -> HouseholdPicture:
    """The family with one more stretch of work, told like the head's."""
    serial = serial_of(picture)
    model = (
        picture.spells[0]
        if picture.spells
        else WorkSpell(
            "",
            VILLAGE,
            picture.household.id,
            province="测省",
            county="测县",
            area="县外省内",
            employer="测试厂",
            trade="制造业",
            channel="自主外出",
            point_to_point=False,
            month_wage=Fen(100_000),
        )
    )
    more = replace(
        model,
        id=f"s{serial}-{place}-{started}",
        person_id=f"p{serial}-{place}",
        started=Month(started),
        ended=None if ended is None else Month(ended),
        working=ended is None,
    )
    return replace(picture, spells=(*picture.spells, more))


def post(
    picture: HouseholdPicture, place: int, name: str, started: int = 202410, **answers: object
) -> HouseholdPicture:
    serial = serial_of(picture)
    more = PublicPost(
        f"g{serial}-{place}-{name}",
        VILLAGE,
        picture.household.id,
        person_id=f"p{serial}-{place}",
        post=name,
        started=Month(started),
        **answers,
    )  # type: ignore[arg-type]
    return replace(picture, posts=(*picture.posts, more))


def works(picture: HouseholdPicture, place: int, **answers: object) -> HouseholdPicture:
    """A member works away and is paid."""
    busy = telling(
        picture,
        place,
        work_place="测省测县",
        work_area="县外省内",
        work_months=3,
        phone=f"1370000{serial_of(picture):04d}",
        **answers,
    )
    return given(busy, "G02", 400, place)


def without_wages(picture: HouseholdPicture) -> HouseholdPicture:
    phone = f"1360000{serial_of(picture):04d}"
    return telling(picture, 2, work_place="测县", work_area="县外省内", work_months=6, phone=phone)


def early_end(picture: HouseholdPicture) -> HouseholdPicture:
    """The head's work ended in spring, nothing is produced, and the year's wages came before."""
    first, rest = Window(Month(202410), Month(202503)), Window(Month(202504), Month(202509))
    poorer = without_items(spelling(picture, working=False, ended=Month(202503)), "J", "Z")
    poorer = times(times(poorer, 200, "G", first), 0, "G", rest)
    kept = tuple(known for known in poorer.lines if known.amount)
    return replanned(replace(poorer, lines=kept))


def wife_back(picture: HouseholdPicture) -> HouseholdPicture:
    back = spell(picture, 2, 202503, 202507)
    return each_month(back, "G02", 100, 2, Window(Month(202503), Month(202507)))


def watched_so(**answers):
    return lambda picture: asking(picture, **answers)


def bare(picture: HouseholdPicture, **answers: object) -> HouseholdPicture:
    """Monitored, and no plan, measure or help but what is answered."""
    return asking(
        unplanned(picture),
        **{"employment_help": None, "education_help": None, "risk_1": "其他", "risk_note": "火灾", **answers},
    )


def idle_with_help(picture: HouseholdPicture) -> HouseholdPicture:
    """Help with work is recorded, nobody works; the pigs bring what is needed."""
    idle = telling(without_items(picture, "G"), 1, **NO_WORK)
    return replanned(times(times(idle, 800, "J"), 800, "Z"))


def only_training(picture: HouseholdPicture) -> HouseholdPicture:
    told = asking(picture, development_measures="是", employment_help="技能培训")
    return replace(told, measures=tuple(replace(m, measure="W08", item=None) for m in told.measures))


def watched_elders(picture: HouseholdPicture) -> HouseholdPicture:
    answers = {
        "monitoring_class": "脱贫不稳定户",
        "monitored_from": Month(202401),
        "risk_1": "缺劳动力",
        "safety_net_help": "低保",
        "contact_name": "测员",
        "contact_phone": "13811110000",
    }
    return removed(asking(picture, **answers))


def helped_by_nobody(picture: HouseholdPicture) -> HouseholdPicture:
    class_ = {"household_class": "一般农户", "monitoring_class": "突发严重困难户"}
    return removed(bare(picture, **class_))


def below_line_later(picture: HouseholdPicture) -> HouseholdPicture:
    """A poor last year, a better one now, and a target between that is still under the line."""
    low = times(at_per_head(picture, 8350), 86, "", Window(Month(202310), Month(202409)))
    planned = replanned(low)
    aims = measures(measures(planned, 1, increment=Fen(600_000)), 2, increment=Fen(200_000))
    return swept(planning(aims, wages=-1400))


def far_target(picture: HouseholdPicture) -> HouseholdPicture:
    aims = measures(picture, 1, increment=Fen(1_300_000))
    return adding(planning(aims, wages=26_000), "W07", 1, 17_000)


def handed_over(picture: HouseholdPicture) -> HouseholdPicture:
    plan = picture.plans[0]
    versions = (replace(plan, id=f"{plan.id}-0", responsible="旧责任"), replace(plan, version=2))
    return measures(replace(picture, plans=versions), 1, responsible="旧责任")


def only_for_head(picture: HouseholdPicture) -> HouseholdPicture:
    told = measures(picture, 1, increment=Fen(320_000))
    return replace(told, measures=told.measures[:1])


def no_support(picture: HouseholdPicture) -> HouseholdPicture:
    return replace(picture, measures=tuple(replace(m, measure="J04") for m in picture.measures))


WORK_FAULTS = (
    Fault("WK01", lambda p: given(p, "G03", 400, 2)),
    Fault("WK02", without_wages),
    Fault("WK03", head(work_months=0), part="head"),
    Fault("WK04", head(work_months=13), part="head"),
    Fault(
        "WK05",
        lambda p: spell(p, 3, 202507, 202507),
        kind=Kind.AWAY,
        entails={"WK07": "a child is 无劳动力", "WK28": "the work is over, and there is no other"},
    ),
    Fault("WK06", child(work_planned=True, work_service="岗位信息"), part="child"),
    Fault(
        "WK07",
        lambda p: works(p, 2, labour="丧失劳动力", health=("长期慢性病",)),
        entails={"PL09": "her measure needs labour"},
    ),
    Fault(
        "WK08",
        lambda p: replanned(
            swept(each_month(works(p, 2, extreme_poverty="农村特困", health=("长期慢性病",)), "T03", 300, 2))
        ),
        entails={"LB09": "ill, and still an ordinary worker"},
    ),
    Fault("WK09", lambda p: spelling(p, month_wage=Fen(5_000)), kind=Kind.AWAY),
    Fault("WK10", lambda p: spelling(p, month_wage=Fen(30_000)), kind=Kind.AWAY),
    Fault("WK11", lambda p: spelling(p, employer=None), kind=Kind.AWAY),
    Fault("WK12", lambda p: spelling(p, county=None), kind=Kind.AWAY),
    Fault("WK13", lambda p: spelling(p, channel="帮扶车间"), kind=Kind.AWAY),
    Fault("WK14", lambda p: spelling(p, started=None), kind=Kind.AWAY),
    Fault("WK15", lambda p: spelling(p, started=Month(202301), checked_on=None), kind=Kind.AWAY),
    Fault("WK16", wife(work_planned=True), part="wife"),
    Fault("WK17", lambda p: post(reborn(p, 4, date(1953, 4, 5), labour="弱劳动力或半劳动力"), 4, "护林员")),
    Fault("WK18", wife(public_post="护林员")),
    Fault("WK19", lambda p: post(p, 2, "护路员"), kind=Kind.POSTED),
    Fault(
        "WK20",
        lambda p: spell(telling(p, 2, phone=f"1350000{serial_of(p):04d}"), 2, 202505, None),
        kind=Kind.POSTED,
    ),
    Fault(
        "WK21",
        wife(labour="丧失劳动力", health=("长期慢性病",)),
        kind=Kind.POSTED,
        entails={"PL09": "her measure needs labour"},
    ),
    Fault("WK22", lambda p: given(p, "G06", 500, 2)),
    Fault("WK23", head(village_cadre=True), kind=Kind.POSTED),
    Fault("WK24", lambda p: spelling(p, area="省外"), kind=Kind.AWAY),
    Fault("WK25", lambda p: given(p, "T133", 500, 2)),
    Fault("WK26", wife(education="大专"), part="wife"),
    Fault("WK27", early_end, kind=Kind.AWAY, entails={"PL10": "without work no measure gains anything"}),
    Fault("WK28", wife_back, kind=Kind.AWAY),
    Fault("RK01", watched_so(risk_1=None), kind=Kind.WATCHED),
    Fault("RK02", watched_so(risk_1="因残", social_help="结对"), kind=Kind.WATCHED),
    Fault("RK03", watched_so(risk_2="其他"), kind=Kind.WATCHED),
    Fault("RK04", watched_so(education_help=None), kind=Kind.WATCHED),
    Fault(
        "RK05",
        bare,
        kind=Kind.WATCHED,
        entails={"PL01": "no measure means no plan here", "RK06": "no help at all is no development either"},
    ),
    Fault(
        "RK06",
        lambda p: bare(p, social_help="结对"),
        kind=Kind.WATCHED,
        entails={"PL01": "no measure means no plan here"},
    ),
    Fault(
        "RK07",
        lambda p: bare(p, safety_net_help="其他"),
        kind=Kind.WATCHED,
        entails={"PL01": "no measure means no plan here", "RK06": "support alone is no development"},
    ),
    Fault("RK08", only_training, kind=Kind.WATCHED),
    Fault(
        "RK09",
        idle_with_help,
        kind=Kind.WATCHED,
        entails={
            "PL10": "without work the wage measure gains nothing",
            "PL12": "the pigs bring more than was expected",
        },
    ),
    Fault("RK10", lambda p: removed(p, monitored_until=Month(202405)), kind=Kind.WATCHED),
    Fault("RK11", lambda p: removed(p, monitored_until=Month(202402)), kind=Kind.WATCHED),
    Fault(
        "RK12",
        lambda p: removed(replanned(at_per_head(p, 7900))),
        kind=Kind.WATCHED,
        entails={"IN03": "the risk is removed, so nobody monitors it"},
    ),
    Fault("RK13", watched_elders, kind=Kind.ELDERS),
    Fault("RK14", lambda p: removed(p, removal_way=None), kind=Kind.WATCHED),
    Fault("RK15", helped_by_nobody, kind=Kind.WATCHED),
    Fault("RK16", watched_so(contact_name=None), kind=Kind.WATCHED),
    Fault("RK17", house(house_damaged=True), part="house"),
    Fault("RK18", wife(fee_subsidy=False), kind=Kind.WATCHED),
    Fault("RK19", granny(health=("患有大病",))),
    Fault("PL01", unplanned),
    Fault("PL02", only_for_head),
    Fault("PL03", no_support, kind=Kind.ELDERS),
    Fault("PL04", lambda p: planning(p, wages=-2500, production=-800)),
    Fault("PL05", below_line_later),
    Fault("PL06", lambda p: planning(p, wages=1), part="plan"),
    Fault("PL07", lambda p: measures(p, 1, responsible=None), part="plan"),
    Fault("PL08", lambda p: adding(p, "J05", None, 30_000), part="plan"),
    Fault("PL09", lambda p: adding(p, "W02", 4, 100)),
    Fault("PL10", lambda p: adding(p, "W06", 1, 100, item="G07"), part="plan"),
    Fault("PL11", far_target),
    Fault("PL12", lambda p: measures(p, 1, state="已完成"), part="plan"),
    Fault("PL13", lambda p: replace(p, plans=(replace(p.plans[0], signed_by_head_on=None),)), part="plan"),
    Fault("PL14", lambda p: planning(p, baseline_wages=500)),
    Fault("PL15", handed_over, part="plan"),
)

"""Invented families of five kinds that break no rule, each other than the next; the seed varies them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import Enum
from random import Random

from msgspec.structs import replace

from tests.rules.households import VILLAGE, clean_household, measure, number_for, person, plan_of
from village_desk.rules.followup_records import Sweep
from village_desk.rules.money import Fen
from village_desk.rules.months import Month, Window, add_months
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import LedgerLine, Person
from village_desk.rules.support_records import PublicPost, WorkSpell

TWO_YEARS = Window(Month(202310), Month(202509))
LAST_YEAR = Window(Month(202310), Month(202409))
THIS_YEAR = Window(Month(202410), Month(202509))
QUARTER = Window(Month(202507), Month(202509))

_SIGNS = "春夏秋冬山川湖海松竹梅兰云雨风霜"


class Kind(Enum):
    """Kinds of families."""

    FAMILY = "worker, wife, pupil and grandmother; the work told by the year"
    AWAY = "the same, the work told stretch by stretch"
    POSTED = "the same, the wife in a public post"
    WATCHED = "the same, a monitored household that gets help"
    ELDERS = "an old couple unable to work, with 低保 and help from their children"


def family(serial: int, kind: Kind, chance: Random) -> HouseholdPicture:
    """One family; serial makes it nobody else's, chance gives birthdays and amounts."""
    picture = _elders(serial, chance) if kind is Kind.ELDERS else _four(serial, chance)
    return _DRESSED[kind](picture) if kind in _DRESSED else picture


def serial_of(picture: HouseholdPicture) -> int:
    """The number a family was made with."""
    return int(picture.household.id[1:])


def replanned(picture: HouseholdPicture) -> HouseholdPicture:
    """The family with a plan that starts from its ledger as it is now, its measures kept."""
    plan, _ = plan_of(serial_of(picture), picture.lines)
    return replace(picture, plans=(plan,))


def swept(picture: HouseholdPicture) -> HouseholdPicture:
    """The family was looked after in the month that is judged."""
    sweep = Sweep(f"w{serial_of(picture)}", VILLAGE, picture.household.id, QUARTER.last, date(2025, 9, 12))
    return replace(picture, sweeps=(*picture.sweeps, sweep))


def monthly(
    serial: int, first_id: int, item: str, window: Window, fen: int, place: int | None
) -> list[LedgerLine]:
    """A line of one item in each month of a window."""
    return [
        LedgerLine(
            f"l{serial}-{first_id + step}",
            VILLAGE,
            f"h{serial}",
            person_id=None if place is None else f"p{serial}-{place}",
            item=item,
            month=add_months(window.first, step),
            amount=Fen(fen),
        )
        for step in range(window.months)
    ]


def _four(serial: int, chance: Random) -> HouseholdPicture:
    clean = clean_household(serial)
    born = {
        1: _day(chance, date(1976, 1, 1), date(1986, 12, 31)),
        3: _day(chance, date(2013, 9, 2), date(2015, 8, 31)),
        4: _day(chance, date(1950, 1, 1), date(1955, 12, 31)),
    }
    born[2] = born[1] + timedelta(days=chance.randrange(-900, 900))
    name = _name(serial)
    members = tuple(
        _named(known, born[known.position], name + "户妻娃母"[known.position - 1]) for known in clean.persons
    )
    household = replace(clean.household, head_name=members[0].name, bank_account=f"621700{serial:013d}")
    rise = chance.randrange(5, 25) * 1_000
    lines = tuple(_varied(known, serial, rise) for known in clean.lines)
    return _planned(replace(clean, household=household, persons=members, lines=lines))


def _planned(picture: HouseholdPicture) -> HouseholdPicture:
    plan, measures = plan_of(serial_of(picture), picture.lines)
    return replace(picture, plans=(plan,), measures=measures)


def _varied(known: LedgerLine, serial: int, rise: int) -> LedgerLine:
    """Amounts that no two families share, with the growth that the plan expects."""
    usual = {"G02": 300_000 + rise, "J301": 200_000 + rise, "Z32": 80_000, "T011": 15_000, "T071": 12_000}
    grows = (known.month or 0) in THIS_YEAR and known.item in ("G02", "J301")
    return replace(known, amount=Fen(usual[known.item or ""] + serial + (20_000 if grows else 0)))


def _named(known: Person, born: date, name: str) -> Person:
    number = number_for(born, known.sex or "", int(known.household_id[1:]))
    return replace(known, name=name, born_on=born, identity_number=number)


def _name(serial: int) -> str:
    return "测" + "".join(_SIGNS[serial // 16**place % 16] for place in (0, 1, 2))


def _day(chance: Random, first: date, last: date) -> date:
    return first + timedelta(days=chance.randrange((last - first).days))


def _elders(serial: int, chance: Random) -> HouseholdPicture:
    clean, name = clean_household(serial), _name(serial)
    answers: dict[str, object] = {"labour": "无劳动力", "education": "小学", "minimum_living": "农村低保"}
    persons = tuple(
        _named(person(serial, place, "", relation, sex, date(1952, 1, 1), **answers), born, name + sign)
        for place, relation, sex, sign, born in (
            (1, "户主", "男", "公", _day(chance, date(1951, 1, 1), date(1954, 1, 1))),
            (2, "配偶", "女", "婆", _day(chance, date(1951, 1, 1), date(1954, 1, 1))),
        )
    )
    household = replace(
        clean.household,
        head_name=persons[0].name,
        bank_account=f"621700{serial:013d}",
        stated_members=2,
        without_labour=True,
    )
    lines = [
        *monthly(serial, 0, "T011", TWO_YEARS, 20_000 + serial, 1),
        *monthly(serial, 100, "T011", TWO_YEARS, 20_000 + serial, 2),
        *monthly(serial, 200, "T02", TWO_YEARS, 90_000 + serial, None),
        *monthly(serial, 300, "T101", LAST_YEAR, 60_000 + serial, None),
        *monthly(serial, 400, "T101", THIS_YEAR, 65_000 + serial, None),
        *(known for known in clean.lines if known.item == "T071"),
    ]
    plan, _ = plan_of(serial, tuple(lines))
    plan = replace(
        plan,
        wages=plan.baseline_wages,
        production=plan.baseline_production,
        transfer=Fen((plan.baseline_transfer or 0) + 60_000),
    )
    support = measure(serial, 1, "T01", None, 12, 600, item="T101", unit="月")
    return replace(
        clean, household=household, persons=persons, lines=tuple(lines), plans=(plan,), measures=(support,)
    )


def _away(picture: HouseholdPicture) -> HouseholdPicture:
    serial = serial_of(picture)
    spell = WorkSpell(
        f"s{serial}",
        VILLAGE,
        picture.household.id,
        person_id=f"p{serial}-1",
        working=True,
        started=Month(202310),
        province="测省",
        city="测市",
        county="测县",
        area="县外省内",
        employer="测试制衣厂",
        trade="制造业",
        channel="自主外出",
        point_to_point=False,
        month_wage=Fen(320_000),
        checked_on=date(2025, 9, 1),
    )
    head = replace(picture.persons[0], work_place=None, work_area=None, work_months=None)
    return replace(picture, persons=(head, *picture.persons[1:]), spells=(spell,))


def _posted(picture: HouseholdPicture) -> HouseholdPicture:
    serial = serial_of(picture)
    post = PublicPost(
        f"g{serial}",
        VILLAGE,
        picture.household.id,
        person_id=f"p{serial}-2",
        post="护洁员",
        started=Month(202310),
        month_pay=Fen(50_000),
    )
    lines = (*picture.lines, *monthly(serial, 500, "G06", TWO_YEARS, 50_000, 2))
    return _planned(replace(picture, posts=(post,), lines=lines))


def _watched(picture: HouseholdPicture) -> HouseholdPicture:
    household = replace(
        picture.household,
        monitoring_class="脱贫不稳定户",
        monitored_from=Month(202401),
        risk_1="因学",
        education_help="助学金",
        employment_help="县外务工",
        contact_name="测员",
        contact_phone="13811110000",
    )
    persons: Iterable[Person] = (replace(known, fee_subsidy=True) for known in picture.persons)
    return swept(replace(picture, household=household, persons=tuple(persons)))


_DRESSED = {Kind.AWAY: _away, Kind.POSTED: _posted, Kind.WATCHED: _watched}

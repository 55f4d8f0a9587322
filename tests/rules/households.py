"""Builders of invented households for tests: a clean one, and the means to spoil it in one place."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from village_desk.rules.identity import check_digit
from village_desk.rules.money import Fen, Thousandths
from village_desk.rules.months import Month, Window, YearMode, add_months, make_quarter
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.rules.records import Household, LedgerLine, Person, Visit
from village_desk.rules.support_records import Measure, Plan

VILLAGE = "990101001001"
PERIOD = make_quarter(2025, 2, YearMode.INCOME_YEAR)
"""January to March 2025: the year so far is October 2024 to March 2025."""
LAST_PERIOD = make_quarter(2025, 4, YearMode.INCOME_YEAR)
AS_OF = date(2025, 3, 31)
LAST_DAY = date(2025, 9, 30)

YUAN = 100


def number_for(born: date, sex: str, order: int = 0, region: str = "990101") -> str:
    """A valid identity number of an invented person."""
    serial = (order % 499) * 2 + (1 if sex == "男" else 2)
    seventeen = f"{region}{born:%Y%m%d}{serial:03d}"
    return seventeen + check_digit(seventeen)


def person(
    household: int, place: int, name: str, relation: str, sex: str, born: date, **answers: object
) -> Person:
    """A member who breaks no rule unless ``answers`` make him."""
    settled: dict[str, object] = {
        "nation": "汉族",
        "politics": "群众",
        "education": "初中",
        "health": ("健康",),
        "labour": "普通劳动力",
        "identity_kind": "身份证",
        "resident_pension": True,
        "resident_medical": True,
        "serious_illness_insurance": True,
        "identity_number": number_for(born, sex, household * 10 + place),
        **answers,
    }
    return Person(
        f"p{household}-{place}",
        VILLAGE,
        f"h{household}",
        place,
        name=name,
        relation=relation,
        sex=sex,
        born_on=born,
        **settled,  # type: ignore[arg-type]
    )


def line(
    household: int, serial: int, item: str, month: int, yuan: int, place: int | None = None
) -> LedgerLine:
    """One ledger line of a month."""
    return LedgerLine(
        f"l{household}-{serial}",
        VILLAGE,
        f"h{household}",
        person_id=None if place is None else f"p{household}-{place}",
        item=item,
        month=Month(month),
        amount=Fen(yuan * YUAN),
    )


def clean_household(serial: int = 1) -> HouseholdPicture:
    """Four people: a couple of working age, a pupil, a grandmother with her pension; two years of ledger."""
    household = Household(
        f"h{serial}",
        VILLAGE,
        number=f"5300{serial:06d}",
        head_name=f"测户{'甲乙丙丁戊己庚辛壬癸'[serial % 10]}{'子丑寅卯辰'[serial // 10 % 5]}",
        group=f"{serial % 3 + 1}组",
        phone=f"1381111{serial:04d}",
        bank_account=f"62170000000{serial:06d}",
        household_class="脱贫户",
        stated_members=4,
        farmland=Thousandths(5_500),
        road_km=Thousandths(800),
        house_area=Thousandths(110_000),
        unsafe_house=False,
        safe_water=True,
        living_electricity=True,
        toilet=True,
        road="硬化路",
    )
    head = household.head_name or ""
    persons = (
        person(
            serial,
            1,
            head,
            "户主",
            "男",
            date(1980, 5, 6),
            phone=f"1391111{serial:04d}",
            work_place="测省测县",
            work_area="县外省内",
            work_months=12,
        ),
        person(serial, 2, "测妻", "配偶", "女", date(1982, 3, 4)),
        person(
            serial,
            3,
            "测娃",
            "之子",
            "男",
            date(2013, 6, 1),
            education=None,
            schooling="小学",
            labour="无劳动力",
            resident_pension=None,
        ),
        person(serial, 4, "测母", "之母", "女", date(1952, 1, 2), education="小学", labour="无劳动力"),
    )
    visits = tuple(
        Visit(f"v{serial}-{back}", VILLAGE, household.id, PERIOD.shifted(-back).first)
        for back in range(-2, 8)
    )
    lines = _two_years(serial)
    plan, measures = plan_of(serial, lines)
    return HouseholdPicture(household, persons, lines=lines, visits=visits, plans=(plan,), measures=measures)


def plan_of(serial: int, lines: tuple[LedgerLine, ...]) -> tuple[Plan, tuple[Measure, ...]]:
    """A signed plan for 2025 that starts from last year's ledger, with a measure for each who can work."""
    before = Window(Month(202310), Month(202409))

    def last_year(*starts: str) -> Fen:
        own = [
            known for known in lines if (known.month or 0) in before and (known.item or "").startswith(starts)
        ]
        return Fen(sum(known.amount or 0 for known in own))

    wages, production, transfer = last_year("G"), last_year("J"), last_year("T")
    plan = Plan(
        f"pl{serial}",
        VILLAGE,
        f"h{serial}",
        2025,
        baseline_wages=wages,
        baseline_production=production,
        baseline_cost=last_year("Z"),
        baseline_transfer=transfer,
        wages=Fen(wages + 2400 * YUAN),
        production=Fen(production + 800 * YUAN),
        cost=last_year("Z"),
        transfer=transfer,
        responsible="测责任",
        signed_by_head_on=date(2025, 1, 10),
        signed_by_responsible_on=date(2025, 1, 10),
    )
    measures = (
        measure(serial, 1, "W02", 1, item="G02", quantity=12, unit="月", yuan=2400),
        measure(serial, 2, "J02", 2, item="J301", quantity=4, unit="头", yuan=800),
    )
    return plan, measures


def measure(
    household: int, serial: int, code: str, place: int | None, quantity: int, yuan: int, **answers: object
) -> Measure:
    """A measure of 2025 that lacks nothing; without a place it is the household's."""
    settled: dict[str, object] = {
        "responsible": "测责任",
        "started": Month(202410),
        "due": Month(202509),
        "state": "实施中",
        "increment": Fen(yuan * YUAN),
        **answers,
    }
    return Measure(
        f"m{household}-{serial}",
        VILLAGE,
        f"h{household}",
        2025,
        person_id=None if place is None else f"p{household}-{place}",
        measure=code,
        quantity=Thousandths(quantity * 1000),
        **settled,  # type: ignore[arg-type]
    )


def _two_years(serial: int) -> tuple[LedgerLine, ...]:
    """Every month from October 2023: the grandmother's pension, wages; pigs and feed once a quarter."""
    lines: list[LedgerLine] = []
    window = Window(Month(202310), Month(202509))
    for step in range(window.months):
        month = add_months(window.first, step)
        growth = 200 if step >= 12 else 0
        lines.append(line(serial, len(lines), "G02", month, 3000 + growth + serial, 1))
        lines.append(line(serial, len(lines), "T011", month, 150, 4))
        if step % 12 == 8:
            lines.append(line(serial, len(lines), "T071", month, 120))
        if step % 3 == 1:
            lines.append(line(serial, len(lines), "J301", month, 2000 + growth + serial))
            lines.append(line(serial, len(lines), "Z32", month, 800))
    return tuple(lines)


def village(*households: HouseholdPicture) -> VillagePicture:
    """A village of these households."""
    return VillagePicture(VILLAGE, "测试村", households)


def asking(picture: HouseholdPicture, **answers: object) -> HouseholdPicture:
    """The household with other answers about it as a whole."""
    return replace(picture, household=replace(picture.household, **answers))  # type: ignore[arg-type]


def telling(picture: HouseholdPicture, place: int, **answers: object) -> HouseholdPicture:
    """The household with other answers about one member."""
    persons = tuple(
        replace(member, **answers) if member.position == place else member  # type: ignore[arg-type]
        for member in picture.persons
    )
    return replace(picture, persons=persons)


def joined_by(picture: HouseholdPicture, *persons: Person) -> HouseholdPicture:
    """The household with further members, the stated number following."""
    grown = replace(picture, persons=picture.persons + persons)
    return asking(grown, stated_members=len(grown.persons))


def without(picture: HouseholdPicture, place: int) -> HouseholdPicture:
    """The household without one member, the stated number following."""
    kept = tuple(member for member in picture.persons if member.position != place)
    return asking(replace(picture, persons=kept), stated_members=len(kept))


def earning(picture: HouseholdPicture, *lines: LedgerLine) -> HouseholdPicture:
    """The household with further ledger lines."""
    return replace(picture, lines=picture.lines + lines)


def scaled(
    picture: HouseholdPicture, percent: int, first: int, last: int, starts: str = ""
) -> HouseholdPicture:
    """The household with the amounts of some months, of items that begin so, at a share of what they were."""
    lines = tuple(
        replace(known, amount=Fen((known.amount or 0) * percent // 100))
        if first <= (known.month or 0) <= last and (known.item or "").startswith(starts)
        else known
        for known in picture.lines
    )
    return replace(picture, lines=lines)


def unplanned(picture: HouseholdPicture) -> HouseholdPicture:
    """The household without any plan or measure."""
    return replace(picture, plans=(), measures=())


def only_items(picture: HouseholdPicture, *starts: str) -> HouseholdPicture:
    """The household with no other items than those that begin so."""
    return replace(
        picture, lines=tuple(known for known in picture.lines if (known.item or "").startswith(starts))
    )

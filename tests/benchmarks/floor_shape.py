"""A book of the shape that the floor of the rules has: households of two persons and eight ledger lines.

The answers are those of the practice village without its faults, so that most rules look and find nothing;
what they find comes of eight lines in twelve quarters. Rows go in as those of an import do, not typed.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

from village_desk.practice.people import Family, FamilyMaker, Member
from village_desk.practice.village import VILLAGE, practice_day, practice_quarters
from village_desk.rules.identity import check_digit
from village_desk.rules.money import Fen, Thousandths
from village_desk.rules.months import Quarter, add_months
from village_desk.rules.records import Household, LedgerLine, Person, Record
from village_desk.store.book import create_book
from village_desk.store.changing import Changing
from village_desk.store.journal import Deed
from village_desk.store.keys.keyslots import PRACTICE
from village_desk.store.keys.practice_key import PRACTICE_PASSPHRASE

_SEED = 5
_QUARTERS = 12
_PERSONS = 2
_WITHOUT_COST = 28
"""The third year's cost would be a ninth line."""
_AT_ONCE = 1000
_WAGES, _CRAFT, _CROP, _COST = "G02", "J501", "J106", "Z10"
_FEN = {_WAGES: 34_000_00, _CRAFT: 26_000_00, _CROP: 9_000_00, _COST: 3_000_00}
"""What an item brings or takes in a year, in fen."""


def floor_quarters() -> list[Quarter]:
    """The twelve quarters of three income years."""
    last = practice_quarters()[-1]
    return [last.shifted(step) for step in range(1 - _QUARTERS, 1)]


def make_floor_book(path: Path, households: int) -> None:
    """Make a book of so many households, each with two persons and eight lines over twelve quarters."""
    path.parent.mkdir(parents=True, exist_ok=True)
    chance = Random(_SEED)
    families = FamilyMaker(_SEED, practice_day()).families(households * 3 // 2 + 10)
    pairs = [family for family in families if len(family.members) >= _PERSONS][:households]
    with create_book(path, VILLAGE, PRACTICE_PASSPHRASE, cost=PRACTICE)[0] as book:
        for start in range(0, households, _AT_ONCE):
            with book.changing(Deed("import", "计时")) as change:
                for serial, family in enumerate(pairs[start : start + _AT_ONCE], start):
                    change.insert_many(_records(change, serial, family, chance))
        book.tidy()


def _records(change: Changing, serial: int, family: Family, chance: Random) -> list[Record]:
    head, *others = family.members
    household = _household(change, serial, family)
    persons = [
        _person(change, household, serial, place, member)
        for place, member in enumerate((head, chance.choice(others)), 1)
    ]
    return [household, *persons, *_lines(change, persons, chance)]


def _household(change: Changing, serial: int, family: Family) -> Household:
    return Household(
        change.new_id(),
        change.village_code,
        number=f"990101{serial:06d}",
        head_name=family.head.name,
        group=f"{serial // 50 + 1}组",
        phone=f"139{serial:08d}",
        bank_account=f"621700{serial:013d}",
        household_class="脱贫户" if family.is_lifted else "一般农户",
        without_labour=not any(m.can_work or m.labour.startswith("弱") for m in family.members),
        unsafe_house=False,
        house_area=Thousandths(90_000),
        safe_water=True,
        living_electricity=True,
        toilet=True,
        fuel="清洁能源",
        road="硬化路",
        road_km=Thousandths(600),
        farmland=Thousandths(0),
        stated_members=_PERSONS,
        stated_members_year=_PERSONS,
        helper_name="帮扶干部甲",
    )


def _person(change: Changing, household: Household, serial: int, place: int, member: Member) -> Person:
    seventeen = (
        f"9901{serial // 500 % 100:02d}{member.born_on:%Y%m%d}{serial % 500 * 2 + (member.sex == '男'):03d}"
    )
    return Person(
        change.new_id(),
        change.village_code,
        household.id,
        place,
        number=f"{household.number}{place:02d}",
        name=member.name,
        relation=member.relation,
        identity_kind="身份证",
        identity_number=seventeen + check_digit(seventeen),
        sex=member.sex,
        born_on=member.born_on,
        nation=member.nation,
        politics="群众",
        phone=f"13{place}{serial:08d}" if member.works else None,
        education=member.education or None,
        schooling=member.schooling or None,
        health=("长期慢性病",) if member.health != "健康" or member.labour.startswith("弱") else ("健康",),
        labour=member.labour,
        skill=member.skill or None,
        resident_medical=True,
        employee_medical=False,
        serious_illness_insurance=True,
        resident_pension=16 <= member.age < 60 and not member.schooling,
        employee_pension=False,
        minimum_living="未享受",
        work_place="测省测县" if member.works else None,
        work_months=12 if member.works else None,
    )


def _lines(change: Changing, persons: list[Person], chance: Random) -> list[LedgerLine]:
    """Wages or what is made at home each first quarter, a harvest each last one, its cost in two years."""
    is_earning = any(person.work_place for person in persons)
    paid_in = {0: _WAGES if is_earning else _CRAFT, 4: _COST, 11: _CROP}
    steps = [step for step in range(36) if step % 12 in paid_in and step != _WITHOUT_COST]
    first, share = floor_quarters()[0].first, chance.randint(80_000, 130_000)
    return [
        LedgerLine(
            change.new_id(),
            change.village_code,
            persons[0].household_id,
            item=(item := paid_in[step % 12]),
            month=add_months(first, step),
            amount=Fen(_FEN[item] * (share + step * 200) // 100_000 + chance.randint(-50_000, 50_000)),
            evidence="本人口述",
            origin="录入",
        )
        for step in steps
    ]

"""One household among six thousand, found by whatever the cadre remembers."""

from __future__ import annotations

import random

import pytest

from village_desk.entry import register as register_module
from village_desk.entry.operations import set_household, set_person
from village_desk.entry.register import Register, RegisterRow
from village_desk.rules.identity import check_digit
from village_desk.rules.records import Household, Person
from village_desk.store.ids import new_id

from .conftest import Family, store

NAMES = [
    ("单", "秀英"),
    ("仇", "大海"),
    ("曾", "庆"),
    ("翟", "玉兰"),
    ("覃", "文"),
    ("张", "伟"),
    ("木沙江", "·买买提"),
]


@pytest.fixture
def register(sitting) -> Register:
    code = sitting.book.village.code
    for place, (surname, given) in enumerate(NAMES, 1):
        household, seventeen = new_id(), f"99010119800101{place:03d}"
        identity = seventeen + check_digit(seventeen)
        values = {"number": f"53012345{place:02d}", "head_name": surname + given, "group": f"{place}组"}
        store(
            sitting,
            Household(household, code, household_class="脱贫户", **values),
            Person(
                new_id(), code, household, 1, name=surname + given, identity_number=identity, relation="户主"
            ),
            Person(new_id(), code, household, 2, name=f"李小{place}"),
        )
    return Register(sitting)


def heads(register: Register, search: str) -> list[str]:
    return [row.head_name for row in register.found(search)]


@pytest.mark.parametrize(
    ("search", "head"),
    [
        ("sxy", "单秀英"),
        ("SXY", "单秀英"),
        ("dxy", "单秀英"),
        ("qdh", "仇大海"),
        ("zq", "曾庆"),
        ("zyl", "翟玉兰"),
        ("dyl", "翟玉兰"),
        ("qw", "覃文"),
        ("tw", "覃文"),
        ("秀英", "单秀英"),
        ("单 秀 英", "单秀英"),
        ("木沙江买买提", "木沙江·买买提"),
        ("木沙江．买买提", "木沙江·买买提"),
        ("李小3", "曾庆"),
        ("4组", "翟玉兰"),
        ("5301234502", "仇大海"),
        ("4502", "仇大海"),
    ],
)
def test_a_household_is_found_first_by_what_one_remembers(register: Register, search: str, head: str) -> None:
    assert heads(register, search)[0] == head


def test_the_tail_of_an_identity_number_finds_its_household(register: Register) -> None:
    for row in register.rows:
        tail = row.identity_numbers[0][-4:]
        assert row in register.found(tail.lower())
        assert row in register.found(tail)


def test_a_blank_search_shows_everybody_and_nonsense_nobody(register: Register) -> None:
    assert heads(register, "　") == heads(register, "") == [surname + given for surname, given in NAMES]
    assert heads(register, "没有这个人") == heads(register, "qqqq") == heads(register, "99999999999") == []


def test_a_class_finds_its_households(register: Register) -> None:
    assert len(heads(register, "脱贫户")) == len(NAMES)


def test_the_next_household_is_the_one_below(register: Register) -> None:
    ids = [row.household_id for row in register.rows]
    assert register.after(ids[0], 1) == ids[1]
    assert register.after(ids[1], -1) == ids[0]
    assert register.after(ids[0], -1) is None
    assert register.after(ids[-1], 1) is None
    assert register.after("gone", 1) == ids[0]


def test_one_saved_household_is_read_anew_alone(register: Register, sitting) -> None:
    register.prepare()
    first = register.rows[0]
    set_person(sitting, first.number, "1", {"name": "欧阳春"})
    register.refresh(first.household_id)
    assert heads(register, "oyc") == ["欧阳春"]
    assert heads(register, "sxy") == []


def test_a_new_household_and_a_moved_one_take_their_place(register: Register, sitting) -> None:
    made = set_household(sitting, "5301234500", {"head_name": "新户", "group": "1组"})
    register.refresh(made.id)
    assert register.rows[0].head_name == "新户"
    set_household(sitting, "5301234500", {"group": "9组"})
    register.refresh(made.id)
    assert register.rows[-1].head_name == "新户"


def test_who_has_left_is_no_longer_counted_or_found(register: Register, sitting) -> None:
    first = register.rows[0]
    set_person(sitting, first.number, "2", {"left_on": "2025-01-01"})
    register.refresh(first.household_id)
    assert register.rows[0].members == 1
    assert "单秀英" not in heads(register, "李小1")


def test_a_search_among_six_thousand_looks_closely_only_at_rows_that_hold_the_text(
    sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance, code = random.Random(3), sitting.book.village.code
    surnames, given = (
        "赵钱孙李周吴郑王冯陈单仇曾翟覃张刘黄杨林",
        "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂",
    )
    records: list[Household | Person] = []
    for place in range(6000):
        household = new_id()
        names = [chance.choice(surnames) + "".join(chance.choices(given, k=2)) for _ in range(3)]
        records.append(
            Household(household, code, number=f"53{place:08d}", head_name=names[0], group=f"{place % 20}组")
        )
        records += [
            Person(
                new_id(),
                code,
                household,
                at,
                name=name,
                identity_number=f"99010119{chance.randrange(10**10):010d}",
            )
            for at, name in enumerate(names, 1)
        ]
    store(sitting, *records)
    register = Register(sitting)
    register.prepare()
    ranked: list[RegisterRow] = []
    for name in ("_rank_of_digits", "_rank_of_letters", "_rank_of_words"):
        rank = getattr(register_module, name)

        def watched(row: RegisterRow, wanted: str, rank=rank) -> int | None:
            ranked.append(row)
            return rank(row, wanted)

        monkeypatch.setattr(register_module, name, watched)
    monkeypatch.setattr(register_module, "_initials_of", lambda row: pytest.fail("initials worked out anew"))
    for search in ("sxy", "秀", "1234", "5300000042", "zzzz", "12组"):
        ranked.clear()
        found = register.found(search)
        assert len(ranked) < len(register.rows) // 2, "only rows that hold the text are looked at closely"
        assert {row.household_id for row in found} <= {row.household_id for row in ranked}


def test_an_empty_village_has_an_empty_list(sitting) -> None:
    empty = Register(sitting)
    assert empty.rows == empty.found("张") == empty.found("z") == []


def test_a_household_without_name_or_members_does_not_stop_the_list(sitting, family: Family) -> None:
    set_household(sitting, "5399", {})
    assert [row.number for row in Register(sitting).found("5399")] == ["5399"]


@pytest.mark.parametrize("search", ["歪嘴", "老歪", "lwz", "lw", "WZ"])
def test_a_household_is_found_by_what_the_village_calls_a_member(sitting, family: Family, search):
    with sitting.changing("person-saved", family.household) as change:
        change.change(Person, family.mother, {"nickname": "老歪嘴"})
    found = Register(sitting).found(search)
    assert [row.household_id for row in found] == ([] if search == "WZ" else [family.household])


def test_a_nickname_told_just_now_is_searched_at_once(sitting, family: Family):
    register = Register(sitting)
    register.prepare()
    set_person(sitting, "5301", "530102", {"nickname": "老歪嘴"})
    register.refresh(family.household)
    assert [row.head_name for row in register.found("lwz")] == ["单秀英"]

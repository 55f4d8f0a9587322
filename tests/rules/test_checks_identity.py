"""Identity numbers, telephones and what is used twice: each rule finds what it should and spares the rest."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from tests.rules.check_cases import Case, case, found, name_of
from tests.rules.households import asking, clean_household, number_for, telling
from village_desk.rules.checks.frame import Earlier

CLEAN, NEXT = clean_household(1), clean_household(2)
GOOD = number_for(date(1982, 3, 4), "女", 12)
WRONG_CHECK = GOOD[:17] + ("1" if GOOD[17] != "1" else "2")


def numbered(number: str | None, **answers: object) -> object:
    return telling(CLEAN, 2, **{"identity_number": number, "identity_kind": None, **answers})


def shared(**answers: object) -> tuple:
    """Two households whose second member has the same answers."""
    return telling(CLEAN, 2, **answers), telling(NEXT, 2, **answers)


STRANGERS = replace(NEXT, persons=tuple(replace(known, name=f"生{known.name}") for known in NEXT.persons))

CASES = [
    case("ID01", numbered(GOOD[:17]), numbered(GOOD + "43")),
    case("ID01/missing", numbered(None)),
    case(
        "ID01/kind", numbered(GOOD, identity_kind="残疾人证"), numbered(GOOD + "43", identity_kind="残疾人证")
    ),
    case("ID01/kind", numbered(GOOD + "43", identity_kind="身份证"), numbered(GOOD, identity_kind="身份证")),
    case("ID02", numbered(WRONG_CHECK), numbered(GOOD)),
    case("ID02", numbered("99010119820304012人"), numbered("999999198203040121")),
    case("ID03", numbered(WRONG_CHECK + "43"), numbered(GOOD + "7400")),
    case("ID03/kind", numbered(GOOD + "83"), numbered(GOOD + "74")),
    case("ID03/kind", numbered(GOOD + "15"), numbered(GOOD + "14")),
    case("ID04", numbered("990101198213040128"), numbered(GOOD)),
    case("ID04", numbered("990101189912310128"), numbered("990101190001010128")),
    case("ID04", numbered("990101203001010128"), numbered("990101202503310128")),
    case("ID05", shared(identity_number=GOOD), (CLEAN, NEXT)),
    case("ID05", shared(identity_number=WRONG_CHECK), shared(identity_number="999999198203040121")),
    case(
        "ID05",
        (numbered(GOOD), telling(NEXT, 2, identity_number=GOOD + "43")),
        (
            numbered(GOOD),
            telling(NEXT, 2, identity_number=GOOD, left_on=date(2024, 1, 1), left_reason="嫁出"),
        ),
    ),
    case("ID06", numbered("999999198203040121"), numbered(GOOD)),
    case("ID07/sex", telling(CLEAN, 2, sex="男"), telling(CLEAN, 2, sex=None)),
    case("ID07/born", telling(CLEAN, 2, born_on=date(1982, 3, 5)), telling(CLEAN, 2, born_on=None)),
    case("ID08", telling(CLEAN, 2, name="测 妻"), telling(CLEAN, 2, name="测·妻")),
    case("ID08", telling(CLEAN, 2, name="测妻2"), telling(CLEAN, 2, name="测妻")),
    case("ID08/missing", telling(CLEAN, 2, name=None)),
    case(
        "ID08/spelling",
        (
            telling(CLEAN, 2, identity_number=GOOD, name="阿依·古丽"),
            telling(NEXT, 2, identity_number=GOOD, name="阿依古丽"),
        ),
        (
            telling(CLEAN, 2, identity_number=GOOD, name="阿依·古丽"),
            telling(NEXT, 2, identity_number=GOOD, name="木沙江"),
        ),
    ),
    case(
        "ID08/spelling",
        (
            telling(CLEAN, 2, identity_number=GOOD, name="李䶮"),
            telling(NEXT, 2, identity_number=GOOD, name="李?"),
        ),
        (
            telling(CLEAN, 2, identity_number=GOOD, name="李岩"),
            telling(NEXT, 2, identity_number=GOOD, name="李严"),
        ),
    ),
    case("ID09", asking(CLEAN, phone="1381111000"), asking(CLEAN, phone="0874-1234567")),
    case("ID09", asking(CLEAN, phone="1381111000x"), asking(CLEAN, phone="138 1111 0001")),
    case("ID09/missing", asking(CLEAN, phone=None)),
    case("ID10", telling(CLEAN, 1, phone="12811110000"), telling(CLEAN, 2, phone="12811110000")),
    case(
        "ID10/missing",
        telling(CLEAN, 2, work_place="邻县"),
        telling(CLEAN, 2, work_place="邻县", phone="13811110000"),
    ),
    case(
        "ID11",
        telling(
            telling(CLEAN, 1, work_place="甲县", phone="13811110000"),
            2,
            work_place="乙县",
            phone="13811110000",
        ),
        telling(
            telling(CLEAN, 1, work_place="甲县", phone="13811110000"),
            2,
            work_place="甲县",
            phone="13811110000",
        ),
    ),
    case(
        "ID12",
        shared(phone="13811110000"),
        (telling(CLEAN, 2, phone="13811110000"), telling(NEXT, 2, phone="13811110001")),
    ),
    case("ID13", (asking(CLEAN, bank_account="62171"), asking(NEXT, bank_account="62171")), (CLEAN, NEXT)),
    case(
        "ID14",
        (
            asking(CLEAN, head_name="测同", group="1组"),
            asking(telling(NEXT, 2, name="测妻"), head_name="测同", group="1组"),
        ),
        (asking(CLEAN, head_name="测同", group="1组"), asking(NEXT, head_name="测同", group="2组")),
    ),
    case(
        "ID14",
        (asking(CLEAN, head_name="测同", group="1组"), asking(NEXT, head_name="测同", group="1组")),
        (asking(CLEAN, head_name="测同", group="1组"), asking(STRANGERS, head_name="测同", group="1组")),
    ),
    case("ID15", asking(CLEAN, number=None), asking(CLEAN, number=None, household_class="一般农户")),
    case("ID15", asking(CLEAN, number="临0001"), CLEAN),
    case(
        "ID15/changed", CLEAN, asking(CLEAN, number="OLD"), earlier=Earlier(household_numbers={"h1": "OLD"})
    ),
]


@pytest.mark.parametrize("proof", CASES, ids=name_of)
def test_the_rule_finds_whoever_breaks_it(proof: Case) -> None:
    assert found(proof.broken, proof)


@pytest.mark.parametrize("proof", CASES, ids=name_of)
def test_the_rule_spares_whoever_does_not(proof: Case) -> None:
    assert not found(proof.spared, proof)


def test_a_message_never_shows_a_whole_number() -> None:
    for proof in CASES:
        for finding in found(proof.broken, proof):
            shown = finding.message + "".join(str(value) for value in finding.values.values())
            assert GOOD not in shown
            assert WRONG_CHECK not in shown
            assert "13811110000" not in shown


def test_both_households_hear_of_a_number_used_twice() -> None:
    proof = next(proof for proof in CASES if proof.rule == "ID05")
    assert {finding.household_id for finding in found(proof.broken, proof)} == {"h1", "h2"}

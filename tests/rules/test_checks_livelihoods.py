"""Trainings, schooling, arrears and what is due: each rule finds what it should and spares the rest."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from tests.rules.check_cases import Case, case, found, is_proven, name_of
from tests.rules.help_records import spell, working
from tests.rules.households import LAST_DAY, LAST_PERIOD, VILLAGE, clean_household, earning, line
from village_desk.rules.livelihood_records import Entitlement, Study, Training
from village_desk.rules.money import Fen
from village_desk.rules.months import Month
from village_desk.rules.pictures import HouseholdPicture

CLEAN = clean_household(1)
YEAR_END = {"period": LAST_PERIOD, "as_of": LAST_DAY}


def trained(**answers: object) -> HouseholdPicture:
    known = {"course": "电焊", "started_on": date(2025, 1, 6), "ended_on": date(2025, 1, 20), **answers}
    training = Training("t1", VILLAGE, "h1", "p1-1", **known)  # type: ignore[arg-type]
    return replace(CLEAN, trainings=(training,))


def schooled(ended: int | None, outcome: str | None = None, started: int = 202209) -> HouseholdPicture:
    study = Study(
        "y1", VILLAGE, "h1", "p1-1", school="县职中", started=Month(started), ended=ended and Month(ended),
        outcome=outcome,
    )  # fmt: skip
    return replace(CLEAN, studies=(study,))


def owed(**answers: object) -> HouseholdPicture:
    return working(CLEAN, spell(1, 202410, arrears=Fen(300_000), **answers))


def due(yuan: int | None, paid: int = 0, month: int = 202508, **answers: object) -> HouseholdPicture:
    known = {"year": 2025, "item": "T123", "due_by": Month(202508), **answers}
    entitlement = Entitlement("e1", VILLAGE, "h1", due=None if yuan is None else Fen(yuan * 100), **known)  # type: ignore[arg-type]
    return replace(earning(CLEAN, line(1, 900, "T123", month, paid)), entitlements=(entitlement,))


CASES: tuple[Case, ...] = (
    case(
        "LV01",
        trained(ended_on=date(2025, 1, 5)),
        trained(ended_on=date(2025, 1, 6)),
        message="测户乙子的培训“电焊”结束日期早于开始日期。",
    ),
    case("LV01/certificate", trained(certified_on=date(2024, 12, 1)), trained(certified_on=date(2025, 2, 1))),
    case("LV01/school", schooled(202208, "待业"), schooled(202209, "待业")),
    case("LV02", schooled(202407), schooled(202407, "升学"), **YEAR_END),
    case("LV02", schooled(202407, "在读"), schooled(202507), **YEAR_END),
    case("LV03", owed(), owed(arrears_from=Month(202501))),
    case(
        "LV03/settled",
        owed(arrears_from=Month(202502), arrears_settled_on=date(2025, 1, 31)),
        owed(arrears_from=Month(202502), arrears_settled_on=date(2025, 2, 1)),
    ),
    case(
        "LV04",
        due(450, 300),
        due(450, 450),
        message="经常性捐赠应得 450.00 元，到期台账里只有 300.00 元。",
        **YEAR_END,
    ),
    case("LV04", due(450, 450, month=202509), due(450, 0, due_by=None, year=2024), **YEAR_END),
    case("LV04", due(450), due(None), **YEAR_END),
)


@pytest.mark.parametrize("proof", CASES, ids=name_of)
def test_the_rule_finds_whoever_breaks_it(proof: Case) -> None:
    assert found(proof.broken, proof)


@pytest.mark.parametrize("proof", CASES, ids=name_of)
def test_the_rule_spares_whoever_does_not(proof: Case) -> None:
    assert not found(proof.spared, proof)


def test_what_is_due_later_is_not_asked_for_yet() -> None:
    proof = case(
        "LV04", due(450), due(450, due_by=Month(202509)), period=LAST_PERIOD, as_of=date(2025, 9, 29)
    )
    assert is_proven(proof)

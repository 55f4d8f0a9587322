"""Detectors of growth on paper: each finds what it should and spares the rest."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from tests.rules.check_cases import SETTINGS, Case, case, found, name_of
from tests.rules.households import (
    AS_OF,
    PERIOD,
    asking,
    clean_household,
    earning,
    line,
    scaled,
    unplanned,
    village,
)
from village_desk.rules.checks.frame import Earlier, LateChanges
from village_desk.rules.pictures import HouseholdPicture
from village_desk.store.reckoned.findings import HouseholdChecker

CLEAN = clean_household(1)


def pasted(serial: int) -> HouseholdPicture:
    """A household whose earnings of the quarter are those of the first, and whose year is its own."""
    own = clean_household(serial)
    quarter = PERIOD.window
    kept = [known for known in own.lines if (known.month or 0) not in quarter or not is_earned(known.item)]
    copied = [
        line(serial, 500 + n, known.item or "", known.month or 0, (known.amount or 0) // 100)
        for n, known in enumerate(CLEAN.lines)
        if (known.month or 0) in quarter and is_earned(known.item)
    ]
    return replace(own, lines=(*kept, *copied))


def is_earned(item: str | None) -> bool:
    return (item or "")[0] in "GJ"


def rounded(serial: int, unit: int = 1000) -> HouseholdPicture:
    """A household that earns thousands in each month of the quarter."""
    own = clean_household(serial)
    kept = tuple(
        known for known in own.lines if (known.month or 0) not in PERIOD.window or not is_earned(known.item)
    )
    return earning(
        replace(own, lines=kept),
        *(line(serial, 500 + n, "G04", 202501 + n, (serial + n) * unit) for n in range(3)),
    )


def grown(picture: HouseholdPicture = CLEAN) -> HouseholdPicture:
    return unplanned(scaled(picture, 160, 202410, 202503, "G"))


def proven(picture: HouseholdPicture) -> HouseholdPicture:
    first = next(known for known in picture.lines if known.item == "G02" and (known.month or 0) >= 202410)
    lines = tuple(replace(known, evidence="工资条") if known is first else known for known in picture.lines)
    return replace(picture, lines=lines)


def at(yuan: int) -> HouseholdPicture:
    """Income per head of twelve months brought to just so many yuan, by transfers."""
    bare = scaled(CLEAN, 50, 202310, 202509)
    have = sum(
        (-1 if (k.item or "")[0] == "Z" else 1) * (k.amount or 0)
        for k in bare.lines
        if 202404 <= (k.month or 0) <= 202503
    )
    return earning(bare, line(1, 900, "T19", 202412, (yuan * 400 - have) // 100))


ROUND = tuple(rounded(serial) for serial in range(1, 11))
LATE = {"h1": LateChanges(3, 1, date(2025, 4, 9))}

CASES = [
    case(
        "SZ01",
        tuple(pasted(serial) for serial in (1, 2, 3)),
        tuple(pasted(serial) for serial in (1, 2)),
        message="本季度 4 笔工资和经营收入，与5300000002、5300000003等共 3 户一笔不差。",
    ),
    case(
        "SZ01",
        tuple(pasted(serial) for serial in (1, 2, 3)),
        tuple(clean_household(serial) for serial in (1, 2, 3)),
    ),
    case("SZ02", ROUND, tuple(rounded(serial, 999) for serial in range(1, 11))),
    case("SZ02", ROUND, ROUND[:9]),
    case("SZ03", grown(), unplanned(CLEAN)),
    case("SZ03", grown(), proven(grown())),
    case("SZ03", grown(), asking(grown(), employment_help="务工")),
    case("SZ04", at(8200), at(8201)),
    case("SZ04", at(8000), asking(at(8100), monitoring_class="脱贫不稳定户")),
    case("SZ05", CLEAN, clean_household(2), earlier=Earlier(late_changes=LATE)),
    case("SZ05/explained", CLEAN, clean_household(2), earlier=Earlier(late_changes=LATE)),
]


@pytest.mark.parametrize("proof", CASES, ids=name_of)
def test_the_rule_finds_whoever_breaks_it(proof: Case) -> None:
    assert found(proof.broken, proof)


@pytest.mark.parametrize("proof", CASES, ids=name_of)
def test_the_rule_spares_whoever_does_not(proof: Case) -> None:
    assert not found(proof.spared, proof)


def test_whole_years_alike_are_said_once() -> None:
    alike = tuple(
        replace(
            clean_household(serial),
            lines=tuple(
                replace(known, id=f"{known.id}-{serial}", household_id=f"h{serial}") for known in CLEAN.lines
            ),
        )
        for serial in (1, 2, 3)
    )
    assert not found(alike, case("SZ01", alike))
    assert found(alike, case("IN11", alike))


def test_a_save_that_mends_a_copy_frees_the_others() -> None:
    checker = HouseholdChecker(
        village(*(pasted(serial) for serial in (1, 2, 3))), SETTINGS, PERIOD, AS_OF, rules={"SZ01"}
    )
    assert checker.findings(pasted(2))
    assert not checker.findings(clean_household(2))
    assert not checker.findings(pasted(1))
    assert checker.findings(pasted(2))

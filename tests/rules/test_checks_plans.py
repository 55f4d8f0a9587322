"""Plans and their measures: each rule finds what it should and spares the rest."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from tests.rules.check_cases import Case, case, found, name_of
from tests.rules.households import (
    LAST_DAY,
    LAST_PERIOD,
    VILLAGE,
    asking,
    clean_household,
    measure,
    number_for,
    scaled,
    telling,
    unplanned,
)
from village_desk.rules.chosen_records import Price
from village_desk.rules.money import Fen, Thousandths
from village_desk.rules.months import Month
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.support_records import Loan, Measure

CLEAN = clean_household(1)
YEAR_END = {"period": LAST_PERIOD, "as_of": LAST_DAY}
PRICE = Price(
    "c1",
    VILLAGE,
    "J301",
    2025,
    unit="斤",
    yield_usual=Thousandths(200_000),
    price_usual=Thousandths(8_000),
    cost_each=Thousandths(1000_000),
)
PRICED = {"prices": (PRICE,)}
"""A pig of 200 jin at 8 yuan, less 1000 yuan: 600 yuan."""


def planning(**answers: object) -> HouseholdPicture:
    """The household with other answers in its plan."""
    return replace(CLEAN, plans=(replace(CLEAN.plans[0], **answers),))


def measuring(*measures: Measure) -> HouseholdPicture:
    """The household with these measures and no others."""
    return replace(CLEAN, measures=measures)


def changed(place: int, **answers: object) -> HouseholdPicture:
    """The household with other answers about one measure."""
    kept = tuple(replace(m, **answers) if m.id == f"m1-{place}" else m for m in CLEAN.measures)
    return measuring(*kept)


def also(
    code: str,
    place: int | None,
    quantity: int = 1,
    yuan: int = 100,
    picture: HouseholdPicture = CLEAN,
    **answers: object,
) -> HouseholdPicture:
    """The household with one more measure."""
    return replace(
        picture, measures=(*picture.measures, measure(1, 9, code, place, quantity, yuan, **answers))
    )


def unable(picture: HouseholdPicture = CLEAN) -> HouseholdPicture:
    return telling(telling(picture, 1, labour="丧失劳动力"), 2, labour="无劳动力")


def owing(picture: HouseholdPicture, **answers: object) -> HouseholdPicture:
    return replace(picture, loans=(Loan("n1", VILLAGE, "h1", due_on=date(2025, 3, 30), **answers),))  # type: ignore[arg-type]


OLD_BORN = date(1955, 3, 31)
OLD = telling(CLEAN, 2, born_on=OLD_BORN, identity_number=number_for(OLD_BORN, "女", 12))
HANDED_OVER = (replace(CLEAN.plans[0], id="pl0", responsible="旧责任"), replace(CLEAN.plans[0], version=2))
DONE = {"state": "已完成"}

CASES = [
    case("PL01", unplanned(CLEAN), CLEAN, **YEAR_END),
    case("PL01", unplanned(CLEAN), asking(unplanned(CLEAN), household_class="一般农户"), **YEAR_END),
    case("PL02", measuring(CLEAN.measures[0]), CLEAN),
    case("PL02/none", measuring(), measuring(CLEAN.measures[0])),
    case("PL03", unable(), also("T01", None, picture=unable())),
    case("PL03", unable(), asking(unable(), safety_net_help="低保")),
    case("PL06", planning(wages=Fen(39613_00)), CLEAN),
    case(
        "PL06",
        also("T09", None, yuan=5000, picture=planning(wages=Fen(39613_00))),
        also("W07", 1, yuan=5000, picture=planning(wages=Fen(39613_00))),
    ),
    case("PL07", changed(1, responsible=None), CLEAN),
    case("PL07", changed(1, quantity=None), also("T09", None, increment=None)),
    case("PL08", also("J05", None, yuan=30000), also("J05", None, yuan=3000)),
    case(
        "PL08/worth",
        changed(2, quantity=Thousandths(1_000), increment=Fen(901_00)),
        changed(2, quantity=Thousandths(1_000), increment=Fen(900_00)),
        **PRICED,
    ),
    case(
        "PL08/worth",
        also("J06", None, 1000, 20000, item="J301", unit="斤"),
        also("J06", None, 1000, 9000, item="J301", unit="斤"),
        **PRICED,
    ),
    case("PL09", also("W02", 4), also("W02", 1)),
    case("PL09/age", also("W05", 2, picture=OLD), also("T10", 4)),
    case("PL09/age", also("W05", 2, picture=OLD), also("W05", 2)),
    case("PL09/loan", also("J11", None, picture=unable()), also("J11", None)),
    case("PL09/loan", owing(also("J11", None)), owing(also("J11", None), repaid_on=date(2025, 3, 1))),
    case("PL10", scaled(CLEAN, 90, 202410, 202503, "G"), CLEAN),
    case("PL10", scaled(CLEAN, 90, 202410, 202503, "G"), scaled(CLEAN, 90, 202410, 202412, "G")),
    case("PL10", also("J01", None, item="J108"), also("J01", None, item="J102")),
    case("PL10", also("J05", None, item="J501"), also("J05", None, item="J501", started=Month(202501))),
    case("PL11", scaled(CLEAN, 60, 202410, 202503), scaled(CLEAN, 80, 202410, 202503)),
    case("PL12", changed(1, **DONE), changed(1, **DONE, result="已在县外务工一年")),
    case("PL12/over", changed(1, increment=Fen(1000_00)), CLEAN),
    case("PL13", planning(signed_by_head_on=None), CLEAN, **YEAR_END),
    case("PL14", planning(baseline_wages=Fen(36014_01)), planning(baseline_wages=Fen(36013_00))),
    case(
        "PL15",
        replace(
            CLEAN,
            plans=HANDED_OVER,
            measures=(replace(CLEAN.measures[0], responsible="旧责任"), CLEAN.measures[1]),
        ),
        replace(CLEAN, plans=HANDED_OVER),
    ),
]


@pytest.mark.parametrize("proof", CASES, ids=name_of)
def test_the_rule_finds_whoever_breaks_it(proof: Case) -> None:
    assert found(proof.broken, proof)


@pytest.mark.parametrize("proof", CASES, ids=name_of)
def test_the_rule_spares_whoever_does_not(proof: Case) -> None:
    assert not found(proof.spared, proof)


def test_until_the_deadline_no_plan_is_missed() -> None:
    assert not found((unplanned(CLEAN),), case("PL01", CLEAN, as_of=date(2025, 3, 31)))

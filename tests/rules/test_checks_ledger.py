"""Lines, branches and sources of income: each rule finds what it should and spares the rest."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.rules.check_cases import Case, case, found, name_of
from tests.rules.households import (
    LAST_DAY,
    LAST_PERIOD,
    VILLAGE,
    asking,
    clean_household,
    earning,
    line,
    only_items,
    scaled,
)
from village_desk.rules.money import Fen, Thousandths
from village_desk.rules.months import Month
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Visit

CLEAN = clean_household(1)
YEAR_END = {"period": LAST_PERIOD, "as_of": LAST_DAY}


def given(
    item: str, yuan: int, place: int | None = None, picture: HouseholdPicture = CLEAN, **answers: object
) -> HouseholdPicture:
    """The household with one more line of January 2025."""
    known = sum(len(kept.id) for kept in picture.lines)
    return earning(picture, replace(line(1, known, item, 202501, yuan, place), **answers))  # type: ignore[arg-type]


def dropping(picture: HouseholdPicture, item: str) -> HouseholdPicture:
    return replace(picture, lines=tuple(kept for kept in picture.lines if kept.item != item))


def measured(item: str, quantity: int, price: float, unit: str, mu: float | None = None) -> HouseholdPicture:
    """One more line with quantity, unit price and mu, the amount following."""
    answers = {
        "quantity": Thousandths(quantity * 1000),
        "price": Thousandths(round(price * 1000)),
        "unit": unit,
        "scale": None if mu is None else Thousandths(round(mu * 1000)),
    }
    return given(item, round(quantity * price), None, **answers)


def long_ago(picture: HouseholdPicture) -> HouseholdPicture:
    """Medical spending was asked for two years ago."""
    return replace(
        picture, visits=(Visit("v1-x", VILLAGE, "h1", Month(202310), medical_spending=Fen(90_000)),)
    )


def lately_ill(picture: HouseholdPicture) -> HouseholdPicture:
    return replace(
        picture, visits=(Visit("v1-x", VILLAGE, "h1", Month(202501), medical_spending=Fen(90_000)),)
    )


FEW = only_items(CLEAN, "T07")
CHILDLESS = {"only_child_family": False, "two_daughters_family": False}
ROUND = replace(CLEAN, lines=tuple(line(1, serial, "J501", 202410 + serial % 3, 2000) for serial in range(4)))

CASES = [
    case("IN21", asking(given("T04", 960, 2), **CHILDLESS), given("T04", 960, 2)),
    case("IN22", given("T05", 200), asking(given("T05", 200), forest_land=Thousandths(3000))),
    case(
        "IN22/unpaid",
        asking(CLEAN, returned_forest=Thousandths(2000)),
        asking(given("T05", 200), returned_forest=Thousandths(2000)),
        **YEAR_END,
    ),
    case("IN23", asking(given("T071", 300), farmland=Thousandths(0)), given("T071", 300)),
    case("IN23/unpaid", dropping(CLEAN, "T071"), CLEAN, **YEAR_END),
    case("IN24", dropping(CLEAN, "Z32"), given("Z99", 500, None, dropping(CLEAN, "Z32")), **YEAR_END),
    case("IN24", given("J101", 900), given("J101", 400), **YEAR_END),
    case("IN25", given("Z32", 9000), CLEAN, **YEAR_END),
    case("IN26", scaled(CLEAN, 40, 202410, 202509, "Z32"), CLEAN, **YEAR_END),
    case("IN28", measured("J101", 3000, 1.2, "公斤", 2), measured("J101", 3000, 1.2, "斤", 2)),
    case("IN28", measured("J101", 90, 1.2, "斤", 1), measured("J101", 100, 1.2, "斤", 1)),
    case("IN29", measured("J101", 100, 12, "斤"), measured("J101", 100, 12, "公斤")),
    case("IN29", measured("J301", 1, 9000, "头"), measured("J301", 1, 2000, "头")),
    case("IN29", measured("J301", 1, 9000, "头"), measured("J301", 1, 9000, "斤")),
    case("IN33", asking(given("C4", 800), farmland=None), given("C4", 800)),
    case("IN33/woodland", given("C5", 800), asking(given("C5", 800), water_surface=Thousandths(500))),
    case("IN35", given("T102", 500, 1), given("T102", 500, 2)),
    case(
        "IN36",
        given("G03", 5000, 1, quantity=Thousandths(3000), price=Thousandths(2_000_000)),
        given("G03", 5800, 1, quantity=Thousandths(3000), price=Thousandths(2_000_000)),
    ),
    case("IN37", given("G03", 99, 1, only_items(CLEAN, "T")), given("G03", 100, 1, only_items(CLEAN, "T"))),
    case(
        "IN38",
        given("T011", 1100, 4),
        given("T011", 1100, 4, quantity=Thousandths(3000), unit="月"),
    ),
    case("IN38/year", given("T122", 6001), given("T122", 6000)),
    case("IN39", given("J501", 50000), given("J501", 50000, note="卖房前结清货款")),
    case(
        "IN40",
        given("G05", 100, 1, given("G03", 100, 1)),
        given("G05", 100, 2, given("G03", 100, 1)),
        message="测户乙子今年有多种工资：县外省内务工工资、乡外县内、乡内务工工资、就业帮扶车间工资。",
    ),
    case("IN40/pensions", given("T013", 100, 4), given("T013", 100, 2)),
    case("IN41", given("G04", 100, 3), given("T123", 100, 3)),
    case("IN42", only_items(CLEAN, "T"), CLEAN),
    case(
        "IN43",
        given("T14", 900, 4),
        given("R02", 300, 4, given("T14", 900, 4)),
    ),
    case("IN43", long_ago(given("T14", 900, 4)), lately_ill(given("T14", 900, 4))),
    case("IN45", given("R02", 10001, 4), given("R02", 10000, 4)),
    case("IN46", given("J501", 800, note="收到礼金"), given("N15", 800, note="收到礼金")),
    case("IN46", given("J501", 800, note="收到礼金"), given("J501", 800, note="卖豆腐")),
    case("IN47", ROUND, given("J501", 1500, None, ROUND)),
    case("IN48", given("G03", 9, 1, only_items(CLEAN, "T")), given("G03", 10, 1, only_items(CLEAN, "T"))),
    case(
        "IN48/income",
        scaled(only_items(CLEAN, "T011"), 5, 202310, 202512),
        only_items(CLEAN, "T011"),
    ),
]


@pytest.mark.parametrize("proof", CASES, ids=name_of)
def test_the_rule_finds_whoever_breaks_it(proof: Case) -> None:
    assert found(proof.broken, proof)


@pytest.mark.parametrize("proof", CASES, ids=name_of)
def test_the_rule_spares_whoever_does_not(proof: Case) -> None:
    assert not found(proof.spared, proof)

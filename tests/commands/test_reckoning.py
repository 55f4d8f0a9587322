"""``income`` and ``check``: every window and basis against a book added up by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from village_desk.rules.months import Month
from village_desk.rules.records import Household, LedgerLine, Person
from village_desk.store.book import Village, create_book
from village_desk.store.ids import new_id
from village_desk.store.journal import Deed
from village_desk.store.keys.keyslots import PRACTICE
from village_desk.store.keys.practice_key import PRACTICE_PASSPHRASE

from .conftest import Call

CODE = "990101001003"
_LINES = (
    ("G01", 202312, 3_000_00),  # before every window but the calendar year 2023
    ("G01", 202410, 10_000_00),  # first month of the income year 2025
    ("J101", 202412, 4_000_00),
    ("Z10", 202412, 1_500_50),
    ("C3", 202503, 500_00),
    ("T011", 202506, 1_740_00),
    ("X11", 202505, 100_00),  # tax: P2 takes it
    ("X13", 202505, 200_00),  # gift: P2 takes it
    ("X02", 202504, 400_00),  # social security: P3 takes it
    ("R01", 202507, 900_00),  # claim: P4 adds it
    ("R02", 202508, 700_00),  # own payment: P4 takes it
    ("N09", 202507, 5_000_00),  # a memo line is never income
    ("G01", 202510, 6_000_00),  # first month of the income year 2026, still calendar 2025
)
PARTS = ("wages", "production", "cost", "property", "transfer", "net", "per_capita")


@pytest.fixture
def reckoned(tmp_path: Path) -> Path:
    """One household of three, one of them not counted, and one household with nothing."""
    path = tmp_path / "手算.book"
    village = Village(CODE, "手算村", "shidian_2025", "practice")
    book, _ = create_book(path, village, PRACTICE_PASSPHRASE, cost=PRACTICE)
    with book, book.changing(Deed("import", "演练员")) as change:
        full, bare = new_id(), new_id()
        change.insert(Household(full, CODE, number="0001", head_name="单秀英", group="一组"))
        change.insert(Household(bare, CODE, number="0002", group="二组"))
        for place, name in enumerate(("单秀英", "翟玉兰", "仇大山"), 1):
            counted = False if place == 3 else None
            change.insert(Person(new_id(), CODE, full, place, name=name, counted=counted))
        for item, month, amount in _LINES:
            line = LedgerLine(new_id(), CODE, full, item=item, span="月", month=Month(month), amount=amount)
            change.insert(line)
    return path


def parts(amounts: dict[str, object]) -> tuple[object, ...]:
    return tuple(amounts[part] for part in PARTS)


@pytest.mark.parametrize(
    ("words", "window", "expected"),
    [
        (
            (),
            ("2024-10", "2025-09"),
            ("10000.00", "4000.00", "1500.50", "500.00", "1740.00", "14739.50", "7369.75"),
        ),
        (
            ("--window", "income-year"),
            ("2024-10", "2025-09"),
            ("10000.00", "4000.00", "1500.50", "500.00", "1740.00", "14739.50", "7369.75"),
        ),
        (
            ("--window", "calendar"),
            ("2025-01", "2025-12"),
            ("6000.00", "0.00", "0.00", "500.00", "1740.00", "8240.00", "4120.00"),
        ),
        (
            ("--window", "12m:2025-06"),
            ("2024-07", "2025-06"),
            ("10000.00", "4000.00", "1500.50", "500.00", "1740.00", "14739.50", "7369.75"),
        ),
        (
            ("--window", "12m:2024-11"),
            ("2023-12", "2024-11"),
            ("13000.00", "0.00", "0.00", "0.00", "0.00", "13000.00", "6500.00"),
        ),
    ],
)
def test_each_window_gives_what_was_added_up_by_hand(
    call: Call,
    reckoned: Path,
    words: tuple[str, ...],
    window: tuple[str, str],
    expected: tuple[str, ...],
) -> None:
    told = call("income", reckoned, "--year", 2025, *words, "--json")
    assert told.code == 0
    assert told.document["window"] == {"from": window[0], "to": window[1]}
    first, second = told.document["households"]
    assert (first["number"], first["head"], first["persons"]) == ("0001", "单秀英", 2)
    assert first["registered"] == 3
    assert parts(first) == expected
    assert parts(second) == (*("0.00",) * 6, None), "nobody to divide by is missing, not zero"
    assert parts(told.document["village"]) == expected
    assert told.document["village"]["households"] == 2


@pytest.mark.parametrize(
    ("basis", "net", "per_capita"),
    [
        ("P1", "14739.50", "7369.75"),
        ("P2", "14439.50", "7219.75"),  # less 100 tax and 200 gifts
        ("P3", "14339.50", "7169.75"),  # less 400 social security
        ("P4", "14939.50", "7469.75"),  # more 900 claims, less 700 own payments
    ],
)
def test_each_basis_gives_what_was_added_up_by_hand(
    call: Call, reckoned: Path, basis: str, net: str, per_capita: str
) -> None:
    told = call("income", reckoned, "--year", 2025, "--basis", basis, "--json")
    assert told.code == 0
    assert told.document["basis"] == basis
    assert told.document["year"] == 2025
    assert (told.document["village"]["net"], told.document["village"]["per_capita"]) == (net, per_capita)
    assert net in call("income", reckoned, "--year", 2025, "--basis", basis).out


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        (("--basis", "P9"), "unknown-basis"),
        (("--window", "去年"), "not-a-period"),
        (("--window", "12m:2025-13"), "not-a-period"),
        (("--window", "12m:"), "not-a-period"),
    ],
)
def test_a_window_or_basis_that_is_not_there_is_wrong_use(
    call: Call, reckoned: Path, words: tuple[str, ...], refused: str
) -> None:
    told = call("income", reckoned, "--year", 2025, *words, "--json")
    assert (told.code, told.document["refused"]) == (2, refused)


@pytest.mark.parametrize("year", ["1025", "99999", "-1"])
def test_a_year_that_is_none_is_wrong_use(call: Call, reckoned: Path, year: str) -> None:
    told = call("income", reckoned, f"--year={year}", "--json")
    assert told.code == 2
    assert told.document["refused"] in ("not-a-period", "wrong-use")


def test_findings_have_the_shape_of_the_contract_and_are_counted(call: Call, practice: Path) -> None:
    told = call("check", practice, "--period", "2025Q4", "--json")
    assert told.code == 1
    assert told.document["period"] == "2025Q4"
    keys = {"rule", "county", "level", "household", "person", "message", "values", "state"}
    assert all(keys <= finding.keys() for finding in told.document["findings"])
    levels = [finding["level"] for finding in told.document["findings"]]
    assert told.document["counts"] == {level: levels.count(level) for level in ("必改", "疑点", "提示")}
    assert len(levels) > 0
    plain = call("check", practice, "--period", "2025Q4")
    assert plain.code == 1
    assert len(plain.out.splitlines()) == len(levels) + 1
    assert "None" not in plain.out


def test_a_book_without_findings_is_done(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "空.book"
    village = Village(CODE, "空村", "shidian_2025", "practice")
    create_book(path, village, PRACTICE_PASSPHRASE, cost=PRACTICE)[0].close()
    told = call("check", path, "--period", "2025Q2", "--json")
    assert told.code == 0
    assert told.document["findings"] == []
    assert told.document["counts"] == {"必改": 0, "疑点": 0, "提示": 0}


@pytest.mark.parametrize("period", ["2025Q5", "2025", "二季度", "2025q0", "1025Q1"])
def test_a_quarter_that_is_none_is_wrong_use(call: Call, practice: Path, period: str) -> None:
    told = call("check", practice, "--period", period, "--json")
    assert (told.code, told.document["refused"]) == (2, "not-a-period")

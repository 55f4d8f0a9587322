"""``plan``: baseline, target, measures and what the ledger says they have brought."""

from __future__ import annotations

from pathlib import Path

import pytest

from village_desk.rules.money import Fen, Thousandths
from village_desk.rules.months import Month
from village_desk.rules.records import Household, LedgerLine, Person
from village_desk.rules.support_records import Measure, Plan
from village_desk.store.book import Village, create_book
from village_desk.store.ids import new_id
from village_desk.store.journal import Deed
from village_desk.store.keys.keyslots import PRACTICE
from village_desk.store.keys.practice_key import PRACTICE_PASSPHRASE

from .conftest import Call

CODE = "990101001003"


@pytest.fixture
def planned(tmp_path: Path) -> Path:
    """One household with a plan, its second version in force, and one without."""
    path = tmp_path / "计划.book"
    village = Village(CODE, "计划村", "shidian_2025", "practice")
    book, _ = create_book(path, village, PRACTICE_PASSPHRASE, cost=PRACTICE)
    with book, book.changing(Deed("import", "演练员")) as change:
        one, worker = new_id(), new_id()
        change.insert(Household(one, CODE, number="0001", head_name="单秀英"))
        change.insert(Household(new_id(), CODE, number="0002"))
        change.insert(Person(worker, CODE, one, 1, name="单秀英"))
        start = {"baseline_wages": Fen(2_000_000), "baseline_cost": Fen(100_000)}
        change.insert(Plan(new_id(), CODE, one, 2025, 1, wages=Fen(2_100_000), **start))  # type: ignore[arg-type]
        adjusted = Plan(new_id(), CODE, one, 2025, 2, wages=Fen(2_600_000), change_reason="涨工资", **start)  # type: ignore[arg-type]
        change.insert(adjusted)
        change.insert(
            Measure(
                new_id(),
                CODE,
                one,
                2025,
                worker,
                measure="W01",
                item="G01",
                quantity=Thousandths(8_000),
                unit="月",
                increment=Fen(300_000),
                responsible="周平",
                due=Month(202509),
            )
        )
        for month, yuan in ((202401, 6_000), (202501, 9_000), (202504, 4_000)):
            line = LedgerLine(
                new_id(), CODE, one, worker, item="G01", month=Month(month), amount=Fen(yuan * 100)
            )
            change.insert(line)
    return path


def test_the_plan_in_force_with_what_its_measures_have_brought_by_quarter(call: Call, planned: Path) -> None:
    document = call("plan", planned, "--year", 2025, "--json").document
    one, other = document["households"]
    assert (one["number"], one["version"]) == ("0001", 2)
    assert (one["baseline"]["net"], one["target"]["wages"], one["target"]["net"]) == (
        "19000.00",
        "26000.00",
        "26000.00",
    )
    (measure,) = one["measures"]
    assert (measure["code"], measure["person"], measure["item"]) == ("W01", "#1", "G01")
    assert (measure["quantity"], measure["unit"], measure["increment"]) == ("8", "月", "3000.00")
    assert (measure["responsible"], measure["due"]) == ("周平", "2025-09")
    assert measure["actual"] == {"2025Q1": None, "2025Q2": "3000.00", "2025Q3": "4000.00", "2025Q4": None}
    assert other["version"] is None
    assert other["baseline"]["net"] is None
    assert other["measures"] == []


def test_the_village_sums_up_what_is_planned_and_what_still_lacks_a_measure(
    call: Call, planned: Path
) -> None:
    village = call("plan", planned, "--year", 2025, "--json").document["village"]
    assert village == {
        "baseline": "19000.00",
        "target": "26000.00",
        "planned": "3000.00",
        "gap": "4000.00",
        "without_plan": 1,
    }
    assert call("plan", planned, "--year", 2025).out.strip().startswith("2025年度：2户中1户有计划，措施1项")

"""``candidates``: who is under the line of the twelve months before a month."""

from __future__ import annotations

from pathlib import Path

from village_desk.rules.months import Month
from village_desk.rules.records import Household, LedgerLine, Person
from village_desk.store.book import Village, create_book
from village_desk.store.ids import new_id
from village_desk.store.journal import Deed
from village_desk.store.keys.keyslots import PRACTICE
from village_desk.store.keys.practice_key import PRACTICE_PASSPHRASE

from .conftest import Call

CODE = "990101001003"


def book_with(tmp_path: Path, *earned: tuple[str, int, int], **answers: str) -> Path:
    """A book with a household of one for each (name, month, yuan), in a county whose line is 8,700."""
    path = tmp_path / "筛查.book"
    book, _ = create_book(
        path, Village(CODE, "筛查村", "shidian_2025", "practice"), PRACTICE_PASSPHRASE, cost=PRACTICE
    )
    with book, book.changing(Deed("import", "演练员")) as change:
        for number, (name, month, yuan) in enumerate(earned, 1):
            home = new_id()
            change.insert(Household(home, CODE, number=f"{number:04d}", head_name=name, **answers))  # type: ignore[arg-type]
            change.insert(Person(new_id(), CODE, home, 1, name=name))
            change.insert(LedgerLine(new_id(), CODE, home, item="G01", month=Month(month), amount=yuan * 100))  # type: ignore[arg-type]
    return path


def test_candidates_are_printed_with_their_line_gap_and_reasons(tmp_path: Path, call: Call) -> None:
    path = book_with(
        tmp_path, ("单秀英", 202406, 8_000), ("翟玉兰", 202505, 20_000), ("仇大山", 202410, 9_000)
    )
    answer = call("candidates", path, "--month", "2025-06", "--json")
    assert answer.code == 0
    document = answer.document
    assert (document["month"], document["line"], document["band"]) == ("2025-06", "8700.00", "9570.00")
    assert document["window"] == {"from": "2024-06", "to": "2025-05"}
    assert document["notice"] is None
    shown = [
        (
            one["household"],
            one["head"],
            one["per_capita"],
            one["line"],
            one["gap"],
            one["reasons"],
            one["monitored"],
        )
        for one in document["candidates"]
    ]
    assert shown == [
        ("0001", "单秀英", "8000.00", "8700.00", "-700.00", ["低于监测线"], False),
        ("0003", "仇大山", "9000.00", "8700.00", "300.00", ["接近监测线"], False),
    ]
    assert "8,000.00" in document["candidates"][0]["details"][0]


def test_a_ledger_that_does_not_reach_back_is_said_so(tmp_path: Path, call: Call) -> None:
    answer = call("candidates", book_with(tmp_path, ("单秀英", 202501, 2_000)), "--month", "2025-06")
    assert answer.code == 0
    assert "0001 单秀英" in answer.out
    assert "2025年1月" in answer.out


def test_the_line_of_the_year_before_holds_until_the_new_one_is_stated(tmp_path: Path, call: Call) -> None:
    path = book_with(tmp_path, ("单秀英", 202512, 2_000))
    document = call("candidates", path, "--month", "2026-03", "--json").document
    assert (document["line"], document["line_year"]) == ("8700.00", 2025)
    assert "2025" in document["notice"]
    before = call("candidates", path, "--month", "2024-06", "--json").document
    assert (before["line"], before["band"]) == (None, None)


def test_a_month_that_is_none_is_refused(tmp_path: Path, call: Call) -> None:
    answer = call("candidates", book_with(tmp_path), "--month", "2025-13", "--json")
    assert answer.code == 2
    assert answer.document["refused"] == "not-a-period"

"""A township's own sight of its villages' work: visits, candidates and plans by village, one at a time."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from weakref import ref

import pytest
from msgspec.structs import replace

from village_desk.entry.visit_blocks import blocks
from village_desk.rules.followup_records import QUARTER_CLOSED, QUARTER_TRACKING, QuarterState
from village_desk.rules.money import Fen
from village_desk.rules.months import Month
from village_desk.rules.pictures import VillagePicture
from village_desk.rules.records import NO_CHANGE, Household, Record, Visit
from village_desk.rules.support_records import Measure, Plan
from village_desk.store.book import open_with
from village_desk.store.ids import new_id
from village_desk.store.journal import Deed
from village_desk.store.reckoned import township_year
from village_desk.store.villages import township

from .conftest import Call
from .test_partners import GOOD
from .test_township_figures import VILLAGES, sent  # noqa: F401 - a fixture

QUARTER = Month(202501)
STATES = (QUARTER_CLOSED, QUARTER_TRACKING, None)
"""By village: how far it has brought the quarter; in the second one household of two was visited."""


def _work(code: str, households: list[Household], state: str | None) -> list[Record]:
    visited = {QUARTER_CLOSED: households, QUARTER_TRACKING: households[:1]}.get(state or "", [])
    told = {key: NO_CHANGE for key, _ in blocks()}
    made: list[Record] = [
        Visit(new_id(), code, one.id, quarter=QUARTER, visitor_1="李村干", **told)  # type: ignore[arg-type]
        for one in visited
    ]
    if state is not None:
        made.append(QuarterState(new_id(), code, QUARTER, state, date(2025, 4, 2)))
    for one in visited:
        made.append(Plan(new_id(), code, one.id, 2025, baseline_wages=Fen(1_000_000), wages=Fen(1_500_000)))
        made.append(Measure(new_id(), code, one.id, year=2025, measure="other", increment=Fen(200_000)))
    return made


@pytest.fixture
def worked(call: Call, sent: Callable[..., Path], tmp_path: Path) -> Callable[..., Path]:  # noqa: F811
    """The township's book after a further package of each village, with what the village has done."""

    def working(**more: bool) -> Path:
        town = sent(**more)
        for village, state in zip(VILLAGES, STATES, strict=True):
            path = tmp_path / f"{village.code}.book"
            with open_with(path, GOOD) as book:
                with book.reading() as reading:
                    households = sorted(reading.all(Household), key=lambda one: one.number or "")
                with book.changing(Deed("visit-saved", "试")) as change:
                    change.insert_many(_work(village.code, households, state))
            made = call("pack", path, "--period", "2025Q3", "--to", tmp_path, "--json").document
            assert call("merge", town, made["file"]).code in (0, 1)
        return town

    return working


def test_a_quarters_visits_are_told_by_village_with_who_is_overdue(
    call: Call, worked: Callable[..., Path]
) -> None:
    town = worked()
    told = call("tracking", town, "--period", "2025Q2", "--json")
    document = told.document
    assert (told.code, document["state"], document["due"], document["done"]) == (1, "未开始", 4, 2)
    assert document["villages"] == [
        {"code": code, "name": name, "state": state, "due": due, "done": done, "overdue": due - done}
        for (code, name), (state, due, done) in zip(
            [(one.code, one.name) for one in VILLAGES],
            [("已关账", 1, 1), ("跟踪中", 2, 1), ("未开始", 1, 0)],
            strict=True,
        )
    ]
    assert [(one["village"], one["household"]) for one in document["overdue"]] == [
        (VILLAGES[1].code, "0002"),
        (VILLAGES[2].code, "0001"),
    ]
    said = call("tracking", town, "--period", "2025Q2").out
    assert "桃花坞村：跟踪中，已跟踪1户，共2户，逾期1户。" in said
    assert "桃花坞村 0002 一组" in said


@pytest.mark.parametrize(
    "words",
    [("tracking", "--period", "2025Q2"), ("candidates", "--month", "2025-10"), ("plan", "--year", 2025)],
)
def test_one_village_is_told_as_its_own_book_tells_it(
    call: Call, worked: Callable[..., Path], tmp_path: Path, words: tuple[object, ...]
) -> None:
    town, (command, *rest) = worked(), words
    for village in VILLAGES:
        own = call(command, tmp_path / f"{village.code}.book", *rest, "--json")
        seen = call(command, town, *rest, "--village", village.code, "--json")
        assert (seen.code, seen.document) == (own.code, own.document)
        assert "villages" not in own.document
    refused = call(command, town, *rest, "--village", "990101001999", "--json")
    assert refused.document["refused"] == "no-package-of-village"


def test_a_months_candidates_are_told_by_village(call: Call, worked: Callable[..., Path]) -> None:
    town = worked()
    told = call("candidates", town, "--month", "2025-10", "--json")
    document = told.document
    assert told.code == 0
    found = [(one["village"], one["household"], one["reasons"]) for one in document["candidates"]]
    assert found == [
        (VILLAGES[1].code, "0001", ["低于监测线"]),
        (VILLAGES[1].code, "0002", ["低于监测线"]),
    ]
    assert [(one["code"], one["candidates"]) for one in document["villages"]] == [
        (VILLAGES[0].code, 0),
        (VILLAGES[1].code, 2),
        (VILLAGES[2].code, 0),
    ]
    assert document["villages"][1]["reasons"] == {
        "低于监测线": 2,
        "接近监测线": 0,
        "收入骤降": 0,
        "支出骤增": 0,
    }
    assert document["line"] == document["candidates"][0]["line"] is not None
    assert "桃花坞村：候选2户。" in call("candidates", town, "--month", "2025-10").out


def test_the_plans_are_added_up_by_village_and_worked_back_over_all(
    call: Call, worked: Callable[..., Path]
) -> None:
    document = call("plan", worked(), "--year", 2025, "--json").document
    whole, villages = document["township"], document["villages"]
    assert "village" not in document
    assert [(one["code"], one["planned"], one["without_plan"]) for one in villages] == [
        (VILLAGES[0].code, "2000.00", 0),
        (VILLAGES[1].code, "2000.00", 1),
        (VILLAGES[2].code, "0.00", 1),
    ]
    assert whole == {
        "baseline": "20000.00",
        "target": "30000.00",
        "planned": "4000.00",
        "gap": "6000.00",
        "without_plan": 2,
    }
    assert [(one["village"], one["number"]) for one in document["households"]] == [
        (VILLAGES[0].code, "0001"),
        (VILLAGES[1].code, "0001"),
        (VILLAGES[1].code, "0002"),
        (VILLAGES[2].code, "0001"),
    ]


def test_the_target_is_worked_back_over_all_villages_from_sums(
    call: Call, worked: Callable[..., Path], tmp_path: Path
) -> None:
    """9,000.10 a head, where the mean of the villages' means would be 9,166.75."""
    town = worked()
    books = [town, *(tmp_path / f"{village.code}.book" for village in VILLAGES)]
    whole, *villages = [
        call("plan", book, "--year", 2025, "--json").document["worked_back"] for book in books
    ]
    assert whole is not None
    for reach, sums in whole["by_reach"].items():
        for key in ("households", "persons"):
            assert sums[key] == sum(one["by_reach"][reach][key] for one in villages)
    assert len(whole["households"]) == sum(len(one["households"]) for one in villages)
    assert {one["village"] for one in whole["households"]} == {village.code for village in VILLAGES}


def test_whom_two_villages_hold_is_screened_in_one_of_them(call: Call, worked: Callable[..., Path]) -> None:
    """The man with 3,000 yuan is counted in the first village: 23,000 over three is 7,666.67 a head there."""
    document = call("candidates", worked(claimed=True), "--month", "2025-10", "--json").document
    first = [one for one in document["candidates"] if one["village"] == VILLAGES[0].code]
    assert [(one["persons"], one["per_capita"]) for one in first] == [(3, "7666.67")]
    assert not [one for one in document["candidates"] if one["village"] == VILLAGES[2].code]


class _Noted(list[Any]):
    """Households of whom it can be seen when they are gone."""


def test_one_village_at_a_time_stands_in_memory(
    call: Call, worked: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    town, before, alive = worked(), list[ref[_Noted]](), list[int]()
    read = township.village_picture

    def noting(*arguments: Any) -> VillagePicture:
        gc.collect()
        alive.append(sum(one() is not None for one in before))
        picture = read(*arguments)
        households = _Noted(picture.households)
        before.append(ref(households))
        return replace(picture, households=households)

    for module in (township, township_year):
        monkeypatch.setattr(module, "village_picture", noting)
    for words in (
        ("tracking", "--period", "2025Q2"),
        ("candidates", "--month", "2025-10"),
        ("plan", "--year", 2025),
        ("income", "--year", 2025),
        ("indicators", "--year", 2025),
    ):
        alive.clear()
        call(words[0], town, *words[1:], "--json")
        assert set(alive) == {0}, words
        assert len(alive) in (3, 6), "each village is read, for the numbers of its people perhaps once more"


def test_a_townships_book_writes_nothing_of_a_village_and_says_where_to(
    call: Call,
    sent: Callable[..., Path],  # noqa: F811
) -> None:
    refused = call("script", sent(), "--json")
    assert (refused.code, refused.document["refused"]) == (1, "only-in-a-village-book")
    assert "村账本" in refused.document["message"]

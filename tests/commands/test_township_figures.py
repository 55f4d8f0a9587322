"""The figures of a township: sums of its villages' people and money, divided once, nobody counted twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from village_desk.rules.money import Fen
from village_desk.rules.months import Month
from village_desk.rules.records import Household, LedgerLine, Person
from village_desk.store.book import Village, create_book, open_with
from village_desk.store.ids import new_id
from village_desk.store.journal import Deed
from village_desk.store.settings import choose

from .conftest import Call
from .test_partners import EASY, GOOD, TOWN, card

VILLAGES = (
    Village("990101001002", "柳树湾村", "shidian_2025"),
    Village("990101001003", "桃花坞村", "shidian_2025"),
    Village("990101001004", "石板桥村", "shidian_2025"),
)
HOUSEHOLDS = (
    ((2, 20_000, 16_000),),
    ((1, 5_000, 6_000), (3, 21_001, 24_000)),
    ((4, 44_000, 40_000),),
)
"""By village: members, and the wages in yuan of 2025 and of 2024.

柳树湾 20,000 / 2 = 10,000; 桃花坞 26,001 / 4 = 6,500.25; 石板桥 44,000 / 4 = 11,000.
The township 90,001 / 10 = 9,000.10, where the mean of the three would be 9,166.75.
"""
CLAIMED = "990101198003071224"


def _family(code: str, number: int, members: int, now: int, before: int) -> list[Any]:
    one = new_id()
    people = [Person(new_id(), code, one, place, name="单秀英") for place in range(1, members + 1)]
    lines = [
        LedgerLine(new_id(), code, one, item="G01", month=Month(month), amount=Fen(yuan * 100))
        for month, yuan in ((202503, now), (202403, before))
    ]
    household = Household(one, code, number=f"000{number}", group="一组", household_class="脱贫户")
    return [household, *people, *lines]


def _claimed(code: str, household_id: str, place: int) -> list[Any]:
    """The same man, with 3,000 yuan of his own."""
    man = Person(new_id(), code, household_id, place, name="单大柱", identity_number=CLAIMED)
    wages = LedgerLine(
        new_id(), code, household_id, man.id, item="G01", month=Month(202503), amount=Fen(300_000)
    )
    return [man, wages]


@pytest.fixture
def sent(tmp_path: Path, phrase: Callable[[str], Path], call: Call) -> Callable[..., Path]:
    """Makes a township's book that its three villages have sent their packages to."""

    def sending(*, claimed: bool = False) -> Path:
        phrase(GOOD)
        town = tmp_path / "town.book"
        create_book(town, TOWN, GOOD, cost=EASY)[0].close()
        keys = card(call, town)
        for village, families in zip(VILLAGES, HOUSEHOLDS, strict=True):
            path = tmp_path / f"{village.code}.book"
            book, _ = create_book(path, village, GOOD, cost=EASY)
            with book, book.changing(Deed("import", "试")) as change:
                for number, family in enumerate(families, 1):
                    records = _family(village.code, number, *family)
                    change.insert_many(records)
                    if claimed and village is not VILLAGES[1]:
                        change.insert_many(_claimed(village.code, records[0].id, family[0] + 1))
            call("trust", path, keys)
            call("trust", town, card(call, path))
            made = call("pack", path, "--period", "2025Q2", "--to", tmp_path, "--json").document
            assert call("merge", town, made["file"]).code in (0, 1)
        return town

    return sending


def test_people_and_money_are_added_before_they_are_divided(call: Call, sent: Callable[..., Path]) -> None:
    document = call("income", sent(), "--year", 2025, "--json").document
    assert [(one["code"], one["per_capita"], one["persons"], one["net"]) for one in document["villages"]] == [
        (VILLAGES[0].code, "10000.00", 2, "20000.00"),
        (VILLAGES[1].code, "6500.25", 4, "26001.00"),
        (VILLAGES[2].code, "11000.00", 4, "44000.00"),
    ]
    whole = document["township"]
    assert (whole["per_capita"], whole["persons"], whole["net"]) == ("9000.10", 10, "90001.00")
    assert (whole["households"], whole["counted_once"]) == (4, 0)
    assert "village" not in document
    below = [one for one in document["households"] if one["village"] == VILLAGES[1].code]
    assert [(one["number"], one["per_capita"]) for one in below] == [("0001", "5000.00"), ("0002", "7000.33")]


def test_whom_two_villages_hold_is_counted_in_the_first_and_told(
    call: Call, sent: Callable[..., Path]
) -> None:
    town = sent(claimed=True)
    document = call("income", town, "--year", 2025, "--json").document
    assert [(one["persons"], one["net"]) for one in document["villages"]] == [
        (3, "23000.00"),
        (4, "26001.00"),
        (4, "44000.00"),
    ]
    whole = document["township"]
    assert (whole["persons"], whole["net"], whole["counted_once"]) == (11, "93001.00", 1)
    assert "1人在两个村都在册" in call("income", town, "--year", 2025).out


def test_every_indicator_has_the_township_and_its_villages(call: Call, sent: Callable[..., Path]) -> None:
    document = call("indicators", sent(), "--year", 2025, "--json").document
    found = {(one["id"], one["group"]): one for one in document["indicators"]}
    income = found["per_capita_net_income", "lifted"]
    assert (income["value"], income["numerator"], income["denominator"]) == ("9000.10", "90001.00", 10)
    assert income["villages"][1] == {
        "code": VILLAGES[1].code,
        "name": VILLAGES[1].name,
        "value": "6500.25",
        "numerator": "26001.00",
        "denominator": 4,
        "state": "not stated",
    }
    under = found["below_floor", "lifted"]
    assert (under["value"], [one["value"] for one in under["villages"]]) == (4, [0, 4, 0])
    assert {member.split("/")[0] for member in under["members"]} == {VILLAGES[1].code}


def test_what_is_asked_of_each_village_is_not_asked_of_the_sum(call: Call, sent: Callable[..., Path]) -> None:
    document = call("indicators", sent(), "--year", 2025, "--json").document
    leaders = next(one for one in document["indicators"] if one["id"] == "village_leaders")
    assert (leaders["state"], leaders["target"]) == ("not stated", None)
    assert [one["state"] for one in leaders["villages"]] == ["short"] * 3


def test_the_summary_has_a_row_for_each_village_and_one_for_all(
    call: Call, sent: Callable[..., Path], tmp_path: Path
) -> None:
    out = tmp_path / "汇总.xlsx"
    made = ("--period", "2025", "--format", "xlsx", "--copy", "report", "--out", out)
    assert call("sheet", sent(), "F7", *made).code == 0
    found = [_filled(row) for row in load_workbook(out).active.iter_rows(values_only=True)]
    rows = {row[0]: row for row in found if row}
    assert [name for name in rows if name in [village.name for village in VILLAGES]] == [
        village.name for village in VILLAGES
    ]
    levels = [row for row in found if row and row[0] in (VILLAGES[1].name, "全乡（镇）合计")]
    assert levels[0][1:4] == [2, 4, 4]
    assert levels[1][1:4] == [4, 10, 10]
    assert levels[0][8:12] == [13_000.5, 6500.25, 7500, -0.133]  # 26,001 / 2, and 30,000 / 4 the year before
    assert levels[1][8:12] == [22_500.25, 9000.1, 8600, 0.047]  # 90,001 / 4, and 86,000 / 10
    assert any("乡（镇）负责人" in str(cell) for row in found for cell in row)
    assert any(TOWN.name in str(row[0]) and "共 3 个村" in str(row[0]) for row in found if row)


def _filled(row: tuple[object, ...]) -> list[object]:
    return [cell for cell in row if cell is not None]


def test_what_is_each_villages_own_has_no_sheet_of_the_township(
    call: Call, sent: Callable[..., Path], tmp_path: Path
) -> None:
    out = tmp_path / "公示.xlsx"
    made = ("--period", "2025Q2", "--format", "xlsx", "--copy", "report", "--out", out, "--json")
    town = sent()
    for sheet in ("F12", "F1", "F3"):
        refused = call("sheet", town, sheet, *made)
        assert (refused.code, refused.document["refused"]) == (1, "sheet-not-of-a-town")
        assert all(known in refused.document["message"] for known in ("F5", "F6", "F7", "F13"))
        assert not out.exists()


def test_the_checks_are_told_village_by_village_with_their_rules(
    call: Call, sent: Callable[..., Path]
) -> None:
    town = sent()
    told = call("check", town, "--period", "2025Q2", "--json")
    document = told.document
    assert told.code == 1
    assert [one["code"] for one in document["villages"]] == [village.code for village in VILLAGES]
    for village, own in zip(document["villages"], VILLAGES, strict=True):
        mine = [one for one in document["findings"] if one["village"] == own.code]
        assert sum(village["counts"].values()) == sum(village["rules"].values()) == len(mine) > 0
    assert sum(document["counts"].values()) == len(document["findings"])
    assert sum(document["rules"].values()) == len(document["findings"])
    said = call("check", town, "--period", "2025Q2").out
    assert all(f"{village.name}：必改" in said for village in VILLAGES)


def test_a_village_of_the_township_is_asked_as_if_it_stood_alone(
    call: Call, sent: Callable[..., Path], tmp_path: Path
) -> None:
    town, one = sent(), VILLAGES[1]
    village = tmp_path / f"{one.code}.book"
    at = ("--village", one.code)
    alone = call("check", village, "--period", "2025Q2", "--json").document
    assert call("check", town, "--period", "2025Q2", *at, "--json").document == alone
    income = call("income", town, "--year", 2025, *at, "--json").document
    assert income == call("income", village, "--year", 2025, "--json").document
    mine = call("indicators", village, "--year", 2025, "--json").document["indicators"]
    seen = call("indicators", town, "--year", 2025, *at, "--json").document["indicators"]
    assert [one["value"] for one in seen] == [one["value"] for one in mine]
    out = tmp_path / "明白卡.pdf"
    card = ("--period", "2025", "--format", "pdf", "--copy", "internal", "--out", out)
    assert call("sheet", town, "F3", *at, "--household", "0002", *card).code == 0
    assert out.exists()


def test_a_village_that_is_not_there_is_refused(
    call: Call, sent: Callable[..., Path], tmp_path: Path
) -> None:
    town = sent()
    asked = ("--period", "2025Q2", "--village", "990101001999", "--json")
    assert call("check", town, *asked).document["refused"] == "no-package-of-village"
    village = tmp_path / f"{VILLAGES[0].code}.book"
    assert call("check", village, *asked).document["refused"] == "no-villages-in-book"
    card = ("--period", "2025", "--format", "pdf", "--copy", "internal", "--out", tmp_path / "卡.pdf")
    refused = call("sheet", town, "F3", "--household", "0001", *card, "--json")
    assert refused.document["refused"] == "which-village"


def _printed(call: Call, town: Path, sheet: str, period: str, out: Path) -> list[list[object]]:
    made = call(
        "sheet", town, sheet, "--period", period, "--format", "xlsx", "--copy", "report", "--out", out
    )
    assert made.code == 0, made.out
    rows = load_workbook(out).active.iter_rows(values_only=True)
    return [filled for row in rows if (filled := _filled(row))]


def test_the_register_of_the_township_has_a_row_for_each_village(
    call: Call, sent: Callable[..., Path], tmp_path: Path
) -> None:
    rows = _printed(call, sent(), "F5", "2025Q2", tmp_path / "F5.xlsx")
    assert rows[0] == ["乡（镇）季度跟踪汇总表"]
    sums = [(row[0], row[1]) for row in rows if str(row[0]).endswith("户）")]
    assert sums == [
        ("柳树湾村（1户）", 2),
        ("桃花坞村（2户）", 4),
        ("石板桥村（1户）", 4),
        ("合计（4户）", 10),
    ]
    total = next(row for row in rows if row[0] == "合计（4户）")
    assert 90_001 in total
    assert 9000.1 in total


def test_the_findings_the_analysis_and_the_lists_name_the_village(
    call: Call, sent: Callable[..., Path], tmp_path: Path
) -> None:
    town = sent()
    found = call("check", town, "--period", "2025Q2", "--json").document
    rows = _printed(call, town, "F11", "2025Q2", tmp_path / "F11.xlsx")
    levels = {row[0]: row[-3:] for row in rows if len(row) == 6}
    for village in found["villages"]:
        assert levels[village["name"]] == list(village["counts"].values())
    assert levels["全乡（镇）合计"] == list(found["counts"].values())
    assert sum("桃花坞村\n一组" in row for row in rows) == len(
        [one for one in found["findings"] if one["village"] == VILLAGES[1].code]
    )
    rows = _printed(call, town, "F13", "2025Q2", tmp_path / "F13.xlsx")
    assert ["桃花坞村", 2, 4, 0, 0, 6500.25, -0.133, 2, 0] in rows
    assert ["全乡（镇）合计", 4, 10, 0, 0, 9000.1, 0.047, 2, 0] in rows
    assert any("桃花坞村\n一组" in row for row in rows), "who has fallen is named with the village"


def test_what_marks_a_village_is_told_by_command(call: Call, sent: Callable[..., Path]) -> None:
    town = sent()
    with open_with(town, GOOD) as book, book.changing(Deed("setting-chosen", "乡镇")) as change:
        choose(change, "profile", "county_template_2022_2025")
        choose(change, "references", {"prefecture_mean": {"2025": 800_000}})
    document = call("indicators", town, "--year", 2025, "--json").document
    below = {"id": "below_reference_mean", "value": 2, "counted": 2, "target": None}
    assert document["alarms"] == [{"village": None, **below}, {"village": VILLAGES[1].code, **below}]
    assert "【重点】桃花坞村：" in call("indicators", town, "--year", 2025).out


def test_the_county_is_given_the_year_in_figures_that_can_be_added_up(
    call: Call, sent: Callable[..., Path], tmp_path: Path
) -> None:
    town, out = sent(), tmp_path / "县.xlsx"
    told = call("export", town, "--year", 2025, "--out", out, "--json")
    assert (told.code, told.document["villages"]) == (0, 3)
    book = load_workbook(out)
    assert book.sheetnames == ["收入", "指标", "重点", "核查", "低收入台账", "报送"]

    def rows(name: str) -> list[dict[str, Any]]:
        _, captions, *cells = book[name].iter_rows(values_only=True)
        return [dict(zip(captions, row, strict=True)) for row in cells]

    *villages, whole = rows("收入")
    assert [one["村代码"] for one in villages] == [village.code for village in VILLAGES]
    assert (whole["村"], whole["人均纯收入"], whole["增速"]) == ("全乡（镇）", 9000.1, 0.047)
    for column in ("户数", "登记人数", "计入人数", "纯收入", "收入下降户数", "低于监测线户数"):
        assert sum(one[column] for one in villages) == whole[column]
    found = call("check", town, "--period", "2025Q4", "--json").document
    assert sum(one["条数"] for one in rows("核查") if one["村"] == "全乡（镇）") == len(found["findings"])
    income = [
        one for one in rows("指标") if one["指标编号"] == "per_capita_net_income" and one["人群"] == "脱贫户"
    ]
    assert [one["分子"] for one in income] == [20_000, 26_001, 44_000, 90_001]
    cells = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert not any("单秀英" in cell for cell in cells), "nobody's name goes to the county"


def test_a_township_without_villages_has_nothing_for_the_county(
    call: Call, tmp_path: Path, phrase: Callable[[str], Path]
) -> None:
    phrase(GOOD)
    town, out = tmp_path / "空.book", tmp_path / "县.xlsx"
    create_book(town, TOWN, GOOD, cost=EASY)[0].close()
    refused = call("export", town, "--year", 2025, "--out", out, "--json")
    assert (refused.code, refused.document["refused"]) == (1, "nothing-to-print")
    assert not out.exists()


def test_a_duplicate_is_listed_decided_and_told_by_command(
    call: Call, sent: Callable[..., Path], tmp_path: Path
) -> None:
    town, one, other = sent(claimed=True), VILLAGES[0], VILLAGES[2]
    listed = call("duplicates", town, "--json")
    assert listed.code == 1
    (pair,) = listed.document["pairs"]
    assert [side["village"] for side in pair["sides"]] == [one.code, other.code]
    assert CLAIMED not in listed.out
    for village, reason in (("990101001099", "not-of-the-pair"), (one.code, "no-such-pair")):
        number = pair["pair"] if reason == "not-of-the-pair" else "x"
        refused = call("decide", town, number, "--village", village, "--reason", "户口", "--json")
        assert refused.document["refused"] == reason
    settled = call("decide", town, pair["pair"], "--village", other.code, "--reason", "户口在那边")
    assert (settled.code, "认定在石板桥村" in settled.out) == (0, True)
    again = call("duplicates", town, "--json")
    assert (again.code, again.document["pairs"][0]["waits_for"]) == (0, one.code)
    villages = call("income", town, "--year", 2025, "--json").document["villages"]
    assert [one["persons"] for one in villages] == [2, 4, 5]
    returned = call("return", town, "--to", tmp_path, "--village", one.code, "--json").document
    opened = call("receipt", tmp_path / f"{one.code}.book", returned["returns"][0]["file"], "--json").document
    assert (opened["decisions"], opened["decided"], opened["parameters"]) == (1, 1, None)


def test_the_townships_parameters_come_with_its_answer_and_are_taken_over_when_wanted(
    call: Call, sent: Callable[..., Path], tmp_path: Path
) -> None:
    town, village = sent(), tmp_path / f"{VILLAGES[0].code}.book"
    with open_with(town, GOOD) as book, book.changing(Deed("setting-chosen", "乡镇")) as change:
        choose(change, "lines", {"2025": 870_000})
    to = ("--to", tmp_path, "--village", VILLAGES[0].code, "--with-parameters", "--json")
    file = call("return", town, *to).document["returns"][0]["file"]

    def taken(*how: str) -> dict[str, Any]:
        found: dict[str, Any] = call("receipt", village, file, *how, "--json").document["parameters"]
        return found

    looked_at = taken()
    assert (looked_at["from"]["code"], looked_at["signer"], looked_at["written"]) == (
        TOWN.code,
        "partner",
        False,
    )
    assert [one["what"] for one in looked_at["changes"]] == ["2025"]
    assert taken("--take-parameters")["written"]
    assert taken()["changes"] == []

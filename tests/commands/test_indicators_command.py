"""``indicators``: the profile's year in the shape that scripts rely on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from village_desk.rules.money import Fen
from village_desk.rules.months import Month
from village_desk.rules.pictures import VillagePicture
from village_desk.rules.records import Household, LedgerLine, Person
from village_desk.store.book import Village, create_book
from village_desk.store.ids import new_id
from village_desk.store.journal import Deed
from village_desk.store.keys.keyslots import PRACTICE
from village_desk.store.keys.practice_key import PRACTICE_PASSPHRASE
from village_desk.store.reckoned.checked import with_checks

from .conftest import Call

CODE = "990101001003"


@pytest.fixture
def village(tmp_path: Path) -> Path:
    """Two households of one: one under the floor of 8,700 yuan, one over it."""
    path = tmp_path / "指标.book"
    book, _ = create_book(
        path, Village(CODE, "指标村", "shidian_2025", "practice"), PRACTICE_PASSPHRASE, cost=PRACTICE
    )
    with book, book.changing(Deed("import", "演练员")) as change:
        for number, yuan in (("0001", 8_699), ("0002", 20_000)):
            one = new_id()
            change.insert(Household(one, CODE, number=number, household_class="脱贫户"))
            change.insert(Person(new_id(), CODE, one, 1, number=f"{number}1", name="单秀英"))
            change.insert(
                LedgerLine(new_id(), CODE, one, item="G01", month=Month(202503), amount=Fen(yuan * 100))
            )
    return path


def test_every_indicator_has_value_target_state_and_who_stands_behind_it(call: Call, village: Path) -> None:
    outcome = call("indicators", village, "--year", 2025, "--json")
    assert outcome.code == 1
    assert outcome.document["profile"] == "shidian_2025"
    found = {(one["id"], one["group"]): one for one in outcome.document["indicators"]}
    under = found["below_floor", "lifted"]
    assert (under["value"], under["target"], under["gap"], under["state"]) == (1, 0, 1, "short")
    assert under["members"] == ["0001/00011"]
    assert under["beside"] == [{"name": "households", "value": 1, "measure": ""}]
    bands = found["income_bands", "lifted"]
    assert [(row["name"], row["value"], row["members"]) for row in bands["rows"] if row["value"]] == [
        ("-8700", 1, ["0001"]),
        ("20000-", 1, ["0002"]),
    ]
    assert bands["rows"][0]["title"] == "8700以下"
    assert sum(row["value"] for row in bands["rows"]) == bands["value"] == 2
    leaders = found["village_leaders", "rural"]
    assert (leaders["target"], leaders["target_most"]) == (3, 5)
    income = found["per_capita_net_income", "lifted"]
    assert (income["value"], income["state"], income["target"]) == ("14349.50", "not stated", None)
    assert (income["numerator"], income["denominator"]) == ("28699.00", 2)
    assert found["relocated_employment_rate", "relocated"]["state"] == "no data"
    assert found["relocated_employment_rate", "relocated"]["value"] is None


def test_without_json_each_indicator_is_a_line_in_words(call: Call, village: Path) -> None:
    lines = call("indicators", village, "--year", 2025).out.splitlines()
    assert "低于底线人数（脱贫户）：1，目标0，未达到" in lines
    assert any(line.startswith("人均纯收入（脱贫户）：14349.50，目标—，文件未说明") for line in lines)
    bands = lines.index("收入分段户数（脱贫户）：2，目标—，文件未说明")
    assert lines[bands + 1 : bands + 3] == ["　8700以下：1，人口1", "　20000及以上：1，人口1"]


def test_the_data_of_a_year_that_is_not_in_hand_are_judged_by_its_last_quarter(
    call: Call, village: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def noting(*asked: Any) -> VillagePicture:
        quarters.append(asked[3].name)
        return with_checks(*asked)

    quarters: list[str] = []
    monkeypatch.setattr("village_desk.commands.indicators.with_checks", noting)
    document = call("indicators", village, "--year", 2023, "--json").document
    findings = call("check", village, "--period", "2023Q4", "--json").document["findings"]
    found = {one["id"]: set(one["members"]) for one in document["indicators"]}
    assert quarters == ["2023Q4"]
    assert found["open_must_change"] == {one["household"] for one in findings if one["level"] == "必改"}
    assert found["open_doubts"] == {one["household"] for one in findings if one["level"] == "疑点"} != set()

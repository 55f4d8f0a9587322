"""What a stick may bring beside a good package, a computer set up anew, and answers that say nonsense."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Invented
from village_desk.exchange.packages.arriving import Arrival, packages_in, take_in_all
from village_desk.exchange.packages.receipts import open_receipt
from village_desk.exchange.packages.return_ticket import Receipt
from village_desk.exchange.packages.sealed_file import Sealing
from village_desk.rules.exchange_records import Package
from village_desk.rules.records import Household
from village_desk.rules.refusals import Refusal
from village_desk.store.book import create_book
from village_desk.store.dump import dump_hash
from village_desk.store.keys.key_card import card_of
from village_desk.store.partners import trust
from village_desk.store.verify import verify

from .partners import EASY, GOOD, TODAY, Partners, make_partners, put


@pytest.fixture
def partners(tmp_path: Path) -> Iterator[Partners]:
    """A village with one family, and its township."""
    made = make_partners(tmp_path, 1)
    put(made.villages[0], Invented(made.villages[0].village.code).family())
    yield made
    made.close()


def test_whatever_lies_beside_it_the_good_package_is_taken_and_each_other_says_why_not(
    partners: Partners,
) -> None:
    stick = partners.stick
    good = partners.pack().path
    content = good.read_bytes()
    hidden, copy = stick / ".藏起来的.xcb", stick / f"{good.stem} (1).xcb"
    shutil.copy(good, hidden)
    shutil.copy(good, copy)
    (stick / "空的.xcb").write_bytes(b"")
    (stick / "填零.xcb").write_bytes(content[: len(content) // 2] + bytes(len(content) - len(content) // 2))
    (stick / "全是零.XCB").write_bytes(bytes(len(content)))
    (stick / "文件夹.xcb").mkdir()
    (stick / "指到别处.xcb").symlink_to(good)
    outcomes = take_in_all(partners.town, packages_in(stick), "乡镇", TODAY, only_trying=False)
    answers = {
        path.name: outcome.code
        if isinstance(outcome, Refusal)
        else ("known" if outcome.is_known else "taken")
        for path, outcome in outcomes.items()
    }
    assert sorted(answers.pop(name) for name in (good.name, hidden.name, copy.name)) == [
        "known",
        "known",
        "taken",
    ]
    assert answers == {
        "空的.xcb": "file-empty",
        "填零.xcb": "package-damaged",
        "全是零.XCB": "not-a-package",
        "文件夹.xcb": "file-not-regular",
        "指到别处.xcb": "file-not-regular",
    }
    assert verify(partners.town).problems == ()


def _taken(arrival: Arrival) -> str:
    return "known" if arrival.is_known else "taken"


def test_a_village_whose_computer_was_set_up_anew_comes_in_again_once_its_new_key_is_compared(
    partners: Partners, tmp_path: Path
) -> None:
    for _ in range(2):
        partners.merge(partners.pack().path)
    old = partners.villages[0]
    anew = create_book(tmp_path / "重装.book", old.village, GOOD, cost=EASY)[0]
    trust(anew, card_of(partners.town.village, partners.town.secret), "村里", TODAY)
    put(anew, Invented(old.village.code, seed=9).family())
    partners.villages[0] = anew
    path = partners.pack().path
    with pytest.raises(Refusal) as caught:
        partners.merge(path)
    assert caught.value.code == "package-other-key"
    card = card_of(anew.village, anew.secret)
    with pytest.raises(Refusal) as caught:
        trust(partners.town, card, "乡镇", TODAY)
    assert caught.value.code == "partner-has-another-key"
    trust(partners.town, card, "乡镇", TODAY, replacing=True)
    before = dump_hash(partners.town)
    partners.merge(path)
    assert partners.town.undo("乡镇")
    assert dump_hash(partners.town) == before, "the village stands again as its old computer sent it"
    arrival = partners.merge(path)
    assert arrival.accepted
    with partners.town.reading() as reading, anew.reading() as there:
        assert {one.id for one in reading.all(Household)} == {one.id for one in there.all(Household)}
        (package,) = reading.all(Package)
    assert package.sequence == 1
    assert verify(partners.town).problems == ()
    old.close()


def ticket(partners: Partners, *lines: object) -> Path:
    """An answer with any content, sealed and signed as the township's program would."""
    with partners.town.reading() as reading:
        (package,) = reading.all(Package)
    receipt = Receipt(
        package.id, package.hash, 1, "2025Q2", "2025-04-02", "2025-04-02", 1, 1, 1, {}, questions=0
    )
    village = partners.villages[0]
    sealing = Sealing([village.secret.public])
    sealing.add(json.dumps(line).encode() + b"\n" for line in lines)
    path = partners.stick / "回执.xch"
    path.write_bytes(sealing.file("return", receipt.table(), partners.town.village, partners.town.secret))
    return path


TOLD = {
    "id": "d",
    "person": "p",
    "other_village": "990101001002",
    "other_name": "第2村",
    "stays_in": None,
    "reason": "户口",
    "decided_on": "2025-04-02",
}


@pytest.mark.parametrize(
    "line",
    [
        {"decision": 7},
        {"decision": {}},
        {"decision": {**TOLD, "more": 1}},
        {"decision": {**TOLD, "decided_on": "昨天"}},
        {"decision": {**TOLD, "person": None}},
        {"decision": {**TOLD, "reason": "a\x00b"}},
        {"pack": 7},
        {"pack": None},
        7,
        [],
    ],
)
def test_an_answer_that_says_nonsense_is_refused_whole(partners: Partners, line: object) -> None:
    partners.merge(partners.pack().path)
    before = dump_hash(partners.villages[0])
    with pytest.raises(Refusal) as caught:
        open_receipt(partners.villages[0], ticket(partners, line), "村里", TODAY)
    assert caught.value.code == "package-damaged"
    assert dump_hash(partners.villages[0]) == before


def test_two_packs_in_one_answer_are_refused_and_one_is_taken(partners: Partners) -> None:
    partners.merge(partners.pack().path)
    village = partners.villages[0]
    with pytest.raises(Refusal):
        open_receipt(village, ticket(partners, {"pack": "a"}, {"pack": "b"}), "村里", TODAY)
    assert open_receipt(village, ticket(partners, {"pack": "a"}), "村里", TODAY).pack == b"a"
    assert open_receipt(village, ticket(partners, {"decision": TOLD}), "村里", TODAY).decided == 1

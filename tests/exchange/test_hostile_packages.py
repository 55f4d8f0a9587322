"""What a real village's key may sign and no village's program writes is refused whole, the bad row named."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import Server
from village_desk.exchange.packages.report import Report
from village_desk.exchange.packages.sealed_file import Sealing
from village_desk.rules.refusals import Refusal
from village_desk.store.dump import dump_hash
from village_desk.store.ids import new_id
from village_desk.store.keys.key_card import card_of
from village_desk.store.partners import trust
from village_desk.store.steps import newest_format

from .partners import PROFILE, TODAY, Partners, make_partners

pytestmark = pytest.mark.both_engines

HOUSEHOLD, PERSON = new_id(), new_id()
GOOD: list[object] = [
    {"table": "household", "columns": ["id", "number"]},
    [[HOUSEHOLD, "0001"]],
    {"table": "person", "columns": ["id", "household_id", "position", "name", "born_on"]},
    [[PERSON, HOUSEHOLD, 1, "张三", "1980-01-02"]],
]


@pytest.fixture(scope="module")
def partners(tmp_path_factory: pytest.TempPathFactory, server: Server | None) -> Iterator[Partners]:
    made = make_partners(tmp_path_factory.mktemp("敌"), 2, server)
    yield made
    made.close()


def lines(*contents: object) -> bytes:
    return b"".join(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in contents)


def crafted(partners: Partners, content: bytes, village: int = 0, **about: object) -> Path:
    """A package with any content, sealed and signed as that village's program would."""
    book = partners.villages[village]
    report = Report(
        quarter=202501,
        period="2025Q2",
        sequence=1,
        previous="0" * 64,
        made_on="2025-04-01",
        schema=newest_format(),
        profile=PROFILE,
        rows={},
        journal_entries=0,
        journal_head="",
        definitions={},
    ).table()
    sealing = Sealing([partners.town.secret.public])
    sealing.add([content])
    path = partners.stick / f"{new_id()}.xcb"
    path.write_bytes(sealing.file("report", {**report, **about}, book.village, book.secret))
    return path


def refused(partners: Partners, path: Path) -> str:
    """Why nothing of it is taken: the code of the refusal, or the reason of the first row that is named."""
    before = dump_hash(partners.town), partners.town.contents().entries
    try:
        arrival = partners.merge(path)
        answer = arrival.rejected[0].reason
        assert not arrival.accepted
    except Refusal as refusal:
        answer = refusal.code
    assert (dump_hash(partners.town), partners.town.contents().entries) == before
    return answer


def test_a_known_household_that_comes_back_unfit_is_named_with_its_members_still_there(
    tmp_path: Path, server: Server | None
) -> None:
    partners = make_partners(tmp_path, 1, server)
    assert partners.merge(crafted(partners, lines(*GOOD))).accepted
    nameless = [{"table": "household", "columns": ["id", "note"]}, [[HOUSEHOLD, "改"]], *GOOD[2:]]
    assert refused(partners, crafted(partners, lines(*nameless), sequence=2)) == "lacking"
    partners.close()


def test_the_good_rows_would_be_taken(partners: Partners) -> None:
    assert partners.merge(crafted(partners, lines(*GOOD)), only_trying=True).rejected == ()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff\xfe\n", "package-rows-unreadable"),
        (b"not json\n", "package-rows-unreadable"),
        (b"[" * 100_000 + b"\n", "package-rows-unreadable"),
        (b"3\n", "package-rows-unreadable"),
        (b'{"table":"household","table":"person","columns":["id"]}\n', "package-rows-unreadable"),
        (b'{"table":"household","columns":["id"]}', "package-rows-unreadable"),
        (b'[["x"]]\n', "package-rows-unreadable"),
        (lines({"table": "journal", "columns": ["id"]}), "package-unknown-column"),
        (lines({"table": "partner", "columns": ["id"]}), "package-unknown-column"),
        (lines({"table": "household", "columns": ["id", "village_code"]}), "package-unknown-column"),
        (lines({"table": "household", "columns": ["id", 'no" such']}), "package-unknown-column"),
        (lines({"table": "household", "columns": ["number", "id"]}), "package-rows-unreadable"),
        (lines({"table": "household", "columns": ["id", "id"]}), "package-rows-unreadable"),
        (lines(GOOD[0], [["a"]]), "package-rows-unreadable"),
        (lines(GOOD[0], GOOD[1], GOOD[0], GOOD[1]), "package-rows-unreadable"),
        (lines(GOOD[0]) + b'[["a",NaN]]\n', "package-rows-unreadable"),
        (lines(GOOD[0]) + b'[["a",1.5]]\n', "package-rows-unreadable"),
        (lines(GOOD[0]) + b'[["a",' + b"9" * 6000 + b"]]\n", "package-rows-unreadable"),
        (lines(GOOD[0], [[HOUSEHOLD, 7]]), "not-a-text"),
        (lines({"table": "household", "columns": ["id", "lifted_year"]}, [["a", 10**18]]), "not-a-number"),
        (lines(GOOD[0], [[HOUSEHOLD, True]]), "package-rows-unreadable"),
        (lines(GOOD[0], [[HOUSEHOLD, ["x"]]]), "package-rows-unreadable"),
        (lines(GOOD[0], [[HOUSEHOLD, "a\x00b"]]), "control-characters"),
        (lines(GOOD[0], [[HOUSEHOLD, "长" * 40_000]]), "too-long"),
        (lines(GOOD[0], [[HOUSEHOLD, "1"], [HOUSEHOLD, "2"]]), "repeated"),
        (lines(GOOD[0], [[None, "1"]]), "package-rows-unreadable"),
        (lines(GOOD[0], [[HOUSEHOLD, "1"], [new_id(), "1"]]), "taken"),
        (lines(GOOD[0], [[HOUSEHOLD, None], [new_id(), "1"]]), "lacking"),
        (lines(*GOOD[:3], [[PERSON, new_id(), 1, "张三", None]]), "loose"),
        (lines(*GOOD[:3], [[PERSON, HOUSEHOLD, 0, "张三", None]]), "not-allowed"),
        (lines(*GOOD[:3], [[PERSON, HOUSEHOLD, "1", "张三", None]]), "not-a-number"),
        (lines(*GOOD[:3], [[PERSON, HOUSEHOLD, 1, "张三", "1980-02-30"]]), "not-a-day"),
        (
            lines(
                *GOOD[:2],
                {"table": "ledger_line", "columns": ["id", "household_id", "month", "amount"]},
                [[new_id(), HOUSEHOLD, 202513, 1]],
            ),
            "not-a-month",
        ),
        (
            lines({"table": "household", "columns": ["id", "number", "voided"]}, [[HOUSEHOLD, "1", 7]]),
            "not-a-flag",
        ),
        (
            lines({"table": "setting", "columns": ["id", "name", "value"]}, [[new_id(), "lines", "{"]]),
            "package-not-checkable",
        ),
    ],
)
def test_rows_that_do_not_fit_are_refused_whole(partners: Partners, content: bytes, reason: str) -> None:
    assert refused(partners, crafted(partners, content)) == reason


def test_a_hundred_thousand_rows_end_in_the_name_of_the_first_bad_one(partners: Partners) -> None:
    many = [lines([[f"{place}-{row}", "1"] for row in range(10_000)]) for place in range(10)]
    assert refused(partners, crafted(partners, lines(GOOD[0]) + b"".join(many))) == "taken"


def test_rows_with_the_ids_of_another_village_are_refused(partners: Partners) -> None:
    first = partners.merge(crafted(partners, lines(*GOOD), village=1))
    assert first.accepted
    assert refused(partners, crafted(partners, lines(*GOOD))) == "taken"
    assert partners.town.undo("乡镇")


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"sequence": 0}, "package-damaged"),
        ({"sequence": "1"}, "package-damaged"),
        ({"quarter": 202502}, "package-damaged"),
        ({"made_on": "gestern"}, "package-damaged"),
        ({"rows": {"household": -1}}, "package-damaged"),
        ({"rows": []}, "package-damaged"),
        ({"more": 1}, "package-damaged"),
        ({"profile": "none of these"}, "package-not-checkable"),
        ({"schema": newest_format() + 1}, "package-newer"),
    ],
)
def test_a_head_that_says_nonsense_is_refused(
    partners: Partners, about: dict[str, object], code: str
) -> None:
    assert refused(partners, crafted(partners, lines(*GOOD), **about)) == code


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Partners]:
    """Another township with a village of the same code: a computer set up anew, or somebody's forgery."""
    made = make_partners(tmp_path, 1)
    yield made
    made.close()


def test_a_package_of_a_village_whose_key_nobody_knows_is_refused(partners: Partners, tmp_path: Path) -> None:
    three = make_partners(tmp_path, 3)
    assert refused(partners, crafted(three, lines(*GOOD), village=2)) == "package-from-stranger"
    three.close()


def test_a_package_that_another_key_has_signed_is_refused(partners: Partners, elsewhere: Partners) -> None:
    assert refused(partners, crafted(elsewhere, lines(*GOOD))) == "package-other-key"


def test_a_package_for_another_township_stays_closed(partners: Partners, elsewhere: Partners) -> None:
    village = partners.villages[0]
    trust(elsewhere.town, card_of(village.village, village.secret), "乡镇", TODAY, replacing=True)
    assert refused(elsewhere, crafted(partners, lines(*GOOD))) == "package-for-another"


def test_a_return_ticket_is_no_package(partners: Partners) -> None:
    village = partners.villages[0]
    sealing = Sealing([partners.town.secret.public])
    path = partners.stick / "回执.xch"
    path.write_bytes(sealing.file("return", {}, village.village, village.secret))
    assert refused(partners, path) == "package-wrong-kind"

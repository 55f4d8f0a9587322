"""The practice village: one seed is one village, as plausible and as faulty as a real one."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.listening import statements_in
from village_desk.entry.quarter.duties import is_watched
from village_desk.exchange.incoming.imports import arrival_shape, look_at
from village_desk.exchange.sheets.making import SheetOrder, make_layout, picture_for, sheet_ids
from village_desk.practice.people import Family, FamilyMaker, Member
from village_desk.practice.village import (
    BOOK_NAME,
    LEDGER_NAME,
    ROSTER_NAME,
    YEAR,
    PracticeVillage,
    make_practice_village,
    practice_day,
    practice_quarters,
)
from village_desk.rules.followup_records import QUARTER_CLOSED, QUARTER_TRACKING
from village_desk.rules.identity import check_digit
from village_desk.rules.masking import Copy
from village_desk.rules.records import Record
from village_desk.rules.refusals import Refusal
from village_desk.store.book import open_with
from village_desk.store.dump import dump_lines
from village_desk.store.keys.practice_key import PRACTICE_PASSPHRASE
from village_desk.store.pictures import HOUSEHOLDS_AT_ONCE, village_in_turn, village_picture
from village_desk.store.reading import Reading
from village_desk.store.reckoned.findings import Finding, village_findings
from village_desk.store.settings import book_settings, reckoner_for

HOUSEHOLDS = 100


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> PracticeVillage:
    return make_practice_village(tmp_path_factory.mktemp("village") / "练习", HOUSEHOLDS, 7)


@cache
def families(seed: int = 7) -> tuple[Family, ...]:
    return tuple(FamilyMaker(seed, practice_day()).families(300))


def records(book: Path) -> list[dict[str, object]]:
    with open_with(book, PRACTICE_PASSPHRASE) as opened:
        return [json.loads(line) for line in dump_lines(opened)]


def without_ids(book: Path) -> Counter[str]:
    """What is recorded, whichever ids it was given."""
    ids = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
    with open_with(book, PRACTICE_PASSPHRASE) as opened:
        return Counter(ids.sub("#", line) for line in dump_lines(opened) if '"values_hash"' not in line)


def test_the_same_seed_gives_the_same_workbooks_and_the_same_book(tmp_path: Path) -> None:
    one, two, other = (
        make_practice_village(tmp_path / name, 6, seed).book.parent
        for name, seed in (("甲", 3), ("乙", 3), ("丙", 4))
    )
    for name in (ROSTER_NAME, LEDGER_NAME):
        assert (one / name).read_bytes() == (two / name).read_bytes()
        assert (one / name).read_bytes() != (other / name).read_bytes()
    assert without_ids(one / BOOK_NAME) == without_ids(two / BOOK_NAME)


def test_nobody_is_anybody() -> None:
    members = [member for family in families() for member in family.members]
    assert all(member.number.startswith("990101") for member in members)
    assert all(check_digit(member.number[:17]) == member.number[17] for member in members)
    assert len({member.number for member in members}) == len(members)


def test_rare_characters_and_dotted_names_are_among_the_people() -> None:
    names = "".join(
        member.name for seed in (7, 8, 9) for family in families(seed) for member in family.members
    )
    assert {"𠮷", "䶮", "·"} <= set(names)
    dotted = [member for family in families() for member in family.members if "·" in member.name]
    assert dotted
    assert all(member.nation != "汉族" for member in dotted)


def _elders(family: Family) -> list[Member]:
    return [member for member in family.members if member.relation in ("之父", "之母")]


def test_ages_relations_and_abilities_fit_together() -> None:
    for family in families():
        head = family.head
        assert head.relation == "户主"
        for member in family.members:
            assert 0 <= member.age <= 95
            assert (member.age < 16) <= (member.labour == "无劳动力")
            assert not (member.works and not member.can_work)
            if member.relation in ("之子", "之女"):
                assert head.age - member.age >= 16
        assert all(elder.age - head.age >= 15 for elder in _elders(family))
        spouses = [member for member in family.members if member.relation == "配偶"]
        assert all(spouse.sex != head.sex for spouse in spouses)


def test_the_village_has_lived(made: PracticeVillage) -> None:
    kinds = Counter(str(record["record"]) for record in records(made.book))
    assert kinds["household"] == HOUSEHOLDS
    assert kinds["verdict"] >= 1
    assert kinds["visit"] >= HOUSEHOLDS * (len(practice_quarters()) - 1)
    years = Counter(record["year"] for record in records(made.book) if record["record"] == "plan")
    assert set(years) == {YEAR, YEAR + 1}
    assert min(years.values()) > HOUSEHOLDS * 0.9


def test_households_in_turn_are_those_of_the_whole_village_read_some_at_a_time(
    made: PracticeVillage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[type[Record], int]] = []
    whole_answer = Reading.of_households

    def counted(reading: Reading, kind: type[Record], ids: Sequence[str]) -> list[Record]:
        asked.append((kind, len(ids)))
        return whole_answer(reading, kind, ids)

    monkeypatch.setattr(Reading, "of_households", counted)
    with open_with(made.book, PRACTICE_PASSPHRASE) as opened, opened.reading() as reading:
        whole, turn = village_picture(reading, "练习村"), village_in_turn(reading, "练习村")
        assert not asked, "nothing is read before it is asked for"
        assert tuple(turn.households) == whole.households
        assert max(many for _, many in asked) == HOUSEHOLDS_AT_ONCE < HOUSEHOLDS
        assert set(Counter(kind for kind, _ in asked).values()) == {-(-HOUSEHOLDS // HOUSEHOLDS_AT_ONCE)}
        assert turn.households[3] == whole.households[3]
        assert turn.households[-2:] == whole.households[-2:]
        assert replace(turn, households=whole.households) == whole


@pytest.mark.parametrize("sheet", [line.id for line in sheet_ids() if Copy.INTERNAL in line.copies])
def test_a_sheet_made_of_the_records_it_needs_says_what_the_whole_village_says(
    made: PracticeVillage, sheet: str
) -> None:
    quarter = practice_quarters()[-1]
    order = SheetOrder(sheet, "internal", quarter.year, quarter, None, practice_day())
    with open_with(made.book, PRACTICE_PASSPHRASE) as opened, opened.reading() as reading:
        settings = book_settings(reading, opened.village.profile)
        whole, needed = village_picture(reading, "练习村"), picture_for(order, reading, "练习村")
        layouts = [make_layout(order, one, settings, reckoner_for(settings)) for one in (whole, needed)]
        assert layouts[0] == layouts[1]


def test_the_summary_takes_a_handful_of_statements_however_many_households_there_are(
    made: PracticeVillage,
) -> None:
    order = SheetOrder("F7", "internal", practice_quarters()[-1].year, None, None, practice_day())
    with (
        open_with(made.book, PRACTICE_PASSPHRASE) as opened,
        statements_in(opened) as statements,
        opened.reading() as reading,
    ):
        settings = book_settings(reading, opened.village.profile)
        make_layout(order, picture_for(order, reading, "练习村"), settings, reckoner_for(settings))
    asked = [one for one in statements if one.startswith("SELECT")]
    assert 4 < len(asked) < 14, asked
    assert not any("household_id IN" in one for one in asked), "no household is read by itself"


def findings(book: Path) -> list[Finding]:
    quarter = practice_quarters()[-1]
    with open_with(book, PRACTICE_PASSPHRASE) as opened, opened.reading() as reading:
        picture = village_picture(reading, "练习村")
        return village_findings(
            picture, book_settings(reading, opened.village.profile), quarter, date(2025, 9, 30)
        )


def test_findings_are_as_many_as_in_a_real_village(made: PracticeVillage) -> None:
    found = findings(made.book)
    persons = {(one.household_id, one.person_id) for one in found if one.rule.startswith("ID")}
    doubted = {one.household_id for one in found if one.rule.startswith("IN")}
    assert 0.05 <= len(persons) / made.persons <= 0.11
    assert 0.08 <= len(doubted) / made.households <= 0.30
    most = Counter(one.rule for one in found).most_common(1)[0][1]
    assert most <= HOUSEHOLDS * 0.3, "no rule fires everywhere"
    assert {"ID01", "ID02", "ID07"} <= {one.rule for one in found}


def test_the_low_are_watched_and_the_watched_are_low(made: PracticeVillage) -> None:
    rules = Counter(one.rule for one in findings(made.book))
    assert rules["IN03"] <= HOUSEHOLDS * 0.03
    assert rules["IN06"] <= HOUSEHOLDS * 0.03


def test_a_second_village_in_the_folder_is_refused(made: PracticeVillage) -> None:
    before = made.book.read_bytes()
    with pytest.raises(Refusal) as refused:
        make_practice_village(made.book.parent, 5, 1)
    assert refused.value.code == "practice-there"
    assert made.book.read_bytes() == before


def test_a_village_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> None:
        raise Refusal("disk-full", name="x", folder="x")

    monkeypatch.setattr("village_desk.practice.village.set_targets", failing)
    with pytest.raises(Refusal):
        make_practice_village(tmp_path / "练习", 2, 1)
    assert list((tmp_path / "练习").iterdir()) == []


def test_what_a_killed_start_left_goes_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    folder = tmp_path / "练习"
    (folder / ".unfinished-0123abcd").mkdir(parents=True)
    (folder / ".unfinished-0123abcd" / ROSTER_NAME).write_bytes(b"half")
    (folder / "我的照片.jpg").write_bytes(b"mine")
    make_practice_village(folder, 2, 1)
    assert not (folder / ".unfinished-0123abcd").exists()
    assert (folder / "我的照片.jpg").read_bytes() == b"mine"


def test_every_heading_of_the_workbooks_is_recognised(made: PracticeVillage) -> None:
    with open_with(made.book, PRACTICE_PASSPHRASE) as opened:
        for name in (ROSTER_NAME, LEDGER_NAME):
            shape = arrival_shape(look_at(opened, made.book.parent / name, year=YEAR), is_written=False)
            assert shape["unknown_columns"] == []
            assert shape["rows"] == shape["same"] + shape["rejected"]  # type: ignore[operator]


def test_the_only_rows_that_an_import_refuses_are_numbers_used_twice(made: PracticeVillage) -> None:
    with open_with(made.book, PRACTICE_PASSPHRASE) as opened:
        roster = look_at(opened, made.book.parent / ROSTER_NAME, year=YEAR)
    problems = arrival_shape(roster, is_written=False)["problems"]
    assert isinstance(problems, list)
    assert all(
        "同一个证件号码" in problem["reason"] for problem in problems if "没有导入" in problem["reason"]
    )
    assert len(problems) <= made.persons * 0.02


def test_the_counts_are_those_of_the_book(made: PracticeVillage) -> None:
    kinds = Counter(str(record["record"]) for record in records(made.book))
    counted = (kinds["household"], kinds["person"], kinds["ledger_line"])
    assert (made.households, made.persons, made.lines) == counted


@pytest.fixture(scope="module")
def whole(made: PracticeVillage):
    with open_with(made.book, PRACTICE_PASSPHRASE) as opened, opened.reading() as reading:
        return village_picture(reading, opened.village.name)


def test_every_quarter_but_the_last_is_closed(whole) -> None:
    states = {one.quarter: one.state for one in whole.quarters}
    *past, last = [quarter.first for quarter in practice_quarters()]
    assert states == {**dict.fromkeys(past, QUARTER_CLOSED), last: QUARTER_TRACKING}


def test_who_earns_wages_has_a_spell_or_a_post_at_the_same_pay(whole) -> None:
    for one in whole.households:
        kept = {record.person_id: record for record in (*one.spells, *one.posts)}
        for person in one.persons:
            lines = [line for line in one.lines if line.person_id == person.id and line.item[0] == "G"]
            assert (person.id in kept) == bool(lines)
            if lines:
                newest = max(lines, key=lambda line: line.month)
                record = kept[person.id]
                pay = record.month_wage if record in one.spells else record.month_pay
                assert pay * 10 == newest.price


def test_stocks_add_up_and_open_with_what_the_quarter_before_has_left(whole) -> None:
    quarters = {quarter.first: quarter for quarter in practice_quarters()}
    stocks = [(one, stock) for one in whole.households for stock in one.stocks]
    assert len(stocks) > HOUSEHOLDS
    for one, stock in stocks:
        moves = [stock.produced, stock.bought, stock.sold, stock.used, stock.lost]
        came, went = (sum(move or 0 for move in part) for part in (moves[:2], moves[2:]))
        assert stock.opening + came - went == stock.closing
        closing = {(other.item, other.quarter): other.closing for other in one.stocks}
        before = quarters[stock.quarter].shifted(-1).first
        assert stock.opening == closing.get((stock.item, before), 0)


def test_monitored_households_are_swept_every_month_but_the_last(whole) -> None:
    watched = [one for one in whole.households if is_watched(one.household)]
    assert watched
    for one in watched:
        months = sorted(sweep.month for sweep in one.sweeps)
        assert (months[0], months[-1], len(months)) == (202403, 202508, 18)


def test_there_is_something_left_to_practise_on(whole) -> None:
    events = [event for one in whole.households for event in one.events]
    assert any(event.green_channel and event.papers_done_on is None for event in events)
    assert any(measure.state == "未开始" for one in whole.households for measure in one.measures)

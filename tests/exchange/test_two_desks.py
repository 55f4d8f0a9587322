"""Two desks in one village: what is out is only read, what comes back meets by field, nothing is dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from village_desk.entry.asking import Noted
from village_desk.entry.clashes import decide
from village_desk.entry.history_entry import HistoryEntry
from village_desk.entry.notes import keep_note, note_rows, place_of
from village_desk.entry.operations import add_line, set_household
from village_desk.entry.sitting import Sitting
from village_desk.entry.voiding import void
from village_desk.exchange.packages.handing_in import hand_in
from village_desk.exchange.packages.handing_out import Giving, hand_out, take_back
from village_desk.exchange.packages.opening_part import read_part
from village_desk.rules.chosen_records import Setting
from village_desk.rules.exchange_records import Clash, Part
from village_desk.rules.followup_records import QUARTER_CLOSED, Problem, QuarterState
from village_desk.rules.months import Month
from village_desk.rules.records import Household, LedgerLine, Person, Visit
from village_desk.rules.refusals import Refusal
from village_desk.store.book import Book
from village_desk.store.dump import dump_hash, dump_lines
from village_desk.store.households_chosen import households_chosen
from village_desk.store.ids import new_id
from village_desk.store.journal import Deed
from village_desk.store.parts.given_out import open_clashes, opened_part, parts_given_out
from village_desk.store.verify import verify

from .two_desks import DESK, TODAY, VILLAGE, TwoDesks, make_two_desks

LINE = {"item": "省外务工工资", "month": "202504", "amount": "500"}


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[TwoDesks]:
    made = make_two_desks(tmp_path)
    yield made
    for book in (made.first, *made.books):
        assert verify(book).problems == ()
    made.close()


def sit(book: Book, who: str = "王主任") -> Sitting:
    return Sitting(book, who, TODAY)


def answer(book: Book, number: str, **texts: str) -> None:
    set_household(sit(book, DESK), number, texts)


def household(book: Book, number: str = "0001") -> Household:
    with book.reading() as reading:
        found = reading.household(number)
    assert found is not None
    return found


def refused(deed: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as caught:
        deed()
    return caught.value


def test_the_second_book_holds_its_households_and_nothing_of_the_others(desks: TwoDesks) -> None:
    second = desks.open(desks.give())
    with second.reading() as reading, desks.first.reading() as first:
        assert [one.number for one in reading.all(Household)] == ["0001", "0002"]
        wanted = [
            one for one in first.all(Person) if one.household_id in {h.id for h in desks.households[:2]}
        ]
        assert reading.all(Person) == wanted
        assert reading.count(LedgerLine) == 2
        part = opened_part(reading)
    assert part is not None
    assert part.desk == DESK


def test_only_the_code_opens_the_package_and_only_with_who_signed_it(desks: TwoDesks) -> None:
    given, other = desks.give(desks.households[:1]), desks.give(desks.households[1:2])
    assert refused(lambda: read_part(given.path, other.part.code, TODAY)).code == "part-code-wrong"
    assert refused(lambda: read_part(given.path, "123456", TODAY)).code == "recovery-code-mistyped"


def _void_a_line(book: Book) -> object:
    with book.reading() as reading:
        line = next(one for one in reading.all(LedgerLine))
    return void(sit(book), line.id, "记错了")


def _move_a_person_in(book: Book) -> object:
    with book.reading() as reading:
        last = reading.of_household(Person, household(book, "0004").id)[0]
    with book.changing(Deed("person-saved", "王主任")) as change:
        return change.change(Person, last.id, {"household_id": household(book).id})


WRITES: dict[str, Callable[[Book], object]] = {
    "an answer": lambda book: set_household(sit(book), "0001", {"household_class": "脱贫户"}),
    "a line": lambda book: add_line(sit(book), "0001", None, LINE),
    "a voiding": _void_a_line,
    "the household's voiding": lambda book: void(sit(book), household(book).id, "搬走"),
    "a person of another household": _move_a_person_in,
}


@pytest.mark.parametrize("write", WRITES)
def test_while_a_household_is_out_every_write_says_who_has_it(desks: TwoDesks, write: str) -> None:
    desks.give()
    before = list(dump_lines(desks.first))
    refusal = refused(lambda: WRITES[write](desks.first))
    assert refusal.code == "household-handed-out"
    assert refusal.values == {"household": "0001", "desk": DESK, "day": "2025-07-03"}
    assert list(dump_lines(desks.first)) == before


def test_an_undo_that_would_touch_what_is_out_is_refused(desks: TwoDesks) -> None:
    answer(desks.first, "0001", household_class="脱贫户")
    desks.give()
    assert refused(lambda: desks.first.undo("王主任")).code == "household-handed-out"


def test_what_is_asked_of_a_household_that_is_out_is_noted_and_stays_when_it_comes_back(
    desks: TwoDesks,
) -> None:
    second = desks.open(desks.give())
    asked = Problem(new_id(), VILLAGE.code, desks.households[0].id, source="乡镇回执", title="收入怎么少了")
    with desks.first.changing(Deed("receipt-opened", "王主任")) as change:
        change.insert(asked)
    answer(second, "0001", household_class="脱贫户")
    desks.take(desks.back(second))
    with desks.first.reading() as reading:
        assert reading.all(Problem) == [asked]
    assert household(desks.first).household_class == "脱贫户"


def test_the_other_households_are_worked_on_as_before(desks: TwoDesks) -> None:
    desks.give()
    answer(desks.first, "0003", household_class="脱贫户")
    assert desks.first.undo("王主任") is not None


def test_what_is_out_is_not_given_out_twice_and_a_part_is_not_handed_on(desks: TwoDesks) -> None:
    second = desks.open(desks.give())
    assert refused(desks.give).code == "household-handed-out"
    with second.reading() as reading:
        mine = reading.all(Household)
    handed_on = TwoDesks(desks.folder, second, mine)
    assert refused(handed_on.give).code == "part-not-handed-on"


def test_groups_and_numbers_are_chosen_by_name(desks: TwoDesks) -> None:
    with desks.first.reading() as reading:
        assert len(households_chosen(reading, groups=["一组"])) == 4
        assert [one.number for one in households_chosen(reading, numbers=["0002"])] == ["0002"]
        assert refused(lambda: households_chosen(reading, groups=["九组"])).code == "no-such-group"
        assert refused(lambda: households_chosen(reading, numbers=["9"])).code == "no-such-household"


def test_what_the_second_desk_did_comes_back_whole(desks: TwoDesks) -> None:
    second = desks.open(desks.give())
    answer(second, "0001", household_class="脱贫户")
    add_line(sit(second, DESK), "0002", None, LINE)
    answer(second, "0050", head_name="新户主", group="二组")
    _void_a_line(second)
    taken = desks.take(desks.back(second))
    assert (taken.compared.new, taken.compared.changed, taken.compared.left) == (2, 1, 1)
    assert taken.clashes == []
    for number in ("0001", "0002", "0050"):
        assert household(desks.first, number) == household(second, number)
    with desks.first.reading() as reading, second.reading() as theirs:
        lines = {line.id for line in reading.all(LedgerLine)}
        assert {line.id for line in theirs.all(LedgerLine)} <= lines
        assert len(reading.voided(LedgerLine, household(desks.first).id)) == 1
    answer(desks.first, "0001", household_class="一般户")


def test_taking_in_is_one_deed_that_is_undone_and_done_again(desks: TwoDesks) -> None:
    second = desks.open(desks.give())
    before = dump_hash(desks.first)
    answer(second, "0001", household_class="脱贫户")
    add_line(sit(second, DESK), "0001", None, LINE)
    back = desks.back(second)
    desks.take(back)
    after = dump_hash(desks.first)
    desks.first.undo("王主任")
    assert dump_hash(desks.first) == before
    assert refused(lambda: answer(desks.first, "0001", note="x")).code == "household-handed-out"
    desks.first.redo("王主任")
    assert dump_hash(desks.first) == after
    assert desks.take(back).is_known


def test_a_dry_run_says_the_same_and_keeps_nothing(desks: TwoDesks) -> None:
    second = desks.open(desks.give())
    answer(second, "0001", household_class="脱贫户")
    back = desks.back(second)
    before = list(dump_lines(desks.first))
    tried = desks.take(back, only_trying=True)
    assert not tried.accepted
    assert list(dump_lines(desks.first)) == before
    assert desks.take(back).compared == tried.compared


def test_the_same_file_twice_changes_nothing(desks: TwoDesks) -> None:
    second = desks.open(desks.give())
    answer(second, "0001", household_class="脱贫户")
    back = desks.back(second)
    desks.take(back)
    before = list(dump_lines(desks.first))
    assert desks.take(back).is_known
    assert list(dump_lines(desks.first)) == before


def test_after_handing_back_the_second_book_is_only_read_until_it_goes_on(desks: TwoDesks) -> None:
    second = desks.open(desks.give())
    desks.back(second)
    assert refused(lambda: answer(second, "0001", note="晚了")).code == "part-handed-back"
    assert refused(lambda: desks.back(second)).code == "part-handed-back"
    with second.reading() as reading:
        part = opened_part(reading)
    assert part is not None
    take_back(second, part, "漏了一户", DESK, TODAY)
    answer(second, "0001", note="补上")


def test_an_older_file_is_refused_by_name_and_a_newer_one_adds_to_what_came(desks: TwoDesks) -> None:
    second = desks.open(desks.give())
    answer(second, "0001", note="头一回")
    old = desks.back(second)
    with second.reading() as reading:
        part = opened_part(reading)
    assert part is not None
    take_back(second, part, "漏了一户", DESK, TODAY)
    answer(second, "0001", note="又一回")
    new = desks.back(second)
    desks.take(new)
    refusal = refused(lambda: desks.take(old))
    assert (refusal.code, refusal.values) == ("part-older", {"desk": DESK, "value": 1, "newest": 2})
    assert household(desks.first).note == "又一回"


def test_a_second_file_after_the_first_was_taken_in_is_taken_where_nobody_here_wrote(desks: TwoDesks) -> None:
    second = desks.open(desks.give())
    answer(second, "0001", note="头一回")
    desks.take(desks.back(second))
    with second.reading() as reading:
        part = opened_part(reading)
    assert part is not None
    take_back(second, part, "漏了一户", DESK, TODAY)
    answer(second, "0001", note="又一回")
    taken = desks.take(desks.back(second))
    assert (taken.clashes, household(desks.first).note) == ([], "又一回")


def given_up(desks: TwoDesks) -> Book:
    """The second desk has a part for which the first no longer waits."""
    second = desks.open(desks.give())
    with desks.first.reading() as reading:
        (part,) = parts_given_out(reading)
    take_back(desks.first, part, "电脑坏了", "王主任", TODAY)
    return second


def test_a_part_given_up_is_written_here_and_both_sides_are_asked(desks: TwoDesks) -> None:
    second = given_up(desks)
    answer(desks.first, "0001", note="这边", household_class="脱贫户")
    answer(second, "0001", note="那边", group="三组")
    taken = desks.take(desks.back(second))
    (clash,) = taken.clashes
    assert (clash.field, clash.here, clash.there, clash.there_by) == ("note", '"这边"', '"那边"', DESK)
    assert clash.household_id == household(desks.first).id
    now = household(desks.first)
    assert (now.note, now.household_class, now.group) == ("这边", "脱贫户", "三组")
    with desks.first.reading() as reading:
        assert open_clashes(reading) == [clash]


@pytest.mark.parametrize("take_there", [True, False])
def test_a_person_decides_and_the_other_answer_stays_in_the_history(
    desks: TwoDesks,
    take_there: bool,  # noqa: FBT001 - a case of the test
) -> None:
    second = given_up(desks)
    answer(desks.first, "0001", note="这边")
    answer(second, "0001", note="那边")
    (clash,) = desks.take(desks.back(second)).clashes
    decide(sit(desks.first), clash, take_there=take_there)
    assert household(desks.first).note == ("那边" if take_there else "这边")
    with desks.first.reading() as reading:
        assert open_clashes(reading) == []
        told = "".join(str(entry) for entry in reading.history([household(desks.first).id, clash.id]))
    assert "这边" in told
    assert "那边" in told
    desks.first.undo("王主任")
    with desks.first.reading() as reading:
        assert open_clashes(reading) == [clash]
    assert household(desks.first).note == "这边"


def test_what_one_voided_and_the_other_worked_on_is_asked(desks: TwoDesks) -> None:
    second = given_up(desks)
    with second.reading() as reading:
        ours, theirs = (line.id for line in reading.all(LedgerLine))
    void(sit(desks.first), ours, "记错了")
    void(sit(second, DESK), theirs, "记错了")
    for book, line in ((desks.first, theirs), (second, ours)):
        with book.changing(Deed("line-changed", "改的人")) as change:
            change.change(LedgerLine, line, {"note": "核过"})
    clashes = desks.take(desks.back(second)).clashes
    assert {(one.row_id, one.field, one.here, one.there) for one in clashes} == {
        (ours, "voided", "1", "0"),
        (theirs, "voided", "0", "1"),
    }
    brought = next(one for one in clashes if one.row_id == ours)
    decide(sit(desks.first), brought, take_there=True)
    with desks.first.reading() as reading:
        line = reading.one(LedgerLine, ours)
    assert line is not None
    assert line.note == "核过"


def test_a_visit_made_at_both_desks_is_one_visit(desks: TwoDesks) -> None:
    second = given_up(desks)
    where = household(desks.first).id
    for book, visitor in ((desks.first, "王"), (second, "李")):
        with book.changing(Deed("visit-saved", visitor)) as change:
            visit = Visit(change.new_id(), change.village_code, where, Month(202504), visitor_1=visitor)
            change.insert(visit if book is second else replace(visit, visited_on=TODAY))
    (clash,) = desks.take(desks.back(second)).clashes
    assert (clash.field, clash.here, clash.there) == ("visitor_1", '"王"', '"李"')
    with desks.first.reading() as reading:
        (visit,) = reading.of_household(Visit, where)
    assert (visit.visitor_1, visit.visited_on) == ("王", TODAY)


def test_a_setting_of_the_whole_village_changed_on_both_sides_is_asked(desks: TwoDesks) -> None:
    second = desks.open(desks.give())
    sit(desks.first).choose("town", "九曲镇")
    sit(second, DESK).choose("town", "八曲镇")
    sit(second, DESK).choose("complaint_phone", "12345")
    (clash,) = desks.take(desks.back(second)).clashes
    assert (clash.household_id, clash.field) == (None, "value")
    with desks.first.reading() as reading:
        phone, town = reading.setting("complaint_phone"), reading.setting("town")
    assert isinstance(phone, Setting)
    assert town is not None
    assert "九曲镇" in town.value


def test_a_number_given_on_both_sides_is_refused_until_one_of_them_is_changed(desks: TwoDesks) -> None:
    second = desks.open(desks.give())
    for book in (desks.first, second):
        answer(book, "0050", head_name="某人")
    back = desks.back(second)
    refusal = refused(lambda: desks.take(back))
    assert (refusal.code, refusal.values) == ("part-number-taken", {"household": "0050"})
    set_household(sit(desks.first), "0050", {"number": "0051"})
    assert desks.take(back).accepted


def test_another_books_file_and_a_changed_file_are_refused(desks: TwoDesks, tmp_path: Path) -> None:
    (tmp_path / "另").mkdir()
    other = make_two_desks(tmp_path / "另")
    try:
        back = other.back(other.open(other.give()))
        assert refused(lambda: desks.take(back)).code == "part-unknown"
    finally:
        other.close()
    back = desks.back(desks.open(desks.give()))
    content = back.path.read_bytes()
    for place in range(0, len(content), 97):
        changed = bytearray(content)
        changed[place] ^= 1
        broken = tmp_path / "坏.xcr"
        broken.write_bytes(changed)
        with pytest.raises(Refusal):
            hand_in(desks.first, broken, "王主任", TODAY, only_trying=True)


def test_what_was_not_written_was_not_given_out(desks: TwoDesks) -> None:
    (desks.folder / "有了.xcp").touch()
    giving = Giving([household(desks.first).id], DESK)
    refusal = refused(lambda: hand_out(desks.first, giving, desks.folder / "有了.xcp", "王主任", TODAY))
    assert refusal.code == "file-exists"
    with desks.first.reading() as reading:
        assert reading.all(Part) == []
    answer(desks.first, "0001", note="照常")


def test_a_part_is_no_villages_book_for_the_township(desks: TwoDesks) -> None:
    from village_desk.exchange.packages.packing import pack

    from .partners import QUARTER

    second = desks.open(desks.give())
    assert refused(lambda: pack(second, QUARTER, desks.folder, DESK, TODAY)).code == "part-not-packed"


def test_undecided_answers_are_kept_in_the_book_they_came_to(desks: TwoDesks) -> None:
    second = given_up(desks)
    answer(desks.first, "0001", note="这边")
    answer(second, "0001", note="那边")
    desks.take(desks.back(second))
    with desks.first.reading() as reading:
        assert [clash.took_there for clash in reading.all(Clash)] == [None]


def test_the_history_says_who_typed_it_at_the_second_desk_and_what_was_not_taken(desks: TwoDesks) -> None:
    second = given_up(desks)
    answer(desks.first, "0001", note="这边")
    answer(second, "0001", note="那边", group="三组")
    add_line(sit(second, "小张"), "0001", None, LINE)
    (clash,) = desks.take(desks.back(second)).clashes
    decide(sit(desks.first), clash, take_there=False)
    rows = HistoryEntry(sit(desks.first), household(desks.first).id).rows()
    who = {(row.who, row.field, row.after) for row in rows if row.deed == "收回分账"}
    assert (DESK, "村民小组", "三组") in who
    assert any(name == "小张" and "500" in after for name, _, after in who)
    told = [row.after for row in rows if row.record == "clash"]
    assert [("那边" in text, "这边" in text) for text in told] == [(False, True), (True, True)]


def test_a_household_in_hand_shows_what_was_decided(desks: TwoDesks) -> None:
    second = given_up(desks)
    answer(desks.first, "0001", note="这边")
    answer(second, "0001", note="那边")
    (clash,) = desks.take(desks.back(second)).clashes
    sitting, where = sit(desks.first), household(desks.first).id
    assert sitting.picture(where) is not None
    decide(sitting, clash, take_there=True)
    picture = sitting.picture(where)
    assert picture is not None
    assert picture.household.note == "那边"


def test_what_came_for_a_closed_quarter_is_taken_in_only_with_a_reason(desks: TwoDesks) -> None:
    second = desks.open(desks.give())
    add_line(sit(second, DESK), "0001", None, LINE)
    back = desks.back(second)
    with desks.first.changing(Deed("quarter-closed", "王主任")) as change:
        state = QuarterState(change.new_id(), change.village_code, Month(202504), QUARTER_CLOSED, TODAY)
        change.insert(state)
    assert refused(lambda: desks.take(back)).code == "quarter-closed"
    hand_in(desks.first, back.path, "王主任", TODAY, only_trying=False, reason="关账后交回")
    with desks.first.reading() as reading:
        assert len(reading.of_household(LedgerLine, household(desks.first).id)) == 2


@pytest.mark.parametrize("name", ["package", "back"])
def test_a_file_cut_short_anywhere_is_refused(desks: TwoDesks, tmp_path: Path, name: str) -> None:
    given = desks.give()
    back = desks.back(desks.open(given))
    content = (given.path if name == "package" else back.path).read_bytes()
    before = list(dump_lines(desks.first))
    cut = tmp_path / "断.xcr"
    opening: dict[str, Callable[[], object]] = {
        "package": lambda: read_part(cut, given.part.code, TODAY),
        "back": lambda: hand_in(desks.first, cut, "王主任", TODAY, only_trying=False),
    }
    for length in range(0, len(content), max(1, len(content) // 60)):
        cut.write_bytes(content[:length])
        with pytest.raises(Refusal):
            opening[name]()
    assert list(dump_lines(desks.first)) == before


def test_notes_at_fields_go_out_and_come_back_with_their_household(desks: TwoDesks) -> None:
    def note(book: Book, field: str, text: str) -> None:
        place = place_of(household(book), field)
        assert place is not None
        keep_note(sit(book, DESK), place, Noted(text, follow_up=True))

    note(desks.first, "phone", "停机")
    second = desks.open(desks.give())
    assert [row.note.text for row in note_rows(sit(second))] == ["停机"]
    assert refused(lambda: note(desks.first, "bank", "换卡")).code == "household-handed-out"
    note(second, "phone", "换成本人的了")
    note(second, "bank", "换卡")
    desks.take(desks.back(second))
    assert [row.note.text for row in note_rows(sit(desks.first))] == ["换成本人的了", "换卡"]

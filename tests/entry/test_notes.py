"""备注: a note at a field is kept, listed with those to be followed up first, voided and brought back."""

from __future__ import annotations

import pytest

from tests.listening import statements_in
from village_desk.entry.asking import Noted
from village_desk.entry.history_entry import HistoryEntry
from village_desk.entry.notes import keep_note, note_rows, notes_at, place_of, settle_note
from village_desk.entry.operations import set_visit
from village_desk.entry.voiding import void
from village_desk.rules.followup_records import FieldNote
from village_desk.rules.livelihood_records import Training
from village_desk.rules.months import Month
from village_desk.rules.records import Household, LedgerLine, Person
from village_desk.rules.refusals import Refusal
from village_desk.store.dump import dump_hash
from village_desk.store.ids import new_id

from .conftest import line, store


def _one(sitting, kind, record_id):
    with sitting.book.reading() as reading:
        return reading.one(kind, record_id)


def _notes(sitting):
    with sitting.book.reading() as reading:
        return reading.all(FieldNote)


def _note(sitting, record, field, text, *, follow_up=False):
    place = place_of(record, field)
    keep_note(sitting, place, Noted(text, follow_up))
    return place


def test_a_note_says_who_noted_it_when_and_at_which_field(sitting, family):
    person = _one(sitting, Person, family.mother)
    place = _note(sitting, person, "labour", "腿伤，年底再看", follow_up=True)
    assert place.label == "劳动技能"
    note = notes_at(sitting.picture(family.household), person)["labour"]
    assert (note.text, note.follow_up, note.said_by, note.said_on) == (
        "腿伤，年底再看",
        True,
        "演练员",
        sitting.today,
    )


def test_a_note_is_one_deed_that_is_undone_and_stands_in_the_history(sitting, family):
    before = dump_hash(sitting.book)
    home = _one(sitting, Household, family.household)
    with statements_in(sitting.book) as heard:
        _note(sitting, home, "phone", "是他儿子的")
    assert heard.count("COMMIT") == 1
    (told,) = [row for row in HistoryEntry(sitting, home.id).rows() if row.record == "field_note"]
    assert told.deed == "记备注"
    assert "是他儿子的" in told.after
    assert "household" not in told.after
    assert sitting.undo().kind == "note-kept"
    assert dump_hash(sitting.book) == before


def test_the_same_note_again_writes_nothing_and_another_text_changes_the_one(sitting, family):
    home = _one(sitting, Household, family.household)
    _note(sitting, home, "phone", "是他儿子的")
    deeds = sitting.book.deeds
    _note(sitting, home, "phone", "是他儿子的")
    assert sitting.book.deeds == deeds
    _note(sitting, home, "phone", "换成本人的了")
    assert [note.text for note in _notes(sitting)] == ["换成本人的了"]


def test_a_blank_text_voids_the_note_and_it_comes_back(sitting, family):
    home = _one(sitting, Household, family.household)
    _note(sitting, home, "phone", "")
    assert _notes(sitting) == []
    _note(sitting, home, "phone", "是他儿子的")
    (note,) = _notes(sitting)
    _note(sitting, home, "phone", " ")
    assert _notes(sitting) == []
    entry = HistoryEntry(sitting, home.id)
    assert entry.is_voided(note.id)
    entry.bring_back(note.id, "还有用")
    assert _notes(sitting) == [note]


def test_the_list_has_those_to_be_followed_up_first_and_says_where_each_leads(sitting, family):
    other = Household(new_id(), sitting.book.village.code, number="5302", head_name="乜春", group="一组")
    wages = line(family, "W01", 202504, 3000)
    store(sitting, other, wages)
    set_visit(sitting, "5301", Month(202504), {"visitor_1": "演练员"})
    with sitting.book.reading() as reading:
        visit = reading.visit(family.household, Month(202504))
    _note(sitting, other, "group", "下月并到二组")
    _note(sitting, _one(sitting, LedgerLine, wages.id), "amount", "等流水", follow_up=True)
    _note(sitting, visit, "interviewee", "问的是邻居")
    _note(sitting, _one(sitting, Person, family.head), "phone", "停机", follow_up=True)
    rows = note_rows(sitting)
    assert [row.note.text for row in rows] == ["等流水", "停机", "下月并到二组", "问的是邻居"]
    assert [row.label for row in rows] == ["金额", "家庭成员联系电话", "村民小组", "受访人"]
    assert rows[0].place == f"ledger_line.amount|{wages.id}"
    assert "2025-04" in rows[0].subject
    assert rows[1].subject == "单秀英"
    assert rows[3].subject == "2025年第三季度跟踪"
    assert len(note_rows(sitting, family.household)) == 3


def test_a_note_that_was_followed_up_stays_and_goes_down_the_list(sitting, family):
    home = _one(sitting, Household, family.household)
    _note(sitting, home, "phone", "停机", follow_up=True)
    _note(sitting, home, "bank", "要换卡", follow_up=True)
    first = note_rows(sitting)[0]
    settle_note(sitting, first.note)
    assert [row.note.text for row in note_rows(sitting)] == ["要换卡", "停机"]
    settle_note(sitting, first.note)


def test_a_note_of_a_voided_record_is_still_listed_and_says_so(sitting, family):
    _note(sitting, _one(sitting, Person, family.mother), "labour", "腿伤")
    void(sitting, family.mother, "录重了")
    assert [row.is_there for row in note_rows(sitting)] == [False]


def test_the_list_of_a_large_village_costs_a_handful_of_statements(sitting, family):
    homes = [
        Household(new_id(), sitting.book.village.code, number=f"6{place:03d}", head_name="乜春")
        for place in range(50)
    ]
    store(sitting, *homes)
    for home in homes:
        _note(sitting, home, "phone", "停机")
    with statements_in(sitting.book) as heard:
        assert len(note_rows(sitting)) == 50
    assert len([one for one in heard if one.startswith("SELECT")]) <= 6


def test_nothing_is_noted_at_other_records_nor_half_a_character(sitting, family):
    training = Training(new_id(), sitting.book.village.code, family.household)
    assert place_of(training, "course") is None
    assert place_of(None, "phone") is None
    home = _one(sitting, Household, family.household)
    with pytest.raises(Refusal, match="not-understood"):
        _note(sitting, home, "phone", "\ud800")
    assert _notes(sitting) == []

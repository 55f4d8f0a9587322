"""What was printed and signed stands in the book and in its history, and can be undone like any deed."""

from __future__ import annotations

import pytest

from village_desk.entry.sheets.printed_sheets import note_printed, note_signed, printed_of
from village_desk.rules.months import Month
from village_desk.rules.paper_records import PaperKey
from village_desk.rules.records import Household

CARD = PaperKey("F3", Month(202501), "internal")


@pytest.fixture
def homes(sitting):
    with sitting.changing("record-saved") as change:
        made = [
            Household(change.new_id(), change.village_code, number=f"990101000{place}") for place in (1, 2)
        ]
        change.insert_many(made)
    return [one.id for one in made]


def test_each_sheet_period_and_copy_is_noted_by_itself(sitting, homes) -> None:
    note_printed(sitting, CARD, dict.fromkeys(homes, "a"))
    for other in (
        PaperKey("F1", CARD.period, CARD.copy),
        PaperKey("F3", Month(202401), CARD.copy),
        PaperKey("F3", CARD.period, "public"),
    ):
        assert printed_of(sitting, other) == {}
    known = printed_of(sitting, CARD)
    assert set(known) == set(homes)
    assert {(one.digest, one.printed_on, one.printed_by) for one in known.values()} == {
        ("a", sitting.today, sitting.who)
    }


def test_a_signature_is_lost_with_the_words_it_stood_under(sitting, homes) -> None:
    first, second = homes
    note_printed(sitting, CARD, dict.fromkeys(homes, "a"))
    assert note_signed(sitting, CARD, homes, sitting.today) == 2
    note_printed(sitting, CARD, {first: "b", second: "a"})
    known = printed_of(sitting, CARD)
    assert known[first].signed_on is None
    assert known[second].signed_on == sitting.today


def test_what_was_never_printed_cannot_be_signed(sitting, homes) -> None:
    assert note_signed(sitting, CARD, homes, sitting.today) == 0
    assert printed_of(sitting, CARD) == {}


def test_a_batch_is_one_deed_that_can_be_taken_back(sitting, homes) -> None:
    note_printed(sitting, CARD, dict.fromkeys(homes, "a"))
    past = sitting.undo()
    assert past is not None
    assert past.kind == "sheets-printed"
    assert printed_of(sitting, CARD) == {}

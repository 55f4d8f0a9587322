"""A sitting: which quarter, whose 口径, and undo that survives closing the book."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from village_desk.entry.operations import set_household
from village_desk.entry.sitting import Sitting
from village_desk.rules.money import Fen
from village_desk.rules.months import YearMode, make_quarter
from village_desk.rules.records import Household, LedgerLine, Person
from village_desk.store.book import open_book
from village_desk.store.changing import Changing
from village_desk.store.pictures import household_picture

from .conftest import Family, line, state_of, statements, store


def test_work_begins_with_the_quarter_that_has_just_ended(book) -> None:
    sitting = Sitting(book, "演练员", date(2025, 7, 10))
    assert sitting.settings.year_mode is YearMode.INCOME_YEAR
    assert (sitting.quarter.name, sitting.quarter.window.text()) == ("2025Q3", "2025年4月—2025年6月")


def test_another_numbering_keeps_the_same_three_months(sitting) -> None:
    first = sitting.quarter.first
    sitting.choose("year_mode", "calendar")
    assert (sitting.quarter.first, sitting.quarter.name) == (first, "2025Q2")


def test_other_choices_do_not_turn_the_page_to_another_quarter(sitting) -> None:
    sitting.work_on(make_quarter(2024, 1, YearMode.INCOME_YEAR))
    sitting.choose("staff", ["甲"])
    assert sitting.quarter.name == "2024Q1"


def test_a_choice_is_undone_like_anything_else(sitting) -> None:
    sitting.choose("counting", {"T02": "不计入"}, "县里规定")
    assert sitting.reckoner.counting_of("T02").value == "不计入"
    sitting.undo()
    assert sitting.reckoner.counting_of("T02").value == "计入"
    sitting.redo()
    assert sitting.reckoner.counting_of("T02").value == "不计入"


def test_undo_survives_closing_the_book(sitting) -> None:
    before = state_of(sitting)
    set_household(sitting, "5388", {"group": "一组"})
    sitting.book.close()
    with open_book(sitting.book.path, sitting.book.data_key) as again:
        later = Sitting(again, "换班的人", date(2025, 7, 11))
        assert later.undo().kind == "household-saved"
        assert state_of(later) == before


def test_a_households_income_follows_the_chosen_basis(sitting, family: Family) -> None:
    store(sitting, line(family, "G03", 202503, 8000), line(family, "R01", 202503, 1000))
    picture = sitting.picture(family.household)
    assert sitting.income(picture, sitting.year_window).per_capita == 400_000
    sitting.choose("basis", "P4")
    assert sitting.income(picture, sitting.year_window).per_capita == 450_000
    assert sitting.picture("nobody") is None


def test_the_household_in_hand_is_the_one_in_the_book_after_every_deed(sitting, family: Family) -> None:
    store(sitting, first := line(family, "G01", 202504, 3000), line(family, "G03", 202505, 900))
    sitting.picture(family.household)

    def deed(do: Callable[[Changing], object]) -> None:
        with sitting.changing("record-saved", family.household) as change:
            do(change)
        with sitting.book.reading() as reading:
            assert sitting.picture(family.household) == household_picture(reading, family.household)

    deed(lambda change: change.change(LedgerLine, first.id, {"amount": Fen(500), "note": "改"}))
    deed(lambda change: change.change(Household, family.household, {"group": "三组"}))
    deed(lambda change: change.change(Person, family.mother, {"left_on": date(2025, 5, 1)}))
    deed(lambda change: change.change(Person, family.head, {"position": 9}))
    deed(lambda change: change.insert(line(family, "N06", 202506, 9)))
    deed(lambda change: change.void(LedgerLine, first.id))
    deed(lambda change: change.bring_back(LedgerLine, first.id))
    deed(lambda change: [change.change(Person, family.head, {"phone": str(n)}) for n in range(99)])


def test_after_an_answer_the_household_is_not_read_again(sitting, family: Family) -> None:
    store(sitting, known := line(family, "G01", 202504, 3000))
    sitting.picture(family.household)
    with sitting.changing("line-changed", family.household) as change:
        change.change(LedgerLine, known.id, {"amount": Fen(500)})
    with statements(sitting) as heard:
        picture = sitting.picture(family.household)
    assert [line.amount for line in picture.lines] == [500]
    assert heard == []

"""The book's choices, its marks and prices, each made with one call and a trace of who made it."""

from __future__ import annotations

import pytest

from village_desk.entry.settings.price_entry import PriceEntry
from village_desk.entry.settings.settings_entry import SettingsEntry
from village_desk.entry.sitting import Sitting
from village_desk.rules.chosen_records import Price
from village_desk.rules.refusals import Refusal

from .conftest import journal_length, state_of


@pytest.fixture
def page(sitting) -> SettingsEntry:
    return SettingsEntry(sitting)


def test_a_profile_brings_its_line_and_the_villages_own_goes_before_it(page, sitting) -> None:
    page.choose_profile("shidian_2025")
    shipped = page.line_text(2025)
    assert shipped == "8700.00"
    assert not page.is_own_line(2025)
    assert page.answer_line(2025, "0.9万").text == "9000.00"
    assert page.is_own_line(2025)
    assert page.answer_line(2025, "").text == shipped


def test_a_line_that_is_none_is_not_taken(page, sitting) -> None:
    before = state_of(sitting)
    assert not page.answer_line(2025, "九千").is_saved
    assert not page.answer_line(2025, "0").is_saved
    assert not page.answer_line(2025, "-5").is_saved
    assert state_of(sitting) == before


def test_what_is_not_on_the_list_is_refused(page, sitting) -> None:
    before = state_of(sitting)
    wrong = (
        lambda: page.choose_profile("none"),
        lambda: page.choose_basis("P9", "换口径"),
        lambda: page.choose_basis("P4", " "),
        lambda: page.choose_year_mode("lunar"),
        lambda: page.choose_text_size("largest"),
        lambda: page.mark_item("T02", "随便", "原因"),
        lambda: page.mark_item("T999", "计入", "原因"),
        lambda: page.mark_item("T02", "不计入", ""),
    )
    for choose in wrong:
        with pytest.raises(Refusal):
            choose()
    assert state_of(sitting) == before


def test_a_mark_is_changed_with_a_reason_and_goes_back_without_a_trace_in_the_marks(page, sitting) -> None:
    page.mark_item("T131", "计入", "县里口径")
    row = next(row for row in page.marks() if row.item == "T131")
    assert (row.mark, row.usual, row.is_own) == ("计入", "不计入", True)
    assert sitting.reckoner.counting_of("T131").value == "计入"
    page.mark_item("T131", "不计入", "改回")
    assert page.settings.counting == {}
    with sitting.book.reading() as reading:
        setting = reading.setting("counting")
        assert [entry.reason for entry in reading.history([setting.id])] == ["改回", "县里口径"]


def test_choices_are_shown_in_words(page) -> None:
    assert {option.value for option in page.year_modes()} == {"income-year", "calendar"}
    assert [option.value for option in page.bases()] == ["P1", "P2", "P3", "P4"]
    assert all(
        option.name for option in (*page.profiles(), *page.year_modes(), *page.bases(), *page.text_sizes())
    )
    page.choose_text_size("large")
    page.choose_basis("P4", "识别监测对象")
    page.choose_year_mode("calendar")
    chosen = page.settings
    assert (chosen.text_size, chosen.basis, chosen.year_mode.value) == ("large", "P4", "calendar")


def test_staff_and_town_are_texts_and_equal_ones_leave_no_trace(page, sitting) -> None:
    assert page.answer_staff("甲，乙、甲").text == "甲、乙"
    assert page.answer_town(" 柳河镇 ").text == "柳河镇"
    before = journal_length(sitting)
    page.answer_staff("甲 、 乙")
    page.answer_town("柳河镇")
    assert journal_length(sitting) == before
    assert not page.answer_town("镇\ud842").is_saved
    assert page.answer_complaint_phone(" 0999-5550000 ").text == "0999-5550000"
    assert page.settings.complaint_phone == "0999-5550000"


def test_periods_are_newest_first_and_can_be_worked_on(page, sitting) -> None:
    periods = page.periods()
    assert periods == sorted(periods, reverse=True)
    page.work_on(periods[-1])
    assert sitting.quarter == periods[-1]


def test_a_price_is_on_disk_when_it_is_answered(sitting, on_disk) -> None:
    prices = PriceEntry(sitting)
    assert prices.answer("J101", "price_usual", "1.25").text == "1.25"
    assert prices.answer("J101", "cost_percent", "45").text == "45"
    row = next(row for row in prices.rows() if row.item == "J101")
    assert (row.texts["price_usual"], row.offered["cost_percent"]) == ("1.25", "40")
    price = prices._prices["J101"]
    assert on_disk(Price, price.id) == price


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("cost_percent", "501"),
        ("cost_percent", "-1"),
        ("cost_percent", "4.5"),
        ("price_usual", "贵"),
        ("unit", "堆"),
    ],
)
def test_a_price_that_is_none_is_not_taken(sitting, column: str, text: str) -> None:
    before = state_of(sitting)
    assert not PriceEntry(sitting).answer("J101", column, text).is_saved
    assert state_of(sitting) == before


def test_the_quarter_chosen_is_there_when_the_book_is_opened_again(sitting):
    chosen = sitting.quarter.shifted(-3)

    SettingsEntry(sitting).work_on(chosen)

    assert Sitting(sitting.book, "另一个人", sitting.today).quarter == chosen

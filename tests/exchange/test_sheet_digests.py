"""What a household's sheet says: another day of printing says the same, another figure does not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from village_desk.exchange.sheets.digests import paper_key, with_changed_only
from village_desk.exchange.sheets.making import SheetMade, SheetOrder, papers_of, sheet_bytes
from village_desk.rules.months import Month
from village_desk.rules.paper_records import PaperState, PrintedSheet, paper_state
from village_desk.rules.pictures import VillagePicture
from village_desk.rules.refusals import Refusal

from .sheet_village import CODE, PRINTED, QUARTER, RECKONER, SETTINGS, line, village

VILLAGE = village(6)


def order(sheet: str = "F3", day: date = PRINTED, **more: object) -> SheetOrder:
    return SheetOrder(sheet, "internal", 2025, QUARTER, None, day, **more)  # type: ignore[arg-type]


def made(wanted: SheetOrder, picture: VillagePicture = VILLAGE, format_: str = "pdf") -> SheetMade:
    return sheet_bytes(wanted, picture, SETTINGS, RECKONER, format_)  # type: ignore[arg-type]


def with_a_line_more() -> VillagePicture:
    first, *others = VILLAGE.households
    more = line(first.household.id, "T14", 202504, 100)
    return replace(VILLAGE, households=(replace(first, lines=(*first.lines, more)), *others))


def printed(digest: str, household: str, signed_on: date | None = None) -> PrintedSheet:
    return PrintedSheet(
        "p", CODE, household, "F3", Month(202501), "internal", digest, PRINTED, None, signed_on
    )


@pytest.mark.parametrize("sheet", ["F1", "F3", "F4", "F4A", "F15"])
def test_another_day_and_another_journal_say_the_same(sheet: str) -> None:
    later = replace(VILLAGE, chain_head=(9999, "00"))
    assert made(order(sheet)).digests == made(order(sheet, PRINTED + timedelta(days=3)), later).digests
    assert len(made(order(sheet)).digests) == len(VILLAGE.households)


def test_a_changed_household_and_no_other_says_something_else() -> None:
    before, after = made(order()).digests, made(order(), with_a_line_more()).digests
    assert before[0] != after[0]
    assert before[1:] == after[1:]


def test_another_group_in_the_title_is_something_else_too() -> None:
    first, *others = VILLAGE.households
    moved = replace(first, household=replace(first.household, group="九组"))
    assert made(order(), replace(VILLAGE, households=(moved, *others))).digests[0] != made(order()).digests[0]


def test_one_household_alone_says_what_it_says_in_the_batch() -> None:
    alone = made(replace(order(), household_id=VILLAGE.households[0].household.id))
    assert alone.digests == made(order()).digests[:1]
    assert alone.digests == made(order(contents=True), format_="xlsx").digests[:1]


def test_only_what_changed_since_the_last_print_is_printed_again() -> None:
    papers = papers_of(order(), VILLAGE, made(order()))
    assert papers is not None
    known = {one: printed(digest, one) for one, digest in papers.on(range(papers.pages)).items()}
    with pytest.raises(Refusal, match="nothing-changed"):
        with_changed_only(order(), VILLAGE, SETTINGS, RECKONER, known)
    never = VILLAGE.households[3].household.id
    del known[never]
    wanted = with_changed_only(order(), with_a_line_more(), SETTINGS, RECKONER, known)
    assert wanted.only == {VILLAGE.households[0].household.id, never}
    assert made(wanted, with_a_line_more()).pages == 2


def test_of_some_pages_only_the_households_that_are_whole_on_them_count_as_printed() -> None:
    file = made(order(contents=True))
    papers = papers_of(order(contents=True), VILLAGE, file)
    assert papers is not None
    long = next(place for place, (first, last) in enumerate(papers.ranges) if last > first)
    first, last = papers.ranges[long]
    assert papers.households[long] in papers.on(range(first - 1, last))
    assert papers.on(range(first - 1, last - 1)) == {}
    assert len(papers.on(range(file.pages))) == len(VILLAGE.households)


def test_drafts_and_the_sheets_of_the_village_are_nobodys_paper() -> None:
    assert papers_of(order(is_draft=True), VILLAGE, made(order(is_draft=True))) is None
    assert papers_of(order("F5"), VILLAGE, made(order("F5"))) is None


def test_a_quarters_sheet_and_a_years_are_noted_apart() -> None:
    assert paper_key(order("F4")).period == QUARTER.first
    assert paper_key(order("F3")).period == 202501


def test_a_paper_is_signed_as_long_as_it_says_the_same() -> None:
    assert paper_state(None, "a") is PaperState.NEVER
    assert paper_state(printed("a", "h"), "a") is PaperState.PRINTED
    assert paper_state(printed("a", "h", PRINTED), "a") is PaperState.SIGNED
    assert paper_state(printed("a", "h", PRINTED), "b") is PaperState.CHANGED

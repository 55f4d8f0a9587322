"""A sheet of one 小组: its households alone, sums that are its own, and a paper that says so."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from msgspec.structs import replace

from village_desk.definitions.sheets import sheets
from village_desk.exchange.paper.layout import Layout, every_text
from village_desk.exchange.sheets.digests import with_changed_only
from village_desk.exchange.sheets.making import SheetOrder, make_layout, papers_of, sheet_bytes, sheet_ids
from village_desk.exchange.summaries.summary_sheet import printed_bytes, summary_layout, summary_line
from village_desk.rules.paper_records import PrintedSheet
from village_desk.rules.pictures import VillagePicture
from village_desk.rules.refusals import Refusal
from village_desk.rules.summaries import Fold, SummaryColumn, SummaryPlan

from .sheet_village import CODE, NAME, PRINTED, QUARTER, RECKONER, SETTINGS, village

VILLAGE = village(10)
PART = "二组"
INSIDE = [one for one in VILLAGE.households if one.household.group == PART]
OUTSIDE = [one for one in VILLAGE.households if one.household.group != PART]
NARROWED = tuple(line for line in sheet_ids() if not line.whole_village)
WHOLE = tuple(line for line in sheet_ids() if line.whole_village)
SUMMARY = SummaryPlan(
    "household", (SummaryColumn("household.head_name"), SummaryColumn("year.net", Fold.SUM))
)


def order(sheet: str, copy: str = "", **more: object) -> SheetOrder:
    usual = next((line.usual_copy for line in sheet_ids() if line.id == sheet), "internal")
    wanted = {"only": frozenset(one.household.id for one in INSIDE), "part": PART, **more}
    return SheetOrder(sheet, copy or usual, 2025, QUARTER, None, PRINTED, **wanted)  # type: ignore[arg-type]


def made(sheet: str, picture: VillagePicture = VILLAGE, copy: str = "") -> Layout:
    return make_layout(order(sheet, copy), picture, SETTINGS, RECKONER)


def register(wanted: SheetOrder, picture: VillagePicture = VILLAGE) -> list[list[str]]:
    blocks = make_layout(wanted, picture, SETTINGS, RECKONER).blocks
    return [[cell.text for cell in row.cells] for block in blocks for row in block.rows]


def rows_about(wanted: SheetOrder) -> set[str]:
    """The heads of the households that have pages or rows of their own in a file."""
    names = sheet_bytes(wanted, VILLAGE, SETTINGS, RECKONER, "pdf").names
    return {name for page in names for name in page}


def total(wanted: SheetOrder, picture: VillagePicture = VILLAGE) -> list[str]:
    return next(row for row in register(wanted, picture) if row[0].startswith("合计"))


@pytest.mark.parametrize("sheet", [line.id for line in NARROWED])
def test_no_household_of_another_group_is_on_a_sheet_of_one(sheet: str) -> None:
    inside, outside = ({one.household.head_name for one in homes} for homes in (INSIDE, OUTSIDE))
    part, whole = (rows_about(wanted) for wanted in (order(sheet), order(sheet, only=None, part="")))
    assert not part & (outside - inside)
    assert part == whole & inside


@pytest.mark.parametrize("sheet", [line.id for line in NARROWED if line.per == "village"])
def test_title_footer_and_file_say_which_part_of_the_village_it_is(sheet: str) -> None:
    layout = made(sheet)
    texts = every_text(layout)
    assert any(f"村：{NAME}　范围：{PART}" in text for text in texts)
    assert f"（{PART}）" in layout.footer
    name = sheet_bytes(order(sheet), VILLAGE, SETTINGS, RECKONER, "pdf").file_name
    assert f"{NAME}{PART}-" in name


@pytest.mark.parametrize("sheet", [line.id for line in NARROWED if line.per == "household"])
def test_a_households_own_sheet_is_the_same_paper_whichever_part_it_is_printed_with(sheet: str) -> None:
    alone = make_layout(order(sheet), VILLAGE, SETTINGS, RECKONER)
    assert PART not in alone.footer
    wanted = order(sheet)
    part = sheet_bytes(wanted, VILLAGE, SETTINGS, RECKONER, "pdf")
    all_of_them = replace(wanted, only=None, part="")
    whole = sheet_bytes(all_of_them, VILLAGE, SETTINGS, RECKONER, "pdf")
    assert f"{NAME}{PART}-" in part.file_name
    known = dict(zip((one.household.id for one in VILLAGE.households), whole.digests, strict=True))
    assert part.digests == tuple(known[one.household.id] for one in INSIDE)


def test_the_sums_under_a_register_are_those_of_the_group() -> None:
    alone = replace(VILLAGE, households=tuple(INSIDE))
    assert total(order("F5")) == total(order("F5", only=None, part=""), alone)
    assert total(order("F5")) != total(order("F5", only=None, part=""))
    assert total(order("F5"))[0] == f"合计（{len(INSIDE)}户）"


@pytest.mark.parametrize("sheet", [line.id for line in WHOLE])
def test_a_figure_of_the_whole_village_is_never_made_of_a_part(sheet: str) -> None:
    with pytest.raises(Refusal) as refused:
        made(sheet)
    assert refused.value.code == "sheet-of-whole-village"


def test_what_is_of_the_whole_village_is_written_in_the_sheets_own_file() -> None:
    assert {line.id for line in WHOLE} == {"F7", "F12", "F13"}
    assert all(sheets()[line.id].per == "village" for line in WHOLE)


def test_the_group_is_checked_beside_the_whole_village() -> None:
    twin = OUTSIDE[0].household  # everybody in the sample has the same identity number as somebody of theirs
    assert any(f"{twin.number} {twin.head_name}户" in text for text in every_text(made("F11")))


def test_a_notice_for_one_groups_board_says_whose_it_is() -> None:
    assert any("现将本村二组2025年度" in text for text in every_text(made("F14")))
    whole = make_layout(order("F14", only=None, part=""), VILLAGE, SETTINGS, RECKONER)
    assert any("现将本村2025年度" in text for text in every_text(whole))


def test_a_public_copy_of_a_part_is_read_for_the_secrets_of_the_whole_village() -> None:
    phone = OUTSIDE[0].household.phone or ""
    named = replace(INSIDE[0], household=replace(INSIDE[0].household, head_name=phone))
    others = tuple(named if one is INSIDE[0] else one for one in VILLAGE.households)
    with pytest.raises(Refusal, match="would-leak"):
        made("F5", replace(VILLAGE, households=others), "public")


def test_the_contents_list_the_group_alone_with_its_own_pages() -> None:
    file = sheet_bytes(order("F3", contents=True), VILLAGE, SETTINGS, RECKONER, "xlsx")
    book = openpyxl.load_workbook(BytesIO(file.content))
    texts = [str(cell) for row in book.active.values for cell in row if cell]
    assert any(text.startswith(f"{PART}　{len(INSIDE)}户") for text in texts)
    assert not [text for text in texts if text.startswith("一组　")]
    assert len(file.ranges) == len(INSIDE)


def test_only_what_changed_is_looked_for_inside_the_group() -> None:
    wanted = order("F3")
    papers = papers_of(wanted, VILLAGE, sheet_bytes(wanted, VILLAGE, SETTINGS, RECKONER, "pdf"))
    assert papers is not None
    assert list(papers.households) == [one.household.id for one in INSIDE]
    first, *others = papers.on(range(papers.pages)).items()
    known = {
        one: PrintedSheet("p", CODE, one, "F3", QUARTER.first, "internal", digest, PRINTED, None, None)
        for one, digest in others
    }
    changed = with_changed_only(wanted, VILLAGE, SETTINGS, RECKONER, known)
    assert (changed.only, changed.part) == ({first[0]}, PART)
    known[first[0]] = PrintedSheet("p", CODE, first[0], "F3", QUARTER.first, "internal", first[1], PRINTED)
    with pytest.raises(Refusal, match="nothing-changed"):
        with_changed_only(wanted, VILLAGE, SETTINGS, RECKONER, known)


def test_a_summary_of_a_part_has_its_rows_and_its_sum() -> None:
    wanted = order("纯收入", plan=SUMMARY)
    texts = every_text(summary_layout(wanted, SUMMARY, VILLAGE, SETTINGS, RECKONER))
    assert any(f"范围：{PART}" in text for text in texts)
    assert f"合计（{len(INSIDE)}户）" in texts
    name = printed_bytes(wanted, VILLAGE, SETTINGS, RECKONER, "xlsx").file_name
    assert name.startswith(f"纯收入-{NAME}{PART}-")


def test_a_summary_with_a_row_for_the_village_is_never_made_of_a_part() -> None:
    plan = SummaryPlan("village", (SummaryColumn("unit.households"),))
    assert summary_line("户数", plan).whole_village
    with pytest.raises(Refusal, match="sheet-of-whole-village"):
        summary_layout(order("户数", plan=plan), plan, VILLAGE, SETTINGS, RECKONER)

"""The papers of a quarter: the visit sheet to be carried, the month's record, the half-year's analysis."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from village_desk.definitions.items import income_items
from village_desk.definitions.screens import screen
from village_desk.exchange.paper.drawing import Drawing
from village_desk.exchange.paper.layout import Layout, every_text
from village_desk.exchange.sheets.making import SheetOrder, make_layout, sheet_bytes
from village_desk.rules.followup_records import Analysis, Meeting, Stock, Sweep
from village_desk.rules.money import Fen, Thousandths
from village_desk.rules.months import Month
from village_desk.rules.pictures import VillagePicture
from village_desk.rules.records import Visit
from village_desk.rules.refusals import Refusal
from village_desk.rules.support_records import Measure, WorkSpell

from .sheet_village import CODE, PRINTED, QUARTER, RECKONER, SETTINGS, village

VILLAGE = village(6)
FIRST = VILLAGE.households[0].household.id
BEFORE = Month(202410)


def made(sheet: str, picture: VillagePicture, household: str | None = None, copy: str = "internal") -> Layout:
    order = SheetOrder(sheet, copy, 2025, QUARTER, household, PRINTED)  # type: ignore[arg-type]
    return make_layout(order, picture, SETTINGS, RECKONER)


def rows_of(layout: Layout) -> list[list[str]]:
    return [
        [cell.text for cell in row.cells]
        for block in layout.blocks
        for row in block.rows
        if not row.has_charts
    ]


def with_first(**parts: object) -> VillagePicture:
    first, *others = VILLAGE.households
    return replace(VILLAGE, households=(replace(first, **parts), *others))  # type: ignore[arg-type]


def _tracked() -> VillagePicture:
    worker = VILLAGE.households[0].persons[0].id
    visit = Visit(
        "v0", CODE, FIRST, BEFORE, way="入户", someone_ill=True, arrears=Fen(0), judgement="收入下降"
    )
    ended = WorkSpell("w2", CODE, FIRST, worker, started=Month(202301), ended=Month(202409), employer="旧厂")
    return with_first(
        visits=(visit,),
        spells=(WorkSpell("w1", CODE, FIRST, worker, started=Month(202402), employer="恒发服装"), ended),
        stocks=(Stock("s1", CODE, FIRST, BEFORE, "J301", unit="头", closing=Thousandths(3000)),),
        measures=(Measure("m1", CODE, FIRST, 2025, measure="J02", content="养猪增到6头", state="实施中"),),
    )


@pytest.fixture(scope="module")
def paper() -> list[list[str]]:
    return rows_of(made("F4A", _tracked(), FIRST))


def test_the_visit_paper_has_the_blocks_of_the_screen_in_its_order(paper: list[list[str]]) -> None:
    titles = [section.title.partition("、")[2] for section in screen("visit").sections[1:]]
    printed = [row[0].partition("、")[2] for row in paper if len(row) == 1 and "、" in row[0][:2]]
    assert [title.partition("（")[0] for title in printed] == titles


def test_every_question_of_the_visit_is_on_the_paper_once(paper: list[list[str]]) -> None:
    texts = [text for row in paper for text in row]
    left_out = {"judgement_state", "reported_on"}  # what is done at the desk, after the visit
    for field in screen("visit").fields:
        if field.key in left_out or (field.key.endswith("_note") and field.key != "judgement_note"):
            continue
        assert texts.count(field.label) == 1, field.key


def test_last_quarters_answer_stands_beside_an_empty_box(paper: list[list[str]]) -> None:
    row = next(row for row in paper if "有人患病" in row)
    place = row.index("有人患病")
    assert row[place + 1 : place + 3] == ["是", "□是　□否"]
    row = next(row for row in paper if "被拖欠工资" in row)
    place = row.index("被拖欠工资")
    assert row[place + 1 : place + 3] == ["0.00", ""]
    row = next(row for row in paper if row[0] == "研判结论")
    assert row[1:] == ["收入下降", "□稳定　□收入下降　□支出骤增　□有返贫风险"]


def test_nothing_is_ticked_beforehand(paper: list[list[str]]) -> None:
    assert not any("√" in text or "■" in text for row in paper for text in row)


def test_what_went_on_last_quarter_is_listed_with_room_for_more(paper: list[list[str]]) -> None:
    spells = [row for row in paper if "恒发服装" in row]
    assert len(spells) == 1
    assert spells[0][-4:] == ["", "", "", ""]
    after = paper[paper.index(spells[0]) + 1]
    assert set(after) == {""}
    assert not any("旧厂" in row for row in paper)
    assert any(row[0] == "猪" and row[2] == "3" for row in paper)
    assert any(row[:2] == ["特色养殖", "养猪增到6头"] for row in paper)


def test_lines_of_last_quarter_have_an_empty_place_for_this_quarters_sum(paper: list[list[str]]) -> None:
    head = next(row for row in paper if row[-1] == "本季金额")
    rows = [row for row in paper if len(row) in (len(head), len(head) - 1) and row[-2].endswith(".00")]
    assert rows
    assert {row[-1] for row in rows} == {""}


def test_the_visit_paper_is_for_the_visitors_alone() -> None:
    for copy in ("report", "public"):
        with pytest.raises(Refusal) as refused:
            made("F4A", VILLAGE, FIRST, copy)
        assert refused.value.code == "no-such-copy"


def test_a_whole_route_is_one_batch_of_papers_in_walking_order() -> None:
    layout = made("F4A", VILLAGE)
    numbers = [row[row.index("户编号") + 1] for row in rows_of(layout) if "户编号" in row]
    assert numbers == [one.household.number for one in VILLAGE.households]
    assert layout.numbering == "group"


def _swept() -> VillagePicture:
    sweep = Sweep(
        "x1",
        CODE,
        FIRST,
        Month(202501),
        date(2025, 1, 8),
        "周平",
        looked_at=("收入", "就业"),
        found="返乡一人",
        opinion="收入下降",
        due_on=date(2025, 2, 1),
    )
    meeting = Meeting("m1", CODE, Month(202501), date(2025, 1, 20), chair="王立", conclusion="二月底前回访")
    return replace(with_first(sweeps=(sweep,)), meetings=(meeting,))


def test_the_months_record_prints_what_was_swept_and_what_the_meeting_decided() -> None:
    rows = rows_of(made("F12", _swept()))
    assert [row for row in rows if row[:3] == ["1", "2025.1.8", "周平"]]
    swept = next(row for row in rows if row[:1] == ["1"] and "周平" in row)
    assert swept[4:7] == ["收入、就业", "返乡一人", "收入下降"]
    assert swept[-1] == "2025.2.1"
    assert ["研判结论意见", "二月底前回访"] in rows
    assert sum("王立" in row for row in rows) == 1


def test_a_month_without_sweeps_is_a_form_to_write_on() -> None:
    rows = rows_of(made("F12", _swept()))
    numbered = [row for row in rows if row[0].isdecimal()]
    assert [row[0] for row in numbered] == [str(n) for n in range(1, 11)] * 3
    assert sum(any(row[1:]) for row in numbered) == 1


def _fallen() -> VillagePicture:
    said = Visit("v1", CODE, FIRST, Month(202501), judgement="有返贫风险", fall_cause="患病")
    earlier = [
        replace(
            line, id=f"{line.id}-before", month=Month(line.month - 100), amount=Fen((line.amount or 0) * 2)
        )
        for line in VILLAGE.households[0].lines
        if line.month
    ]
    return with_first(lines=(*VILLAGE.households[0].lines, *earlier), visits=(said,))


def _table(rows: list[list[str]], title: str) -> list[list[str]]:
    """The rows below a table's title and head, up to the next title."""
    start = next(place for place, row in enumerate(rows) if len(row) == 1 and title in row[0]) + 2
    ends = (place for place in range(start, len(rows)) if len(rows[place]) == 1 and rows[place] != ["没有"])
    return rows[start : next(ends, len(rows))]


def _charts(layout: Layout) -> list[Drawing]:
    cells = [cell for block in layout.blocks for row in block.rows for cell in row.cells]
    return [cell.drawing for cell in cells if cell.drawing is not None]


def test_each_industry_of_the_village_is_a_row_of_the_analysis() -> None:
    rows = {row[0]: row[1:] for row in _table(rows_of(made("F13", VILLAGE)), "各产业户数和收入")}
    raised = {
        line.item
        for one in VILLAGE.households
        for line in one.lines
        if line.item and line.item.startswith("J") and line.month and 202404 <= line.month <= 202503
    }
    assert set(rows) == {income_items()[code].label for code in raised}
    for households, persons, _, _, income, net, each in rows.values():
        assert int(households) <= int(persons)
        assert Decimal(net) <= Decimal(income)
        assert abs(Decimal(net) / int(persons) - Decimal(each)) <= Decimal("0.01")


def test_the_charts_of_the_analysis_say_what_its_tables_say() -> None:
    layout = made("F13", VILLAGE)
    tables = _table(rows_of(layout), "收入构成")
    structure = next(one for one in _charts(layout) if one.texts[0].startswith("收入构成"))
    for part, amount in ((row[0], row[1]) for row in tables[:-1]):
        assert f"{part} {round(Decimal(amount))}" in structure.texts
    bands = next(one for one in _charts(layout) if one.texts[0].startswith("收入分段"))
    for band, households, *_ in _table(rows_of(layout), "收入分段"):
        assert band.startswith("其中") or {band, f"{households}户"} <= set(bands.texts)


def test_the_parts_of_the_structure_make_the_income_per_head_and_the_shares_a_whole() -> None:
    *parts, total = _table(rows_of(made("F13", VILLAGE)), "收入构成")
    assert [row[0] for row in parts] == ["工资性", "经营净", "财产性", "转移性"]
    assert abs(sum(Decimal(row[1]) for row in parts) - Decimal(total[1])) <= Decimal("0.02")
    assert sum(Decimal(row[5].rstrip("%")) for row in parts) == 100


def test_growth_stands_for_all_and_for_the_same_households_beside_what_is_published() -> None:
    """The first household alone has both years: those who came since weigh on the growth of all."""
    rows = _table(rows_of(made("F13", _fallen())), "增长和比较")
    assert [row[0] for row in rows[:2]] == ["本村全部户", "两年都有数的户"]
    assert rows[0][2] == rows[1][2]
    assert rows[0][1] != rows[1][1]
    for _, now, before, change, growth, _ in rows[:2]:
        assert Decimal(now) - Decimal(before) == Decimal(change)
        assert abs(Decimal(change) / Decimal(before) * 100 - Decimal(growth.rstrip("%"))) <= Decimal("0.05")
    structure = _table(rows_of(made("F13", _fallen())), "收入构成")
    pulls = [Decimal(row[6].rstrip("%")) for row in structure[:-1]]
    assert abs(sum(pulls) - Decimal(structure[-1][6].rstrip("%"))) <= Decimal("0.2")


def test_every_household_with_an_income_stands_in_one_band() -> None:
    rows = _table(rows_of(made("F13", VILLAGE)), "收入分段")
    bands = [row for row in rows if not row[0].startswith("其中")]
    assert sum(int(row[1]) for row in bands) == sum(bool(one.lines) for one in VILLAGE.households)


def test_who_fell_is_listed_with_the_cause_that_the_visitors_gave() -> None:
    rows = rows_of(made("F13", _fallen()))
    assert ["患病", "1", "100.0%"] in _table(rows, "收入下降原因")
    charts = _charts(made("F13", _fallen()))
    assert ("患病", "1户") in [tuple(one.texts[1:3]) for one in charts]
    (fallen,) = _table(rows, "收入下降户")
    assert fallen[2] == VILLAGE.households[0].household.head_name
    assert fallen[-1] == "患病"


def test_the_texts_are_drafted_from_the_figures_until_somebody_writes_them() -> None:
    picture = _fallen()
    drafted = dict(row for row in rows_of(made("F13", picture)) if len(row) == 2 and row[0] == "下降原因")
    assert drafted["下降原因"] == "收入下降的1户：患病1户。"
    written = Analysis("a1", CODE, QUARTER.first, causes="一户因病停工。")
    texts = dict(row for row in rows_of(made("F13", replace(picture, analyses=(written,)))) if len(row) == 2)
    assert texts["下降原因"] == "一户因病停工。"
    assert "研判为“有返贫风险”的1户。" in texts["风险和问题"]


def test_a_public_copy_of_the_analysis_tells_no_causes() -> None:
    layout = made("F13", _fallen(), copy="public")
    assert not any("病" in text for one in _charts(layout) for text in one.texts)
    assert not any("病" in text for text in every_text(layout))
    assert not any(
        cell.text == "下降原因" for block in layout.blocks for row in block.rows for cell in row.cells
    )


@pytest.mark.parametrize("sheet", ["F4A", "F12", "F13"])
def test_both_papers_have_the_same_pages(sheet: str) -> None:
    order = SheetOrder(sheet, "internal", 2025, QUARTER, None, PRINTED)
    pages = {sheet_bytes(order, _swept(), SETTINGS, RECKONER, kind).pages for kind in ("pdf", "xlsx")}
    assert len(pages) == 1


def test_a_file_of_a_half_year_says_which_half() -> None:
    order = SheetOrder("F13", "internal", 2025, QUARTER, None, PRINTED)
    assert "2025年度上半年" in sheet_bytes(order, VILLAGE, SETTINGS, RECKONER, "pdf").file_name


def test_an_answer_that_is_no_choice_has_nothing_to_tick() -> None:
    from village_desk.exchange.sheets.sheet_asked import boxes

    assert boxes(screen("visit").field("arrears")) == ""
    assert boxes(screen("visit").field("way")) == "□入户　□电话　□视频"


def test_the_plan_prints_its_measures_with_what_the_ledger_says_they_have_brought() -> None:
    first = VILLAGE.households[0]
    worker = next(line.person_id for line in first.lines if line.item == "G01" and line.person_id)
    measure = Measure(
        "m9", CODE, FIRST, 2025, worker, measure="W01", item="G01", increment=Fen(300_000), due=Month(202509)
    )
    rows = rows_of(made("F1", with_first(measures=(measure,)), FIRST))
    row = next(row for row in rows if "有组织省外转移就业" in row)
    quarters = [QUARTER.shifted(place - 1).window for place in range(4)]
    for window, text in zip(quarters, row[-4:], strict=True):
        of_item = [line for line in first.lines if (line.item, line.person_id) == ("G01", worker)]
        now = sum(line.amount or 0 for line in of_item if line.month in window)
        before = sum(line.amount or 0 for line in of_item if line.month in window.year_earlier())
        assert text == ("" if not now and not before else f"{(now - before) / 100:.2f}")
    assert len([row for row in rows if row[0] in ("1", "2", "3", "4")]) == 4

"""The four sheets: what stands on them is what the ledger says, and their own letters reckon it."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Literal

import pytest
from msgspec.structs import replace

from village_desk.definitions.bases import counting_bases, counting_basis
from village_desk.definitions.codes import code_list
from village_desk.definitions.items import income_items
from village_desk.definitions.sheets import sheets
from village_desk.exchange.paper.layout import Cell, Layout, every_text
from village_desk.exchange.sheets import sheet_household_values
from village_desk.exchange.sheets.making import SheetOrder, make_layout, sheet_ids
from village_desk.exchange.sheets.sheet_values import UnknownValueError, refuse_unknown_names
from village_desk.rules.figures import LABOURLESS
from village_desk.rules.income import Reckoner
from village_desk.rules.money import Fen
from village_desk.rules.pictures import VillagePicture
from village_desk.rules.refusals import Refusal
from village_desk.rules.support_records import Measure

from .sheet_village import CODE, NAME, PRINTED, QUARTER, RECKONER, SETTINGS, line, usual, village

VILLAGE = village(6)


def order(
    sheet: str,
    household: str | None = "h1",
    copy: Literal["internal", "report", "public"] = "internal",
    **more: object,
) -> SheetOrder:
    quarter = QUARTER if sheets()[sheet].by_quarter else None
    return SheetOrder(sheet, copy, 2025, quarter, household, PRINTED, **more)  # type: ignore[arg-type]


def made(sheet: str, household: str | None = "h1", picture: VillagePicture = VILLAGE) -> Layout:
    usual = next(line.usual_copy for line in sheet_ids() if line.id == sheet)
    return make_layout(order(sheet, household, usual), picture, SETTINGS, RECKONER)


def rows_of(layout: Layout) -> list[tuple[Cell, ...]]:
    return [row.cells for block in layout.blocks for row in block.rows]


def row_with(layout: Layout, *texts: str) -> list[str]:
    """The texts of the first row that has all of these."""
    found = [[cell.text for cell in cells] for cells in rows_of(layout)]
    return next(row for row in found if all(text in row for text in texts))


def only(picture: VillagePicture, **changes: object) -> VillagePicture:
    """The village with its household h1 changed."""
    households = tuple(
        replace(one, **changes) if one.household.id == "h1" else one  # type: ignore[arg-type]
        for one in picture.households
    )
    return replace(picture, households=households)


def test_the_list_of_sheets_says_per_whom_and_for_which_period() -> None:
    found = {line.id: (line.per, line.period) for line in sheet_ids()}
    assert found["F1"] == found["F3"] == ("household", "year")
    assert found["F4"] == ("household", "quarter")
    assert found["F7"] == ("village", "year")


def test_each_category_of_the_card_is_the_sum_of_its_lines_and_the_letters_give_the_net() -> None:
    layout = made("F3")
    lines: dict[str, Decimal] = {}
    for cells in rows_of(layout):
        letter = next((cell.text for cell in cells if re.fullmatch(r"[LMNPR]\d*", cell.text)), None)
        if letter and cells[-1].style == "amount" and cells[-2].text == "计入":
            lines[letter[0]] = lines.get(letter[0], Decimal(0)) + Decimal(cells[-1].text)
    measures = _measure_rows(layout)
    totals = {row[0].partition("=")[0]: Decimal(row[2]) for row in measures}
    formulas = {row[0] for row in measures}
    assert set(lines) == set("LMNPR")
    for letter, amount in lines.items():
        assert totals[letter] == amount
    assert {"L=L1+L2", "M=M1+M2", "N", "P=P1+…+P3", "K=L+M+N+P", "S=K−R", "T=S÷A"} <= formulas
    gross, net = totals["K"], totals["S"]
    assert gross == totals["L"] + totals["M"] + totals["N"] + totals["P"]
    assert net == gross - totals["R"]
    assert totals["T"] == (net / 4).quantize(Decimal("0.01"))


def _measure_rows(layout: Layout) -> list[list[str]]:
    rows = [[cell.text for cell in cells] for cells in rows_of(layout)]
    return [row for row in rows if len(row) == 8 and re.match(r"[KLMNPRST](=|$)", row[0])]


def test_the_national_systems_figures_stand_beside_ours_with_the_difference() -> None:
    row = row_with(made("F3"), "S=K−R")
    ours, stated, difference = Decimal(row[2]), Decimal(row[6]), Decimal(row[7])
    assert stated == Decimal("72078.25")
    assert difference == ours - stated


def test_twelve_months_of_one_benefit_are_one_row_and_cost_by_ratio_is_marked() -> None:
    layout = made("F3")
    assert row_with(layout, "低保金")[-5:] == ["", "12月", "312", "计入", "3744.00"]
    assert "按比例推算" in row_with(layout, "种植成本合计")


def test_what_does_not_count_stands_apart_with_its_mark() -> None:
    row = row_with(made("F3"), "报销医疗费")
    assert row[-2:] == ["不计入", "8600.00"]


@pytest.mark.parametrize("basis", sorted(counting_bases()))
def test_under_every_basis_the_net_formula_reckons_the_printed_net(basis: str) -> None:
    extra = (
        line("h1", "X01", 202503, 120), line("h1", "X11", 202503, 70), line("h1", "X13", 202503, 30),
        line("h1", "R01", 202503, 900), line("h1", "R02", 202503, 400),
    )  # fmt: skip
    picture = only(VILLAGE, lines=usual(1).lines + extra)
    reckoner = Reckoner(income_items(), counting_basis(basis))
    layout = make_layout(order("F3"), picture, SETTINGS, reckoner)
    letters = {row[0][0]: Decimal(row[2]) for row in _measure_rows(layout)}
    for cells in rows_of(layout):
        texts = [cell.text for cell in cells]
        if texts and (match := next((text for text in texts if re.fullmatch(r"[QUVWX]\d+", text)), None)):
            letters[match[0]] = Decimal(texts[-1])
    formula = next(row[0] for row in _measure_rows(layout) if row[0].startswith("S="))
    reckoned = sum(
        (
            -letters[name] if sign == "−" else letters[name]
            for sign, name in re.findall(r"([+−=])([A-Z])", formula)
        ),
        Decimal(0),
    )
    assert reckoned == letters["S"]


def test_nothing_entered_is_a_dash_and_zero_is_zero() -> None:
    empty = row_with(made("F3", "empty"), "S=K−R")
    assert empty[2:] == ["—"] * 6
    zero = only(VILLAGE, lines=(line("h1", "C4", 202503, 0),))
    assert row_with(made("F3", picture=zero), "N", "四、财产性收入")[2] == "0.00"
    assert row_with(made("F3", picture=zero), "L", "一、工资性收入")[2] == "—"


def test_a_line_without_an_amount_is_blank_and_makes_no_sum() -> None:
    layout = made("F3", picture=only(VILLAGE, lines=(line("h1", "C4", 202503, None),)))
    assert row_with(layout, "土地流转租金")[-1] == ""
    assert row_with(layout, "N", "四、财产性收入")[2] == "—"


def test_a_target_of_zero_or_none_has_no_share_done() -> None:
    layout = made("F4")
    assert row_with(layout, "财产性收入", "0.00")[-1] == "—"
    assert row_with(layout, "工资性收入", "60000.00")[-1] == "84.1%"
    assert row_with(made("F4", "rare"), "家庭纯收入")[-2:] == ["", "—"]


def test_not_asked_unchanged_and_not_entered_look_different_on_the_tracking_sheet() -> None:
    layout = made("F4")
    assert row_with(layout, "财产转移收入情况")[1] == "未询问"
    assert row_with(layout, "义务教育有保障")[1] == "无变化"
    spending = row_with(layout, "医疗自付支出")
    assert spending == ["医疗自付支出", "3200.00", "上学支出", "0.00", "建房修房支出", ""]


def test_the_tracking_sheet_has_quarter_and_year_to_date_of_the_same_lines() -> None:
    row = row_with(made("F4"), "生产经营性收入", "15000.00")
    assert row[2:4] == ["7400.00", "13380.00"]


def test_the_plan_starts_from_last_years_income_and_has_rows_to_write_on() -> None:
    layout = made("F1")
    wages = row_with(layout, "L", "工资性收入")
    assert wages[2:] == ["40000.00", "60000.00", "20000.00", "50.0%"]
    ruled = [cells for cells in rows_of(layout) if len(cells) == 12 and cells[0].text.isdecimal()]
    assert len(ruled) == 4
    assert all(not cell.text for cells in ruled for cell in cells[1:])


def test_the_plan_prints_wish_needs_and_what_may_go_wrong_and_the_public_copy_does_not() -> None:
    first, *others = VILLAGE.households
    plan = replace(first.plan_for(2025), wish="想养牛", shortcoming="缺启动资金")
    measures = tuple(
        Measure(f"m{n}", CODE, first.household.id, 2025, measure="J02", risk=risk, state=state)
        for n, (risk, state) in enumerate(
            (("牛价下跌", None), ("牛价下跌", None), ("疫病", None), ("停了", "已停止"))
        )
    )
    picture = replace(VILLAGE, households=(replace(first, plans=(plan,), measures=measures), *others))
    layout = made("F1", picture=picture)
    assert row_with(layout, "想养牛；缺启动资金")
    assert row_with(layout, "牛价下跌；疫病")[0] == "风险提示"
    public = make_layout(order("F1", "h1", "public"), picture, SETTINGS, RECKONER)
    assert not {"想养牛；缺启动资金", "牛价下跌；疫病"} & set(every_text(public))


def test_the_summary_ends_each_table_with_the_village_and_the_classes() -> None:
    layout = made("F7", None)
    labels = [cells[0].text for cells in rows_of(layout) if cells[0].style in ("centre", "total")]
    half = len(labels) // 2
    assert labels[:half] == labels[half:]
    assert labels[:half][-7:] == [
        "全村合计",
        "其中：脱贫户",
        "脱贫不稳定户",
        "边缘易致贫户",
        "突发严重困难户",
        "监测对象小计",
        "脱贫户和监测对象合计",
    ]
    total = row_with(layout, "全村合计")
    assert sum(Decimal(share) for share in total[-4:]) == 100


def test_the_head_says_place_period_and_day_and_the_foot_what_the_figures_rest_on() -> None:
    layout = made("F3")
    texts = every_text(layout)
    assert "（2025年度，统计期2024年10月—2025年9月）" in texts
    assert f"乡（镇）：青石镇　村：{NAME}　组：一组" in texts
    for part in ("内部完整版", "家庭纯收入（系统口径）1版", "2025-10-20", "1284/9f3a77c0", "2025-1", "程序"):
        assert part in layout.footer


def test_a_quarter_says_its_months_beside_its_number() -> None:
    assert "（2025年第二季度，统计期2025年1月—2025年3月）" in every_text(made("F4"))


def test_the_whole_village_opens_a_page_for_each_household_by_group() -> None:
    layout = made("F3", None)
    starts = [block for block in layout.blocks if block.starts_page]
    assert len(starts) == len(VILLAGE.households)
    groups = [re.search(r"组：(.*)$", block.rows[2].cells[0].text)[1] for block in starts]  # type: ignore[index]
    assert groups == [one.household.group for one in VILLAGE.households]
    assert layout.numbering == "group"


def test_forty_lines_of_twelve_members_are_all_there() -> None:
    rows = rows_of(made("F3", "large"))
    lines = [cells for cells in rows if any(cell.text == "计入" for cell in cells)]
    assert len(lines) == 40


def test_four_centimetres_are_free_for_the_seal() -> None:
    for sheet in sheets():
        layout = made(sheet, "h1")
        seal = [*layout.blocks][-1].rows[0].cells[-1]
        assert sum(layout.column_widths_mm[-seal.columns :]) >= 40


def test_equal_orders_give_equal_layouts() -> None:
    for sheet in sheets():
        assert made(sheet) == made(sheet)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"sheet": "F98"}, "unknown-sheet"),
        ({"household_id": "nobody"}, "no-such-household"),
        ({"sheet": "F4", "quarter": None}, "no-quarter"),
    ],
)
def test_what_cannot_be_printed_is_refused_before_page_one(changed: dict[str, object], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        make_layout(replace(order("F3"), **changed), VILLAGE, SETTINGS, RECKONER)  # type: ignore[arg-type]
    assert refused.value.code == code


def test_an_empty_village_has_nothing_to_print() -> None:
    for sheet in ("F3", "F7"):
        with pytest.raises(Refusal, match="nothing-to-print"):
            made(sheet, None, VillagePicture(CODE, NAME, ()))


def test_every_name_on_a_sheet_is_known_and_an_unknown_one_stops_it() -> None:
    for sheet in sheets().values():
        refuse_unknown_names(sheet)
        for place, block in enumerate(sheet.blocks):
            if block.values:
                wrong = replace(block, values=("household.no_such_value", *block.values[1:]))
                blocks = (*sheet.blocks[:place], wrong, *sheet.blocks[place + 1 :])
                with pytest.raises(UnknownValueError):
                    refuse_unknown_names(replace(sheet, blocks=blocks))


def test_a_line_that_names_no_item_is_shown_but_counts_nowhere() -> None:
    odd = replace(line("h1", "G04", 202503, 777), item=None, amount=Fen(77_700))
    layout = made("F3", picture=only(VILLAGE, lines=(odd,)))
    assert row_with(layout, "未选项目")[-2:] == ["", "777.00"]
    assert row_with(layout, "S=K−R")[2] == "—"


def test_a_part_that_goes_on_says_so_and_no_row_of_it_stands_alone() -> None:
    layout = made("F3", "large")
    beside = [cells[0] for cells in rows_of(layout) if cells[0].text.startswith("二、生产经营性收入")]
    assert [cell.text for cell in beside][:2] == ["二、生产经营性收入", "二、生产经营性收入（续）"]
    assert all(cell.rows > 1 for cell in beside[:2])


def test_the_kinds_of_labour_counted_are_labels_of_the_list() -> None:
    labels = {code.label for code in code_list("labour").codes}
    assert labels == {*sheet_household_values.LABOUR_KINDS, *LABOURLESS}


def test_who_left_before_the_window_ends_is_not_counted() -> None:
    people = usual(1).persons
    gone = (*people[:3], replace(people[3], left_on=date(2025, 8, 1)))
    layout = made("F3", picture=only(VILLAGE, persons=gone))
    assert row_with(layout, "计入人口 A")[3] == "3"

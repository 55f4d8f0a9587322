"""自定义汇总: rows chosen, put in order, added up by group, and printed as any sheet is."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Literal

import openpyxl
import pytest
from msgspec.structs import replace

from village_desk.exchange.sheets.making import SheetOrder
from village_desk.exchange.sheets.sheet_subjects import HouseholdSubject
from village_desk.exchange.summaries.summary_sheet import printed_bytes, scene_for, summary_line
from village_desk.exchange.summaries.summary_table import SummaryTable
from village_desk.exchange.summaries.summary_words import condition_words, folds_of, known_value
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.rules.records import Household
from village_desk.rules.refusals import Refusal
from village_desk.rules.summaries import Comparison, Condition, Fold, SummaryColumn, SummaryPlan

from .sheet_village import CODE, NAME, PRINTED, RECKONER, SETTINGS, line, person

HEAD, NET = "household.head_name", "year.net"
COLUMNS = (SummaryColumn(HEAD), SummaryColumn("household.group"), SummaryColumn(NET))
PLAN = SummaryPlan("household", COLUMNS)


def home(number: int, group: str, yuan: int | None, **more: object) -> HouseholdPicture:
    own = f"h{number}"
    wanted = {"number": f"000{number}", "head_name": f"户主{number}", "group": group, **more}
    members = (
        person(own, 1, f"户主{number}", date(1970, 1, number)),
        person(own, 2, f"子{number}", date(2016, 1, number)),
    )
    lines = () if yuan is None else (line(own, "G01", 202503, yuan, members[0].id),)
    return HouseholdPicture(Household(own, CODE, **wanted), members, lines)  # type: ignore[arg-type]


VILLAGE = VillagePicture(
    CODE,
    NAME,
    (
        home(1, "一组", 30_000, household_class="脱贫户", farmland=3500),
        home(2, "一组", 10_000, household_class="一般农户"),
        home(3, "二组", 20_000, household_class="脱贫户", phone="13900000003"),
        home(4, "二组", None, household_class="脱贫户"),
    ),
)


def table(plan: SummaryPlan) -> list[tuple[str, ...]]:
    order = order_of(plan)
    scene = scene_for(order, plan, VILLAGE, SETTINGS, RECKONER)
    rows = SummaryTable(plan, scene, [HouseholdSubject(scene.run, one) for one in VILLAGE.households]).rows()
    return [tuple(shown.text for shown in row.cells) for row in rows]


def order_of(plan: SummaryPlan, copy: Literal["internal", "report", "public"] = "internal") -> SheetOrder:
    return SheetOrder("低收入户", copy, 2025, None, None, PRINTED, plan=plan)


def heads(plan: SummaryPlan) -> list[str]:
    return [row[0] for row in table(plan)]


def test_a_plan_without_conditions_has_every_row_in_the_order_of_lists() -> None:
    assert table(PLAN) == [
        ("户主1", "一组", "30000.00"),
        ("户主2", "一组", "10000.00"),
        ("户主3", "二组", "20000.00"),
        ("户主4", "二组", ""),
    ]


@pytest.mark.parametrize(
    ("value", "comparison", "constant", "chosen"),
    [
        ("household.household_class", Comparison.IS, "脱贫户", "134"),
        ("household.household_class", Comparison.IS_NOT, "脱贫户", "2"),
        (NET, Comparison.AT_LEAST, "20000", "13"),
        (NET, Comparison.AT_MOST, "2万", "23"),
        (NET, Comparison.BLANK, "", "4"),
        ("household.phone", Comparison.FILLED, "", "3"),
        ("household.group", Comparison.CONTAINS, "二", "34"),
        ("household.farmland", Comparison.IS, "3.5", "1"),
    ],
)
def test_a_condition_takes_the_rows_for_which_it_holds(
    value: str, comparison: Comparison, constant: str, chosen: str
) -> None:
    plan = replace(PLAN, conditions=(Condition(value, comparison, constant),))
    assert heads(plan) == [f"户主{number}" for number in chosen]


def test_all_conditions_must_hold() -> None:
    lifted = Condition("household.household_class", Comparison.IS, "脱贫户")
    plan = replace(PLAN, conditions=(lifted, Condition(NET, Comparison.AT_LEAST, "25000")))
    assert heads(plan) == ["户主1"]


def test_rows_go_by_a_value_and_what_is_not_entered_comes_last_either_way() -> None:
    rising = replace(PLAN, order_by=NET)
    assert heads(rising) == ["户主2", "户主3", "户主1", "户主4"]
    assert heads(replace(rising, is_descending=True)) == ["户主1", "户主3", "户主2", "户主4"]


def test_groups_have_their_sums_and_all_have_theirs() -> None:
    columns = (*COLUMNS[:2], SummaryColumn(NET, Fold.SUM))
    rows = table(replace(PLAN, columns=columns, group_by="household.group"))
    assert rows[2] == ("一组小计（2户）", "", "40000.00")
    assert rows[5] == ("二组小计（2户）", "", "20000.00")
    assert rows[6] == ("合计（4户）", "", "60000.00")


def test_a_brief_summary_has_the_sums_alone() -> None:
    columns = (*COLUMNS[:2], SummaryColumn(NET, Fold.MEAN))
    rows = table(replace(PLAN, columns=columns, group_by="household.group", is_brief=True))
    assert rows == [
        ("一组小计（2户）", "", "20000.00"),
        ("二组小计（2户）", "", "20000.00"),
        ("合计（4户）", "", "20000.00"),
    ]


def test_a_mean_leaves_out_what_was_not_entered() -> None:
    rows = table(replace(PLAN, columns=(COLUMNS[0], SummaryColumn(NET, Fold.MEAN))))
    assert rows[-1] == ("合计（4户）", "20000.00")


def test_quotients_are_never_added() -> None:
    assert folds_of(known_value("year.per_capita")) == (Fold.NONE,)
    assert Fold.SUM in folds_of(known_value(NET))


def test_rows_may_be_members_groups_and_the_village() -> None:
    assert len(table(SummaryPlan("person", (SummaryColumn("person.name"), SummaryColumn(HEAD))))) == 8
    of_groups = SummaryPlan("group", (SummaryColumn("unit.label"), SummaryColumn("unit.households")))
    assert [row[1] for row in table(of_groups)] == ["2", "2"]
    assert [row[1] for row in table(replace(of_groups, rows="village"))] == ["4"]


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        (replace(PLAN, columns=()), "summary-empty"),
        (replace(PLAN, columns=(SummaryColumn("person.name"),)), "summary-rows"),
        (replace(PLAN, columns=(SummaryColumn("household.moon"),)), "summary-value"),
        (replace(PLAN, conditions=(Condition(NET, Comparison.AT_LEAST, "很多"),)), "summary-constant"),
    ],
)
def test_what_cannot_be_made_is_refused_before_anything_is_made(plan: SummaryPlan, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        printed_bytes(order_of(plan), VILLAGE, SETTINGS, RECKONER, "xlsx")
    assert refused.value.code == code


@pytest.mark.parametrize(
    "plan",
    [
        replace(PLAN, columns=(*COLUMNS, SummaryColumn("household.phone"))),
        replace(PLAN, conditions=(Condition("household.phone", Comparison.FILLED),)),
        replace(PLAN, order_by="household.phone"),
    ],
)
def test_a_copy_to_be_posted_neither_shows_nor_rests_on_secrets(plan: SummaryPlan) -> None:
    with pytest.raises(Refusal) as refused:
        printed_bytes(order_of(plan, "public"), VILLAGE, SETTINGS, RECKONER, "pdf")
    assert refused.value.code == "summary-secret"
    assert printed_bytes(order_of(plan), VILLAGE, SETTINGS, RECKONER, "pdf").pages == 1


def test_children_have_no_name_on_a_copy_to_be_posted() -> None:
    plan = SummaryPlan("person", (SummaryColumn("person.name"), SummaryColumn("person.relation")))
    made = printed_bytes(order_of(plan, "public"), VILLAGE, SETTINGS, RECKONER, "xlsx")
    texts = {cell.value for row in openpyxl.load_workbook(BytesIO(made.content)).active for cell in row}
    assert "户主1" in texts
    assert "子1" not in texts


def test_the_workbook_has_title_head_rows_and_figures_as_numbers() -> None:
    made = printed_bytes(order_of(PLAN), VILLAGE, SETTINGS, RECKONER, "xlsx")
    rows = [list(filter(None, row)) for row in openpyxl.load_workbook(BytesIO(made.content)).active.values]
    assert rows[0] == ["低收入户"]
    assert ["户主姓名", "村民小组", "全年家庭纯收入"] in rows
    assert ["户主1", "一组", 30000] in rows
    assert made.file_name.startswith("低收入户-柳树湾村-2025年度")


def test_a_wide_summary_lies_on_its_side() -> None:
    wide = replace(
        PLAN,
        columns=tuple(
            SummaryColumn(f"year.{one}")
            for one in (
                "wages",
                "net",
                "cost",
                "gross",
                "transfer",
                "property",
                "production",
                "production_net",
                "per_capita",
            )
        ),
    )
    assert [summary_line("表", one).landscape for one in (PLAN, wide)] == [False, True]


def test_a_condition_reads_as_a_sentence() -> None:
    assert (
        condition_words(Condition("household.household_class", Comparison.IS, "脱贫户")) == "户类型 是 脱贫户"
    )


@pytest.mark.parametrize(("writing", "stars"), [("whole", {False}), ("masked", {True}), ("parts", {True})])
def test_a_copy_for_the_township_writes_identity_numbers_as_it_asks(writing: str, stars: set[bool]) -> None:
    plan = SummaryPlan("person", (SummaryColumn("person.name"), SummaryColumn("person.identity_number")))
    order = replace(order_of(plan, "report"), identity=writing)  # type: ignore[arg-type]  # one of the four
    made = printed_bytes(order, VILLAGE, SETTINGS, RECKONER, "xlsx")
    cells = [cell for row in openpyxl.load_workbook(BytesIO(made.content)).active.values for cell in row]
    numbers = [cell for cell in cells if isinstance(cell, str) and cell.startswith("9901")]
    assert len(numbers) == 8
    assert {"*" in number for number in numbers} == stars
    assert summary_line("表", plan).has_identity

"""The lists that are ready: each can be printed of any village as it is, and says what its name says."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from msgspec.structs import replace

from village_desk.definitions.ready_summaries import make_plan, ready_summaries
from village_desk.definitions.toml_files import DefinitionError
from village_desk.exchange.paper.layout import every_text
from village_desk.exchange.sheets.making import SheetOrder, sheet_ids
from village_desk.exchange.summaries.summary_sheet import printed_bytes, summary_layout, summary_line
from village_desk.places.files import safe_name
from village_desk.rules.money import Fen
from village_desk.rules.months import Month
from village_desk.rules.pictures import HouseholdPicture, VillagePicture

from .sheet_village import PRINTED, QUARTER, RECKONER, SETTINGS, village

VILLAGE = village(10)
LINED = replace(SETTINGS, lines={"2025": Fen(870_000)})
NAMES = tuple(ready_summaries())


def order(name: str, copy: str = "internal") -> SheetOrder:
    plan = ready_summaries()[name]
    return SheetOrder(name, copy, 2025, QUARTER, None, PRINTED, plan=plan)  # type: ignore[arg-type]


@dataclass
class Printed:
    """What stands on the paper, row by row, below the captions."""

    captions: list[str]
    rows: list[list[str]]

    def column(self, caption: str) -> list[str]:
        return [row[self.captions.index(caption)] for row in self.rows]


def printed(name: str, picture: VillagePicture = VILLAGE) -> Printed:
    layout = summary_layout(order(name), ready_summaries()[name], picture, LINED, RECKONER)
    rows = [[cell.text for cell in row.cells] for block in layout.blocks for row in block.rows]
    captions = next(row for row in rows if row[0] == "序号")
    return Printed(captions, [row for row in rows if row[0].isdecimal()])


def test_there_are_twenty_and_none_is_called_as_a_sheet_or_as_no_file_can_be() -> None:
    assert len(NAMES) >= 20
    assert not set(NAMES) & {line.short_title for line in sheet_ids()}
    assert [safe_name(name) for name in NAMES] == list(NAMES)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("copy", ["internal", "report"])
def test_each_is_printed_alike_on_both_papers(name: str, copy: str) -> None:
    made = [printed_bytes(order(name, copy), VILLAGE, SETTINGS, RECKONER, kind) for kind in ("pdf", "xlsx")]
    assert made[0].pages == made[1].pages > 0
    assert made[0].file_name.startswith(f"{name}-")


@pytest.mark.parametrize("name", NAMES)
def test_no_column_is_so_narrow_that_the_paper_is_made_smaller(name: str) -> None:
    line = summary_line(name, ready_summaries()[name])
    assert (line.paper, line.landscape) in {("A4", False), ("A4", True)}


def test_who_was_not_visited_is_listed_until_the_visit_is_there() -> None:
    with_visit, without = VILLAGE.households[0], replace(VILLAGE.households[1], visits=())
    picture = replace(VILLAGE, households=(with_visit, without))
    assert printed("本季未走访户", picture).column("户主姓名") == [without.household.head_name]


def test_the_poorest_come_first_and_the_sum_stands_below() -> None:
    incomes = [float(text) for text in printed("人均纯收入从低到高").column("全年人均纯收入")]
    assert incomes == sorted(incomes)
    assert len(set(incomes)) > 1
    layout = summary_layout(
        order("人均纯收入从低到高"), ready_summaries()["人均纯收入从低到高"], VILLAGE, SETTINGS, RECKONER
    )
    assert any(text.startswith("合计（") for text in every_text(layout))


def test_who_earns_less_than_the_year_before_is_listed_and_no_other() -> None:
    found = printed("人均纯收入下降户")
    assert all(float(text) < 0 for text in found.column("人均纯收入增加额"))
    first, second = VILLAGE.households[0], VILLAGE.households[1]
    poorer = replace(first, lines=tuple(line for line in first.lines if (line.month or 0) < 202410))
    less = replace(first, lines=(*poorer.lines, first.lines[3]))
    picture = replace(VILLAGE, households=(less, second))
    assert printed("人均纯收入下降户", picture).column("户主姓名") == [first.household.head_name]


def test_the_groups_together_are_the_village() -> None:
    found = printed("各组人口和劳动力")
    assert found.column("小组名") == ["一组", "二组", "三组", "四组", "五组"]
    assert sum(map(int, found.column("户数"))) == len(VILLAGE.households)


@pytest.mark.parametrize(
    ("name", "caption", "wanted"),
    [("在校学生名单", "姓名", "李小禾"), ("60岁以上老人名单", "姓名", "𠮷成海")],
)
def test_a_list_of_members_has_those_of_its_name(name: str, caption: str, wanted: str) -> None:
    assert wanted in printed(name).column(caption)


@pytest.mark.parametrize(
    "entry",
    [
        {"name": "甲", "rows": "household", "columns": []},
        {"name": "甲", "rows": "townships", "columns": ["row.number"]},
        {"name": "甲", "rows": "household", "columns": ["row.number"], "sums": ["unit.members"]},
        {"name": "甲", "rows": "household", "columns": ["row.number"], "conditions": [["a", "like", "b"]]},
        {"name": "甲", "rows": "household", "columns": ["row.number"], "collumns": []},
    ],
)
def test_a_plan_that_cannot_be_meant_is_refused_by_name(entry: dict[str, object]) -> None:
    with pytest.raises(DefinitionError, match="甲"):
        make_plan(entry, "resources/summaries.toml, 甲")


def test_a_list_of_nobody_says_so() -> None:
    nobody = replace(VILLAGE, households=(replace(VILLAGE.households[0], persons=()),))
    plan = ready_summaries()["在校学生名单"]
    texts = every_text(summary_layout(order("在校学生名单"), plan, nobody, SETTINGS, RECKONER))
    assert "没有" in texts
    assert "没有" not in every_text(summary_layout(order("在校学生名单"), plan, VILLAGE, SETTINGS, RECKONER))


def test_who_is_under_the_line_and_who_is_a_tenth_above_it_stand_on_two_lists() -> None:
    line = LINED.monitoring_line(2025)
    assert line is not None
    heads = VILLAGE.households[:4]
    wanted = (line - 100, line, line + line // 10, line + line // 5)
    picture = replace(
        VILLAGE, households=tuple(earning(one, fen) for one, fen in zip(heads, wanted, strict=True))
    )
    names = [one.household.head_name for one in heads]
    assert printed("低于监测线的户", picture).column("户主姓名") == names[:1]
    assert printed("低于监测线的户", picture).column("人均比监测线高") == ["-1.00"]
    assert printed("监测线上一成以内的户", picture).column("户主姓名") == names[1:3]
    assert printed("监测线上一成以内的户", picture).column("高出监测线") == ["0.0%", "10.0%"]


def earning(one: HouseholdPicture, per_head: int) -> HouseholdPicture:
    """The household with so many fen of wages for each counted member, and nothing else."""
    wages = replace(one.lines[0], month=Month(202503), amount=Fen(per_head * len(one.persons)))
    return replace(one, lines=(wages,))


def test_what_only_words_vouch_for_is_listed_with_the_largest_share_first() -> None:
    spoken, proved, half = VILLAGE.households[:3]
    picture = replace(
        VILLAGE,
        households=(
            vouched(half, "流水", "口述"),
            vouched(proved, "流水", "台账"),
            vouched(spoken, None, "口述"),
        ),
    )
    found = printed("收入凭据不足的户", picture)
    assert found.column("户主姓名") == [spoken.household.head_name, half.household.head_name]
    assert found.column("没有凭据的占比") == ["100.0%", "50.0%"]


def vouched(one: HouseholdPicture, *evidence: str | None) -> HouseholdPicture:
    """The household with equal wages, each with its evidence."""
    wages = replace(one.lines[0], month=Month(202503), amount=Fen(100_00))
    lines = tuple(replace(wages, id=f"{wages.id}{n}", evidence=text) for n, text in enumerate(evidence))
    return replace(one, lines=lines)

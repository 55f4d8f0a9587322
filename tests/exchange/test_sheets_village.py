"""The village's own lists: the quarter's register, what the checks found, and the month's record."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import pytest
from msgspec.structs import replace

from village_desk.definitions.checks import rule_specs
from village_desk.exchange.paper.layout import Cell, Layout, every_text
from village_desk.exchange.paper.page_breaks import break_pages
from village_desk.exchange.sheets.making import SheetOrder, make_layout, sheet_bytes, sheet_ids
from village_desk.rules.figures import HouseholdFigure
from village_desk.rules.followup_records import Verdict
from village_desk.rules.masking import Copy
from village_desk.rules.pictures import VillagePicture
from village_desk.rules.refusals import Refusal
from village_desk.store.reckoned.findings import Finding, check_day, village_findings

from .sheet_village import CHILD, CODE, NAME, PRINTED, QUARTER, RECKONER, SETTINGS, rare, usual, village

VILLAGE = village(6)


def made(
    sheet: str,
    picture: VillagePicture = VILLAGE,
    copy: Literal["internal", "report", "public"] = "internal",
    findings: list[Finding] | None = None,
) -> Layout:
    order = SheetOrder(sheet, copy, 2025, QUARTER, None, PRINTED)
    return make_layout(order, picture, SETTINGS, RECKONER, findings)


def rows_of(layout: Layout) -> list[tuple[Cell, ...]]:
    return [row.cells for block in layout.blocks for row in block.rows]


def register(picture: VillagePicture = VILLAGE) -> tuple[list[list[str]], list[str]]:
    """The households' rows and the village's."""
    rows = [[cell.text for cell in cells] for cells in rows_of(made("F5", picture))]
    return (
        [row for row in rows if row[0].isdecimal()],
        next(row for row in rows if row[0].startswith("合计")),
    )


def findings_of(picture: VillagePicture) -> list[Finding]:
    return village_findings(picture, SETTINGS, QUARTER, check_day(QUARTER, PRINTED))


def amounts(cells: list[str]) -> Decimal:
    return sum((Decimal(cell) for cell in cells if cell != "—"), Decimal(0))


def changed(**changes: object) -> VillagePicture:
    """The village with its first household changed."""
    first, *others = VILLAGE.households
    return replace(VILLAGE, households=(replace(first, **changes), *others))  # type: ignore[arg-type]


def test_the_register_has_every_household_by_group_and_adds_them_up() -> None:
    rows, total = register()
    assert [row[0] for row in rows] == [str(number) for number in range(1, len(VILLAGE.households) + 1)]
    assert [row[1] for row in rows] == [one.household.group for one in VILLAGE.households]
    assert total[0] == f"合计（{len(rows)}户）"
    assert int(total[1]) == sum(int(row[4]) for row in rows)
    for place in range(6):
        assert Decimal(total[2 + place]) == amounts([row[5 + place] for row in rows]), place


def test_the_summary_never_compares_households_with_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def compared(_one: object, _other: object) -> bool:
        raise AssertionError("of five thousand households each was compared with all others")

    monkeypatch.setattr(HouseholdFigure, "__eq__", compared)
    labels = [cells[0].text for cells in rows_of(made("F7"))]
    assert "脱贫户和监测对象合计" in labels


def test_the_villages_per_head_is_a_quotient_of_sums_not_a_mean() -> None:
    rows, total = register()
    quotient = (Decimal(total[7]) / int(total[1])).quantize(Decimal("0.01"))
    assert Decimal(total[8]) == quotient
    assert quotient != amounts([row[11] for row in rows]) / len(rows)


def test_the_register_tells_of_the_visit_and_counts_those_made() -> None:
    rows, total = register()
    usual_row = next(row for row in rows if row[2] == VILLAGE.households[0].household.head_name)
    assert usual_row[17:] == ["支出骤增", "2.16", "周知行、陈望"]
    assert total[-2] == str(sum(bool(one.visits) for one in VILLAGE.households))


def test_a_fall_is_marked_where_the_visit_says_that_all_is_steady() -> None:
    first = VILLAGE.households[0]
    visit = replace(first.visits[0], judgement="稳定")
    earlier = replace(first.lines[0], id="earlier", month=202403, amount=9_000_000)
    fell = changed(visits=(visit,), lines=(*first.lines, earlier))
    assert register(fell)[0][0][17] == "收入下降"
    assert register(changed(visits=(visit,), lines=first.lines[:1]))[0][0][17] == ""


def test_who_works_where_is_blank_until_somebody_entered_it() -> None:
    rows, total = register()
    assert rows[0][14:17] == ["1", "0", "0"]
    empty = next(row for row in rows if row[2] == "孙安")
    assert empty[14:17] == ["", "", ""]
    assert total[11] == str(sum(int(row[14] or 0) for row in rows))


def test_a_village_without_targets_has_no_share_done() -> None:
    _, total = register(VillagePicture(CODE, NAME, (rare(),)))
    assert total[10] == "—"


def test_the_villages_row_is_on_the_last_page_with_a_household_and_the_signatures() -> None:
    for count in range(20, 34):
        picture = VillagePicture(CODE, NAME, tuple(usual(number) for number in range(1, count)))
        last = break_pages(made("F5", picture))[-1]
        starts = [row.row.cells[0].text for row in last.rows]
        total = next(place for place, text in enumerate(starts) if text.startswith("合计"))
        assert starts[total - 1].isdecimal()
        assert any(text.startswith("填表人") for text in starts[total:])


def test_no_figure_of_a_large_village_is_cut_in_two() -> None:
    picture = VillagePicture(CODE, NAME, tuple(usual(number) for number in range(1, 301)))
    pages = break_pages(made("F5", picture))
    total = next(row for page in pages for row in page.rows if row.row.cells[0].text.startswith("合计"))
    assert total.height < 20


def test_a_posted_register_has_no_judgement_and_no_childs_name() -> None:
    first = VILLAGE.households[0]
    led_by_child = changed(household=replace(first.household, head_name=CHILD))
    layout = made("F5", led_by_child, "public")
    texts = every_text(layout)
    assert CHILD not in texts
    assert "李**" in texts
    assert "支出骤增" not in texts
    assert "异常标记" not in texts
    assert sum(layout.column_widths_mm) == pytest.approx(sum(made("F5").column_widths_mm))


def test_the_list_has_each_finding_with_household_rule_and_sentence() -> None:
    picture = changed(verdicts=())
    found = findings_of(picture)
    assert found
    rows = [[cell.text for cell in cells] for cells in rows_of(made("F11", picture))]
    listed = [row for row in rows if row[0].isdecimal()]
    assert len(listed) == len(found)
    for row, finding in zip(listed, found, strict=True):
        assert row[2].startswith(finding.head_name)
        assert row[4].splitlines() == [finding.rule, *finding.county]
        assert row[6:8] == [finding.title, finding.message]
        assert row[-3:] == ["", "", ""]
    assert any(row[0].startswith(f"共{len(found)}条：必改") for row in rows)


def test_what_a_cadre_called_true_stands_with_its_reason_and_is_ticked() -> None:
    found = findings_of(VILLAGE)[0]
    verdict = Verdict(
        "v", CODE, found.rule, found.household_id, found.person_id, found.values_hash, "入户看过，情况属实。"
    )
    owner = next(one for one in VILLAGE.households if one.household.id == found.household_id)
    households = tuple(
        replace(one, verdicts=(verdict,)) if one is owner else one for one in VILLAGE.households
    )
    rows = [
        [cell.text for cell in cells]
        for cells in rows_of(made("F11", replace(VILLAGE, households=households)))
    ]
    row = next(row for row in rows if row[0] == "1")
    assert row[8] == "入户看过，情况属实。"
    assert "√属实说明" in row[9]
    assert "√属实说明" not in "".join(every_text(made("F11")))


def test_the_list_prints_who_said_what_and_when_and_what_has_been_mended() -> None:
    found = findings_of(changed(verdicts=()))[0]
    mended = next(one for one in rule_specs() if one not in {each.rule for each in findings_of(VILLAGE)})
    said = {"state": "待核", "reason": "等回复", "evidence": "照片", "said_by": "演练员"}
    verdicts = [
        Verdict(f"v{rule}", CODE, rule, found.household_id, person, digest, said_on=PRINTED, **said)
        for rule, person, digest in (
            (found.rule, found.person_id, found.values_hash),
            (mended, None, "x"),
        )
    ]
    households = tuple(
        replace(one, verdicts=tuple(verdicts) if one.household.id == found.household_id else ())
        for one in VILLAGE.households
    )
    rows = [
        [cell.text for cell in cells]
        for cells in rows_of(made("F11", replace(VILLAGE, households=households)))
    ]
    row = next(row for row in rows if row[0] == "1")
    assert row[8] == "等回复\n佐证：照片"
    assert "√待核" in row[9]
    assert row[10:12] == ["演练员", f"{PRINTED.year}\n{PRINTED.month}.{PRINTED.day}"]
    last = next(row for row in rows if "√已改" in "".join(row))
    assert (last[4].splitlines()[0], last[6]) == (mended, rule_specs()[mended].title)
    assert any("待核1条，已改1条" in row[0] for row in rows)


def test_findings_handed_in_are_printed_and_nothing_is_checked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    found = findings_of(VILLAGE)[:2]
    monkeypatch.setattr(
        "village_desk.exchange.sheets.sheet_village.village_findings", lambda *_: pytest.fail("checked")
    )
    texts = every_text(made("F11", findings=found))
    assert any(text.startswith("共2条") for text in texts)
    order = SheetOrder("F11", "internal", 2025, QUARTER, None, PRINTED)
    assert sheet_bytes(order, VILLAGE, SETTINGS, RECKONER, "pdf", findings=[]).pages == 1


def test_a_village_without_findings_says_so() -> None:
    assert "本季度没有发现疑似问题" in every_text(made("F11", findings=[]))


def test_the_list_of_findings_is_never_posted() -> None:
    with pytest.raises(Refusal) as refused:
        made("F11", copy="public")
    assert refused.value.code == "no-such-copy"
    offered = {line.id: line.copies for line in sheet_ids()}
    assert Copy.PUBLIC not in offered["F11"]
    assert offered["F5"] == frozenset(Copy)


def test_each_month_of_the_quarter_has_a_page_to_write_on() -> None:
    layout = made("F12")
    pages = break_pages(layout)
    assert len(pages) == 3
    months = [page.rows[1].row.cells[0].text for page in pages]
    assert months == [f"（2025年{month}月，2025年第二季度）" for month in (1, 2, 3)]
    for page in pages:
        texts = [cell.text for row in page.rows for cell in row.row.cells]
        assert texts[texts.index("全村户数") + 1] == str(len(VILLAGE.households))
        assert "参会人员（签字）" in texts
        written = [row.row.cells for row in page.rows if row.row.cells[0].text.isdecimal()]
        assert len(written) == 10
        assert not any(cell.text for cells in written for cell in cells[1:])


def test_the_summary_counts_as_monitored_only_whose_risk_is_not_removed() -> None:
    """Of three with a class two are monitored; nobody is in the union of lifted and monitored twice."""
    first, second, third, *others = VILLAGE.households
    watched = [
        replace(
            one, household=replace(one.household, monitoring_class="突发严重困难户", risk_removed=removed)
        )
        for one, removed in ((first, None), (second, False), (third, True))
    ]
    plain = [replace(one, household=replace(one.household, monitoring_class=None)) for one in others]
    layout = made("F7", replace(VILLAGE, households=(*watched, *plain)))
    households = {cells[0].text: cells[1].text for cells in rows_of(layout) if len(cells) > 2}
    assert (households["突发严重困难户"], households["监测对象小计"]) == ("2", "2")

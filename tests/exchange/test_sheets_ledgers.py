"""The village's ledgers 台账 on paper: one row for each record, in walking order, masked for the board."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from village_desk.exchange.paper.layout import Layout, every_text
from village_desk.exchange.sheets.making import SheetOrder, make_layout, sheet_bytes
from village_desk.rules.followup_records import Event, Problem, Procedure
from village_desk.rules.items import Category
from village_desk.rules.livelihood_records import Entitlement, Industry, Study, Training
from village_desk.rules.money import Fen
from village_desk.rules.months import Month, YearMode, make_quarter
from village_desk.rules.refusals import Refusal
from village_desk.rules.support_records import Loan, Measure, PublicPost, WorkSpell

from .sheet_village import CODE, PRINTED, RECKONER, SETTINGS, village


def _working():
    picture = village(6)
    households = []
    for one in picture.households:
        key, person = one.household.id, one.persons[0].id if one.persons else None
        spells = (
            WorkSpell(
                f"{key}s", CODE, key, person, started=Month(202402), area="省外", month_wage=Fen(450_000)
            ),
            WorkSpell(f"{key}o", CODE, key, person, started=Month(202301), ended=Month(202309), area="省外"),
        )
        posts = (PublicPost(f"{key}p", CODE, key, person, post="护林员", month_pay=Fen(80_000)),)
        dated = (Training(f"{key}t", CODE, key, person, course="焊工", ended_on=date(2025, 3, 1)),)
        dated += (Training(f"{key}u", CODE, key, person, course="旧课", ended_on=date(2024, 9, 30)),)
        studies = (Study(f"{key}y", CODE, key, person, school="县职中", ended=Month(202506), yulu=True),)
        loans = (Loan(f"{key}l", CODE, key, person, lender="农商行", repaid_on=date(2024, 10, 8)),)
        loans += (Loan(f"{key}m", CODE, key, person, lender="旧行", repaid_on=date(2024, 9, 8)),)
        industries = tuple(
            Industry(f"{key}i{year}", CODE, key, year, item="J101", cooperative="合作社")
            for year in (2024, 2025)
        )
        due = (Entitlement(f"{key}e", CODE, key, 2025, item="T071", due=Fen(10_000_000)),)
        more = {"trainings": dated, "studies": studies, "loans": loans, "industries": industries}
        known = replace(one, spells=spells, posts=posts, entitlements=due, **more)
        households.append(known if person else one)
    return replace(picture, households=tuple(households))


VILLAGE = _working()


def made(sheet: str, copy: str = "internal") -> Layout:
    return make_layout(SheetOrder(sheet, copy, 2025, None, None, PRINTED), VILLAGE, SETTINGS, RECKONER)  # type: ignore[arg-type]


def rows(layout: Layout) -> list[list[str]]:
    cells = [[cell.text for cell in row.cells] for block in layout.blocks for row in block.rows]
    return [row for row in cells if row[0].isdecimal()]


def test_every_spell_that_goes_on_in_the_year_has_a_row_and_no_other():
    with_spells = [one for one in VILLAGE.households if one.spells]
    found = rows(made("F8"))
    assert [row[0] for row in found] == [str(n + 1) for n in range(len(with_spells))]
    assert [row[2] for row in found] == [one.household.head_name for one in with_spells]


def test_every_transfer_of_the_year_has_a_row_and_they_add_up_to_the_transfers():
    transfers = [
        line.amount or 0
        for one in VILLAGE.households
        for line in one.lines
        if line.item
        and RECKONER.items[line.item].category is Category.TRANSFER
        and (line.month or 0) >= 202410
    ]
    found = rows(made("F10"))
    assert len(found) == len(transfers)
    assert sum(round(float(row[9]) * 100) for row in found) == sum(transfers)


@pytest.mark.parametrize("sheet", ["F9"])
def test_a_copy_for_the_board_has_neither_identity_numbers_nor_telephones(sheet):
    layout = made(sheet, "public")
    texts = "".join(every_text(layout))
    for one in VILLAGE.households:
        for person in one.persons:
            assert not person.identity_number or person.identity_number not in texts
            assert not person.phone or person.phone not in texts
    heads = {cell.text for block in layout.blocks for row in block.rows for cell in row.cells}
    assert "证件号码" not in heads
    assert "证件号码" in {c.text for block in made(sheet).blocks for row in block.rows for c in row.cells}


@pytest.mark.parametrize("sheet", ["F8", "F9", "F10", "F17", "F18", "F19", "F20", "F21"])
def test_a_ledger_has_the_same_pages_on_both_papers(sheet):
    order = SheetOrder(sheet, "internal", 2025, None, None, PRINTED)
    assert len({sheet_bytes(order, VILLAGE, SETTINGS, RECKONER, kind).pages for kind in ("pdf", "xlsx")}) == 1


@pytest.mark.parametrize(
    ("sheet", "column", "text"),
    [("F17", 6, "焊工"), ("F18", 6, "县职中"), ("F19", 4, "农商行"), ("F20", 6, "合作社")],
)
def test_a_years_list_has_what_ran_in_the_year_and_no_other(sheet, column, text):
    with_records = [one for one in VILLAGE.households if one.trainings]
    found = rows(made(sheet))
    assert [row[2] for row in found] == [one.household.head_name for one in with_records]
    assert {row[column] for row in found} == {text}


def test_what_is_due_stands_beside_what_the_ledger_shows_and_what_is_lacking():
    shown = {
        row[2]: [round(float(cell) * 100) for cell in (row[5], row[8], row[9])] for row in rows(made("F21"))
    }
    for one in VILLAGE.households:
        if not one.entitlements:
            continue
        paid = sum(
            line.amount or 0
            for line in one.lines
            if line.item == "T071" and 202410 <= (line.month or 0) <= 202509
        )
        assert shown[one.household.head_name] == [10_000_000, paid, 10_000_000 - paid]
    assert any(amounts[1] for amounts in shown.values())


def _listed(sheet: str, **parts: tuple[object, ...]) -> list[list[str]]:
    """The rows of a ledger of the village whose first household has these records."""
    first, *others = VILLAGE.households
    picture = replace(VILLAGE, households=(replace(first, **parts), *others))
    order = SheetOrder(sheet, "internal", 2025, None, None, PRINTED)
    return rows(make_layout(order, picture, SETTINGS, RECKONER))


def test_problems_stay_on_the_list_until_the_year_in_which_they_are_closed():
    key = VILLAGE.households[0].household.id

    def problem(title, **more):
        return Problem(f"{key}{title}", CODE, key, title=title, **more)

    found = _listed(
        "F22",
        problems=(
            problem("还没改", found_on=date(2023, 5, 1)),
            problem("今年改完", found_on=date(2023, 5, 1), closed_on=date(2025, 9, 30), closed_by="陈望"),
            problem("去年改完", found_on=date(2023, 5, 1), closed_on=date(2024, 9, 30)),
            problem("明年才有", found_on=date(2025, 10, 1)),
            problem("没写日期"),
        ),
    )
    assert [row[6] for row in found] == ["还没改", "今年改完", "没写日期"]
    assert found[1][-2:] == ["2025.9.30", "陈望"]


def test_a_procedure_is_listed_while_it_goes_on_and_in_the_year_of_its_last_step():
    key = VILLAGE.households[0].household.id
    found = _listed(
        "F25",
        procedures=(
            Procedure("a", CODE, key, kind="识别纳入", applied_on=date(2023, 3, 1)),
            Procedure("b", CODE, key, kind="识别纳入", announced_on=date(2024, 10, 1), outcome="同意"),
            Procedure("c", CODE, key, kind="风险消除", announced_on=date(2024, 9, 30), outcome="同意"),
        ),
    )
    assert [(row[3], row[5], row[-2]) for row in found] == [
        ("识别纳入", "2023.3.1", ""),
        ("识别纳入", "", "2024.10.1"),
    ]


def test_what_happened_in_the_year_is_listed_with_when_help_came():
    key = VILLAGE.households[0].household.id
    found = _listed(
        "F24",
        events=(
            Event("a", CODE, key, kind="自然灾害", happened_on=date(2025, 6, 3), helped_on=date(2025, 6, 5)),
            Event("b", CODE, key, kind="出生", happened_on=date(2024, 9, 30)),
        ),
    )
    assert [(row[3], row[4], row[8]) for row in found] == [("自然灾害", "2025.6.3", "2025.6.5")]


def test_each_measure_of_the_year_stands_beside_what_it_has_brought():
    first = VILLAGE.households[0]
    key, person = first.household.id, first.persons[0].id
    found = _listed(
        "F23",
        measures=(
            Measure("a", CODE, key, 2025, person, measure="T01", item="T02", increment=Fen(50_000)),
            Measure("b", CODE, key, 2024, measure="T01"),
        ),
    )
    assert len(found) == 1
    assert found[0][3] == first.persons[0].name
    assert found[0][7] == "500.00"
    assert any(found[0][10:14]), "the ledger has the item this year"


def test_the_first_quarter_of_an_income_year_has_the_measures_of_that_year():
    first = VILLAGE.households[0]
    key, quarter = first.household.id, make_quarter(2025, 1, YearMode.INCOME_YEAR)
    planned = tuple(
        Measure(f"m{year}", CODE, key, year, measure="T01", content=f"{year}年的", due=Month(100 * year + 9))
        for year in (2024, 2025)
    )
    picture = replace(VILLAGE, households=(replace(first, measures=planned),))
    order = SheetOrder("F4A", "internal", 2025, quarter, None, PRINTED)
    texts = every_text(make_layout(order, picture, SETTINGS, RECKONER))
    assert quarter.first == 202410, "it begins in the calendar year before"
    assert "2025年的" in texts
    assert "2024年的" not in texts


@pytest.mark.parametrize("sheet", ["F22", "F23", "F24", "F25"])
def test_what_tells_of_households_troubles_is_never_posted(sheet):
    with pytest.raises(Refusal, match="no-such-copy"):
        made(sheet, "public")


def _low() -> Layout:
    first = VILLAGE.households[0]
    now = [line for line in first.lines if (line.month or 0) >= 202410]
    before = [_a_year_earlier(replace(line, id=f"{line.id}b", amount=Fen(1_00))) for line in now]
    poor = replace(first, lines=(*now, *before))
    picture = replace(VILLAGE, households=(poor, *VILLAGE.households[1:]))
    settings = replace(SETTINGS, profile="qujing_jkq_2022_2024")
    order = SheetOrder("F6", "internal", 2024, None, None, PRINTED)
    earlier = [
        replace(one, lines=tuple(_a_year_earlier(line) for line in one.lines)) for one in picture.households
    ]
    return make_layout(order, replace(picture, households=tuple(earlier)), settings, RECKONER)


def _a_year_earlier(line):
    return replace(line, month=Month(line.month - 100)) if line.month else line


def test_the_low_income_ledger_prints_who_was_under_the_threshold_and_sums_up_how_many_are_left():
    layout = _low()
    (row,) = rows(layout)
    assert row[2] == VILLAGE.households[0].household.head_name
    assert float(row[14]) < 10_000 <= float(row[15])
    assert row[18] == "2024年3月31日"
    head = VILLAGE.households[0].persons[0].identity_number or ""
    assert row[3] == f"{head[:6]}********{head[-4:]}"
    texts = [cell.text for block in layout.blocks for line in block.rows for cell in line.cells]
    for caption, text in (
        ("台账标准（元）", "10000.00"),
        ("年初户数", "1"),
        ("已销号户数", "1"),
        ("剩余户数", "0"),
    ):
        assert texts[texts.index(caption) + 1] == text


def test_where_no_threshold_is_stated_the_ledger_is_empty_and_says_so():
    layout = make_layout(SheetOrder("F6", "internal", 2025, None, None, PRINTED), VILLAGE, SETTINGS, RECKONER)
    assert rows(layout) == []
    texts = [cell.text for block in layout.blocks for line in block.rows for cell in line.cells]
    assert texts[texts.index("台账标准（元）") + 1] == "—"


def test_what_the_records_beside_the_ledger_say_of_health_stops_a_posted_copy():
    first, *others = VILLAGE.households
    told = replace(
        first,
        household=replace(first.household, note=None),
        events=(Event("e1", CODE, first.household.id, description="透析第三年"),),
        posts=(replace(first.posts[0], department="透析第三年"), *first.posts[1:]),
    )
    picture = replace(VILLAGE, households=(told, *others))
    order = SheetOrder("F9", "public", 2025, None, None, PRINTED)
    with pytest.raises(Refusal) as refused:
        make_layout(order, picture, SETTINGS, RECKONER)
    assert refused.value.code == "would-leak"


def test_who_has_come_under_the_threshold_is_listed_after_the_others_as_new():
    """Over the line in the year before, with 900 yuan in all by September, the last month of the year."""
    second = next(one for one in VILLAGE.households[1:] if one.lines)
    low = tuple(
        replace(second.lines[0], id=f"low{month}", item="G01", month=Month(month), amount=Fen(yuan * 100))
        for month, yuan in ((202306, 90_000), (202409, 900))
    )
    picture = replace(VILLAGE, households=(replace(second, lines=low),))
    settings = replace(SETTINGS, profile="qujing_jkq_2022_2024")
    layout = make_layout(SheetOrder("F6", "internal", 2024, None, None, PRINTED), picture, settings, RECKONER)
    texts = [[cell.text for cell in row.cells] for block in layout.blocks for row in block.rows]
    new = next(row for row in texts if row[0].startswith("新1"))
    assert (new[2], new[18], new[19]) == (second.household.head_name, "", "新增")

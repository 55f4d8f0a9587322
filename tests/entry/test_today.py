"""The first page's figures: each is counted from the households it lists, and its list sums to it."""

from __future__ import annotations

from datetime import date

import pytest

from village_desk.definitions.calendar import duties, make_duty, near_line_percent
from village_desk.definitions.toml_files import DefinitionError
from village_desk.entry.books.backups import back_up_to
from village_desk.entry.checks.findings_entry import FindingsEntry
from village_desk.entry.quarter.duties import next_duties
from village_desk.entry.quarter.today import FIGURES, GROUP, GROUPS_SHOWN, OTHERS, TodayReader
from village_desk.entry.quarter.today_findings import AT_ONCE, TodayFindings
from village_desk.entry.quarter.today_household import Standing, standing_of
from village_desk.entry.quarter.today_lists import growth_words, listing, sum_of, ten_thousands, text_of
from village_desk.rules.exchange_records import Package
from village_desk.rules.money import Fen
from village_desk.rules.months import Month, YearMode
from village_desk.rules.reading import read_money
from village_desk.rules.records import ASKED, Visit
from village_desk.rules.support_records import Plan
from village_desk.store.ids import new_id

from .conftest import TODAY, store

LINE_YUAN = 8700
CODE = "990101001001"
_BLOCKS = ("people", "work", "production", "received", "spending", "guarantee", "measure", "judgement")


def _today(sitting):
    return TodayReader(sitting).errand()()


def _names(rows):
    return [row.head_name for row in rows]


@pytest.fixture
def homes(sitting, invented):
    """Five households of one person, in walking order: 低, 近, 富, 降, 空 (nothing entered)."""
    sitting.choose("lines", {"2025": LINE_YUAN * 100})
    made = {}
    incomes = {"低": 8_000, "近": 9_000, "高": 30_000, "降": 20_000, "空": None}
    for place, (name, yuan) in enumerate(incomes.items()):
        household = invented.household(head_name=name, group="一组" if place < 3 else "二组")
        made[name] = household
        records = [household, invented.person(household, name=name)]
        if yuan is not None:
            records.append(invented.line(household, 202503, yuan * 100, item="G01"))
        store(sitting, *records)
    store(
        sitting,
        invented.line(made["降"], 202403, 25_000 * 100, item="G01"),
        invented.line(made["高"], 202403, 28_000 * 100, item="G01"),
        # October to December 2023 is last year's, July 2025 lies after the quarter.
        invented.line(made["高"], 202507, 99_000 * 100, item="G01"),
    )
    store(sitting, Plan(new_id(), CODE, made["高"].id, 2025, wages=Fen(40_000_00), cost=Fen(1_000_00)))
    store(sitting, Plan(new_id(), CODE, made["近"].id, 2025, wages=Fen(10_000_00)))
    store(sitting, Plan(new_id(), CODE, made["空"].id, 2025))
    states = {f"{block}_state": ASKED for block in _BLOCKS}
    store(
        sitting,
        Visit(new_id(), CODE, made["低"].id, Month(202504), **states),
        Visit(new_id(), CODE, made["近"].id, Month(202504), people_state=ASKED),
        Visit(new_id(), CODE, made["高"].id, Month(202501), **states),
    )
    return made


def test_only_a_visit_with_every_block_answered_counts_as_tracked(sitting, homes) -> None:
    today = _today(sitting)
    assert _names(today.of("tracked")) == ["低"]
    assert _names(today.of("open")) == ["近", "高", "降", "空"]
    assert text_of(today.of("open")[0], "state") == "1 / 8 块"


def test_groups_with_most_still_open_come_first(sitting, homes) -> None:
    groups = _today(sitting).groups
    assert [(group.name, group.done, group.all) for group in groups] == [("一组", 1, 3), ("二组", 0, 2)]


def test_the_groups_lists_together_are_the_village(sitting, homes) -> None:
    today = _today(sitting)
    listed = [row for group in today.groups for row in today.of(GROUP + group.name)]
    assert sorted(_names(listed)) == sorted(_names(today.rows))


def test_the_other_groups_are_those_without_a_figure_of_their_own(sitting, homes, invented) -> None:
    for name in ("三组", "四组", "五组"):
        store(sitting, invented.household(group=name), invented.household(group=name))
    today = _today(sitting)
    shown = [group.name for group in today.groups[:GROUPS_SHOWN]]
    others = listing(today, OTHERS).rows
    assert not set(shown) & {row.group for row in others}
    assert len(others) == sum(group.all for group in today.groups[GROUPS_SHOWN:]) == 4


def test_a_household_without_income_is_neither_under_nor_above_the_line(sitting, homes) -> None:
    today = _today(sitting)
    assert _names(today.of("under")) == ["低"]
    assert _names(today.of("near")) == ["近"]
    assert _names(today.of("unknown")) == ["空"]


def test_months_after_the_quarter_and_before_the_year_do_not_count(sitting, homes) -> None:
    today = _today(sitting)
    rich = next(row for row in today.rows if row.head_name == "高")
    assert (rich.per_head, rich.net, rich.net_before) == (30_000_00, 30_000_00, 28_000_00)
    assert (today.income.window.first, today.income.window.last) == (202410, 202506)


@pytest.mark.parametrize(
    ("per_head", "standing"),
    [
        (8699_99, Standing.UNDER),
        (8700_00, Standing.NEAR),
        (9570_00, Standing.NEAR),
        (9570_01, Standing.ABOVE),
        (None, Standing.UNKNOWN),
    ],
)
def test_the_edges_of_the_line(per_head, standing) -> None:
    assert standing_of(per_head, Fen(8700_00), 10) is standing


def test_a_target_that_is_no_monitoring_line_is_not_taken_for_one(sitting, homes) -> None:
    sitting.choose("lines", {})
    sitting.choose("profile", "county_template_2022_2025")
    today = _today(sitting)
    assert today.line is None
    assert today.of("under") == today.of("near") == ()
    assert _names(today.of("unknown")) == ["空"]


def test_who_has_fallen_is_said_only_where_both_years_were_entered(sitting, homes) -> None:
    today = _today(sitting)
    assert _names(today.of("fallen")) == ["降"]
    assert today.income.growth_per_mille == -57  # 50,000 of the two with both years against 53,000


def test_the_village_sums_are_those_of_its_households(sitting, homes) -> None:
    income = _today(sitting).income
    assert income.parts == (67_000_00, 0, 0, 0)
    assert income.parts_before == (53_000_00, 0, 0, 0)
    assert income.per_head == 13_400_00


def test_an_empty_target_is_no_target_and_the_plan_compares_like_with_like(sitting, homes) -> None:
    today = _today(sitting)
    assert _names(today.of("planned")) == ["近", "高"]
    assert (today.target, today.earned) == (49_000_00, 39_000_00)


@pytest.mark.parametrize("figure", [*FIGURES, "income", "group:一组"])
def test_every_list_sums_to_its_figure(sitting, homes, figure) -> None:
    today = _today(sitting)
    found = listing(today, figure)
    expected = today.rows if figure == "income" else today.of(figure)
    assert sorted(row.household_id for row in found.rows) == sorted(row.household_id for row in expected)
    assert str(len(expected)) in found.title
    for column, text in found.sums.items():
        if column in ("wages", "earned", "net", "net_before", "target", "still"):
            shown = [text_of(row, column) for row in found.rows]
            assert _amount(text) == sum(_amount(one) for one in shown) == sum_of(found.rows, column)


def _amount(text: str) -> int:
    if text.startswith("("):
        return -_amount(text[1:-1])
    return read_money(text) or 0


def test_the_income_list_sums_to_the_four_incomes(sitting, homes) -> None:
    today = _today(sitting)
    rows = listing(today, "income").rows
    for column, amount in zip(
        ("wages", "production", "property", "transfer"), today.income.parts, strict=True
    ):
        assert sum_of(rows, column) == amount


def test_nothing_entered_is_blank_and_not_zero(sitting, homes) -> None:
    blank = next(row for row in _today(sitting).rows if row.head_name == "空")
    assert [text_of(blank, column) for column in ("wages", "earned", "per_head", "target")] == [""] * 4


def test_an_unknown_figure_is_a_mistake(sitting, homes) -> None:
    with pytest.raises(KeyError):
        _today(sitting).of("nonsense")


def test_the_book_says_when_it_was_backed_up_and_whether_the_copy_can_be_read(sitting, homes) -> None:
    assert _today(sitting).book.backed_up_at is None
    path = back_up_to(sitting).path
    assert _today(sitting).book.is_backup_sound
    path.write_bytes(path.read_bytes()[:-400] + bytes(400))
    assert not _today(sitting).book.is_backup_sound


def test_an_import_taken_back_is_not_the_last_one(sitting, homes) -> None:
    assert _today(sitting).book.imported_at is not None
    before = _today(sitting).book.imported_at
    with sitting.changing("import-household") as change:
        change.change(type(homes["低"]), homes["低"].id, {"phone": "13900000000"})
    newest = _today(sitting).book.imported_at
    assert newest > before
    sitting.undo()
    assert _today(sitting).book.imported_at == before
    sitting.redo()
    assert _today(sitting).book.imported_at == newest


def _sent(sequence, **answers):
    return Package(
        new_id(), CODE, "测试村", "shidian_2025", Month(202504), "2025年第三季度", sequence,
        f"{sequence:064x}", "0" * 64, "0" * 64, 5, 5, 6, made_on=date(2025, 7, sequence), **answers,
    )  # fmt: skip


def test_the_newest_package_is_named_with_its_receipt(sitting, homes) -> None:
    assert _today(sitting).book.package is None
    store(sitting, _sent(1, answered_on=date(2025, 7, 9)), _sent(2))
    newest = _today(sitting).book.package
    assert (newest.sequence, newest.answered_on) == (2, None)


def test_the_counts_of_the_checks_are_those_of_their_page(sitting, homes) -> None:
    found = TodayFindings(sitting).errand(None)(None, None)
    entry = FindingsEntry(sitting)
    entry.run()
    assert {one.level: one.count for one in found.levels} == entry.counts()
    assert sum(one.count for one in found.levels) > 0


def test_one_changed_household_is_checked_anew_as_in_a_full_run(sitting, homes) -> None:
    findings = TodayFindings(sitting)
    before = findings.errand(None)(None, None)
    with sitting.changing("household-saved", homes["低"].id) as change:
        change.change(type(homes["低"]), homes["低"].id, {"phone": "13812345678"})
    after = findings.errand([homes["低"].id])(None, None)
    whole = TodayFindings(sitting).errand(["x"] * (AT_ONCE + 1))(None, None)
    assert after.levels == whole.levels != before.levels


def test_the_calendar_names_this_month_and_the_next_and_every_month_once() -> None:
    found = next_duties(TODAY, YearMode.INCOME_YEAR)
    assert {duty.month for duty in found} == {202507, 202508}
    assert found[0].task == "走访第三季度（4—6月），记收入台账"
    assert len({(duty.task, duty.output) for duty in found}) == len(found)


def test_a_calendar_year_numbers_its_quarters_otherwise() -> None:
    assert "第二季度（4—6月）" in next_duties(TODAY, YearMode.CALENDAR)[0].task


def test_no_month_is_without_a_duty_in_either_calendar() -> None:
    for known in duties().values():
        assert set().union(*(duty.months for duty in known)) == set(range(1, 13))


def test_a_month_that_does_not_exist_is_refused() -> None:
    with pytest.raises(DefinitionError):
        make_duty({"months": [13], "task": "x", "output": ""})


def test_near_is_what_the_file_says() -> None:
    assert near_line_percent() == 10


@pytest.mark.parametrize(
    ("fen", "text"), [(0, "0.00"), (1_234_567_00, "123.46"), (-5_000_00, "(0.50)"), (-10, "0.00")]
)
def test_ten_thousands(fen, text) -> None:
    assert ten_thousands(Fen(fen)) == text


def test_growth_is_said_in_words() -> None:
    assert [growth_words(one) for one in (63, -5, 0, None)] == ["增 6.3%", "降 0.5%", "持平", "上年无数"]

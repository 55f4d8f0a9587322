"""Whatever a roster holds: every row counts once, a second import changes nothing, undo gives all back."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.listening import statements_in
from village_desk.exchange.incoming.roster_plan import plan_roster
from village_desk.exchange.incoming.roster_writing import write_roster
from village_desk.exchange.reading.tables_in import TablesIn
from village_desk.rules.records import Person
from village_desk.store.book import Book, Village, create_book
from village_desk.store.dump import dump_hash
from village_desk.store.keys.keyslots import PRACTICE

from .roster_files import household, identity, rows_of, tables

HEADINGS = [
    "户编号",
    "人编号",
    "户主姓名",
    "姓名",
    "证件号码",
    "与户主关系",
    "性别",
    "健康状况",
    "户联系电话",
    "工资性收入",
    "耕地面积（亩）",
]
NUMBERS = st.sampled_from(["", "H1", "H2", "H3"])
ROWS = st.fixed_dictionaries(
    {
        "户编号": NUMBERS,
        "人编号": st.sampled_from(["", "1", "2", "3"]),
        "户主姓名": st.sampled_from(["", "人1", "人2"]),
        "姓名": st.sampled_from(["", "人1", "人2", "人 3", "人4"]),
        "证件号码": st.sampled_from(
            ["", *map(identity, range(1, 6)), "999999198001010018", "990101198001010000", "1.2E+17", "乱写"]
        ),
        "与户主关系": st.sampled_from(["", "户主", "之子", "看不懂"]),
        "性别": st.sampled_from(["", "男", "1"]),
        "健康状况": st.sampled_from(["", "健康", "残疾,长期慢性病"]),
        "户联系电话": st.sampled_from(["", "19900000001", "19900000002"]),
        "工资性收入": st.sampled_from(["", "1200", "一千二"]),
        "耕地面积（亩）": st.text(max_size=4),
    }
)
FILES = st.lists(ROWS, max_size=7)


@contextmanager
def fresh_book() -> Iterator[Book]:
    with tempfile.TemporaryDirectory() as folder:
        village = Village("990101001001", "测试村", "county_template_2022_2025", kind="practice")
        made, _ = create_book(Path(folder, "某村.vdbook"), village, "practice makes perfect", cost=PRACTICE)
        with made:
            yield made


def bring_in(book: Book, file: TablesIn) -> tuple[int, ...]:
    with book.reading() as reading:
        plan = plan_roster(file, reading, year=2025)
    counts = (plan.new, plan.changed, plan.same, plan.rejected, plan.ambiguous)
    assert sum(counts) == plan.rows
    assert plan.adds_up
    explained = {(problem.sheet, problem.row) for problem in plan.problems}
    assert {
        row for row, outcome in plan.outcomes.items() if outcome in ("rejected", "ambiguous")
    } <= explained
    write_roster(book, plan, "甲")
    return counts


@settings(max_examples=60)
@given(first=FILES, second=FILES, order=st.permutations(HEADINGS), kept=st.integers(4, len(HEADINGS)))
def test_any_roster_is_counted_taken_in_once_and_given_back(
    first: list[dict[str, str]], second: list[dict[str, str]], order: list[str], kept: int
) -> None:
    headings = [
        "户编号",
        "姓名",
        "证件号码",
        *[text for text in order if text not in ("户编号", "姓名", "证件号码")][:kept],
    ]
    with fresh_book() as book:
        *_, rejected, ambiguous = bring_in(book, tables(rows_of(headings, first)))
        before = dump_hash(book)
        if not rejected and not ambiguous:  # a row left out may find its person the second time
            new, changed, *_ = bring_in(book, tables(rows_of(headings, first)))
            assert (new, changed) == (0, 0)
            assert dump_hash(book) == before
        bring_in(book, tables(rows_of(headings, second)))
        if dump_hash(book) != before:
            book.undo("甲")
        assert dump_hash(book) == before


@settings(max_examples=30)
@given(first=FILES, blanked=st.sets(st.sampled_from(HEADINGS[5:])))
def test_blank_cells_never_erase_in_any_roster(first: list[dict[str, str]], blanked: set[str]) -> None:
    with fresh_book() as book:
        bring_in(book, tables(rows_of(HEADINGS, first)))
        with book.reading() as reading:
            before = {person.id: person for person in reading.all(Person)}
        rest = [{key: "" if key in blanked else text for key, text in row.items()} for row in first]
        bring_in(book, tables(rows_of(HEADINGS, rest)))
        with book.reading() as reading:
            for person in reading.all(Person):
                if person.id in before:
                    assert person.sex is not None or before[person.id].sex is None
                    assert person.health is not None or before[person.id].health is None


def test_a_large_roster_takes_tens_of_statements(book: Book) -> None:
    people = [one for place in range(600) for one in household(10 * place + 1, number=f"H{place}")]
    with statements_in(book) as statements:
        bring_in(book, tables(rows_of(HEADINGS, people)))
    assert len(statements) < 40, statements[:60]
    with book.reading() as reading:
        assert len(reading.all(Person)) == 1800

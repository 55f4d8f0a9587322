"""A printed list repeats its heading on every page; the heading is nobody's name."""

from __future__ import annotations

import pytest

from village_desk.exchange.incoming.roster_plan import RosterPlan, plan_roster
from village_desk.exchange.reading.tables_in import TablesIn
from village_desk.store.book import Book

from .roster_files import household, person, rows_of, tables

HEADINGS = ["户编号", "人编号", "姓名", "证件号码", "与户主关系", "性别"]


def plan_of(book: Book, file: TablesIn) -> RosterPlan:
    with book.reading() as reading:
        return plan_roster(file, reading, year=2025)


def test_a_heading_repeated_among_the_rows_is_no_person(book: Book) -> None:
    rows = rows_of(HEADINGS, [*household(1, 3), *household(11, 2, "H2")])
    rows.insert(6, list(HEADINGS))
    plan = plan_of(book, tables(rows))
    assert (plan.rows, plan.new, plan.problems) == (5, 5, [])


def test_a_heading_of_two_lines_is_left_out_with_both_lines(book: Book) -> None:
    groups = ["户", "", "人", "", "", ""]
    rows = rows_of(HEADINGS, [*household(1, 2)])
    rows.insert(2, groups)
    rows += [list(groups), list(HEADINGS), *rows_of(HEADINGS, [*household(11, 2, "H2")])[3:]]
    plan = plan_of(book, tables(rows))
    assert (plan.rows, plan.new, plan.problems) == (4, 4, [])


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_row_with_one_cell_like_its_heading_is_still_read(book: Book, heading: str) -> None:
    plan = plan_of(book, tables(rows_of(HEADINGS, [person(1, **{heading: heading})])))
    assert plan.rows == 1

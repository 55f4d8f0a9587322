"""A village's rows go through the stream unchanged, whatever they hold and however they are cut."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from village_desk.practice.village import make_practice_village
from village_desk.rules.exchange_records import Clash, Decision, Inquiry, Package, Part, Partner
from village_desk.rules.known_blanks import KnownBlank
from village_desk.rules.paper_records import PrintedSheet
from village_desk.rules.records import RECORD_TYPES, Household, Person
from village_desk.store.book import open_with
from village_desk.store.journal import Deed
from village_desk.store.keys.practice_key import PRACTICE_PASSPHRASE
from village_desk.store.pictures import households_in
from village_desk.store.villages.in_hand import RowsInHand
from village_desk.store.villages.row_stream import (
    TRAVELLING,
    TableRows,
    columns_travelling,
    in_the_books_order,
    read,
    village_tables,
    written,
)

NAMES = columns_travelling(Household)
TEXT = st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"])))
ROWS = st.lists(
    st.tuples(
        *(
            st.uuids().map(str) if name == "id" else st.sampled_from((0, 1)) if name == "voided" else TEXT
            for name in ("id", "number", "head_name", "note", "voided")
        )
    ),
    max_size=6,
    unique_by=lambda row: row[0],
)


def table(rows: list) -> TableRows:
    return TableRows(Household, ("id", "number", "head_name", "note", "voided"), rows).trimmed()


@given(ROWS, st.integers(1, 40))
def test_rows_come_back_as_they_went_in(rows: list, size: int) -> None:
    stream = b"".join(written([table(rows)]))
    pieces = [stream[start : start + size] for start in range(0, len(stream), size)]
    back = {one.record_type: one for one in in_the_books_order(read(pieces))}[Household]
    assert back.with_columns(NAMES) == table(rows).with_columns(NAMES)


@given(ROWS, st.randoms())
def test_the_same_rows_in_any_order_give_the_same_bytes(rows: list, random) -> None:
    mixed = list(rows)
    random.shuffle(mixed)
    assert b"".join(written([table(rows)])) == b"".join(written([table(mixed)]))


def test_a_column_that_nobody_has_filled_changes_no_byte() -> None:
    lean = TableRows(Household, ("id", "number"), [("a", "1")]).trimmed()
    wide = lean.with_columns(NAMES)
    assert b"".join(written([lean])) == b"".join(written([wide.trimmed()]))


def test_every_record_travels_but_keys_packages_parts_and_what_a_desk_remembers_for_itself() -> None:
    kept = {Partner, Package, Inquiry, Decision, Part, Clash, KnownBlank, PrintedSheet}
    assert set(RECORD_TYPES) - set(TRAVELLING) == kept


def test_the_records_of_rows_in_hand_are_those_of_the_book(tmp_path: Path) -> None:
    made = make_practice_village(tmp_path / "练习", 12, 7)
    with open_with(made.book, PRACTICE_PASSPHRASE) as book:
        with book.changing(Deed("record-voided", "演练员")) as change:
            persons = change.all(Person)
            change.void(Person, persons[0].id)
            change.change(Person, persons[1].id, {"position": 9})
        with book.raw_connection() as connection, book.reading() as reading:
            in_hand = RowsInHand(book.village.code, village_tables(connection, book.village.code))
            for kind in TRAVELLING:
                assert in_hand.all(kind) == reading.all(kind)
            assert households_in(in_hand) == households_in(reading)

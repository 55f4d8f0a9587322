"""The journal keeps every change, and shows where it was touched."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest

from village_desk.rules.records import Household
from village_desk.rules.refusals import Refusal
from village_desk.store.journal import (
    CHAIN_START,
    Deed,
    all_entries,
    broken_links,
    chain_head,
    entries_of_deed,
    seal_of,
)
from village_desk.store.replay import unexplained_rows

pytestmark = pytest.mark.both_engines

DEED = Deed("record-saved", "演练员")


def _tamper(book, statement: str, *, triggers: bool = False) -> None:
    """Change the book as somebody with the key but without the program could."""
    with book.bare_connection() as connection:
        if not triggers:
            on = " ON journal" if book.is_shared else ""
            connection.execute(f"DROP TRIGGER journal_is_kept{on}")
            connection.execute(f"DROP TRIGGER journal_is_unchanged{on}")
        connection.execute(statement)


def _broken(book) -> list[int]:
    with book.raw_connection() as connection:
        return list(broken_links(connection))


def test_a_change_is_written_with_who_before_after_and_reason(filled_book):
    with filled_book.changing(Deed("record-saved", "王会计", reason="本人要求")) as change:
        household = change.household("0001")
        change.change(Household, household.id, {"phone": "000"})
    with filled_book.reading() as reading:
        newest, first = reading.history([household.id])
    assert (newest.who, newest.kind, newest.reason) == ("王会计", "record-saved", "本人要求")
    assert (newest.before, newest.after) == ({"phone": None}, {"phone": "000"})
    assert first.before is None
    assert first.after["number"] == "0001"


def test_every_entry_of_an_honest_history_fits(filled_book):
    for number in range(5):
        with filled_book.changing(DEED) as change:
            change.change(Household, change.household("0001").id, {"phone": str(number)})
        filled_book.undo("演练员")
    assert _broken(filled_book) == []
    with filled_book.raw_connection() as connection:
        seq, seal = chain_head(connection)
        assert seq == len(list(all_entries(connection)))
        assert seal_of(connection, seq) == seal
        assert seal_of(connection, 0) == CHAIN_START
        assert seal_of(connection, seq + 1) == ""


def test_a_seal_can_be_made_again_with_nothing_but_a_general_library(filled_book):
    odd = "".join(map(chr, (*range(1, 32), 127, 0x2028, 0x20BB7))) + '"\\/王'
    with filled_book.changing(Deed("record-saved", odd, reason=odd)) as change:
        change.change(Household, change.household("0001").id, {"phone": odd})
    with filled_book.raw_connection() as connection:
        before = seal_of(connection, chain_head(connection)[0] - 1)
        *values, seal = connection.execute("SELECT * FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    assert seal == sha256((before + json.dumps(values, ensure_ascii=False)).encode()).hexdigest()
    assert json.loads(values[10]) == {"phone": odd}
    assert values[10] == json.dumps({"phone": odd}, ensure_ascii=False, separators=(",", ":"))


def test_a_deed_too_large_for_one_statement_is_one_unbroken_chain(filled_book, invented, monkeypatch):
    monkeypatch.setattr("village_desk.store.journal._AT_ONCE", 3)
    records = [record for _ in range(4) for record in invented.family()]
    with filled_book.changing(DEED) as change:
        change.insert_many(records)
        deed_id = change.deed_id
    assert _broken(filled_book) == []
    with filled_book.raw_connection() as connection:
        written = {entry.row_id for entry in entries_of_deed(connection, deed_id)}
        assert written == {record.id for record in records}
        assert sum(entry.deed == deed_id for entry in all_entries(connection)) == len(records)
    filled_book.undo("演练员")
    assert _broken(filled_book) == []


def test_a_large_deed_that_fails_late_leaves_no_entry(filled_book, invented, monkeypatch):
    monkeypatch.setattr("village_desk.store.journal._AT_ONCE", 1)
    with filled_book.raw_connection() as connection:
        before = chain_head(connection)
    family = invented.family()
    with pytest.raises(Refusal), filled_book.changing(DEED) as change:
        change.insert_many([*family, family[0]])
    with filled_book.raw_connection() as connection:
        assert chain_head(connection) == before


@pytest.mark.parametrize("statement", ["UPDATE journal SET who = '别人'", "DELETE FROM journal"])
def test_the_book_itself_refuses_to_change_its_journal(filled_book, statement):
    with filled_book.raw_connection() as connection, pytest.raises(Exception, match="only ever added to"):
        connection.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET who = '别人' WHERE seq = 4",
        "UPDATE journal SET after = replace(after, '0001', '0009') WHERE seq = 1",
        "UPDATE journal SET reason = '' WHERE seq = 4",
        "DELETE FROM journal WHERE seq = 4",
        "UPDATE journal SET seq = seq + 1000 WHERE seq = 4",
        "INSERT INTO journal SELECT 100, village_code, at, who, 'x', kind, undoes, record, 'x', before, "
        "after, reason, hash FROM journal WHERE seq = 4",
    ],
)
def test_tampering_with_the_journal_is_found(filled_book, statement):
    _tamper(filled_book, statement)
    assert _broken(filled_book)


def test_a_cut_tail_is_found_by_an_anchor_outside(filled_book):
    with filled_book.raw_connection() as connection:
        seq, seal = chain_head(connection)
    _tamper(filled_book, f"DELETE FROM journal WHERE seq = {seq}")
    assert _broken(filled_book) == []
    with filled_book.raw_connection() as connection:
        assert seal_of(connection, seq) != seal


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE household SET phone = '13' WHERE number = '0001'",
        "UPDATE ledger_line SET amount = amount + 1 WHERE id = (SELECT min(id) FROM ledger_line)",
        "DELETE FROM ledger_line WHERE id = (SELECT min(id) FROM ledger_line)",
        "UPDATE person SET voided = 1 WHERE id = (SELECT min(id) FROM person)",
    ],
)
def test_a_row_changed_past_the_journal_is_found(filled_book, statement):
    with filled_book.raw_connection() as connection:
        assert list(unexplained_rows(connection)) == []
    _tamper(filled_book, statement, triggers=True)
    with filled_book.raw_connection() as connection:
        assert len(list(unexplained_rows(connection))) == 1

"""An import that touches a closed quarter is a correction: whole or not at all, and only with a reason."""

from __future__ import annotations

import json

import pytest

from village_desk.exchange.roster_out import write_table
from village_desk.practice import earnings
from village_desk.rules.records import LedgerLine
from village_desk.store.book import open_with
from village_desk.store.dump import dump_lines
from village_desk.store.keys.practice_key import PRACTICE_PASSPHRASE


@pytest.fixture
def late_ledger(tmp_path):
    """One wage of a closed quarter that came in late, and one of the quarter that is being tracked."""
    rows = []
    for month, amount in (("2025-05", "7777.77"), ("2025-08", "7777.78")):
        cells = {"户编号": "9901010001", "收入项目": "玉米", "月份": month, "金额": amount}
        rows.append([cells.get(heading, "") for heading in earnings.HEADINGS])
    path = tmp_path / "补登台账.xlsx"
    path.write_bytes(write_table("台账", earnings.TITLES, earnings.HEADINGS, rows))
    return path


def amounts(book):
    with open_with(book, PRACTICE_PASSPHRASE) as opened:
        return [json.loads(line).get("amount") for line in dump_lines(opened) if '"ledger_line"' in line]


def test_without_a_reason_nothing_is_written(call, practice, late_ledger) -> None:
    told = call("import", practice, late_ledger, "--json")
    assert told.document["refused"] == "quarter-closed"
    assert "2025年4月—2025年6月" in told.document["message"]
    assert 777_778 not in amounts(practice)


def test_with_a_reason_it_is_written_and_the_journal_keeps_it(call, practice, late_ledger) -> None:
    told = call("import", practice, late_ledger, "--reason", "村民补报", "--json")
    assert (told.document["new"], told.document["written"]) == (2, True)
    assert {777_777, 777_778} <= set(amounts(practice))
    with open_with(practice, PRACTICE_PASSPHRASE) as opened, opened.reading() as reading:
        line = next(one for one in reading.all(LedgerLine) if one.amount == 777_777)
        (entry,) = reading.history([line.id])
    assert entry.reason == "补登台账.xlsx：村民补报"

"""Packages of every format that was ever written are read by today's program.

A new format leaves one more file in ``old_packages``: ``python -m tests.exchange.test_old_packages``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Invented
from village_desk.exchange.packages.report import REPORT, Report, read_package_file, report_of
from village_desk.exchange.packages.sealed_file import FORMAT, Sealing
from village_desk.rules.records import Record
from village_desk.store.keys.signing import SecretKeys
from village_desk.store.rows import TABLE_NAMES, names_of, stored
from village_desk.store.steps import newest_format
from village_desk.store.village import Village
from village_desk.store.villages.row_stream import TableRows, read, written
from village_desk.store.villages.village_rows import unfit_rows

FOLDER = Path(__file__).parent / "old_packages"
VILLAGE, TOWN = SecretKeys(bytes([1] * 32)), SecretKeys(bytes([2] * 32))


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.xcb")), ids=lambda path: path.stem)
def test_an_old_package_is_read_to_its_last_row(path: Path) -> None:
    sealed = read_package_file(path, REPORT)
    report = report_of(sealed)
    tables = list(read(sealed.content(TOWN)))
    assert {TABLE_NAMES[table.record_type]: len(table.rows) for table in tables} == report.rows
    assert sum(report.rows.values()) > 0
    assert unfit_rows([table.trimmed() for table in tables]) == []


def test_there_is_a_package_of_every_format() -> None:
    there = {read_package_file(path, REPORT).head.format for path in FOLDER.glob("*.xcb")}
    assert there == set(range(1, FORMAT + 1))


def _table(records: list[Record]) -> TableRows:
    names = tuple(name for name in names_of(type(records[0])) if name != "village_code")
    of = names_of(type(records[0])).index("village_code")
    rows = [stored(one)[:of] + stored(one)[of + 1 :] for one in records]
    return TableRows(type(records[0]), names, rows).trimmed()


def _make(path: Path) -> None:
    """A village of three families, as today's program packs it."""
    people = Invented("990101001001")
    by_type: dict[type, list[Record]] = {}
    for record in (one for _ in range(3) for one in people.family()):
        by_type.setdefault(type(record), []).append(record)
    tables = [_table(records) for records in by_type.values()]
    rows = {TABLE_NAMES[table.record_type]: len(table.rows) for table in tables}
    start = ("202501", "2025Q2", 1, "0" * 64, "2025-04-02", newest_format(), "county_template_2022_2025")
    report = Report(int(start[0]), *start[1:], rows, 12, "0" * 64, {})  # type: ignore[arg-type]
    sealing = Sealing([TOWN.public])
    sealing.add(written(tables))
    village = Village("990101001001", "第一村", "county_template_2022_2025")
    path.write_bytes(sealing.file(REPORT, report.table(), village, VILLAGE))


if __name__ == "__main__":
    _make(FOLDER / f"format_{FORMAT}.xcb")

"""What the gate refuses before any parser sees a byte, and what it leaves to which reader."""

from __future__ import annotations

import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from village_desk.definitions.words import sentence_of
from village_desk.exchange.reading import child_process
from village_desk.exchange.reading.gate import scan_workbook
from village_desk.exchange.reading.tables_in import read_tables
from village_desk.rules.refusals import Refusal

from .hostile_files import HEADING, REFUSED, cell, flipped, parts, row, spaces, workbook, zipped


def refusal_of(path: Path) -> Refusal:
    with pytest.raises(Refusal) as caught:
        read_tables(path)
    return caught.value


@pytest.mark.parametrize("case", REFUSED)
def test_a_hostile_file_ends_in_one_sentence_that_names_it(case: str, tmp_path: Path) -> None:
    make, code = REFUSED[case]
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(make())
    before = sorted(tmp_path.parent.iterdir())
    begun = time.monotonic()
    refusal = refusal_of(path)
    assert time.monotonic() - begun < 10
    assert refusal.code == code
    assert "花名册.xlsx" in sentence_of(refusal)
    assert str(tmp_path) not in sentence_of(refusal)
    assert sorted(tmp_path.parent.iterdir()) == before
    assert list(tmp_path.iterdir()) == [path]


def test_every_single_flipped_bit_is_noticed() -> None:
    whole = workbook(HEADING + "".join(row(n, cell(f"A{n}", str(n * 7919))) for n in range(2, 200)))
    scan_workbook(whole, "a.xlsx")
    for bit in range(300):
        with pytest.raises(Refusal):
            scan_workbook(flipped(whole, bit), "a.xlsx")


def test_a_bomb_is_refused_without_unfolding_it_in_memory() -> None:
    bomb = spaces(200)
    tracemalloc.start()
    with pytest.raises(Refusal):
        scan_workbook(bomb, "a.xlsx")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 30 * 1024 * 1024


@pytest.mark.parametrize(
    ("rows", "is_plain"),
    [
        (row(1, cell("A1", "12.5")), True),
        (row(1, cell("IP1", "1")), True),
        (row(1, cell("A1", "1.5E-7")), True),
        (row(1, '<c r="A1"/>', cell("B1", "123456789012345")), True),
        (row(1, cell("IQ1", "1")), False),
        (row(1, cell("A1", "1234567890123456")), False),
        (row(1, cell("A1", "5.3012719900101101E+17")), False),
        (row(1, cell("A1", "NaN")), False),
        (row(1, cell("A1", "#N/A", "e")), False),
        (row(1, cell("A1", "1", "b")), False),
        (row(1, '<c r="A1"><f>1+1</f><v>2</v></c>'), False),
        (row(1, "<c r='A1'><v>2</v></c>"), False),
        (row(1, "<c><v>2</v></c>"), False),
        ("<row><c r='A1'/></row>", False),
        (row(1, cell("A1", "1")) + row(1002, cell("A1002", "1")), False),
        (row(1, '<c r="A1" t="inlineStr"><is><t>_x000D_</t></is></c>'), False),
        (row(1, '<c r="A1" t="inlineStr"><is><t><![CDATA[<c]]></t></is></c>'), False),
    ],
)
def test_only_what_is_known_to_be_plain_goes_to_the_fast_reader(rows: str, *, is_plain: bool) -> None:
    _, scan = scan_workbook(workbook(rows), "a.xlsx")
    assert scan.is_plain is is_plain


def test_a_sign_cut_in_two_by_the_steps_of_unfolding_is_still_seen() -> None:
    for padding in range(1024 * 1024 - 400, 1024 * 1024 + 60, 23):
        made = parts(
            texts=f"<si><t>{'a' * 1000}</t></si>" * (padding // 1018)
            + f"<si><t>{'b' * (padding % 1018)}</t></si>"
        )
        made["xl/sharedStrings.xml"] += b"<!DOCTYPE x>"
        with pytest.raises(Refusal) as caught:
            scan_workbook(zipped(made), "a.xlsx")
        assert caught.value.code == "table-unsafe"


@pytest.mark.parametrize(
    ("place", "code"),
    [
        (lambda folder: folder / "没有.xlsx", "table-missing"),
        (lambda folder: folder, "table-is-folder"),
        (lambda folder: folder / ("长" * 300 + ".xlsx"), "table-cannot-be-opened"),
        (lambda folder: folder / "~$花名册.xlsx", "table-lock-file"),
        (lambda folder: folder / "a\0.xlsx", "table-missing"),
    ],
)
def test_a_path_that_is_no_file_has_its_own_sentence(
    place: Callable[[Path], Path], code: str, tmp_path: Path
) -> None:
    refusal = refusal_of(place(tmp_path))
    assert refusal.code in (code, "table-cannot-be-opened")
    assert sentence_of(refusal)


@pytest.mark.parametrize(
    ("behaviour", "code"),
    [
        ("import time; time.sleep(60)", "table-too-slow"),
        ("import os; os.abort()", "table-unreadable-inside"),
        ("print('not a frame at all')", "table-unreadable-inside"),
        ("import sys; sys.exit(0)", "table-unreadable-inside"),
        ("import sys; sys.stdin.buffer.read(); print('x' * 1000000)", "table-unreadable-inside"),
    ],
)
def test_a_child_that_hangs_dies_or_babbles_is_a_refusal(
    behaviour: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child_process, "_command", lambda _child: [sys.executable, "-c", behaviour])
    begun = time.monotonic()
    with pytest.raises(Refusal) as caught:
        child_process.read_in_child(
            workbook() * 1000, "花名册.xlsx", child_process.Patience(silence=0.5, whole=5.0), is_plain=True
        )
    assert caught.value.code == code
    assert time.monotonic() - begun < 5


def test_reading_stops_when_it_is_cancelled(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook())
    with pytest.raises(Refusal) as caught:
        read_tables(path, cancelled=lambda: True)
    assert caught.value.code == "table-cancelled"


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no such limit")
def test_the_child_cannot_take_more_memory_than_it_is_given() -> None:
    hungry = (
        "from village_desk.exchange.reading.reading_child import limit_memory as limit; limit(400)\n"
        "try:\n    bytes(500 * 1024 * 1024)\nexcept MemoryError:\n    print('stopped')"
    )
    ended = subprocess.run([sys.executable, "-c", hungry], capture_output=True, check=True, text=True)
    assert ended.stdout.strip() == "stopped"

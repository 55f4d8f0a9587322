"""Parts by the command line: handed out, opened, handed back, taken in, taken back, and settled."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from village_desk.entry.quarter.quarter_entry import Outstanding, QuarterEntry
from village_desk.store.book import create_book

from .conftest import Call
from .test_partners import EASY, GOOD, VILLAGE


def typed(monkeypatch: pytest.MonkeyPatch, *operations: dict[str, object]) -> None:
    lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in operations)
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))


def family(number: str, group: str, note: str = "") -> dict[str, object]:
    return {"op": "household", "number": number, "set": {"head_name": "张三", "group": group, "note": note}}


Write = Callable[..., Any]


@pytest.fixture
def write(call: Call, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Runs a script's operations on a book and gives back what each was answered."""

    def writing(book: Path, *operations: dict[str, object]) -> list[dict[str, object]]:
        typed(monkeypatch, *operations)
        return [json.loads(line) for line in call("script", book).out.splitlines()]

    return writing


@pytest.fixture
def book(tmp_path: Path, phrase: Callable[[str], Path], write: Write) -> Path:
    """A village of two groups."""
    phrase(GOOD)
    path = tmp_path / "村.book"
    create_book(path, VILLAGE, GOOD, cost=EASY)[0].close()
    write(path, family("0001", "一组"), family("0002", "一组"), family("0003", "二组"))
    return path


def given(call: Call, book: Path, *which: object) -> dict[str, Any]:
    out = book.with_name(f"分账{len(list(book.parent.glob('*.xcp')))}.xcp")
    made = call("hand-out", book, *(which or ("--group", "一组")), "--desk", "李会计", "--out", out, "--json")
    assert made.code == 0, made.out
    document: dict[str, Any] = made.document
    return document


def opened(call: Call, made: dict[str, Any]) -> Path:
    second = Path(made["file"]).with_suffix(".book")
    document = call("new", second, "--from", made["file"], "--code", made["code"], "--json")
    assert document.code == 0, document.out
    return second


def test_a_group_goes_out_is_worked_on_and_comes_back(call: Call, book: Path, write: Write) -> None:
    made = given(call, book)
    assert (made["households"], made["persons"], made["desk"]) == (2, 0, "李会计")
    second = opened(call, made)
    assert call("dump", second).out.count('"record": "household"') == 2
    (refused,) = write(book, family("0001", "一组", "这边"))
    assert refused["refused"] == "household-handed-out"
    assert "李会计" in str(refused["message"])
    write(second, family("0001", "一组", "那边"), family("0009", "一组"))
    back = call("hand-back", second, "--out", book.with_name("交回.xcr"), "--json").document
    assert (back["sequence"], back["changes"]) == (1, 2)
    tried = call("hand-in", book, back["file"], "--dry-run", "--json")
    assert (tried.code, tried.document["accepted"], tried.document["new"]) == (0, False, 1)
    done = call("hand-in", book, back["file"], "--json")
    assert done.code == 0
    counts = {name: done.document[name] for name in ("new", "changed", "same", "left", "conflicts", "known")}
    assert counts == {"new": 1, "changed": 1, "same": 0, "left": 0, "conflicts": [], "known": False}
    assert call("hand-in", book, back["file"], "--json").document["known"]
    assert "ack" in write(book, family("0001", "一组", "又改"))[0]
    for path in (book, second):
        assert call("verify", path).code == 0


def test_what_both_changed_waits_and_is_decided_by_its_id(call: Call, book: Path, write: Write) -> None:
    second = opened(call, given(call, book, "--households", "0001,0003"))
    assert call("take-back", book, "--reason", "电脑坏了").code == 0
    write(book, family("0001", "一组", "这边"))
    write(second, family("0001", "一组", "那边"))
    back = call("hand-back", second, "--out", book.with_name("交回.xcr"), "--json").document
    done = call("hand-in", book, back["file"], "--json")
    assert done.code == 1
    (clash,) = done.document["conflicts"]
    assert (clash["household"], clash["field"]) == ("0001", "note")
    assert (clash["here"]["value"], clash["there"]["value"]) == ("这边", "那边")
    listed = call("clashes", book)
    assert listed.code == 1
    assert "那边" in listed.out
    settled = call("clashes", book, "--settle", clash["id"], "--take", "there", "--json")
    assert (settled.code, settled.document["conflicts"]) == (0, [])
    assert '"note": "那边"' in call("dump", book).out


@pytest.mark.parametrize(
    ("words", "code", "refused"),
    [
        (("--group", "九组"), 1, "no-such-group"),
        (("--households", "9999"), 1, "no-such-household"),
        ((), 1, "no-household-chosen"),
    ],
)
def test_a_choice_that_is_none_gives_nothing_out(
    call: Call, book: Path, words: tuple[str, ...], code: int, refused: str
) -> None:
    out = book.with_name("分账.xcp")
    done = call("hand-out", book, *words, "--desk", "李会计", "--out", out, "--json")
    assert (done.code, done.document["refused"]) == (code, refused)
    assert not out.exists()


def test_a_working_package_needs_its_code_and_leaves_no_book_without(call: Call, book: Path) -> None:
    made, second = given(call, book), book.with_name("二.book")
    assert call("new", second, "--from", made["file"], "--json").document["refused"] == "wrong-use"
    wrong = given(call, book, "--group", "二组")["code"]
    refused = call("new", second, "--from", made["file"], "--code", wrong, "--json")
    assert (refused.code, refused.document["refused"]) == (1, "part-code-wrong")
    assert not second.exists()


def test_a_village_still_says_whose_book_it_makes(call: Call, tmp_path: Path) -> None:
    refused = call("new", tmp_path / "x.book", "--village", "990101001001", "--json")
    assert (refused.code, refused.document["refused"]) == (2, "wrong-use")
    assert "--profile" in refused.document["message"]


def test_which_part_is_taken_back_is_said_where_two_are_out(call: Call, book: Path) -> None:
    given(call, book)
    given(call, book, "--group", "二组")
    refused = call("take-back", book, "--reason", "不等了", "--json")
    assert refused.document["refused"] == "which-part"
    other = call("take-back", book, "--desk", "别人", "--reason", "不等了", "--json")
    assert other.document["refused"] == "which-part"


def test_an_import_that_would_change_what_is_out_is_refused_whole(call: Call, book: Path) -> None:
    given(call, book)
    before = call("dump", book).out
    roster = book.with_name("花名册.csv")
    rows = ("村民小组,户编号,姓名,与户主关系", "一组,0001,李四,户主", "二组,0003,王五,户主")
    roster.write_text("\n".join(rows), encoding="utf-8")
    refused = call("import", book, roster, "--json")
    assert (refused.code, refused.document["refused"]) == (1, "household-handed-out")
    assert call("dump", book).out == before
    roster.write_text("\n".join((rows[0], rows[2])), encoding="utf-8")
    assert call("import", book, roster, "--json").code == 0


def test_a_quarter_closed_while_a_part_is_out_says_which(
    call: Call, book: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(call, book, "--group", "二组")
    monkeypatch.setattr(QuarterEntry, "outstanding", lambda _: Outstanding((), ()))
    steps = [{"op": "quarter", "period": "2025Q3", "step": step} for step in ("begin", "check", "close")]
    *before, closed = write(book, *steps)
    assert closed["state"] == "已关账"
    (out,) = closed["still_out"]
    assert (out["desk"], out["households"]) == ("李会计", 1)
    assert not any("still_out" in one for one in before)

"""Whatever has happened to a book, one refusal says what, and the restore page knows a way out."""

from __future__ import annotations

import ast
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from village_desk import store
from village_desk.definitions.words import all_keys, sentence_of
from village_desk.rules.records import Household
from village_desk.rules.refusals import Refusal
from village_desk.store import driver_faults
from village_desk.store.backups.backup import back_up, backup_folder
from village_desk.store.backups.inspecting import inspect_book
from village_desk.store.book import Village, create_book, open_book, open_with, open_with_code
from village_desk.store.journal import Deed
from village_desk.store.keys.key_copies import key_paths
from village_desk.store.keys.keyslots import PRACTICE
from village_desk.store.verify import Problem, verify

DEED = Deed("record-saved", "演练员")


@pytest.fixture
def closed(filled_book, book_path):
    """A closed book with one backup."""
    back_up(filled_book, "closing")
    filled_book.close()
    return book_path


def _refusal(path: Path, key: bytes) -> Refusal:
    with pytest.raises(Refusal) as refused:
        open_book(path, key).close()
    assert sentence_of(refused.value)
    return refused.value


def _zeroed(path: Path) -> None:
    path.write_bytes(b"")


def _plain(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as plain:
        plain.execute("CREATE TABLE household (id)")
    plain.close()


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _half_a_page(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:2000])


def _noise(path: Path) -> None:
    path.write_bytes(random.Random(1).randbytes(path.stat().st_size))


def _zip(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04" + path.read_bytes())


def _gone(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (_zeroed, "not-a-book"),
        (_plain, "not-a-book"),
        (_zip, "not-a-book"),
        (_cut, "book-damaged"),
        (_half_a_page, "book-damaged"),
        (_noise, "book-damaged"),
        (_gone, "no-such-book"),
    ],
)
def test_each_damage_has_its_own_refusal_and_the_file_is_kept(closed, filled_book, passphrase, damage, code):
    damage(closed)
    kept = closed.read_bytes() if closed.exists() else None
    assert _refusal(closed, filled_book.data_key).code == code
    with pytest.raises(Refusal, match=code):
        open_with(closed, passphrase)
    state = inspect_book(closed, filled_book.data_key)
    assert state.problem is not None
    assert state.problem.code == code
    assert [seen.manifest is not None for seen in state.backups] == [True]
    assert (closed.read_bytes() if closed.exists() else None) == kept
    assert {path.suffix for path in closed.parent.iterdir()} <= {"", ".vdbook", ".keys", ".keys2"}


def test_a_wrong_passphrase_or_key_opens_nothing_and_changes_nothing(closed):
    before = closed.read_bytes()
    with pytest.raises(Refusal, match="wrong-passphrase"):
        open_with(closed, "guess")
    with pytest.raises(Refusal, match="recovery-code-mistyped"):
        open_with_code(closed, "123")
    assert _refusal(closed, b"\1" * 32).code == "book-damaged"
    assert closed.read_bytes() == before


def test_a_lost_key_file_comes_back_from_its_second_copy(closed, passphrase):
    first, second = key_paths(closed)
    first.unlink()
    open_with(closed, passphrase).close()
    assert first.read_bytes() == second.read_bytes()


def test_both_key_files_lost_come_back_from_the_backup(closed, passphrase, filled_book):
    for keys in key_paths(closed):
        keys.unlink()
    state = inspect_book(closed)
    assert state.problem is not None
    assert state.problem.code == "keyslots-missing"
    with pytest.raises(Refusal, match="wrong-passphrase"):
        open_with(closed, "guess")
    assert not key_paths(closed)[0].exists()
    with open_with(closed, passphrase) as book:
        assert book.data_key == filled_book.data_key
    assert all(keys.is_file() for keys in key_paths(closed))


def test_key_files_of_another_village_are_replaced_from_the_backup(closed, passphrase, tmp_path):
    stranger = Village("990101001002", "桃花沟村", "county_template_2022_2025", kind="practice")
    create_book(tmp_path / "别的.vdbook", stranger, "another", cost=PRACTICE)[0].close()
    for keys, others in zip(key_paths(closed), key_paths(tmp_path / "别的.vdbook"), strict=True):
        keys.write_bytes(others.read_bytes())
    with open_with(closed, passphrase) as book:
        assert book.village.name == "柳树湾村"


def test_without_key_files_and_backups_the_book_stays_shut(filled_book, book_path, passphrase):
    filled_book.close()
    for keys in key_paths(book_path):
        keys.unlink()
    with pytest.raises(Refusal, match="keyslots-missing"):
        open_with(book_path, passphrase)


def test_an_old_log_slipped_in_beside_a_book_is_found_by_its_backups(closed, filled_book):
    """Such a log fits, so the pages look sound: only a backup remembers that the book had come further."""
    log = closed.with_name(closed.name + "-wal")
    logs = []
    for phone in ("1", "2"):
        with open_book(closed, filled_book.data_key) as book:
            with book.changing(DEED) as change:
                change.change(Household, change.household("0001").id, {"phone": phone})
            logs.append(log.read_bytes())
            back_up(book, "closing")
    log.write_bytes(logs[0])
    with open_book(closed, filled_book.data_key) as book:
        assert verify(book).problems == (Problem("older-than-backup", 3),)


def test_damaged_pages_never_give_a_traceback(closed, filled_book):
    """Flip, zero or swap pages: a refusal, problems found, or a page that nobody needs."""
    content = closed.read_bytes()
    chance = random.Random(11)
    found = 0
    for _ in range(60):
        broken = bytearray(content)
        place = chance.randrange(len(broken))
        if chance.random() < 0.5:
            broken[place] ^= 1 << chance.randrange(8)
        else:
            start = place - place % 4096
            broken[start : start + 4096] = bytes(4096)
        closed.write_bytes(broken)
        found += _is_found(closed, filled_book.data_key)
        assert closed.with_name(closed.name + ".lock").exists() is False
    assert found == 60


def _is_found(path: Path, key: bytes) -> bool:
    state = inspect_book(path, key)
    try:
        with open_book(path, key) as book:
            problems = verify(book).problems
    except Refusal as refusal:
        return bool(sentence_of(refusal)) and state.problem is not None
    return bool(problems) and state.problem is not None


def test_a_sound_book_has_no_problems(filled_book):
    assert verify(filled_book).is_sound
    back_up(filled_book, "hand")
    found = verify(filled_book)
    assert found.is_sound
    assert found.newest_backup is not None
    assert found.contents is not None
    assert found.contents.living["household"] == 3


def test_an_old_book_put_back_is_found_by_its_own_backups(closed, filled_book):
    old = closed.read_bytes()
    with open_book(closed, filled_book.data_key) as book:
        with book.changing(DEED) as change:
            change.change(Household, change.household("0001").id, {"phone": "1"})
        back_up(book, "closing")
    closed.write_bytes(old)
    with open_book(closed, filled_book.data_key) as book:
        assert verify(book).problems == (Problem("older-than-backup", 2),)


def test_verification_names_what_is_wrong_around_the_book(filled_book, book_path):
    back_up(filled_book, "hand")
    next(backup_folder(book_path).iterdir()).write_bytes(b"broken")
    first, second = key_paths(book_path)
    second.write_bytes(b"broken")
    codes = [problem.code for problem in verify(filled_book).problems]
    assert codes == ["keys-damaged", "keys-differ", "backup-unreadable"]
    first.unlink()
    assert Problem("keys-missing", 1) in verify(filled_book).problems


def test_verification_finds_what_was_changed_past_the_program(filled_book):
    with filled_book.bare_connection() as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("DROP TRIGGER journal_is_kept")
        connection.execute("DELETE FROM journal WHERE seq = 3")
        connection.execute("UPDATE person SET household_id = 'nowhere' WHERE rowid = 2")
        connection.execute("DROP TABLE price")
    codes = {problem.code for problem in verify(filled_book).problems}
    assert {"links-broken", "part-missing", "journal-broken"} <= codes


def test_every_problem_has_its_words():
    said = {key.removeprefix("verify.") for key in all_keys() if key.startswith("verify.")}
    named = {"pages-broken", "links-broken", "part-missing", "journal-broken", "rows-past-the-journal"}
    named |= {"keys-missing", "keys-damaged", "keys-differ", "backup-unreadable", "older-than-backup"}
    assert named <= said


def _refusals_in(source: Path) -> Iterator[tuple[str, dict[str, str]]]:
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refusal":
            (code,) = node.args
            if isinstance(code, ast.Constant):
                yield str(code.value), {gap.arg: "甲" for gap in node.keywords if gap.arg}


def test_every_refusal_of_the_store_has_its_sentence_and_fills_it():
    sources = Path(store.__file__).parent.rglob("*.py")
    refusals = [refusal for source in sources for refusal in _refusals_in(source)]
    assert len(refusals) > 30
    for code, values in refusals:
        assert "{" not in sentence_of(Refusal(code, **values))
    for _, code in driver_faults._CODES:
        assert sentence_of(Refusal(code, name="甲", folder="乙"))


def test_looking_at_nothing_is_no_mishap(tmp_path):
    state = inspect_book(tmp_path / "gone" / "账.vdbook")
    assert state.problem is not None
    assert (state.problem.code, state.backups) == ("no-such-book", ())
    assert not state.is_restore_unfinished


def test_a_book_that_is_open_is_said_to_be_in_use(filled_book, book_path):
    state = inspect_book(book_path)
    assert state.problem is not None
    assert state.problem.code == "book-in-use"


def test_a_restore_note_that_cannot_be_read_is_its_own_refusal(closed, filled_book):
    closed.with_name(closed.name + ".restoring").write_bytes(b"{")
    assert _refusal(closed, filled_book.data_key).code == "restore-unfinished"

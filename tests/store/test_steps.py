"""A book goes from one format to the next whole or not at all, and a newer one is left untouched."""

from __future__ import annotations

import hashlib
import itertools
import sys
from pathlib import Path
from types import ModuleType

import pytest
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError

from village_desk.rules.refusals import Refusal
from village_desk.store import steps
from village_desk.store.backups.backup import backup_folder, list_backups
from village_desk.store.book import open_book
from village_desk.store.dump import dump_hash
from village_desk.store.format_steps import stepping
from village_desk.store.formats import format_of
from village_desk.store.tables import metadata
from village_desk.store.verify import verify


def _folder_digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _shapes(connection) -> dict[str, str]:
    """Every table, index and trigger by name, its words without the driver's spacing."""
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {name: " ".join(sql.replace("\t", " ").split()) for name, sql in rows}


def _parts_of(sql: str) -> list[str]:
    """Columns and constraints of a table, and what stands around them, in one order."""
    depth, parts = 0, [""]
    for letter in sql:
        depth += (letter == "(") - (letter == ")")
        if (letter, depth) in {(",", 1), ("(", 1), (")", 0)}:
            parts.append("")
        else:
            parts[-1] += letter
    return sorted(part.strip() for part in parts)


def test_the_steps_lead_to_the_tables_of_today(book, tmp_path):
    drawn = create_engine(f"sqlite:///{tmp_path / 'drawn.db'}")
    metadata.create_all(drawn)
    with stepping(book.path, book.data_key) as connection, drawn.connect() as expected:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        stepped, today = _shapes(connection), _shapes(expected)
    triggers = {name for name in stepped if name.startswith("journal_is_")}
    assert triggers == {"journal_is_kept", "journal_is_unchanged"}
    assert stepped.keys() - triggers == today.keys()
    for name, sql in today.items():
        assert _parts_of(stepped[name]) == _parts_of(sql), name


def test_every_table_is_strict(book):
    with book.bare_connection() as connection:
        rows = connection.execute(
            "SELECT name, strict FROM pragma_table_list WHERE schema = 'main'"
        ).fetchall()
    assert {name for name, strict in rows if not strict} == {"sqlite_schema"}


@pytest.fixture
def next_step(monkeypatch):
    """Pretend that this program has a second format, made by a function."""

    def add(upgrade) -> None:
        module = ModuleType("village_desk.store.steps.s0002_next")
        module.upgrade = upgrade  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, module.__name__, module)
        monkeypatch.setattr(steps, "_STEPS", ("s0001_first", "s0002_next"))

    return add


def test_an_older_book_is_raised_after_a_verified_backup(filled_book, book_path, next_step):
    before = dump_hash(filled_book)
    filled_book.close()
    next_step(lambda op: op.execute("CREATE TABLE later (id TEXT) STRICT"))
    with open_book(book_path, filled_book.data_key) as book:
        assert dump_hash(book) == before
        assert book.contents().book_format == 2
        assert "later" in book.contents().counts
        assert verify(book).problems == ()
    (seen,) = list_backups(backup_folder(book_path))
    assert seen.manifest is not None
    assert (seen.manifest.why, seen.manifest.book_format) == ("upgrade", 1)


def test_a_step_that_fails_changes_nothing(filled_book, book_path, next_step, monkeypatch):
    def half(op: Operations) -> None:
        op.execute("CREATE TABLE later (id TEXT) STRICT")
        op.execute("ALTER TABLE household ADD COLUMN later TEXT")
        op.execute("THIS IS NO STATEMENT")

    before = dump_hash(filled_book)
    filled_book.close()
    content = book_path.read_bytes()
    next_step(half)
    with pytest.raises(DBAPIError, match="syntax error"):
        open_book(book_path, filled_book.data_key)
    assert book_path.read_bytes() == content
    monkeypatch.undo()
    with open_book(book_path, filled_book.data_key) as book:
        assert book.contents().book_format == 1
        assert dump_hash(book) == before


def test_a_step_that_leaves_loose_ends_is_not_taken(filled_book, book_path, next_step):
    filled_book.close()
    content = book_path.read_bytes()

    def orphan(op: Operations) -> None:
        op.execute("PRAGMA defer_foreign_keys=ON")
        op.execute("UPDATE person SET household_id = 'nowhere'")

    next_step(orphan)
    with pytest.raises(Refusal, match="book-damaged"):
        open_book(book_path, filled_book.data_key)
    assert book_path.read_bytes() == content


def test_without_a_backup_no_step_is_taken(filled_book, book_path, next_step, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise Refusal("disk-full", name="", folder="")

    filled_book.close()
    content = book_path.read_bytes()
    next_step(lambda op: op.execute("CREATE TABLE later (id TEXT) STRICT"))
    monkeypatch.setattr("village_desk.store.backups.backup.back_up_file", fail)
    with pytest.raises(Refusal, match="disk-full"):
        open_book(book_path, filled_book.data_key)
    assert book_path.read_bytes() == content


def _make_newer(book) -> None:
    with book.bare_connection() as connection:
        connection.execute(f"PRAGMA user_version={steps.newest_format() + 1}")


def test_a_newer_book_is_refused_and_left_byte_for_byte(filled_book, book_path):
    _make_newer(filled_book)
    filled_book.close()
    before = _folder_digests(book_path.parent)
    with pytest.raises(Refusal, match="book-newer") as refused:
        open_book(book_path, filled_book.data_key)
    assert refused.value.values["found"] == steps.newest_format() + 1
    assert _folder_digests(book_path.parent) == before


def test_a_newer_book_left_by_a_crash_is_refused_and_left_byte_for_byte(filled_book, book_path, tmp_path):
    _make_newer(filled_book)
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    for end in ("", "-wal", ".keys", ".keys2"):
        file = book_path.with_name(book_path.name + end)
        (crashed / file.name).write_bytes(file.read_bytes())
    before = _folder_digests(crashed)
    with pytest.raises(Refusal, match="book-newer"):
        open_book(crashed / book_path.name, filled_book.data_key)
    assert _folder_digests(crashed) == before


def test_an_upgrade_killed_anywhere_is_whole_old_or_whole_new(filled_book, book_path, next_step, killed_at):
    before = dump_hash(filled_book)
    filled_book.close()
    content, formats = book_path.read_bytes(), []
    next_step(lambda op: op.execute("CREATE TABLE later (id TEXT) STRICT"))
    for call in itertools.count(1):
        book_path.write_bytes(content)
        for left in (book_path.with_name(book_path.name + end) for end in ("-wal", "-shm")):
            left.unlink(missing_ok=True)
        killed = killed_at(call, lambda: open_book(book_path, filled_book.data_key))
        formats.append(format_of(book_path, filled_book.data_key))
        with open_book(book_path, filled_book.data_key) as book:
            assert dump_hash(book) == before
            assert book.contents().book_format == 2
        if not killed:
            break
    assert set(formats) == {1, 2}

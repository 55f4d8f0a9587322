"""Verifies a book: pages, links, journal, rows against the journal, key files, newest backup."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from village_desk.rules.refusals import Refusal
from village_desk.store.backups.backup import backup_folder, list_backups, newest_backup
from village_desk.store.backups.backup_file import Manifest, check_backup
from village_desk.store.backups.book_contents import Contents
from village_desk.store.book import Book
from village_desk.store.engine import engine_of
from village_desk.store.journal import broken_links, seal_of
from village_desk.store.keys.key_file import read_key_file
from village_desk.store.replay import unexplained_rows
from village_desk.store.tables import metadata


class Problem(Struct, frozen=True):
    """One thing that is wrong; ``code`` is a word of resources/words, section ``verify``."""

    code: str
    value: str | int = ""
    """How many, or which one: never anything about a person."""


class Verification(Struct, frozen=True):
    """What a verification has found; no problems means that the book is sound."""

    problems: tuple[Problem, ...]
    contents: Contents | None
    """None when the book cannot even be counted."""
    newest_backup: Manifest | None

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def verify(book: Book) -> Verification:
    """Look at everything a book consists of; nothing is changed, and nothing is raised for a broken book."""
    problems: list[Problem] = []
    for check in _CHECKS:
        try:
            problems += check(book)
        except Refusal as refusal:
            problems.append(Problem(refusal.code))
    return Verification(
        tuple(dict.fromkeys(problems)),
        _contents(book),
        None if book.is_shared else newest_backup(book.path, book.install_id),
    )


def _page_problems(book: Book) -> Iterator[Problem]:
    with book.bare_connection() as connection:
        engine = engine_of(connection)
        if faults := engine.page_faults(connection):
            yield Problem("pages-broken", len(faults))
        if links := engine.loose_links(connection):
            yield Problem("links-broken", links)


def _table_problems(book: Book) -> Iterator[Problem]:
    with book.bare_connection() as connection:
        engine = engine_of(connection)
        there = engine.parts(connection)
    for name in sorted((metadata.tables.keys() | engine.guards) - there):
        yield Problem("part-missing", name)


def _journal_problems(book: Book) -> Iterator[Problem]:
    with book.raw_connection() as connection:
        if broken := list(broken_links(connection)):
            yield Problem("journal-broken", broken[0])
        if rows := list(unexplained_rows(connection)):
            yield Problem("rows-past-the-journal", len(rows))


def _key_problems(book: Book) -> Iterator[Problem]:
    contents = book.key_files()
    for number, content in enumerate(contents, start=1):
        if content is None:
            yield Problem("keys-missing", number)
        else:
            yield from _key_file_problems(content, number)
    if None not in contents and len(set(contents)) > 1:
        yield Problem("keys-differ")


def _key_file_problems(content: bytes, number: int) -> Iterator[Problem]:
    try:
        read_key_file(content)
    except Refusal:
        yield Problem("keys-damaged", number)


def _backup_problems(book: Book) -> Iterator[Problem]:
    if book.is_shared:
        return
    backups = list_backups(backup_folder(book.path))
    if not backups:
        return
    try:
        check_backup(backups[0].path)
    except Refusal:
        yield Problem("backup-unreadable", backups[0].path.name)
    newest = newest_backup(book.path, book.install_id)
    if newest is not None:
        with book.raw_connection() as connection:
            if seal_of(connection, newest.entries) != newest.head:
                yield Problem("older-than-backup", newest.sequence)


def _contents(book: Book) -> Contents | None:
    try:
        return book.contents()
    except Refusal:
        return None


_CHECKS: tuple[Callable[[Book], Iterator[Problem]], ...] = (
    _page_problems,
    _table_problems,
    _journal_problems,
    _key_problems,
    _backup_problems,
)

"""The book 账本: one encrypted file per village, opened by one owner at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.exc import DBAPIError, OperationalError

from village_desk.places.files import write_whole
from village_desk.rules.refusals import Refusal
from village_desk.store.changing import Changing
from village_desk.store.ids import new_id
from village_desk.store.journal import Deed, entries_of_deed
from village_desk.store.keyslots import STRONG, KeyCost, make_keyslots, write_keyslots
from village_desk.store.opening import connect_raw, driver, make_engine
from village_desk.store.ownership import Ownership
from village_desk.store.reading import Reading
from village_desk.store.steps import bring_up_to_date
from village_desk.store.tables import BOOK, FORMAT
from village_desk.store.undoing import REDO, UNDO, PastDeed, undo_and_redo_stacks


@dataclass(frozen=True, slots=True)
class Village:
    """Whose book it is."""

    code: str
    name: str
    profile: str
    kind: str = "village"
    """``village``, ``town``, or ``practice``: a practice book can never be sent to a township."""


class Book:
    """An open book; the only way to its records is ``reading`` and ``changing``."""

    def __init__(self, path: Path, engine: Engine, ownership: Ownership, data_key: bytes) -> None:
        self.path = path
        self.data_key = data_key
        self._engine = engine
        self._ownership = ownership
        self._stacks: tuple[list[PastDeed], list[PastDeed]] | None = None
        with engine.connect() as connection:
            row = connection.execute(select(BOOK)).one()
        self.village = Village(row.village_code, row.village_name, row.profile, row.kind)

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """One still picture of the book."""
        with _in_words(self.path), self._engine.connect() as connection:
            yield Reading(connection, self.village.code)

    @contextmanager
    def changing(self, deed: Deed) -> Iterator[Changing]:
        """One deed: on disk whole when the block is left, or not at all.

        Raises:
            Refusal: ``disk-full`` or ``book-damaged``; the book is as it was before.
        """
        with _in_words(self.path), self._engine.connect().execution_options(begin="IMMEDIATE") as connection:
            change = Changing(connection, self.village.code, deed)
            yield change
            if change.close():
                connection.commit()
                self._note(PastDeed(change.deed_id, deed.kind, deed.undoes))

    def undo(self, who: str) -> PastDeed | None:
        """Take back the newest deed; None when there is none."""
        undoable, _ = self._past()
        return self._take_back(undoable[-1], Deed(UNDO, who, undoes=undoable[-1].id)) if undoable else None

    def redo(self, who: str) -> PastDeed | None:
        """Do again what was undone last; None when there is nothing."""
        _, redoable = self._past()
        return self._take_back(redoable[-1], Deed(REDO, who, undoes=redoable[-1].id)) if redoable else None

    def undo_deed(self, deed_id: str, who: str) -> PastDeed | None:
        """Take back one deed if it is still the newest, for example a whole import."""
        undoable, _ = self._past()
        return self.undo(who) if undoable and undoable[-1].id == deed_id else None

    def next_undo(self) -> PastDeed | None:
        """The deed that undo would take back."""
        undoable, _ = self._past()
        return undoable[-1] if undoable else None

    def next_redo(self) -> PastDeed | None:
        """The deed that redo would do again."""
        _, redoable = self._past()
        return redoable[-1] if redoable else None

    def tidy(self) -> None:
        """Fold the write-ahead log into the book at a quiet moment."""
        with self._engine.connect() as connection:
            connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[attr-defined]

    def raw_connection(self) -> Connection:
        """A connection for the store's own modules: backup, verification, dump."""
        return self._engine.connect()

    def close(self) -> None:
        """Close the book and let it go; twice is harmless."""
        self._engine.dispose()
        self._ownership.close()

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _take_back(self, past: PastDeed, deed: Deed) -> PastDeed:
        with self.changing(deed) as change:
            connection = change._connection  # noqa: SLF001 - both live in the store
            for entry in reversed(entries_of_deed(connection, past.id)):
                change.take_back(entry)
        return past

    def _past(self) -> tuple[list[PastDeed], list[PastDeed]]:
        if self._stacks is None:
            with self._engine.connect() as connection:
                self._stacks = undo_and_redo_stacks(connection)
        return self._stacks

    def _note(self, deed: PastDeed) -> None:
        if self._stacks is None:
            return
        undoable, redoable = self._stacks
        if deed.kind == UNDO:
            undoable.pop()
            redoable.append(deed)
            return
        if deed.kind == REDO:
            redoable.pop()
        else:
            redoable.clear()
        undoable.append(deed)


def create_book(path: Path, village: Village, passphrase: str, *, cost: KeyCost = STRONG) -> tuple[Book, str]:
    """Make a new book and return it open, with the recovery code to print and lock away.

    Raises:
        Refusal: ``file-exists``, ``weak-passphrase`` or a refusal of the folder.
    """
    if path.exists():
        raise Refusal("file-exists", file=path.name)
    if not path.parent.is_dir():
        raise Refusal("no-such-folder", folder=path.parent.name)
    ownership = Ownership(path)
    try:
        keys = make_keyslots(passphrase, village_code=village.code, cost=cost)
        write_keyslots(path, keys.content)
        write_whole(path, b"", replace=False)
        engine = make_engine(path, keys.data_key)
        with _in_words(path), engine.connect().execution_options(begin="EXCLUSIVE") as connection:
            bring_up_to_date(connection, 0)
            connection.execute(
                insert(BOOK).values(
                    village_code=village.code,
                    village_name=village.name,
                    kind=village.kind,
                    profile=village.profile,
                    made_at=datetime.now(UTC).isoformat(timespec="seconds"),
                    install_id=new_id(),
                )
            )
            connection.commit()
        return Book(path, engine, ownership, keys.data_key), keys.recovery_code
    except BaseException:
        ownership.close()
        raise


def open_book(path: Path, data_key: bytes) -> Book:
    """Open a book with its data key; an older format is brought up to date after a verified backup.

    Raises:
        Refusal: ``no-such-book``, ``book-in-use``, ``book-damaged``, ``book-newer``: the file is untouched.
    """
    if not path.is_file():
        raise Refusal("no-such-book", file=path.name)
    ownership = Ownership(path)
    try:
        found = _format_of(path, data_key)
        if found > FORMAT:
            raise Refusal("book-newer", file=path.name, found=found, known=FORMAT)
        engine = make_engine(path, data_key)
        if found < FORMAT:
            _upgrade(path, engine, data_key, found)
        with _in_words(path):
            return Book(path, engine, ownership, data_key)
    except BaseException:
        ownership.close()
        raise


def _format_of(path: Path, data_key: bytes) -> int:
    """The format of a book, read without leaving a trace beside it.

    Raises:
        Refusal: ``book-damaged``: wrong key, not a book, or broken pages.
    """
    try:
        connection = connect_raw(path, data_key, read_only=True)
        try:
            found = connection.execute("PRAGMA user_version").fetchone()[0]
            if not connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'journal'").fetchone()[
                0
            ]:
                raise Refusal("book-damaged", file=path.name)
        finally:
            connection.close()
    except driver().Error as error:
        raise Refusal("book-damaged", file=path.name) from error
    return int(found)


def _upgrade(path: Path, engine: Engine, data_key: bytes, found: int) -> None:
    from village_desk.store.backup import back_up_file

    back_up_file(path, data_key, why="upgrade")
    with _in_words(path), engine.connect().execution_options(begin="EXCLUSIVE") as connection:
        bring_up_to_date(connection, found)
        connection.commit()


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    """Turn the driver's errors into refusals; a full disk and a damaged page each have their own sentence."""
    try:
        yield
    except DBAPIError as error:
        text = str(error.orig).lower()
        if "full" in text:
            raise Refusal("disk-full", file=path.name) from None
        if "locked" in text or "busy" in text:
            raise Refusal("book-in-use", file=path.name) from None
        if "readonly" in text:
            raise Refusal("folder-read-only", file=path.name) from None
        if isinstance(error, OperationalError) or "malformed" in text or "not a database" in text:
            raise Refusal("book-damaged", file=path.name) from None
        raise

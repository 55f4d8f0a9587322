"""A PostgreSQL server for the tests: Debian's package, started for the session, gone with it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from village_desk.store.book import Book, Village, create_book, open_with
from village_desk.store.keys.keyslots import KeyCost
from village_desk.store.server.address import ServerAddress, book_address
from village_desk.store.steps import newest_format
from village_desk.store.tables import metadata

NEEDED = "VILLAGE_DESK_NEEDS_A_SERVER"
"""Set in CI: there a missing server is a failure, elsewhere it is a reason to skip."""
NONE_HERE = "no PostgreSQL here: Debian's package postgresql brings one, .ci/setup what speaks to it"
OWNER = "township"
"""The role to which the tests' books belong: no administrator, for whom no policy would hold."""
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "jit=off")
_Wanted = tuple[Village, str, KeyCost]
_SHAPE = """
SELECT (SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'journal_is_%' AND tgenabled = 'D')
    + 3 - (SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'journal_is_%')
    + (SELECT count(*) FROM pg_policy JOIN pg_class ON pg_class.oid = polrelid AND NOT relrowsecurity),
    format FROM book_file
"""
"""How many guards lack, and the format."""


class Server:
    """A running server; each database in it is an empty place for a book, or a copy of one."""

    def __init__(self, sockets: Path) -> None:
        self._sockets = sockets
        self._databases = 0
        self._wanted: dict[ServerAddress, _Wanted] = {}
        self._idle: dict[_Wanted, list[ServerAddress]] = defaultdict(list)

    def database(self) -> ServerAddress:
        """A new database of the township's own role, empty."""
        self._databases += 1
        name = f"book_{self._databases}"
        self.say(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE template0")
        return self.address(name)

    def drop(self, address: ServerAddress) -> None:
        """Take a database away, whoever is still in it."""
        self.say(f"DROP DATABASE {address.name} WITH (FORCE)")

    def book(self, village: Village, passphrase: str, cost: KeyCost) -> Book:
        """An empty book: made once, and emptied after each test: making one takes a second or two."""
        wanted = village, passphrase, cost
        if self._idle[wanted]:
            return open_with(self._idle[wanted].pop(), passphrase)
        place = self.database()
        self._wanted[place] = wanted
        return create_book(place, village, passphrase, cost=cost)[0]

    def forget(self, book: Book) -> None:
        """Close a book and empty it for the next test; one whose tables are no longer what they were goes."""
        book.close()
        assert isinstance(book.address, ServerAddress)
        with self._as_administrator(book.address.name) as connection:
            is_as_made = connection.execute(_SHAPE).fetchone() == (0, newest_format())
            if is_as_made:
                connection.execute("SET session_replication_role = replica")  # the journal's guards look away
                for table in metadata.tables.keys() - {"book"}:
                    connection.execute(f"DELETE FROM {table}")
        if is_as_made:
            self._idle[self._wanted[book.address]].append(book.address)
        else:
            self.drop(book.address)

    def address(self, database: str, role: str = OWNER) -> ServerAddress:
        """The address of a database as a role gives it."""
        made = book_address(f"postgresql+psycopg://{role}@/{database}?host={self._sockets}")
        assert isinstance(made, ServerAddress)
        return made

    def close(self) -> None:
        """Let the server go, before it is stopped."""
        self._administrator.close()

    def say(self, statement: str) -> None:
        """One statement as the server's administrator."""
        self._administrator.execute(statement)

    @cached_property
    def _administrator(self) -> Any:
        return self._as_administrator("postgres")

    def _as_administrator(self, database: str) -> Any:
        import psycopg

        return psycopg.connect(self.address(database, "postgres").conninfo, autocommit=True)


def programs() -> Path | None:
    """The folder of the server's programs, which Debian keeps out of the path; None where anything lacks."""
    if find_spec("psycopg") is None:
        return None
    kept = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = kept[-1] if kept else shutil.which("initdb")
    return Path(found).parent if found else None


@contextmanager
def running(
    bin_folder: Path, settings: Sequence[str] = QUICK, folder: Path | None = None
) -> Iterator[Server]:
    """A server that only this machine reaches, through a socket in a folder of its own."""
    with tempfile.TemporaryDirectory(
        prefix="vd-pg-", dir=folder
    ) as made:  # short: a socket's path has 107 letters
        home = Path(made)
        home.chmod(0o755)
        sockets, data = home / "s", home / "d"
        for folder in (sockets, data):
            folder.mkdir(mode=0o700)
        who = _who([sockets, data])
        _run(
            who, bin_folder / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"
        )
        options = " ".join(f"-c {one}" for one in (*settings, f"unix_socket_directories={sockets}"))
        control = (bin_folder / "pg_ctl", "-D", data, "-w", "-s")
        _run(who, *control, "-o", options, "-l", data / "log", "start")
        server = Server(sockets)
        try:
            server.say(f"CREATE ROLE {OWNER} LOGIN")
            yield server
            server.close()
        finally:
            _run(who, *control, "-m", "immediate", "stop")


def _who(folders: list[Path]) -> dict[str, str]:
    """A server is never root's: then it is the user's whom Debian's package has made for it."""
    if os.geteuid() != 0:
        return {}
    for folder in folders:
        shutil.chown(folder, "postgres", "postgres")
    return {"user": "postgres", "group": "postgres"}


def _run(who: dict[str, str], *words: object) -> None:
    subprocess.run([*map(str, words)], check=True, stdout=subprocess.DEVNULL, cwd="/", **who)  # type: ignore[call-overload]

"""A PostgreSQL server for the tests: Debian's package, started for the session, gone with it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from village_desk.store.book import Book, Village, create_book, open_with
from village_desk.store.keys.keyslots import KeyCost
from village_desk.store.server.address import ServerAddress, book_address

NEEDED = "VILLAGE_DESK_NEEDS_A_SERVER"
"""Set in CI: there a missing server is a failure, elsewhere it is a reason to skip."""
NONE_HERE = "no PostgreSQL here: Debian's package postgresql brings one"
OWNER = "township"
"""The role to which the tests' books belong: no administrator, for whom no policy would hold."""
_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "jit=off")


class Server:
    """A running server; each database in it is an empty place for a book, or a copy of one."""

    def __init__(self, sockets: Path) -> None:
        self._sockets = sockets
        self._databases = 0
        self._made: dict[tuple[Village, str, KeyCost], str] = {}

    def database(self, like: str = "template0") -> ServerAddress:
        """A new database of the township's own role."""
        self._databases += 1
        name = f"book_{self._databases}"
        self.say(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {like} STRATEGY file_copy")
        return self.address(name)

    def drop(self, address: ServerAddress) -> None:
        """Take a database away, whoever is still in it."""
        self.say(f"DROP DATABASE {address.name} WITH (FORCE)")

    def book(self, village: Village, passphrase: str, cost: KeyCost) -> Book:
        """An empty book: made once for a township, copied for each test after that."""
        wanted = village, passphrase, cost
        if wanted not in self._made:
            place = self.database()
            create_book(place, village, passphrase, cost=cost)[0].close()
            self._made[wanted] = place.name
        return open_with(self.database(like=self._made[wanted]), passphrase)

    def forget(self, book: Book) -> None:
        """Close a book and take its database away."""
        book.close()
        assert isinstance(book.address, ServerAddress)
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
        import psycopg

        return psycopg.connect(self.address("postgres", "postgres").conninfo, autocommit=True)


def programs() -> Path | None:
    """The folder of the server's programs: Debian keeps them out of the path."""
    kept = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = kept[-1] if kept else shutil.which("initdb")
    return Path(found).parent if found else None


@contextmanager
def running(bin_folder: Path) -> Iterator[Server]:
    """A server that only this machine reaches, through a socket in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="vd-pg-") as made:  # short: a socket's path has 107 letters
        home = Path(made)
        home.chmod(0o755)
        sockets, data = home / "s", home / "d"
        for folder in (sockets, data):
            folder.mkdir(mode=0o700)
        who = _who([sockets, data])
        _run(
            who, bin_folder / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"
        )
        options = " ".join(f"-c {one}" for one in (*_QUICK, f"unix_socket_directories={sockets}"))
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

"""our_server.py FOLDER [VILLAGES]: a prefecture's villages in one book on a PostgreSQL server, by hand.

Three of the practice village's rows travel as packages, before and after the server is filled; all others are
copies of the first that the server makes itself, with half a year of ledger and visits: nothing would be
learned from sealing and opening 3,000 packages of the same village. Settings of the server are those of a
machine that must not lose anything; the checks of a package run as they always do.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import perf_counter, process_time

import psycopg
from village_packages import PHRASE, ROUNDS, TODAY, make_packages

from tests.server import programs, running
from village_desk.exchange.packages.arriving import packages_in, take_in
from village_desk.exchange.packages.matrix import matrix_of
from village_desk.rules.exchange_records import Package, Partner
from village_desk.rules.months import YearMode
from village_desk.rules.records import Household, LedgerLine, Person, Visit
from village_desk.store.book import Book, open_with
from village_desk.store.journal import Deed
from village_desk.store.keys.keyslots import read_keyslots
from village_desk.store.pictures import village_picture
from village_desk.store.reading import Reading
from village_desk.store.rows import TABLE_NAMES, names_of, quoted
from village_desk.store.server.address import ServerAddress
from village_desk.store.server.making import make_server_book
from village_desk.store.villages.claims import shared_persons
from village_desk.store.villages.one_village import one_village

SAFE = (
    *("fsync=on", "synchronous_commit=on", "full_page_writes=on", "wal_compression=on", "jit=off"),
    *("shared_buffers=1GB", "max_wal_size=4GB", "maintenance_work_mem=256MB", "work_mem=32MB"),
    "listen_addresses=",
)
HOUSEHOLDS, BY_PACKAGE, AT_ONCE = 300, 4, 25
TEMPLATE = "990101010000"
_COPIED = {
    Household: "true",
    Person: "true",
    LedgerLine: "month BETWEEN 202504 AND 202509",
    Visit: "quarter BETWEEN 202504 AND 202509",
    Package: "true",
}
"""What the copies hold: who lives there, and half a year of what grows with time."""
_FILLED = "lpad(village::text, 8, '0')"
_OWN = {
    "village_code": "'9902' || lpad(village::text, 8, '0')",
    **dict.fromkeys(("id", "household_id", "person_id"), f"{_FILLED} || substr({{0}}, 9)"),
    "identity_number": "'98' || lpad(village::text, 4, '0') || substr(identity_number, 7)",
}
_ROLL_UP = """
SELECT substr(village_code, 1, 6), substr(item, 1, 1), count(*), sum(amount) FROM ledger_line
WHERE voided = 0 AND month BETWEEN 202504 AND 202509 GROUP BY 1, 2
"""
_BY_VILLAGE = """
SELECT village_code, count(DISTINCT household_id), sum(amount) FROM ledger_line
WHERE voided = 0 AND month BETWEEN 202504 AND 202509 GROUP BY 1
"""


def main(folder: str, villages: str = "3000") -> None:
    """Print every figure as one JSON document, each with its unit in its name."""
    town = make_packages(Path(folder) / "packages", BY_PACKAGE, HOUSEHOLDS)
    bin_folder = programs()
    if bin_folder is None:
        raise SystemExit("no PostgreSQL here")
    with running(bin_folder, SAFE, Path(folder)) as server:
        address = server.database()
        figures = _measured(address, town, int(villages), bin_folder)
    print(json.dumps(figures, indent=1))


def _measured(address: ServerAddress, town: Path, villages: int, bin_folder: Path) -> dict[str, float]:
    first, second = (packages_in(town.parent / name) for name in ROUNDS)
    _move(town, address)
    figures: dict[str, float] = {"villages": villages}
    with open_with(address, PHRASE) as book:
        figures |= _accepted(book, first[:1], "empty")
        figures |= _fill(address, villages)
        figures |= _accepted(book, first[1:2], "full")
        figures |= _accepted(book, second[:1], "full_changes")
        figures |= _side_by_side(address, first[2:4])
        figures |= _looked_at(book)
    figures |= _of_the_server(address, bin_folder, Path(town.parent))
    return figures


def _move(town: Path, address: ServerAddress) -> None:
    """The same township on the server: its key file, and the villages it trusts."""
    with open_with(town, PHRASE) as book, book.reading() as reading:
        make_server_book(address, book.village, read_keyslots(town))
        partners = reading.all(Partner)
    with open_with(address, PHRASE) as moved, moved.changing(Deed("partner-trusted", "计时")) as change:
        change.insert_many(partners)


def _accepted(book: Book, packages: list[Path], name: str) -> dict[str, float]:
    with _timed(name) as figures:
        for path in packages:
            arrival = take_in(book, path, "计时", TODAY, only_trying=False)
            if not arrival.accepted:
                raise SystemExit(f"{name}: not accepted")
    figures[f"{name}_rows"] = sum(sum(one.values()) for one in [arrival.report.rows])
    return figures


def _fill(address: ServerAddress, villages: int) -> dict[str, float]:
    """Copy the first village as often as is wanted; its links are known to hold: they are not looked at."""
    administrator = address.conninfo.replace("township@", "postgres@")
    with _timed("fill") as figures, psycopg.connect(administrator, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        rows = 0
        for start in range(0, villages, AT_ONCE):
            numbers = f"generate_series({start}, {min(start + AT_ONCE, villages) - 1}) AS village"
            with connection.transaction():
                for record_type, where in _COPIED.items():
                    rows += connection.execute(_copying(record_type, where, numbers)).rowcount  # type: ignore[call-overload]
        connection.execute("VACUUM ANALYZE")
    figures["fill_rows"] = rows
    return figures


def _copying(record_type: type, where: str, numbers: str) -> str:
    table, names = TABLE_NAMES[record_type], (*names_of(record_type), "voided")
    values = ", ".join(_OWN.get(name, '"{0}"').format(name) for name in names)
    of_the_first = f"village_code = '{TEMPLATE}' AND {where}"
    return (
        f"INSERT INTO {table} ({quoted(names)}) SELECT {values} FROM {table}, {numbers} WHERE {of_the_first}"
    )


def _side_by_side(address: ServerAddress, packages: list[Path]) -> dict[str, float]:
    """Two clerks, each with a program of its own."""
    started = perf_counter()
    with ProcessPoolExecutor(len(packages)) as clerks:
        alone = list(clerks.map(_as_a_clerk, [address] * len(packages), packages))
    return {"two_clerks_wall_s": perf_counter() - started, "two_clerks_each_s": sum(alone) / len(alone)}


def _as_a_clerk(address: ServerAddress, path: Path) -> float:
    with open_with(address, PHRASE) as book:
        started = perf_counter()
        take_in(book, path, "计时", TODAY, only_trying=False)
        return perf_counter() - started


def _looked_at(book: Book) -> dict[str, float]:
    """What the township's pages ask, and what a sum over the prefecture costs the server."""
    figures: dict[str, float] = {}
    with book.reading() as reading:
        with _timed("matrix", figures):
            matrix_of(reading, 2025, YearMode.INCOME_YEAR, TODAY)
        with _timed("shared_persons_of_one", figures):
            shared_persons(reading, TEMPLATE)
        figures |= _whole_villages(reading)
        connection = reading._connection
        for name, query in (("roll_up", _ROLL_UP), ("by_village", _BY_VILLAGE)):
            with _timed(name, figures):
                figures[f"{name}_answers"] = len(connection.execute(query).fetchall())
    return figures


def _whole_villages(reading: Reading) -> dict[str, float]:
    """What reading the villages of the packages costs, and what each takes in memory beside the others."""
    before, kept = getrusage(RUSAGE_SELF).ru_maxrss, []
    with _timed("whole_villages") as figures:
        for number in range(BY_PACKAGE):
            with one_village(reading, f"{int(TEMPLATE) + number}") as alone:
                kept.append(village_picture(alone, ""))
    figures["whole_villages_mib"] = (getrusage(RUSAGE_SELF).ru_maxrss - before) / 1024
    figures["whole_villages_households"] = sum(len(one.households) for one in kept)
    return figures


def _of_the_server(address: ServerAddress, bin_folder: Path, folder: Path) -> dict[str, float]:
    figures: dict[str, float] = {"clerk_peak_mib": getrusage(RUSAGE_SELF).ru_maxrss / 1024}
    with psycopg.connect(address.conninfo) as connection:
        for name, query in (
            ("database_bytes", f"pg_database_size('{address.name}')"),
            ("households", "(SELECT count(*) FROM household)"),
            ("persons", "(SELECT count(*) FROM person)"),
            ("lines", "(SELECT count(*) FROM ledger_line)"),
        ):
            ((figures[name],),) = connection.execute(f"SELECT {query}").fetchall()  # type: ignore[call-overload]
    with _timed("pg_dump", figures):
        dumped = folder / "dump"
        words = [bin_folder / "pg_dump", "-Fd", "-j2", "-Z1", "-f", dumped, address.conninfo]
        subprocess.run([*map(str, words)], check=True)
    figures["pg_dump_bytes"] = sum(path.stat().st_size for path in dumped.iterdir())
    return figures


@contextmanager
def _timed(name: str, figures: dict[str, float] | None = None) -> Iterator[dict[str, float]]:
    figures = {} if figures is None else figures
    wall, own = perf_counter(), process_time()
    yield figures
    figures[f"{name}_wall_s"] = perf_counter() - wall
    figures[f"{name}_client_cpu_s"] = process_time() - own


if __name__ == "__main__":
    main(*sys.argv[1:])

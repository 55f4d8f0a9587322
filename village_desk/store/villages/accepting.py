"""Accepts a village's rows into a township's book, and takes that back whole."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from village_desk.rules.exchange_records import Package
from village_desk.rules.merging import Unfit
from village_desk.rules.refusals import Refusal
from village_desk.store.villages.row_stream import (
    TableRows,
    in_the_books_order,
    read,
    written,
)
from village_desk.store.villages.village_rows import (
    Difference,
    differences,
    replace_rows,
    stands,
    unfit_changes,
)

if TYPE_CHECKING:
    from sqlite3 import Connection

    from village_desk.store.changing import Changing
    from village_desk.store.reading import Reading

_KEPT = 3
"""The rows of so many packages of a village are kept: the one in force and two to come back to."""

_NEWEST = (
    "SELECT id, rows_hash FROM package WHERE village_code = ? AND voided = 0 ORDER BY sequence DESC LIMIT 1"
)
_KEEP = (
    "INSERT INTO package_rows (package_id, village_code, rows) VALUES (?, ?, ?) "
    "ON CONFLICT (package_id) DO UPDATE SET village_code = excluded.village_code, rows = excluded.rows"
)
_OLD = (
    "DELETE FROM package_rows WHERE village_code = ? AND package_id NOT IN ({0}) AND package_id NOT IN ({1})"
)
_YOUNGEST = "SELECT id FROM package WHERE village_code = ? AND voided = 0 ORDER BY sequence DESC LIMIT ?"


def differences_of(reading: Reading, village_code: str, tables: Sequence[TableRows]) -> list[Difference]:
    """What a village sends, in the form of ``in_the_books_order``, against what the book holds of it."""
    return list(differences(_of(reading), village_code, tables))


def accept_rows(change: Changing, village_code: str, found: Sequence[Difference]) -> list[Unfit]:
    """Make rows that came with a package all the rows of a village; unfit ones are named.

    The caller takes the whole deed back when any is unfit.

    Raises:
        Refusal: ``package-not-confirmed``: what was read back differs.
    """
    return unfit_changes(found) or _put_in_place(_of(change), village_code, found)


def put_aside(change: Changing, village_code: str, signer: str) -> list[str]:
    """Void the packages that a village's former key has signed: with its new key it counts from 1 again.

    Returns:
        Their ids; their rows are still kept, so that this can be taken back.
    """
    former = [
        package.id
        for package in change.all(Package)
        if package.village_code == village_code and package.signer not in (None, signer)
    ]
    for package_id in former:
        change.void(Package, package_id)
    return former


def note_package(
    change: Changing,
    package: Package,
    tables: Iterable[TableRows],
    packed: bytes,
    also_kept: Sequence[str] = (),
) -> None:
    """Note a package whose rows are in place, and keep them under it so that it can be come back to.

    They are kept ``packed`` as they came: the zlib stream that the tables were read from. Of older packages
    the rows are kept of the youngest, and of those (ids) in ``also_kept``.
    """
    change.insert(replace(package, rows_hash=hash_of(tables)))
    connection = _of(change)
    connection.execute(_KEEP, (package.id, package.village_code, packed))
    old = _OLD.format(_YOUNGEST, ", ".join("?" * len(also_kept)) or "''")
    connection.execute(old, (package.village_code, package.village_code, _KEPT, *also_kept))


def _of(reading: Reading) -> Connection:
    return reading._connection  # noqa: SLF001 - the same store, the same moment


def _put_in_place(connection: Connection, village_code: str, found: Sequence[Difference]) -> list[Unfit]:
    """Write what differs, and read it back; the rest was just read."""
    if unfit := replace_rows(connection, village_code, found):
        return unfit
    if not all(stands(connection, village_code, one) for one in found if not one.is_none):
        raise Refusal("package-not-confirmed")
    return []


def hash_of(tables: Iterable[TableRows]) -> str:
    """The hash of a village's state, by which two books can tell that they hold the same of it."""
    digest = hashlib.sha256()
    for piece in written(tables):
        digest.update(piece)
    return digest.hexdigest()


def follow_newest(connection: Connection, village_code: str) -> None:
    """Bring a village's rows to what its newest package says, after one was taken or brought back.

    Raises:
        Refusal: ``package-rows-gone``: only the newest packages are kept; it is to be read in from its file.
    """
    newest = connection.execute(_NEWEST, (village_code,)).fetchone()
    kept = _kept(connection, newest[0]) if newest else []
    tables = in_the_books_order(read(kept))
    _put_in_place(connection, village_code, list(differences(connection, village_code, tables)))


def _kept(connection: Connection, package_id: str) -> list[bytes]:
    kept = connection.execute("SELECT rows FROM package_rows WHERE package_id = ?", (package_id,)).fetchone()
    if kept is None:
        raise Refusal("package-rows-gone")
    return [zlib.decompress(kept[0])]


def accepted_hash(connection: Connection, village_code: str) -> str | None:
    """The hash that the rows of a village must have; None when nothing of it is in force."""
    newest = connection.execute(_NEWEST, (village_code,)).fetchone()
    return newest[1] if newest else None

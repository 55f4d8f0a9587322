"""Packs a village's quarter for the township: onto the stick, read back from it, and noted in the book."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from msgspec import Struct

from village_desk.definitions.shipped_digests import shipped_digests
from village_desk.exchange.packages.report import ENDINGS, REPORT, Report, package_of
from village_desk.exchange.packages.sealed_file import Sealing, read_sealed
from village_desk.places.files import remove_stale_parts, safe_name, write_whole
from village_desk.rules.exchange_records import Package
from village_desk.rules.months import Quarter
from village_desk.rules.refusals import Refusal
from village_desk.store.book import Book
from village_desk.store.journal import Deed
from village_desk.store.partners import keys_of, newest_package, townships
from village_desk.store.parts.given_out import opened_part
from village_desk.store.reading import Reading
from village_desk.store.rows import TABLE_NAMES
from village_desk.store.steps import newest_format
from village_desk.store.villages.row_stream import TRAVELLING, read, written
from village_desk.store.villages.travelling import travelling_tables

Progress = Callable[[int, int], None]

CHAIN_START = "0" * 64
"""What stands for the package before the first one."""

_HASH_IN_NAME = 6
_STEPS = len(TRAVELLING) + 1
"""Of progress: each table, then the writing."""


class Packed(Struct, frozen=True):
    """A package that lies on the stick and was read back from there."""

    path: Path
    package: Package
    report: Report
    townships: tuple[str, ...]
    """The names of those who can open it."""
    size: int
    handed_out: int
    """Households that a second desk has: they are in it as they were when they went out."""


def pack(
    book: Book,
    quarter: Quarter,
    folder: Path,
    who: str,
    today: date,
    *,
    progress: Progress = lambda _done, _all: None,
) -> Packed:
    """Write a village's package for a quarter into a folder, under a name that is not there yet.

    It is noted in the book first, so that no number is ever given twice; when it cannot be written the note
    is taken back. Undo passes over it: what lies on a stick is not called back by a key.

    Raises:
        Refusal: ``practice-not-packed``, ``town-not-packed``, ``no-township-key``, or
            the stick refuses: no package is there and no number is used.
    """
    _refuse_other_books(book)
    remove_stale_parts(folder)  # what a power cut left on the stick
    content, package, report, names = _packed(book, quarter, today, progress)
    with book.changing(Deed("package-sent", who)) as change:
        change.insert(package)
        deed = change.deed_id
    path = folder / f"{safe_name(_title(package))}{ENDINGS[REPORT]}"
    with noted(book, deed, who):
        progress(_STEPS, _STEPS)
        write_whole(path, content, verify=lambda part: _read_back(book, part, report), replace=False)
    return Packed(path, package, report, names, len(content), len(book.lending.out))


@contextmanager
def noted(book: Book, deed: str, who: str) -> Iterator[None]:
    """Write in the block what a deed has noted as gone out; when it cannot be, the note is taken back."""
    try:
        yield
    except BaseException:
        with book.changing(Deed("package-not-written", who, undoes=deed)) as change:
            change.take_back(deed)
        raise


def _refuse_other_books(book: Book) -> None:
    if book.village.kind == "practice":
        raise Refusal("practice-not-packed")
    if book.village.kind == "town":
        raise Refusal("town-not-packed")
    with book.reading() as reading:
        if opened_part(reading) is not None:
            raise Refusal("part-not-packed")


def _packed(
    book: Book, quarter: Quarter, today: date, progress: Progress
) -> tuple[bytes, Package, Report, tuple[str, ...]]:
    with book.reading() as reading:
        towns = townships(reading)
        if not towns:
            raise Refusal("no-township-key")
        sealing = Sealing([*map(keys_of, towns), book.secret.public])
        rows: dict[str, int] = {}
        for done, table in enumerate(travelling_tables(reading), 1):
            sealing.add(written([table]))
            if table.rows:
                rows[TABLE_NAMES[table.record_type]] = len(table.rows)
            progress(done, _STEPS)
        report = _report(book, reading, quarter, today, rows)
    content = sealing.file(REPORT, report.table(), book.village, book.secret)
    return (
        content,
        package_of(read_sealed(content), report, sealing.content_hash),
        report,
        tuple(town.name for town in towns),
    )


def _report(book: Book, reading: Reading, quarter: Quarter, today: date, rows: dict[str, int]) -> Report:
    before = newest_package(reading, book.village.code)
    entries, head = reading.chain_head()
    return Report(
        quarter=quarter.first,
        period=quarter.name,
        sequence=before.sequence + 1 if before else 1,
        previous=before.hash if before else CHAIN_START,
        made_on=today.isoformat(),
        schema=newest_format(),
        profile=book.village.profile,
        rows=rows,
        journal_entries=entries,
        journal_head=head,
        definitions=dict(shipped_digests()),
    )


def _title(package: Package) -> str:
    """A name that nothing else has: an old book put back gives a number again, but never the same package."""
    name = f"{package.village_code}-{package.village_name}-{package.period}"
    return f"{name}-{package.sequence:04d}-{package.hash[:_HASH_IN_NAME]}"


def _read_back(book: Book, part: Path, report: Report) -> None:
    """Open what lies on the stick as the township will, and count it."""
    sealed = read_sealed(part.read_bytes())
    rows = {TABLE_NAMES[table.record_type]: len(table.rows) for table in read(sealed.content(book.secret))}
    if rows != report.rows:
        raise Refusal("file-not-verified", name=part.name, folder=str(part.parent))

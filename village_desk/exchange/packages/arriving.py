"""Takes a village's package into the township's book: looked at, tried, and accepted in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from village_desk.definitions.shipped_digests import shipped_digests
from village_desk.exchange.packages.deciding import undecided
from village_desk.exchange.packages.packing import CHAIN_START, Progress
from village_desk.exchange.packages.report import (
    ENDINGS,
    REPORT,
    Report,
    package_of,
    read_package_file,
    report_of,
    sender_of,
)
from village_desk.exchange.packages.sealed_file import SealedFile
from village_desk.places.disk_faults import refusing
from village_desk.rules.exchange_records import Package
from village_desk.rules.merging import Compared, SharedPerson, Unfit
from village_desk.rules.refusals import Refusal
from village_desk.store.backups.backup import back_up_if_changed
from village_desk.store.book import Book
from village_desk.store.bulk import without_collecting
from village_desk.store.changing import Changing
from village_desk.store.journal import Deed
from village_desk.store.partners import newest_package
from village_desk.store.reckoned.township_checks import findings_in_hand
from village_desk.store.villages.accepting import accept_rows, differences_of, note_package, put_aside
from village_desk.store.villages.claims import shared_persons
from village_desk.store.villages.row_stream import TableRows, in_the_books_order, read

_MOST_NAMED = 20
"""Unfit rows of a package that are named; one is enough to refuse it whole."""


class Arrival(Struct, frozen=True):
    """A package and what accepting it does, or has done."""

    file_name: str
    head_name: str
    head_code: str
    report: Report
    compared: Mapping[str, Compared]
    """By table."""
    shared: Sequence[SharedPerson]
    """Persons whom another village holds too, and of whom nothing has been decided."""
    rejected: Sequence[Unfit]
    """Rows for which the whole package is refused."""
    missing: Sequence[int]
    """Numbers of this village's packages that have never come."""
    is_broken_chain: bool
    """It does not follow the package accepted before: the village may have put an old book back."""
    is_known: bool
    """This very package was accepted before: nothing is changed by it."""
    other_definitions: Sequence[str]
    """Kinds of definitions in which the village's program differs."""
    findings: Mapping[str, int]
    """What the township's checks find, by level."""
    accepted: bool

    @property
    def total(self) -> Compared:
        """New, changed, same and left over all tables."""
        return sum(self.compared.values(), Compared())

    @property
    def conflicts(self) -> list[SharedPerson]:
        """Persons whom two villages keep at the same time."""
        return [pair for pair in self.shared if not pair.is_move]

    @property
    def moves(self) -> list[SharedPerson]:
        """Persons who have gone from one village to another."""
        return [pair for pair in self.shared if pair.is_move]


@without_collecting()
def take_in(book: Book, path: Path, who: str, today: date, *, only_trying: bool) -> Arrival:
    """Accept a package, or try to: then all is done, looked at, and not kept.

    Raises:
        Refusal: The file is not whole, not genuine, not for this township, or older than what was accepted:
            nothing has changed.
    """
    if book.village.kind != "town":
        raise Refusal("not-a-town-book")
    sealed = read_package_file(path, REPORT)
    try:
        deed, code = Deed("package-accepted", who), sealed.head.code
        with book.changing(deed, only_trying=only_trying, of_village=code) as change:
            return _accepted(change, book, path.name, sealed, today, only_trying=only_trying)
    except _Rejected as rejected:
        return rejected.arrival


def take_in_all(
    book: Book,
    paths: Iterable[Path],
    who: str,
    today: date,
    *,
    only_trying: bool,
    progress: Progress = lambda _done, _all: None,
) -> dict[Path, Arrival | Refusal]:
    """Accept packages one by one after a backup; a refused one does not keep the others out.

    Those of one village are taken in their order, so that an earlier one is not refused for a later one
    beside it.

    Raises:
        Refusal: The backup cannot be made: nothing was tried.
    """
    if not only_trying:
        back_up_if_changed(book, "merge")
    waiting = sorted(dict.fromkeys(paths), key=_place)
    outcomes: dict[Path, Arrival | Refusal] = {}
    for path in waiting:
        try:
            outcomes[path] = take_in(book, path, who, today, only_trying=only_trying)
        except Refusal as refusal:
            outcomes[path] = refusal
        progress(len(outcomes), len(waiting))
    return outcomes


class _Rejected(Exception):  # noqa: N818 - it carries an answer out of the transaction
    """Rows do not fit: the transaction is taken back."""

    def __init__(self, arrival: Arrival) -> None:
        super().__init__()
        self.arrival = arrival


def _accepted(
    change: Changing, book: Book, file_name: str, sealed: SealedFile, today: date, *, only_trying: bool
) -> Arrival:
    sender_of(change, sealed)
    report = report_of(sealed)
    former = put_aside(change, sealed.head.code, sealed.head.signer.hex())
    before = newest_package(change, sealed.head.code)
    arrival = _met(file_name, sealed, report, before)
    tables = in_the_books_order(read(sealed.content(book.secret)))
    found = differences_of(change, sealed.head.code, tables)
    arrival = replace(arrival, compared={one.table: one.compared for one in found})
    if arrival.is_known:
        shared = undecided(change, shared_persons(change, sealed.head.code))
        return replace(arrival, accepted=True, shared=shared)
    if unfit := accept_rows(change, sealed.head.code, found):
        raise _Rejected(replace(arrival, rejected=unfit[:_MOST_NAMED]))
    packed = b"".join(sealed.packed(book.secret))
    return _noted(change, arrival, sealed, tables, packed, today, former, only_trying=only_trying)


def _noted(  # noqa: PLR0913 - all that accepting has come to
    change: Changing,
    arrival: Arrival,
    sealed: SealedFile,
    tables: Sequence[TableRows],
    packed: bytes,
    today: date,
    former: Sequence[str],
    *,
    only_trying: bool,
) -> Arrival:
    package = package_of(sealed, arrival.report, received_on=today)
    found = Counter(finding.level for finding in findings_in_hand(tables, package, today))
    note_package(change, replace(package, findings=found.total()), tables, packed, former)
    return replace(
        arrival,
        shared=undecided(change, shared_persons(change, package.village_code)),
        findings=dict(found),
        accepted=not only_trying,
    )


def _met(file_name: str, sealed: SealedFile, report: Report, before: Package | None) -> Arrival:
    """Hold a package against the one accepted last.

    Raises:
        Refusal: ``package-older``, ``package-forked``.
    """
    newest = before.sequence if before else 0
    is_known = before is not None and before.hash == sealed.hash
    if report.sequence < newest:
        raise Refusal("package-older", name=sealed.head.name, value=report.sequence, newest=newest)
    if report.sequence == newest and not is_known:
        raise Refusal("package-forked", name=sealed.head.name, value=report.sequence)
    expected = before.hash if before else CHAIN_START
    own = shipped_digests()
    return Arrival(
        file_name,
        sealed.head.name,
        sealed.head.code,
        report,
        compared={},
        shared=(),
        rejected=(),
        missing=range(newest + 1, report.sequence),
        is_broken_chain=report.sequence == newest + 1 and report.previous != expected,
        is_known=is_known,
        other_definitions=[kind for kind in own if report.definitions.get(kind) != own[kind]],
        findings={},
        accepted=False,
    )


def packages_in(folder: Path) -> list[Path]:
    """The packages that lie in a folder, hidden ones too: a virus of sticks hides what it cannot eat."""
    with refusing(folder):
        return sorted(path for path in folder.iterdir() if path.suffix.lower() == ENDINGS[REPORT])


def _place(path: Path) -> tuple[bool, str, int]:
    """By village and number; one that cannot be read comes last, to be refused with its own sentence."""
    try:
        sealed = read_package_file(path, REPORT)
        return False, sealed.head.code, report_of(sealed).sequence
    except Refusal:
        return True, "", 0

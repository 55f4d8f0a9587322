"""Gives a part of the village to a second desk 分账, and takes it back without waiting for its file."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date
from pathlib import Path

from msgspec import Struct

from village_desk.exchange.packages.packing import Progress, noted
from village_desk.exchange.packages.part_file import PART, PartSheet, part_sheet
from village_desk.exchange.packages.sealed_file import Sealing, read_sealed
from village_desk.places.files import write_whole
from village_desk.rules.exchange_records import Part
from village_desk.rules.merging import text_reason
from village_desk.rules.records import Household, Person
from village_desk.rules.refusals import Refusal
from village_desk.store.book import Book
from village_desk.store.changing import Changing
from village_desk.store.journal import Deed
from village_desk.store.keys.recovery_code import SECRET_BYTES, print_code
from village_desk.store.parts.given_out import keys_of_part, opened_part
from village_desk.store.parts.part_rows import part_tables
from village_desk.store.rows import TABLE_NAMES
from village_desk.store.steps import newest_format
from village_desk.store.villages.row_stream import TRAVELLING, read, written

_STEPS = len(TRAVELLING) + 1
"""Of progress: each table, then the writing."""


class Giving(Struct, frozen=True):
    """What is to be given to a second desk."""

    households: Collection[str]
    """Ids."""
    desk: str
    """Who works on them there, as people say it."""


class HandedOut(Struct, frozen=True):
    """A working package that lies where it was asked for and was read back from there."""

    path: Path
    part: Part
    households: int
    persons: int


def hand_out(
    book: Book,
    giving: Giving,
    path: Path,
    who: str,
    today: date,
    *,
    progress: Progress = lambda _done, _all: None,
) -> HandedOut:
    """Write some households into a working package for a second desk; here they are only read from now on.

    It is noted in the book first; when it cannot be written the note is taken back. Whoever opens it needs
    the part's code, which does not travel with the file.

    Args:
        book: A village's own book.
        giving: Which households, and who gets them.
        path: The file; nothing is overwritten.
        who: The person typing.
        today: The village's calendar day.
        progress: Told after each table.

    Raises:
        Refusal: ``only-in-a-village-book``, ``part-not-handed-on``, ``no-desk-named``,
            ``no-household-chosen``, ``household-handed-out``: another desk has one. Or the disk refuses:
            nothing is given out.
    """
    if book.village.kind == "town":
        raise Refusal("only-in-a-village-book")
    if not giving.desk.strip() or text_reason(giving.desk) is not None:
        raise Refusal("no-desk-named")
    if not giving.households:
        raise Refusal("no-household-chosen")
    with book.changing(Deed("part-given-out", who)) as change:
        part = _part(change, book, giving, today)
        content, rows = _sealed(change, book, part, progress)
        change.insert(part)
        deed = change.deed_id
    with noted(book, deed, who):
        progress(_STEPS, _STEPS)
        write_whole(path, content, verify=lambda file: _read_back(file, part), replace=False)
    return HandedOut(path, part, rows[TABLE_NAMES[Household]], rows.get(TABLE_NAMES[Person], 0))


def take_back(book: Book, part: Part, reason: str, who: str, today: date) -> None:
    """Give up waiting for a part; in the second desk's book, go on with what was handed back.

    Raises:
        Refusal: ``no-reason``; ``part-not-out``: there is nothing to take back.
    """
    if not reason.strip():
        raise Refusal("no-reason")
    is_here = part.opened_on is not None
    if part.is_out == is_here:
        raise Refusal("part-not-out", desk=part.desk)
    with book.changing(Deed("part-taken-back", who, reason.strip())) as change:
        change.change(Part, part.id, {"back_on": None} if is_here else {"given_up_on": today})


def _part(change: Changing, book: Book, giving: Giving, today: date) -> Part:
    if opened_part(change) is not None:
        raise Refusal("part-not-handed-on")
    change.refuse_lent(giving.households)
    keys = book.secret.public
    return Part(
        change.new_id(),
        change.village_code,
        giving.desk.strip(),
        tuple(sorted(giving.households)),
        print_code(secrets.token_bytes(SECRET_BYTES)),
        keys.sign.hex(),
        keys.seal.hex(),
        given_on=today,
        agreed_at=change.newest_entry,
    )


def _sealed(change: Changing, book: Book, part: Part, progress: Progress) -> tuple[bytes, dict[str, int]]:
    keys = keys_of_part(part)
    sealing, rows = Sealing([keys.public]), {}
    for done, table in enumerate(part_tables(change, frozenset(part.households)), 1):
        sealing.add(written([table]))
        if table.rows:
            rows[TABLE_NAMES[table.record_type]] = len(table.rows)
        progress(done, _STEPS)
    village = book.village
    sheet = PartSheet(
        part.id,
        part.desk,
        part.given_on.isoformat(),
        newest_format(),
        village.kind,
        village.profile,
        part.seal_key,
        part.households,
        rows,
    )
    return sealing.file(PART, sheet.table(), village, book.secret), rows


def _read_back(file: Path, part: Part) -> None:
    """Open what lies there as the second desk will, and count it."""
    sealed = read_sealed(file.read_bytes())
    rows = {TABLE_NAMES[one.record_type]: len(one.rows) for one in read(sealed.content(keys_of_part(part)))}
    if rows != part_sheet(sealed).rows:
        raise Refusal("file-not-verified", name=file.name, folder=str(file.parent))

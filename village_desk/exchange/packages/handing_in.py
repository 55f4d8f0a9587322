"""Takes in what a second desk hands back 收回: by field, in one deed; what both have changed is asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from village_desk.exchange.packages.part_file import PART_BACK, BackSheet, back_sheet, changes_of
from village_desk.exchange.packages.report import read_package_file
from village_desk.exchange.packages.sealed_file import SealedFile
from village_desk.rules.exchange_records import Clash, Part
from village_desk.rules.merging import Compared
from village_desk.rules.refusals import Refusal
from village_desk.store.backups.backup import back_up_if_changed
from village_desk.store.book import Book
from village_desk.store.journal import Deed
from village_desk.store.parts.given_out import keys_of_part
from village_desk.store.parts.taking_in import new_households, take_in
from village_desk.store.reading import Reading


class HandedIn(Struct, frozen=True):
    """What came back, and what taking it in does, or has done."""

    file_name: str
    part: Part
    sequence: int
    compared: Compared
    clashes: Sequence[Clash]
    """Answers that both desks have changed: ours stand until a person decides."""
    is_known: bool
    """This very file was taken in before: nothing is changed by it."""
    accepted: bool


def hand_in(
    book: Book, path: Path, who: str, today: date, *, only_trying: bool, reason: str | None = None
) -> HandedIn:
    """Take in what a second desk hands back, or try to: then all is done, looked at, and not kept.

    The same file again changes nothing. What both have changed stays as it is here and waits in the list.

    Args:
        book: The book that gave the part out.
        path: The file.
        who: The person typing.
        today: The village's calendar day.
        only_trying: Nothing is kept.
        reason: Why something of a closed quarter is changed by it; None lets no such thing pass.

    Raises:
        Refusal: The file is not whole, not of this village or of no part of this book, older than what was
            taken in, or as for ``take_in``: nothing has changed.
    """
    sealed = read_package_file(path, PART_BACK)
    if not only_trying:
        back_up_if_changed(book, "merge")
    deed = Deed("part-taken-in", who, reason, is_correction=reason is not None)
    with book.changing(deed, only_trying=only_trying) as change:
        part, sheet = _met(change, book, sealed)
        if part.hash == sealed.hash:
            return HandedIn(path.name, part, sheet.sequence, Compared(), (), is_known=True, accepted=True)
        theirs = changes_of(sealed, book.secret)
        change.change(Part, part.id, {"back_on": today})
        taken = take_in(change, part, theirs)
        households = tuple(dict.fromkeys((*part.households, *new_households(theirs))))
        now = {"sequence": sheet.sequence, "hash": sealed.hash, "households": households}
        change.change(Part, part.id, {**now, "agreed_at": change.newest_entry})
        return HandedIn(
            path.name,
            part,
            sheet.sequence,
            taken.compared,
            taken.clashes,
            is_known=False,
            accepted=not only_trying,
        )


def _met(reading: Reading, book: Book, sealed: SealedFile) -> tuple[Part, BackSheet]:
    """Hold what came against the part that went out.

    Raises:
        Refusal: ``part-of-another-village``, ``part-unknown``, ``package-other-key``, ``part-older``,
            ``part-forked``.
    """
    if sealed.head.code != book.village.code:
        raise Refusal("part-of-another-village", name=sealed.head.name)
    sheet = back_sheet(sealed)
    part = reading.one(Part, sheet.part)
    if part is None or part.opened_on is not None:
        raise Refusal("part-unknown")
    if keys_of_part(part).public.sign != sealed.head.signer:
        raise Refusal("package-other-key", name=part.desk)
    if sheet.sequence < part.sequence:
        raise Refusal("part-older", desk=part.desk, value=sheet.sequence, newest=part.sequence)
    if sheet.sequence == part.sequence and part.hash != sealed.hash:
        raise Refusal("part-forked", desk=part.desk, value=sheet.sequence)
    return part, sheet

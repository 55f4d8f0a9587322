"""Makes the second desk's own book of a working package 分账."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from village_desk.definitions.policies import policy_profiles
from village_desk.exchange.packages.part_file import PART, PartSheet, part_sheet
from village_desk.exchange.packages.report import read_package_file
from village_desk.exchange.packages.sealed_file import SealedFile
from village_desk.places.files import discard
from village_desk.rules.exchange_records import Part
from village_desk.rules.refusals import Refusal
from village_desk.store.book import Book, Village, create_book
from village_desk.store.journal import Deed
from village_desk.store.keys.key_copies import key_paths
from village_desk.store.keys.keyslots import PRACTICE, STRONG, KeyCost
from village_desk.store.keys.practice_key import PRACTICE_PASSPHRASE
from village_desk.store.keys.recovery_code import read_code
from village_desk.store.keys.signing import keys_of_code
from village_desk.store.parts.part_rows import fill
from village_desk.store.villages.row_stream import TableRows, read


class WorkingPackage(Struct, frozen=True):
    """A working package that its code has opened: from here on a book can be made of it."""

    village: Village
    part: Part
    tables: list[TableRows]

    @property
    def is_practice(self) -> bool:
        """Its book opens without a passphrase, as the one that it comes from."""
        return self.village.kind == "practice"


def read_part(file: Path, code: str, today: date) -> WorkingPackage:
    """Open a working package with the code that came beside it, on paper or by telephone.

    Raises:
        Refusal: ``recovery-code-mistyped``, ``part-code-wrong``; the file is not whole, not such a file, or
            of a newer program; ``unknown-profile``.
    """
    sealed = read_package_file(file, PART)
    sheet = part_sheet(sealed)
    keys = keys_of_code(read_code(code), sealed.head.signer)
    if not sealed.is_for(keys):
        raise Refusal("part-code-wrong")
    if sheet.profile not in policy_profiles():
        raise Refusal("unknown-profile", value=sheet.profile, known="、".join(sorted(policy_profiles())))
    village = Village(sealed.head.code, sealed.head.name, sheet.profile, sheet.kind)
    return WorkingPackage(village, _part(sealed, sheet, code, today), list(read(sealed.content(keys))))


def open_part(
    path: Path, package: WorkingPackage, passphrase: str, *, cost: KeyCost = STRONG
) -> tuple[Book, str]:
    """Make the second desk's book and return it open, with its own recovery code to print and lock away.

    Raises:
        Refusal: As for ``create_book``; ``package-damaged``: a row does not fit. No book is left behind.
    """
    if package.is_practice:
        passphrase, cost = PRACTICE_PASSPHRASE, PRACTICE
    book, recovery_code = create_book(path, package.village, passphrase, cost=cost)
    try:
        with book.changing(Deed("part-opened", package.part.desk)) as change:
            if fill(change, package.tables):
                raise Refusal("package-damaged")
            change.insert(replace(package.part, agreed_at=change.newest_entry))
    except BaseException:
        book.close()
        for left in (path, *key_paths(path)):
            discard(left)
        raise
    return book, recovery_code


def _part(sealed: SealedFile, sheet: PartSheet, code: str, today: date) -> Part:
    return Part(
        sheet.part,
        sealed.head.code,
        sheet.desk,
        sheet.households,
        code,
        sealed.head.signer.hex(),
        sheet.seal,
        given_on=date.fromisoformat(sheet.given_on),
        agreed_at=0,
        opened_on=today,
    )

"""Hands a part back from the second desk's book 交回; from then on that book is only read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from msgspec import Struct

from village_desk.exchange.packages.packing import noted
from village_desk.exchange.packages.part_file import PART_BACK, BackSheet, back_sheet, changes_of, written
from village_desk.exchange.packages.sealed_file import Sealing, read_sealed
from village_desk.places.files import write_whole
from village_desk.rules.exchange_records import Part
from village_desk.rules.refusals import Refusal
from village_desk.store.book import Book
from village_desk.store.journal import Deed
from village_desk.store.keys.signing import PublicKeys
from village_desk.store.parts.changes import changes_since
from village_desk.store.parts.given_out import keys_of_part, opened_part
from village_desk.store.steps import newest_format


class HandedBack(Struct, frozen=True):
    """What lies ready for the first desk and was read back from there."""

    path: Path
    part: Part
    sequence: int
    changes: int
    """How many rows are new or say something else."""


def hand_back(book: Book, path: Path, who: str, today: date) -> HandedBack:
    """Write what has changed since the part was opened into a file that only the first book can open.

    Raises:
        Refusal: ``not-a-part``, ``part-handed-back``, or the disk refuses: the part is still out.
    """
    with book.changing(Deed("part-handed-back", who)) as change:
        part = opened_part(change)
        if part is None:
            raise Refusal("not-a-part")
        change.refuse_lent(part.households)
        changes = list(changes_since(change, part.agreed_at))
        keys, own = keys_of_part(part), PublicKeys(bytes.fromhex(part.giver), bytes.fromhex(part.seal_key))
        sealing = Sealing([own, keys.public])
        sealing.add(written(changes))
        sheet = BackSheet(part.id, part.sequence + 1, today.isoformat(), newest_format(), len(changes))
        content = sealing.file(PART_BACK, sheet.table(), book.village, keys)
        after = {"sequence": sheet.sequence, "hash": read_sealed(content).hash, "back_on": today}
        change.change(Part, part.id, after)
        deed = change.deed_id
    with noted(book, deed, who):
        write_whole(path, content, verify=lambda file: _read_back(file, part, sheet), replace=False)
    return HandedBack(path, part, sheet.sequence, len(changes))


def _read_back(file: Path, part: Part, sheet: BackSheet) -> None:
    sealed = read_sealed(file.read_bytes())
    if back_sheet(sealed) != sheet or len(changes_of(sealed, keys_of_part(part))) != sheet.changes:
        raise Refusal("file-not-verified", name=file.name, folder=str(file.parent))

"""What has been printed and signed, household by household: noted in the book, told to no other view."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from village_desk.entry.sitting import Sitting
from village_desk.rules.paper_records import PaperKey, PrintedSheet
from village_desk.store.journal import Deed


def printed_of(sitting: Sitting, paper: PaperKey) -> dict[str, PrintedSheet]:
    """What was printed of a sheet, by household."""
    with sitting.book.reading() as reading:
        return {one.household_id: one for one in reading.printed(paper)}


def note_printed(sitting: Sitting, paper: PaperKey, digests: Mapping[str, str]) -> None:
    """Note in one deed that sheets were printed; what says other words than before is no longer signed.

    Raises:
        Refusal: The book cannot be written.
    """
    known = printed_of(sitting, paper)
    with sitting.book.changing(Deed("sheets-printed", sitting.who)) as change:
        now = {"printed_on": sitting.today, "printed_by": sitting.who}
        new: list[PrintedSheet] = []
        for household_id, digest in digests.items():
            before = known.get(household_id)
            if before is None:
                ids = (change.new_id(), change.village_code, household_id)
                new.append(PrintedSheet(*ids, paper.sheet, paper.period, paper.copy, digest, **now))  # type: ignore[arg-type]
                continue
            signed_on = before.signed_on if before.digest == digest else None
            change.change(PrintedSheet, before.id, {**now, "digest": digest, "signed_on": signed_on})
        change.insert_many(new)


def note_signed(
    sitting: Sitting, paper: PaperKey, household_ids: Collection[str], signed_on: date | None
) -> int:
    """Note that printed sheets came back signed, or with None that they did not; how many it changed.

    Raises:
        Refusal: The book cannot be written.
    """
    known = printed_of(sitting, paper)
    with sitting.book.changing(Deed("sheets-signed", sitting.who)) as change:
        return sum(
            change.change(PrintedSheet, known[household_id].id, {"signed_on": signed_on})
            for household_id in household_ids
            if household_id in known
        )

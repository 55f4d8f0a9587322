"""What the preview shows: what was asked for, the picture it was made from, and the very file."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from village_desk.definitions.sheets import sheets
from village_desk.desk.job_steps import steps_of
from village_desk.desk.jobs import Progress
from village_desk.entry.sheets.printed_sheets import printed_of
from village_desk.entry.sitting import Sitting
from village_desk.entry.stills import still_of
from village_desk.exchange.sheets.digests import Papers, paper_key, with_changed_only
from village_desk.exchange.sheets.making import SheetMade, SheetOrder, papers_of
from village_desk.exchange.sheets.sheet_order import Format
from village_desk.exchange.summaries.summary_sheet import printed_bytes
from village_desk.rules.pictures import VillagePicture
from village_desk.store.reckoned.findings import Finding
from village_desk.store.reckoned.township_checks import findings_of, township_findings
from village_desk.store.settings import BookSettings
from village_desk.store.villages.township import package_of_village


class Asked(Struct, frozen=True):
    """The choices of the page."""

    order: SheetOrder
    changed_only: bool = False
    """Only the households whose sheet would say something else than the one printed last."""
    village: str = ""
    """The village (code) of a township's book that it is for; blank for all of them."""


class ShownSheet(Struct, frozen=True):
    """A file that was made of a picture."""

    asked: Asked
    order: SheetOrder
    """What was printed in the end: of the changed ones only, these households."""
    picture: VillagePicture
    made: SheetMade

    @property
    def papers(self) -> Papers | None:
        """The households' sheets in it; None where there are none, or it is a draft."""
        return papers_of(self.order, self.picture, self.made)


def make_shown(
    sitting: Sitting, asked: Asked, picture: VillagePicture | None, progress: Progress
) -> ShownSheet:
    """Make the file for the preview; may run beside the window.

    Raises:
        Refusal: As sheet_bytes; ``nothing-changed``.
    """
    still = picture or still_of(sitting, asked.village)
    order = asked.order
    if asked.changed_only:
        printed = printed_of(sitting, paper_key(order))
        order = with_changed_only(order, still, sitting.settings, sitting.reckoner, printed)
    made = made_as(sitting, order, still, "pdf", progress)
    progress.check()
    return ShownSheet(asked, order, still, made)


def made_as(
    sitting: Sitting, order: SheetOrder, picture: VillagePicture, kind: Format, progress: Progress
) -> SheetMade:
    """Make a sheet's file of either kind, with the progress of a job, whose cancelling ends it."""
    return printed_bytes(
        order,
        picture,
        _settings(sitting, picture),
        sitting.reckoner,
        kind,
        findings=_findings(sitting, order, picture),
        progress=steps_of(progress),
    )


def _settings(sitting: Sitting, picture: VillagePicture) -> BookSettings:
    """The book's; a village's sheet that comes from the township's book names the township."""
    own = sitting.book.village
    if own.kind != "town" or picture.villages is not None:
        return sitting.settings
    return replace(sitting.settings, town=own.name)


def _findings(sitting: Sitting, order: SheetOrder, picture: VillagePicture) -> list[Finding] | None:
    """What the checks find in a township's villages, by each one's own settings; a village's are run anew."""
    is_town = sitting.book.village.kind == "town"
    if not is_town or order.quarter is None or not sheets()[order.sheet].lists_findings:
        return None
    with sitting.book.reading() as reading:
        if picture.villages is None:
            package = package_of_village(reading, picture.code)
            return findings_of(reading, package, sitting.today, order.quarter)
        checked = township_findings(reading, order.quarter, sitting.today)
    return [finding for village in checked for finding in village.findings]

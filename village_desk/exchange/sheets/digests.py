"""A digest of what each household's sheet says, to tell later whether it has been printed as it is now."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from hashlib import blake2b

from msgspec import Struct
from msgspec.structs import replace

from village_desk.definitions.sheets import sheets
from village_desk.exchange.paper.layout import Block, PageRange, every_text_of
from village_desk.exchange.sheets.sheet_layouts import make_layout
from village_desk.exchange.sheets.sheet_order import SheetOrder, day_words
from village_desk.exchange.sheets.sheet_scope import chosen
from village_desk.rules.income import Reckoner
from village_desk.rules.months import make_month
from village_desk.rules.paper_records import PaperKey, PrintedSheet
from village_desk.rules.pictures import VillagePicture
from village_desk.rules.refusals import Refusal
from village_desk.store.settings import BookSettings

_BYTES = 16


class GroupDigests:
    """Hears the blocks of a batch; the day of printing is no part of what a sheet says."""

    def __init__(self, order: SheetOrder) -> None:
        sheet = sheets()[order.sheet]
        self._form = f"{sheet.id} {sheet.revision}"
        self._day = day_words(order.printed_on)
        self._digests: list[str] = []
        self._open = self._new()
        self._is_begun = False

    def take(self, block: Block, text: str) -> None:
        """Take the next block and all its text."""
        if not block.starts_page:
            self._open.update(text.encode("utf-8", "surrogatepass"))
            return
        if self._is_begun:
            self._digests.append(self._open.hexdigest())
            self._open = self._new()
        self._is_begun = True
        self._open.update(text.replace(self._day, "").encode("utf-8", "surrogatepass"))

    def finished(self) -> tuple[str, ...]:
        """The digests of all groups; nothing is taken after it."""
        return (*self._digests, self._open.hexdigest())

    def _new(self) -> blake2b:
        return blake2b(self._form.encode(), digest_size=_BYTES)


class Papers(Struct, frozen=True):
    """The households' sheets of a finished file: on which pages each stands and what it says."""

    key: PaperKey
    households: tuple[str, ...]
    """Their ids, in the order of the file."""
    digests: tuple[str, ...]
    ranges: tuple[PageRange, ...]
    pages: int

    @property
    def starts(self) -> frozenset[int]:
        """The pages, counted from 0, on which a household begins."""
        return frozenset(first - 1 for first, _ in self.ranges)

    def on(self, pages: Collection[int]) -> dict[str, str]:
        """The digests of the households all of whose pages, counted from 0, are among some."""
        if len(pages) == self.pages:
            return dict(zip(self.households, self.digests, strict=True))
        if len(self.ranges) != len(self.households):
            return {}
        listed = zip(self.households, self.digests, self.ranges, strict=True)
        numbers = {place + 1 for place in pages}
        return {one: digest for one, digest, ends in listed if numbers.issuperset(ends)}


def paper_key(order: SheetOrder) -> PaperKey:
    """What an order's sheets are noted under when they are printed."""
    quarter = order.quarter if sheets()[order.sheet].by_quarter else None
    return PaperKey(order.sheet, quarter.first if quarter else make_month(order.year, 1), order.copy)


def with_changed_only(
    order: SheetOrder,
    picture: VillagePicture,
    settings: BookSettings,
    reckoner: Reckoner,
    printed: Mapping[str, PrintedSheet],
) -> SheetOrder:
    """The same order for the households whose sheets were never printed, or would say something else now.

    Raises:
        Refusal: nothing-changed; else as make_layout.
    """
    layout = make_layout(order, picture, settings, reckoner)
    digests = GroupDigests(order)
    for block in layout.blocks:
        digests.take(block, "\n".join(every_text_of(block)))
    ids = [one.household.id for one in chosen(order, picture)]
    now = zip(ids, digests.finished(), strict=True)
    changed = frozenset(one for one, digest in now if one not in printed or printed[one].digest != digest)
    if not changed:
        raise Refusal("nothing-changed", value=sheets()[order.sheet].short_title)
    return replace(order, only=changed)

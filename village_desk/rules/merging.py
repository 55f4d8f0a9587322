"""Merging villages into a township: what fits a table, what has changed, and who is claimed by two villages.

A village is the only writer of its rows, so merging decides nothing between two writers: it compares what a
village had sent before with what it sends now, and finds persons whom two villages keep at the same time.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from itertools import combinations

from msgspec import Struct

from village_desk.rules.identity import matching_number

Cell = str | int | None
Row = tuple[Cell, ...]

LONGEST_TEXT = 32_767
"""What a cell of a workbook holds: a longer text could never be printed or handed on."""

LARGEST_NUMBER = 10**18 - 1
"""Above it no figure of a household lies; the book holds some more."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_FIRST_MONTH, _LAST_MONTH = 190001, 219912
_MONTHS = 12


class Kind(StrEnum):
    """What the cells of a column may be; empty is always allowed here."""

    TEXT = "text"
    WHOLE = "whole"
    FLAG = "flag"
    DAY = "day"
    MONTH = "month"


class Unfit(Struct, frozen=True):
    """A row that cannot be taken, with the reason as a word of resources/words, section ``unfit``."""

    table: str
    row: int
    """Its place among the rows of the table, from 1."""
    column: str
    reason: str


class Compared(Struct, frozen=True):
    """How many rows are new, have changed, are the same, or have left since the village sent last."""

    new: int = 0
    changed: int = 0
    same: int = 0
    left: int = 0
    """Voided since, or no longer there."""

    def __add__(self, other: Compared) -> Compared:
        return Compared(
            self.new + other.new,
            self.changed + other.changed,
            self.same + other.same,
            self.left + other.left,
        )


class Claim(Struct, frozen=True):
    """A member of a household in a village, with the number that says who it is."""

    village_code: str
    household_id: str
    household: str
    """The household's number."""
    person_id: str
    name: str | None
    identity_number: str
    has_left: bool = False
    """The household says that the person has left it."""


class SharedPerson(Struct, frozen=True):
    """Two villages hold the same person; neither is overwritten."""

    one: Claim
    other: Claim

    @property
    def is_move(self) -> bool:
        """One of them has let the person go: no conflict, but a way from one village to the other."""
        return self.one.has_left != self.other.has_left

    @property
    def persons(self) -> frozenset[str]:
        """The ids under which the two villages hold the person: they name the pair, whatever else changes."""
        return frozenset((self.one.person_id, self.other.person_id))

    def of(self, village_code: str) -> Claim:
        """What one of the two villages holds."""
        return self.one if self.one.village_code == village_code else self.other

    def beside(self, village_code: str) -> Claim:
        """What the other one holds."""
        return self.other if self.one.village_code == village_code else self.one


def unfit_cells(
    table: str, names: Sequence[str], kinds: Mapping[str, Kind], rows: Sequence[Row]
) -> list[Unfit]:
    """The first unfit row of each column; an empty list is a table whose every cell fits."""
    columns = zip(names, zip(*rows, strict=True), strict=False)  # no rows have no columns
    return [unfit for name, cells in columns if (unfit := _unfit(table, name, kinds[name], cells))]


def loose_links(table: str, name: str, cells: Sequence[Cell], known: Collection[Cell]) -> list[Unfit]:
    """The first row that names a household or person who is not in the package."""
    loose = set(cells).difference(known, [None])
    if not loose:
        return []
    first = next(place for place, cell in enumerate(cells, 1) if cell in loose)
    return [Unfit(table, first, name, "loose")]


def repeated_ids(table: str, ids: Sequence[Cell]) -> list[Unfit]:
    """The first row whose id another has already, or that has none."""
    seen: set[Cell] = {None, ""}
    if len(set(ids) - seen) == len(ids):
        return []
    for place, cell in enumerate(ids, 1):
        if cell in seen:
            return [Unfit(table, place, "id", "repeated")]
        seen.add(cell)
    return []


def compare(before: Mapping[str, Row], after: Mapping[str, Row]) -> Compared:
    """Compare a table's rows by id; the last cell of each says whether it is voided."""
    new = changed = same = 0
    for row_id, row in after.items():
        was = before.get(row_id)
        if was == row:
            same += not row[-1]
        elif not row[-1]:
            is_new = was is None or bool(was[-1])
            new, changed = new + is_new, changed + (not is_new)
    left = sum(1 for row_id, row in before.items() if not row[-1] and after.get(row_id, (1,))[-1])
    return Compared(new, changed, same, left)


def same_persons(claims: Iterable[Claim]) -> Iterator[SharedPerson]:
    """Pairs of villages that hold the same person; a number that stands for nobody makes none."""
    by_number: dict[str, list[Claim]] = {}
    for claim in claims:
        if (number := matching_number(claim.identity_number)) is not None:
            by_number.setdefault(number, []).append(claim)
    for number in sorted(by_number):
        holders = sorted(by_number[number], key=lambda one: (one.village_code, one.household, one.person_id))
        for one, other in combinations(holders, 2):
            if one.village_code != other.village_code:
                yield SharedPerson(one, other)


def text_reason(text: str) -> str | None:
    """Why a text that others have made cannot be kept; None when it can."""
    if len(text) > LONGEST_TEXT:
        return "too-long"
    return "control-characters" if _CONTROL.search(text) else None


def _unfit(table: str, name: str, kind: Kind, cells: Sequence[Cell]) -> Unfit | None:
    different = set(cells)
    different.discard(None)
    if not _all_fit(kind, different):
        for place, cell in enumerate(cells, 1):
            if (reason := _reason(kind, cell)) is not None:
                return Unfit(table, place, name, reason)
    return None


def _all_fit(kind: Kind, cells: Collection[Cell]) -> bool:
    """The same as asking ``_reason`` of each, without a call for every cell of a whole village."""
    if kind is Kind.TEXT:
        texts = [cell for cell in cells if type(cell) is str]
        longest, together = max(map(len, texts), default=0), "".join(texts)
        is_clean = together.isprintable() or not _CONTROL.search(together)  # the first is far faster
        return len(texts) == len(cells) and longest <= LONGEST_TEXT and is_clean
    if kind is Kind.WHOLE:
        wholes = [cell for cell in cells if type(cell) is int]
        return len(wholes) == len(cells) and max(map(abs, wholes), default=0) <= LARGEST_NUMBER
    return all(_reason(kind, cell) is None for cell in cells)


def _reason(kind: Kind, cell: Cell) -> str | None:
    if cell is None:
        return None
    if kind in (Kind.TEXT, Kind.DAY):
        if type(cell) is not str:
            return "not-a-text"
        return text_reason(cell) if kind is Kind.TEXT else _day_reason(cell)
    if type(cell) is not int or abs(cell) > LARGEST_NUMBER:
        return "not-a-number"
    if kind is Kind.FLAG and cell not in (0, 1):
        return "not-a-flag"
    return "not-a-month" if kind is Kind.MONTH and not _is_month(cell) else None


def _day_reason(text: str) -> str | None:
    try:
        is_day = bool(_DAY.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        is_day = False
    return None if is_day else "not-a-day"


def _is_month(cell: int) -> bool:
    return _FIRST_MONTH <= cell <= _LAST_MONTH and 1 <= cell % 100 <= _MONTHS

"""分账 in words: which parts are out, why a household is only read here, and what is chosen to go out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from village_desk.definitions.words import say
from village_desk.entry.register import Register
from village_desk.entry.sitting import Sitting
from village_desk.rules.exchange_records import Part
from village_desk.store.parts.given_out import opened_part, parts_given_out, parts_still_out


def lent_words(sitting: Sitting, household_id: str) -> str:
    """Why a household is only read here, and what to do; blank where it can be written."""
    lending = sitting.book.lending
    if lending.handed_back is not None:
        return say("parts.handed_back", day=lending.handed_back)
    part_id = lending.out.get(household_id)
    if part_id is None:
        return ""
    with sitting.book.reading() as reading:
        part = reading.one(Part, part_id)
    return say("parts.lent", desk=part.desk, day=part.given_on) if part else ""


def own_part(sitting: Sitting) -> Part | None:
    """The part that this book is; None for a village's own book."""
    with sitting.book.reading() as reading:
        return opened_part(reading)


def parts_shown(sitting: Sitting) -> list[Part]:
    """The part that this book is, or those that it has given out, the newest first."""
    with sitting.book.reading() as reading:
        own = opened_part(reading)
        return [own] if own else parts_given_out(reading)


def still_out(sitting: Sitting) -> list[Part]:
    """The parts that other desks still have, the newest first."""
    with sitting.book.reading() as reading:
        return parts_still_out(reading)


def still_out_words(parts: Iterable[Part]) -> str:
    """Who has them since when, and how much it is."""
    return "；".join(
        say("parts.still_out", desk=part.desk, day=part.given_on, count=len(part.households))
        for part in parts
    )


def part_text(part: Part, key: str) -> str:
    """A cell of the list of parts."""
    if key == "households":
        return str(len(part.households))
    if key == "state":
        return say(f"parts.state_{_state(part)}", day=part.back_on or part.given_up_on or part.given_on)
    return str(getattr(part, key))


def _state(part: Part) -> str:
    if part.opened_on is not None:
        return "handed_back" if part.back_on else "here"
    if part.back_on is not None:
        return "back"
    return "given_up" if part.given_up_on else "out"


class GivingRow(Struct, frozen=True):
    """A household that may go out, or a group 小组 above its households."""

    household_id: str
    """Blank for a group."""
    group: str
    number: str = ""
    head_person: str = ""
    members: int = 0
    lent: bool = False
    """Another desk has it already."""


class GivingChoice:
    """What of the village is to go out: whole groups, or single households."""

    def __init__(self) -> None:
        self.rows: list[GivingRow] = []
        self.chosen: set[str] = set()

    def begin(self, rows: Iterable[GivingRow]) -> None:
        """Choose anew among these."""
        self.rows = list(rows)
        self.chosen.clear()

    def turn(self, row: GivingRow) -> None:
        """Choose a row, or choose it no longer; a group stands for all its households that are here."""
        ids = {row.household_id} if row.household_id else self._of_group(row.group)
        if row.lent:
            return
        if ids <= self.chosen:
            self.chosen -= ids
        else:
            self.chosen |= ids

    def text(self, row: GivingRow, key: str) -> str:
        """A cell of the list."""
        if key == "chosen":
            ids = {row.household_id} if row.household_id else self._of_group(row.group)
            mark = "lent" if row.lent else "all" if ids and ids <= self.chosen else ""
            mark = mark or ("some" if ids & self.chosen else "none")
            return say(f"parts.chosen_{mark}")
        if key == "members" and not row.household_id:
            return say("parts.households_count", count=len(self._of_group(row.group)))
        return str(getattr(row, key))

    def _of_group(self, group: str) -> set[str]:
        return {
            row.household_id for row in self.rows if row.household_id and row.group == group and not row.lent
        }


def giving_rows(sitting: Sitting) -> Iterator[GivingRow]:
    """The village's households in walking order, each group above its own."""
    out, group = sitting.book.lending.out, None
    for row in Register(sitting).rows:
        if row.group != group:
            group = row.group
            yield GivingRow("", group)
        yield GivingRow(
            row.household_id, row.group, row.number, row.head_name, row.members, row.household_id in out
        )

"""What no quarter changes about a household: persons read, ledger added up, hits that last."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from village_desk.rules.checks.ledger import Effects, Ledger
from village_desk.rules.checks.members import Member, member_of
from village_desk.rules.income import Income, Reckoner
from village_desk.rules.months import Month, Window
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.population import is_member_on
from village_desk.rules.records import LedgerLine

if TYPE_CHECKING:
    from village_desk.rules.checks.registry import Found


class Dossier:
    """One household's picture with what has been worked out of it, shared by the quarters of a run."""

    __slots__ = (
        *("_incomes", "_members", "_reckoner"),
        *("first_month", "is_settled", "kept", "ledger", "negative_lines", "picture"),
    )

    def __init__(self, picture: HouseholdPicture, reckoner: Reckoner, effects: Effects, day: date) -> None:
        self.picture = picture
        self.ledger = Ledger(picture.lines, effects)
        self.first_month: Month | None = min(
            (line.month for line in picture.lines if line.month), default=None
        )
        """The earliest month with a ledger line, be it without an amount."""
        self.negative_lines = [line for line in picture.lines if _is_negative(line)]
        """Lines with a quantity, price or amount below zero, whatever their month."""
        self.kept: dict[object, tuple[list[object], list[Found]]] = {}
        """Hits that last, with the members they were found for (see registry)."""
        self._reckoner = reckoner
        self._incomes: dict[tuple[Month, Month], Income | None] = {}
        self._members = [member_of(person, day) for person in picture.persons]
        self.is_settled = all(p.joined_on is None and p.left_on is None for p in picture.persons)
        """Nobody ever joined or left."""

    @property
    def everybody(self) -> list[Member]:
        """All persons, those who left included, with the age they had when last asked for."""
        return self._members

    def members_on(self, day: date) -> list[Member]:
        """Who is on the register on a day; a member without a birthday since the last call is the same object."""
        self._members = [member.aged_on(day) for member in self._members]
        if self.is_settled:
            return self._members
        return [member for member in self._members if is_member_on(member.person, day)]

    def income(self, window: Window) -> Income | None:
        """Income of a window; None where nothing has been entered."""
        key = (window.first, window.last)
        if key not in self._incomes:
            picture = self.picture
            stated = picture.household.stated_members_year
            persons = self._reckoner.divisor(picture.persons, window, stated)
            self._incomes[key] = self.ledger.income(window, persons)
        return self._incomes[key]


def _is_negative(line: LedgerLine) -> bool:
    return (line.amount or 0) < 0 or (line.quantity or 0) < 0 or (line.price or 0) < 0

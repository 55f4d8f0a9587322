"""What is known of a household and its village when it is checked: worked out once, read by every rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from village_desk.rules.checks.frame import Frame
from village_desk.rules.checks.members import Member, member_of
from village_desk.rules.checks.once import once
from village_desk.rules.identity import ID_LENGTH
from village_desk.rules.income import Income, line_month
from village_desk.rules.money import Fen
from village_desk.rules.months import (
    QUARTER_MONTHS,
    Window,
    add_months,
)
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.population import is_member_on
from village_desk.rules.records import Household, LedgerLine, StatedTotals

if TYPE_CHECKING:
    from village_desk.rules.checks.village import VillageFacts

ID_CARD = "身份证"


@dataclass(slots=True)
class WindowLines:
    """Ledger lines with an amount, by the windows of a frame."""

    year_so_far: list[LedgerLine] = field(default_factory=list)
    year_earlier: list[LedgerLine] = field(default_factory=list)
    twelve_months: list[LedgerLine] = field(default_factory=list)
    has_quarter: bool = False


def _is_within(line: LedgerLine, window: Window) -> bool:
    month = line_month(line)
    return month is not None and month in window


class HouseholdFacts:
    """One household as the rules see it; costly facts are worked out when a rule first asks."""

    def __init__(self, picture: HouseholdPicture, frame: Frame, village: VillageFacts) -> None:
        self.picture = picture
        self.frame = frame
        self.village = village
        self.household: Household = picture.household
        self.members = [
            member_of(person, frame.as_of) for person in picture.persons if is_member_on(person, frame.as_of)
        ]

    @once
    def heads(self) -> list[Member]:
        """Members said to be the head; one is right."""
        return self._of_kin("head")

    @once
    def spouses(self) -> list[Member]:
        """Members said to be the head's spouse."""
        return self._of_kin("spouse")

    @once
    def head(self) -> Member | None:
        """The head, if there is exactly one."""
        return self.heads[0] if len(self.heads) == 1 else None

    @once
    def odd_numbers(self) -> list[Member]:
        """Members without the regular number of an 身份证: they alone can break the rules of its form."""
        return [
            member
            for member in self.members
            if not member.is_checked
            or member.is_placeholder
            or len(member.person.identity_number or "") != ID_LENGTH
            or member.person.identity_kind not in (None, ID_CARD)
        ]

    @once
    def students(self) -> list[Member]:
        """Members with a 在校生状况."""
        return [member for member in self.members if member.person.schooling]

    @once
    def workers(self) -> list[Member]:
        """Members with work away from the farm or a public post."""
        return [
            member
            for member in self.members
            if member.person.work_place or member.person.work_area or member.person.work_months
        ]

    @once
    def is_monitored(self) -> bool:
        """The household is a 监测对象 whose risk has not been removed."""
        return bool(self.household.monitoring_class) and self.household.risk_removed is not True

    @once
    def stated(self) -> StatedTotals | None:
        """The national system's figures for the year."""
        return self.picture.stated_for(self.frame.period.year)

    @once
    def negative_lines(self) -> list[LedgerLine]:
        """Lines with a quantity, price or amount below zero, whatever their month."""
        return [
            line
            for line in self.picture.lines
            if (line.amount or 0) < 0 or (line.quantity or 0) < 0 or (line.price or 0) < 0
        ]

    @once
    def lines(self) -> WindowLines:
        """The lines of the windows that rules look at, sorted in one pass."""
        sorted_lines = WindowLines()
        frame = self.frame
        first, so_far, twelve = frame.two_years.first, frame.year_so_far.first, frame.twelve_months.first
        before, quarter, last = frame.year_earlier, frame.quarter.first, frame.quarter.last
        for line in self.picture.lines:
            month = line.month if line.span is None else line_month(line)
            if month is None or line.amount is None or not first <= month <= last:
                continue
            if month >= twelve:
                sorted_lines.twelve_months.append(line)
                if month >= so_far:
                    sorted_lines.year_so_far.append(line)
                    sorted_lines.has_quarter |= month >= quarter
            if before.first <= month <= before.last:
                sorted_lines.year_earlier.append(line)
        return sorted_lines

    @once
    def has_quarter_entry(self) -> bool:
        """The quarter has a ledger line or a visit."""
        quarter = self.frame.quarter
        return (
            self.lines.has_quarter
            or any(visit.quarter == quarter.first for visit in self.picture.visits)
            or any(_is_within(line, quarter) for line in self.picture.lines)
        )

    @once
    def income_now(self) -> Income | None:
        """Income of the year so far; None where nothing has been entered."""
        return self._income(self.lines.year_so_far, self.frame.year_so_far)

    @once
    def income_before(self) -> Income | None:
        """Income of the same months a year earlier; None where nothing has been entered."""
        return self._income(self.lines.year_earlier, self.frame.year_earlier)

    @once
    def income_year(self) -> Income | None:
        """Income of the twelve months that end with the quarter; None where the book is younger."""
        if self.frame.is_year_complete:
            return self.income_now
        window = self.frame.twelve_months
        starts = self.village.first_month
        if starts is None or starts > add_months(window.first, QUARTER_MONTHS - 1):
            return None
        return self._income(self.lines.twelve_months, window)

    @once
    def per_capita_year(self) -> Fen | None:
        """Net income per head of a year: of the ledger, else the national system's."""
        if self.income_year is not None:
            return self.income_year.per_capita
        return self.stated.per_capita if self.stated else None

    @once
    def received(self) -> dict[str, dict[str | None, int]]:
        """What came in during the year so far, in fen, by item and person (None: the household)."""
        sums: dict[str, dict[str | None, int]] = {}
        for line in self.lines.year_so_far:
            if line.item and line.amount is not None:
                by_person = sums.setdefault(line.item, {})
                by_person[line.person_id] = by_person.get(line.person_id, 0) + line.amount
        return sums

    def received_by(self, starts: tuple[str, ...]) -> dict[str | None, int]:
        """What each person received under items that begin so, in fen, during the year so far."""
        sums: dict[str | None, int] = {}
        for item, by_person in self.received.items():
            if item.startswith(starts):
                for person_id, amount in by_person.items():
                    sums[person_id] = sums.get(person_id, 0) + amount
        return sums

    def _income(self, lines: list[LedgerLine], window: Window) -> Income | None:
        if not lines:
            return None
        reckoner = self.frame.reckoner
        persons = reckoner.divisor(self.picture.persons, window, self.household.stated_members_year)
        return reckoner.income(lines, window, persons)

    def _of_kin(self, kin: str) -> list[Member]:
        kins = self.frame.lists.relation_kin
        return [member for member in self.members if kins.get(member.person.relation or "") == kin]

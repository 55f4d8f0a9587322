"""What is known of a household and its village when it is checked: worked out once, read by every rule."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from village_desk.rules.checks.answers import says_work
from village_desk.rules.checks.dossier import Dossier
from village_desk.rules.checks.frame import Frame, LateChanges
from village_desk.rules.checks.ledger import Earned
from village_desk.rules.checks.members import Member
from village_desk.rules.checks.once import once
from village_desk.rules.checks.stretches import at_work, is_open, of_members
from village_desk.rules.identity import ID_LENGTH
from village_desk.rules.income import Reckoner
from village_desk.rules.items import Category
from village_desk.rules.money import Fen, per_head
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Household, LedgerLine, StatedTotals
from village_desk.rules.support_records import MEASURE_STOPPED, Measure, Plan, PublicPost, WorkSpell

if TYPE_CHECKING:
    from village_desk.rules.checks.village import VillageFacts

ID_CARD = "身份证"


@lru_cache(maxsize=8)
def branch_items(reckoner: Reckoner) -> tuple[dict[str, str], dict[str, str | None]]:
    """The items of production and of its cost, each with the branch it belongs to."""
    items = reckoner.items.items()
    made = {code: item.branch for code, item in items if item.category is Category.PRODUCTION}
    return made, {code: item.cost_of for code, item in items if item.category is Category.COST}


class HouseholdFacts:
    """One household as the rules see it; costly facts are worked out when a rule first asks."""

    def __init__(self, dossier: Dossier, frame: Frame, village: VillageFacts) -> None:
        self.dossier = dossier
        self.picture: HouseholdPicture = dossier.picture
        self.frame = frame
        self.village = village
        self.household: Household = dossier.picture.household

    @once
    def members(self) -> list[Member]:
        """Who is on the register on the day."""
        return self.dossier.members_on(self.frame.as_of)

    @once
    def income_now(self) -> Earned | None:
        """Income of the year so far; None where nothing has been entered."""
        return self.dossier.income(self.frame.year_so_far)

    @property
    def is_contested(self) -> bool:
        """Something that should be the household's own is used elsewhere in the village too."""
        return self.village.index.is_contested(self.household.id)

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
        """Members who work away: by the yearly answers, or by a stretch of work that has not ended."""
        return [m for m in self.members if says_work(m.person) or m.person.id in self.open_spells]

    @once
    def open_spells(self) -> dict[str | None, WorkSpell]:
        """The stretch of work that has not ended, by person, whatever the quarter."""
        return {spell.person_id: spell for spell in self.picture.spells if is_open(spell)}

    @once
    def recent_spells(self) -> list[tuple[Member, WorkSpell]]:
        """Members' work away that reaches into the twelve months, by member and beginning."""
        return of_members(self.members, self.picture.spells, self.frame.twelve_months)

    @once
    def recent_posts(self) -> list[tuple[Member, PublicPost]]:
        """Members' public posts that reach into the twelve months, by member and beginning."""
        return of_members(self.members, self.picture.posts, self.frame.twelve_months)

    @once
    def at_work(self) -> list[Member]:
        """Members with work away or a public post in the quarter."""
        return at_work(self.members, self.picture, self.frame.quarter)

    @once
    def plan(self) -> Plan | None:
        """The year's plan as last adjusted."""
        return self.picture.plan_for(self.frame.period.year)

    @once
    def measures(self) -> list[Measure]:
        """The year's measures that have not been stopped."""
        year = self.frame.period.year
        return [m for m in self.picture.measures if m.year == year and m.state != MEASURE_STOPPED]

    @property
    def late_changes(self) -> LateChanges | None:
        """What was changed in the quarter after it had been closed."""
        return self.frame.earlier.late_changes.get(self.household.id)

    @once
    def is_monitored(self) -> bool:
        """The household is a 监测对象 whose risk has not been removed."""
        return bool(self.household.monitoring_class) and self.household.risk_removed is not True

    @once
    def stated(self) -> StatedTotals | None:
        """The national system's figures for the year."""
        return self.picture.stated_for(self.frame.period.year)

    @once
    def per_capita_change(self) -> tuple[Fen, Fen]:
        """This year's and last year's income per head over the same months; zeros where one is unknown.

        Where the ledger does not reach back, a complete year is held against the national system's figure.
        """
        now = self.income_now.per_capita if self.income_now else None
        before: Fen | None = None
        if self.income_before is not None:
            before = self.income_before.per_capita
        elif self.frame.is_year_complete:
            stated = self.picture.stated_for(self.frame.period.year - 1)
            before = stated.per_capita if stated else None
        return (Fen(0), Fen(0)) if now is None or before is None else (now, before)

    @property
    def per_capita_less(self) -> bool:
        """Income per head is lower than a year ago."""
        now, before = self.per_capita_change
        return now < before

    @property
    def per_capita_more(self) -> bool:
        """Income per head is higher than a year ago."""
        now, before = self.per_capita_change
        return now > before

    @once
    def has_year_income(self) -> bool:
        """The income per head of a year is known; it may be nothing."""
        return self.per_capita_year is not None

    @once
    def lines(self) -> list[LedgerLine]:
        """The lines of the year so far that have an amount, in order of month."""
        return self.dossier.ledger.between(self.frame.year_so_far)

    @property
    def lacks_entry(self) -> bool:
        """The quarter has neither a ledger line nor a visit."""
        return self.frame.quarter.first not in self.dossier.quarters

    @once
    def bounded_sums(self) -> dict[str, int]:
        """What came in during the year so far under items with a yearly bound, in fen."""
        sums: dict[str, int] = {}
        first, last = self.frame.year_so_far.first, self.frame.year_so_far.last
        for month, item, amount in self.dossier.bounded_lines:
            if first <= month <= last:
                sums[item.code] = sums.get(item.code, 0) + amount
        return sums

    @once
    def branches(self) -> tuple[dict[str, dict[str, int]], dict[str | None, int]]:
        """Output and costs of the year so far, in fen (see branch_output and branch_costs)."""
        output: dict[str, dict[str, int]] = {}
        costs: dict[str | None, int] = {}
        made, spent = branch_items(self.frame.reckoner)
        for line in self.lines:
            code, amount = line.item or "", line.amount or 0
            if code in made:
                branch = output.setdefault(made[code], {})
                branch[code] = branch.get(code, 0) + amount
            elif code in spent:
                costs[spent[code]] = costs.get(spent[code], 0) + amount
        return output, costs

    @property
    def branch_output(self) -> dict[str, dict[str, int]]:
        """Gross output of the year so far, in fen, by branch and item."""
        return self.branches[0]

    @property
    def branch_costs(self) -> dict[str | None, int]:
        """Costs of the year so far, in fen, by the branch they belong to (None: to no one branch)."""
        return self.branches[1]

    @once
    def target_per_capita(self) -> Fen | None:
        """The year's target per head; None where there is no target with an amount, or it is nothing."""
        target = self.picture.plan_for(self.frame.period.year)
        if target is None:
            return None
        parts = (target.wages, target.production, target.property, target.transfer)
        if all(part is None for part in parts):
            return None
        net = sum(part or 0 for part in parts) - (target.cost or 0)
        return per_head(Fen(net), self.dossier.divided_by(self.frame.year_so_far))

    @once
    def is_year_filled(self) -> bool:
        """The quarter ends a year in which something has been entered."""
        return self.frame.is_year_complete and self.dossier.ledger.has_lines(self.frame.year_so_far)

    @once
    def income_before(self) -> Earned | None:
        """Income of the same months a year earlier; None where nothing has been entered."""
        return self.dossier.income(self.frame.year_earlier)

    @once
    def income_year(self) -> Earned | None:
        """Income of the twelve months that end with the quarter; None where the book is younger."""
        if self.frame.is_year_complete:
            return self.income_now
        starts = self.village.index.first_month
        if starts is None or starts > self.frame.begun_by:
            return None
        return self.dossier.income(self.frame.twelve_months)

    @once
    def per_capita_year(self) -> Fen | None:
        """Net income per head of a year: of the ledger, else the national system's."""
        if self.income_year is not None:
            return self.income_year.per_capita
        return self.stated.per_capita if self.stated else None

    def received_by(self, starts: tuple[str, ...]) -> dict[str | None, int]:
        """What each person received under items that begin so, in fen, during the year so far."""
        return self.dossier.ledger.received(starts, self.frame.year_so_far)

    def _of_kin(self, kin: str) -> list[Member]:
        kins = self.frame.lists.relation_kin
        return [member for member in self.members if kins.get(member.person.relation or "") == kin]

"""Still pictures of a household and a village: everything a check, a sheet or an indicator may look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from village_desk.rules.chosen_records import Price
from village_desk.rules.followup_records import (
    Analysis,
    Event,
    FieldNote,
    Meeting,
    Problem,
    Procedure,
    QuarterState,
    Stock,
    Sweep,
    Verdict,
)
from village_desk.rules.livelihood_records import Entitlement, Industry, Insurance, Leader, Study, Training
from village_desk.rules.months import Month
from village_desk.rules.records import Household, LedgerLine, Person, StatedTotals, Visit
from village_desk.rules.support_records import Loan, Measure, Plan, PublicPost, WorkSpell
from village_desk.rules.system_records import SystemAnswers, TypedAnswer


class HouseholdPicture(Struct, frozen=True):
    """One household with all that belongs to it; persons in household order, those who left included."""

    household: Household
    persons: tuple[Person, ...] = ()
    lines: tuple[LedgerLine, ...] = ()
    visits: tuple[Visit, ...] = ()
    stated: tuple[StatedTotals, ...] = ()
    plans: tuple[Plan, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    spells: tuple[WorkSpell, ...] = ()
    posts: tuple[PublicPost, ...] = ()
    measures: tuple[Measure, ...] = ()
    loans: tuple[Loan, ...] = ()
    trainings: tuple[Training, ...] = ()
    studies: tuple[Study, ...] = ()
    industries: tuple[Industry, ...] = ()
    insurances: tuple[Insurance, ...] = ()
    entitlements: tuple[Entitlement, ...] = ()
    events: tuple[Event, ...] = ()
    stocks: tuple[Stock, ...] = ()
    sweeps: tuple[Sweep, ...] = ()
    problems: tuple[Problem, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    notes: tuple[FieldNote, ...] = ()

    def person(self, person_id: str | None) -> Person | None:
        """A member by id."""
        return next((person for person in self.persons if person.id == person_id), None)

    def stated_for(self, year: int) -> StatedTotals | None:
        """The national system's figures for a year."""
        return next((stated for stated in self.stated if stated.year == year), None)

    def plan_for(self, year: int) -> Plan | None:
        """The household's plan for a year as last adjusted."""
        if not self.plans:
            return None
        of_year = [plan for plan in self.plans if plan.year == year]
        return max(of_year, key=lambda plan: plan.version, default=None)


class Checked(Struct, frozen=True):
    """Of which households the checks of a quarter still find something open, by id."""

    quarter: Month
    """Its first month."""
    must_change: frozenset[str]
    """必改."""
    doubts: frozenset[str]
    """疑点 that nobody has explained."""


class VillagePicture(Struct, frozen=True):
    """A whole village at one moment; households by 小组 and number."""

    code: str
    name: str
    households: Sequence[HouseholdPicture]
    prices: tuple[Price, ...] = ()
    quarters: tuple[QuarterState, ...] = ()
    """How far each quarter has come; one that has not been begun is missing."""
    meetings: tuple[Meeting, ...] = ()
    analyses: tuple[Analysis, ...] = ()
    leaders: tuple[Leader, ...] = ()
    """致富带头人, those who have stepped back included."""
    chain_head: tuple[int, str] = (0, "")
    """Number and seal of the newest journal entry, printed in each footer as an outside anchor."""
    system: SystemAnswers = field(default_factory=SystemAnswers)
    """What the national system has; known to pictures that are taken with it."""
    typed: tuple[TypedAnswer, ...] = ()
    """What has been typed into it."""
    villages: Mapping[str, str] | None = None
    """The names by code of the villages that a township's picture is made of; None: a village's own."""
    checked: Checked | None = None
    """What the checks find; None: this picture has not been checked."""

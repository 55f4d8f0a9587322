"""A household's timeline: what happened, was found, done and said, in order; and its income by quarter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum

from msgspec import Struct

from village_desk.rules.exchange_records import Decision
from village_desk.rules.figures import PeriodIncome, period_income
from village_desk.rules.followup_records import Event, Problem, Procedure, Sweep, Verdict
from village_desk.rules.income import Reckoner
from village_desk.rules.months import QUARTER_MONTHS, Quarter, Window, add_months, last_day_of
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Visit
from village_desk.rules.support_records import Measure

Told = Event | Visit | Measure | Verdict | Problem | Procedure | Sweep | Decision


class MomentKind(StrEnum):
    """What sort of thing a moment is; the value is the word on screen."""

    EVENT = "大事"
    VISIT = "走访"
    SWEEP = "排查"
    MEASURE = "措施"
    VERDICT = "核实"
    PROBLEM = "问题"
    PROCEDURE = "程序"
    DECISION = "认定"


class Moment(Struct, frozen=True):
    """One thing on one day."""

    on: date
    kind: MomentKind
    record: Told
    key: str
    """The answer of the record that gave the day; blank where a period stands for it."""


def moments(
    picture: HouseholdPicture, steps: Sequence[str], decisions: Iterable[Decision] = ()
) -> list[Moment]:
    """Everything of a household that has a day, the newest first; ``steps`` are the days of procedures.

    Of ``decisions`` those about its members are in it.

    A visit or sweep without a day stands on the last day of its quarter or month, a measure on the first of
    the month it began in, or of its year.
    """
    found = [*_dated(picture), *_procedures(picture, steps), *_decided(picture, decisions)]
    return sorted(found, key=lambda one: one.on, reverse=True)


def quarters_of(
    picture: HouseholdPicture, reckoner: Reckoner, last: Quarter, count: int
) -> list[PeriodIncome]:
    """The income of so many quarters that end with one, the oldest first."""
    quarters = (last.shifted(back) for back in range(1 - count, 1))
    return [period_income(picture, reckoner, quarter.window) for quarter in quarters]


def _dated(picture: HouseholdPicture) -> Iterator[Moment]:
    for event in picture.events:
        yield from _moment(event.happened_on, MomentKind.EVENT, event, "happened_on")
    for visit in picture.visits:
        ends = last_day_of(add_months(visit.quarter, QUARTER_MONTHS - 1))
        key = "visited_on" if visit.visited_on else ""
        yield Moment(visit.visited_on or ends, MomentKind.VISIT, visit, key)
    for sweep in picture.sweeps:
        key = "swept_on" if sweep.swept_on else ""
        yield Moment(sweep.swept_on or last_day_of(sweep.month), MomentKind.SWEEP, sweep, key)
    for measure in picture.measures:
        begun = Window(measure.started, measure.started).first_day if measure.started else None
        key = "started" if begun else ""
        yield Moment(begun or date(measure.year, 1, 1), MomentKind.MEASURE, measure, key)
    for verdict in picture.verdicts:
        yield from _moment(verdict.said_on, MomentKind.VERDICT, verdict, "said_on")
    for problem in picture.problems:
        yield from _moment(problem.found_on, MomentKind.PROBLEM, problem, "found_on")
        yield from _moment(problem.closed_on, MomentKind.PROBLEM, problem, "closed_on")


def _procedures(picture: HouseholdPicture, steps: Sequence[str]) -> Iterator[Moment]:
    for procedure in picture.procedures:
        for key in steps:
            yield from _moment(getattr(procedure, key), MomentKind.PROCEDURE, procedure, key)


def _decided(picture: HouseholdPicture, decisions: Iterable[Decision]) -> Iterator[Moment]:
    members = {person.id for person in picture.persons}
    for decision in decisions:
        if members & {decision.one_person, decision.other_person}:
            yield from _moment(decision.decided_on, MomentKind.DECISION, decision, "decided_on")


def _moment(day: date | None, kind: MomentKind, record: Told, key: str) -> Iterator[Moment]:
    if day is not None:
        yield Moment(day, kind, record, key)

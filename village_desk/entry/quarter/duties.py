"""The calendar of work on a day (domain.md 4.2): what is due when, how far it is done, who still owes it.

What is done is never ticked off by hand: it is read off the visits, sweeps, meetings, plans and analyses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from village_desk.definitions.calendar import Duty, DutyKind, due_day, duties, papers_days
from village_desk.definitions.words import say
from village_desk.entry.visit_blocks import is_answered
from village_desk.rules.followup_records import Analysis, Meeting
from village_desk.rules.months import Month, Quarter, YearMode, add_months, month_of, quarter_of, year_of
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Household, Visit


class Village(Struct, frozen=True):
    """What duties are read off."""

    households: Sequence[HouseholdPicture] = ()
    meetings: Sequence[Meeting] = ()
    analyses: Sequence[Analysis] = ()


class Owing(Struct, frozen=True):
    """A household for which a duty is not done yet, and who is to do it."""

    household_id: str
    number: str
    head_name: str
    group: str
    responsible: str
    """The household's 帮扶联系人, else who visited it last; blank where nobody is known."""


class NextDuty(Struct, frozen=True):
    """One duty of one month, in words."""

    month: Month
    task: str
    output: str
    due_on: date
    kind: DutyKind = DutyKind.UNTOLD
    of: int = 0
    """For so many it is to be done; 0 where nothing of it is kept in the book."""
    owing: tuple[Owing, ...] = ()
    is_done: bool = False

    @property
    def done(self) -> int:
        """For so many it is done."""
        return self.of - len(self.owing)

    def is_overdue(self, day: date) -> bool:
        """The day has passed and something of it is still to be done."""
        return day > self.due_on and self.kind is not DutyKind.UNTOLD and not self.is_done


def next_duties(today: date, mode: YearMode, village: Village | None = None) -> tuple[NextDuty, ...]:
    """The duties of this month and the next, each named once; before them what last month has left undone.

    Without a village nothing is said of what is done.
    """
    here = month_of(today)
    found = [] if village is None else _left_undone(today, mode, village)
    named: set[Duty] = set()
    for month in (here, add_months(here, 1)):
        for duty in duties()[mode]:
            if month % 100 in duty.months and duty not in named:
                named.add(duty)
                found.append(_duty_of(duty, month, mode, village))
    return tuple(found)


def visits_due_on(quarter: Quarter) -> date:
    """The day by which a quarter's households are to be visited: the calendar's, in the month after it."""
    month = add_months(quarter.window.last, 1)
    for duty in duties()[quarter.mode]:
        if duty.kind is DutyKind.VISITS and month % 100 in duty.months:
            return due_day(duty, month)
    return due_day(None, month)


def owing_visits(households: Iterable[HouseholdPicture], quarter: Quarter) -> tuple[Owing, ...]:
    """The households whose visit of a quarter is not done, in their own order."""
    return tuple(
        owing(one.household, one.visits)
        for one in households
        if not is_answered(next((visit for visit in one.visits if visit.quarter == quarter.first), None))
    )


def owing(household: Household, visits: Sequence[Visit]) -> Owing:
    """A household and who answers for it."""
    last = max(visits, key=lambda visit: visit.quarter, default=None)
    visitor = last.visitor_1 if last is not None else None
    return Owing(
        household.id,
        household.number or "",
        household.head_name or "",
        household.group or "",
        household.helper_name or visitor or "",
    )


def quarter_words(quarter: Quarter) -> str:
    """A quarter with its months, because its number differs by place."""
    first, last = quarter.window.first % 100, quarter.window.last % 100
    return say("today.quarter", number="一二三四"[quarter.number - 1], first=first, last=last)


def _left_undone(today: date, mode: YearMode, village: Village) -> list[NextDuty]:
    before = add_months(month_of(today), -1)
    told = (duty for duty in duties()[mode] if duty.kind is not DutyKind.UNTOLD)
    of_before = [_duty_of(duty, before, mode, village) for duty in told if before % 100 in duty.months]
    late = [duty for duty in of_before if duty.is_overdue(today)]
    return late + _open_papers(today, village)


def _open_papers(today: date, village: Village) -> list[NextDuty]:
    """The papers of the green channel: help came first, they are still to be completed."""
    found: list[NextDuty] = []
    for one in village.households:
        for event in one.events:
            if event.green_channel and event.papers_done_on is None and event.happened_on is not None:
                due_on = event.happened_on + timedelta(days=papers_days())
                words = {"kind": event.kind or "", "name": one.household.head_name or ""}
                owed = owing(one.household, one.visits)
                task, output = say("quarter.papers", **words), say("quarter.papers_output")
                month = month_of(today)
                found.append(NextDuty(month, task, output, due_on, DutyKind.PAPERS, 1, (owed,)))
    return sorted(found, key=lambda duty: duty.due_on)


def _duty_of(duty: Duty, month: Month, mode: YearMode, village: Village | None) -> NextDuty:
    quarter = quarter_of(month, mode).shifted(-1)
    task, due_on = duty.task.format(quarter=quarter_words(quarter)), due_day(duty, month)
    if village is None or duty.kind is DutyKind.UNTOLD:
        return NextDuty(month, task, duty.output, due_on)
    of, owed, is_done = _READERS[duty.kind](village, month, quarter)
    return NextDuty(month, task, duty.output, due_on, duty.kind, of, owed, is_done)


_State = tuple[int, tuple[Owing, ...], bool]


def _visits(village: Village, _: Month, quarter: Quarter) -> _State:
    owed = owing_visits(village.households, quarter)
    return len(village.households), owed, not owed


def _sweeps(village: Village, month: Month, _: Quarter) -> _State:
    """The households being monitored are looked at every month, and the village meets over them."""
    watched = [one for one in village.households if is_watched(one.household)]
    owed = tuple(
        owing(one.household, one.visits)
        for one in watched
        if not any(sweep.month == month for sweep in one.sweeps)
    )
    has_met = any(meeting.month == month for meeting in village.meetings)
    return len(watched), owed, has_met and not owed


def _plans(village: Village, month: Month, quarter: Quarter) -> _State:
    year = year_of(month, quarter.mode)
    owed = tuple(owing(one.household, one.visits) for one in village.households if not one.plan_for(year))
    return len(village.households), owed, not owed


def _analysis(village: Village, _: Month, quarter: Quarter) -> _State:
    return 0, (), any(analysis.quarter == quarter.first for analysis in village.analyses)


def is_watched(household: Household) -> bool:
    """A monitored household whose risk has not been removed: it is looked at every month."""
    return household.monitoring_class is not None and not household.risk_removed


_READERS: Mapping[DutyKind, Callable[[Village, Month, Quarter], _State]] = {
    DutyKind.VISITS: _visits,
    DutyKind.SWEEPS: _sweeps,
    DutyKind.PLANS: _plans,
    DutyKind.ANALYSIS: _analysis,
}

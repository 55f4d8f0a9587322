"""The calendar of work on a day: what is done is read off the book, never ticked off."""

from __future__ import annotations

from datetime import date

from village_desk.definitions.calendar import DutyKind
from village_desk.entry.quarter.duties import Village, next_duties
from village_desk.rules.followup_records import Analysis, Meeting, Sweep
from village_desk.rules.months import Month, YearMode, month_of
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import ASKED, Household, Visit
from village_desk.rules.support_records import Plan

CODE = "990101001001"
STATES = ("people", "work", "production", "received", "spending", "guarantee", "measure", "judgement")
WATCHED = Household(
    "h1", CODE, number="1", group="一组", monitoring_class="边缘易致贫户", helper_name="帮扶干部甲"
)
PLAIN = Household("h2", CODE, number="2", group="二组")
REMOVED = Household("h3", CODE, number="3", monitoring_class="边缘易致贫户", risk_removed=True)


def duty(kind, day, village, mode=YearMode.INCOME_YEAR):
    """The duty of that month, whatever the month before has left undone."""
    found = next_duties(day, mode, village)
    return next(one for one in found if one.kind is kind and one.month >= month_of(day))


def visited(household, quarter, visitor="村会计"):
    asked = {f"{state}_state": ASKED for state in STATES}
    return Visit(f"v{household.id}", CODE, household.id, Month(quarter), visitor_1=visitor, **asked)


def test_only_monitored_households_are_swept_and_the_village_meets_over_them() -> None:
    pictures = tuple(HouseholdPicture(one) for one in (WATCHED, PLAIN, REMOVED))
    day = date(2025, 7, 10)
    found = duty(DutyKind.SWEEPS, day, Village(pictures))
    assert (found.of, [one.number for one in found.owing], found.is_done) == (1, ["1"], False)
    assert found.due_on == date(2025, 7, 28)
    swept = HouseholdPicture(WATCHED, sweeps=(Sweep("s", CODE, "h1", Month(202507)),))
    without_meeting = duty(DutyKind.SWEEPS, day, Village((swept, *pictures[1:])))
    assert (without_meeting.owing, without_meeting.is_done) == ((), False)
    met = duty(DutyKind.SWEEPS, day, Village((swept,), (Meeting("m", CODE, Month(202507)),)))
    assert met.is_done


def test_who_owes_a_visit_is_the_helper_else_who_came_last() -> None:
    pictures = (HouseholdPicture(WATCHED), HouseholdPicture(PLAIN, visits=(visited(PLAIN, 202501),)))
    found = duty(DutyKind.VISITS, date(2025, 7, 10), Village(pictures))
    assert [(one.number, one.responsible) for one in found.owing] == [("1", "帮扶干部甲"), ("2", "村会计")]
    done = (HouseholdPicture(PLAIN, visits=(visited(PLAIN, 202504),)),)
    assert duty(DutyKind.VISITS, date(2025, 7, 10), Village(done)).is_done


def test_what_last_month_left_undone_comes_first_until_it_is_done() -> None:
    day, undone = date(2025, 8, 3), Village((HouseholdPicture(PLAIN),))
    first = next_duties(day, YearMode.INCOME_YEAR, undone)[0]
    assert (first.month, first.kind, first.is_overdue(day)) == (202507, DutyKind.VISITS, True)
    done = Village((HouseholdPicture(PLAIN, visits=(visited(PLAIN, 202504),)),))
    kinds = [one.kind for one in next_duties(day, YearMode.INCOME_YEAR, done) if one.month == 202507]
    assert DutyKind.VISITS not in kinds


def test_an_analysis_and_the_years_plans_are_read_off_the_book() -> None:
    analysis = Analysis("a", CODE, Month(202504))
    assert not duty(DutyKind.ANALYSIS, date(2025, 7, 1), Village()).is_done
    assert duty(DutyKind.ANALYSIS, date(2025, 7, 1), Village(analyses=(analysis,))).is_done
    planned = HouseholdPicture(WATCHED, plans=(Plan("p", CODE, "h1", 2025),))
    found = duty(DutyKind.PLANS, date(2025, 2, 1), Village((planned, HouseholdPicture(PLAIN))))
    assert (found.done, found.of, [one.number for one in found.owing]) == (1, 2, ["2"])


def test_a_duty_of_several_months_is_due_at_the_end_of_the_last() -> None:
    found = {one.task: one.due_on for one in next_duties(date(2025, 4, 1), YearMode.INCOME_YEAR, Village())}
    assert found["集中排查，记进度"] == date(2025, 6, 30)

"""Values of the plan for each person who can work: last year's work, this year's measures, wages so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from village_desk.definitions.measures import measure_catalogue
from village_desk.exchange.sheets.sheet_shown import Shown, amount, count
from village_desk.exchange.sheets.sheet_subjects import HouseholdSubject
from village_desk.rules.labour import measures_of, planned_months, planned_wages, wages_of, work_done
from village_desk.rules.money import Fen, divide_half_up
from village_desk.rules.months import QUARTER_MONTHS, Window, add_months
from village_desk.rules.records import Person
from village_desk.rules.support_records import Measure

LabourValue = Callable[[HouseholdSubject, Person], Shown]


def _learned(_: HouseholdSubject, person: Person) -> Shown:
    return Shown("，".join(part for part in (person.education, person.skill) if part))


def _place_before(household: HouseholdSubject, person: Person) -> Shown:
    return Shown("、".join(work_done(household.picture, person, _year_before(household)).places))


def _months_before(household: HouseholdSubject, person: Person) -> Shown:
    return count(work_done(household.picture, person, _year_before(household)).months)


def _wage_before(household: HouseholdSubject, person: Person) -> Shown:
    return amount(work_done(household.picture, person, _year_before(household)).month_wage)


def _measures(household: HouseholdSubject, person: Person) -> Shown:
    known = (measure_catalogue().get(one.measure or "") for one in _planned(household, person))
    return Shown("、".join(dict.fromkeys(measure.label for measure in known if measure)))


def _months(household: HouseholdSubject, person: Person) -> Shown:
    return count(planned_months(_planned(household, person), measure_catalogue()))


def _wages(household: HouseholdSubject, person: Person) -> Shown:
    return amount(_aim(household, person))


def _month_wage(household: HouseholdSubject, person: Person) -> Shown:
    months = planned_months(_planned(household, person), measure_catalogue())
    aim = _aim(household, person)
    return amount(Fen(divide_half_up(aim, months)) if aim is not None and months else None)


def _responsible(household: HouseholdSubject, person: Person) -> Shown:
    mask = household.run.mask
    names = dict.fromkeys(mask.adult_name(one.responsible) for one in _planned(household, person))
    return Shown("、".join(name for name in names if name))


def _due(household: HouseholdSubject, person: Person) -> Shown:
    last = max((one.due for one in _planned(household, person) if one.due is not None), default=None)
    return Shown(f"{last // 100}.{last % 100}" if last is not None else "")


def _earned(place: int) -> LabourValue:
    """What the ledger says a person earned in one of the year's quarters."""

    def show(household: HouseholdSubject, person: Person) -> Shown:
        run = household.run
        first = add_months(run.year_window.first, QUARTER_MONTHS * place)
        window = Window(first, add_months(first, QUARTER_MONTHS - 1))
        return amount(wages_of(household.picture, person, run.reckoner, window))

    return show


def _planned(household: HouseholdSubject, person: Person) -> list[Measure]:
    return measures_of(household.picture, person, household.run.year)


def _aim(household: HouseholdSubject, person: Person) -> Fen | None:
    before = wages_of(household.picture, person, household.run.reckoner, _year_before(household))
    return planned_wages(before, _planned(household, person), measure_catalogue())


def _year_before(household: HouseholdSubject) -> Window:
    return household.run.year_window.year_earlier()


LABOUR_VALUES: Mapping[str, tuple[str, LabourValue]] = {
    "labour.learned": ("tight-small", _learned),
    "labour.place_before": ("tight-small", _place_before),
    "labour.months_before": ("tight-count", _months_before),
    "labour.wage_before": ("tight-amount", _wage_before),
    "labour.measures": ("tight-small", _measures),
    "labour.months": ("tight-count", _months),
    "labour.month_wage": ("tight-amount", _month_wage),
    "labour.wages": ("tight-amount", _wages),
    "labour.responsible": ("tight", _responsible),
    "labour.due": ("tight-count", _due),
    **{f"labour.wages_{place + 1}": ("tight-amount", _earned(place)) for place in range(4)},
}
"""Style and words of each value of a person who can work."""

"""Every household's year straight from the book: nothing is read that its income is not made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from village_desk.rules.figures import LABOURLESS, HouseholdIncome, PeriodIncome, has_no_labour
from village_desk.rules.income import Reckoner, Sums, closed, no_sums
from village_desk.rules.months import Window, quarter_start
from village_desk.rules.population import NOBODY, Lasting, registered_count
from village_desk.rules.records import Household, Person
from village_desk.store.bulk import without_collecting
from village_desk.store.reading import Reading

_LOOKED_AT = (
    *("id", "village_code", "group", "household_class", "monitoring_class", "risk_removed", "relocated"),
    *("without_labour", "stated_members_year"),
)
"""What places a household among others, and what its figures are made of."""


@without_collecting()
def summed_incomes(reading: Reading, reckoner: Reckoner, window: Window) -> list[HouseholdIncome]:
    """Every household in the order of their ids, reckoned as household_figure does it from their pictures.

    Of the households themselves nothing is there but what roll-ups and their rows ask for.
    """
    village = _Village(reckoner, (window, window.year_earlier()), reading)
    return [village.income(one) for one in reading.household_by_household(Household, _LOOKED_AT)]


class _Village:
    """Sums and heads by household, read in three statements."""

    def __init__(self, reckoner: Reckoner, windows: Sequence[Window], reading: Reading) -> None:
        self._reckoner = reckoner
        self._windows = windows
        # What is known by quarter counts in its last month, whichever of its months it has.
        months = Window(quarter_start(min(one.first for one in windows)), max(one.last for one in windows))
        self._sums = reckoner.gathered(reading.amounts(months), windows)
        self._nothing = [no_sums() for _ in windows]
        lasting = reading.lasting_members(LABOURLESS)
        self._lasting = {household_id: Lasting(members, able) for household_id, members, able in lasting}
        self._others: dict[str, list[Person]] = defaultdict(list)
        for person in reading.other_members():
            self._others[person.household_id].append(person)

    def income(self, household: Household) -> HouseholdIncome:
        """A household's year beside the year before."""
        lasting, others = self._lasting.get(household.id, NOBODY), self._others.get(household.id, [])
        sums = self._sums.get(household.id, self._nothing)
        now, before = (
            self._period(window, own, household, lasting, others)
            for window, own in zip(self._windows, sums, strict=True)
        )
        members = lasting.members + (registered_count(others, now.window.last_day) if others else 0)
        without_labour = has_no_labour(household, others, now.window, lasting)
        return HouseholdIncome(household, now, before, members, without_labour)

    def _period(
        self, window: Window, sums: Sums, household: Household, lasting: Lasting, others: Sequence[Person]
    ) -> PeriodIncome:
        heads = lasting.members + (self._reckoner.heads(others, window) if others else 0)
        persons = self._reckoner.divided_by(heads, household.stated_members_year)
        return PeriodIncome(window, *closed(sums, persons))

"""What a township's villages have done in a quarter: visits, whom the screening finds, and the plans."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

from village_desk.entry.checks.screening import Screened, reason_words, screen_village, screened_together
from village_desk.entry.quarter.duties import owing
from village_desk.entry.quarter.tracking_state import TrackingState, tracking_of, tracking_together
from village_desk.entry.records.plans_list import PlanSums, sums_of, sums_together, village_plans
from village_desk.entry.sitting import Sitting
from village_desk.rules.months import Quarter, add_months
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.rules.records import Household
from village_desk.store.villages.township import Progress, Villages


class Wanting(StrEnum):
    """The lists of households that the township asks its villages about."""

    UNVISITED = "unvisited"
    CANDIDATES = "candidates"
    PLANLESS = "planless"


class WantingRow(Struct, frozen=True):
    """A household of such a list."""

    household_id: str
    group: str
    head: str
    number: str
    words: str
    """Who answers for it; for a candidate, why it is one."""


class VillageWork(Struct, frozen=True):
    """A village's quarter, or the township's."""

    code: str
    name: str
    tracking: TrackingState
    screened: Screened
    plans: PlanSums
    planless: tuple[WantingRow, ...] = ()

    def wanting(self, kind: Wanting) -> Sequence[WantingRow]:
        """The households of a list, visits and plans in walking order, candidates by their income."""
        return [*_LISTS[kind](self)]


class TownWork:
    """Every village's quarter and all of them together; one village at a time stands in memory."""

    def __init__(self, sitting: Sitting, quarter: Quarter, progress: Progress | None = None) -> None:
        self.quarter = quarter
        self.month = add_months(quarter.window.last, 1)
        """A quarter is screened in the month after its last."""
        self._sitting = sitting
        settings, today = sitting.settings, sitting.today
        with sitting.book.reading() as reading:
            found = tuple(Villages(reading).of_each(self._work_of, progress=progress))
        self.villages = found
        self.whole = VillageWork(
            sitting.book.village.code,
            sitting.book.village.name,
            tracking_together([one.tracking for one in found], quarter, today),
            screened_together([one.screened for one in found], settings, self.month),
            sums_together([one.plans for one in found]),
        )

    def _work_of(self, village: VillagePicture) -> VillageWork:
        year, sitting = self.quarter.year, self._sitting
        return VillageWork(
            village.code,
            village.name,
            tracking_of(village, self.quarter, sitting.today),
            screen_village(village, sitting.settings, self.month),
            sums_of(village_plans(village, year, self.quarter)),
            tuple(_owing(one) for one in village.households if one.plan_for(year) is None),
        )


def _owing(picture: HouseholdPicture) -> WantingRow:
    return _row(picture.household, owing(picture.household, picture.visits).responsible)


def _row(household: Household, words: str) -> WantingRow:
    return WantingRow(
        household.id, household.group or "", household.head_name or "", household.number or "", words
    )


def _unvisited(work: VillageWork) -> Iterator[WantingRow]:
    for one in work.tracking.owing:
        yield WantingRow(one.household_id, one.group, one.head_name, one.number, one.responsible)


def _candidates(work: VillageWork) -> Iterator[WantingRow]:
    for one in work.screened.candidates:
        yield _row(one.household, "；".join(map(reason_words, one.reasons)))


_LISTS: dict[Wanting, Callable[[VillageWork], Iterator[WantingRow]]] = {
    Wanting.UNVISITED: _unvisited,
    Wanting.CANDIDATES: _candidates,
    Wanting.PLANLESS: lambda work: iter(work.planless),
}

"""How far a quarter's tracking is 季度跟踪进度: its state, visits done, and whose are overdue."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from village_desk.entry.quarter.duties import Owing, owing_visits, visits_due_on
from village_desk.entry.quarter.quarter_entry import quarter_record, state_of
from village_desk.entry.sitting import Sitting
from village_desk.rules.months import Quarter
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Household, Visit
from village_desk.store.pictures import walking_order


class TrackingState(Struct, frozen=True):
    """A quarter's visits on a day."""

    state: str
    due: int
    """Households to visit: every one in the book."""
    done: int
    due_on: date
    overdue: tuple[Owing, ...]
    """Those not visited, in walking order, once the day has passed."""


def tracking_state(sitting: Sitting, quarter: Quarter) -> TrackingState:
    """Count a quarter's visits, in three statements."""
    with sitting.book.reading() as reading:
        state = state_of(quarter_record(reading, quarter))
        households = sorted(reading.all(Household), key=walking_order)
        visits: dict[str, list[Visit]] = {}
        for visit in reading.each(Visit):
            visits.setdefault(visit.household_id, []).append(visit)
    pictures = [HouseholdPicture(one, visits=tuple(visits.get(one.id, ()))) for one in households]
    owed, due_on = owing_visits(pictures, quarter), visits_due_on(quarter)
    overdue = owed if sitting.today > due_on else ()
    return TrackingState(state, len(households), len(households) - len(owed), due_on, overdue)

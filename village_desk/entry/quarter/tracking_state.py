"""How far a quarter's tracking is 季度跟踪进度: its state, visits done, and whose are overdue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from village_desk.entry.quarter.duties import Owing, owing_visits, visits_due_on
from village_desk.entry.quarter.quarter_entry import state_of
from village_desk.entry.sitting import Sitting
from village_desk.rules.followup_records import (
    QUARTER_CHECKED,
    QUARTER_CLOSED,
    QUARTER_OPEN,
    QUARTER_TRACKING,
)
from village_desk.rules.months import Quarter
from village_desk.rules.pictures import VillagePicture
from village_desk.rules.records import Visit
from village_desk.store.pictures import village_picture

TRACKED = (Visit,)
"""The records that say how far it is."""
STATES = (QUARTER_OPEN, QUARTER_TRACKING, QUARTER_CHECKED, QUARTER_CLOSED)
"""How far a quarter can be, in order."""


class TrackingState(Struct, frozen=True):
    """A quarter's visits on a day."""

    state: str
    due: int
    """Households to visit: every one in the book."""
    due_on: date
    is_late: bool
    """The day has passed."""
    owing: tuple[Owing, ...]
    """Those not visited, in walking order."""

    @property
    def done(self) -> int:
        """Households visited."""
        return self.due - len(self.owing)

    @property
    def overdue(self) -> tuple[Owing, ...]:
        """Those not visited, once the day has passed."""
        return self.owing if self.is_late else ()


def tracking_state(sitting: Sitting, quarter: Quarter) -> TrackingState:
    """Count a quarter's visits in the book at which somebody sits."""
    with sitting.book.reading() as reading:
        village = village_picture(reading, sitting.book.village.name, only=TRACKED)
    return tracking_of(village, quarter, sitting.today)


def tracking_of(village: VillagePicture, quarter: Quarter, today: date) -> TrackingState:
    """Count a quarter's visits in a village."""
    state = state_of(next((one for one in village.quarters if one.quarter == quarter.first), None))
    owed, due_on = owing_visits(village.households, quarter), visits_due_on(quarter)
    return TrackingState(state, len(village.households), due_on, today > due_on, owed)


def tracking_together(villages: Sequence[TrackingState], quarter: Quarter, today: date) -> TrackingState:
    """Count a quarter's visits in several villages, in the state of the one that is furthest behind."""
    due_on = visits_due_on(quarter)
    return TrackingState(
        min((one.state for one in villages), key=STATES.index, default=STATES[0]),
        sum(one.due for one in villages),
        due_on,
        today > due_on,
        tuple(owing for one in villages for owing in one.owing),
    )

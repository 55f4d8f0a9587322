"""The quarter's visit queue: every household in walking order, whether its eight blocks are answered."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from village_desk.entry.sitting import Sitting
from village_desk.entry.visit_blocks import answered, blocks
from village_desk.rules.months import Quarter
from village_desk.rules.records import Household, Visit
from village_desk.store.pictures import walking_order


class QueueRow(Struct, frozen=True):
    """One household in the queue."""

    household_id: str
    number: str
    head_name: str
    group: str
    visit_id: str
    """Blank where the visit has not been begun; a later one has a greater id."""
    answered: int
    """How many blocks are asked or unchanged."""
    blocks: int

    @property
    def is_done(self) -> bool:
        """Every block is answered."""
        return self.answered == self.blocks


class TrackingQueue:
    """Who is tracked this quarter and who comes next; it resumes where the work stopped."""

    def __init__(self, sitting: Sitting, quarter: Quarter | None = None) -> None:
        self._sitting = sitting
        self._quarter = quarter
        self.rows: list[QueueRow] = []
        self.reload()

    @property
    def quarter(self) -> Quarter:
        """The quarter of the visits: a fixed one, or the one being worked on."""
        return self._quarter or self._sitting.quarter

    @property
    def done(self) -> int:
        """How many households are tracked."""
        return sum(row.is_done for row in self.rows)

    def reload(self) -> None:
        """Read the queue anew, in two statements."""
        first = self.quarter.first
        with self._sitting.book.reading() as reading:
            households = sorted(reading.all(Household), key=walking_order)
            visits = {visit.household_id: visit for visit in reading.all(Visit) if visit.quarter == first}
        self.rows = [_row(household, visits.get(household.id)) for household in households]
        self._places = {row.household_id: place for place, row in enumerate(self.rows)}

    def refresh(self, household_id: str) -> None:
        """Read one household's visit anew after its own change; the rest of the queue stands."""
        place = self._places.get(household_id)
        if place is None:
            self.reload()
            return
        with self._sitting.book.reading() as reading:
            visit = reading.visit(household_id, self.quarter.first)
        self.rows[place] = replace(
            self.rows[place], visit_id=visit.id if visit is not None else "", answered=answered(visit)
        )

    def move(self, household_id: str, by: int) -> bool:
        """Walk to a household sooner or later within its 小组: one deed; False at either end of the group."""
        group = self.rows[self._places[household_id]].group
        route = [row.household_id for row in self.rows if row.group == group]
        place = route.index(household_id) + by
        if not 0 <= place < len(route):
            return False
        route.remove(household_id)
        route.insert(place, household_id)
        with self._sitting.changing("route-changed") as change:
            for number, walked_to in enumerate(route, 1):
                change.change(Household, walked_to, {"walking_place": number})
        self.reload()
        return True

    def resume(self) -> str | None:
        """Where the work stopped: the visit begun last while it is open, else the next open one after it."""
        begun = [row for row in self.rows if row.visit_id]
        last = max(begun, key=lambda row: row.visit_id, default=None)
        if last is None or last.is_done:
            return self.next_open(last.household_id if last else None)
        return last.household_id

    def next_open(self, after: str | None = None) -> str | None:
        """The next household whose visit is not done, after a place and then from the start."""
        start = self._places[after] + 1 if after in self._places else 0
        ordered = self.rows[start:] + self.rows[:start]
        return next(
            (row.household_id for row in ordered if not row.is_done and row.household_id != after), None
        )


def _row(household: Household, visit: Visit | None) -> QueueRow:
    return QueueRow(
        household.id,
        household.number or "",
        household.head_name or "",
        household.group or "",
        visit.id if visit is not None else "",
        answered(visit),
        len(blocks()),
    )

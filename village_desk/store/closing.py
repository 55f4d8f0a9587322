"""Closed quarters 关账: what belongs to one is changed only by a correction that says why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from village_desk.rules.followup_records import QUARTER_CLOSED, QuarterState, Stock
from village_desk.rules.months import Month, Window, add_months, quarter_start
from village_desk.rules.records import LedgerLine, Record, Visit
from village_desk.rules.refusals import Refusal

if TYPE_CHECKING:
    from sqlite3 import Connection

DATED: Mapping[type[Record], str] = {LedgerLine: "month", Visit: "quarter", Stock: "quarter"}
"""The records that a quarter is closed over, and the answer that says which quarter they belong to."""

_LAST_OF_QUARTER = 2


def closed_quarters(connection: Connection) -> frozenset[Month]:
    """The first months of the quarters that are closed."""
    query = "SELECT quarter FROM quarter_state WHERE state = ? AND voided = 0"
    return frozenset(quarter for (quarter,) in connection.execute(query, (QUARTER_CLOSED,)))


class Closing:
    """Stands at every write of one deed; a correction passes, anything else is refused."""

    def __init__(self, closed: Collection[Month], *, is_correction: bool) -> None:
        self._closed = closed
        self._lets_pass = is_correction

    def watches(self, record_type: type[Record]) -> bool:
        """Whether a write of such a record has to be looked at at all."""
        if self._lets_pass:
            return False
        return record_type is QuarterState or (bool(self._closed) and record_type in DATED)

    def key_of(self, record_type: type[Record]) -> str:
        """The column that has to be known of a watched record."""
        return "state" if record_type is QuarterState else DATED[record_type]

    def refuse(self, record_type: type[Record], values: Iterable[object]) -> None:
        """Look at what the column of ``key_of`` says before a write.

        Raises:
            Refusal: ``quarter-closed`` with its months; ``closing-stands``: it is to be opened again.
        """
        if record_type is not QuarterState:
            self.refuse_new(record_type, values)
        elif QUARTER_CLOSED in values:
            raise Refusal("closing-stands")

    def refuse_new(self, record_type: type[Record], values: Iterable[object]) -> None:
        """Look at what the column of ``key_of`` would say after a write; a quarter may come to be closed.

        Raises:
            Refusal: ``quarter-closed`` with its months.
        """
        if record_type is QuarterState:
            return
        for value in values:
            if not isinstance(value, int):
                continue
            first = quarter_start(Month(value))
            if first in self._closed:
                window = Window(first, add_months(first, _LAST_OF_QUARTER))
                raise Refusal("quarter-closed", window=window.text())

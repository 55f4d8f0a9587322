"""What came in of what was due: an entitlement says the one, the lines of the ledger the other."""

from __future__ import annotations

from collections.abc import Iterable

from village_desk.rules.income import line_month, lines_in
from village_desk.rules.livelihood_records import Entitlement
from village_desk.rules.money import Fen
from village_desk.rules.months import Month, Window
from village_desk.rules.records import LedgerLine


def paid_of(
    entitlement: Entitlement, lines: Iterable[LedgerLine], year: Window, until: Month | None = None
) -> Fen:
    """What the ledger shows of an entitlement in its year, by the end of a month where one is given.

    An entitlement of a member is paid by the member's own lines, one of the household by all its lines of the
    item: who it was paid to in the household does not matter then.
    """
    last = year.last if until is None else until
    return Fen(
        sum(
            line.amount or 0
            for line in lines_in(lines, year)
            if line.item == entitlement.item
            and entitlement.person_id in (None, line.person_id)
            and (line_month(line) or year.last) <= last
        )
    )


def due_month(entitlement: Entitlement, year: Window) -> Month:
    """The month by whose end it is to be paid: the year's last where none is said."""
    return entitlement.due_by or year.last

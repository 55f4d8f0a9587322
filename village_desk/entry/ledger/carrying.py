"""What comes in month after month is last quarter's line again until somebody objects."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from msgspec.structs import replace

from village_desk.rules.income import line_month, lines_in
from village_desk.rules.items import Category, IncomeItem
from village_desk.rules.months import QUARTER_MONTHS, Month, Quarter, add_months, last_day_of
from village_desk.rules.population import is_member_on
from village_desk.rules.records import ORIGIN_CARRIED, LedgerLine, Person

_MONTHLY = "月"

RECURRING = frozenset({Category.WAGES, Category.PRODUCTION, Category.PROPERTY, Category.TRANSFER})
"""The categories in which something may come month after month; costs and single receipts are asked for."""


def recurs(item: IncomeItem | None) -> bool:
    """Whether an item comes every month: wages and allowances reckoned by the month do, harvests do not."""
    return item is not None and item.unit == _MONTHLY and item.category in RECURRING


def carried_lines(
    lines: Iterable[LedgerLine],
    persons: Iterable[Person],
    quarter: Quarter,
    items: Mapping[str, IncomeItem],
    categories: Collection[Category] = RECURRING,
) -> list[LedgerLine]:
    """Last quarter's recurring lines moved into this quarter; those that are there already are left out.

    Nothing is carried for a member who has left by then. Ids are still those of last quarter's lines: the
    caller gives new ones.
    """
    whole, family = list(lines), list(persons)
    present = {(line.item, line.person_id) for line in lines_in(whole, quarter.window)}
    moved: list[LedgerLine] = []
    for line in lines_in(whole, quarter.shifted(-1).window):
        item = items.get(line.item or "")
        if item is None or not recurs(item) or item.category not in categories:
            continue
        if (line.item, line.person_id) not in present:
            moved.append(moved_line(line, QUARTER_MONTHS))
    return [line for line in moved if is_still_there(line, family)]


def moved_line(line: LedgerLine, months: int) -> LedgerLine:
    """A line so many months later, marked as carried; its evidence was for the old one."""
    month = None if line.month is None else add_months(line.month, months)
    return replace(line, month=month, origin=ORIGIN_CARRIED, evidence=None)


def is_still_there(line: LedgerLine, persons: Iterable[Person]) -> bool:
    """Whether the member that a line belongs to is one at the end of the line's month."""
    month = line_month(line)
    if line.person_id is None or month is None:
        return True
    person = next((person for person in persons if person.id == line.person_id), None)
    return person is not None and is_member_on(person, last_day_of(Month(month)))

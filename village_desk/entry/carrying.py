"""Carrying forward: what comes in month after month is last quarter's line again, until somebody says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from village_desk.rules.income import lines_in
from village_desk.rules.items import Category, IncomeItem
from village_desk.rules.months import Quarter, add_months
from village_desk.rules.records import ORIGIN_CARRIED, LedgerLine

_MONTHLY = "月"


def recurs(item: IncomeItem | None) -> bool:
    """Whether an item comes every month: wages and allowances reckoned by the month do, harvests do not."""
    return item is not None and item.unit == _MONTHLY and item.category is not Category.MEMO


def carried_lines(
    lines: Iterable[LedgerLine], quarter: Quarter, items: Mapping[str, IncomeItem]
) -> list[LedgerLine]:
    """Last quarter's recurring lines moved into this quarter; those that are there already are left out.

    Ids are still those of last quarter's lines: the caller gives new ones.
    """
    whole = list(lines)
    before = quarter.shifted(-1)
    present = {(line.item, line.person_id) for line in lines_in(whole, quarter.window)}
    return [
        replace(line, month=add_months(line.month, 3), origin=ORIGIN_CARRIED)
        for line in lines_in(whole, before.window)
        if line.month is not None and recurs(items.get(line.item or "")) and (line.item, line.person_id) not in present
    ]

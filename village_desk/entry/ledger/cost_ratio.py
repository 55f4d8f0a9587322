"""Cost by local ratio: where nobody can name a cost, it is a share of the output (domain.md 2.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from village_desk.definitions.words import say
from village_desk.rules.chosen_records import Price
from village_desk.rules.income import Reckoner, lines_in
from village_desk.rules.items import Category, Counting, IncomeItem
from village_desk.rules.money import Fen, divide_half_up, yuan_text
from village_desk.rules.months import Window
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import ORIGIN_BY_RATIO, SPAN_MONTH, LedgerLine


class RatioCosts(Struct, frozen=True):
    """The cost lines that ought to be there, without ids, and those reckoned earlier that no longer hold."""

    wanted: tuple[LedgerLine, ...]
    outdated: tuple[LedgerLine, ...]

    @property
    def is_change(self) -> bool:
        """Whether anything is to be written."""
        return bool(self.wanted or self.outdated)


def ratio_costs(
    picture: HouseholdPicture, window: Window, reckoner: Reckoner, prices: Iterable[Price]
) -> RatioCosts:
    """Reckon the cost of every branch whose cost nobody has named, one line for each item and member.

    The share is the township's own for the year where it has one, else the usual one. Lines that are there
    and still right are left alone, so doing it twice adds nothing.
    """
    shares = _shares(reckoner.items, prices)
    counted = lines_in(picture.lines, window)
    earlier = [line for line in counted if line.origin == ORIGIN_BY_RATIO]
    named = {
        reckoner.items[line.item].cost_of
        for line in counted
        if line.item is not None and line.item in reckoner.items and line.origin != ORIGIN_BY_RATIO
    }
    wanted = [
        line
        for (item, person_id), lines in _output(counted, reckoner).items()
        if item.branch not in named and (percent := shares.get(item.code)) is not None
        for line in _cost(item, person_id, lines, percent, reckoner.items)
    ]
    there = {_key(line) for line in earlier}
    right = {_key(line) for line in wanted}
    return RatioCosts(
        tuple(line for line in wanted if _key(line) not in there),
        tuple(line for line in earlier if _key(line) not in right),
    )


def _shares(items: Mapping[str, IncomeItem], prices: Iterable[Price]) -> dict[str, int]:
    shares = {code: item.cost_percent for code, item in items.items() if item.cost_percent is not None}
    own = {price.item: price.cost_percent for price in prices if price.cost_percent is not None}
    return {**shares, **own}


def _output(
    lines: Iterable[LedgerLine], reckoner: Reckoner
) -> dict[tuple[IncomeItem, str | None], list[LedgerLine]]:
    found: dict[tuple[IncomeItem, str | None], list[LedgerLine]] = {}
    for line in lines:
        item = reckoner.items.get(line.item or "")
        if item is None or item.category is not Category.PRODUCTION or line.amount is None:
            continue
        if reckoner.counting_of(item.code) is Counting.COUNTED:
            found.setdefault((item, line.person_id), []).append(line)
    return found


def _cost(
    item: IncomeItem,
    person_id: str | None,
    lines: list[LedgerLine],
    percent: int,
    items: Mapping[str, IncomeItem],
) -> list[LedgerLine]:
    total = next((cost for cost in items.values() if cost.cost_of == item.branch), None)
    output = Fen(sum(line.amount or 0 for line in lines))
    if total is None or output <= 0:
        return []
    newest = max(lines, key=lambda line: line.month or 0)
    return [
        LedgerLine(
            id="",
            village_code=newest.village_code,
            household_id=newest.household_id,
            person_id=person_id,
            item=total.code,
            month=newest.month,
            span=newest.span or SPAN_MONTH,
            amount=Fen(divide_half_up(output * percent, 100)),
            origin=ORIGIN_BY_RATIO,
            note=say("ledger.by-ratio", item=item.label, output=yuan_text(output), percent=percent),
        )
    ]


def _key(line: LedgerLine) -> tuple[object, ...]:
    return (line.item, line.person_id, line.month, line.span, line.amount, line.note)

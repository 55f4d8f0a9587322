"""Checks of what is sown, raised and kept (domain.md 3.7, IN27, IN30 to IN32)."""

from __future__ import annotations

from collections.abc import Iterator

from village_desk.rules.checks.dossier import Dossier
from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.registry import Hit, check, check_line
from village_desk.rules.followup_records import Stock
from village_desk.rules.money import Thousandths, quantity_text
from village_desk.rules.months import month_words
from village_desk.rules.records import LedgerLine

_MU = "亩"


def _has_sown(dossier: Dossier, limits: Limits) -> bool:
    starts = limits.starts("items")
    lines, stocks = dossier.picture.lines, dossier.picture.stocks
    sown = [line.item for line in lines if line.scale] + [stock.item for stock in stocks if stock.scale]
    return any([(item or "").startswith(starts) for item in sown])


@check("IN27", on="income_now", when=_has_sown, items=("items",))
def more_sown_than_land(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """More mu of crops in one quarter than the household farms (IN27): each crop counts once a quarter."""
    household, sown = facts.household, _sown(facts, limits)
    if household.farmland is None or not sown:
        return
    land = household.farmland + (household.rented_in_land or 0) - (household.rented_out_land or 0)
    total = sum(sown.values())
    if total > land:
        yield Hit(
            None, {"total": quantity_text(Thousandths(total)), "land": quantity_text(Thousandths(land))}
        )


@check("IN30", on="stocks", items=())
def more_crop_gone_than_there(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """More of a crop sold and used than harvested and kept (IN30)."""
    yield from _gone_beyond(facts, limits)


@check("IN31", on="stocks", items=())
def more_animals_gone_than_there(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """More animals sold and slaughtered than kept, born and bought (IN31)."""
    yield from _gone_beyond(facts, limits)


@check("IN32", on="stocks", items=())
def harvest_without_field(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """A harvest from next to no land, by the record of the quarter (IN32)."""
    for stock in _stocks(facts, limits):
        if stock.produced and stock.scale_unit == _MU and _is_too_small(stock.scale, limits):
            yield Hit(None, {"item": _label(facts, stock.item), **_area(facts, stock.scale)})


@check_line("IN32", on="scale")
def income_without_field(facts: HouseholdFacts, limits: Limits, line: LedgerLine) -> Hit | None:
    """Income of a crop from next to no land, by its line in the ledger (IN32)."""
    item = facts.frame.reckoner.items.get(line.item or "")
    if item is None or not item.code.startswith(limits.starts("items")) or (line.amount or 0) <= 0:
        return None
    if (line.scale_unit or item.scale_unit) != _MU or not _is_too_small(line.scale, limits):
        return None
    when = month_words(line.month) if line.month else "月份未填"
    return Hit(None, {"item": item.label, "when": when, "area": quantity_text(line.scale)})


def _sown(facts: HouseholdFacts, limits: Limits) -> dict[str, int]:
    """Mu of each crop in the quarter, by its record or by its ledger lines, whichever says more."""
    sown: dict[str, int] = {}
    items, starts = facts.frame.reckoner.items, limits.starts("items")
    grown = [(s.item, s.scale, s.scale_unit) for s in _stocks(facts, limits)]
    lines = facts.dossier.ledger.between(facts.frame.quarter)
    for code, scale, unit in [*grown, *((line.item, line.scale, line.scale_unit) for line in lines)]:
        known = items.get(code or "")
        if known and scale and known.code.startswith(starts) and (unit or known.scale_unit) == _MU:
            sown[known.code] = max(sown.get(known.code, 0), scale)
    return sown


def _gone_beyond(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Nothing entered of what was there counts as none; nothing entered of what has gone is not looked at."""
    for stock in _stocks(facts, limits):
        gone = sum(part or 0 for part in (stock.sold, stock.used, stock.lost))
        there = sum(part or 0 for part in (stock.opening, stock.produced, stock.bought))
        if gone > there:
            yield Hit(
                None,
                {
                    "item": _label(facts, stock.item),
                    "gone": quantity_text(Thousandths(gone)),
                    "there": quantity_text(Thousandths(there)),
                    "unit": stock.unit or "",
                },
            )


def _stocks(facts: HouseholdFacts, limits: Limits) -> list[Stock]:
    """The quarter's records of the items that the rule names."""
    first, starts = facts.frame.quarter.first, limits.starts("items")
    return [s for s in facts.picture.stocks if s.quarter == first and (s.item or "").startswith(starts)]


def _is_too_small(scale: Thousandths | None, limits: Limits) -> bool:
    return scale is not None and scale * 10 < limits.number("least_tenths") * 1000


def _area(facts: HouseholdFacts, scale: Thousandths | None) -> dict[str, str | int]:
    return {"when": facts.frame.period.text(), "area": quantity_text(scale)}


def _label(facts: HouseholdFacts, code: str | None) -> str:
    known = facts.frame.reckoner.items.get(code or "")
    return known.label if known else "未选品种"

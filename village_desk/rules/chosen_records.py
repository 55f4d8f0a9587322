"""The records of what a village has chosen for itself: local prices and costs, and its settings."""

from __future__ import annotations

from msgspec import Struct

from village_desk.rules.money import Thousandths


class Price(Struct, frozen=True):
    """The local price, yield and cost of one income item for a year, as the township confirms it."""

    id: str
    village_code: str
    item: str
    year: int
    unit: str | None = None
    yield_usual: Thousandths | None = None
    """Usual output per mu or head, in ``unit``."""
    price_usual: Thousandths | None = None
    """Usual price in yuan per ``unit``."""
    cost_each: Thousandths | None = None
    """Cash cost in yuan per mu or head."""
    cost_percent: int | None = None
    """Cost as a share of gross output, in whole percent: used where the farmer cannot name costs."""
    source: str | None = None


class Setting(Struct, frozen=True):
    """One choice of the book kept by name: profile, year mode, 口径, population to divide by, staff."""

    id: str
    village_code: str
    name: str
    value: str

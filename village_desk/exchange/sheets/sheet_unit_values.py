"""Values of the village summary: quotients of sums, shares and bands of a unit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType

from village_desk.definitions.indicators import row_title
from village_desk.definitions.toml_files import read_once
from village_desk.exchange.sheets.sheet_shown import (
    NOT_APPLICABLE,
    SheetValue,
    Shown,
    amount,
    caption_of,
    count,
    percent,
)
from village_desk.exchange.sheets.sheet_subjects import UnitSubject
from village_desk.rules.figures import parts_of, structure_per_mille
from village_desk.rules.indicators.income import band_names
from village_desk.rules.money import Fen, per_head

BANDS = "unit.bands"
"""The one value that spreads over several columns: one for each income band."""


@read_once
def unit_values() -> Mapping[str, SheetValue[UnitSubject]]:
    """Values of the village summary."""
    styles = {"unit.label": "centre", **dict.fromkeys(_UNIT_COUNTS, "count")}
    return MappingProxyType(
        {
            name: SheetValue(name, caption_of(name), show, styles.get(name, "amount"))
            for name, show in _UNITS.items()
        }
    )


def band_shown(row: UnitSubject, place: int) -> Shown:
    """Households and persons of a band."""
    found = row.figures.bands[place]
    return Shown(f"{found.households}／{found.persons}")


def band_captions(edges: tuple[Fen, ...]) -> tuple[str, ...]:
    """The captions of the bands between edges."""
    return tuple(map(row_title, band_names(edges)))


def _per_person(fen: Fen, row: UnitSubject) -> Shown:
    return amount(per_head(fen, row.figures.income.persons), NOT_APPLICABLE)


def _part(place: int) -> Callable[[UnitSubject], Shown]:
    return lambda row: _per_person(parts_of(row.figures.income)[place], row)


def _share(place: int) -> Callable[[UnitSubject], Shown]:
    def show(row: UnitSubject) -> Shown:
        shares = structure_per_mille(parts_of(row.figures.income))
        if shares is None:
            return Shown(NOT_APPLICABLE)
        return Shown(percent(shares[place]).text[:-1], Decimal(shares[place]).scaleb(-1))

    return show


def _under_line(row: UnitSubject) -> Shown:
    found = row.figures.under_line
    return Shown(NOT_APPLICABLE) if found is None else Shown(f"{found.households}／{found.persons}")


_UNIT_COUNTS = (
    "unit.households", "unit.members", "unit.counted", "unit.falling", "unit.without_labour",
    "unit.under_line", BANDS,
)  # fmt: skip


_UNITS: Mapping[str, Callable[[UnitSubject], Shown]] = {
    "unit.label": lambda row: Shown(row.label),
    "unit.households": lambda row: count(row.figures.households),
    "unit.members": lambda row: count(row.figures.members),
    "unit.counted": lambda row: count(row.figures.income.persons),
    "unit.wages": _part(0),
    "unit.production_net": _part(1),
    "unit.property": _part(2),
    "unit.transfer": _part(3),
    "unit.household_net": lambda row: amount(
        per_head(row.figures.income.net, row.figures.households), NOT_APPLICABLE
    ),
    "unit.per_capita": lambda row: amount(row.figures.income.per_capita, NOT_APPLICABLE),
    "unit.per_capita_before": lambda row: amount(
        row.figures.before.per_capita if row.figures.before else None, NOT_APPLICABLE
    ),
    "unit.growth": lambda row: percent(row.figures.growth_per_mille),
    "unit.share_wages": _share(0),
    "unit.share_production": _share(1),
    "unit.share_property": _share(2),
    "unit.share_transfer": _share(3),
    "unit.under_line": _under_line,
    BANDS: lambda row: Shown(
        "；".join(band_shown(row, place).text for place in range(len(row.figures.bands)))
    ),
    "unit.falling": lambda row: count(row.figures.falling),
    "unit.without_labour": lambda row: count(row.figures.without_labour),
}

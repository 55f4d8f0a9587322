"""What a run of the checks is held against: quarter, day, 口径, lines, code lists, what was before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec import Struct, field
from msgspec.structs import force_setattr

from village_desk.rules.chosen_records import Price
from village_desk.rules.income import Reckoner
from village_desk.rules.measures import CatalogueMeasure
from village_desk.rules.money import Fen
from village_desk.rules.months import (
    QUARTER_MONTHS,
    Month,
    Quarter,
    Window,
    add_months,
    day_number,
    rolling_window,
)


class FieldLists(Struct, frozen=True):
    """What the code lists say that rules need: relations with the sex and kin each implies."""

    relations: frozenset[str]
    relation_sex: Mapping[str, str]
    relation_kin: Mapping[str, str]
    politics: frozenset[str]
    unit_grams: Mapping[str, int] = field(default_factory=dict)
    """Units that are weights, in grams."""
    measures: Mapping[str, CatalogueMeasure] = field(default_factory=dict)
    """The catalogue of measures by code."""


class LateChanges(Struct, frozen=True):
    """Ledger lines of a closed quarter that were entered, changed or voided after all."""

    lines: int
    unexplained: int
    """How many of them without a reason."""
    newest: date


class Earlier(Struct, frozen=True):
    """What fields held before, from the journal; empty where nobody has looked it up."""

    household_numbers: Mapping[str, str] = field(default_factory=dict)
    """The number a household was imported under, by its id, where it has been changed since."""
    schooling: Mapping[str, str] = field(default_factory=dict)
    """The grade a person was in before the school year began, by person id."""
    late_changes: Mapping[str, LateChanges] = field(default_factory=dict)
    """What was changed in a household's quarter after it had been closed, by household id."""


_RECKONED: Any = None
"""A field that follows from the others, whatever is given for it."""


class Frame(Struct, frozen=True):
    """What a run of the checks is held against: quarter, day, 口径, the village's lines and the code lists.

    Ages are exact on ``as_of``. Income is compared over the year so far and the same months a year earlier; a
    yearly line is held against the twelve months that end with the quarter.
    """

    period: Quarter
    as_of: date
    reckoner: Reckoner
    lists: FieldLists
    monitoring_line: Fen | None = None
    low_income_line: Fen | None = None
    earlier: Earlier = field(default_factory=Earlier)
    prices: Mapping[str, Price] = field(default_factory=dict)
    """The township's confirmed prices and costs of the year, by item."""
    quarter: Window = _RECKONED
    year_so_far: Window = _RECKONED
    """From the first month of the quarter's year to the quarter's last."""
    year_earlier: Window = _RECKONED
    """The same months of the year before."""
    twelve_months: Window = _RECKONED
    """The twelve months that end with the quarter; with the last quarter they are the year."""
    begun_by: Month = _RECKONED
    """The month by which a book must have begun for the twelve months to be whole."""
    two_years: Window = _RECKONED
    """All that any rule looks at."""
    day: int = _RECKONED
    """The day of ages and membership, written yyyymmdd."""
    is_year_complete: bool = _RECKONED
    """The quarter is the last of its year."""

    @property
    def is_running(self) -> bool:
        """The quarter is judged before its last day."""
        return self.as_of < self.quarter.last_day

    def __post_init__(self) -> None:
        quarter = self.period.window
        so_far = self.period.year_so_far
        twelve = rolling_window(quarter.last)
        windows = {
            "quarter": quarter,
            "year_so_far": so_far,
            "year_earlier": so_far.year_earlier(),
            "twelve_months": twelve,
            "two_years": Window(twelve.before().first, quarter.last),
        }
        for name, window in windows.items():
            force_setattr(self, name, window)
        force_setattr(self, "day", day_number(self.as_of))
        force_setattr(self, "begun_by", add_months(twelve.first, QUARTER_MONTHS - 1))
        force_setattr(self, "is_year_complete", so_far == twelve)

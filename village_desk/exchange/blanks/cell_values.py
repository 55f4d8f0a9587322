"""A value as it is written into a cell: a number where the cell takes one, digits as text, else words."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from village_desk.definitions.value_words import ValueKind
from village_desk.exchange.blanks.blank_sheets import DAY, PERCENT, TEXT
from village_desk.exchange.cells import text_cell
from village_desk.exchange.incoming.headings import TEN_THOUSANDS
from village_desk.exchange.sheets.sheet_shown import NOT_APPLICABLE
from village_desk.exchange.values.known_values import KnownValue
from village_desk.exchange.values.value_rows import ValueRow

_DIGITS = re.compile(r"0[0-9]+|[0-9]{10,}[0-9Xx]+")
"""Numbers that a spreadsheet would shorten once somebody types into their cell."""
_DAY_ZERO = date(1899, 12, 30)
_FIRST_SURE = date(1900, 3, 1)
_CENT = Decimal("0.01")


class Written(NamedTuple):
    """What is put into a cell: kind (text, number or digits) and value."""

    kind: str
    value: str


def written(value: KnownValue, row: ValueRow, unit: str, use: str) -> Written | None:
    """A row's value for a cell whose heading has a unit and whose style has a use; None for nothing."""
    if row.scene.run.mask.hides(value.words.sensitive):
        return None
    if value.words.kind is ValueKind.DAY and use == DAY:
        day = value.take(row)
        if isinstance(day, date) and day >= _FIRST_SURE:
            return Written("number", str((day - _DAY_ZERO).days))
    shown = value.shown(row)
    if shown.text in ("", NOT_APPLICABLE):
        return None
    if shown.number is not None and use != TEXT:
        number = _scaled(Decimal(shown.number), value.words.kind, unit, use)
        if number is not None:
            return Written("number", plain_number(number))
    return text_written(shown.text)


def text_written(text: str) -> Written:
    """A text as it is put into a cell."""
    clean = text_cell(text).text
    return Written("digits" if _DIGITS.fullmatch(clean) else "text", clean)


def plain_number(number: Decimal) -> str:
    """A number without needless zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _scaled(number: Decimal, kind: ValueKind, unit: str, use: str) -> Decimal | None:
    """A number in the unit of its heading; None where only words say what it is."""
    if kind is ValueKind.PERCENT:
        if use == PERCENT:
            return number
        return number * 100 if "%" in unit or "％" in unit else None
    if kind is ValueKind.MONEY and unit == TEN_THOUSANDS:
        return (number / 10_000).quantize(_CENT, ROUND_HALF_UP)
    return number

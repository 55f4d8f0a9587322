"""A cell as the cadre would read it, and what is wrong with it where it is not plain."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from msgspec import Struct

_UNCLEAN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_WHOLE = re.compile(r"-?([0-9]+)")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")

LONGEST_EXACT = 15
"""Digits a spreadsheet keeps; what stands behind them in a number has been lost."""
_TOO_LONG = 10.0**LONGEST_EXACT
_LAST_DAY = 2958466
_FIRST_SURE = 61
_FALSE_LEAP_DAY = 60
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a workbook's days have no zone
_HALF_A_SECOND = timedelta(microseconds=500_000)
_1904_LATER = 1462


class Cell(Struct, frozen=True):
    """The text of a cell; where it is not plain, ``reason`` says why and ``value`` what stood there."""

    text: str
    value: str = ""
    reason: str = ""


class CellProblem(Struct, frozen=True):
    """A cell that needs a look: its place (both 1-based), what stood there, why (a key of words "cells")."""

    row: int
    column: int
    value: str
    reason: str


EMPTY = Cell("")


def is_clean(text: str) -> bool:
    """Whether a text has neither control characters nor half characters."""
    return _UNCLEAN.search(text) is None


def text_cell(text: str) -> Cell:
    """A text as it stands; control characters go and half characters become a box, both with a problem."""
    if is_clean(text):
        return Cell(text)
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    clean = _UNCLEAN.sub("", whole)
    if "\ufffd" in whole and _SURROGATE.search(text):
        return Cell(clean, clean, "half-character")
    return Cell(clean) if clean == whole and whole != text else Cell(clean, clean, "control-characters")


def unescape(text: str) -> str:
    """Put the characters back that a workbook writes as ``_x000D_``; ``_x005F_`` protects an underscore."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def number_cell(raw: str) -> Cell:
    """A number as a spreadsheet shows it: at most fifteen digits, no ``.0``; longer ones carry a problem."""
    if not _NUMBER.fullmatch(raw):
        return Cell("", raw, "not-a-number")
    value = float(raw)
    if not math.isfinite(value):
        return Cell("", raw, "not-a-number")
    return _long_number(raw) if abs(value) >= _TOO_LONG else Cell(number_text(value))


def number_text(value: float) -> str:
    """Write a finite number below 1e15 as a spreadsheet shows it, so 0.1+0.2 is 0.3."""
    if value.is_integer():
        return str(int(value))
    text = f"{value:.15g}"
    return format(Decimal(text), "f") if "e" in text and abs(value) > 1e-15 else text


def is_plain_number(value: float) -> bool:
    """Whether a number has kept all its digits and needs no second look."""
    return -_TOO_LONG < value < _TOO_LONG


def serial_cell(serial: float, *, from_1904: bool = False) -> Cell:
    """A day counted by a spreadsheet; before March 1900 it is doubtful: 29 February 1900 is counted."""
    if from_1904 and serial >= 1:
        serial += _1904_LATER
    if serial < 0 or 1 <= serial < _FIRST_SURE:
        text = number_text(serial) if serial < 0 else _early_day(int(serial))
        return Cell(text, text, "doubtful-day")
    if serial >= _LAST_DAY:
        return Cell(number_text(serial)) if is_plain_number(serial) else _long_number(repr(serial))
    moment = _DAY_ZERO + timedelta(seconds=round(serial * 86400))
    return Cell(moment_text(moment if serial >= 1 else moment.time()))


def moment_text(moment: datetime | date | time) -> str:
    """Write a day as 2024-05-01, with the time only where there is one."""
    if isinstance(moment, time):
        return (
            (datetime.combine(_DAY_ZERO, moment) + _HALF_A_SECOND).time().replace(microsecond=0).isoformat()
        )
    if not isinstance(moment, datetime):
        return moment.isoformat()
    moment = (moment + _HALF_A_SECOND).replace(microsecond=0)
    return moment.date().isoformat() if moment.time() == time(0) else moment.isoformat(" ")


def duration_text(days: float) -> str:
    """Write a length of time as hours, minutes and seconds."""
    seconds = round(days * 86400)
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _early_day(serial: int) -> str:
    if serial == _FALSE_LEAP_DAY:
        return "1900-02-29"
    return (_DAY_ZERO + timedelta(days=serial + 1)).date().isoformat()


def _long_number(raw: str) -> Cell:
    text = format(Decimal(raw), "f")
    whole = _WHOLE.fullmatch(raw)
    is_exact = whole is not None and whole[1].lstrip("0")[LONGEST_EXACT:].strip("0") != ""
    return Cell(text, text, "whole-number" if is_exact else "digits-lost")

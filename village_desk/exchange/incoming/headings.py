"""Headings of tables that come in: compared by what the eye sees, with units and number lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from msgspec import Struct

from village_desk.definitions.codes import comparing_form
from village_desk.definitions.screens import Field, Kind
from village_desk.definitions.toml_files import read_once, read_table
from village_desk.rules.identity import ID_LENGTH, is_checked, tidy_identity
from village_desk.rules.reading import NotUnderstoodError, Value, read_digits

TEN_THOUSANDS = "万元"

_UNIT = re.compile(r"\(([^()]*)\)$")
_NUMBERED = re.compile(r"([0-9])([^0-9()]+)")
_SCIENTIFIC = re.compile(r"[+-]?[0-9](?:\.[0-9]+)?[eE][+-]?[0-9]+")
_CUT_NUMBER = re.compile(r"[0-9]{15}000+")
"""A spreadsheet keeps fifteen digits of a number: what follows has become zeros."""
_ASKED_FOR = re.compile(r"^[*]+|[*:]+$|\((?:必填|选填|必填项)\)")


class NotTaken(Struct, frozen=True):
    """A cell that is not taken over; ``reason`` is a key of the words ``cells``."""

    reason: str


class HeadingText(Struct, frozen=True):
    """A heading as it is compared: whole, and cut from a unit in brackets at its end."""

    whole: str
    bare: str
    unit: str


@lru_cache(maxsize=8192)
def heading_text(text: str) -> HeadingText:
    """Bring a heading to the form in which it is compared."""
    whole = _ASKED_FOR.sub("", comparing_form(text))
    match = _UNIT.search(whole)
    return HeadingText(whole, whole[: match.start()], match[1]) if match else HeadingText(whole, whole, "")


def shown_heading(text: str) -> str:
    """A heading on one line, as it is named in lists."""
    return "".join(text.split())


def fits_unit(field: Field, unit: str) -> bool:
    """Whether a unit in brackets means the unit of the question, so that figures are taken as they stand."""
    if field.kind is Kind.MONEY and unit == TEN_THOUSANDS:
        return True
    return bool(field.unit) and unit in _same_units().get(field.unit, frozenset())


def cell_reader(field: Field, heading: HeadingText) -> Callable[[str], Value | NotTaken]:
    """The reader of one column's cells; never raises, heeds the heading's unit and number list."""
    numbers = dict(_NUMBERED.findall(heading.unit)) if field.kind is Kind.CHOICE else {}
    ending = TEN_THOUSANDS if heading.unit == TEN_THOUSANDS and field.kind is Kind.MONEY else ""

    is_number = bool(field.input) or field.key == "number"

    def read(text: str) -> Value | NotTaken:
        if is_number and is_cut(text, is_identity=field.input == "identity"):
            return NotTaken("digits-lost")
        try:
            if field.key == "number":
                return read_digits(text)
            return field.read(numbers.get(text.strip(), text) + ending)
        except NotUnderstoodError as error:
            return NotTaken(error.code)

    return read


def is_cut(text: str, *, is_identity: bool) -> bool:
    """Whether a spreadsheet has taken the last digits of a number: they cannot be guessed back."""
    if text.isascii() and text.isdigit() and not text.endswith("000"):
        return False
    plain = tidy_identity(text)
    if _SCIENTIFIC.fullmatch(plain):
        return True
    if not _CUT_NUMBER.fullmatch(plain):
        return False
    return not (is_identity and len(plain) == ID_LENGTH and is_checked(plain))


@read_once
def _same_units() -> Mapping[str, frozenset[str]]:
    units = read_table("resources", "imports", "roster.toml")["same_unit"]
    return {unit: frozenset(comparing_form(text) for text in texts) for unit, texts in units.items()}

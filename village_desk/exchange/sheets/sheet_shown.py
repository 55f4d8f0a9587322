"""What a value of a sheet is: its name, caption and look, and the words it stands for.

Blank means that nothing was entered, 0 that the answer is zero, — that the question does not arise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from msgspec import Struct

from village_desk.definitions.toml_files import read_once
from village_desk.definitions.words import all_keys, say
from village_desk.rules.money import Fen, yuan_text

NOT_APPLICABLE = "—"


Subject = TypeVar("Subject")


class Shown(NamedTuple):
    """A value in words; the number beside it keeps a workbook's cell a number."""

    text: str = ""
    number: Decimal | int | None = None


class SheetValue(Struct, Generic[Subject], frozen=True):
    """One name of the registry."""

    name: str
    caption: str
    show: Callable[[Subject], Shown]
    style: str = "centre"
    sensitive: str = ""
    """What kind of secret it is; public copies leave such values out."""


class UnknownValueError(KeyError):
    """A sheet names a value that does not exist; nothing is printed."""


def find(values: Mapping[str, SheetValue[Subject]], name: str) -> SheetValue[Subject]:
    """A value by name.

    Raises:
        UnknownValueError: There is none.
    """
    try:
        return values[name]
    except KeyError:
        raise UnknownValueError(name) from None


@lru_cache(maxsize=4096)
def amount(fen: Fen | None, missing: str = "") -> Shown:
    """Money in yuan with two decimals."""
    return Shown(missing) if fen is None else Shown(yuan_text(fen), Decimal(fen).scaleb(-2))


def percent(per_mille: int | None) -> Shown:
    """Thousandths as per cent with one decimal; what cannot be reckoned is —."""
    if per_mille is None:
        return Shown(NOT_APPLICABLE)
    sign = "-" if per_mille < 0 else ""
    text = f"{sign}{abs(per_mille) // 10}.{abs(per_mille) % 10}%"
    return Shown(text, Decimal(per_mille).scaleb(-3))


def count(number: int | None) -> Shown:
    """A whole number."""
    return Shown() if number is None else Shown(str(number), number)


def caption_of(name: str) -> str:
    """The caption of a value that no screen asks for.

    Raises:
        UnknownValueError: Nobody has worded it.
    """
    if f"sheet_caption.{name}" not in _word_keys():
        raise UnknownValueError(name)
    return say(f"sheet_caption.{name}")


@read_once
def _word_keys() -> frozenset[str]:
    return all_keys()

"""Text to value and back, once for every kind of answer: keyboard, workbook cell and package come this way.

Each reader takes its plain form by a short way first: an import reads two million cells. The long way behind
it accepts whatever else cadres write, and gives the same value where both would read a text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from fractions import Fraction

from village_desk.rules.arithmetic import NoArithmeticError, reckon
from village_desk.rules.identity import tidy_identity
from village_desk.rules.money import Fen, Thousandths, divide_half_up, quantity_text, yuan_text
from village_desk.rules.months import Month, make_month, month_of, month_text

Value = str | int | bool | date | tuple[str, ...] | None

MAX_TEXT = 2000
"""Longest text taken; longer text is refused, never cut in silence."""
MAX_AMOUNT = 100_000_000_000
"""Below one hundred billion yuan: anything larger is a slip of the keyboard."""

_EDGES = " \t\r\n\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNSEEN_IN_NUMBERS = re.compile(r"[\s\u00a0\u200b-\u200f\u202a-\u202e\u2060\ufeff'‘’`]")
_WIDTH: dict[int, int] = {0xFF01 + place: 0x21 + place for place in range(94)} | {0x3000: 0x20, 0xFFE5: 0xA5}
"""Full-width forms only: compatibility forms such as ² or ① would change the figure they stand in."""
_NARROW: dict[int, int] = _WIDTH | {ord(a): ord(b) for a, b in zip("。×÷−—", ".*/--", strict=True)}

_PLAIN_MONEY = re.compile(r"(\d{1,9})(?:\.(\d)(\d)?)?", re.ASCII)
_PLAIN_NUMBER = re.compile(r"(\d{1,9})(?:\.(\d{1,3}))?", re.ASCII)
_BRACKETED = re.compile(r"\(\s*[\d,.]+\s*\)", re.ASCII)
"""Means a loss in accounts and a plain figure in arithmetic: nobody can know which, so it is neither."""
_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_DAY = re.compile(
    rf"(?:(\d{{4}})\s*[-/.年]\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})\s*日?|(\d{{4}})(\d\d)(\d\d)){_TIME}",
    re.ASCII,
)
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?|(\d{4})(\d\d)", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_YES = frozenset({"是", "有", "√", "✓", "对", "1", "y", "yes", "true"})
_NO = frozenset({"否", "无", "没有", "×", "✗", "不", "0", "n", "no", "false"})
_SEPARATORS = re.compile(r"[,，、;；/\n]+")


class NotUnderstoodError(ValueError):
    """The text is not blank and names no value of its kind; ``code`` selects the sentence shown."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def tidy_text(text: str) -> str:
    """Clean a text at the one gate that every text passes: no edge blanks, no control characters.

    Raises:
        NotUnderstoodError: A lone surrogate (half a rare character) or more than MAX_TEXT characters.
    """
    if text.isprintable() and len(text) <= MAX_TEXT:
        return text.strip(" ")
    if _SURROGATE.search(text):
        raise NotUnderstoodError("half-character")
    text = _CONTROL.sub("", text).strip(_EDGES)
    if len(text) > MAX_TEXT:
        raise NotUnderstoodError("too-long")
    return text


def matching_text(text: str) -> str:
    """A text with everything that cannot be seen taken out, for comparing names; the original is kept."""
    if text.isalpha():
        return text
    return "".join(character for character in text if not _is_unseen(character))


def read_text(text: str) -> str | None:
    """Read free text; blank is None.

    Raises:
        NotUnderstoodError: See tidy_text.
    """
    return tidy_text(text) or None


def read_digits(text: str) -> str | None:
    """Read a telephone or account number: full-width digits, blanks and a trailing ``.0`` are put right.

    Raises:
        NotUnderstoodError: See tidy_text.
    """
    if text.isdecimal() and text.isascii() and len(text) <= MAX_TEXT:
        return text
    tidy = _UNSEEN_IN_NUMBERS.sub("", tidy_text(text).translate(_NARROW))
    whole = re.fullmatch(r"([0-9]+)\.0+", tidy)
    return whole[1] if whole else tidy or None


def read_identity_text(text: str) -> str | None:
    """Read an identity number as it stands: a wrong check digit is a finding, not a refusal.

    Raises:
        NotUnderstoodError: See tidy_text.
    """
    return tidy_identity(tidy_text(text)) or None


def read_number(text: str) -> Thousandths | None:
    """Read a quantity, price or arithmetic such as ``1200*3+450``, rounded once to three decimals.

    Raises:
        NotUnderstoodError: Not arithmetic, divided by zero, or too large.
    """
    if (plain := _PLAIN_NUMBER.fullmatch(text)) is not None:
        return Thousandths(int(plain[1]) * 1000 + int((plain[2] or "").ljust(3, "0")))
    value = _reckoned(_narrow(text))
    return None if value is None else Thousandths(_scaled(value, 1000))


def read_whole(text: str) -> int | None:
    """Read a whole number; ``3.0`` counts as 3.

    Raises:
        NotUnderstoodError: Not a whole number.
    """
    if len(text) < 10 and text.isdecimal() and text.isascii():
        return int(text)
    value = _reckoned(_narrow(text))
    if value is None:
        return None
    if value.denominator != 1:
        raise NotUnderstoodError("not-whole")
    return value.numerator


def read_money(text: str) -> Fen | None:
    """Read an amount in yuan, rounded once to whole fen; ``1.2万`` and ``3万元`` are ten-thousands.

    Raises:
        NotUnderstoodError: Not an amount, or one hundred billion yuan and more.
    """
    if (plain := _PLAIN_MONEY.fullmatch(text)) is not None:
        return Fen(int(plain[1]) * 100 + int(plain[2] or 0) * 10 + int(plain[3] or 0))
    value = _reckoned(_narrow(text).removeprefix("¥").removesuffix("元"))
    return None if value is None else Fen(_scaled(value, 100))


def read_day(text: str) -> date | None:
    """Read a day typed as 2024-05-01, 2024/5/1, 2024年5月1日 or 20240501; a time behind it is left off.

    Raises:
        NotUnderstoodError: The text is not blank and names no real day from 1900 to 2199.
    """
    plain = _narrow(text)
    if not plain:
        return None
    day = _day(plain)
    if day is None:
        raise NotUnderstoodError("not-a-day")
    return day


def read_month(text: str) -> Month | None:
    """Read a month typed as 202305, 2023-5 or 2023年05月; a full day is cut to its month.

    Raises:
        NotUnderstoodError: The text is not blank and names no real month.
    """
    plain = _narrow(text)
    if not plain:
        return None
    match = _MONTH.fullmatch(plain)
    try:
        if match is not None:
            return make_month(int(match[1] or match[3]), int(match[2] or match[4]))
    except ValueError:
        raise NotUnderstoodError("not-a-month") from None
    day = _day(plain)
    if day is None:
        raise NotUnderstoodError("not-a-month")
    return month_of(day)


def read_flag(text: str) -> bool | None:
    """Read yes or no; blank is None, which is neither.

    Raises:
        NotUnderstoodError: Neither yes nor no.
    """
    plain = tidy_text(text).translate(_WIDTH).strip(_EDGES).lower()
    if not plain:
        return None
    if plain in _YES:
        return True
    if plain in _NO:
        return False
    raise NotUnderstoodError("not-yes-or-no")


def split_choices(text: str) -> tuple[str, ...]:
    """Split a cell that holds several choices, whichever separator was used.

    Raises:
        NotUnderstoodError: See tidy_text.
    """
    return tuple(part.strip(_EDGES) for part in _SEPARATORS.split(tidy_text(text)) if part.strip(_EDGES))


def write_value(kind: str, value: Value) -> str:
    """Write a stored value as the text that reads back to it; nothing entered is blank."""
    if value is None:
        return ""
    writer = _WRITERS.get(kind)
    return writer(value) if writer else str(value)


def _narrow(text: str) -> str:
    tidy = tidy_text(text)
    return tidy if tidy.isascii() else tidy.translate(_NARROW).strip(_EDGES)


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) in {"Cf", "Cc", "Zs", "Mn"}


def _reckoned(plain: str) -> Fraction | None:
    if not plain.strip():
        return None
    if _BRACKETED.fullmatch(plain):
        raise NotUnderstoodError("not-a-number")
    try:
        value = reckon(plain)
    except NoArithmeticError:
        raise NotUnderstoodError("not-a-number") from None
    if abs(value) >= MAX_AMOUNT:
        raise NotUnderstoodError("too-large")
    return value


def _scaled(value: Fraction, times: int) -> int:
    return divide_half_up(value.numerator * times, value.denominator)


def _day(plain: str) -> date | None:
    match = _DAY.fullmatch(plain)
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part is not None)
    try:
        return date(year, month, day) if _FIRST_YEAR <= year <= _LAST_YEAR else None
    except ValueError:
        return None


_WRITERS: dict[str, Callable[..., str]] = {
    "number": quantity_text,
    "money": yuan_text,
    "day": date.isoformat,
    "month": month_text,
    "flag": lambda value: "是" if value else "否",
    "choices": ",".join,
}

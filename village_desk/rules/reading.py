"""Text to value and back, once for every kind of answer: keyboard, workbook cell and package travel this road."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation

from village_desk.rules.identity import tidy_identity
from village_desk.rules.money import Fen, Thousandths, divide_half_up, quantity_text, yuan_text
from village_desk.rules.months import Month, make_month, month_text

Value = str | int | bool | date | tuple[str, ...] | None

MAX_TEXT = 2000
"""Longest text taken; longer text is refused, never cut in silence."""
MAX_AMOUNT = Decimal("100000000000")
"""Below one hundred billion yuan: anything larger is a slip of the keyboard."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_EDGES = " \t\r\n\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_NUMBER = re.compile(r"\d+(?:\.\d*)?|\.\d+")
_TOKEN = re.compile(r"\s*(\d+(?:\.\d*)?|\.\d+|[-+*/()])")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?|(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?(?:\s*[-/.]?\s*\d{1,2}\s*日?)?|(\d{4})(\d{2})(?:\d{2})?")
_YES = frozenset({"是", "有", "√", "✓", "对", "1", "y", "Y", "yes", "true", "TRUE", "True"})
_NO = frozenset({"否", "无", "没有", "×", "✗", "不", "0", "n", "N", "no", "false", "FALSE", "False"})
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
    if _SURROGATE.search(text):
        raise NotUnderstoodError("half-character")
    text = _CONTROL.sub("", text).strip(_EDGES)
    if len(text) > MAX_TEXT:
        raise NotUnderstoodError("too-long")
    return text


def matching_text(text: str) -> str:
    """A text with everything that cannot be seen taken out, for comparing names; the original is kept."""
    return "".join(character for character in text if not _is_unseen(character))


def read_text(text: str) -> str | None:
    """Read free text; blank is None.

    Raises:
        NotUnderstoodError: See tidy_text.
    """
    return tidy_text(text) or None


def read_digits(text: str) -> str | None:
    """Read a telephone or account number: full-width digits, blanks and a trailing ``.0`` are put right."""
    tidy = unicodedata.normalize("NFKC", tidy_text(text)).replace(" ", "").lstrip("'")
    return re.sub(r"\.0+$", "", tidy) or None


def read_identity_text(text: str) -> str | None:
    """Read an identity number as it stands: a wrong check digit is a finding, not a refusal."""
    return tidy_identity(tidy_text(text)) or None


def read_number(text: str) -> Thousandths | None:
    """Read a quantity, price or arithmetic such as ``1200*3+450``, rounded to three decimals.

    Raises:
        NotUnderstoodError: Not arithmetic, divided by zero, or too large.
    """
    value = _reckoned(text)
    return None if value is None else Thousandths(_scaled(value, 1000))


def read_whole(text: str) -> int | None:
    """Read a whole number; ``3.0`` counts as 3.

    Raises:
        NotUnderstoodError: Not a whole number.
    """
    value = _reckoned(text)
    if value is None:
        return None
    if value != value.to_integral_value():
        raise NotUnderstoodError("not-whole")
    return int(value)


def read_money(text: str) -> Fen | None:
    """Read an amount in yuan to whole fen; ``1.2万`` and ``3万元`` are ten-thousands, arithmetic is reckoned.

    Raises:
        NotUnderstoodError: Not an amount, or one hundred billion yuan and more.
    """
    plain = unicodedata.normalize("NFKC", tidy_text(text)).replace("￥", "").replace("¥", "")
    times = 100
    if (match := re.fullmatch(r"(.*?)\s*(万元|万|元)", plain)) is not None:
        plain, times = match[1], 100 if match[2] == "元" else 1_000_000
    value = _reckoned(plain)
    return None if value is None else Fen(_scaled(value, times))


def read_day(text: str) -> date | None:
    """Read a day typed as 2024-05-01, 2024/5/1, 2024年5月1日 or 20240501; blank is None.

    Raises:
        NotUnderstoodError: The text is not blank and names no real day.
    """
    plain = unicodedata.normalize("NFKC", tidy_text(text)).removesuffix(" 00:00:00")
    if not plain:
        return None
    match = _DAY.fullmatch(plain)
    if match is None:
        raise NotUnderstoodError("not-a-day")
    year, month, day = (int(part) for part in match.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        raise NotUnderstoodError("not-a-day") from None


def read_month(text: str) -> Month | None:
    """Read a month typed as 202305, 2023-5 or 2023年05月; a full day is cut to its month.

    Raises:
        NotUnderstoodError: The text is not blank and names no real month.
    """
    plain = unicodedata.normalize("NFKC", tidy_text(text)).removesuffix(" 00:00:00")
    if not plain:
        return None
    match = _MONTH.fullmatch(plain)
    if match is None:
        raise NotUnderstoodError("not-a-month")
    year, month = (int(part) for part in match.groups() if part is not None)
    try:
        return make_month(year, month)
    except ValueError:
        raise NotUnderstoodError("not-a-month") from None


def read_flag(text: str) -> bool | None:
    """Read yes or no; blank is None, which is neither.

    Raises:
        NotUnderstoodError: Neither yes nor no.
    """
    plain = unicodedata.normalize("NFKC", tidy_text(text))
    if not plain:
        return None
    if plain in _YES:
        return True
    if plain in _NO:
        return False
    raise NotUnderstoodError("not-yes-or-no")


def split_choices(text: str) -> tuple[str, ...]:
    """Split a cell that holds several choices, whichever separator was used."""
    return tuple(part.strip(_EDGES) for part in _SEPARATORS.split(tidy_text(text)) if part.strip(_EDGES))


def write_value(kind: str, value: Value) -> str:
    """Write a stored value as the text that reads back to it; nothing entered is blank."""
    if value is None:
        return ""
    writer = _WRITERS.get(kind)
    return writer(value) if writer else str(value)


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) in {"Cf", "Cc", "Zs", "Mn"}


def _reckoned(text: str) -> Decimal | None:
    plain = unicodedata.normalize("NFKC", tidy_text(text)).replace(",", "").replace("×", "*").replace("÷", "/")
    if not plain:
        return None
    value = _Arithmetic(plain).value()
    if not value.is_finite() or abs(value) >= MAX_AMOUNT:
        raise NotUnderstoodError("too-large")
    return value


def _scaled(value: Decimal, times: int) -> int:
    numerator, denominator = value.as_integer_ratio()
    return divide_half_up(numerator * times, denominator)


class _Arithmetic:
    """The four operations and brackets over decimal numbers, read left to right without eval."""

    def __init__(self, text: str) -> None:
        self._tokens: list[str] = []
        at = 0
        while at < len(text):
            match = _TOKEN.match(text, at)
            if match is None or len(self._tokens) > 200:
                raise NotUnderstoodError("not-a-number")
            self._tokens.append(match[1])
            at = match.end()
        self._at = 0
        self._depth = 0

    def value(self) -> Decimal:
        try:
            value = self._sum()
        except (InvalidOperation, ZeroDivisionError):
            raise NotUnderstoodError("not-a-number") from None
        if self._at != len(self._tokens):
            raise NotUnderstoodError("not-a-number")
        return value

    def _next(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self) -> str:
        token = self._next()
        self._at += 1
        return token

    def _sum(self) -> Decimal:
        value = self._product()
        while self._next() in ("+", "-"):
            value = value + self._product() if self._take() == "+" else value - self._product()
        return value

    def _product(self) -> Decimal:
        value = self._factor()
        while self._next() in ("*", "/"):
            value = value * self._factor() if self._take() == "*" else value / self._factor()
        return value

    def _factor(self) -> Decimal:
        token = self._take()
        if token in ("+", "-"):
            self._deeper()
            value = self._factor()
            self._depth -= 1
            return value if token == "+" else -value
        if token == "(":
            self._deeper()
            value = self._sum()
            self._depth -= 1
            if self._take() != ")":
                raise NotUnderstoodError("not-a-number")
            return value
        if not _NUMBER.fullmatch(token):
            raise NotUnderstoodError("not-a-number")
        return Decimal(token)

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > 20:
            raise NotUnderstoodError("not-a-number")


_WRITERS: dict[str, Callable[..., str]] = {
    "number": quantity_text,
    "money": yuan_text,
    "day": date.isoformat,
    "month": month_text,
    "flag": lambda value: "是" if value else "否",
    "choices": ",".join,
}

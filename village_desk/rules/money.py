"""Money as whole fen and measured quantities as whole thousandths: sums never drift."""

from __future__ import annotations

from typing import NewType

Fen = NewType("Fen", int)
"""An amount of money in whole fen (1 yuan = 100 fen)."""

Thousandths = NewType("Thousandths", int)
"""A quantity (mu, jin, head, days, months) or a unit price in yuan, times 1,000."""

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")


def divide_half_up(numerator: int, denominator: int) -> int:
    """Divide and round once, halves away from zero, as every income sheet does (domain.md 2.1).

    Raises:
        ZeroDivisionError: The denominator is zero.
    """
    sign = -1 if (numerator < 0) != (denominator < 0) else 1
    numerator, denominator = abs(numerator), abs(denominator)
    return sign * ((2 * numerator + denominator) // (2 * denominator))


def amount_of(quantity: Thousandths, price: Thousandths) -> Fen:
    """Multiply a quantity by a unit price in yuan and round once to whole fen."""
    return Fen(divide_half_up(quantity * price, 10_000))


def per_head(amount: Fen, persons: int) -> Fen | None:
    """Divide an amount by counted persons, half up to 0.01 yuan; nobody counted gives None."""
    return Fen(divide_half_up(amount, persons)) if persons > 0 else None


def yuan_text(amount: Fen | None) -> str:
    """Write fen as yuan with two decimals and no separator; a missing amount is blank, never 0."""
    if amount is None:
        return ""
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100}.{abs(amount) % 100:02d}"


def quantity_text(value: Thousandths | None) -> str:
    """Write a quantity or unit price with the decimals that it has, at most three."""
    if value is None:
        return ""
    whole, rest = divmod(abs(value), 1000)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{rest:03d}".rstrip("0").rstrip(".")


def capitals(amount: Fen) -> str:
    """Write an amount in Chinese capitals as cheques have it, for example 壹万贰仟元整.

    A gap between places reads as one 零, and so does a missing place before jiao or fen (107000.53 has one).
    """
    if amount < 0:
        return "负" + capitals(Fen(-amount))
    yuan, rest = divmod(amount, 100)
    jiao, fen = divmod(rest, 10)
    text = _whole_capitals(yuan) + "元" if yuan else ""
    if not rest:
        return (text or "零元") + "整"
    if yuan and (not jiao or yuan % 10 == 0):
        text += "零"
    if jiao:
        text += _DIGITS[jiao] + "角"
    return text + (_DIGITS[fen] + "分" if fen else "整")


def _whole_capitals(yuan: int) -> str:
    for unit, name in ((10**8, "亿"), (10**4, "万")):
        if yuan >= unit:
            high, low = divmod(yuan, unit)
            gap = "零" if low < unit // 10 else ""
            return _whole_capitals(high) + name + (gap + _whole_capitals(low) if low else "")
    return _group_capitals(yuan)


def _group_capitals(group: int) -> str:
    text = ""
    zero = False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit:
            text += ("零" if zero and text else "") + _DIGITS[digit] + _PLACES[place]
        zero = digit == 0
    return text

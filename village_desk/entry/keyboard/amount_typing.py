"""The keyboard of number and amount fields, and the echo of what was understood."""

from __future__ import annotations

import unicodedata

from village_desk.rules.money import Fen, capitals, divide_half_up, quantity_text
from village_desk.rules.reading import NotUnderstoodError, read_money, read_number

CAPITALS_FROM = Fen(1_000_000)
"""Amounts of 10,000 yuan and over are echoed in Chinese capitals too."""

_PLAIN = frozenset("0123456789.+-*/(),")
_WORDS = {"w": "万", "万": "万", "y": "元", "元": "元", "j": "斤", "斤": "斤", "g": "公斤", "公": "公"}
_TWINS = {"。": ".", "、": "/", "×": "*", "x": "*", "÷": "/", "—": "-", "－": "-", "=": "", " ": ""}


def key_writes(character: str) -> str | None:
    """What one typed character writes: w is 万, y 元, j 斤, g 公斤; None where it writes nothing.

    Only typing passes here. Pasted text comes in whole, so that nothing of it is lost unseen.
    """
    plain = unicodedata.normalize("NFKC", character).lower()
    if plain in _TWINS or character in _TWINS:
        return _TWINS.get(character, _TWINS.get(plain))
    return plain if plain in _PLAIN else _WORDS.get(plain)


def amount_echo(text: str) -> str:
    """The amount in yuan, and from 10,000 in capitals; blank where the text says it plainly itself."""
    try:
        amount = read_money(text)
    except NotUnderstoodError:
        return ""
    if amount is None or (abs(amount) < CAPITALS_FROM and _is_plain(text)):
        return ""
    shown = f"{grouped(amount)} 元"
    return f"{shown}　{capitals(amount)}" if abs(amount) >= CAPITALS_FROM else shown


def number_echo(text: str) -> str:
    """The result of arithmetic in a number field; blank where the text is a plain number or says nothing."""
    try:
        value = read_number(text)
    except NotUnderstoodError:
        return ""
    return "" if value is None or _is_plain(text) else f"= {quantity_text(value)}"


def grouped(amount: Fen) -> str:
    """Write an amount with its thousands apart, for reading only: 12,000.00."""
    yuan, fen = divmod(abs(amount), 100)
    return f"{'-' if amount < 0 else ''}{yuan:,}.{fen:02d}"


def shown_amount(amount: Fen | None, *, is_asked: bool = True) -> str:
    """Write an amount for a list: blank for nothing, 0 for zero, · for not asked, brackets below zero."""
    if not is_asked:
        return "·"
    if amount is None:
        return ""
    if amount == 0:
        return "0"
    return f"({grouped(Fen(-amount))})" if amount < 0 else grouped(amount)


def shown_yuan(amount: Fen | None) -> str:
    """Write an amount for a list in whole yuan: blank for nothing, brackets below zero."""
    if amount is None:
        return ""
    yuan = divide_half_up(abs(amount), 100)
    return f"({yuan:,})" if amount < 0 < yuan else f"{yuan:,}"


def _is_plain(text: str) -> bool:
    return text.strip().lstrip("-").replace(",", "").replace(".", "", 1).isdigit()

"""What a message shows of a number that identifies somebody: enough to find it, not enough to use it."""

from __future__ import annotations


def masked_number(number: str) -> str:
    """An identity number with its birthday and order hidden: first six and last four remain."""
    if len(number) > 10:
        return f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}"
    return number[:2] + "*" * max(len(number) - 2, 0)


def masked_phone(number: str) -> str:
    """A telephone number with its middle hidden."""
    if len(number) > 7:
        return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"
    return "*" * max(len(number) - 2, 0) + number[-2:]


def masked_account(number: str) -> str:
    """The last four digits of a bank account."""
    return f"尾号{number[-4:]}"

"""The parts of a book 分账: those it has given out, and the one that it is itself."""

from __future__ import annotations

from village_desk.rules.exchange_records import Clash, Part
from village_desk.store.keys.recovery_code import read_code
from village_desk.store.keys.signing import SecretKeys, keys_of_code
from village_desk.store.reading import Reading


def opened_part(reading: Reading) -> Part | None:
    """The part that this book is, where it is a second desk's; None for a village's own book."""
    return next((part for part in reading.all(Part) if part.opened_on is not None), None)


def parts_given_out(reading: Reading) -> list[Part]:
    """The parts that this book has given out, the newest first."""
    return [part for part in reversed(reading.all(Part)) if part.opened_on is None]


def parts_still_out(reading: Reading) -> list[Part]:
    """Those that have neither come back nor been given up."""
    given = parts_given_out(reading)
    return [part for part in given if part.back_on is None and part.given_up_on is None]


def keys_of_part(part: Part) -> SecretKeys:
    """The keys that both books have of a part: what goes out is sealed for them, what comes back signed."""
    return keys_of_code(read_code(part.code), bytes.fromhex(part.giver))


def open_clashes(reading: Reading) -> list[Clash]:
    """What both desks have changed and nobody has decided, in the order in which it came."""
    return [clash for clash in reading.all(Clash) if clash.settled_on is None]

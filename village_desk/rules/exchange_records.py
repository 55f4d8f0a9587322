"""The records of exchange 交换: whose keys are trusted, and which packages have gone out or come in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from village_desk.rules.months import Month


@dataclass(frozen=True, slots=True)
class Partner:
    """A village or township whose public keys were compared aloud and are trusted since."""

    id: str
    village_code: str
    code: str
    name: str
    kind: str
    """``village`` or ``town``."""
    sign_key: str
    """What it signs with, as hexadecimal text."""
    seal_key: str
    """What is sealed for it, as hexadecimal text."""
    trusted_on: date


@dataclass(frozen=True, slots=True)
class Package:
    """A village's quarter as it went to the township: a row in the village's book and the township's."""

    id: str
    village_code: str
    """Whose it is, in the township's book too."""
    village_name: str
    profile: str
    """The policy profile of its book."""
    quarter: Month
    period: str
    """The quarter as the village numbers it."""
    sequence: int
    """Counts a village's packages from 1."""
    hash: str
    """Of the package's signed header: names this package and no other."""
    previous: str
    """The hash of the package before it."""
    rows_hash: str
    """Of the rows it carries, as this book keeps them."""
    households: int
    persons: int
    lines: int
    made_on: date
    received_on: date | None = None
    """When the township accepted it; the village knows it from the receipt."""
    answered_on: date | None = None
    """When the receipt was written, or opened in the village."""
    findings: int | None = None
    """What the township's checks found."""
    questions: int | None = None


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What somebody at the township asks a village 提问, beside what the checks ask."""

    id: str
    village_code: str
    village: str
    """The code of the village that is asked."""
    household: str | None
    """The number of the household that it is about; None stands for the village."""
    text: str
    asked_on: date
    due_on: date

"""The records of exchange 交换: trusted keys, packages that go out and come in, parts at a second desk."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from village_desk.rules.months import Month


class Partner(Struct, frozen=True):
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


class Package(Struct, frozen=True):
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
    signer: str | None = None
    """The key that signed it, as hexadecimal text."""


class Inquiry(Struct, frozen=True):
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


class Part(Struct, frozen=True):
    """Households that a second computer works on 分账: a row in its book and in the first one's."""

    id: str
    village_code: str
    desk: str
    """Who works on them there, as people say it."""
    households: tuple[str, ...]
    """Their ids, those that the second desk has made included once they came back."""
    code: str
    """What opens the working package, and proves that what comes back comes from there."""
    giver: str
    """The key with which the first book signs, as hexadecimal text."""
    seal_key: str
    """What is sealed for the first book, as hexadecimal text."""
    given_on: date
    agreed_at: int
    """The entry of this book's journal up to which both desks hold the same of the part."""
    sequence: int = 0
    """Counts the files that the second desk has handed back, or the first has taken in, from 1."""
    hash: str | None = None
    """Names the newest of these files."""
    opened_on: date | None = None
    """When it was opened, in the second desk's book; None in the book that gave it out."""
    back_on: date | None = None
    """When it was handed back, or taken in."""
    given_up_on: date | None = None
    """When the first book took it back without waiting for the second."""

    @property
    def is_out(self) -> bool:
        """The second desk works on it: the first may only look."""
        return self.back_on is None and self.given_up_on is None


class Clash(Struct, frozen=True):
    """An answer that both desks have changed 两边不同: a person decides which one stands."""

    id: str
    village_code: str
    household_id: str | None
    """None for what belongs to the whole village."""
    part_id: str
    record: str
    """The table in which it is."""
    row_id: str
    field: str
    here: str
    """What stood here when the part came back, as JSON."""
    there: str
    """What the second desk had, as JSON."""
    here_by: str
    here_at: str
    there_by: str
    there_at: str
    settled_on: date | None = None
    settled_by: str | None = None
    took_there: bool | None = None
    """The second desk's answer was taken; None while nobody has decided."""


class Decision(Struct, frozen=True):
    """What a township has settled 认定 of a person whom two villages hold: a mark in all three books."""

    id: str
    village_code: str
    """Whose book it stands in."""
    one_village: str
    one_name: str
    """What the village is called."""
    one_person: str | None
    """The person's id there; a village does not know it of the other one."""
    other_village: str
    other_name: str
    other_person: str | None
    stays_in: str | None
    """The code of the village that goes on keeping the person; None: these are two persons."""
    reason: str
    decided_on: date

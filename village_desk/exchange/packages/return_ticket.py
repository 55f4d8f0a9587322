"""The return ticket 回执: what the township has received, found, decided, and what it asks."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from village_desk.exchange.packages.sealed_file import SealedFile
from village_desk.rules.merging import text_reason
from village_desk.rules.refusals import Refusal
from village_desk.store.keys.signing import SecretKeys

_SPACE = uuid.UUID("5d0c5c3e-6c1b-5f0e-9d59-6c2f0f6f7a11")
_DECISION, _PACK = "decision", "pack"


class Receipt(Struct, frozen=True):
    """What everybody may read of a return ticket: which package it answers, and with how much."""

    package_id: str
    package_hash: str
    sequence: int
    period: str
    received_on: str
    written_on: str
    households: int
    persons: int
    lines: int
    findings: Mapping[str, int]
    """What the township's checks found, by level."""
    questions: int
    decisions: int = 0

    def table(self) -> dict[str, Any]:
        """The same as the head spells it."""
        return asdict(self)


class Question(Struct, frozen=True):
    """One thing the township asks; the same thing asked again has the same id."""

    id: str
    household_id: str | None
    person_id: str | None
    rule: str | None
    title: str
    shown_value: str | None
    due_on: str


class Told(Struct, frozen=True):
    """What the township has decided of a person, as one of the two villages is told it.

    Of the other village nothing is said but which it is.
    """

    id: str
    person: str
    """The person's id in the village that is told."""
    other_village: str
    other_name: str
    stays_in: str | None
    """As in Decision."""
    reason: str
    decided_on: str


class Ticket(Struct, frozen=True):
    """What only the village can read of its ticket."""

    questions: Sequence[Question]
    decisions: Sequence[Told] = ()
    pack: str = ""
    """The township's parameters, a pack as it lies on a stick; blank for none."""


def question_id(about: str) -> str:
    """The id of a question or decision, made of what it is about: of the same thing always the same one."""
    return str(uuid.uuid5(_SPACE, about))


def written(ticket: Ticket) -> Iterator[bytes]:
    """The content of a ticket: a line of JSON for each question, each decision and the pack."""
    lines: list[object] = [asdict(question) for question in ticket.questions]
    lines += [{_DECISION: asdict(told)} for told in ticket.decisions]
    if ticket.pack:
        lines.append({_PACK: ticket.pack})
    for line in lines:
        yield json.dumps(line, ensure_ascii=False).encode() + b"\n"


def receipt_of(sealed: SealedFile) -> Receipt:
    """What a ticket says of itself.

    Raises:
        Refusal: ``package-damaged``: whoever signed it signed nonsense.
    """
    try:
        receipt = Receipt(**sealed.head.about)
        days = [date.fromisoformat(day) for day in (receipt.received_on, receipt.written_on)]
        wholes = (receipt.sequence, receipt.households, receipt.persons, receipt.lines)
        asked = (receipt.questions, receipt.decisions)
        counts = [*wholes, *asked, *dict(receipt.findings).values()]
    except (TypeError, ValueError, AttributeError):
        raise Refusal("package-damaged") from None
    if len(days) != len({"received", "written"}) or {*map(type, counts)} != {int}:
        raise Refusal("package-damaged")
    return receipt


def ticket_of(sealed: SealedFile, secret: SecretKeys) -> Ticket:
    """What a ticket asks and tells.

    Raises:
        Refusal: ``package-for-another``, ``package-damaged``.
    """
    content = b"".join(sealed.content(secret))
    try:
        ticket = _read([json.loads(line) for line in content.splitlines()])
        said: list[Question | Told] = [*ticket.questions, *ticket.decisions]
        is_sound = all(map(_is_sound, said))
    except (TypeError, ValueError, RecursionError, AttributeError):
        raise Refusal("package-damaged") from None
    if not is_sound:
        raise Refusal("package-damaged")
    return ticket


def _read(lines: Sequence[Mapping[str, Any]]) -> Ticket:
    packs = [line[_PACK] for line in lines if _PACK in line]
    if len(packs) > 1 or not all(type(pack) is str for pack in packs):
        raise ValueError("one pack at most")
    return Ticket(
        [Question(**line) for line in lines if not line.keys() & {_DECISION, _PACK}],
        [Told(**line[_DECISION]) for line in lines if _DECISION in line],
        *packs,
    )


def _is_sound(said: Question | Told) -> bool:
    date.fromisoformat(said.due_on if isinstance(said, Question) else said.decided_on)
    may_lack = {"household_id", "person_id", "rule", "shown_value", "stays_in"}
    return all(
        type(text) is str and text_reason(text) is None
        for name, text in asdict(said).items()
        if not (text is None and name in may_lack)
    )

"""The return ticket 回执: what the township has received, what its checks found, and what it asks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from village_desk.exchange.packages.sealed_file import SealedFile
from village_desk.rules.merging import text_reason
from village_desk.rules.refusals import Refusal
from village_desk.store.keys.signing import SecretKeys


@dataclass(frozen=True, slots=True)
class Receipt:
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

    def table(self) -> dict[str, Any]:
        """The same as the head spells it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Question:
    """One thing the township asks; the same thing asked again has the same id."""

    id: str
    household_id: str | None
    person_id: str | None
    rule: str | None
    title: str
    shown_value: str | None
    due_on: str


def written(questions: Iterable[Question]) -> Iterator[bytes]:
    """The content of a ticket: a line of JSON for each question."""
    for question in questions:
        yield json.dumps(asdict(question), ensure_ascii=False).encode() + b"\n"


def receipt_of(sealed: SealedFile) -> Receipt:
    """What a ticket says of itself.

    Raises:
        Refusal: ``package-damaged``: whoever signed it signed nonsense.
    """
    try:
        receipt = Receipt(**sealed.head.about)
        days = [date.fromisoformat(day) for day in (receipt.received_on, receipt.written_on)]
        wholes = (receipt.sequence, receipt.households, receipt.persons, receipt.lines, receipt.questions)
        counts = [*wholes, *dict(receipt.findings).values()]
    except (TypeError, ValueError, AttributeError):
        raise Refusal("package-damaged") from None
    if len(days) != len({"received", "written"}) or {*map(type, counts)} != {int}:
        raise Refusal("package-damaged")
    return receipt


def questions_of(sealed: SealedFile, secret: SecretKeys) -> list[Question]:
    """What a ticket asks.

    Raises:
        Refusal: ``package-for-another``, ``package-damaged``.
    """
    content = b"".join(sealed.content(secret))
    try:
        questions = [Question(**json.loads(line)) for line in content.splitlines()]
        are_sound = all(map(_is_sound, questions))
    except (TypeError, ValueError, RecursionError):
        raise Refusal("package-damaged") from None
    if not are_sound:
        raise Refusal("package-damaged")
    return questions


def _is_sound(question: Question) -> bool:
    date.fromisoformat(question.due_on)
    texts = (question.id, question.title, question.due_on)
    links = (question.household_id, question.person_id, question.rule, question.shown_value)
    given = [*texts, *(link for link in links if link is not None)]
    return all(type(text) is str and text_reason(text) is None for text in given)

"""Rows of one sheet that claim to be the same person: all are named, none is imported by guess."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from village_desk.exchange.roster_rows import ImportProblem, RosterRow
from village_desk.rules.identity import ID_LENGTH, PLACEHOLDER_REGION
from village_desk.rules.reading import matching_text

_SHORTEST = 15
"""Identity numbers of the first kind had fifteen digits; shorter ones identify nobody."""
_NAMED_AT_MOST = 5

REJECTED = "rejected"


def reject_doubles(rows: Iterable[RosterRow]) -> list[ImportProblem]:
    """Mark rows of one sheet that share an identity number, a person number or a bare name at home."""
    claims: dict[tuple[str, ...], list[RosterRow]] = {}
    for row in rows:
        for claim in _claims(row):
            claims.setdefault((*claim, row.sheet.name), []).append(row)
    problems: list[ImportProblem] = []
    for claim, claimants in claims.items():
        if len(claimants) > 1:
            problems += reject_together(claimants, claim[0])
    return problems


def reject_together(rows: list[RosterRow], reason: str) -> list[ImportProblem]:
    """Reject rows that exclude each other; each names the others."""
    problems: list[ImportProblem] = []
    for row in rows:
        if row.outcome != REJECTED:
            others = [str(other.row) for other in rows if other is not row]
            text = "、".join(others[:_NAMED_AT_MOST]) + ("…" if len(others) > _NAMED_AT_MOST else "")
            column = (
                row.sheet.heading.column("person", "identity_number") if reason == "same-identity" else None
            )
            problems.append(row.problem(column, reason, rows=text))
    for row in rows:
        row.outcome = REJECTED
    return problems


def identity_claim(row: RosterRow) -> str | None:
    """The number by which two rows are the same person, checked or not; placeholders are nobody's."""
    number = row.identity
    if not number or len(number) < _SHORTEST or number.startswith(PLACEHOLDER_REGION):
        return None
    return number[:ID_LENGTH]


def _claims(row: RosterRow) -> Iterator[tuple[str, ...]]:
    identity = identity_claim(row)
    number = row.person.get("number")
    household = row.household_number
    if identity is not None:
        yield ("same-identity", identity)
    if number and household:
        yield ("same-number", household, str(number))
    if identity is None and not number and household and row.name:
        yield ("same-name", household, matching_text(row.name), row.identity or "")

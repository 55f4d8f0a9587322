"""Rows of one sheet that claim to be the same person: all are named, none is imported by a guess."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from village_desk.exchange.incoming.roster_rows import ImportProblem, RosterRow
from village_desk.rules.identity import ID_LENGTH, PLACEHOLDER_REGION
from village_desk.rules.reading import matching_text

_SHORTEST = 15
"""Identity numbers of the first kind had fifteen digits; shorter ones identify nobody."""
_NAMED_AT_MOST = 5

REJECTED = "rejected"


def reject_doubles(rows: Sequence[RosterRow]) -> list[ImportProblem]:
    """Reject rows of one sheet that share a person number, a bare name at home or an identity number.

    Rows with one identity number that 户编号 and 人编号 tell apart are two members of whom one number is
    wrong: both come in, and the checks ask for the right one (ID05).
    """
    claims: dict[tuple[str, ...], list[RosterRow]] = {}
    for row in rows:
        for claim in _claims(row):
            claims.setdefault((*claim, row.sheet.name), []).append(row)
    problems: list[ImportProblem] = []
    shared: set[str | None] = set()
    for claim, claimants in claims.items():
        if len(claimants) < 2:
            continue
        if claim[0] == "same-identity" and _told_apart(claimants):
            shared.add(claim[1])
            problems += _name_each_other(claimants, "shared-identity")
        else:
            problems += reject_together(claimants, claim[0])
    for row in rows if shared else ():
        row.shares_identity = row.keys is not None and identity_claim(row) in shared
    return problems


def _told_apart(rows: list[RosterRow]) -> bool:
    keys = {row.keys for row in rows}
    return None not in keys and len(keys) == len(rows)


def reject_together(rows: list[RosterRow], reason: str) -> list[ImportProblem]:
    """Reject rows that exclude each other; each names the others."""
    problems = _name_each_other(rows, reason)
    for row in rows:
        row.outcome = REJECTED
    return problems


def _name_each_other(rows: list[RosterRow], reason: str) -> list[ImportProblem]:
    problems: list[ImportProblem] = []
    for row in rows:
        if row.outcome != REJECTED:
            others = [str(other.row) for other in rows if other is not row]
            text = "、".join(others[:_NAMED_AT_MOST]) + ("…" if len(others) > _NAMED_AT_MOST else "")
            column = row.sheet.heading.column("person", "identity_number") if "identity" in reason else None
            problems.append(row.problem(column, reason, rows=text))
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
    if row.keys:
        yield ("same-number", *row.keys)
    if identity is None and not number and household and row.name:
        yield ("same-name", household, matching_text(row.name), row.identity or "")

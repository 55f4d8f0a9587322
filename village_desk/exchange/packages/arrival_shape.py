"""An arrived package in the words of the command line."""

from __future__ import annotations

from msgspec.structs import asdict

from village_desk.definitions.words import say
from village_desk.exchange.packages.arriving import Arrival
from village_desk.rules.merging import Claim, Compared, SharedPerson, Unfit


def arrival_shape(arrival: Arrival) -> dict[str, object]:
    """An arrival as the command line prints it; persons are named by household, not by identity number."""
    total = arrival.total
    return {
        "package": arrival.file_name,
        "village": arrival.head_code,
        "name": arrival.head_name,
        "period": arrival.report.period,
        "sequence": arrival.report.sequence,
        "new": total.new,
        "changed": total.changed,
        "same": total.same,
        "left": total.left,
        "tables": {table: asdict(one) for table, one in arrival.compared.items() if one != Compared()},
        "conflicts": [_conflict_shape(conflict) for conflict in arrival.conflicts],
        "moves": [_move_shape(move) for move in arrival.moves],
        "rejected": [{**asdict(unfit), "reason": unfit_words(unfit)} for unfit in arrival.rejected],
        "missing": list(arrival.missing),
        "broken_chain": arrival.is_broken_chain,
        "known": arrival.is_known,
        "other_definitions": list(arrival.other_definitions),
        "findings": dict(arrival.findings),
        "accepted": arrival.accepted,
    }


def unfit_words(unfit: Unfit) -> str:
    """Why a row cannot be taken, in words."""
    return say(f"unfit.{unfit.reason}")


def _conflict_shape(conflict: SharedPerson) -> dict[str, object]:
    return {"sides": [claim_shape(conflict.one), claim_shape(conflict.other)]}


def _move_shape(move: SharedPerson) -> dict[str, object]:
    left, come = (move.one, move.other) if move.one.has_left else (move.other, move.one)
    return {"from": claim_shape(left), "to": claim_shape(come)}


def claim_shape(claim: Claim) -> dict[str, object]:
    """One side of a person held twice, without the identity number."""
    return {"village": claim.village_code, "household": claim.household, "name": claim.name}

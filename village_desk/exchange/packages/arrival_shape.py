"""An arrived package in the words of the command line."""

from __future__ import annotations

from dataclasses import asdict

from village_desk.definitions.words import say
from village_desk.exchange.packages.arriving import Arrival
from village_desk.rules.merging import Compared, Conflict, Unfit


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


def _conflict_shape(conflict: Conflict) -> dict[str, object]:
    sides = (conflict.one, conflict.other)
    return {
        "sides": [
            {"village": one.village_code, "household": one.household, "name": one.name} for one in sides
        ]
    }

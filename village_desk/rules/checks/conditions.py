"""Conditions on a household under which a rule has anything to look at in any quarter."""

from __future__ import annotations

from village_desk.rules.checks.dossier import Dossier
from village_desk.rules.checks.ledger import beginning_so
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.registry import Concern


def has_lines_of(name: str) -> Concern:
    """A ledger line, whenever it was, of the items that the rule's parameter names."""

    def is_concerned(dossier: Dossier, limits: Limits) -> bool:
        return bool(beginning_so(dossier.codes, limits.starts(name)))

    return is_concerned

"""Conditions on a household's picture under which a rule has anything to look at in any quarter."""

from __future__ import annotations

from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.registry import Concern
from village_desk.rules.pictures import HouseholdPicture


def has_lines_of(name: str) -> Concern:
    """A ledger line, whenever it was, of the items that the rule's parameter names."""

    def is_concerned(picture: HouseholdPicture, limits: Limits) -> bool:
        starts = limits.starts(name)
        return any(line.item is not None and line.item.startswith(starts) for line in picture.lines)

    return is_concerned

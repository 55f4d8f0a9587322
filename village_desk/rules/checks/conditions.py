"""Conditions on a household under which a rule has anything to look at in any quarter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from village_desk.rules.checks.dossier import Dossier
from village_desk.rules.checks.ledger import beginning_so
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.registry import Concern
from village_desk.rules.checks.span import Span
from village_desk.rules.items import Category


@dataclass(frozen=True, slots=True)
class HasLinesOf:
    """A ledger line, whenever it was, of the items that the rule's parameter names."""

    name: str

    def __call__(self, dossier: Dossier, limits: Limits) -> bool:
        """Look among the items that the household has."""
        return self.among(dossier.codes, limits)

    def among(self, codes: frozenset[str], limits: Limits) -> bool:
        """Look among items: households that have the same ones are answered alike."""
        return bool(beginning_so(codes, limits.starts(self.name)))


def has_lines_of(name: str) -> HasLinesOf:
    """A ledger line, whenever it was, of the items that the rule's parameter names."""
    return HasLinesOf(name)


def in_some_quarter(is_so: Callable[[Span, Limits], bool]) -> Concern:
    """Something that the quarters of a run have; outside a run it is left to the rule itself."""

    def is_concerned(dossier: Dossier, limits: Limits) -> bool:
        return not isinstance(dossier, Span) or is_so(dossier, limits)

    return is_concerned


def has_category(*categories: Category) -> Concern:
    """A ledger line, whenever it was, of an item of some category."""
    wanted = frozenset(categories)

    def is_concerned(dossier: Dossier, limits: Limits) -> bool:
        return not dossier.categories.isdisjoint(wanted)

    return is_concerned

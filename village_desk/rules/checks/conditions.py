"""Conditions on a household under which a rule has anything to look at in any quarter."""

from __future__ import annotations

from collections.abc import Callable, Collection

from msgspec import Struct

from village_desk.rules.checks.dossier import Dossier
from village_desk.rules.checks.ledger import beginning_so
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.registry import Concern
from village_desk.rules.checks.span import Span
from village_desk.rules.items import Category


class HasLinesOf(Struct, frozen=True):
    """A ledger line, whenever it was, of the items that the rule's parameters name; then perhaps more."""

    names: tuple[str, ...]
    ask: Concern | None = None
    """What decides where the items leave it open."""
    is_enough: bool = True
    """Such a line is enough; else it is needed and ``ask`` is too."""

    def or_if(self, ask: Concern) -> HasLinesOf:
        """Such a line, or something else."""
        return HasLinesOf(self.names, ask)

    def and_if(self, ask: Concern) -> HasLinesOf:
        """Such a line, and something else."""
        return HasLinesOf(self.names, ask, is_enough=False)

    def __call__(self, dossier: Dossier, limits: Limits) -> bool:
        """Look among the items that the household has."""
        known = self.among(dossier.codes, limits)
        if known is None and self.ask is not None:
            return self.ask(dossier, limits)
        return bool(known)

    def among(self, codes: frozenset[str], limits: Limits) -> bool | None:
        """Look among items, None: open. Households that have the same ones are answered alike."""
        found = any([beginning_so(codes, limits.starts(name)) for name in self.names])
        return found if self.ask is None or found is self.is_enough else None


def has_lines_of(*names: str) -> HasLinesOf:
    """A ledger line, whenever it was, of the items that some of the rule's parameters name."""
    return HasLinesOf(names)


class InQuarters(Struct, frozen=True):
    """In which quarters of a run a rule may find something; outside a run it is left to the rule itself."""

    places: Callable[[Span, Limits], Collection[int]]
    """The quarters by their places in the run, each once; no fewer than have a finding."""

    def __call__(self, dossier: Dossier, limits: Limits) -> bool:
        """Whether there are any."""
        return not isinstance(dossier, Span) or bool(self.places(dossier, limits))


def in_quarters(places: Callable[[Span, Limits], Collection[int]]) -> InQuarters:
    """The quarters of a run in which a rule may have something to say."""
    return InQuarters(places)


class InSomeQuarter(Struct, frozen=True):
    """Something that the quarters of a run have; outside a run it is left to the rule itself."""

    is_so: Callable[[Span, Limits], bool]

    def __call__(self, dossier: Dossier, limits: Limits) -> bool:
        """Look at the quarters of a run."""
        return not isinstance(dossier, Span) or self.is_so(dossier, limits)


def in_some_quarter(is_so: Callable[[Span, Limits], bool]) -> InSomeQuarter:
    """Something that the quarters of a run have; outside a run it is left to the rule itself."""
    return InSomeQuarter(is_so)


def has_category(*categories: Category) -> Concern:
    """A ledger line, whenever it was, of an item of some category."""
    wanted = frozenset(categories)

    def is_concerned(dossier: Dossier, limits: Limits) -> bool:
        return not dossier.categories.isdisjoint(wanted)

    return is_concerned

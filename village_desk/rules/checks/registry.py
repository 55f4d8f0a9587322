"""Files each rule under its number and runs a choice of them over a household."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.limits import Limits
from village_desk.rules.records import Person

Value = str | int


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing a rule found: whom it concerns (None: the household) and what fills the message."""

    person: Person | None
    values: Mapping[str, Value]
    variant: str = ""
    """Which wording of the rule, where it has several."""
    judged: str = ""
    """What a verdict holds for where the values do not say it: a masked number, a fact that does not age."""


Rule = Callable[[HouseholdFacts, Limits], Iterator[Hit]]


@dataclass(frozen=True, slots=True)
class Filed:
    """A rule with its number and the fact without which it has nothing to look at."""

    id: str
    look: Rule
    on: str


_FILED: dict[str, Filed] = {}


def check(rule_id: str, *, on: str = "household") -> Callable[[Rule], Rule]:
    """File a rule under its number; it is not called for a household whose fact ``on`` is empty.

    Raises:
        ValueError: The number is taken.
    """

    def file(look: Rule) -> Rule:
        if rule_id in _FILED:
            raise ValueError(f"rule {rule_id} is filed twice")
        _FILED[rule_id] = Filed(rule_id, look, on)
        return look

    return file


def filed_rules() -> Mapping[str, Filed]:
    """Every rule there is, by number."""
    return _FILED


class Inspection:
    """The chosen rules with their parameters, in groups that share the fact they look at."""

    def __init__(self, limits: Mapping[str, Limits], chosen: Collection[str] | None = None) -> None:
        groups: dict[str, list[tuple[str, Rule, Limits]]] = {}
        for filed in _FILED.values():
            if chosen is None or filed.id in chosen:
                groups.setdefault(filed.on, []).append((filed.id, filed.look, limits[filed.id]))
        self._groups = tuple((on, tuple(rules)) for on, rules in groups.items())

    def hits(self, facts: HouseholdFacts) -> Iterator[tuple[str, Hit]]:
        """What the rules find in a household, with the number of the rule."""
        for on, rules in self._groups:
            if getattr(facts, on):
                for rule_id, look, limits in rules:
                    for hit in look(facts, limits):
                        yield rule_id, hit

"""Runs a choice of the rules over households, and asks again only where an answer may have changed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from village_desk.rules.checks.dossier import Dossier
from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.members import Member
from village_desk.rules.checks.registry import (
    FILED,
    FILED_FOR_LINES,
    Concern,
    Filed,
    Found,
    Lasts,
    Rule,
)
from village_desk.rules.months import Month

_AGES = "age_"
Chosen = tuple[str, Rule, Limits]
Group = tuple[str, tuple[Chosen, ...]]
"""A fact, and the rules that see nothing where it is empty."""
_LASTING_FACTS = frozenset(name for name in vars(Dossier) if not name.startswith("_"))


@dataclass(slots=True)
class Kept:
    """What was found of a household that lasts, with the members it was found for."""

    members: list[Member]
    aging: list[Found]
    """Until a birthday."""
    lasting: list[Found]

    def is_of(self, members: list[Member]) -> bool:
        """Whether these are the same people, perhaps older."""
        return [member.person for member in self.members] == [member.person for member in members]


class _Rules:
    """Rules whose answers last equally long, by the fact they look at."""

    def __init__(self, filed: Iterable[Filed], lasts: Lasts, limits: Mapping[str, Limits]) -> None:
        groups: dict[str, list[tuple[Chosen, Concern | None]]] = {}
        for known in filed:
            if known.lasts is lasts:
                rule = (known.id, known.look, limits[known.id])
                groups.setdefault(known.on, []).append((rule, known.when))
        whole = [(on, tuple(rule for rule, _ in rules)) for on, rules in groups.items()]
        self._of_dossier: tuple[Group, ...] = tuple(group for group in whole if group[0] in _LASTING_FACTS)
        self._of_quarter: tuple[Group, ...] = tuple(
            group for group in whole if group[0] not in _LASTING_FACTS
        )
        self._conditions = {
            on: rules for on, rules in groups.items() if any(when is not None for _, when in rules)
        }
        """The rules of a fact with the condition of each, where one has any."""

    def look(self, facts: HouseholdFacts) -> list[Found]:
        """Ask every rule whose fact is not empty."""
        return _look(self._of_dossier, facts.dossier, facts) + _look(self._of_quarter, facts, facts)

    def concerning(self, dossier: Dossier) -> Iterator[Group]:
        """The rules that may have something to say of a household in some quarter."""
        for on, rules in self._of_dossier:
            if getattr(dossier, on) and (left := self._left(on, rules, dossier)):
                yield "household", left
        for on, rules in self._of_quarter:
            if left := self._left(on, rules, dossier):
                yield on, left

    def _left(self, on: str, rules: tuple[Chosen, ...], dossier: Dossier) -> tuple[Chosen, ...]:
        """The rules of a fact whose condition is met."""
        conditions = self._conditions.get(on)
        if conditions is None:
            return rules
        return tuple([rule for rule, when in conditions if when is None or when(dossier, rule[2])])


class Inspection:
    """The chosen rules with their parameters, and for each household those that concern it."""

    def __init__(self, limits: Mapping[str, Limits], chosen: Collection[str] | None = None) -> None:
        filed = [known for known in FILED.values() if chosen is None or known.id in chosen]
        self._rules = {lasts: _Rules(filed, lasts, limits) for lasts in Lasts}
        self._ages = _turning_ages(limits[known.id] for known in filed if known.lasts is Lasts.BIRTHDAY)
        self._of_lines = [
            (on, rule_id, look, limits[rule_id])
            for rule_id, (on, look) in FILED_FOR_LINES.items()
            if chosen is None or rule_id in chosen
        ]

    def hits(self, facts: HouseholdFacts) -> list[Found]:
        """What the rules find in a household, with the number of the rule."""
        dossier = facts.dossier
        kept = dossier.kept
        if kept is None:
            found = self._rules[Lasts.QUARTER].look(facts)
        else:
            found = _look(self._concerning(dossier), facts, facts)
        if kept is None or not self._still_holds(kept, facts):
            kept = dossier.kept = self._kept(facts)
        found += kept.aging
        found += kept.lasting
        if dossier.line_hits is None:
            dossier.line_hits = self._hits_of_lines(facts)
        if dossier.line_hits:
            window = facts.frame.year_so_far
            found += [hit for month, hit in dossier.line_hits if window.first <= month <= window.last]
        return found

    def _hits_of_lines(self, facts: HouseholdFacts) -> list[tuple[Month, Found]]:
        dated = facts.dossier.ledger.dated
        return [
            (month, (rule_id, hit))
            for on, rule_id, look, limits in self._of_lines
            for month, line in dated
            if getattr(line, on) is not None and (hit := look(facts, limits, line)) is not None
        ]

    def _still_holds(self, kept: Kept, facts: HouseholdFacts) -> bool:
        """Whether nothing has happened to the members that a lasting rule would see."""
        members = facts.members
        if facts.is_contested:
            return False
        if kept.members == members:
            return True
        if kept.aging or not kept.is_of(members):
            return False
        if any(self._turns(old, new) for old, new in zip(kept.members, members, strict=True)):
            return False
        kept.members = members
        return True

    def _turns(self, old: Member, new: Member) -> bool:
        """Whether a birthday is one at which a rule begins or ceases to see something."""
        if old is new or old.age is None or new.age is None:
            return False
        is_turn = bisect_right(self._ages, old.age) != bisect_right(self._ages, new.age)
        return is_turn or new.reads_otherwise

    def _kept(self, facts: HouseholdFacts) -> Kept:
        """What is found as long as the members are these; a birthday leaves what is said of answers alone."""
        known, members = facts.dossier.kept, facts.members
        aging = self._rules[Lasts.BIRTHDAY].look(facts)
        if known is not None and not facts.is_contested and known.is_of(members):
            return Kept(members, aging, known.lasting)
        return Kept(members, aging, self._rules[Lasts.MEMBERS].look(facts))

    def _concerning(self, dossier: Dossier) -> tuple[Group, ...]:
        """The rules of each quarter that may have something to say of a household in some quarter.

        Choosing them costs more than asking all of them once, so that the first quarter asks them all.
        """
        if dossier.concerning is None:
            dossier.concerning = tuple(self._rules[Lasts.QUARTER].concerning(dossier))
        return dossier.concerning


def _look(groups: tuple[Group, ...], owner: object, facts: HouseholdFacts) -> list[Found]:
    return [
        (rule_id, hit)
        for on, rules in groups
        if getattr(owner, on)
        for rule_id, look, limits in rules
        for hit in look(facts, limits)
    ]


def _turning_ages(limits: Iterable[Limits]) -> list[int]:
    """The ages on whose birthday an answer may change: each named one, the one after it, and birth."""
    named = {
        value
        for known in limits
        for name, value in known.values.items()
        if name.startswith(_AGES) and isinstance(value, int)
    }
    return sorted({0} | named | {age + 1 for age in named})

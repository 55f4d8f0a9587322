"""Runs a choice of the rules over households, and asks again only where an answer may have changed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from village_desk.rules.checks.conditions import HasLinesOf
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
    LineRule,
    Rule,
)
from village_desk.rules.checks.span import Span
from village_desk.rules.months import Month, day_number

_AGES = "age_"
_YEAR = 10_000
"""A year between days written yyyymmdd."""
_NEVER = 9999_99_99
_MOST_KINDS = 4096
Chosen = tuple[str, Rule, Limits]
_Open = tuple[Chosen, Concern, Limits]
"""A rule with the condition that is still to be asked."""
Group = tuple[str, tuple[Chosen, ...]]
"""A fact, and the rules that see nothing where it is empty."""
_LASTING_FACTS = frozenset(name for name in vars(Dossier) if not name.startswith("_"))


@dataclass(slots=True)
class Kept:
    """What was found of a household that lasts, with the members it was found for."""

    members: list[Member]
    lasting: list[Found]
    """Until a member comes or leaves."""
    found: list[Found]
    """These and what holds until a birthday."""
    since: int
    until: int
    """Between these days, written yyyymmdd, nobody comes, leaves or has a birthday that counts."""

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
        self._choices = {on: _Choice(rules) for on, rules in groups.items()}

    def look(self, facts: HouseholdFacts) -> list[Found]:
        """Ask every rule whose fact is not empty."""
        return _look(self._of_dossier, facts.dossier, facts) + _look(self._of_quarter, facts, facts)

    def concerning(self, dossier: Dossier) -> Iterator[Group]:
        """The rules that may have something to say of a household in some quarter."""
        for on, _ in self._of_dossier:
            if getattr(dossier, on) and (left := self._choices[on].concerning(dossier)):
                yield "household", left
        for on, _ in self._of_quarter:
            if left := self._choices[on].concerning(dossier):
                yield on, left


class _Choice:
    """The rules of one fact, from which those that concern a household are chosen by their conditions."""

    def __init__(self, rules: Iterable[tuple[Chosen, Concern | None]]) -> None:
        self._always = tuple(rule for rule, when in rules if when is None)
        self._others = [(rule, when) for rule, when in rules if when is not None]
        self._of_items: dict[frozenset[str], tuple[tuple[Chosen, ...], list[_Open]]] = {}
        """What items decide, and what they leave open: the households of a village have the same few."""

    def concerning(self, dossier: Dossier) -> tuple[Chosen, ...]:
        """The rules whose condition is met."""
        known = self._of_items.get(dossier.codes)
        found, left = self._among(dossier.codes) if known is None else known
        met = [rule for rule, when, limits in left if when(dossier, limits)]
        return (*found, *met) if met else found

    def _among(self, codes: frozenset[str]) -> tuple[tuple[Chosen, ...], list[_Open]]:
        if len(self._of_items) >= _MOST_KINDS:
            self._of_items.clear()
        met, left = list(self._always), []
        for rule, when in self._others:
            is_met, ask = None, when
            if isinstance(when, HasLinesOf):
                is_met, ask = when.among(codes, rule[2]), when.ask or when
            if is_met:
                met.append(rule)
            elif is_met is None:
                left.append((rule, ask, rule[2]))
        found = self._of_items[codes] = (tuple(met), left)
        return found


class Inspection:
    """The chosen rules with their parameters, and for each household those that concern it."""

    def __init__(self, limits: Mapping[str, Limits], chosen: Collection[str] | None = None) -> None:
        filed = [known for known in FILED.values() if chosen is None or known.id in chosen]
        self._rules = {lasts: _Rules(filed, lasts, limits) for lasts in Lasts}
        self._ages = _turning_ages(limits[known.id] for known in filed if known.lasts is Lasts.BIRTHDAY)
        self._of_lines: dict[str, list[tuple[str, LineRule, Limits]]] = {}
        for rule_id, (on, look) in FILED_FOR_LINES.items():
            if chosen is None or rule_id in chosen:
                self._of_lines.setdefault(on, []).append((rule_id, look, limits[rule_id]))

    def hits(self, facts: HouseholdFacts) -> list[Found]:
        """What the rules find in a household, with the number of the rule."""
        kept = facts.dossier.kept
        found = self._rules[Lasts.QUARTER].look(facts)
        if kept is None or facts.is_contested or not kept.since <= facts.frame.day < kept.until:
            kept = facts.dossier.kept = self._kept(facts)
        return [*found, *kept.found, *_of_window(self._hits_of_lines(facts), facts)]

    def hits_over(self, course: Sequence[HouseholdFacts]) -> list[list[Found]]:
        """The same of each quarter of a run, whose facts share one dossier.

        What no quarter changes is asked once: which rules concern the household, and what its lines say.
        """
        first = course[0]
        span, is_contested = cast("Span", first.dossier), first.is_contested
        hits: list[list[Found]] = [[] for _ in course]
        for on, rules in self._concerning(span):
            for place in span.quarters_with(on):
                facts = course[place]
                if getattr(facts, on):
                    found = hits[place]
                    for rule_id, look, limits in rules:
                        found += [(rule_id, hit) for hit in look(facts, limits)]
        of_lines, kept = self._hits_of_lines(first), span.kept
        for place, facts in enumerate(course):
            if kept is None or is_contested or not kept.since <= facts.frame.day < kept.until:
                kept = span.kept = self._kept(facts)
            hits[place] += kept.found
            if of_lines:
                hits[place] += _of_window(of_lines, facts)
        return hits

    def _hits_of_lines(self, facts: HouseholdFacts) -> list[tuple[Month, Found]]:
        if facts.dossier.line_hits is None:
            facts.dossier.line_hits = self._look_at_lines(facts)
        return facts.dossier.line_hits

    def _look_at_lines(self, facts: HouseholdFacts) -> list[tuple[Month, Found]]:
        dated = facts.dossier.ledger.dated
        return [
            (month, (rule_id, hit))
            for on, rules in self._of_lines.items()
            for month, line in dated
            if getattr(line, on) is not None
            for rule_id, look, limits in rules
            if (hit := look(facts, limits, line)) is not None
        ]

    def _kept(self, facts: HouseholdFacts) -> Kept:
        """What is found as long as the members are these; a birthday leaves what is said of answers alone."""
        known, members = facts.dossier.kept, facts.members
        aging = self._rules[Lasts.BIRTHDAY].look(facts)
        if known is not None and not facts.is_contested and known.is_of(members):
            lasting = known.lasting
        else:
            lasting = self._rules[Lasts.MEMBERS].look(facts)
        day, everybody = facts.frame.day, facts.dossier.everybody_on(facts.frame.as_of)
        until = self._holds_until(everybody, day, is_any_birthday=bool(aging))
        return Kept(members, lasting, aging + lasting, day, until)

    def _holds_until(self, members: Iterable[Member], day: int, *, is_any_birthday: bool) -> int:
        """The first day after one on which somebody comes, leaves or has a birthday that may count."""
        until = _NEVER
        for member in members:
            if member.reads_otherwise:
                return day
            person, age, born = member.person, member.age, member.born
            turns = [day_number(moved) for moved in (person.joined_on, person.left_on) if moved is not None]
            if age is not None and born is not None:
                place = bisect_right(self._ages, age)
                turning = (
                    age + 1 if is_any_birthday else self._ages[place] if place < len(self._ages) else _NEVER
                )
                turns.append(day_number(born) + turning * _YEAR)
            until = min(until, *[turn for turn in turns if turn > day], _NEVER)
        return until

    def _concerning(self, dossier: Dossier) -> tuple[Group, ...]:
        """The rules of each quarter that may have something to say of a household in some quarter."""
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


def _of_window(of_lines: list[tuple[Month, Found]], facts: HouseholdFacts) -> list[Found]:
    window = facts.frame.year_so_far
    return [hit for month, hit in of_lines if window.first <= month <= window.last]


def _turning_ages(limits: Iterable[Limits]) -> list[int]:
    """The ages on whose birthday an answer may change: each named one, the one after it, and birth."""
    named = {
        value
        for known in limits
        for name, value in known.values.items()
        if name.startswith(_AGES) and isinstance(value, int)
    }
    return sorted({0} | named | {age + 1 for age in named})

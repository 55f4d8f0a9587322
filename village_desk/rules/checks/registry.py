"""Files each rule under its number and runs a choice of them over a household."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from village_desk.rules.checks.dossier import Dossier
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
Found = tuple[str, Hit]
"""The number of a rule and what it found."""


class Lasts(Enum):
    """How long what a rule says of an unchanged household stays true: it is not asked again before."""

    QUARTER = "quarter"
    """It looks at the ledger, the visits or the day: each quarter anew."""
    BIRTHDAY = "birthday"
    """It looks at the answers and at ages: until a member comes, leaves or has a birthday."""
    MEMBERS = "members"
    """It looks at the answers alone: until a member comes or leaves."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A rule with its number, the fact without which it sees nothing, and how long its answer lasts."""

    id: str
    look: Rule
    on: str
    lasts: Lasts


_FILED: dict[str, Filed] = {}
Group = tuple[str, tuple[tuple[str, Rule, Limits], ...]]


def check(rule_id: str, *, on: str = "household", lasts: Lasts = Lasts.QUARTER) -> Callable[[Rule], Rule]:
    """File a rule under its number; it is not called for a household whose fact ``on`` is empty.

    A fact of HouseholdFacts is looked at each time; one of Dossier once, for all the quarters of a run.

    Raises:
        ValueError: The number is taken.
    """

    def file(look: Rule) -> Rule:
        if rule_id in _FILED:
            raise ValueError(f"rule {rule_id} is filed twice")
        _FILED[rule_id] = Filed(rule_id, look, on, lasts)
        return look

    return file


def filed_rules() -> Mapping[str, Filed]:
    """Every rule there is, by number."""
    return _FILED


class Inspection:
    """The chosen rules with their parameters, in groups that share the fact they look at."""

    def __init__(self, limits: Mapping[str, Limits], chosen: Collection[str] | None = None) -> None:
        groups: dict[Lasts, dict[str, list[tuple[str, Rule, Limits]]]] = {lasts: {} for lasts in Lasts}
        for filed in _FILED.values():
            if chosen is None or filed.id in chosen:
                group = groups[filed.lasts].setdefault(filed.on, [])
                group.append((filed.id, filed.look, limits[filed.id]))
        self._groups: dict[Lasts, tuple[Group, ...]] = {
            lasts: tuple((on, tuple(rules)) for on, rules in by_fact.items())
            for lasts, by_fact in groups.items()
        }

    def hits(self, facts: HouseholdFacts) -> list[Found]:
        """What the rules find in a household, with the number of the rule."""
        return [
            *_look(self._concerning(Lasts.QUARTER, facts.dossier), facts),
            *self._kept(Lasts.BIRTHDAY, facts, list(facts.members)),
            *self._kept(Lasts.MEMBERS, facts, [member.person for member in facts.members]),
        ]

    def _concerning(self, lasts: Lasts, dossier: Dossier) -> tuple[Group, ...]:
        """The rules that may have something to say of a household in some quarter."""
        known = dossier.concerning.get(lasts)
        if known is None:
            known = dossier.concerning[lasts] = tuple(
                ("household", rules) if hasattr(Dossier, on) else (on, rules)
                for on, rules in self._groups[lasts]
                if not hasattr(Dossier, on) or getattr(dossier, on)
            )
        return known

    def _kept(self, lasts: Lasts, facts: HouseholdFacts, members: list[object]) -> list[Found]:
        """What was found when the members were last these, unless other households have a say in it."""
        known = facts.dossier.kept.get(lasts)
        if known is not None and known[0] == members and not facts.is_contested:
            return known[1]
        found = _look(self._concerning(lasts, facts.dossier), facts)
        if not facts.is_contested:
            facts.dossier.kept[lasts] = (members, found)
        return found


def _look(groups: tuple[Group, ...], facts: HouseholdFacts) -> list[Found]:
    return [
        (rule_id, hit)
        for on, rules in groups
        if getattr(facts, on)
        for rule_id, look, limits in rules
        for hit in look(facts, limits)
    ]

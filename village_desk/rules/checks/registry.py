"""Files each rule under its number and runs a choice of them over a household."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from village_desk.rules.checks.dossier import Dossier
from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.members import Member
from village_desk.rules.months import Month
from village_desk.rules.records import LedgerLine, Person

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
Concern = Callable[[Dossier, Limits], bool]
"""Whether a rule may have something to say of a household in any quarter: cheap, and never too narrow."""
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
    when: Concern | None = None


LineRule = Callable[[HouseholdFacts, Limits, LedgerLine], Hit | None]
"""What a rule says of one line by itself; of the facts it may use those that no quarter changes."""

_FILED: dict[str, Filed] = {}
_FILED_FOR_LINES: dict[str, LineRule] = {}
Group = tuple[str, tuple[tuple[str, Rule, Limits], ...]]
_Chosen = tuple[Filed, Limits]
_LASTING_FACTS = frozenset(name for name in vars(Dossier) if not name.startswith("_"))


def check(
    rule_id: str, *, on: str = "household", lasts: Lasts = Lasts.QUARTER, when: Concern | None = None
) -> Callable[[Rule], Rule]:
    """File a rule under its number; it is not called for a household whose fact ``on`` is empty.

    A fact of HouseholdFacts is looked at each time; one of Dossier, and the condition ``when``, once
    for all the quarters of a run.

    Raises:
        ValueError: The number is taken.
    """

    def file(look: Rule) -> Rule:
        if rule_id in _FILED:
            raise ValueError(f"rule {rule_id} is filed twice")
        _FILED[rule_id] = Filed(rule_id, look, on, lasts, when)
        return look

    return file


def check_line(rule_id: str) -> Callable[[LineRule], LineRule]:
    """File a rule that looks at one ledger line at a time: once for each line, whatever the quarter.

    Raises:
        ValueError: The number is taken by another rule of lines.
    """

    def file(look: LineRule) -> LineRule:
        if rule_id in _FILED_FOR_LINES:
            raise ValueError(f"rule {rule_id} is filed twice")
        _FILED_FOR_LINES[rule_id] = look
        return look

    return file


def filed_rules() -> frozenset[str]:
    """The numbers of all rules there are."""
    return frozenset(_FILED) | frozenset(_FILED_FOR_LINES)


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


class Inspection:
    """The chosen rules with their parameters, and for each household those that concern it."""

    def __init__(self, limits: Mapping[str, Limits], chosen: Collection[str] | None = None) -> None:
        self._chosen: dict[Lasts, dict[str, list[_Chosen]]] = {lasts: {} for lasts in Lasts}
        for filed in _FILED.values():
            if chosen is None or filed.id in chosen:
                self._chosen[filed.lasts].setdefault(filed.on, []).append((filed, limits[filed.id]))

        self._of_lines = [
            (rule_id, look, limits[rule_id])
            for rule_id, look in _FILED_FOR_LINES.items()
            if chosen is None or rule_id in chosen
        ]

    def hits(self, facts: HouseholdFacts) -> list[Found]:
        """What the rules find in a household, with the number of the rule."""
        dossier = facts.dossier
        found = _look(self._concerning(Lasts.QUARTER, dossier), facts)
        if dossier.kept is None or dossier.kept.members != facts.members or facts.is_contested:
            dossier.kept = self._kept(facts)
        if dossier.line_hits is None:
            dossier.line_hits = self._hits_of_lines(facts)
        window = facts.frame.year_so_far
        of_lines = [hit for month, hit in dossier.line_hits if window.first <= month <= window.last]
        return found + dossier.kept.aging + dossier.kept.lasting + of_lines

    def _hits_of_lines(self, facts: HouseholdFacts) -> list[tuple[Month, Found]]:
        return [
            (month, (rule_id, hit))
            for rule_id, look, limits in self._of_lines
            for month, line in facts.dossier.ledger.dated
            if (hit := look(facts, limits, line)) is not None
        ]

    def _kept(self, facts: HouseholdFacts) -> Kept:
        """What is found as long as the members are these; a birthday leaves what is said of answers alone."""
        dossier, members = facts.dossier, facts.members
        aging = _look(self._concerning(Lasts.BIRTHDAY, dossier), facts)
        known = dossier.kept
        if known is not None and not facts.is_contested and known.is_of(members):
            return Kept(members, aging, known.lasting)
        return Kept(members, aging, _look(self._concerning(Lasts.MEMBERS, dossier), facts))

    def _concerning(self, lasts: Lasts, dossier: Dossier) -> tuple[Group, ...]:
        """The rules that may have something to say of a household in some quarter."""
        known = dossier.concerning.get(lasts)
        if known is None:
            known = tuple(self._concerned(lasts, dossier))
            dossier.concerning[lasts] = known
        return known

    def _concerned(self, lasts: Lasts, dossier: Dossier) -> Iterator[Group]:
        for on, chosen in self._chosen[lasts].items():
            is_lasting = on in _LASTING_FACTS
            if is_lasting and not getattr(dossier, on):
                continue
            rules = tuple(
                (filed.id, filed.look, limits)
                for filed, limits in chosen
                if filed.when is None or filed.when(dossier, limits)
            )
            if rules:
                yield ("household" if is_lasting else on, rules)


def _look(groups: tuple[Group, ...], facts: HouseholdFacts) -> list[Found]:
    return [
        (rule_id, hit)
        for on, rules in groups
        if getattr(facts, on)
        for rule_id, look, limits in rules
        for hit in look(facts, limits)
    ]

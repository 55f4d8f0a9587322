"""Files each rule under its number, with the fact it looks at and how long its answer lasts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import Enum

from msgspec import Struct

from village_desk.rules.checks.dossier import Dossier
from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.limits import Limits
from village_desk.rules.records import LedgerLine, Person

Value = str | int


class Hit(Struct, frozen=True):
    """One thing a rule found: whom it concerns (None: the household) and what fills the message."""

    person: Person | None
    values: Mapping[str, Value]
    variant: str = ""
    """Which wording of the rule, where it has several."""
    judged: str = ""
    """What a verdict holds for where the values do not say it: a masked number, a fact that does not age."""


Hits = Iterable[Hit]
"""What a rule found; where it mostly finds nothing, an empty tuple costs less than a generator."""
Rule = Callable[[HouseholdFacts, Limits], Hits]
Concern = Callable[[Dossier, Limits], bool]
"""Whether a rule may have something to say of a household in any quarter: cheap, and never too narrow."""
Found = tuple[str, Hit]
"""The number of a rule and what it found."""


class Lasts(Enum):
    """How long what a rule says of an unchanged household stays true: it is not asked again before."""

    QUARTER = "quarter"
    """It looks at the ledger, the visits or the day: each quarter anew."""
    BIRTHDAY = "birthday"
    """It looks at the answers and at ages: until a member comes, leaves or has a birthday.

    The ages at which it begins or ceases to see something are parameters named age_…, or birth itself.
    """
    MEMBERS = "members"
    """It looks at the answers alone: until a member comes or leaves."""


class Filed(Struct, frozen=True):
    """A rule with its number, the fact without which it sees nothing, and how long its answer lasts."""

    id: str
    look: Rule
    on: str
    lasts: Lasts
    when: Concern | None = None
    items: tuple[str, ...] | None = None
    """The parameters that name the items whose lines alone it looks at; None: it may look at any line."""
    alone: bool = False
    """It looks at one member after the other, at the age and the answers that likeness is judged by."""

    def sees(self, changed: Iterable[str], limits: Limits) -> bool:
        """Whether other figures in lines of some items may change what it says."""
        if self.items is None:
            return True
        starts = tuple([start for name in self.items for start in limits.starts(name)])
        return any([item.startswith(starts) for item in changed])


LineRule = Callable[[HouseholdFacts, Limits, LedgerLine], Hit | None]
"""What a rule says of one line by itself; of the facts it may use those that no quarter changes."""

FILED: dict[str, Filed] = {}
FILED_FOR_LINES: dict[str, tuple[str, LineRule]] = {}


def check(
    rule_id: str,
    *,
    on: str = "household",
    lasts: Lasts = Lasts.QUARTER,
    when: Concern | None = None,
    items: tuple[str, ...] | None = None,
    alone: bool = False,
) -> Callable[[Rule], Rule]:
    """File a rule under its number; it is not called for a household whose fact ``on`` is empty.

    A fact of HouseholdFacts is looked at each time; one of Dossier, and the condition ``when`` of a rule that
    is asked each quarter, once for all the quarters of a run. A rule that is asked each quarter says with
    ``items`` which lines it looks at by their figures, by the parameters that name their items: none of them
    where it is empty. While others are typed over it is not asked again; which lines there are it may know.
    A rule that looks at each member ``alone`` is not asked about a household of people like those of whom it
    had nothing to say.

    Raises:
        ValueError: The number is taken.
    """

    def file(look: Rule) -> Rule:
        if rule_id in FILED:
            raise ValueError(f"rule {rule_id} is filed twice")
        FILED[rule_id] = Filed(rule_id, look, on, lasts, when, items, alone)
        return look

    return file


def check_line(rule_id: str, *, on: str = "amount") -> Callable[[LineRule], LineRule]:
    """File a rule that looks at one ledger line at a time: once for each line, whatever the quarter.

    It is not called for a line on which nothing has been entered under ``on``.

    Raises:
        ValueError: The number is taken by another rule of lines.
    """

    def file(look: LineRule) -> LineRule:
        if rule_id in FILED_FOR_LINES:
            raise ValueError(f"rule {rule_id} is filed twice")
        FILED_FOR_LINES[rule_id] = (on, look)
        return look

    return file


def filed_rules() -> frozenset[str]:
    """The numbers of all rules there are."""
    return frozenset(FILED) | frozenset(FILED_FOR_LINES)

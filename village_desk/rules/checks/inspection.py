"""Runs a choice of the rules over households, and asks again only where an answer may have changed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from msgspec import Struct

from village_desk.rules.checks import all_rules  # noqa: F401 - files them
from village_desk.rules.checks.answers import ANSWERS, ANSWERS_AT_AN_AGE
from village_desk.rules.checks.conditions import HasLinesOf, InQuarters, InSomeQuarter
from village_desk.rules.checks.dossier import Dossier
from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.frame import Frame
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.members import Member
from village_desk.rules.checks.registry import (
    FILED,
    FILED_FOR_LINES,
    Filed,
    Found,
    Lasts,
    LineRule,
    Rule,
)
from village_desk.rules.checks.span import SURE, Span
from village_desk.rules.checks.survey import Compared
from village_desk.rules.months import Month, day_number
from village_desk.rules.records import LedgerLine

if TYPE_CHECKING:
    from village_desk.rules.checks.dossier import LineHit
    from village_desk.rules.checks.survey import Quarters

_ROUND_VILLAGE = "SZ02"
_AGES = "age_"
_ALWAYS = "household"
"""A fact that is never empty."""
_YEAR = 10_000
"""A year between days written yyyymmdd."""
_NEVER = 9999_99_99
_MOST_KINDS = 4096
Places = Callable[[Span, Limits], Collection[int]]
Chosen = tuple[str, Rule, Limits]
Group = tuple[str, tuple[Chosen, ...]]
"""A fact, and the rules that see nothing where it is empty."""
_Asked = tuple[str, Chosen]
"""A rule with the fact that it looks at."""
_Open = tuple[_Asked, Callable[[Span, Limits], bool], Limits]
"""A rule with the condition that is still to be asked."""
_OpenIn = tuple[_Asked, Places, Limits]
"""A rule with what tells in which quarters it is to be asked."""
_Kind = tuple[frozenset[str], tuple[bool, ...]]
"""The items of a household, and which facts of its dossier are not empty."""
_OfKind = tuple[list[_Asked], list[_Open], list[_OpenIn]]
"""The rules that surely concern households of a kind, and those that are still open."""
_Kin = tuple[tuple[object, ...], int | None]
"""The answers of a person, and between which of the ages that count."""
_LASTING_FACTS = frozenset(name for name in vars(Dossier) if not name.startswith("_"))


class Kept(Struct):
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


class OfQuarter(Struct, frozen=True):
    """What the rules that are asked each quarter found, and what else it rests on than the household."""

    found: list[Found]
    frame: Frame
    first_month: Month | None
    """The earliest month with a line in the village: before the book begins a year has no income."""

    def holds_for(self, facts: HouseholdFacts) -> bool:
        """Whether it was found against the same quarter, in a book that begins where it did."""
        return self.frame is facts.frame and self.first_month == facts.village.index.first_month


class _Rules:
    """Rules whose answers last equally long, by the fact they look at."""

    def __init__(self, filed: Iterable[Filed], lasts: Lasts, limits: Mapping[str, Limits]) -> None:
        self._filed = [known for known in filed if known.lasts is lasts]
        self._lasts = lasts
        self._limits = limits
        self.ids = frozenset([known.id for known in self._filed])
        groups: dict[str, list[Chosen]] = {}
        for known in self._filed:
            groups.setdefault(known.on, []).append((known.id, known.look, limits[known.id]))
        whole = [(on, tuple(rules)) for on, rules in groups.items()]
        self._of_dossier: tuple[Group, ...] = tuple(group for group in whole if group[0] in _LASTING_FACTS)
        self._of_quarter: tuple[Group, ...] = tuple(
            group for group in whole if group[0] not in _LASTING_FACTS
        )
        self._facts = tuple(on for on, _ in self._of_dossier)
        self._facts_of = _getter(self._facts)
        self._of_kinds: dict[_Kind, _OfKind] = {}
        """What items and facts decide, and what they leave open: a village has few kinds of households."""
        self._seeing: dict[frozenset[str], _Rules] = {}

    def look(self, facts: HouseholdFacts) -> list[Found]:
        """Ask every rule whose fact is not empty."""
        return _look(self._of_dossier, facts.dossier, facts) + _look(self._of_quarter, facts, facts)

    def seeing(self, items: frozenset[str]) -> _Rules:
        """Those of the rules that may say something else after lines of some items got other figures."""
        if items not in self._seeing:
            filed = [known for known in self._filed if known.sees(items, self._limits[known.id])]
            self._seeing[items] = _Rules(filed, self._lasts, self._limits)
        return self._seeing[items]

    def concerning(self, span: Span) -> Iterator[tuple[_Asked, Collection[int]]]:
        """The rules that may have something to say of a household, and in which quarters of a run.

        Each with the fact that is still to be looked at in these.
        """
        kind = (span.codes, tuple([bool(fact) for fact in self._facts_of(span)]))
        known = self._of_kinds.get(kind)
        sure, left, left_in = self._of_kind(kind) if known is None else known
        for on, chosen in sure:
            yield (_ALWAYS if on in SURE else on, chosen), span.quarters_with(on)
        for (on, chosen), when, limits in left:
            if when(span, limits):
                yield (_ALWAYS if on in SURE else on, chosen), span.quarters_with(on)
        for asked, places, limits in left_in:
            if found := places(span, limits):
                yield asked, found

    def _of_kind(self, kind: _Kind) -> _OfKind:
        if len(self._of_kinds) >= _MOST_KINDS:
            self._of_kinds.clear()
        codes, filled = kind
        empty = {fact for fact, is_filled in zip(self._facts, filled, strict=True) if not is_filled}
        sure, left, left_in = list[_Asked](), list[_Open](), list[_OpenIn]()
        for known in self._filed:
            if known.on in empty:
                continue
            limits, when = self._limits[known.id], known.when
            on = _ALWAYS if known.on in _LASTING_FACTS else known.on
            asked = (on, (known.id, known.look, limits))
            is_met = when is None
            if isinstance(when, HasLinesOf):
                is_open = when.among(codes, limits) is None
                is_met, when = bool(when.among(codes, limits)), when.ask if is_open else None
            if is_met:
                sure.append(asked)
            elif isinstance(when, InQuarters):
                left_in.append((asked, when.places, limits))
            elif when is not None:
                left.append((asked, when.is_so if isinstance(when, InSomeQuarter) else when, limits))
        found = self._of_kinds[kind] = (sure, left, left_in)
        return found


class _Lasting:
    """Rules whose answers last, of which some look at each member alone.

    These are asked only where somebody is like nobody of whom they had nothing to say.
    """

    def __init__(
        self,
        filed: Iterable[Filed],
        lasts: Lasts,
        limits: Mapping[str, Limits],
        answers: Sequence[str],
        ages: Sequence[int] = (),
    ) -> None:
        alone, others = [known for known in filed if known.alone], [one for one in filed if not one.alone]
        self._alone, self._others = _Rules(alone, lasts, limits), _Rules(others, lasts, limits)
        self._answers, self._ages = attrgetter(*answers), ages
        self._unspoken_of: set[_Kin] = set()

    def look(self, facts: HouseholdFacts) -> list[Found]:
        """Ask every rule that may have something to say."""
        found, alike = self._others.look(facts), [self._kin(member) for member in facts.members]
        if not self._unspoken_of.issuperset(alike):
            told = self._alone.look(facts)
            persons = [hit.person for _, hit in told]
            self._note(
                kin for member, kin in zip(facts.members, alike, strict=True) if member.person not in persons
            )
            found += told
        return found

    def _kin(self, member: Member) -> _Kin:
        """Whom a member is like: between the ages that count nobody grows older."""
        answers, age = self._answers(member.person), member.age
        return answers, None if age is None else bisect_right(self._ages, age)

    def _note(self, alike: Iterable[_Kin]) -> None:
        if len(self._unspoken_of) >= _MOST_KINDS:
            self._unspoken_of.clear()
        self._unspoken_of.update(alike)


class Inspection:
    """The chosen rules with their parameters, and for each household those that concern it."""

    def __init__(self, limits: Mapping[str, Limits], chosen: Collection[str] | None = None) -> None:
        filed = [known for known in FILED.values() if chosen is None or known.id in chosen]
        self._limits = {known.id: limits[known.id] for known in filed}
        self._rules = _Rules(filed, Lasts.QUARTER, limits)
        self._ages = _turning_ages(limits[known.id] for known in filed if known.lasts is Lasts.BIRTHDAY)
        self._aging = _Lasting(filed, Lasts.BIRTHDAY, limits, ANSWERS_AT_AN_AGE, self._ages)
        self._lasting = _Lasting(filed, Lasts.MEMBERS, limits, ANSWERS)
        self._of_lines: dict[str, list[tuple[str, LineRule, Limits]]] = {}
        for rule_id, (on, look) in FILED_FOR_LINES.items():
            if chosen is None or rule_id in chosen:
                self._of_lines.setdefault(on, []).append((rule_id, look, limits[rule_id]))

    def hits(self, facts: HouseholdFacts) -> list[Found]:
        """What the rules find in a household, with the number of the rule."""
        found, kept = self._of_quarter(facts), facts.dossier.kept
        if kept is None or facts.is_contested or not kept.since <= facts.frame.day < kept.until:
            kept = self._kept(facts)
        return [*found, *kept.found, *_of_window(self._hits_of_lines(facts), facts.frame)]

    def hits_over(self, quarters: Quarters) -> list[list[Found]]:
        """The same of each quarter of a run.

        What no quarter changes is asked once: which rules concern the household, and what its lines say. Of a
        single quarter asking every rule costs less than choosing.
        """
        span = quarters.span
        if len(span.course.all) == 1:
            return [self.hits(quarters[0])]
        hits: list[list[Found]] = [[] for _ in span.course.all]
        for (on, (rule_id, look, limits)), places in self._rules.concerning(span):
            for place in places:
                facts = quarters[place]
                if on == _ALWAYS or getattr(facts, on):
                    for hit in look(facts, limits):
                        hits[place].append((rule_id, hit))
        self._add_lasting(quarters, hits)
        if of_lines := self._hits_of_lines(quarters[0]):
            for place, frame in enumerate(span.course.frames):
                hits[place] += _of_window(of_lines, frame)
        return hits

    def compared(self) -> Compared:
        """What the rules compare among the households of a village."""
        return Compared(
            categories=self._least("categories_least"),
            households=self._least("households_least"),
            lines=self._least("lines_least"),
            times_mean=self._least("times_mean"),
            rounds=self._limits.get(_ROUND_VILLAGE),
        )

    def _least(self, parameter: str) -> int | None:
        """The lowest that any of the rules sets for a parameter: below it nobody looks."""
        limits = self._limits.values()
        return min([one.number(parameter) for one in limits if parameter in one.values], default=None)

    def _add_lasting(self, quarters: Quarters, hits: list[list[Found]]) -> None:
        """What lasts is asked again only where somebody came, left or had a birthday that counts."""
        kept, is_contested = quarters.span.kept, quarters.is_contested
        for place, day in enumerate(quarters.span.course.days):
            if kept is None or is_contested or not kept.since <= day < kept.until:
                kept = self._kept(quarters[place])
            hits[place] += kept.found

    def _of_quarter(self, facts: HouseholdFacts) -> list[Found]:
        """The hits of the rules that look at the quarter; those that see no change are not asked again.

        What is found again as it was found before is the very same hit.
        """
        dossier, rules = facts.dossier, self._rules
        known = dossier.of_quarter
        if known is not None and known.holds_for(facts):
            rules = rules.seeing(dossier.items_changed)
            before = [one for one in known.found if one[0] in rules.ids]
            found = [one for one in known.found if one[0] not in rules.ids]
            found += [next((old for old in before if old == one), one) for one in rules.look(facts)]
        else:
            found = rules.look(facts)
        dossier.of_quarter = OfQuarter(found, facts.frame, facts.village.index.first_month)
        dossier.items_changed = frozenset()
        return found

    def _hits_of_lines(self, facts: HouseholdFacts) -> list[LineHit]:
        """The hits of single lines; of those taken over from an earlier picture no line is asked again."""
        dossier, dated = facts.dossier, facts.dossier.ledger.dated
        known, looked_at = dossier.line_hits, dossier.lines_looked_at
        if known is None:
            dossier.line_hits = self._ask_lines(facts, dated)
        elif looked_at is not None:
            fresh = [(month, line) for month, line in dated if id(line) not in looked_at]
            places = {id(line): place for place, (_, line) in enumerate(dated)}
            hits = known + self._ask_lines(facts, fresh)
            dossier.line_hits = sorted(hits, key=lambda hit: places[id(hit[1])])
            dossier.lines_looked_at = None
        return dossier.line_hits or []

    def _ask_lines(self, facts: HouseholdFacts, lines: Iterable[tuple[Month, LedgerLine]]) -> list[LineHit]:
        return [
            (month, line, (rule_id, hit))
            for on, rules in self._of_lines.items()
            for month, line in lines
            if getattr(line, on) is not None
            for rule_id, look, limits in rules
            if (hit := look(facts, limits, line)) is not None
        ]

    def _kept(self, facts: HouseholdFacts) -> Kept:
        """What is found as long as the members are these; a birthday leaves what is said of answers alone."""
        known, members, is_contested = facts.dossier.kept, facts.members, facts.is_contested
        aging = self._aging.look(facts)
        if known is not None and not is_contested and known.is_of(members):
            lasting = known.lasting
        else:
            lasting = self._lasting.look(facts)
        day, everybody = facts.frame.day, facts.dossier.everybody_on(facts.frame.as_of)
        until = self._holds_until(everybody, day, is_any_birthday=bool(aging))
        kept = Kept(members, lasting, aging + lasting, day, until)
        facts.dossier.kept = None if is_contested else kept  # what others use may change before this does
        return kept

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


def _getter(names: Sequence[str]) -> Callable[[object], tuple[object, ...]]:
    """What gets some facts, be they one or none."""
    return (
        attrgetter(*names) if len(names) > 1 else lambda owner: tuple(getattr(owner, name) for name in names)
    )


def _look(groups: tuple[Group, ...], owner: object, facts: HouseholdFacts) -> list[Found]:
    return [
        (rule_id, hit)
        for on, rules in groups
        if getattr(owner, on)
        for rule_id, look, limits in rules
        for hit in look(facts, limits)
    ]


def _of_window(of_lines: list[LineHit], frame: Frame) -> list[Found]:
    window = frame.year_so_far
    return [hit for month, _, hit in of_lines if window.first <= month <= window.last]


def _turning_ages(limits: Iterable[Limits]) -> list[int]:
    """The ages on whose birthday an answer may change: each named one, the one after it, and birth."""
    named = {
        value
        for known in limits
        for name, value in known.values.items()
        if name.startswith(_AGES) and isinstance(value, int)
    }
    return sorted({0} | named | {age + 1 for age in named})

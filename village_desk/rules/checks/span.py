"""What the quarters of a run have of a household: by it rules that would find nothing in any are left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from village_desk.rules.checks.answers import says_work
from village_desk.rules.checks.course import Course
from village_desk.rules.checks.dossier import Dossier
from village_desk.rules.checks.ledger import NET, WAGES, Effects
from village_desk.rules.checks.once import once
from village_desk.rules.income import Reckoner
from village_desk.rules.money import Fen, per_head
from village_desk.rules.months import Month, age_on
from village_desk.rules.pictures import HouseholdPicture

_VERY_MUCH = Fen(10**15)
Movement = tuple[int, int, int]
"""A quarter by its place in the run, with what came in and what a year earlier."""


class Span(Dossier):
    """A household over the quarters of a run: at least all that a rule may see in one of them."""

    alike_in = 0
    """How many categories are filled at most where another household of the village has the same sums."""
    is_copied = False
    """Another household earned the same in some quarter, line by line."""
    lowest_mean: Fen | None = None
    """The lowest of the village's incomes per head; None where there is none."""

    def __init__(
        self, picture: HouseholdPicture, reckoner: Reckoner, effects: Effects, course: Course
    ) -> None:
        super().__init__(picture, reckoner, effects, course.first_day)
        self.course = course
        self.outline = course.outline(self.ledger.months)

    def quarters_with(self, fact: str) -> Sequence[int]:
        """The quarters of the run, by place, in which a fact of HouseholdFacts may be there; no fewer."""
        narrow = _QUARTERS_WITH.get(fact)
        return self.course.all if narrow is None else narrow(self)

    @once
    def quarters(self) -> frozenset[Month]:
        """First months of the quarters that have a visit or a ledger line."""
        is_all_in_ledger = len(self.ledger.dated) == len(self.picture.lines)
        known = self.outline.quarters if is_all_in_ledger else self.quarters_of_lines
        return known.union([visit.quarter for visit in self.picture.visits]) if self.picture.visits else known

    @property
    def without_entry(self) -> list[int]:
        """The quarters with neither a line nor a visit."""
        if not self.picture.visits and len(self.ledger.dated) == len(self.picture.lines):
            return self.outline.without_lines
        known = self.quarters
        return [place for place, first in enumerate(self.course.firsts) if first not in known]

    @property
    def with_year_known(self) -> Sequence[int]:
        """The quarters of whose year something may be known: all where the national system states one."""
        return self.course.all if self.picture.stated else self.outline.with_year

    @once
    def wages_of_years(self) -> list[int]:
        """The wages of the twelve months that end with each quarter, where anything has been entered."""
        return self.ledger.sums(WAGES, self.outline.years)

    @once
    def gross_of_years(self) -> list[int]:
        """All income before cost of the same months."""
        return self.ledger.gross(self.outline.years)

    @once
    def lowest_wages(self) -> int:
        """The lowest wages of these, where any came; very much where none did."""
        return min([each for each in self.wages_of_years if each > 0], default=_VERY_MUCH)

    @once
    def lowest_gross(self) -> int:
        """The same of all income before cost."""
        return min([each for each in self.gross_of_years if each > 0], default=_VERY_MUCH)

    @property
    def lowest(self) -> Fen:
        """The lowest of the incomes per head, very much where none is known."""
        return self.per_heads[0]

    @property
    def highest(self) -> Fen:
        """The highest of them, nothing where none is known."""
        return self.per_heads[1]

    @once
    def per_heads(self) -> tuple[Fen, Fen]:
        """The lowest and highest income per head of a year, of those too that the national system states."""
        if (persons := self.constant_divisor) is not None:
            nets = self.ledger.sums(NET, self.outline.years)
            found = [per_head(Fen(net), persons) for net in (min(nets), max(nets))] if nets else []
        else:
            incomes = [self.income(window) for window in self.course.year_windows]
            found = [income.per_capita for income in incomes if income is not None]
        found += [stated.per_capita for stated in self.picture.stated]
        known = [each for each in found if each is not None]
        return (min(known), max(known)) if known else (_VERY_MUCH, Fen(0))

    @once
    def is_compared_whole(self) -> bool:
        """Always divided by the same number, and by the ledger alone: by whole nets comparing is the same."""
        return self.constant_divisor is not None and not self.picture.stated

    @once
    def whole_nets(self) -> tuple[list[int], list[int]]:
        """The nets of the years so far, and of the same months a year earlier, where both are filled."""
        sums, outline = self.ledger.sums, self.outline
        return sums(NET, outline.now_of_both), sums(NET, outline.before_of_both)

    @once
    def movements(self) -> list[Movement]:
        """Incomes of a year so far beside those of a year earlier, perhaps stated ones, by quarter.

        Per head, or the whole net where it is divided by the same number: it falls and rises with it.
        """
        if self.is_compared_whole:
            return list(zip(self.outline.with_both, *self.whole_nets, strict=True))
        return self._movements_per_head([one.per_capita for one in self.picture.stated])

    @once
    def falls(self) -> list[Movement]:
        """Those of the incomes that are lower than a year earlier."""
        return [one for one in self.movements if one[1] < one[2]]

    @once
    def rises(self) -> list[Movement]:
        """Those of the incomes that are higher than a year earlier."""
        return [one for one in self.movements if one[1] > one[2]]

    @property
    def rounding(self) -> int:
        """What rounding per head may take from the whole of such an income, in fen."""
        return self.constant_divisor or 1

    def _movements_per_head(self, stated: list[Fen | None]) -> list[Movement]:
        beside: list[tuple[int, Fen | None, Fen | None]] = []
        for place, frame in enumerate(self.course.frames):
            now = self.income(frame.year_so_far)
            before = self.income(frame.year_earlier)
            if now is not None:
                known = [before.per_capita] if before is not None else stated
                beside += [(place, now.per_capita, each) for each in known]
        return [(place, new, old) for place, new, old in beside if new is not None and old is not None]

    @once
    def births(self) -> list[date]:
        """The birthdays that are known, of all who ever were members."""
        return [member.born for member in self.everybody if member.born is not None]

    def quarters_from(self, age: int, births: Sequence[date]) -> list[int]:
        """The quarters by whose day somebody born on one of these days is so old."""
        if not births or age_on(min(births), self.course.last_day) < age:
            return []
        first = min(births)
        return [place for place, frame in enumerate(self.course.frames) if age_on(first, frame.as_of) >= age]

    def begins_below(self, age: int) -> bool:
        """Whether somebody is younger than that at first."""
        return bool(self.births) and age_on(max(self.births), self.course.first_day) < age

    @once
    def is_always_at_work(self) -> bool:
        """Somebody who never joined or left works by the yearly answers, whatever the quarter."""
        picture = self.picture
        return (
            self.is_settled
            and not picture.spells
            and any([says_work(person) or bool(person.public_post) for person in picture.persons])
        )


SURE = frozenset({"household", "income_now", "income_before", "income_year", "is_year_filled"})
"""Facts that are there in just the quarters that quarters_with names."""
_QUARTERS_WITH: Mapping[str, Callable[[Span], Sequence[int]]] = {
    "income_now": lambda span: span.outline.with_income,
    "income_before": lambda span: span.outline.with_income_before,
    "income_year": lambda span: span.outline.with_year,
    "has_year_income": lambda span: span.with_year_known,
    "is_year_filled": lambda span: span.outline.complete,
}

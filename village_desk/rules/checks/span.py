"""What the quarters of a run have of a household: by it rules that would find nothing in any are left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from village_desk.rules.checks.course import Course, Ends
from village_desk.rules.checks.dossier import Dossier
from village_desk.rules.checks.ledger import Between, Effects, Takings
from village_desk.rules.checks.once import once
from village_desk.rules.checks.stretches import says_work
from village_desk.rules.income import Reckoner
from village_desk.rules.money import Fen, per_head
from village_desk.rules.months import age_on
from village_desk.rules.pictures import HouseholdPicture


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
        self._places = self.ledger.places_before(course.cuts)

    def quarters_with(self, fact: str) -> Sequence[int]:
        """The quarters of the run, by place, in which a fact of HouseholdFacts may be there; no fewer."""
        narrow = _QUARTERS_WITH.get(fact)
        return self.course.all if narrow is None else narrow(self)

    @once
    def with_income(self) -> list[int]:
        """The quarters in whose year so far something has been entered."""
        return [place for place, (begins, ends) in enumerate(self.now) if begins != ends]

    @once
    def with_both(self) -> list[int]:
        """The quarters with something entered in the same months of the year before too."""
        before = self.before
        return [place for place in self.with_income if before[place][0] != before[place][1]]

    @once
    def with_income_before(self) -> list[int]:
        """The quarters with something entered in the same months of the year before."""
        return [place for place, (begins, ends) in enumerate(self.before) if begins != ends]

    @once
    def with_year(self) -> list[int]:
        """The quarters with something entered in the twelve months that end with them."""
        years = zip(self.course.with_year, self.years, strict=True)
        return [place for place, (begins, ends) in years if begins != ends]

    @property
    def with_year_known(self) -> Sequence[int]:
        """The same, and all of them where the national system states a year."""
        return self.course.all if self.picture.stated else self.with_year

    @property
    def complete(self) -> list[int]:
        """The quarters that end a year in which something has been entered."""
        known = set(self.with_income)
        return [place for place in self.course.complete if place in known]

    @property
    def without_entry(self) -> list[int]:
        """The quarters with neither a line nor a visit."""
        known = self.quarters
        return [place for place, first in enumerate(self.course.firsts) if first not in known]

    @property
    def falling(self) -> Sequence[int]:
        """The quarters in which income may be lower than a year earlier."""
        if self.is_compared_whole:
            pairs = zip(self.with_both, self.nets_compared, strict=True)
            return [place for place, (new, old) in pairs if new < old]
        return self.course.all

    @property
    def rising(self) -> Sequence[int]:
        """The quarters in which income may be higher than a year earlier."""
        if self.is_compared_whole:
            pairs = zip(self.with_both, self.nets_compared, strict=True)
            return [place for place, (new, old) in pairs if new > old]
        return self.course.all

    @once
    def now(self) -> Between:
        """The year so far of every quarter, be it empty."""
        return self._between(self.course.now)

    @once
    def before(self) -> Between:
        """The same months a year earlier, be they empty."""
        return self._between(self.course.before)

    @once
    def years(self) -> Between:
        """The twelve months that end with each quarter, be they empty."""
        return self._between(self.course.years)

    @once
    def filled_years(self) -> Takings:
        """What came in during those of these years in which anything has been entered."""
        return self.ledger.taken([(begins, ends) for begins, ends in self.years if begins != ends])

    @once
    def compared(self) -> tuple[Takings, Takings]:
        """Years so far, and the same months a year earlier, where something has been entered in both."""
        now, before, both = self.now, self.before, self.with_both
        taken = self.ledger.taken
        return taken([now[place] for place in both]), taken([before[place] for place in both])

    @once
    def per_heads(self) -> list[Fen]:
        """The lowest and highest income per head of a year, and those that the national system states."""
        if (persons := self.constant_divisor) is not None:
            net = self.ledger.nets
            nets = [net[ends] - net[begins] for begins, ends in self.years if begins != ends]
            known = [per_head(Fen(net), persons) for net in (min(nets), max(nets))] if nets else []
        else:
            incomes = [self.income(window) for window in self.course.year_windows]
            known = [income.per_capita for income in incomes if income is not None]
        known += [stated.per_capita for stated in self.picture.stated]
        return [each for each in known if each is not None]

    @once
    def nets_compared(self) -> list[tuple[Fen, Fen]]:
        """Incomes of a year so far beside those of a year earlier, perhaps stated ones.

        Per head, or the whole net where it is divided by the same number: it falls and rises with it.
        """
        if not self.is_compared_whole:
            return self._compared_per_head([one.per_capita for one in self.picture.stated])
        return self.whole_nets

    @property
    def is_compared_whole(self) -> bool:
        """Always divided by the same number, and by the ledger alone: by whole nets comparing is the same."""
        return self.constant_divisor is not None and not self.picture.stated

    @once
    def whole_nets(self) -> list[tuple[Fen, Fen]]:
        """The net of each year so far, and of the same months a year earlier, where both are filled."""
        net, now, before = self.ledger.nets, self.now, self.before
        return [
            (
                Fen(net[now[place][1]] - net[now[place][0]]),
                Fen(net[before[place][1]] - net[before[place][0]]),
            )
            for place in self.with_both
        ]

    @property
    def rounding(self) -> int:
        """What rounding per head may take from the whole of such an income, in fen."""
        return self.constant_divisor or 1

    def _compared_per_head(self, stated: list[Fen | None]) -> list[tuple[Fen, Fen]]:
        beside: list[tuple[Fen | None, Fen | None]] = []
        for frame in self.course.frames:
            now = self.income(frame.year_so_far)
            before = self.income(frame.year_earlier)
            if now is not None:
                known = [before.per_capita] if before is not None else stated
                beside += [(now.per_capita, each) for each in known]
        return [(new, old) for new, old in beside if new is not None and old is not None]

    @once
    def births(self) -> list[date]:
        """The birthdays that are known, of all who ever were members."""
        return [member.born for member in self.everybody if member.born is not None]

    def comes_to(self, age: int) -> bool:
        """Whether somebody is as old as that at last."""
        return bool(self.births) and age_on(min(self.births), self.course.last_day) >= age

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

    def _between(self, windows: list[Ends]) -> Between:
        places = self._places
        return [(places[first], places[last]) for first, last in windows]


_QUARTERS_WITH: Mapping[str, Callable[[Span], Sequence[int]]] = {
    "income_now": lambda span: span.with_income,
    "income_before": lambda span: span.with_income_before,
    "income_year": lambda span: span.with_year,
    "has_year_income": lambda span: span.with_year_known,
    "complete_income": lambda span: span.complete,
    "lacks_entry": lambda span: span.without_entry,
    "per_capita_less": lambda span: span.falling,
    "per_capita_more": lambda span: span.rising,
}

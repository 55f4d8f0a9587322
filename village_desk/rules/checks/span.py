"""What the quarters of a run have of a household: by it rules that would find nothing in any are left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from village_desk.rules.checks.course import Course, Incomes
from village_desk.rules.checks.dossier import Dossier
from village_desk.rules.checks.ledger import Earned
from village_desk.rules.checks.once import once
from village_desk.rules.money import Fen
from village_desk.rules.months import age_on


class Span:
    """A household over the quarters of a run: at least all that a rule may see in one of them."""

    def __init__(
        self, course: Course, dossier: Dossier, incomes: Sequence[Incomes], mean: Fen | None, *, is_alike: bool
    ) -> None:
        self.course = course
        self.incomes = incomes
        """What came in, by quarter."""
        self.lowest_mean = mean
        """The lowest of the village's incomes per head; None where there is none."""
        self.is_alike = is_alike
        """In some quarter another household of the village has the same sums."""
        self._dossier = dossier

    @once
    def years(self) -> list[Earned]:
        """The incomes of twelve months."""
        return [one.year for one in self.incomes if one.year is not None]

    @once
    def compared(self) -> list[tuple[Earned, Earned]]:
        """Incomes of a year so far beside those of the same months a year earlier."""
        return [(one.now, one.before) for one in self.incomes if one.now is not None and one.before is not None]

    @once
    def per_heads(self) -> list[Fen]:
        """Incomes per head of a year, those that the national system states included."""
        known = [year.per_capita for year in self.years]
        known += [stated.per_capita for stated in self._dossier.picture.stated]
        return [each for each in known if each is not None]

    @once
    def changes(self) -> list[tuple[Fen, Fen]]:
        """Incomes per head of a year so far beside those of a year earlier, perhaps stated ones."""
        beside = [(now.per_capita, before.per_capita) for now, before in self.compared]
        for stated in self._dossier.picture.stated:
            beside += [(one.now.per_capita, stated.per_capita) for one in self.incomes if one.now is not None]
        return [(now, before) for now, before in beside if now is not None and before is not None]

    @once
    def oldest(self) -> int:
        """The greatest age that a person reaches; below zero where none is known."""
        return max(self._ages(self.course.last_day), default=-1)

    def begins_below(self, age: int) -> bool:
        """Whether somebody is younger than that at first."""
        return min(self._ages(self.course.first_day), default=age) < age

    def _ages(self, day: date) -> list[int]:
        return [age_on(member.born, day) for member in self._dossier.everybody if member.born is not None]

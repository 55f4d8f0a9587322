"""A village over the quarters of a run: walked once for what households share, once for each by itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from village_desk.rules.checks.course import Course
from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.frame import Frame
from village_desk.rules.checks.ledger import Effects
from village_desk.rules.checks.span import Span
from village_desk.rules.checks.village import Figures, VillageFacts
from village_desk.rules.checks.village_index import Key, VillageIndex, used_by
from village_desk.rules.money import Fen
from village_desk.rules.months import Month
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Household, LedgerLine, Person, Record

LOOKED_AT: Mapping[type[Record], Collection[str]] = {
    Household: ("id", "number", "head_name", "group", "bank_account", "stated_members_year"),
    Person: (
        *("id", "household_id", "identity_number", "phone", "joined_on", "left_on"),
        *("counted", "not_counted_from", "not_counted_until"),
    ),
    LedgerLine: ("id", "household_id", "item", "month", "span", "amount"),
}
"""All that a survey needs to know of a household."""


class Survey:
    """What the households of a village have together; none is kept but those that share what is one's own.

    Use it in this order: ``note`` each household, ``take_up`` those in ``sharing``, then ask for ``facts``.
    """

    def __init__(self, frames: Sequence[Frame], first_month: Month | None) -> None:
        self._course = Course(frames, first_month)
        self._reckoner = frames[0].reckoner
        self._effects = Effects(self._reckoner)
        self._index = VillageIndex(self._reckoner, self._course.first_day)
        self._index.first_month = first_month
        self._villages = [VillageFacts(frame, self._index) for frame in frames]
        self._first_with: list[dict[Figures, Household]] = [{} for _ in frames]
        self._users: dict[Key, str] = {}
        self._alike: dict[str, int] = {}
        """Households that have the same sums as another, and how many of these are filled at most."""
        self._of_month: dict[Month, list[VillageFacts]] = {}
        self._copied: set[str] = set()
        """Households that earned in some quarter, line by line, what others did."""
        self._lowest_mean: Fen | None = None
        self.sharing: set[str] = set()
        """Ids of the households that use something which another record uses too."""

    def note(self, picture: HouseholdPicture) -> None:
        """Take in the sums of a household and what it uses, of which a picture without the rest is enough."""
        household = picture.household
        for key, _ in used_by(picture):
            if key in self._users:
                self.sharing.update((self._users[key], household.id))
            self._users[key] = household.id
        self._add_up(self._span(picture))

    def _add_up(self, span: Span) -> None:
        household, course = span.picture.household, self._course
        figures = zip(
            self._villages, self._first_with, span.now, span.ledger.taken(span.now).figures, strict=True
        )
        months = span.ledger.months
        for village in {at: None for month in months for at in self._villages_of(month)}:
            village.quarter_lines.add(span)
        for village, first_with, (begins, ends), sums in figures:
            if begins != ends:
                first = first_with.setdefault(sums, household)
                if first is not household:
                    village.note_alike(sums, first, household)
                    filled = len(sums) - sums.count(0)
                    for one in (first.id, household.id):
                        self._alike[one] = max(filled, self._alike.get(one, 0))
        for place, window, (begins, ends), net in zip(
            course.with_year, course.year_windows, span.years, span.ledger.taken(span.years).net, strict=True
        ):
            if begins != ends:
                self._villages[place].add(net, span.divided_by(window))

    def _villages_of(self, month: Month) -> list[VillageFacts]:
        """The quarters in which a month lies."""
        found = self._of_month.get(month)
        if found is None:
            found = [village for village in self._villages if month in village.frame.quarter]
            self._of_month[month] = found
        return found

    def take_up(
        self, pictures: Iterable[HouseholdPicture], order: Callable[[Household], tuple[int, str, int, str]]
    ) -> None:
        """Enter the households that share something: their rules look at each other's members.

        Whoever shares something is named in the given order.
        """
        self._users.clear()
        self._first_with.clear()
        means = [village.mean_per_capita() for village in self._villages]
        self._lowest_mean = min([mean for mean in means if mean is not None], default=None)
        for village in self._villages:
            village.sort_alike(order)
            self._copied |= village.quarter_lines.copied
        for picture in sorted(pictures, key=lambda one: order(one.household)):
            for facts in self._facts(self._index.enter(self._span(picture))):
                facts.village.households[facts.household.id] = facts

    def facts(self, picture: HouseholdPicture) -> list[HouseholdFacts]:
        """A household as the rules see it in each quarter."""
        household_id = picture.household.id
        if household_id in self._index.dossiers:
            return [village.households[household_id] for village in self._villages]
        return self._facts(self._span(picture))

    def _span(self, picture: HouseholdPicture) -> Span:
        return Span(picture, self._reckoner, self._effects, self._course)

    def _facts(self, span: Span) -> list[HouseholdFacts]:
        span.alike_in = self._alike.get(span.picture.household.id, 0)
        span.is_copied = span.picture.household.id in self._copied
        span.lowest_mean = self._lowest_mean
        return [HouseholdFacts(span, village.frame, village) for village in self._villages]

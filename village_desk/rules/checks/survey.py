"""A village over the quarters of a run: walked once for what households share, once for each by itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from village_desk.rules.checks.course import Course
from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.frame import Frame
from village_desk.rules.checks.ledger import NET, Effects
from village_desk.rules.checks.quarter_lines import earned_items
from village_desk.rules.checks.span import Span
from village_desk.rules.checks.village import VillageFacts
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


class Quarters(dict[int, HouseholdFacts]):
    """A household in the quarters of a run; of a quarter in which nothing is asked no facts are made."""

    def __init__(self, span: Span, villages: Sequence[VillageFacts]) -> None:
        super().__init__()
        self.span = span
        self.is_contested = villages[0].index.is_contested(span.picture.household.id)
        """Something that should be the household's own is used elsewhere in the village too."""
        self._villages = villages

    def __missing__(self, place: int) -> HouseholdFacts:
        """The facts of a quarter, made when first asked for."""
        village = self._villages[place]
        facts = self[place] = HouseholdFacts(self.span, village.frame, village)
        return facts


class Survey:
    """What the households of a village have together; none is kept but those that share what is one's own.

    Use it in this order: ``note`` each household, ``take_up`` those in ``sharing``, ask for ``quarters``.
    Sums of fewer categories and quarters of fewer lines than the least that any rule compares are left out.
    """

    def __init__(
        self, frames: Sequence[Frame], first_month: Month | None, categories_least: int, lines_least: int
    ) -> None:
        self._course = Course(frames, first_month)
        self._reckoner = frames[0].reckoner
        self._effects = Effects(self._reckoner)
        self._index = VillageIndex(self._reckoner, self._course.first_day)
        self._index.first_month = first_month
        self._villages = [VillageFacts(frame, self._index) for frame in frames]
        self._categories_least, self._lines_least = categories_least, lines_least
        self._earned = earned_items(self._reckoner)
        self._first_with: list[dict[int, Household]] = [{} for _ in frames]
        """Who had some sums first, by their hash: of most households nothing else is kept."""
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
        household, users = picture.household, self._users
        for key, _ in used_by(picture):
            if key in users:
                self.sharing.update((users[key], household.id))
            users[key] = household.id
        span = self._span(picture)
        self._note_lines(span)
        self._note_years(span)
        if len(span.ledger.filled) >= self._categories_least:
            self._note_figures(span)

    def _note_lines(self, span: Span) -> None:
        """What was earned in each quarter, line by line."""
        earned, prints = self._earned, dict[VillageFacts, list[tuple[str, int]]]()
        for month, line in span.ledger.dated:
            if line.item in earned and line.amount:
                for village in self._villages_of(month):
                    prints.setdefault(village, []).append((line.item, line.amount))
        for village, print_ in prints.items():
            village.quarter_lines.count(print_)
            if len(print_) >= self._lines_least:
                village.quarter_lines.enter(span.picture.household, tuple(sorted(print_)))

    def _note_years(self, span: Span) -> None:
        """What the village's mean is made of."""
        outline = span.outline
        for place, net in zip(outline.with_year, span.ledger.sums(NET, outline.years), strict=True):
            village = self._villages[place]
            village.add(net, span.divided_by(village.frame.twelve_months))

    def _note_figures(self, span: Span) -> None:
        """The sums of each year so far, and who else has them."""
        household, outline = span.picture.household, span.outline
        figures = span.ledger.figures(outline.now_filled)
        for place, sums in zip(outline.with_income, figures, strict=True):
            filled = len(sums) - sums.count(0)
            if filled >= self._categories_least:
                first = self._first_with[place].setdefault(hash(sums), household)
                if first is not household:
                    self._villages[place].note_alike(sums, first, household)
                    for one in (first.id, household.id):
                        self._alike[one] = max(filled, self._alike.get(one, 0))

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
            span = self._index.enter(self._span(picture))
            for village in self._villages:
                village.households[picture.household.id] = HouseholdFacts(span, village.frame, village)

    def quarters(self, picture: HouseholdPicture) -> Quarters:
        """A household in each quarter of the run."""
        span, household_id = self._span(picture), picture.household.id
        span.alike_in = self._alike.get(household_id, 0)
        span.is_copied = household_id in self._copied
        span.lowest_mean = self._lowest_mean
        return Quarters(span, self._villages)

    def _span(self, picture: HouseholdPicture) -> Span:
        return Span(picture, self._reckoner, self._effects, self._course)

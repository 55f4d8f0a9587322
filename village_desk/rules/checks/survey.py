"""A village over the quarters of a run: walked once for what households share, once for each by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import repeat

from msgspec import Struct

from village_desk.rules.checks.course import Course
from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.frame import Frame
from village_desk.rules.checks.ledger import NET, Effects
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.quarter_lines import are_round, earned_items, zeros_in
from village_desk.rules.checks.span import Span
from village_desk.rules.checks.village import VillageFacts
from village_desk.rules.checks.village_index import Key, VillageIndex, used_by
from village_desk.rules.money import Fen
from village_desk.rules.months import Month
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Household


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


class Compared(Struct, frozen=True):
    """What the rules of a run compare among households, as little as any of them does; None: not at all."""

    categories: int | None
    """How many categories are filled where sums are compared."""
    households: int | None
    """How many households are alike where that tells something."""
    lines: int | None
    """How many lines a quarter has where lines are compared."""
    times_mean: int | None
    """How many times the village's mean an income is that is far above."""
    rounds: Limits | None
    """When the sums of a quarter, and of the village, are round."""


class Survey:
    """What the households of a village have together; none is kept but those that share what is one's own.

    Use it in this order: ``note`` each household and judge it as if it were alone, ``take_up`` those in
    ``sharing``, and judge those ``in_common`` anew, among the others, in the ``quarters`` asked for then.
    """

    def __init__(self, frames: Sequence[Frame], first_month: Month | None, compared: Compared) -> None:
        self._course = Course(frames, first_month)
        self._reckoner = frames[0].reckoner
        self._effects = Effects(self._reckoner)
        self._first_month = first_month
        self._index, self._villages = self._new_village()
        self._nobody = self._new_village()[1]
        """Villages in which nobody else lives."""
        self._compared = compared
        self._earned = earned_items(self._reckoner)
        self._first_with: list[dict[int, Household]] = [{} for _ in frames]
        """Who had some sums first, by their hash: of most households nothing else is kept."""
        self._nets, self._persons = [0] * len(frames), [0] * len(frames)
        """What the village had in the twelve months that end with each quarter, and who lived on it."""
        self._users: dict[Key, str] = {}
        self._alike: dict[str, int] = {}
        """Households that have the same sums as another, and how many of these are filled at most."""
        self._of_month: dict[Month, list[VillageFacts]] = {}
        self._copied: set[str] = set()
        """Households that earned in some quarter, line by line, what others did."""
        self._lowest_mean: Fen | None = None
        self._round: set[str] = set()
        """Households that earned nothing but round sums in some quarter."""
        self._highest: dict[str, Fen] = {}
        """The highest income per head of each household."""
        self.sharing: set[str] = set()
        """Ids of the households that use something which another record uses too."""
        self.in_common: set[str] = set()
        """Ids of the households of which rules may say more, or something else, among the others."""

    def note(self, picture: HouseholdPicture) -> Quarters:
        """Take in the sums of a household and what it uses; it comes back as if it were alone."""
        household, users = _named(picture.household), self._users
        for key, _ in used_by(picture):
            if key in users:
                self.sharing.update((users[key], household.id))
            users[key] = household.id
        span, compared = self._span(picture), self._compared
        self._note_lines(span, household)
        self._note_years(span)
        if compared.categories is not None and len(span.ledger.filled) >= compared.categories:
            self._note_figures(span, household, compared.categories)
        if compared.times_mean is not None:
            self._highest[household.id] = span.highest
        return Quarters(span, self._nobody)

    def _note_lines(self, span: Span, household: Household) -> None:
        """What was earned in each quarter, line by line."""
        earned = self._earned
        prints: dict[VillageFacts, list[tuple[str, int]]] = {}
        for month, line in span.ledger.dated:
            if line.item in earned and line.amount:
                for village in self._villages_of(month):
                    prints.setdefault(village, []).append((line.item, line.amount))
        least, rounds = self._compared.lines, self._compared.rounds
        for village, print_ in prints.items():
            zeros = zeros_in(print_)
            village.quarter_lines.count(zeros)
            if least is not None and len(print_) >= least:
                village.quarter_lines.enter(household, tuple(sorted(print_)))
            if rounds is not None and are_round(zeros, rounds):
                self._round.add(household.id)

    def _note_years(self, span: Span) -> None:
        """What the village's mean is made of."""
        outline, persons = span.outline, span.constant_divisor
        for place, net in zip(outline.with_year, span.ledger.sums(NET, outline.years), strict=True):
            window = self._course.frames[place].twelve_months
            self._nets[place] += net
            self._persons[place] += span.divided_by(window) if persons is None else persons

    def _note_figures(self, span: Span, household: Household, least: int) -> None:
        """The sums of each year so far, and who else has them."""
        quarters = span.outline.with_income
        figures = span.ledger.figures(span.outline.now_filled)
        known = [self._first_with[place] for place in quarters]
        firsts = list(map(dict.setdefault, known, map(hash, figures), repeat(household)))
        if firsts.count(household) == len(firsts):
            return
        for place, sums, first in zip(quarters, figures, firsts, strict=True):
            filled = len(sums) - sums.count(0)
            if first is not household and filled >= least:
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
        """Enter the households that share something, when all are noted: they look at each other's members.

        Whoever shares something is named in the given order.
        """
        self._users.clear()
        self._first_with.clear()
        for village, net, persons in zip(self._villages, self._nets, self._persons, strict=True):
            village.add(net, persons)
        means = [village.mean_per_capita() for village in self._villages]
        self._lowest_mean = min([mean for mean in means if mean is not None], default=None)
        for village in self._villages:
            village.sort_alike(order)
        self.in_common = self.sharing | self._copies() | self._far_above() | self._among_round()
        for picture in sorted(pictures, key=lambda one: order(one.household)):
            span = self._index.enter(self._span(picture))
            for village in self._villages:
                village.households[picture.household.id] = HouseholdFacts(span, village.frame, village)

    def _copies(self) -> set[str]:
        """Ids of the households that have the sums, or just the lines, of as many as tell something."""
        if (least := self._compared.households) is None:
            return set()
        for village in self._villages:
            self._copied |= village.quarter_lines.copied(least)
        return self._copied.union(*[village.copied(least) for village in self._villages])

    def _among_round(self) -> set[str]:
        """Ids of those with round sums, where most of the village has them in some quarter."""
        rounds = self._compared.rounds
        if rounds is None or not any([village.quarter_lines.is_round(rounds) for village in self._villages]):
            return set()
        return self._round

    def _far_above(self) -> set[str]:
        """Ids of the households with an income far above a mean of the village."""
        times, mean = self._compared.times_mean, self._lowest_mean
        if times is None or mean is None:
            return set()
        return {household_id for household_id, highest in self._highest.items() if highest > times * mean}

    def quarters(self, picture: HouseholdPicture) -> Quarters:
        """A household among the others in each quarter of the run."""
        span, household_id = self._span(picture), picture.household.id
        span.alike_in = self._alike.get(household_id, 0)
        span.is_copied = household_id in self._copied
        span.lowest_mean = self._lowest_mean
        return Quarters(span, self._villages)

    def _new_village(self) -> tuple[VillageIndex, list[VillageFacts]]:
        index = VillageIndex(self._reckoner, self._course.first_day)
        index.first_month = self._first_month
        return index, [VillageFacts(frame, index) for frame in self._course.frames]

    def _span(self, picture: HouseholdPicture) -> Span:
        return Span(picture, self._reckoner, self._effects, self._course)


def _named(household: Household) -> Household:
    """What is kept of a household to name it by."""
    return Household(
        household.id,
        household.village_code,
        number=household.number,
        group=household.group,
        walking_place=household.walking_place,
    )

"""What the households of a village have in common: who shares a number, a telephone, a figure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain

from village_desk.rules.checks.dossier import Dossier
from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.frame import Frame
from village_desk.rules.checks.ledger import Earned
from village_desk.rules.checks.quarter_lines import QuarterLines
from village_desk.rules.checks.village_index import Claim, VillageIndex
from village_desk.rules.money import Fen, per_head
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.population import is_member_on
from village_desk.rules.records import Household

Figures = tuple[int, int, int, int, int]


class VillageFacts:
    """A village in one quarter; a household taken up again takes the place of its earlier picture."""

    def __init__(self, frame: Frame, index: VillageIndex | None = None) -> None:
        self.frame = frame
        self.index = VillageIndex(frame.reckoner, frame.as_of) if index is None else index
        """What no quarter changes; the quarters of a run share it."""
        self.households: dict[str, HouseholdFacts] = {}
        self._figures: dict[Figures, dict[str, Household]] = {}
        self._quarter_lines: QuarterLines | None = None
        self._mean: Fen | None = None
        self._is_mean_known = False
        self._net = 0
        self._persons = 0

    def take_up_all(self, pictures: Iterable[HouseholdPicture]) -> None:
        """Enter a whole village."""
        for dossier in [self.index.take_up(picture) for picture in pictures]:
            self._enter(dossier)

    def take_up(self, picture: HouseholdPicture) -> HouseholdFacts:
        """Enter a household, or put its new picture in place of the old."""
        self._forget(picture.household.id)
        return self._enter(self.index.take_up(picture))

    def claims(self, *key: object) -> list[Claim]:
        """Who uses something on the day, for example ``claims(PHONE, "13800000000")``."""
        claims = self.index.claims(key)
        if len(claims) < 2:
            return claims
        return [c for c in claims if c.person is None or is_member_on(c.person, self.frame.as_of)]

    def other_claim(self, own: Claim, *key: object) -> Claim | None:
        """Another household's or person's use: always the same one, so that one thing gives one finding."""
        others = [claim for claim in self.claims(*key) if claim.place != own.place]
        return min(others, key=lambda claim: claim.place) if others else None

    def with_figures(self, figures: Figures) -> list[Household]:
        """Households whose five sums of the year so far are these, to the fen."""
        return list(self._figures.get(figures, {}).values())

    @property
    def quarter_lines(self) -> QuarterLines:
        """What each household earned in the quarter, line by line."""
        if self._quarter_lines is None:
            self._quarter_lines = QuarterLines(self.frame)
            for dossier in self.index.dossiers.values():
                self._quarter_lines.add(dossier)
        return self._quarter_lines

    def mean_per_capita(self) -> Fen | None:
        """Net income per head of the village over twelve months: sum over sum."""
        if not self._is_mean_known:
            self._mean = per_head(Fen(self._net), self._persons)
            self._is_mean_known = True
        return self._mean

    def _enter(self, dossier: Dossier) -> HouseholdFacts:
        facts = HouseholdFacts(dossier, self.frame, self)
        household = facts.household
        self.households[household.id] = facts
        if self._quarter_lines is not None:
            self._quarter_lines.add(dossier)
        figures = figures_of(facts.income_now)
        if figures is not None:
            self.note_alike(figures, household)
        year = facts.income_year
        if year is not None:
            self.add(year.net, year.persons)
        return facts

    def note_alike(self, figures: Figures, *households: Household) -> None:
        """Enter households that are known to have the same five sums."""
        self._figures.setdefault(figures, {}).update({one.id: one for one in households})

    def copied(self, least: int) -> set[str]:
        """Ids of the households that have just the five sums of others, where they are so many."""
        return set(chain.from_iterable([alike for alike in self._figures.values() if len(alike) >= least]))

    def sort_alike(self, order: Callable[[Household], tuple[int, str, int, str]]) -> None:
        """Bring those with the same five sums into an order."""
        for figures, alike in self._figures.items():
            self._figures[figures] = {one.id: one for one in sorted(alike.values(), key=order)}
        self.quarter_lines.sort(order)

    def add(self, net: int, persons: int) -> None:
        """Count a household's year in the village's mean; what is below zero takes one out again."""
        self._net += net
        self._persons += persons
        self._is_mean_known = False

    def _forget(self, household_id: str) -> None:
        facts = self.households.get(household_id)
        if facts is None:
            return
        if self._quarter_lines is not None:
            self._quarter_lines.remove(facts.dossier)
        figures = figures_of(facts.income_now)
        if figures is not None:
            self._figures[figures].pop(household_id)
        if facts.income_year is not None:
            self.add(-facts.income_year.net, -facts.income_year.persons)


def figures_of(income: Earned | None) -> Figures | None:
    """Wages, production, cost, property and transfer; None where nothing has been entered."""
    return None if income is None else income[:5]

"""Several pages with one entry in the rail and a switch on each: checks, indicators, the whole village."""

from __future__ import annotations

from village_desk.definitions.words import say
from village_desk.desk.page import Desk
from village_desk.desk.parts.segments import Segments

CHECKS, FIGURES, PLANS, VILLAGE = "checks", "figures_of_year", "plans_of_year", "village"
_PAGES = {
    CHECKS: ("findings", "problems", "monitoring"),
    FIGURES: ("indicators", "income_analysis"),
    PLANS: ("plans", "target_gaps"),
    VILLAGE: ("village_ledger", "village_records"),
}
"""By the name under which resources/words has the pages' words."""


class PageSwitch(Segments):
    """Says which of the pages is open and leads to the others."""

    def __init__(self, desk: Desk, pages: str, here: str) -> None:
        self._pages = _PAGES[pages]
        super().__init__([(key, say(f"{pages}.{key}")) for key in self._pages])
        self._desk = desk
        self._here = here
        self.show_choice(here)
        self.chosen.connect(self.turn)

    def turn(self, key: str) -> None:
        """Go to one of them; the switch of this page stays as it is."""
        self.show_choice(self._here)
        if key != self._here:
            self._desk.frame.show_page(key)

    def turn_on(self) -> None:
        """Go to the next of them."""
        place = (self._pages.index(self._here) + 1) % len(self._pages)
        self.turn(self._pages[place])

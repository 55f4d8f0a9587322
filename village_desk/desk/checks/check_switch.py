"""核查、问题清单、监测: three pages with one entry in the rail and a switch on each."""

from __future__ import annotations

from village_desk.definitions.words import say
from village_desk.desk.page import Desk
from village_desk.desk.parts.segments import Segments

CHECK_PAGES = ("findings", "problems", "monitoring")


class CheckSwitch(Segments):
    """Says which of the three is open and leads to the others."""

    def __init__(self, desk: Desk, here: str) -> None:
        super().__init__([(key, say(f"checks.{key}")) for key in CHECK_PAGES])
        self._desk = desk
        self._here = here
        self.show_choice(here)
        self.chosen.connect(self.turn)

    def turn(self, key: str) -> None:
        """Go to one of the three; the switch of this page stays as it is."""
        self.show_choice(self._here)
        if key != self._here:
            self._desk.frame.show_page(key)

    def turn_on(self) -> None:
        """Go to the next of the three."""
        place = (CHECK_PAGES.index(self._here) + 1) % len(CHECK_PAGES)
        self.turn(CHECK_PAGES[place])

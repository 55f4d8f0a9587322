"""Notices that somebody else has written into a book that several clerks have open on a server."""

from __future__ import annotations

from contextlib import suppress

from village_desk.entry.news import Event, PeriodChosen, WrittenElsewhere
from village_desk.entry.sitting import Sitting
from village_desk.rules.refusals import Refusal


class Others:
    """Compares the journal's newest entry with the one that was known when the pages were last read.

    What is written here moves it too: then all is read again anyhow, and what has come by then is known.
    """

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting
        self._known = sitting.book.newest_entry()
        self.stop = sitting.news.listen(self._hear)

    def ask(self) -> int:
        """The newest entry now; one statement, which may be asked beside the window.

        Raises:
            Refusal: The server cannot be asked.
        """
        return self._sitting.book.newest_entry()

    def take(self, newest: int) -> bool:
        """Whether somebody else has written up to this entry; what was read here is old then."""
        if newest <= self._known:
            return False
        self._known = newest
        self._sitting.read_anew()
        return True

    def _hear(self, event: Event) -> None:
        if not isinstance(event, PeriodChosen | WrittenElsewhere):
            with suppress(Refusal):  # the deed is done; the next moment asks again
                self._known = self.ask()

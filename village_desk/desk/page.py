"""What every page of the desk shares: the sitting, the asker, and the ways out to the frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from village_desk.definitions.words import sentence_of
from village_desk.desk.frame import DeskFrame
from village_desk.entry.asking import Asker, question
from village_desk.entry.news import Event, HouseholdSaved, WrittenElsewhere
from village_desk.rules.refusals import Refusal

if TYPE_CHECKING:
    # Only named here: the store behind it is loaded when a book is opened, after the first window.
    from village_desk.entry.sitting import Sitting


T = TypeVar("T")
NEEDS_REASON = ("quarter-closed", "closing-stands")
"""What is refused only because nobody has said why a closed quarter is changed."""

PLAN = "plan"
"""The tab that is a page: what a household's plan is asked of stands on the page of the plans."""


class Desk(Struct, frozen=True, weakref=True):
    """The parts that pages are given: one book, one person, one window."""

    sitting: Sitting
    asker: Asker
    frame: DeskFrame
    open_household: Callable[[str, str, str], None]
    """Go to a household (id), a tab of its page or PLAN, and a field's key; tab and key may be blank."""

    def refused(self, refusal: Refusal) -> None:
        """Say in a box why something was not done."""
        self.asker.tell(question("desk.refused", sentence=sentence_of(refusal)))

    def correct(self, refusal: Refusal, deed: Callable[[], T]) -> T | None:
        """Settle a refusal: of a closed quarter ask why it is corrected and do the deed again, else say why.

        Returns:
            What the deed gives; None where it was not done.
        """
        if refusal.code not in NEEDS_REASON:
            self.refused(refusal)
            return None
        asked = question("desk.correct_why", sentence=sentence_of(refusal))
        reason = self.asker.ask_text(asked, initial=self.sitting.last_reason)
        if not (reason or "").strip():
            return None
        try:
            with self.sitting.correcting(reason):
                return deed()
        except Refusal as other:
            self.refused(other)
            return None


class DeskPage(QWidget):
    """A page that reads the book when it comes to the front and something has changed since.

    Signals:
        keys_changed: Other keys work now; the frame shows them again.
    """

    keys_changed = Signal()

    finds = False
    """Whether the search field searches this page; from others it leads to the households."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._is_stale = True
        self._has_left = False
        self._saved_alone: set[str] = set()
        self._stop_listening = desk.sitting.news.listen(self._hear)

    def turn_to(self) -> None:
        """Come to the front: read anew if anything has changed."""
        if self._is_stale:
            self._is_stale = False
            self.refresh()

    def refresh(self) -> None:
        """Read the book and show it; called only while the page is in front or comes there."""

    def take_saved(self) -> set[str]:
        """The households (ids) that alone were saved since the book was read; none: anything has changed."""
        saved, self._saved_alone = self._saved_alone, set()
        return saved

    def commit(self) -> None:
        """Take the answer still under the cursor: called before leaving, locking, closing and undo."""

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work on this page now, with their words."""
        return ()

    def concerns(self, event: Event) -> bool:
        """Whether an event makes what is shown out of date."""
        return True

    def find(self, text: str) -> None:  # type: ignore[override]  # Qt's own looks a window up by number
        """Follow the search field; pages without a list ignore it."""

    def open_found(self) -> None:
        """Enter in the search field: open the first that was found."""

    def go_to_field(self, key: str) -> None:
        """A finding of the panel was chosen: put the cursor where it leads."""

    def explain(self) -> None:
        """F1: explain the field in hand and what is found at it."""

    def leave(self) -> None:
        """The book is being closed: stop listening."""
        self._has_left = True
        self._stop_listening()

    def _hear(self, event: Event) -> None:
        """Read again later; what another clerk wrote waits until it is asked for, or the page turned to."""
        if not self.concerns(event):
            return
        if not isinstance(event, HouseholdSaved):
            self._saved_alone.clear()
        elif self._saved_alone or not self._is_stale:
            self._saved_alone.add(event.household_id)
        self._is_stale = True
        if self.isVisible() and not isinstance(event, WrittenElsewhere):
            # Not at once: news comes in the middle of a deed, and several may come together.
            QTimer.singleShot(0, self, self._catch_up)

    def _catch_up(self) -> None:
        if self.isVisible() and not self._has_left:
            self.turn_to()

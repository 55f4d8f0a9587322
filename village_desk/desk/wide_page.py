"""A page that takes the panel's room for itself and has keys of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShowEvent

from village_desk.definitions.words import say
from village_desk.desk.jobs import CancelledJobError, Job, Progress, Yield
from village_desk.desk.page import Desk, DeskPage
from village_desk.rules.refusals import Refusal


class WidePage(DeskPage):
    """A page without the side panel.

    Its own keys come before the window's while the cursor is on the page, so that a key which leads here from
    elsewhere does its work here.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.own_keys: dict[str, Callable[[], object]] = {}
        self._panel_was_open = True
        self._look: Job[Any] | None = None
        self._looks = 0

    def event(self, event: QEvent) -> bool:
        """Claim the page's own keys before the window's shortcuts get them."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._deed_of(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what one of the page's own keys says."""
        deed = self._deed_of(event)
        if deed is None:
            super().keyPressEvent(event)
        else:
            deed()

    def showEvent(self, event: QShowEvent) -> None:
        """Take the panel's room."""
        super().showEvent(event)
        if not event.spontaneous():
            self._panel_was_open = not self.desk.frame.panel.isHidden()
            self.desk.frame.set_panel_wanted(is_wanted=False)

    def hideEvent(self, event: QHideEvent) -> None:
        """Give the panel back as it was."""
        super().hideEvent(event)
        if not event.spontaneous() and self._panel_was_open and not self._has_left:
            self.desk.frame.set_panel_wanted(is_wanted=True)

    def look_again(
        self, work: Callable[[Progress], Yield], then: Callable[[Yield], None], title: str
    ) -> None:
        """Do beside the window the long work that the page shows; what was under way is stopped, unheard.

        The book's choices are read now: the work needs nothing of the window's thread.
        """
        self.stop_looking()
        _ = self.desk.sitting.settings, self.desk.sitting.reckoner
        mine = self._looks

        def take(outcome: Yield) -> None:
            if mine == self._looks and not self._has_left:
                self._look = None
                then(outcome)

        def end(error: Exception) -> None:
            if mine == self._looks or not isinstance(error, CancelledJobError):
                self._look = None
                self.failed(error)

        self._look = self.desk.frame.in_background(work, take, end, title=title)

    def stop_looking(self) -> None:
        """Stop such work, if any is under way."""
        self._looks += 1
        if self._look is not None:
            self._look.cancel()

    def failed(self, error: Exception) -> None:
        """Say why long work ended early; a mishap of the program itself is passed on."""
        if self._has_left:
            return
        if isinstance(error, CancelledJobError):
            self.desk.frame.tell(say("pages.stopped"))
        elif isinstance(error, Refusal):
            self.desk.refused(error)
        else:
            raise error

    def _deed_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        return self.own_keys.get(QKeySequence(event.keyCombination()).toString())

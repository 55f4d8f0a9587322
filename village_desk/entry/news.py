"""News after a commit: what has changed, so that every open view can show the book as it is."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct


class HouseholdSaved(Struct, frozen=True):
    """Something of one household is on disk."""

    household_id: str


class VillageChanged(Struct, frozen=True):
    """Many households may have changed: an import, an undo, a restore."""


class SettingsChosen(Struct, frozen=True):
    """A choice of the book has changed: profile, 口径, year, staff."""


class PeriodChosen(Struct, frozen=True):
    """Another quarter is being worked on."""


class WrittenElsewhere(Struct, frozen=True):
    """Another clerk has written into the same book: whatever was read may be old."""


Event = HouseholdSaved | VillageChanged | SettingsChosen | PeriodChosen | WrittenElsewhere


class News:
    """Tells every listener, in the order they came; a listener that has gone is dropped by its own call."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[Event], None]] = []

    def listen(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Hear every event from now on; the returned call ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def tell(self, event: Event) -> None:
        """Tell everybody."""
        for listener in tuple(self._listeners):
            listener(event)

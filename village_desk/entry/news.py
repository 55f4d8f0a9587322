"""News after a commit: what has changed, so that every open view can show the book as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HouseholdSaved:
    """Something of one household is on disk."""

    household_id: str


@dataclass(frozen=True, slots=True)
class VillageChanged:
    """Many households may have changed: an import, an undo, a restore."""


@dataclass(frozen=True, slots=True)
class SettingsChosen:
    """A choice of the book has changed: profile, 口径, year, staff."""


@dataclass(frozen=True, slots=True)
class PeriodChosen:
    """Another quarter is being worked on."""


Event = HouseholdSaved | VillageChanged | SettingsChosen | PeriodChosen


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

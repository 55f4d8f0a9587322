"""The pages of the desk in the order of the rail; each is imported when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from village_desk.desk.page import Desk, DeskPage


def _page(module: str, name: str) -> Callable[[Desk], DeskPage]:
    def make(desk: Desk) -> DeskPage:
        page: DeskPage = getattr(import_module(f"village_desk.desk.{module}"), name)(desk)
        return page

    return make


PAGES: tuple[tuple[str, str, Callable[[Desk], DeskPage]], ...] = (
    ("households", "users", _page("households_page", "HouseholdsPage")),
    ("tracking", "calendar-check", _page("tracking_page", "TrackingPage")),
    ("findings", "list-check", _page("findings_page", "FindingsPage")),
    ("sheets", "report", _page("sheets_page", "SheetsPage")),
    ("exchange", "transfer", _page("exchange_page", "ExchangePage")),
    ("settings", "settings", _page("settings_page", "SettingsPage")),
)
"""Key, icon and maker of each page; its word is resources/words, rail."""

PAGE_KEYS = {"F8": "findings", "Ctrl+P": "sheets"}
"""Keys that lead to a page from anywhere."""

"""The pages of the desk in the order of the rail; each is imported when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from importlib.util import find_spec

from village_desk.desk.page import Desk, DeskPage

_PAGES = (
    ("today", "home", "today_page", "TodayPage"),
    ("households", "users", "households_page", "HouseholdsPage"),
    ("tracking", "calendar-check", "tracking_page", "TrackingPage"),
    ("findings", "list-check", "findings_page", "FindingsPage"),
    ("plans", "target-arrow", "plans_page", "PlansPage"),
    ("indicators", "chart-bar", "indicators_page", "IndicatorsPage"),
    ("sheets", "report", "sheets_page", "SheetsPage"),
    ("exchange", "transfer", "exchange_page", "ExchangePage"),
    ("settings", "settings", "settings_page", "SettingsPage"),
)
_SIDE_PAGES = (
    ("problems", "findings", "problems_page", "ProblemsPage"),
    ("monitoring", "findings", "monitoring_page", "MonitoringPage"),
)
"""Pages without an entry in the rail, each beside the page whose entry is lit."""
_PAGE_KEYS = {"F8": "findings", "Ctrl+P": "sheets"}


def pages() -> list[tuple[str, str, Callable[[Desk], DeskPage]]]:
    """Key, icon and maker of each page that is there; its word is resources/words, rail."""
    return [
        (key, icon_name, partial(_make, module, name))
        for key, icon_name, module, name in _PAGES
        if find_spec(f"village_desk.desk.{module}") is not None
    ]


def side_pages() -> list[tuple[str, str, Callable[[Desk], DeskPage]]]:
    """Key, the page it stands beside, and maker of each page without an entry in the rail."""
    return [(key, beside, partial(_make, module, name)) for key, beside, module, name in _SIDE_PAGES]


def page_keys() -> dict[str, str]:
    """Keys that lead to a page from anywhere, each with the page's key."""
    there = {key for key, *_ in pages()}
    return {sequence: key for sequence, key in _PAGE_KEYS.items() if key in there}


def _make(module: str, name: str, desk: Desk) -> DeskPage:
    page: DeskPage = getattr(import_module(f"village_desk.desk.{module}"), name)(desk)
    return page

"""The pages of the desk in the order of the rail; each is imported when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module

from village_desk.desk.page import Desk, DeskPage

_PAGES = (
    ("today", "home", "quarter.today_page", "TodayPage"),
    ("households", "users", "household.households_page", "HouseholdsPage"),
    ("tracking", "calendar-check", "quarter.tracking_page", "TrackingPage"),
    ("findings", "list-check", "checks.findings_page", "FindingsPage"),
    ("plans", "target-arrow", "year.plans_page", "PlansPage"),
    ("indicators", "chart-bar", "year.indicators_page", "IndicatorsPage"),
    ("sheets", "report", "sheets.sheets_page", "SheetsPage"),
    ("exchange", "transfer", "exchange.exchange_page", "ExchangePage"),
    ("settings", "settings", "settings.settings_page", "SettingsPage"),
)
_TOWN_PAGES = (
    ("exchange", "transfer", "exchange.town_page", "TownPage"),
    ("matrix", "list-check", "exchange.matrix_page", "MatrixPage"),
    ("town_work", "calendar-check", "town.work_page", "WorkPage"),
    ("town_figures", "chart-bar", "town.figures_page", "FiguresPage"),
    ("pairs", "users", "town.pairs_page", "PairsPage"),
    ("sheets", "report", "sheets.sheets_page", "SheetsPage"),
    ("settings", "settings", "settings.settings_page", "SettingsPage"),
)
"""A township writes nothing of a village's: it receives, checks and asks."""
_SIDE_PAGES = (
    ("village_ledger", "households", "ledger.village_ledger_page", "VillageLedgerPage"),
    ("blank", "sheets", "sheets.blank_page", "BlankPage"),
    ("village_records", "households", "ledger.village_records_page", "VillageRecordsPage"),
    ("bulk", "households", "household.bulk_page", "BulkPage"),
    ("notes", "households", "household.notes_page", "NotesPage"),
    ("problems", "findings", "checks.problems_page", "ProblemsPage"),
    ("monitoring", "findings", "checks.monitoring_page", "MonitoringPage"),
    ("target_gaps", "plans", "year.gaps_page", "GapsPage"),
    ("income_analysis", "indicators", "year.income_page", "IncomePage"),
)
"""Pages without an entry in the rail, each beside the page whose entry is lit."""
_PAGE_KEYS = {"F8": "findings", "Ctrl+P": "sheets", "Ctrl+G": "village_ledger", "Ctrl+Shift+M": "notes"}


def pages(kind: str) -> list[tuple[str, str, Callable[[Desk], DeskPage]]]:
    """Key, icon and maker of each page of a kind of book; its word is resources/words, rail."""
    listed = _TOWN_PAGES if kind == "town" else _PAGES
    return [(key, icon_name, partial(_make, module, name)) for key, icon_name, module, name in listed]


def side_pages(kind: str) -> list[tuple[str, str, Callable[[Desk], DeskPage]]]:
    """Key, the page it stands beside, and maker of each page without an entry in the rail."""
    listed = () if kind == "town" else _SIDE_PAGES
    return [(key, beside, partial(_make, module, name)) for key, beside, module, name in listed]


def page_keys(kind: str) -> dict[str, str]:
    """Keys that lead to a page from anywhere, each with the page's key."""
    return {"Ctrl+P": "sheets"} if kind == "town" else dict(_PAGE_KEYS)


def _make(module: str, name: str, desk: Desk) -> DeskPage:
    page: DeskPage = getattr(import_module(f"village_desk.desk.{module}"), name)(desk)
    return page

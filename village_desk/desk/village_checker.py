"""Keeps the village's checks at hand for the household in front; they are made ready beside the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from village_desk.desk.fields.editor import DOUBT, HINT, MUST
from village_desk.desk.fields.finding_column import PanelFinding
from village_desk.desk.jobs import in_background
from village_desk.desk.page import PLAN, Desk
from village_desk.entry.news import Event, HouseholdSaved
from village_desk.entry.records.record_kinds import KINDS
from village_desk.rules.pictures import HouseholdPicture

if TYPE_CHECKING:
    # Only named here: the checks are loaded after the first list has been painted.
    from village_desk.store.reckoned.findings import Finding, HouseholdChecker

LEVELS = {"必改": MUST, "疑点": DOUBT, "提示": HINT}
_REST_MS = 400
_TABS = {
    "person": "members",
    "household": "overview",
    "stated_totals": "overview",
    "visit": "visit",
    PLAN: PLAN,
}
"""Which tab asks a screen's questions; every other finding leads to the ledger."""


class VillageChecker(QObject):
    """Gives what is found at a household.

    Signals:
        ready: Findings can be asked for, or have become others.
    """

    ready = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._checker: HouseholdChecker | None = None
        self._age = 0
        self._has_left = False
        # A moment of rest first, so that a window being opened or a key being held down is not slowed.
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._make_ready)
        self._stop_listening = desk.sitting.news.listen(self._hear)
        self._rest.start()

    @property
    def is_ready(self) -> bool:
        """Whether findings can be given at once."""
        return self._checker is not None

    def found(self, picture: HouseholdPicture) -> list[Finding]:
        """What is open at a household as it stands now; nothing until the checks are ready."""
        if self._checker is None:
            return []
        from village_desk.store.reckoned.findings import OPEN

        return [finding for finding in self._checker.findings(picture) if finding.state == OPEN]

    def leave(self) -> None:
        """The book is being closed; every page says so."""
        if not self._has_left:
            self._has_left = True
            self._rest.stop()
            self._stop_listening()

    def _hear(self, event: Event) -> None:
        if not isinstance(event, HouseholdSaved):
            self._rest.start()

    def _make_ready(self) -> None:
        from village_desk.store.pictures import village_picture
        from village_desk.store.reckoned.findings import HouseholdChecker, check_day

        self._age += 1
        age, sitting = self._age, self._desk.sitting
        book, settings, quarter = sitting.book, sitting.settings, sitting.quarter
        day = check_day(quarter, sitting.today)

        def make() -> HouseholdChecker:
            with book.reading() as reading:
                picture = village_picture(reading, book.village.name)
            return HouseholdChecker(picture, settings, quarter, day)

        in_background(lambda _: make(), lambda checker: self._take(age, checker), self._failed)

    def _take(self, age: int, checker: HouseholdChecker) -> None:
        if age == self._age and not self._has_left:
            self._checker = checker
            self.ready.emit()

    def _failed(self, error: Exception) -> None:
        if not self._has_left:
            raise error


def checker_of(desk: Desk) -> VillageChecker:
    """The one that all pages of a window share: making it ready takes seconds in a large village."""
    known = desk.frame.findChild(VillageChecker)
    return known if isinstance(known, VillageChecker) else VillageChecker(desk, desk.frame)


def panel_finding(finding: Finding) -> PanelFinding:
    """A finding as the panel shows it; its key leads to the field and the member."""
    return PanelFinding(LEVELS[finding.level], finding.message, f"{finding.field}|{finding.person_id or ''}")


def place_of(key: str) -> tuple[str, str, str]:
    """Where a panel's finding leads: the tab, the field's key and the member's id, each blank where none."""
    field, _, person_id = key.partition("|")
    screen_name, _, field_key = field.partition(".")
    known = screen_name in KINDS or screen_name in _TABS
    return (*tab_of(screen_name if known else "ledger", field_key), person_id)


def tab_of(screen_name: str, key: str) -> tuple[str, str]:
    """The tab that shows a screen's questions, and the field in it: records say of which kind they are."""
    if screen_name in KINDS:
        return "support", f"{screen_name}.{key}"
    return _TABS.get(screen_name, screen_name or "overview"), key

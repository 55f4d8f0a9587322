"""The page of the checks 核查: run every rule, see what is found, go and mend it or say that it is true."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from village_desk.definitions.screens import screen
from village_desk.definitions.words import say
from village_desk.desk.checks.finding_detail import FindingDetail
from village_desk.desk.checks.findings_bar import FindingsBar
from village_desk.desk.checks.findings_list import FindingRow, FindingsModel, rows_of
from village_desk.desk.job_steps import steps_of
from village_desk.desk.jobs import Job, Progress
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import EmptyPage
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.village_checker import place_of
from village_desk.desk.wide_page import WidePage
from village_desk.entry.asking import question
from village_desk.entry.checks.findings_entry import FindingGroup, FindingsEntry
from village_desk.entry.checks.verdicts import Said
from village_desk.entry.news import Event, HouseholdSaved
from village_desk.rules.followup_records import VERDICT_PENDING
from village_desk.rules.refusals import Refusal
from village_desk.store.reckoned.findings import Finding

_EMPTIES = ("not_run_yet", "nothing_shown", "nothing_found")
_AT_ONCE = 20
"""So many changed households are checked anew on return; after more, the list only says that it is old."""


class FindingsPage(WidePage):
    """Findings are kept between visits; households changed since are checked anew, the rest is marked old."""

    finds = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.entry = FindingsEntry(desk.sitting)
        self.bar = FindingsBar(desk)
        self.model = FindingsModel()
        self.list = ListView(self.model)
        self.detail = FindingDetail()
        self.empties = {
            key: EmptyPage("circle-check", say(f"findings.{key}"), say("findings.run")) for key in _EMPTIES
        }
        self._middle = QStackedWidget()
        self._job: Job[FindingsEntry] | None = None
        self._has_run = False
        self._is_old = False
        self._changed: dict[str, None] = {}
        self._opened: set[str] = set()
        self._search = ""
        self._build()
        self._connect()

    def turn_to(self) -> None:
        """Come to the front: run the checks the first time, catch up with what was mended afterwards."""
        super().turn_to()
        if not self._has_run and self._job is None:
            self.run()
        self._focus_list()

    def refresh(self) -> None:
        """Check the households changed since; a longer list of changes only makes the findings old."""
        if not self._has_run:
            return
        changed, self._changed = list(self._changed), {}
        if len(changed) > _AT_ONCE:
            self._is_old = True
        else:
            for household_id in changed:
                self.entry.refresh(household_id)
        self._show()

    def run(self) -> None:
        """Run every rule beside the window; the list stays until the new one is there."""
        if self._job is not None:
            return
        sitting = self.desk.sitting
        _ = sitting.settings  # read here, so that the work needs nothing of the window's thread
        entry = FindingsEntry(sitting)
        self._changed = {}

        def work(progress: Progress) -> FindingsEntry:
            entry.run(steps_of(progress), lambda: progress.is_cancelled)
            progress.check()
            return entry

        self.bar.run.setEnabled(False)
        self._job = self.desk.frame.in_background(work, self._take, self._stop, title=say("findings.running"))

    def find(self, text: str) -> None:  # type: ignore[override]  # as every page of the desk
        """Show what fits the search text: names, numbers, rules."""
        self._search = text
        self._show()

    def open_found(self) -> None:
        """Enter in the search field: go to the first row."""
        self._focus_list()
        self.list.take(0)

    def open_row(self, number: int) -> None:
        """Open or close a group; go to the field of a finding."""
        row = self.model.row(number)
        if row.finding is not None:
            self.mend()
            return
        self._opened ^= {row.group.key}
        self._show()

    def mend(self) -> None:
        """Go where the finding in hand can be put right."""
        finding = self._finding_in_hand()
        if finding is None:
            return
        lead = f"{finding.field}|{finding.person_id or ''}"
        tab, key, person_id = place_of(lead)
        self.desk.open_household(finding.household_id, tab, key)
        if person_id:
            self.desk.frame.finding_chosen.emit(lead)  # the household's page finds the member by it

    def confirm(self) -> None:
        """Say that the finding in hand is true as it stands, with a reason and perhaps a last day."""
        finding = self._finding_in_hand()
        if finding is None or finding.state == "fixed":
            return
        try:
            if finding.level == "必改":
                raise Refusal("must-be-mended", value=finding.rule)
            said = self._ask(finding)
            if said is not None:
                self.entry.say(finding, said)
                self._show()
                self.desk.frame.tell(say("findings.confirmed", title=finding.title))
        except Refusal as refusal:
            self.desk.refused(refusal)

    def leave_open(self) -> None:
        """Say that the finding in hand is still to be looked into: it stays open and is marked."""
        finding = self._finding_in_hand()
        if finding is None or finding.state == "fixed":
            return
        reason = self.desk.asker.ask_text(question("findings.pending_why", title=finding.title))
        if reason is None:
            return
        try:
            self.entry.say(finding, Said(reason, state=VERDICT_PENDING))
        except Refusal as refusal:
            self.desk.refused(refusal)
            return
        self._show()
        self.desk.frame.tell(say("findings.left_open", title=finding.title))

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work here."""
        return (
            ("F8", say("findings.run")),
            (say("keys.enter"), say("findings.key_open")),
            ("F6", say("findings.confirm")),
            ("F7", say("findings.leave_open")),
            ("F9", say("checks.key_next")),
            ("Ctrl+F", say("keys.search")),
        )

    def _ask(self, finding: Finding) -> Said | None:
        kinds = screen("verdict").field("reason_kind").offered_on(self.desk.sitting.today)
        place = self.desk.asker.choose(question("findings.why", title=finding.title), kinds)
        if place is None:
            return None
        texts: list[str] = []
        for key in ("findings.reason_text", "findings.evidence", "findings.until"):
            text = self.desk.asker.ask_text(question(key))
            if text is None:
                return None
            texts.append(text)
        reason, evidence, until = texts
        return Said(reason, kinds[place], evidence=evidence, until=until)

    def _finding_in_hand(self) -> Finding | None:
        number = self.list.row_in_hand
        return self.model.row(number).finding if 0 <= number < len(self.model.rows) else None

    def _take(self, entry: FindingsEntry) -> None:
        self._end_job()
        self.entry = entry
        self._has_run, self._is_old = True, False
        self._show()
        self._focus_list()

    def _stop(self, error: Exception) -> None:
        self._end_job()
        self.failed(error)
        self._show()

    def _end_job(self) -> None:
        self._job = None
        self.bar.run.setEnabled(True)

    def _show(self) -> None:
        in_hand = self.model.row(self.list.row_in_hand) if self.list.row_in_hand >= 0 else None
        self.bar.show_counts(self.entry.counts(), self._state_words())
        rows = rows_of(self._groups(), self._opened)
        self.model.set_rows(rows)
        self._middle.setCurrentWidget(self.list if rows else self.empties[self._why_empty()])
        self.list.take(_place_again(rows, in_hand))
        self._show_detail(self.list.row_in_hand)

    def _groups(self) -> list[FindingGroup]:
        wanted = self.bar.wanted(self._search)
        shape = self.entry.by_rule if self.bar.order.choice == "rule" else self.entry.by_household
        groups = shape(wanted)
        if not self.bar.only_told:
            return groups
        told = [(group, tuple(one for one in group.findings if one.state != "open")) for group in groups]
        return [FindingGroup(group.key, group.title, group.level, found) for group, found in told if found]

    def _state_words(self) -> str:
        if not self._has_run:
            return say("findings.not_run")
        period = self.entry.quarter.text()
        return say("findings.old" if self._is_old else "findings.fresh", period=period)

    def _why_empty(self) -> str:
        if not self._has_run:
            return "not_run_yet"
        return "nothing_shown" if self.entry.findings else "nothing_found"

    def _show_detail(self, number: int) -> None:
        if not 0 <= number < len(self.model.rows):
            self.detail.clear()
            return
        row = self.model.row(number)
        if row.finding is None:
            self.detail.show_group(row.group)
        else:
            self.detail.show_finding(row.finding)

    def _focus_list(self) -> None:
        if self.isVisible():
            (self.list if self.model.rows else self.empties[self._why_empty()].button).setFocus()

    def _hear(self, event: Event) -> None:
        if isinstance(event, HouseholdSaved):
            self._changed[event.household_id] = None
        else:
            self._is_old = True
        super()._hear(event)

    def _build(self) -> None:
        self._middle.addWidget(self.list)
        for empty in self.empties.values():
            self._middle.addWidget(empty)
            empty.wanted.connect(self.run)
        # Groups keep their order: sorting by a heading would tear them. The sentence takes the rest.
        for table in (self.list.top, self.list.corner):
            table.horizontalHeader().setSectionsClickable(False)
        self.list.top.horizontalHeader().setStretchLastSection(True)
        body = QHBoxLayout()
        body.setSpacing(pixels("gap"))
        body.addWidget(self._middle, 1)
        body.addWidget(self.detail)
        column = QVBoxLayout(self)
        column.setContentsMargins(pixels("margin"), pixels("gap"), pixels("margin"), pixels("gap"))
        column.setSpacing(pixels("gap"))
        column.addWidget(self.bar)
        column.addLayout(body, 1)

    def _connect(self) -> None:
        self.own_keys = {
            "F8": self.run,
            "F6": self.confirm,
            "F7": self.leave_open,
            "F9": self.bar.switch.turn_on,
        }
        self.bar.changed.connect(self._show)
        self.bar.run_wanted.connect(self.run)
        self.list.opened.connect(self.open_row)
        self.list.row_changed.connect(self._show_detail)
        self.detail.mend_wanted.connect(self.mend)
        self.detail.confirm_wanted.connect(self.confirm)
        self.detail.leave_open_wanted.connect(self.leave_open)


def _place_again(rows: Sequence[FindingRow], before: FindingRow | None) -> int:
    """Where the row in hand is now: the same finding, else its group, else the first."""
    if before is None or not rows:
        return 0
    finding = before.finding
    for place, row in enumerate(rows):
        if finding is not None and row.finding is not None and _same(row.finding, finding):
            return place
    return next((place for place, row in enumerate(rows) if row.group.key == before.group.key), 0)


def _same(one: Finding, other: Finding) -> bool:
    return (one.rule, one.household_id, one.person_id, one.values_hash) == (
        other.rule,
        other.household_id,
        other.person_id,
        other.values_hash,
    )

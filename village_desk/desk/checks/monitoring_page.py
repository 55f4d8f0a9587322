"""监测: candidates of a month or quarter, procedures, risks without an answer, lines by year."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QApplication, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from village_desk.definitions.screens import screen
from village_desk.definitions.words import say
from village_desk.desk.checks.candidates_tab import CandidatesTab
from village_desk.desk.checks.procedures_tab import ProceduresTab
from village_desk.desk.fields.household_asking import ask_household
from village_desk.desk.jobs import Job
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.page_switch import CHECKS, PageSwitch
from village_desk.desk.parts.cards import caption_label
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.segments import Segments
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.desk.wide_page import WidePage
from village_desk.entry.asking import question
from village_desk.entry.checks.line_history import LineRow, line_rows
from village_desk.entry.checks.monitoring_entry import Monitored, MonitoringEntry, RiskRow
from village_desk.entry.checks.procedure_entry import begin_procedure, finish_keys, finish_procedure
from village_desk.entry.keyboard.amount_typing import grouped
from village_desk.rules.followup_records import PROCEDURE_IDENTIFY, PROCEDURE_REMOVE, Procedure
from village_desk.rules.monitoring import is_monitored
from village_desk.rules.months import month_text, month_words
from village_desk.rules.procedures import removal_month
from village_desk.rules.records import Household
from village_desk.rules.refusals import Refusal

_TABS = ("candidates", "procedures", "risks", "lines")
_RISK_WIDTHS = {"head": 5, "group": 4, "class": 7, "risks": 10, "rule": 3, "words": 16}
_LINE_WIDTHS = {"year": 3, "amount": 6, "place": 8, "name": 7, "in_force": 3, "set_by": 8, "source": 12}
_SPARE = frozenset({"name", "class", "group"})


class MonitoringPage(WidePage):
    """Four tabs; Alt+1 to Alt+4 open them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.entry = MonitoringEntry(desk.sitting)
        self.switch = PageSwitch(desk, CHECKS, "monitoring")
        self.period = Segments([(key, say(f"monitoring.by_{key}")) for key in ("month", "quarter")])
        self.head = caption_label("")
        self.candidates = CandidatesTab()
        self.procedures = ProceduresTab(desk)
        self.risks: ListModel[RiskRow] = ListModel(_columns(_RISK_WIDTHS, "risks"), _risk_text)
        self.risks_view = ListView(self.risks)
        self.lines: ListModel[LineRow] = ListModel(_columns(_LINE_WIDTHS, "lines", {"amount"}), _line_text)
        self.lines_view = ListView(self.lines)
        self.tabs = QTabWidget()
        self._monitored: Monitored | None = None
        self._job: Job[Monitored] | None = None
        self._is_read_again = False
        self._is_old = False
        self._wanted = ""
        self._build()
        self._connect()

    def turn_to(self) -> None:
        """Come to the front with the cursor where work goes on."""
        super().turn_to()
        if self.isVisible():
            self._take_focus()

    def refresh(self) -> None:
        """Screen the village anew, beside the window; steps saved here change their procedures only."""
        saved = self.take_saved()
        if saved and self._monitored is not None and self._tab == "procedures" and self._job is None:
            self._is_old = True
            self._monitored = self.entry.renewed(self._monitored, saved)
            self._show(self._monitored)
            return
        self._is_old = False
        if self._job is not None:
            self._is_read_again = True
            return
        _ = self.desk.sitting.settings  # read here, so that the work needs nothing of the window's thread
        self._job = self.desk.frame.in_background(
            lambda _: self.entry.read(), self._take, self._stop, title=say("monitoring.screening")
        )

    def commit(self) -> None:
        """Take the answer under the cursor."""
        self.procedures.commit()

    def explain(self) -> None:
        """Explain the field in hand."""
        self.procedures.form.explain()

    def step(self, by: int) -> None:
        """Screen another month or quarter."""
        self.entry.step(by)
        self.refresh()

    def open_tab(self, place: int) -> None:
        """Bring a tab to the front."""
        self.commit()
        self.tabs.setCurrentIndex(place)
        self._take_focus()

    def begin(self) -> None:
        """Begin the procedure that the household in hand needs: to be identified, or its risk removed."""
        household_id = self._household_in_hand()
        picture = self.desk.sitting.picture(household_id) if household_id else None
        if picture is None:
            return
        if self._tab == "candidates" and is_monitored(picture.household):
            self.desk.frame.tell(say("procedures.already", head=_head(picture.household)))
            return
        self._begin(picture.household)

    def begin_other(self) -> None:
        """Begin a procedure of any household."""
        household_id = ask_household(self.desk, "procedures.which_household")
        picture = self.desk.sitting.picture(household_id) if household_id else None
        if picture is not None:
            self._begin(picture.household)

    def _begin(self, household: Household) -> None:
        kind = PROCEDURE_REMOVE if is_monitored(household) else PROCEDURE_IDENTIFY
        if not self.desk.asker.confirm(question("procedures.begin_sure", kind=kind, head=_head(household))):
            return
        try:
            self._wanted = begin_procedure(self.desk.sitting, household.id, kind).id
        except Refusal as refusal:
            self.desk.refused(refusal)
            return
        self.tabs.setCurrentIndex(_TABS.index("procedures"))

    def finish(self) -> None:
        """Finish the procedure in hand with 同意, asking for what the household's record takes over."""
        self.commit()
        row = self.procedures.row_in_hand
        if self._tab != "procedures" or row is None or row.procedure.outcome is not None:
            return
        answers = self._ask_answers(row.procedure)
        if answers is None:
            return
        try:
            with_days = self.desk.sitting.picture(row.household.id)
            known = with_days.procedures if with_days is not None else ()
            now = next(one for one in known if one.id == row.procedure.id)
            finish_procedure(self.desk.sitting, now, answers)
        except Refusal as refusal:
            self.desk.refused(refusal)
            return
        self.desk.frame.tell(say("procedures.finished", kind=row.procedure.kind or ""))

    def open_household(self) -> None:
        """Go to the household in hand and its timeline."""
        household_id = self._household_in_hand()
        if household_id:
            self.desk.open_household(household_id, "timeline", "")

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work here."""
        own = {
            "candidates": (
                ("F7", say("procedures.key_begin")),
                ("Ctrl+PgUp/PgDn", say("monitoring.key_step")),
            ),
            "procedures": (
                ("F7", say("procedures.key_finish")),
                ("Ctrl+N", say("procedures.key_new")),
                (say("keys.enter"), say("problems.key_form")),
            ),
            "risks": (("F7", say("procedures.key_begin")),),
            "lines": (),
        }
        return (
            *own[self._tab],
            ("F3", say("problems.key_household")),
            ("Alt+1…4", say("monitoring.key_tabs")),
            ("F9", say("checks.findings")),
        )

    @property
    def _tab(self) -> str:
        return _TABS[self.tabs.currentIndex()]

    def _household_in_hand(self) -> str:
        """The id of the household in hand; blank for none."""
        if self._tab == "candidates":
            one = self.candidates.candidate_in_hand
            return one.household.id if one else ""
        if self._tab == "procedures":
            row = self.procedures.row_in_hand
            return row.household.id if row else ""
        number = self.risks_view.row_in_hand if self._tab == "risks" else -1
        return self.risks.row(number).household.id if 0 <= number < len(self.risks.rows) else ""

    def _ask_answers(self, procedure: Procedure) -> dict[str, str] | None:
        """What finish_keys asks for; a month is offered that follows from the decision."""
        month = month_text(removal_month(procedure, self.desk.sitting.today))
        answers: dict[str, str] = {}
        for key in finish_keys(procedure.kind):
            field = screen("household").field(key)
            asked = question("procedures.finish_asks", label=field.label, kind=procedure.kind or "")
            if field.codes:
                offered = field.offered_on(self.desk.sitting.today)
                place = self.desk.asker.choose(asked, offered)
                text = None if place is None else offered[place]
            else:
                text = self.desk.asker.ask_text(asked, initial=month)
            if text is None:
                return None
            answers[key] = text
        return answers

    def _turn_tab(self, _: int) -> None:
        if self._is_old and self._tab != "procedures":
            self.refresh()
        self.keys_changed.emit()

    def _take(self, monitored: Monitored) -> None:
        self._job = None
        self._monitored = monitored
        if self._is_read_again:
            self._is_read_again = False
            self.refresh()
            return
        self._show(monitored)

    def _stop(self, error: Exception) -> None:
        self._job = None
        self.failed(error)

    def _show(self, monitored: Monitored) -> None:
        screening = monitored.screened.screening
        line = grouped(screening.line) if screening.line is not None else "—"
        self.head.setText(
            say(
                "monitoring.head",
                month=month_words(screening.month),
                window=screening.window.text(),
                line=line,
                band=grouped(screening.band) if screening.band is not None else "—",
            )
        )
        self.candidates.show_screened(monitored.screened)
        self.procedures.show_rows(monitored.procedures, self._wanted)
        self._wanted = ""
        self.risks.set_rows(monitored.risks)
        self.risks_view.take(0)
        self.lines.set_rows(line_rows(self.desk.sitting))
        self.lines_view.take(0)
        open_ones = sum(row.procedure.outcome is None for row in monitored.procedures)
        wrong = sum(row.finding is not None for row in monitored.risks)
        counts = (len(monitored.screened.candidates), open_ones, wrong, len(self.lines.rows))
        for place, (key, count) in enumerate(zip(_TABS, counts, strict=True)):
            self.tabs.setTabText(place, say(f"monitoring.tab_{key}", count=count))
        if self.isVisible():
            self._take_focus()

    def _take_focus(self) -> None:
        in_hand = QApplication.focusWidget()
        if in_hand is not None and self.procedures.form.isAncestorOf(in_hand):
            return  # somebody is typing there
        views = (self.candidates, self.procedures, self.risks_view, self.lines_view)
        view = views[self.tabs.currentIndex()]
        if isinstance(view, CandidatesTab | ProceduresTab):
            view.take_focus()
        else:
            view.setFocus()
        self.keys_changed.emit()

    def _choose_period(self, key: str) -> None:
        self.entry.choose(by_quarter=key == "quarter")
        self.refresh()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(pixels("gap"))
        head.addWidget(self.switch)
        head.addWidget(self.head, 1)
        head.addWidget(self.period)
        self.tabs.setDocumentMode(True)
        for listed in (self.risks_view, self.lines_view):
            for table in (listed.top, listed.body):
                table.horizontalHeader().setStretchLastSection(True)
        for place, view in enumerate((self.candidates, self.procedures, self.risks_view, self.lines_view)):
            room = QWidget()
            inside = QVBoxLayout(room)
            inside.setContentsMargins(0, pixels("half-step"), 0, 0)
            inside.addWidget(view)
            self.tabs.addTab(room, say(f"monitoring.tab_{_TABS[place]}", count=0))
        column = QVBoxLayout(self)
        column.setContentsMargins(pixels("margin"), pixels("gap"), pixels("margin"), pixels("gap"))
        column.setSpacing(pixels("step"))
        column.addLayout(head)
        column.addWidget(self.tabs, 1)

    def _connect(self) -> None:
        self.own_keys = {
            "F3": self.open_household,
            "F7": self._seven,
            "F9": self.switch.turn_on,
            "Ctrl+N": self.begin_other,
            "Ctrl+PgUp": lambda: self.step(-1),
            "Ctrl+PgDown": lambda: self.step(+1),
            **{f"Alt+{place + 1}": partial(self.open_tab, place) for place in range(len(_TABS))},
        }
        self.period.chosen.connect(self._choose_period)
        self.tabs.currentChanged.connect(self._turn_tab)
        self.candidates.opened.connect(
            lambda household_id: self.desk.open_household(household_id, "timeline", "")
        )
        self.risks_view.opened.connect(lambda _: self.open_household())

    def _seven(self) -> None:
        (self.finish if self._tab == "procedures" else self.begin)()


def _columns(
    widths: dict[str, int], section: str, figures: frozenset[str] | set[str] = frozenset()
) -> list[Column]:
    return [
        Column(key, say(f"{section}.{key}"), "", key in figures, width, key in _SPARE)
        for key, width in widths.items()
    ]


def _risk_text(row: RiskRow, key: str) -> str:
    texts = {
        "head": _head(row.household),
        "group": row.household.group or "",
        "class": row.household.monitoring_class or "",
        "risks": "、".join(row.risks),
        "rule": row.finding.rule if row.finding else "",
        "words": row.finding.message if row.finding else say("risks.answered"),
    }
    return texts[key]


def _head(household: Household) -> str:
    return household.head_name or household.number or say("findings.no_head")


def _line_text(row: LineRow, key: str) -> str:
    texts = {
        "year": str(row.year),
        "amount": grouped(row.amount),
        "in_force": say("lines.holds") if row.is_in_force else "",
    }
    return texts[key] if key in texts else str(getattr(row, key))

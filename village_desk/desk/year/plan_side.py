"""The plan of the household in hand: its targets and what came in, its measures, and what is suggested."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from village_desk.definitions.screens import screen
from village_desk.definitions.words import say
from village_desk.desk.fields.entry_form import EntryForm
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import caption_label, head_label
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.desk.year.plan_analysis_tab import PlanAnalysisTab
from village_desk.desk.year.suggestion_list import SuggestionList
from village_desk.entry.keyboard.amount_typing import shown_yuan
from village_desk.entry.records.plan_analysis import plan_analysis
from village_desk.entry.records.plan_entry import SIGNATURES, PlanEntry
from village_desk.entry.records.plan_measures import suggestions_for
from village_desk.entry.records.plans_list import (
    MeasureRow,
    PartRow,
    PlanRow,
    measure_rows,
    part_rows,
    plan_row,
    total_of,
)
from village_desk.entry.records.record_entry import RecordEntry
from village_desk.rules.money import Fen
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.planning import PARTS
from village_desk.rules.records import Household
from village_desk.rules.support_records import Measure, Plan

TABS = ("targets", "measures", "suggestions", "analysis")
_PARTS = (("part", 4), ("baseline", 5), ("target", 5), ("increase", 5), ("actual", 5), ("percent", 3))
_QUARTERS = ("q1", "q2", "q3", "q4")
_MEASURES = (("measure", 8), ("increment", 4), ("due", 4), *((key, 3) for key in _QUARTERS), ("percent", 3))
_ASKED = (*PARTS, "grounds", "wish", "shortcoming", "responsible", "responsible_unit", *SIGNATURES)
_ASKED_OF_MEASURE = (
    *(
        "content",
        "item",
        "quantity",
        "unit",
        "increment",
        "responsible",
        "responsible_unit",
        "started",
        "due",
    ),
    *("policy", "support", "risk", "state", "result", "note"),
)
_PART_ROWS = 2 + len(PARTS)


class PlanSide(QWidget):
    """One household's plan; every deed is the page's."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.title, self.state = head_label(""), caption_label("")
        self.parts: ListModel[PartRow] = ListModel(_columns(_PARTS, {"part"}), _part_text)
        self.parts_view = ListView(self.parts)
        self.form = EntryForm(desk, screen("plan"), keys=_ASKED)
        self.measures: ListModel[MeasureRow] = ListModel(_columns(_MEASURES, {"measure"}), _measure_text)
        self.measures_view = ListView(self.measures)
        self.measure_form = EntryForm(desk, screen("measure"), keys=_ASKED_OF_MEASURE)
        self.suggestions_view = SuggestionList()
        self.usual: Mapping[str, Fen] = {}
        """What each kind of measure usually brings in this village."""
        self.analysis = PlanAnalysisTab()
        self.tabs = QTabWidget()
        self.picture: HouseholdPicture | None = None
        self._year = 0
        self._version = 0
        self._bound = self._bound_measure = ""
        self._build()
        self._connect()

    @property
    def plan(self) -> Plan | None:
        """The version shown; None where there is no plan."""
        versions = self._versions()
        shown = [one for one in versions if one.version == self._version]
        return (shown or versions)[-1] if versions else None

    @property
    def has_older(self) -> bool:
        """Whether a version before the one in force would hold if that were voided."""
        return len(self._versions()) > 1

    @property
    def measure_in_hand(self) -> Measure | None:
        """The measure in hand."""
        place = self.measures_view.row_in_hand
        return self.measures.row(place).measure if 0 <= place < len(self.measures.rows) else None

    def show_household(self, picture: HouseholdPicture | None, year: int) -> None:
        """Show a household's plan of a year as it is in the book; the version in force comes first."""
        is_other = _key(picture, year) != _key(self.picture, self._year)
        versions_before = 0 if is_other else len(self._versions())
        self.picture, self._year = picture, year
        if picture is not None:
            found = suggestions_for(self._desk.sitting, picture, year, self.usual)
            self.suggestions_view.show_suggestions(found, is_other=is_other)
        if is_other or len(self._versions()) != versions_before:
            self._version = 0
        self._show()

    def turn_version(self) -> None:
        """Show the version before, or after the first the one in force."""
        plan = self.plan
        if plan is not None:
            self.commit()
            older = [one.version for one in self._versions() if one.version < plan.version]
            self._version = older[-1] if older else 0
            if self.tab == "targets":
                self.parts_view.setFocus()  # an old version has no field that the cursor could be in
            self._show()

    def open_tab(self, place: int) -> None:
        """Bring a tab to the front with the cursor in it."""
        self.commit()
        self.tabs.setCurrentIndex(place)
        self.take_focus()

    def take_focus(self) -> None:
        """Put the cursor where work on this tab begins."""
        if self.tab == "targets":
            self.form.focus(PARTS[0])
        else:
            lists: dict[str, QWidget] = {
                "measures": self.measures_view,
                "suggestions": self.suggestions_view,
                "analysis": self.analysis,
            }
            lists[self.tab].setFocus()

    def take_measure(self, measure_id: str) -> None:
        """Take a measure in hand."""
        rows = self.measures.rows
        self.measures_view.take(
            next((place for place, row in enumerate(rows) if row.measure.id == measure_id), 0)
        )

    def commit(self) -> None:
        """Take the answer under the cursor."""
        self.form.commit()
        self.measure_form.commit()

    @property
    def tab(self) -> str:
        """The tab in front."""
        return TABS[self.tabs.currentIndex()]

    def _versions(self) -> list[Plan]:
        plans = self.picture.plans if self.picture else ()
        return sorted((one for one in plans if one.year == self._year), key=lambda plan: plan.version)

    def _show(self) -> None:
        picture, plan = self.picture, self.plan
        if picture is None:
            return
        sitting = self._desk.sitting
        row = plan_row(picture, self._year, sitting.quarter)
        measures = measure_rows(sitting, picture, self._year)
        group, state = (plan.group if plan else "") or "", say(f"plans.{row.state.value}")
        self.title.setText("　".join(word for word in (head_of(row.household), group, state) if word))
        self.state.setText(self._state_words(plan, row, total_of(measures)))
        self.parts_view.setMaximumHeight(_PART_ROWS * pixels("row") + 6)
        self.parts.set_rows(part_rows(sitting, picture, plan) if plan else [])
        self._bind_plan(plan)
        self._show_measures(measures)
        self._show_analysis()
        for place, count in ((1, len(self.measures.rows)), (2, self.suggestions_view.count)):
            self.tabs.setTabText(place, say(f"plans.tab_{TABS[place]}", count=count))

    def _show_analysis(self) -> None:
        """Analyse the household in hand while the tab is in front: otherwise it costs nothing."""
        if self.picture is not None and self.tab == "analysis":
            self.analysis.show_analysis(plan_analysis(self._desk.sitting, self.picture, self._year))

    def _state_words(self, plan: Plan | None, row: PlanRow, came: Fen | None) -> str:
        if plan is None:
            return say("plans.no_plan", year=self._year)
        key = "version" if plan.change_reason is None else "version_new"
        if not self._is_in_force(plan):
            key = "version_old"
        figures = {"gap": row.gap, "due": row.due, "came": came}
        shown = {name: shown_yuan(amount) or "—" for name, amount in figures.items()}
        return say(f"plans.{key}", version=plan.version, reason=plan.change_reason or "", **shown)

    def _is_in_force(self, plan: Plan) -> bool:
        return plan.version == self._versions()[-1].version

    def _bind_plan(self, plan: Plan | None) -> None:
        if plan is not None and plan.id == self._bound:
            self.form.read()
            return
        self._bound = plan.id if plan else ""
        self.form.bind(PlanEntry(self._desk.sitting, plan) if plan else None)
        if plan is not None and not self._is_in_force(plan):
            self.form.set_editable(is_editable=False)

    def _show_measures(self, rows: Sequence[MeasureRow]) -> None:
        in_hand = self._bound_measure
        self.measures.set_rows(rows)
        place = next((place for place, row in enumerate(rows) if row.measure.id == in_hand), 0)
        self.measures_view.take(place)
        self._turn_measure(place)

    def _turn_measure(self, place: int) -> None:
        if not 0 <= place < len(self.measures.rows):
            self._bound_measure = ""
            self.measure_form.bind(None)
            return
        measure = self.measures.row(place).measure
        if measure.id == self._bound_measure:
            self.measure_form.read()
            return
        self.measure_form.commit()
        self._bound_measure = measure.id
        self.measure_form.bind(RecordEntry(self._desk.sitting, measure))

    def _turn_by_hand(self, place: int) -> None:
        if 0 <= place < len(self.measures.rows):  # the list is being filled anew: what follows is bound then
            self._turn_measure(place)

    def _build(self) -> None:
        targets, measures = _above(self.parts_view, self.form), _above(self.measures_view, self.measure_form)
        self.tabs.setDocumentMode(True)
        pages = (targets, measures, self.suggestions_view, self.analysis)
        for name, widget in zip(TABS, pages, strict=True):
            self.tabs.addTab(widget, say(f"plans.tab_{name}", count=0))
        for view in (self.parts_view, self.measures_view, self.suggestions_view):
            for table in (view.top, view.body):
                table.horizontalHeader().setStretchLastSection(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels("half-step"))
        column.addWidget(self.title)
        column.addWidget(self.state)
        column.addWidget(self.tabs, 1)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(lambda _: self._show_analysis())
        self.measures_view.row_changed.connect(self._turn_by_hand)
        self.measures_view.opened.connect(lambda _: self.measure_form.focus("quantity"))
        self.measure_form.passed_end.connect(self.measures_view.setFocus)
        self.measure_form.passed_start.connect(self.measures_view.setFocus)


def _above(view: ListView, form: EntryForm) -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, pixels("half-step"), 0, 0)
    column.setSpacing(pixels("half-step"))
    form.setMinimumHeight(pixels("field"))  # a screen at 150 % has no room for more of both
    column.addWidget(view, 1)
    column.addWidget(form, 1)
    return whole


def head_of(household: Household) -> str:
    """How a household is called."""
    return household.head_name or household.number or say("findings.no_head")


def _key(picture: HouseholdPicture | None, year: int) -> tuple[str, int]:
    return (picture.household.id if picture else "", year)


def _columns(widths: Sequence[tuple[str, int]], words: set[str]) -> list[Column]:
    return [Column(key, _heading(key), "", key not in words, width, key == "due") for key, width in widths]


def _heading(key: str) -> str:
    return say("plans.quarter", number=key[1:]) if key in _QUARTERS else say(f"plans.{key}")


def _percent_text(percent: int | None) -> str:
    return "" if percent is None else say("plans.percent_of", percent=percent)


def _part_text(row: PartRow, key: str) -> str:
    if key == "part":
        return say(f"plans.part_{row.part}")
    return _percent_text(row.percent) if key == "percent" else shown_yuan(getattr(row, key))


def _measure_text(row: MeasureRow, key: str) -> str:
    if key == "measure":
        return say("plans.measure_of", measure=row.label, person=row.person)
    if key == "percent":
        return _percent_text(row.percent)
    if key in _QUARTERS:
        return shown_yuan(row.actual[_QUARTERS.index(key)])
    return shown_yuan(row.due if key == "due" else row.measure.increment)

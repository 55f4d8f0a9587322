"""增收计划: who has a plan of the year and what is missing; beside the list, the plan of the one in hand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout

from village_desk.definitions.words import say
from village_desk.desk.cards import caption_label, head_label
from village_desk.desk.jobs import Job
from village_desk.desk.list_view import ListView
from village_desk.desk.look import pixels
from village_desk.desk.own_keys import add_keys
from village_desk.desk.page import Desk
from village_desk.desk.plan_columns import COLUMNS, FIGURES, SPARE, cell_text, sorted_by
from village_desk.desk.plan_side import TABS, PlanSide, head_of
from village_desk.desk.segments import Segments
from village_desk.desk.tables import Column, ListModel
from village_desk.desk.wide_page import WidePage
from village_desk.entry.amount_typing import grouped, shown_yuan
from village_desk.entry.asking import question
from village_desk.entry.news import Event, HouseholdSaved
from village_desk.entry.plan_entry import adjust_plan, open_plan
from village_desk.entry.plan_measures import Copied, copy_measure, take_suggestion, trial
from village_desk.entry.plans_list import (
    Burden,
    PlanRow,
    PlanState,
    burdens_of,
    plan_row,
    sums_of,
    village_plans,
)
from village_desk.entry.stills import still_of
from village_desk.rules.planning import Suggestion
from village_desk.rules.refusals import Refusal

_ALL = "all"
_SHOWN_REFUSED = 12
"""So many of the refused are named in a box; it must fit a low screen."""


class PlansPage(WidePage):
    """The village's plans of a year; every key works from the list and from the plan beside it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.year = desk.sitting.year
        self.head, self.people = caption_label(""), caption_label("")
        self.shown = Segments([(key, say(f"plans.filter_{key}")) for key in (_ALL, *PlanState)])
        self.model: ListModel[PlanRow] = ListModel(
            [
                Column(key, say(f"plans.{key}"), "", key in FIGURES, width, key in SPARE)
                for key, width in COLUMNS
            ],
            lambda row, key: cell_text(row, key, is_marked=row.household.id in self.marked),
            sorted_by,
        )
        self.list = ListView(self.model)
        self.side = PlanSide(desk)
        self.who: str | None = None
        """Whose households alone are shown; None for everybody's."""
        self.marked: set[str] = set()
        """Households (ids) to which a measure is to be copied."""
        self._rows: list[PlanRow] = []
        self._saved: set[str] = set()
        self._job: Job[list[PlanRow]] | None = None
        self._in_hand = ""
        self._build()
        self._connect()
        self.setFocusProxy(self.list)

    @property
    def row(self) -> PlanRow | None:
        """The household in hand."""
        number = self.list.row_in_hand
        return self.model.row(number) if 0 <= number < len(self.model.rows) else None

    def turn_to(self) -> None:
        """Come to the front with the cursor in the list, unless somebody works on the plan beside it."""
        super().turn_to()
        in_hand = QApplication.focusWidget()
        if self.isVisible() and not (in_hand is not None and self.side.isAncestorOf(in_hand)):
            self.list.setFocus()

    def refresh(self) -> None:
        """Read every plan beside the window; where households alone were saved, theirs at once."""
        saved, self._saved = self._saved, set()
        if saved and self._rows and self._job is None:
            self._renew(saved)
            return
        if self._job is not None:
            self._job.cancel()
        sitting, year = self.desk.sitting, self.year
        self._job = self.desk.frame.in_background(
            lambda _: village_plans(still_of(sitting), year),
            self._take,
            self.failed,
            title=say("plans.reading"),
        )

    def commit(self) -> None:
        """Take the answer under the cursor."""
        self.side.commit()

    def explain(self) -> None:
        """Explain the field in hand."""
        (self.side.measure_form if self.side.tab == "measures" else self.side.form).explain()

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work here."""
        row = self.row
        is_open = row is not None and row.plan is not None
        enter = {"targets": "key_targets", "measures": "key_form", "suggestions": "key_take"}[self.side.tab]
        return (
            ("F7", say("plans.key_adjust" if is_open else "plans.key_open")),
            (say("keys.enter"), say(f"plans.{enter}")),
            ("Alt+1…3", say("plans.key_tabs")),
            (say("keys.space"), say("plans.key_mark")),
            ("Ctrl+D", say("plans.key_copy")),
            ("Alt+←→", say("plans.key_state")),
            ("Ctrl+R", say("plans.key_who")),
            ("Alt+V", say("plans.key_versions")),
            ("Ctrl+T", say("plans.key_trial")),
            ("Ctrl+PgUp/PgDn", say("plans.key_year")),
        )

    def step(self, by: int) -> None:
        """Turn to the plans of another year."""
        self.commit()
        self.year += by
        self._rows = []
        self.marked.clear()
        self.refresh()

    def open_or_adjust(self) -> None:
        """Open the plan of the household in hand, or make a further version of it, asking for the reason."""
        self.commit()
        row = self.row
        if row is None:
            return
        (self._open if row.plan is None else self._adjust)(row)

    def take(self, suggestion: Suggestion) -> None:
        """Make a suggestion a measure; the cursor stays in the list for the next one."""
        row = self.row
        if row is None:
            return
        try:
            done = take_suggestion(self.desk.sitting, row.household.id, self.year, suggestion)
        except Refusal as refusal:
            self.desk.refused(refusal)
            return
        self._catch_up()
        self.side.take_measure(done.id)
        self.desk.frame.tell(say("plans.taken", measure=suggestion.measure.label))

    def mark(self) -> None:
        """Mark the household in hand, or take its mark away, and go to the next."""
        row = self.row
        if row is not None:
            self.marked ^= {row.household.id}
            self.list.side.viewport().update()
            self.list.take(self.list.row_in_hand + 1)

    def copy(self) -> None:
        """Plan the measure in hand for the marked households too; whom it does not fit is told."""
        self.commit()
        measure = self.side.measure_in_hand
        if measure is None or not self.marked:
            self.desk.frame.tell(say("plans.copy_none"))
            return
        label = self.side.measures.row(self.side.measures_view.row_in_hand).label
        chosen = [row.household.id for row in self._rows if row.household.id in self.marked]
        if not self.desk.asker.confirm(question("plans.copy_sure", measure=label, count=len(chosen))):
            return
        try:
            copied = copy_measure(self.desk.sitting, measure, chosen)
        except Refusal as refusal:
            self.desk.refused(refusal)
            return
        self.marked.clear()
        self._tell_copied(copied)

    def choose_who(self) -> None:
        """Show the households of one who answers for plans, or of all again."""
        burdens = burdens_of(self._rows)
        options = [say("plans.who_all"), *(_burden_words("plans.who_counts", one) for one in burdens)]
        place = self.desk.asker.choose(question("plans.who"), options)
        if place is not None:
            self.who = burdens[place - 1].name if place else None
            self._choose_filter()

    def try_out(self) -> None:
        """Reckon what quantity × each × times comes to; nothing is kept."""
        text = self.desk.asker.ask_text(question("plans.trial_ask"))
        if not (text or "").strip():
            return
        try:
            self.desk.frame.tell(say("plans.trial_is", text=text, amount=grouped(trial(str(text)))))
        except Refusal as refusal:
            self.desk.refused(refusal)

    def back(self) -> None:
        """Go back to the list."""
        self.commit()
        self.list.setFocus()

    def _open(self, row: PlanRow) -> None:
        try:
            open_plan(self.desk.sitting, row.household.id, self.year)
        except Refusal as refusal:
            self.desk.refused(refusal)
            return
        self._catch_up()
        self.side.open_tab(TABS.index("targets"))
        self.desk.frame.tell(say("plans.opened", name=head_of(row.household), year=self.year))

    def _adjust(self, row: PlanRow) -> None:
        reason = self.desk.asker.ask_text(question("plans.adjust_why", name=head_of(row.household)))
        if not (reason or "").strip():
            return
        try:
            adjust_plan(self.desk.sitting, row.household.id, self.year, str(reason))
        except Refusal as refusal:
            self.desk.refused(refusal)
            return
        self._catch_up()
        self.side.open_tab(TABS.index("targets"))
        plan = self.side.plan
        self.desk.frame.tell(say("plans.adjusted", version=plan.version if plan else 0))

    def _tell_copied(self, copied: Copied) -> None:
        if not copied.refused:
            self.desk.frame.tell(say("plans.copied", made=copied.made))
            return
        lines = [
            say("plans.refused_line", name=head_of(one.household), reason=one.reason)
            for one in copied.refused
        ]
        more = (
            [say("plans.refused_more", count=len(lines) - _SHOWN_REFUSED)] if lines[_SHOWN_REFUSED:] else []
        )
        names = "\n".join([*lines[:_SHOWN_REFUSED], *more])
        told = question("plans.copied_refused", made=copied.made, count=len(lines), names=names)
        self.desk.asker.tell(told)

    def _hear(self, event: Event) -> None:
        if not isinstance(event, HouseholdSaved):
            self._saved.clear()
            self._rows = []
        elif self._saved or not self._is_stale:
            self._saved.add(event.household_id)
        super()._hear(event)

    def _renew(self, household_ids: set[str]) -> None:
        for place, row in enumerate(self._rows):
            if row.household.id in household_ids:
                picture = self.desk.sitting.picture(row.household.id)
                if picture is not None:
                    self._rows[place] = plan_row(picture, self.year)
        self._fill()

    def _take(self, rows: list[PlanRow]) -> None:
        self._job = None
        if not self._has_left:
            self._rows = rows
            self._fill()

    def _fill(self) -> None:
        """Show the rows that the filters let through; the household in hand stays in hand."""
        in_hand = self._in_hand
        rows = [row for row in self._rows if self._is_wanted(row) or row.household.id == in_hand]
        self._show_sums(rows)
        self.model.set_rows(rows)
        place = next((place for place, row in enumerate(rows) if row.household.id == in_hand), 0)
        self.list.take(place)
        self._turn(self.list.row_in_hand)

    def _is_wanted(self, row: PlanRow) -> bool:
        is_shown = self.shown.choice in (_ALL, row.state.value)
        return is_shown and self.who in (None, row.responsible)

    def _show_sums(self, rows: Sequence[PlanRow]) -> None:
        sums = sums_of(rows)
        figures = {key: shown_yuan(getattr(sums, key)) for key in FIGURES}
        self.model.set_sums({"head": say("plans.sum", count=len(rows)), **figures})
        whole = sums_of(self._rows)
        self.head.setText(
            say(
                "plans.of",
                year=self.year,
                count=len(self._rows),
                without=whole.without_plan,
                **{key: shown_yuan(getattr(whole, key)) or "—" for key in FIGURES},
            )
        )
        burdens = burdens_of(self._rows)
        self.people.setText("　".join(_burden_words("plans.burden", one) for one in burdens if one.measures))

    def _turn(self, number: int) -> None:
        if not 0 <= number < len(self.model.rows):
            return
        row = self.model.row(number)
        if row.household.id != self._in_hand:
            self.commit()
            self._in_hand = row.household.id
        self.desk.sitting.household_in_hand = row.household.id
        self.side.show_household(self.desk.sitting.picture(row.household.id), self.year)
        self.keys_changed.emit()

    def _filter(self, by: int) -> None:
        names = [_ALL, *(state.value for state in PlanState)]
        self.shown.choose(names[(names.index(self.shown.choice) + by) % len(names)])

    def _choose_filter(self) -> None:
        self.commit()
        self._in_hand = ""
        self._fill()
        self.list.setFocus()

    def _step_household(self, by: int) -> None:
        self.commit()
        self.list.take(self.list.row_in_hand + by)

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(pixels("gap"))
        top.addWidget(head_label(say("rail.plans")))
        top.addWidget(self.head, 1)
        left = QVBoxLayout()
        left.setSpacing(pixels("step"))
        left.addWidget(self.shown)
        left.addWidget(self.list, 1)
        left.addWidget(self.people)
        for table in (self.list.top, self.list.body):
            table.horizontalHeader().setStretchLastSection(True)
        body = QHBoxLayout()
        body.setSpacing(pixels("gap"))
        body.addLayout(left, 1)
        body.addWidget(self.side, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(pixels("margin"), pixels("gap"), pixels("margin"), pixels("gap"))
        column.setSpacing(pixels("step"))
        column.addLayout(top)
        column.addLayout(body, 1)

    def _connect(self) -> None:
        self.own_keys = {
            "F7": self.open_or_adjust,
            "Ctrl+PgUp": lambda: self.step(-1),
            "Ctrl+PgDown": lambda: self.step(+1),
            "Esc": self.back,
        }
        tabs = {f"Alt+{place + 1}": partial(self.side.open_tab, place) for place in range(len(TABS))}
        add_keys(
            self,
            {
                **tabs,
                "Alt+V": self.side.turn_version,
                "Alt+Left": lambda: self._filter(-1),
                "Alt+Right": lambda: self._filter(+1),
                "Alt+Up": lambda: self._step_household(-1),
                "Alt+Down": lambda: self._step_household(+1),
                "Ctrl+D": self.copy,
                "Ctrl+R": self.choose_who,
                "Ctrl+T": self.try_out,
            },
        )
        add_keys(self.list, {"Space": self.mark})
        self.shown.chosen.connect(lambda _: self._choose_filter())
        self.list.row_changed.connect(self._turn)
        self.list.opened.connect(lambda _: self.side.take_focus())
        self.side.taken.connect(self.take)
        self.side.tabs.currentChanged.connect(lambda _: self.keys_changed.emit())
        self.side.form.passed_end.connect(self.list.setFocus)
        self.side.form.passed_start.connect(self.list.setFocus)


def _burden_words(key: str, one: Burden) -> str:
    name = one.name or say("plans.who_nobody")
    return say(key, name=name, households=one.households, measures=one.measures)

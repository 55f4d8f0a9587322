"""增收计划: who has a plan of the year and what is missing; beside the list, the plan of the one in hand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout

from village_desk.definitions.words import say
from village_desk.desk.jobs import Job
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.page_switch import PLANS, PageSwitch
from village_desk.desk.parts.cards import caption_label
from village_desk.desk.parts.own_keys import add_keys
from village_desk.desk.village_register import register_of
from village_desk.desk.wide_page import WidePage
from village_desk.desk.year.plan_list import FIGURES, PlanList, burden_words
from village_desk.desk.year.plan_side import TABS, PlanSide, head_of
from village_desk.entry.asking import question
from village_desk.entry.keyboard.amount_typing import grouped, shown_yuan
from village_desk.entry.records.plan_entry import adjust_plan, open_plan
from village_desk.entry.records.plan_measures import Copied, copy_measure, take_suggestion
from village_desk.entry.records.plan_trials import first_trial, outcome, trial
from village_desk.entry.records.plans_list import (
    PlanRow,
    VillagePlans,
    burdens_of,
    plan_row,
    plans_with_usual,
    sums_of,
)
from village_desk.entry.stills import still_of
from village_desk.entry.voiding import void
from village_desk.rules.chosen_records import Price
from village_desk.rules.refusals import Refusal
from village_desk.rules.suggesting import Suggestion
from village_desk.rules.support_records import Measure

_OUTCOME = ("amount", "known", "gap_now", "gap_then", "per_head_now", "per_head_then")
_SHOWN_REFUSED = 12
"""So many of the refused are named in a box; it must fit a low screen."""


class PlansPage(WidePage):
    """The village's plans of a year; every key works from the list and from the plan beside it."""

    finds = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.year = desk.sitting.year
        self.switch = PageSwitch(desk, PLANS, "plans")
        self.head = caption_label("")
        self.list = PlanList()
        self.side = PlanSide(desk)
        self._rows: list[PlanRow] = []
        self._job: Job[VillagePlans] | None = None
        self._in_hand = ""
        self._build()
        self._connect()
        self.setFocusProxy(self.list)

    def turn_to(self) -> None:
        """Come to the front with the cursor in the list, unless somebody works on the plan beside it."""
        super().turn_to()
        in_hand = QApplication.focusWidget()
        if self.isVisible() and not (in_hand is not None and self.side.isAncestorOf(in_hand)):
            self.list.setFocus()

    def open(self, household_id: str) -> None:
        """Take a household in hand; while the village is still being read, as soon as it is there."""
        self.commit()
        self.list.open(household_id)

    def refresh(self) -> None:
        """Read every plan beside the window; where households alone were saved, theirs at once."""
        saved = self.take_saved()
        if saved and self._rows and self._job is None:
            self._renew(saved)
            return
        if self._job is not None:
            self._job.cancel()
        sitting, year, quarter = self.desk.sitting, self.year, self.desk.sitting.quarter
        self._job = self.desk.frame.in_background(
            lambda _: plans_with_usual(still_of(sitting), year, quarter),
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
        row, tab = self.list.row, self.side.tab
        is_open = row is not None and row.plan is not None
        enter = {
            "targets": "key_targets",
            "measures": "key_form",
            "suggestions": "key_take",
            "analysis": "key_members",
        }[tab]
        of_measures = (("Ctrl+D", say("plans.key_copy")), ("Ctrl+T", say("plans.key_trial")))
        of_plan = (("Ctrl+Del", say("plans.key_void")),) if is_open else ()
        of_versions = (("Alt+V", say("plans.key_versions")),) if self.side.has_older else ()
        return (
            ("F7", say("plans.key_adjust" if is_open else "plans.key_open")),
            (say("keys.enter"), say(f"plans.{enter}")),
            ("Alt+1…4", say("plans.key_tabs")),
            *(of_measures if tab == "measures" else of_plan),
            (say("keys.space"), say("plans.key_mark")),
            ("Alt+←→", say("plans.key_state")),
            ("Ctrl+R", say("plans.key_who")),
            ("Ctrl+PgUp/PgDn", say("plans.key_year")),
            *of_versions,
            ("F9", say("plans_of_year.target_gaps")),
        )

    def step(self, by: int) -> None:
        """Turn to the plans of another year."""
        self.commit()
        self.year += by
        self._rows = []
        self.list.marked.clear()
        self.refresh()

    def open_or_adjust(self) -> None:
        """Open the plan of the household in hand, or make a further version of it, asking for the reason."""
        self.commit()
        row = self.list.row
        if row is None:
            return
        (self._open if row.plan is None else self._adjust)(row)

    def take(self, suggestion: Suggestion) -> None:
        """Make a suggestion a measure; the cursor stays in the list for the next one."""
        row = self.list.row
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

    def copy(self) -> None:
        """Plan the measure in hand for the marked households too; whom it does not fit is told."""
        self.commit()
        measure = self.side.measure_in_hand
        if measure is None or not self.list.marked:
            self.desk.frame.tell(say("plans.copy_none"))
            return
        label = self.side.measures.row(self.side.measures_view.row_in_hand).label
        chosen = [row.household.id for row in self._rows if row.household.id in self.list.marked]
        if not self.desk.asker.confirm(question("plans.copy_sure", measure=label, count=len(chosen))):
            return
        try:
            copied = copy_measure(self.desk.sitting, measure, chosen)
        except Refusal as refusal:
            self.desk.refused(refusal)
            return
        self.list.marked.clear()
        self._tell_copied(copied)

    def choose_who(self) -> None:
        """Show the households of one who answers for plans, or of all again."""
        burdens = burdens_of(self._rows)
        options = [say("plans.who_all"), *(burden_words("plans.who_counts", one) for one in burdens)]
        place = self.desk.asker.choose(question("plans.who"), options)
        if place is not None:
            self.commit()
            self.list.show_only(burdens[place - 1].name if place else None)

    def try_out(self) -> None:
        """Reckon what quantity × each × times comes to, and what it makes of the plan; nothing is kept."""
        self.commit()
        measure = self.side.measure_in_hand if self.side.tab == "measures" else None
        text = self.desk.asker.ask_text(question("plans.trial_ask"), initial=self._first_trial(measure))
        if not (text or "").strip():
            return
        try:
            amount = trial(str(text))
        except Refusal as refusal:
            self.desk.refused(refusal)
            return
        if measure is None or self.side.picture is None:
            self.desk.frame.tell(say("plans.trial_is", text=text, amount=grouped(amount)))
            return
        found = outcome(self.side.picture, self.year, measure, amount)
        shown = {key: shown_yuan(getattr(found, key)) or "—" for key in _OUTCOME}
        self.desk.asker.tell(question("plans.trial_outcome", text=text, **shown))

    def _first_trial(self, measure: Measure | None) -> str:
        if measure is None:
            return ""
        sitting = self.desk.sitting
        with sitting.book.reading() as reading:
            prices = {price.item: price for price in reading.all(Price) if price.year == measure.year}
        return first_trial(measure, prices, sitting.reckoner)

    def void(self) -> None:
        """Void the plan in hand, asking for the reason; the version before, if any, holds again."""
        self.commit()
        row = self.list.row
        if row is None or row.plan is None:
            return
        name, version = head_of(row.household), row.plan.version
        key = "plans.void_why_again" if self.side.has_older else "plans.void_why"
        asked = question(key, name=name, year=self.year, version=version)
        reason = self.desk.asker.ask_text(asked)
        if not (reason or "").strip():
            return
        try:
            void(self.desk.sitting, row.plan.id, str(reason), "plan")
        except Refusal as refusal:
            self.desk.refused(refusal)
            return
        self._catch_up()
        self.desk.frame.tell(say("plans.voided", name=name, version=version))

    def find(self, text: str) -> None:  # type: ignore[override]  # Qt's own looks a window up by number
        """Show the households that a search text fits, the best first."""
        self.commit()
        village = register_of(self.desk)
        village.catch_up()
        found = [row.household_id for row in village.register.found(text)]
        self.list.show_found(found if text else None)

    def open_found(self) -> None:
        """Enter in the search field: take the first that was found in hand and show all again."""
        found = self.list.row
        self.desk.frame.search.clear()  # which shows all again
        if found is not None:
            self.open(found.household.id)
        self.list.setFocus()

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

    def _renew(self, household_ids: set[str]) -> None:
        for place, row in enumerate(self._rows):
            if row.household.id in household_ids:
                picture = self.desk.sitting.picture(row.household.id)
                if picture is not None:
                    self._rows[place] = plan_row(picture, self.year, self.desk.sitting.quarter)
        self._fill()

    def _take(self, plans: VillagePlans) -> None:
        self._job = None
        if not self._has_left:
            self._rows, self.side.usual = plans.rows, plans.usual
            self._fill()

    def _fill(self) -> None:
        sums = sums_of(self._rows)
        self.head.setText(
            say(
                "plans.of",
                year=self.year,
                count=len(self._rows),
                without=sums.without_plan,
                **{key: shown_yuan(getattr(sums, key)) or "—" for key in FIGURES},
            )
        )
        self.list.show_rows(self._rows)

    def _turn(self, household_id: str) -> None:
        if household_id != self._in_hand:
            self.commit()
            self._in_hand = household_id
        self.desk.sitting.household_in_hand = household_id
        self.side.show_household(self.desk.sitting.picture(household_id), self.year)
        self.keys_changed.emit()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(pixels("gap"))
        top.addWidget(self.switch)
        top.addWidget(self.head, 1)
        body = QHBoxLayout()
        body.setSpacing(pixels("gap"))
        body.addWidget(self.list, 1)
        body.addWidget(self.side, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(pixels("margin"), pixels("gap"), pixels("margin"), pixels("gap"))
        column.setSpacing(pixels("step"))
        column.addLayout(top)
        column.addLayout(body, 1)

    def _connect(self) -> None:
        self.own_keys = {
            "F7": self.open_or_adjust,
            "F9": self.switch.turn_on,
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
                "Alt+Left": lambda: self.list.turn_filter(-1),
                "Alt+Right": lambda: self.list.turn_filter(+1),
                "Alt+Up": lambda: self.list.step(-1),
                "Alt+Down": lambda: self.list.step(+1),
                "Ctrl+D": self.copy,
                "Ctrl+R": self.choose_who,
                "Ctrl+T": self.try_out,
                "Ctrl+Delete": self.void,
            },
        )
        self.list.turned.connect(self._turn)
        self.list.view.opened.connect(lambda _: self.side.take_focus())
        self.side.suggestions_view.taken.connect(self.take)
        self.side.tabs.currentChanged.connect(lambda _: self.keys_changed.emit())
        self.side.form.passed_end.connect(self.list.setFocus)
        self.side.form.passed_start.connect(self.list.setFocus)

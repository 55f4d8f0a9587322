"""问题清单: problems found, worked on, answered and closed; the list above, the one in hand below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QSplitter, QStackedWidget, QVBoxLayout

from village_desk.definitions.screens import screen
from village_desk.definitions.words import say
from village_desk.desk.checks.problem_bar import ProblemBar
from village_desk.desk.fields.entry_form import EntryForm
from village_desk.desk.fields.household_asking import ask_household
from village_desk.desk.jobs import Job
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import EmptyPage
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.desk.wide_page import WidePage
from village_desk.entry.asking import question
from village_desk.entry.checks.problem_entry import (
    ProblemEntry,
    close_as_proposed,
    close_problem,
    insert_problem,
)
from village_desk.entry.checks.problem_list import ProblemList, ProblemRow
from village_desk.rules.problems import CLOSING_ANSWERS
from village_desk.rules.refusals import Refusal
from village_desk.store.reckoned.proposals import Answered

_COLUMNS = (
    ("state", 4),
    ("due_on", 6),
    ("household", 4),
    ("person", 4),
    ("title", 16),
    ("shown_value", 6),
    ("responsible", 4),
    ("source", 7),
    ("proposal", 4),
)
_SPARE = ("person", "shown_value", "source")


class ProblemsPage(WidePage):
    """Every key works from the list and from the form."""

    finds = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.problems = ProblemList(desk.sitting)
        self.bar = ProblemBar(desk, self.problems)
        columns = [
            Column(key, say(f"problems.{key}"), width=width, is_spare=key in _SPARE)
            for key, width in _COLUMNS
        ]
        self.model: ListModel[ProblemRow] = ListModel(columns, self._text)
        self.list = ListView(self.model)
        self.form = EntryForm(desk, screen("problem"))
        self.empty = EmptyPage("list-check", say("problems.none"), say("problems.add"))
        self._middle = QStackedWidget()
        self._bound = self._wanted = ""
        self._search = ""
        self._proposed: Mapping[str, Answered] = {}
        self._job: Job[dict[str, Answered]] | None = None
        self._build()
        self._connect()

    @property
    def row_in_hand(self) -> ProblemRow | None:
        """The problem in hand."""
        number = self.list.row_in_hand
        return self.model.row(number) if 0 <= number < len(self.model.rows) else None

    def turn_to(self) -> None:
        """Come to the front with the cursor in the list, unless somebody is typing in the form."""
        super().turn_to()
        in_hand = QApplication.focusWidget()
        is_typing = in_hand is not None and self.form.isAncestorOf(in_hand)
        if self.isVisible() and not is_typing:
            (self.list if self.model.rows else self.empty.button).setFocus()

    def refresh(self) -> None:
        """Read the problems; the one in hand stays in hand."""
        self.problems.read()
        self._show()

    def commit(self) -> None:
        """Take the answer under the cursor."""
        self.form.commit()

    def find(self, text: str) -> None:  # type: ignore[override]  # as every page of the desk
        """Show the problems that the search text fits."""
        self._search = text
        self._show()

    def open_found(self) -> None:
        """Enter in the search field: go to the first row."""
        self.list.setFocus()
        self.list.take(0)

    def review(self) -> None:
        """Ask the rules what they find of each open problem now, beside the window."""
        if self._job is not None:
            return
        _ = self.desk.sitting.settings  # read here, so that the work needs nothing of the window's thread
        self._job = self.desk.frame.in_background(
            lambda _: self.problems.propose(), self._take, self._stop, title=say("problems.reviewing")
        )

    def add(self) -> None:
        """Note a problem of a household, or of the village."""
        self.commit()
        household_id = ask_household(self.desk, "problems.which_household")
        if household_id is None:
            return
        title = self.desk.asker.ask_text(question("problems.which_problem"))
        if not title or not title.strip():
            return
        values = {"title": title.strip(), "source": say("problems.own_source")}
        self._wanted = insert_problem(self.desk.sitting, household_id or None, None, values).id
        self.bar.state.show_choice("open")
        self.refresh()
        self.form.focus("responsible")

    def close_one(self) -> None:
        """Close the problem in hand: how it stands, and what was done."""
        self.commit()
        row = self.row_in_hand
        if row is None or row.problem.closed_on is not None:
            return
        known = self._proposed.get(row.problem.id)
        answer, done = row.problem.answer or (known.answer if known else ""), row.problem.done
        answers = sorted(CLOSING_ANSWERS, key=lambda one: one != answer)
        place = self.desk.asker.choose(question("problems.close_how", title=row.problem.title or ""), answers)
        if place is None:
            return
        initial = done or (known.done if known and known.answer == answers[place] else "")
        text = self.desk.asker.ask_text(question("problems.close_done"), initial=initial)
        if text is None:
            return
        try:
            close_problem(self.desk.sitting, row.problem, answers[place], text)
        except Refusal as refusal:
            self.desk.refused(refusal)
            return
        self.desk.frame.tell(say("problems.closed_one", title=row.problem.title or ""))

    def close_all(self) -> None:
        """Close in one deed whatever the rules say is mended or has been confirmed as true."""
        self.commit()
        ready = {
            row.problem.id: (row.problem, self._proposed[row.problem.id])
            for row in self.problems.rows
            if row.problem.id in self._proposed and self._proposed[row.problem.id].answer in CLOSING_ANSWERS
        }
        if not ready:
            self.desk.frame.tell(say("problems.nothing_proposed"))
        elif self.desk.asker.confirm(question("problems.close_all_sure", count=len(ready))):
            close_as_proposed(self.desk.sitting, list(ready.values()))
            self.desk.frame.tell(say("problems.closed_all", count=len(ready)))

    def open_household(self) -> None:
        """Go to the household of the problem in hand."""
        row = self.row_in_hand
        if row is not None and row.problem.household_id is not None:
            self.desk.open_household(row.problem.household_id, "", "")

    def explain(self) -> None:
        """Explain the field in hand."""
        self.form.explain()

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work here."""
        return (
            ("F7", say("problems.key_close")),
            ("Ctrl+N", say("problems.add")),
            ("F8", say("problems.review")),
            ("F6", say("problems.key_close_all")),
            ("F3", say("problems.key_household")),
            (say("keys.enter"), say("problems.key_form")),
            ("F9", say("checks.key_next")),
        )

    def _take(self, proposed: dict[str, Answered]) -> None:
        self._job = None
        self._proposed = proposed
        self._show()

    def _stop(self, error: Exception) -> None:
        self._job = None
        self.failed(error)

    def _show(self) -> None:
        rows = self.problems.shown(self.bar.wanted, self._search)
        note = say("problems.proposed", count=len(self._proposed)) if self._proposed else ""
        self.bar.show_counts(self.problems.counts(), note)
        in_hand, self._wanted = self._wanted or self._bound, ""
        self.model.set_rows(rows)
        self._middle.setCurrentIndex(0 if rows else 1)
        if rows:
            place = next((place for place, row in enumerate(rows) if row.problem.id == in_hand), 0)
            self.list.take(place)
            self._bind(place)
        else:
            self._bound = ""

    def _bind(self, number: int) -> None:
        if not 0 <= number < len(self.model.rows):
            return
        problem = self.model.row(number).problem
        if problem.id == self._bound and self.form.isEnabled():
            self.form.read()
            return
        self._bound = problem.id
        self.form.bind(ProblemEntry(self.desk.sitting, problem))

    def _turn(self, number: int) -> None:
        if 0 <= number < len(self.model.rows) and self.model.row(number).problem.id != self._bound:
            self.form.commit()
            self._bind(number)

    def _text(self, row: ProblemRow, key: str) -> str:
        problem = row.problem
        texts = {
            "state": row.state.value,
            "household": row.head or row.number,
            "person": row.person,
            "due_on": f"{problem.due_on:%Y-%m-%d}" if problem.due_on else "",
            "proposal": self._proposed[problem.id].answer if problem.id in self._proposed else "",
        }
        return texts[key] if key in texts else getattr(problem, key) or ""

    def _build(self) -> None:
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.list)
        halves.addWidget(self.form)
        halves.setStretchFactor(0, 2)
        halves.setStretchFactor(1, 3)
        for table in (self.list.top, self.list.body):
            table.horizontalHeader().setStretchLastSection(True)
        self._middle.addWidget(halves)
        self._middle.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(pixels("margin"), pixels("gap"), pixels("margin"), pixels("gap"))
        column.setSpacing(pixels("gap"))
        column.addWidget(self.bar)
        column.addWidget(self._middle, 1)

    def _connect(self) -> None:
        self.own_keys = {
            "F3": self.open_household,
            "F6": self.close_all,
            "F7": self.close_one,
            "F8": self.review,
            "F9": self.bar.switch.turn_on,
            "Ctrl+N": self.add,
        }
        self.bar.changed.connect(self._show)
        self.bar.review_wanted.connect(self.review)
        self.list.row_changed.connect(self._turn)
        self.list.opened.connect(lambda _: self.form.focus("answer"))
        self.empty.wanted.connect(self.add)
        self.form.passed_end.connect(self.list.setFocus)
        self.form.passed_start.connect(self.list.setFocus)

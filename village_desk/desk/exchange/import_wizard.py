"""Bringing a file in: read it, see what it would do, decide what is unclear, then import or leave it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QTabWidget, QVBoxLayout, QWidget

from village_desk.definitions.words import say
from village_desk.desk.exchange.import_counts import ImportCounts
from village_desk.desk.exchange.import_lists import AskedRow, asked_list, change_list, problem_list
from village_desk.desk.fields.editor_line import turn_input_method_off
from village_desk.desk.job_steps import steps_of
from village_desk.desk.jobs import Job, Progress
from village_desk.desk.look import pixels
from village_desk.desk.page import NEEDS_REASON, Desk
from village_desk.desk.parts.cards import caption_label, head_label, primary_button
from village_desk.entry.asking import FileKind, Question, question
from village_desk.entry.imported import change_rows, new_counts, tell_imported
from village_desk.exchange.incoming.imports import Arrival, look_at, plan_again, write_arrival
from village_desk.exchange.incoming.marked_copy import save_marked_copy
from village_desk.exchange.incoming.roster_plan import DECIDED_NEW, DECIDED_SKIP, OUTCOMES, Ambiguity
from village_desk.exchange.incoming.roster_sheets import NoHeading, heading_places
from village_desk.exchange.incoming.roster_writing import ImportOutcome
from village_desk.exchange.reading.tables_in import TablesIn
from village_desk.rules.refusals import Refusal

_SHOWN_OF_ROW = 40
_TABS = ("asked", "problems", "changes", "notes")


class ImportWizard(QWidget):
    """One file on its way in; nothing is written before the button is pressed.

    Signals:
        written: The file is in the book (its ImportOutcome).
        left: The person turned back; nothing was written.
        ready: The dry run can be seen.
    """

    written = Signal(object)
    left = Signal()
    ready = Signal()

    def __init__(
        self, desk: Desk, failed: Callable[[Exception], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._failed = failed
        self.arrival: Arrival | None = None
        self._job: Job[Arrival] | Job[ImportOutcome] | None = None
        self._decisions: dict[tuple[str, int], str] = {}
        self._decided: dict[tuple[str, int], AskedRow] = {}
        self._heading_rows: dict[str, int] = {}
        self.title = head_label("")
        self.counts = ImportCounts()
        self.year = QLineEdit()
        self.news = caption_label("")
        self.asked, self.asked_view = asked_list()
        self.problems, self.problems_view = problem_list()
        self.changes, self.changes_view = change_list()
        self.notes = QLabel()
        self.tabs = QTabWidget()
        self.bring_in = primary_button(say("imports.bring_in"))
        self.save_copy = QPushButton(say("imports.marked_copy"))
        self.back = QPushButton(say("imports.back"))
        self._build()
        self._connect()

    @property
    def is_busy(self) -> bool:
        """A file is being read, planned or written."""
        return self._job is not None

    def start(self, path: Path) -> None:
        """Read a file and show what it would do."""
        self._decisions, self._decided, self._heading_rows = {}, {}, {}
        self.arrival = None
        book, year = self._desk.sitting.book, self._year()

        def work(progress: Progress) -> Arrival:
            stopped = lambda: progress.is_cancelled  # noqa: E731 - asked again and again
            arrival = look_at(book, path, year=year, progress=steps_of(progress), cancelled=stopped)
            progress.check()
            return arrival

        self._run(work, say("imports.reading", file=path.name))

    def decide(self, number: int) -> None:
        """Ask who is meant by a row, and plan the file again with the answer."""
        asked = self.asked.row(number).question
        options = [one.shown for one in asked.candidates]
        options += [say("imports.decide_new"), say("imports.decide_skip")]
        place = self._desk.asker.choose(_question_of(asked), options)
        if place is None:
            return
        ids = [*(one.id for one in asked.candidates), DECIDED_NEW, DECIDED_SKIP]
        key = (asked.sheet, asked.row)
        self._decisions[key] = ids[place]
        self._decided[key] = AskedRow(asked, options[place])
        self.plan()

    def plan(self) -> None:
        """Plan the file again, with the decisions made and the year in the field."""
        if self.arrival is not None and not self.is_busy:
            self._plan(self.arrival.tables)

    def write(self) -> None:
        """Write what is planned, after a backup; rows that wait or are wrong stay out."""
        arrival = self.arrival
        if arrival is None or self.is_busy or not self.bring_in.isEnabled():
            return
        waiting = arrival.plan.ambiguous
        if waiting and not self._desk.asker.confirm(question("imports.leave_waiting", count=waiting)):
            return
        sitting = self._desk.sitting
        book, who, why = sitting.book, sitting.who, sitting.correction

        def work(progress: Progress) -> ImportOutcome:
            return write_arrival(book, arrival, who, progress=steps_of(progress), correction=why)

        title = say("imports.writing")
        self._job = self._desk.frame.in_background(work, self._wrote, self._stop_writing, title=title)
        self._enable()

    def save_marked_copy(self) -> None:
        """Save a copy of the file in which every doubtful cell is marked."""
        arrival = self.arrival
        if arrival is None:
            return
        name = say("imports.marked_name", name=Path(arrival.plan.file_name).stem)
        kind = FileKind(say("sheets.kind_xlsx"), ("xlsx",))
        path = self._desk.asker.choose_file_to_save(question("imports.marked_where"), name, [kind])
        if path is None:
            return
        self._desk.frame.in_background(
            lambda _: save_marked_copy(arrival.tables, arrival.plan, path),
            lambda _: self._desk.frame.tell(say("sheets.saved", name=path.name)),
            self._failed,
            title=say("imports.marked_copy"),
        )

    def _plan(self, tables: TablesIn) -> None:
        book, year = self._desk.sitting.book, self._year()
        decisions, heading_rows = dict(self._decisions), dict(self._heading_rows)

        def work(progress: Progress) -> Arrival:
            return plan_again(
                book,
                tables,
                year=year,
                decisions=decisions,
                heading_rows=heading_rows,
                progress=steps_of(progress),
            )

        self._run(work, say("imports.planning"))

    def _ask_heading(self, tables: TablesIn) -> bool:
        """Ask which row is the heading and go on with it; False: the person turned back."""
        places = heading_places(tables)
        options = [
            say("imports.heading_row", sheet=place.sheet, row=place.row, text=place.text[:_SHOWN_OF_ROW])
            for place in places
        ]
        chosen = self._desk.asker.choose(question("imports.which_heading", file=tables.file_name), options)
        if chosen is None:
            return False
        self._heading_rows = {places[chosen].sheet: places[chosen].row}
        self._plan(tables)
        return True

    def _run(self, work: Callable[[Progress], Arrival], title: str) -> None:
        self._job = self._desk.frame.in_background(work, self._take, self._stop, title=title)
        self._enable()

    def _take(self, arrival: Arrival) -> None:
        self._job = None
        self.arrival = arrival
        self._show()
        self.ready.emit()

    def _wrote(self, outcome: ImportOutcome) -> None:
        self._job = None
        tell_imported(self._desk.sitting)
        self.written.emit(outcome)

    def _stop_writing(self, error: Exception) -> None:
        if isinstance(error, Refusal) and error.code in NEEDS_REASON:
            self._job = None
            self._enable()
            self._desk.correct(error, self.write)
        else:
            self._stop(error)

    def _stop(self, error: Exception) -> None:
        self._job = None
        self._enable()
        if isinstance(error, NoHeading) and not self._heading_rows and self._ask_heading(error.tables):
            return
        if self.arrival is None:
            self.left.emit()
        self._failed(error)

    def _show(self) -> None:
        if self.arrival is None:
            return
        plan = self.arrival.plan
        self.title.setText(plan.file_name)
        self.counts.show_counts({"rows": plan.rows, **{key: plan.count(key) for key in OUTCOMES}})
        added = new_counts(plan.inserts)
        self.news.setText(say("imports.adds", added=added) if added else "")
        self.news.setVisible(bool(added))
        waiting = {(asked.sheet, asked.row) for asked in plan.decisions}
        decided = [row for key, row in self._decided.items() if key not in waiting]
        self.asked.set_rows([*(AskedRow(asked) for asked in plan.decisions), *decided])
        self.asked_view.take(0)
        self.problems.set_rows(plan.problems)
        made = [(one.record_type, one.id, one.before, one.after) for one in plan.changes]
        self.changes.set_rows(change_rows(self._desk.sitting, made))
        self.notes.setText("\n".join(self._notes()) or say("imports.no_notes"))
        self._name_tabs()
        self._enable()

    def _notes(self) -> list[str]:
        if self.arrival is None:
            return []
        plan, tables = self.arrival.plan, self.arrival.tables
        lists: Mapping[str, list[str]] = {
            "unknown": plan.unknown_columns,
            "ignored": plan.ignored_columns,
            "second": plan.second_columns,
        }
        columns = [
            say(f"imports.note_{key}", names="、".join(names)) for key, names in lists.items() if names
        ]
        return [*columns, *plan.notices, *tables.notices]

    def _name_tabs(self) -> None:
        counts = (len(self.asked.rows), len(self.problems.rows), len(self.changes.rows), len(self._notes()))
        for place, (key, count) in enumerate(zip(_TABS, counts, strict=True)):
            self.tabs.setTabText(place, say(f"imports.tab_{key}", count=count))
        first = next((place for place, count in enumerate(counts) if count), len(_TABS) - 1)
        if not counts[self.tabs.currentIndex()]:
            self.tabs.setCurrentIndex(first)

    def _enable(self) -> None:
        plan = self.arrival.plan if self.arrival else None
        self.bring_in.setEnabled(plan is not None and plan.has_work and not self.is_busy)
        self.save_copy.setEnabled(plan is not None and not self.is_busy)
        self.year.setEnabled(not self.is_busy)

    def _year(self) -> int:
        text = self.year.text()
        return int(text) if len(text) == 4 else self._desk.sitting.year

    def _year_typed(self) -> None:
        if self.year.isModified():
            self.year.setModified(False)
            self.plan()

    def _build(self) -> None:
        turn_input_method_off(self.year)
        self.year.setValidator(QIntValidator(1990, 2199, self.year))
        self.year.setText(str(self._desk.sitting.year))
        self.year.setFixedWidth(5 * pixels("text") + 2 * pixels("step"))
        self.notes.setWordWrap(True)
        self.notes.setMargin(pixels("gap"))
        self.notes.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.notes.setTextFormat(Qt.TextFormat.PlainText)
        for view in (self.asked_view, self.problems_view, self.changes_view, self.notes):
            self.tabs.addTab(view, "")
        head = QHBoxLayout()
        head.setSpacing(pixels("step"))
        head.addWidget(self.title, 1)
        head.addWidget(caption_label(say("imports.year")))
        head.addWidget(self.year)
        for button in (self.bring_in, self.save_copy, self.back):
            button.setAutoDefault(True)
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels("step"))
        column.addLayout(head)
        column.addWidget(self.counts)
        column.addWidget(self.news)
        column.addWidget(self.tabs, 1)

    def _connect(self) -> None:
        self.asked_view.opened.connect(self.decide)
        self.year.editingFinished.connect(self._year_typed)
        self.bring_in.clicked.connect(self.write)
        self.save_copy.clicked.connect(self.save_marked_copy)
        self.back.clicked.connect(self.left)


def _question_of(asked: Ambiguity) -> Question:
    return question("imports.decide", sheet=asked.sheet, row=asked.row, what=asked.what)

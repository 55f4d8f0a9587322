"""The page 交换 of a township's book: what the villages have sent, looked at, accepted and answered."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from village_desk.definitions.words import say
from village_desk.desk.exchange.arrivals_view import ArrivalsView, Outcomes
from village_desk.desk.exchange.partner_keys import give_key, show_key, take_key, type_key
from village_desk.desk.exchange.township_card import package_text
from village_desk.desk.job_steps import steps_of
from village_desk.desk.jobs import Progress
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import Card, caption_label, primary_button
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.switches import Switches
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.desk.wide_page import WidePage
from village_desk.entry.asking import FileKind, question
from village_desk.entry.news import VillageChanged
from village_desk.exchange.packages.arriving import packages_in, take_in_all
from village_desk.exchange.packages.inquiries import ask
from village_desk.exchange.packages.report import ENDINGS, REPORT, SHEETS
from village_desk.exchange.packages.returning import Returned, packages_to_answer, write_return
from village_desk.exchange.packages.sheets_along import unpack_sheets
from village_desk.exchange.parameters.pack import pack_of_book
from village_desk.rules.exchange_records import Package
from village_desk.rules.refusals import Refusal

_COLUMNS = (
    ("village_name", 9),
    ("period", 6),
    ("sequence", 4),
    ("households", 4),
    ("persons", 4),
    ("lines", 5),
    ("received_on", 8),
    ("findings", 5),
    ("questions", 5),
    ("answered_on", 8),
)
PARAMETERS = "parameters"
"""What may go along with an answer."""
_SPARE = frozenset({"households", "persons", "lines"})
_WORDS = frozenset({"village_name", "period", "received_on", "answered_on"})


class TownPage(WidePage):
    """Received packages, newest first; the packages in hand take the page until they are accepted or left."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.stick = primary_button(say("town.take_stick"))
        self.file = QPushButton(say("town.take_file"))
        self.ask = QPushButton(say("town.ask"))
        self.answer = QPushButton(say("town.answer"))
        self.along = Switches([(PARAMETERS, say("town.parameters_along"))])
        self.take_key = QPushButton(say("town.take_village_key"))
        self.sheets = QPushButton(say("town.take_sheets"))
        self.type_key = QPushButton(say("township.type_key"))
        self.give_key = QPushButton(say("township.give_key"))
        self.show_key = QPushButton(say("township.show_key"))
        columns = [
            Column(key, say(f"township.{key}"), "", key not in _WORDS, width, key in _SPARE)
            for key, width in _COLUMNS
        ]
        self.model: ListModel[Package] = ListModel(columns, package_text)
        self.list = ListView(self.model)
        self.arrivals = ArrivalsView()
        self._paths: list[Path] = []
        self._stack = QStackedWidget()
        self._first = QWidget()
        self._build()
        self._connect()

    @property
    def is_looking(self) -> bool:
        """Packages have been tried and wait to be accepted or left."""
        return self._stack.currentWidget() is self.arrivals

    def turn_to(self) -> None:
        """Come to the front with the cursor where work goes on."""
        super().turn_to()
        self._take_focus()

    def refresh(self) -> None:
        """Show what has been received."""
        with self.desk.sitting.book.reading() as reading:
            received = reading.all(Package)
        self.model.set_rows(sorted(received, key=lambda one: one.id, reverse=True))

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work here."""
        if self.is_looking:
            return (("F9", say("town.accept")), ("Esc", say("town.leave")))
        return (
            (say("keys.enter"), say("town.take_stick")),
            ("F7", say("town.take_file")),
            ("F6", say("town.ask")),
            ("F8", say("town.answer")),
            ("Ctrl+Z", say("town.undo")),
        )

    def take_stick(self) -> None:
        """Try every package that lies in a folder."""
        folder = self.desk.asker.choose_folder(question("town.which_stick"))
        if folder is None:
            return
        try:
            paths = packages_in(folder)
        except Refusal as refusal:
            self.desk.refused(refusal)
            return
        if paths:
            self._try(paths)
        else:
            self.desk.asker.tell(question("town.none_there", folder=folder.name or str(folder)))

    def take_file(self) -> None:
        """Try one package."""
        kind = FileKind(say("town.package_kind"), (ENDINGS[REPORT].lstrip("."),))
        path = self.desk.asker.choose_file_to_open(question("town.which_file"), [kind])
        if path is not None:
            self._try([path])

    def take_sheets(self) -> None:
        """Write the sheets that came beside a package into a folder."""
        desk, kind = self.desk, FileKind(say("town.sheets_kind"), (ENDINGS[SHEETS].lstrip("."),))
        path = desk.asker.choose_file_to_open(question("town.which_sheets"), [kind])
        folder = None if path is None else desk.asker.choose_folder(question("town.sheets_where"))
        if path is None or folder is None:
            return
        try:
            written = unpack_sheets(desk.sitting.book, path, folder)
        except Refusal as refusal:
            desk.refused(refusal)
            return
        desk.frame.tell(say("town.sheets_taken", count=len(written), folder=folder.name))

    def accept(self) -> None:
        """Accept all that can be accepted of what was tried."""
        if self.is_looking and self.arrivals.acceptable:
            self._take_in(only_trying=False)

    def leave_arrivals(self) -> None:
        """Go back without having accepted anything."""
        if self.is_looking:
            self._turn(self._first)

    def ask_village(self) -> None:
        """Ask the village in hand about one of its households, or about itself."""
        desk, number = self.desk, max(self.list.row_in_hand, 0)
        if self.is_looking or not self.model.rows:
            return
        package = self.model.row(number)
        household = desk.asker.ask_text(question("town.ask_whom", village=package.village_name))
        text = None if household is None else desk.asker.ask_text(question("town.ask_what"))
        if household is None or text is None:
            return
        sitting = desk.sitting
        try:
            ask(sitting.book, package.village_code, household.strip(), text, sitting.who, sitting.today)
        except Refusal as refusal:
            desk.refused(refusal)
            return
        desk.frame.tell(say("town.asked", village=package.village_name))

    def write_answers(self) -> None:
        """Write the answers that villages wait for onto a stick."""
        desk = self.desk
        with desk.sitting.book.reading() as reading:
            waiting = packages_to_answer(reading)
        if self.is_looking or not waiting:
            desk.frame.tell(say("town.nothing_to_answer"))
            return
        folder = desk.asker.choose_folder(question("town.answer_where", count=len(waiting)))
        if folder is None:
            return
        sitting, book = desk.sitting, desk.sitting.book
        pack = pack_of_book(book, sitting.settings, sitting.today) if PARAMETERS in self.along.on else ""

        def work(progress: Progress) -> list[Returned]:
            tell, made = steps_of(progress), []
            for package in waiting:
                made.append(write_return(book, package, folder, sitting.who, sitting.today, pack=pack))
                tell(len(made), len(waiting))
            return made

        desk.frame.in_background(work, self._answered, self.failed, title=say("town.answering"))

    def _try(self, paths: list[Path]) -> None:
        if not self.is_looking:
            self._paths = paths
            self._take_in(only_trying=True)

    def _take_in(self, *, only_trying: bool) -> None:
        sitting, paths = self.desk.sitting, self._paths

        def work(progress: Progress) -> Outcomes:
            tell = steps_of(progress)
            return take_in_all(
                sitting.book, paths, sitting.who, sitting.today, only_trying=only_trying, progress=tell
            )

        then = self._tried if only_trying else self._accepted
        title = say("town.trying" if only_trying else "town.accepting")
        self.desk.frame.in_background(work, then, self.failed, title=title)

    def _tried(self, outcomes: Outcomes) -> None:
        self.arrivals.show_outcomes(outcomes)
        self._turn(self.arrivals)

    def _accepted(self, outcomes: Outcomes) -> None:
        accepted = sum(not isinstance(one, Refusal) and one.accepted for one in outcomes.values())
        self.desk.sitting.news.tell(VillageChanged())
        self._turn(self._first)
        self.desk.frame.tell(say("town.accepted", count=accepted, left=len(outcomes) - accepted))

    def _answered(self, made: list[Returned]) -> None:
        self.refresh()
        asked = sum(one.receipt.questions for one in made)
        self.desk.asker.tell(question("town.answered", villages=len(made), questions=asked))

    def _turn(self, widget: QWidget) -> None:
        self._stack.setCurrentWidget(widget)
        self._take_focus()
        self.keys_changed.emit()

    def _take_focus(self) -> None:
        if self.isVisible():
            (self.arrivals.list if self.is_looking else self.stick).setFocus()

    def _build(self) -> None:
        card = Card(say("town.card"))
        card.body.addWidget(caption_label(say("town.about")))
        row = QHBoxLayout()
        row.setSpacing(pixels("step"))
        for button in (self.stick, self.file, self.ask, self.answer):
            button.setAutoDefault(True)
            row.addWidget(button)
        row.addWidget(self.along)
        row.addStretch(1)
        keys = QHBoxLayout()
        keys.setSpacing(pixels("step"))
        for button in (self.sheets, self.take_key, self.type_key, self.give_key, self.show_key):
            button.setAutoDefault(True)
            keys.addWidget(button)
        keys.addStretch(1)
        card.body.addLayout(row)
        card.body.addLayout(keys)
        column = QVBoxLayout(self._first)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels("gap"))
        column.addWidget(card)
        column.addWidget(self.list, 1)
        self._stack.addWidget(self._first)
        self._stack.addWidget(self.arrivals)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(pixels("margin"), pixels("gap"), pixels("margin"), pixels("gap"))
        whole.addWidget(self._stack)

    def _connect(self) -> None:
        self.own_keys = {
            "F6": self.ask_village,
            "F7": self.take_file,
            "F8": self.write_answers,
            "F9": self.accept,
            "Esc": self.leave_arrivals,
        }
        self.stick.clicked.connect(self.take_stick)
        self.file.clicked.connect(self.take_file)
        self.sheets.clicked.connect(self.take_sheets)
        self.ask.clicked.connect(self.ask_village)
        self.answer.clicked.connect(self.write_answers)
        self.take_key.clicked.connect(lambda: take_key(self.desk))
        self.type_key.clicked.connect(lambda: type_key(self.desk))
        self.give_key.clicked.connect(lambda: give_key(self.desk))
        self.show_key.clicked.connect(lambda: show_key(self.desk))
        self.arrivals.accept.clicked.connect(self.accept)
        self.arrivals.leave.clicked.connect(self.leave_arrivals)

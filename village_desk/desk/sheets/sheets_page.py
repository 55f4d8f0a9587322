"""The page of the printed sheets 报表: choose, see the very file, print it or save it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
)

from village_desk.definitions.words import say, sentence_of
from village_desk.desk.jobs import CancelledJobError
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import head_label, primary_button, scrolled
from village_desk.desk.sheets.analysis_form import AnalysisForm
from village_desk.desk.sheets.paper_line import PaperLine
from village_desk.desk.sheets.preview import Preview
from village_desk.desk.sheets.printing import choose_printer, print_shown
from village_desk.desk.sheets.saving import SheetSaving
from village_desk.desk.sheets.sheet_form import SheetForm
from village_desk.desk.sheets.sheet_parts import line_of, side_panel
from village_desk.desk.sheets.sheet_words import missing_words, sheet_keys
from village_desk.desk.sheets.shown_making import ShownMaking
from village_desk.desk.sheets.shown_sheet import Asked, ShownSheet
from village_desk.desk.sheets.summary_builder import SummaryBuilder
from village_desk.desk.village_register import register_of
from village_desk.desk.wide_page import WidePage
from village_desk.entry.asking import question
from village_desk.entry.news import Event
from village_desk.entry.sheets.summary_entry import offered_summaries
from village_desk.entry.stills import villages_of
from village_desk.exchange.sheets.sheet_order import Format
from village_desk.rules.refusals import Refusal
from village_desk.store.summaries import NamedPlan


class SheetsPage(WidePage):
    """The preview follows every choice; what is printed and saved are the bytes that it shows."""

    finds = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._is_town = desk.sitting.book.village.kind == "town"
        self.choose_printer = choose_printer
        self.village = register_of(desk)
        self.form = SheetForm(desk.sitting)
        self.preview = Preview()
        self.warning = line_of("doubt")
        self.message = line_of("caption")
        self._middle = QStackedWidget()
        self._shown: ShownSheet | None = None
        self._problem: Refusal | None = None
        self._making = ShownMaking(desk, self._wanted, self)
        self._saving = SheetSaving(desk, self.failed)
        self.papers = PaperLine(desk)
        self.texts = AnalysisForm(desk)
        self.builder = SummaryBuilder(desk)
        self.builder.setProperty("role", "page")
        self._building = scrolled(self.builder)
        self._left = side_panel(self.form)
        self.new = QPushButton(say("summaries.new"))
        self.write = QPushButton(say("sheets.write"))
        self.blank = QPushButton(say("blank.title"))
        self.buttons = {
            "print": primary_button(say("sheets.print")),
            "pdf": QPushButton(say("sheets.save_pdf")),
            "xlsx": QPushButton(say("sheets.save_xlsx")),
        }
        self._build()
        self._connect()

    def turn_to(self) -> None:
        """Come to the front with the household in hand and the cursor in the list of sheets."""
        super().turn_to()
        self._take_in_hand()
        if self.isVisible():
            self.form.sheets.setFocus()

    def refresh(self) -> None:
        """Offer the households as they are now and make the preview anew."""
        self._making.picture = None
        if self._is_town:
            self.form.take_villages(villages_of(self.desk.sitting))
        else:
            self._take_village()
        self.form.refit()
        self.remake()

    def _take_village(self) -> None:
        """Offer the village's households and what it has put together itself."""
        self.village.catch_up()
        self.form.household.take(self.desk.sitting.household_in_hand)
        self.form.take_register(self.village.register)
        self.form.take_summaries(offered_summaries(self.desk.sitting))

    def find(self, text: str) -> None:  # type: ignore[override]  # as the pages have it
        """Find a text on the pages in sight."""
        self.preview.seek(text)

    def open_found(self) -> None:
        """Go to the next page on which the text stands."""
        self.preview.seek_next()

    def leave(self) -> None:
        """The book is being closed."""
        self.village.leave()
        self._making.leave()
        super().leave()

    def concerns(self, event: Event) -> bool:
        """Everything that is printed comes from the book and its settings."""
        return True

    def remake(self) -> None:
        """Make the preview of what is chosen now; work on an older choice is stopped."""
        self.write.setVisible(self._has_texts)
        self.write.setText(self._write_word)
        if self.is_writing:
            return  # the sheet is made anew when its texts are left
        if self._making.stop():
            return  # its end begins the next
        asked = self._wanted()
        if asked is None:
            self._say(say("sheets.no_household"), None)
            return
        self._say(say("sheets.making"), None)
        self._making.begin(asked)

    def print(self) -> None:
        """Print what the preview shows, as the system's dialog says."""
        shown = self._ready()
        if shown is None:
            return
        title = Path(shown.made.file_name).stem
        printer = self.choose_printer(shown.made.content, title, self.window())
        if printer is not None:
            print_shown(self.desk, shown, printer, self.papers.note_printed, self.failed)

    def save(self, format: Format) -> None:  # noqa: A002 - the word of the exchange layer
        """Save what the preview shows, or the same as a workbook."""
        shown = self._ready()
        if shown is not None:
            self._saving.save(shown, format)

    def write_texts(self) -> None:
        """Write the half-year's texts, or change a summary, where its preview stands; or go back to it."""
        order = self.form.order()
        if self.is_writing:
            self.close_texts()
        elif self.form.summary is not None:
            self._build_summary(self.form.summary)
        elif order is not None and order.quarter is not None and self._has_texts:
            self._middle.setCurrentWidget(self.texts)
            self.texts.begin(order.quarter, self._making.picture)
            self._turned()

    def new_summary(self) -> None:
        """Put a new summary together where the preview stands."""
        if not self.is_writing and not self._is_town:
            self._build_summary(None)

    @property
    def is_writing(self) -> bool:
        """Something is written in place of the preview."""
        return self._middle.currentWidget() in (self.texts, self._building)

    def close_texts(self) -> None:
        """Take the text under the cursor and show the sheet with it."""
        if self.is_writing:
            self.commit()
            self._middle.setCurrentWidget(self.preview if self._shown else self.message)
            self.form.sheets.setFocus()
            self.refresh()
            self._turned()

    def fill_blank(self) -> None:
        """Go to the township's blank tables."""
        if not self._is_town:
            self.desk.frame.show_page("blank")

    def commit(self) -> None:
        """Take the text still under the cursor."""
        if self._middle.currentWidget() is self.texts:
            self.texts.commit()

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work here."""
        if self._middle.currentWidget() is self._building:
            return self.builder.bottom_keys()
        if self.is_writing:
            return (("Ctrl+T", say("sheets.write_back")), ("Esc", say("sheets.write_back")))
        writing = (("Ctrl+T", self._write_word),) if self._has_texts else ()
        own = () if self._is_town else (("Ctrl+N", say("summaries.new")), ("Ctrl+B", say("blank.title")))
        return sheet_keys(writing, own)

    @property
    def _has_texts(self) -> bool:
        return self.form.summary is not None or (self.form.spec.period == "half" and not self._is_town)

    @property
    def _write_word(self) -> str:
        if self.is_writing:
            return say("sheets.write_back")
        return say("sheets.write" if self.form.summary is None else "summaries.change")

    def _build_summary(self, kept: NamedPlan | None) -> None:
        self._middle.setCurrentWidget(self._building)
        self.papers.show_papers(None)
        self.builder.begin(kept, self._making.picture)
        self._turned()

    def _turned(self) -> None:
        self._left.setHidden(self._middle.currentWidget() is self._building)
        self.write.setVisible(self.is_writing or self._has_texts)
        self.write.setText(self._write_word)
        self._enable()
        self.keys_changed.emit()

    def _kept(self, name: str) -> None:
        """A summary has been kept or voided: the list has it, and its preview comes."""
        self.form.take_summaries(offered_summaries(self.desk.sitting))
        self.form.choose(name)
        self.close_texts()

    def _take_in_hand(self) -> None:
        """Go on with the household that was in hand on another page."""
        in_hand = self.desk.sitting.household_in_hand
        if in_hand and in_hand != self.form.household.household_id:
            self.form.household.take(in_hand)
            self.remake()

    def _offer(self) -> None:
        """A large village has been read."""
        if self.isVisible():
            self.refresh()

    def _take(self, shown: ShownSheet) -> None:
        self._shown = shown
        self._middle.setCurrentWidget(self.preview)
        self.preview.set_pdf(shown.made.content, shown.made.names)
        self.papers.show_papers(shown.papers)
        self.warning.setText(missing_words(shown.made))
        self.warning.setVisible(bool(shown.made.missing))
        self._enable()

    def _stop(self, error: Exception) -> None:
        if isinstance(error, CancelledJobError):
            self._say(say("sheets.stopped"), None)
        elif isinstance(error, Refusal):
            self._say(sentence_of(error), error)
        else:
            raise error

    def _wanted(self) -> Asked | None:
        order = self.form.order()
        return Asked(order, self.form.changed_only, self.form.village) if order is not None else None

    def _say(self, sentence: str, problem: Refusal | None) -> None:
        self._problem = problem
        self._shown = None
        self.papers.show_papers(None)
        self.message.setProperty("role", "must" if problem else "caption")
        self.message.style().polish(self.message)
        self.message.setText(sentence)
        self._middle.setCurrentWidget(self.message)
        self.warning.hide()
        self._enable()

    def _ready(self) -> ShownSheet | None:
        """What may be printed or saved; why not is said where nothing may."""
        if self._problem is not None:
            self.desk.refused(self._problem)
        if self._shown is None or self.is_writing:
            return None
        if self._shown.made.missing:
            words = missing_words(self._shown.made)
            if not self.desk.asker.confirm(question("sheets.missing_sure", missing=words)):
                return None
        return self._shown

    def _changed(self) -> None:
        self.desk.sitting.household_in_hand = self.form.household.household_id
        self.remake()

    def _enable(self) -> None:
        for button in self.buttons.values():
            button.setEnabled(self._shown is not None and not self.is_writing)

    def _build(self) -> None:
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.warning.hide()
        self._middle.addWidget(self.message)
        self._middle.addWidget(self.preview)
        self._middle.addWidget(self.texts)
        self._middle.addWidget(self._building)
        head = QHBoxLayout()
        head.setSpacing(pixels("step"))
        head.addWidget(head_label(say("rail.sheets")))
        head.addStretch(1)
        self.write.hide()
        own = () if self._is_town else (self.new, self.blank)
        for button in (self.write, *self.buttons.values(), *own):
            button.setAutoDefault(True)
            head.addWidget(button)
        right = QVBoxLayout()
        right.setSpacing(pixels("step"))
        right.addWidget(self.warning)
        right.addWidget(self.papers)
        right.addWidget(self._middle, 1)
        body = QHBoxLayout()
        body.setSpacing(pixels("gap"))
        body.addWidget(self._left)
        body.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(pixels("margin"), pixels("gap"), pixels("margin"), pixels("gap"))
        column.setSpacing(pixels("gap"))
        column.addLayout(head)
        column.addLayout(body, 1)

    def _connect(self) -> None:
        self.own_keys = {
            "Ctrl+T": self.write_texts,
            "Ctrl+N": self.new_summary,
            "Ctrl+S": self.builder.keep,
            "F5": self.builder.add_condition,
            "F6": self.builder.order,
            "F7": self.builder.group,
            "Ctrl+B": self.fill_blank,
            "Esc": self.close_texts,
            "Ctrl+P": self.print,
            "Ctrl+K": self.papers.sign,
            "Ctrl+D": lambda: self.save("pdf"),
            "Ctrl+E": lambda: self.save("xlsx"),
            "Ctrl+L": self.preview.list_pages,
            "PgDown": self.preview.page_down,
            "PgUp": self.preview.page_up,
            "Ctrl++": lambda: self.preview.change_zoom(+1),
            "Ctrl+=": lambda: self.preview.change_zoom(+1),
            "Ctrl+-": lambda: self.preview.change_zoom(-1),
        }
        self.form.changed.connect(self._changed)
        self._making.made.connect(self._take)
        self._making.failed.connect(self._stop)
        self._making.outdated.connect(self.remake)
        self.village.arrived.connect(self._offer)
        self.write.clicked.connect(self.write_texts)
        self.new.clicked.connect(self.new_summary)
        self.builder.kept.connect(self._kept)
        self.blank.clicked.connect(self.fill_blank)
        self.buttons["print"].clicked.connect(self.print)
        self.buttons["pdf"].clicked.connect(lambda: self.save("pdf"))
        self.buttons["xlsx"].clicked.connect(lambda: self.save("xlsx"))

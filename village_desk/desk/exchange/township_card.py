"""The township on a card: pack a quarter for it, open its answer, and see what has gone and come back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QPushButton

from village_desk.definitions.words import say
from village_desk.desk.exchange.partner_keys import give_key, show_key, take_key, type_key
from village_desk.desk.job_steps import steps_of
from village_desk.desk.jobs import Progress
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import Card, caption_label
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.switches import Switches
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.desk.settings.settings_parameters import look_at_pack
from village_desk.entry.asking import FileKind, question
from village_desk.entry.news import VillageChanged
from village_desk.exchange.packages.packing import Packed, pack
from village_desk.exchange.packages.receipts import Opened, open_receipt
from village_desk.exchange.packages.report import ENDINGS, RETURN, SHEETS
from village_desk.exchange.packages.sheets_along import write_sheets
from village_desk.exchange.parameters.loading import offered
from village_desk.rules.exchange_records import Package
from village_desk.rules.refusals import Refusal

_COLUMNS = (
    ("period", 6),
    ("sequence", 4),
    ("made_on", 8),
    ("households", 4),
    ("persons", 4),
    ("received_on", 8),
    ("questions", 5),
)
_ROWS_SHOWN = 5
_FIGURES = frozenset({"sequence", "households", "persons", "questions"})


class TownshipCard(Card):
    """What goes to the township on a stick and comes back."""

    def __init__(self, desk: Desk, failed: Callable[[Exception], None]) -> None:
        super().__init__(say("township.card"))
        self._desk = desk
        self._failed = failed
        self.pack = QPushButton(say("township.pack"))
        self.along = Switches([(SHEETS, say("township.sheets_along"))])
        self.receipt = QPushButton(say("township.receipt"))
        self.take_key = QPushButton(say("township.take_town_key"))
        self.type_key = QPushButton(say("township.type_key"))
        self.give_key = QPushButton(say("township.give_key"))
        self.show_key = QPushButton(say("township.show_key"))
        columns = [
            Column(key, say(f"township.{key}"), is_figure=key in _FIGURES, width=width)
            for key, width in _COLUMNS
        ]
        self.model: ListModel[Package] = ListModel(columns, package_text)
        self.list = ListView(self.model)
        self._build()

    def refresh(self) -> None:
        """Show the packages that have gone out, newest first."""
        with self._desk.sitting.book.reading() as reading:
            sent = reading.all(Package)
        self.model.set_rows(sorted(sent, key=lambda package: package.sequence, reverse=True))

    def pack_quarter(self) -> None:
        """Pack the quarter that is being worked on, onto a stick that is asked for."""
        desk, quarter = self._desk, self._desk.sitting.quarter
        folder = desk.asker.choose_folder(question("township.pack_where", quarter=quarter.text()))
        if folder is None:
            return
        sitting, book, wants_sheets = desk.sitting, desk.sitting.book, SHEETS in self.along.on

        def work(progress: Progress) -> Packed:
            packed = pack(book, quarter, folder, sitting.who, sitting.today, progress=steps_of(progress))
            if wants_sheets:
                write_sheets(book, packed, quarter, sitting.today)
            return packed

        desk.frame.in_background(work, self._packed, self._not_packed, title=say("township.packing"))

    def open_answer(self) -> None:
        """Open the township's answer: what it asks stands in the list of problems then."""
        desk, kind = self._desk, FileKind(say("township.receipt_kind"), (ENDINGS[RETURN].lstrip("."),))
        path = desk.asker.choose_file_to_open(question("township.which_receipt"), [kind])
        if path is None:
            return
        try:
            opened = open_receipt(desk.sitting.book, path, desk.sitting.who, desk.sitting.today)
        except Refusal as refusal:
            desk.refused(refusal)
            return
        desk.sitting.news.tell(VillageChanged())
        self.refresh()
        desk.frame.tell(_receipt_words(opened))
        if opened.pack:
            self._look_at(opened.pack)

    def _look_at(self, pack: bytes) -> None:
        """Show what the parameters that came along would change."""
        try:
            look_at_pack(self._desk, offered(self._desk.sitting.book, pack))
        except Refusal as refusal:
            self._desk.refused(refusal)

    def _not_packed(self, error: Exception) -> None:
        self.refresh()  # the package may be there, and only its sheets not
        self._failed(error)

    def _packed(self, packed: Packed) -> None:
        self.refresh()
        package = packed.package
        words = say(
            "township.packed",
            name=packed.path.name,
            sequence=package.sequence,
            towns="、".join(packed.townships),
        )
        if packed.handed_out:
            words += say("township.packed_handed_out", count=packed.handed_out)
        self._desk.asker.tell(question("township.take_out", words=words))

    def _build(self) -> None:
        self.body.addWidget(caption_label(say("township.about")))
        row = QHBoxLayout()
        row.setSpacing(pixels("step"))
        for button, deed in (
            (self.pack, self.pack_quarter),
            (self.receipt, self.open_answer),
            (self.take_key, lambda: take_key(self._desk)),
            (self.type_key, lambda: type_key(self._desk)),
            (self.give_key, lambda: give_key(self._desk)),
            (self.show_key, lambda: show_key(self._desk)),
        ):
            button.setAutoDefault(True)
            button.clicked.connect(deed)
            row.addWidget(button)
        row.insertWidget(1, self.along)
        row.addStretch(1)
        self.body.addLayout(row)
        self.list.top.horizontalHeader().setStretchLastSection(True)
        self.list.setFixedHeight(_ROWS_SHOWN * pixels("row"))
        self.body.addWidget(self.list)


def package_text(package: Package, key: str) -> str:
    """A cell of a list of packages; a day that has not come is blank."""
    value = getattr(package, key)
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    return "" if value is None else str(value)


def _receipt_words(opened: Opened) -> str:
    decided = say("township.receipt_decided", count=opened.decided) if opened.decided else ""
    words = say(
        "township.receipt_opened",
        town=opened.town,
        sequence=opened.receipt.sequence,
        asked=opened.asked,
        known=opened.known,
    )
    return words + decided

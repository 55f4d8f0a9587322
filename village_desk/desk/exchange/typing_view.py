"""录入清单 on screen: what the system has otherwise, marked line by line as it is typed there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from village_desk.definitions.words import say
from village_desk.desk.job_steps import steps_of
from village_desk.desk.jobs import Job, Progress
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import caption_label, head_label, primary_button
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.segments import Segments
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.entry.asking import FileKind, question
from village_desk.entry.sheets.typing_list import (
    OPEN,
    TYPED,
    TypingList,
    TypingRow,
    mark_open,
    mark_typed,
    typing_list,
    year_to_type,
)
from village_desk.entry.stills import still_of
from village_desk.exchange.sheets.making import SheetOrder, sheet_bytes, write_sheet

_SHEET = "F16"
_COLUMNS = (
    ("household", 5),
    ("number", 7),
    ("member", 5),
    ("label", 11),
    ("theirs", 13),
    ("ours", 13),
    ("by", 8),
)


class TypingView(QWidget):
    """The list with its two halves, what is left and what is done; Enter carries a line over.

    Signals:
        left: The person turned back.
    """

    left = Signal()

    def __init__(self, desk: Desk, failed: Callable[[Exception], None]) -> None:
        super().__init__()
        self._desk = desk
        self._failed = failed
        self._listed = TypingList((), is_known=False)
        self._deeds = -1
        """The book's count of deeds that the list belongs to."""
        self._job: Job[TypingList] | None = None
        self.which = Segments([(OPEN, self._words(OPEN)), (TYPED, self._words(TYPED))])
        self.mark = primary_button(say("typing_list.mark"))
        self.mark_all = QPushButton(say("typing_list.mark_all"))
        self.back = QPushButton(say("typing_list.back"))
        columns = [
            Column(key, say(f"typing_list.{key}"), width=width, is_spare=key in ("number", "by"))
            for key, width in _COLUMNS
        ]
        self.model: ListModel[TypingRow] = ListModel(columns, _text)
        self.list = ListView(self.model)
        self.empty = caption_label("")
        self._middle = QStackedWidget()
        self._build()
        self._connect()

    @property
    def row_in_hand(self) -> TypingRow | None:
        """The line in hand."""
        number = self.list.row_in_hand
        return self.model.row(number) if 0 <= number < len(self.model.rows) else None

    def refresh(self) -> None:
        """Hold the book against the system again, unless nothing has been done since."""
        if self._job is not None or self._deeds == self._desk.sitting.book.deeds:
            return
        sitting = self._desk.sitting
        _ = sitting.reckoner  # read here, so that the work needs nothing of the window's thread
        self._deeds = sitting.book.deeds
        self._job = self._desk.frame.in_background(
            lambda _: typing_list(sitting), self._take, self._stop, title=say("typing_list.comparing")
        )

    def mark_one(self) -> None:
        """Mark the line in hand as typed, or take its mark back; the next one comes into hand."""
        if (row := self.row_in_hand) is not None:
            self._mark([row])

    def mark_household(self) -> None:
        """Do so with every line of the household in hand that is shown."""
        if (row := self.row_in_hand) is not None:
            self._mark([one for one in self.model.rows if one.household.id == row.household.id])

    def open_household(self) -> None:
        """Go to the household in hand."""
        if (row := self.row_in_hand) is not None:
            self._desk.open_household(row.household.id, "", "")

    def save(self, format: Literal["pdf", "xlsx"]) -> None:  # noqa: A002 - the word of the exchange layer
        """Save the list as a sheet with boxes to tick."""
        desk, sitting = self._desk, self._desk.sitting
        year = year_to_type(sitting).last // 100
        order = SheetOrder(_SHEET, "internal", year, None, None, sitting.today)
        settings, reckoner, name = sitting.settings, sitting.reckoner, sitting.book.village.name
        kind = FileKind(say(f"sheets.kind_{format}"), (format,))
        where = question("sheets.save_where")
        path = desk.asker.choose_file_to_save(where, f"{say('exchange.typing')}-{name}.{format}", [kind])
        if path is None:
            return

        def work(progress: Progress) -> str:
            made = sheet_bytes(
                order, still_of(sitting), settings, reckoner, format, progress=steps_of(progress)
            )
            write_sheet(path, made)
            return path.name

        told = lambda saved: desk.frame.tell(say("sheets.saved", name=saved))  # noqa: E731 - one short answer
        desk.frame.in_background(work, told, self._failed, title=say("sheets.saving"))

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work here."""
        is_open = self.which.choice == OPEN
        return (
            (say("keys.enter"), say("typing_list.mark" if is_open else "typing_list.unmark")),
            ("F7", say("typing_list.mark_all" if is_open else "typing_list.unmark_all")),
            ("F9", say("typing_list.key_other")),
            ("F3", say("typing_list.key_household")),
            ("Ctrl+D", say("sheets.save_pdf")),
            ("Ctrl+E", say("sheets.save_xlsx")),
            ("Esc", say("typing_list.back")),
        )

    def turn(self) -> None:
        """Show the other half."""
        self.which.choose(TYPED if self.which.choice == OPEN else OPEN)

    def take_focus(self) -> None:
        """Put the cursor where work goes on."""
        (self.list if self.model.rows else self.which).setFocus()

    def _mark(self, rows: Sequence[TypingRow]) -> None:
        marking = mark_typed if self.which.choice == OPEN else mark_open
        now = {row.line.difference.place: row for row in marking(self._desk.sitting, rows)}
        kept = (now.get(row.line.difference.place, row) for row in self._listed.rows)
        self._listed = replace(self._listed, rows=tuple(kept))
        self._deeds = self._desk.sitting.book.deeds
        self._show()

    def _take(self, listed: TypingList) -> None:
        self._job = None
        self._listed = listed
        self._show()

    def _stop(self, error: Exception) -> None:
        self._job = None
        self._deeds = -1
        self._failed(error)

    def _show(self) -> None:
        which, place = self.which.choice, max(0, self.list.row_in_hand)
        rows = self._listed.shown(which)
        for choice in (OPEN, TYPED):
            self.which.word(choice, self._words(choice))
        is_open = which == OPEN
        self.mark.setText(say("typing_list.mark" if is_open else "typing_list.unmark"))
        self.mark_all.setText(say("typing_list.mark_all" if is_open else "typing_list.unmark_all"))
        for button in (self.mark, self.mark_all):
            button.setEnabled(bool(rows))
        nothing = f"nothing_{which}" if self._listed.is_known else "unknown"
        self.empty.setText(say(f"typing_list.{nothing}"))
        cursor = QApplication.focusWidget()
        is_here = cursor is not None and self.isAncestorOf(cursor)
        self.model.set_rows(rows)
        self._middle.setCurrentIndex(0 if rows else 1)
        self.list.take(min(place, len(rows) - 1))
        if is_here:
            self.take_focus()

    def _words(self, which: str) -> str:
        return say(f"typing_list.{which}", count=len(self._listed.shown(which)))

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(pixels("step"))
        head.addWidget(head_label(say("exchange.typing")))
        head.addWidget(self.which)
        head.addStretch(1)
        for button in (self.mark, self.mark_all, self.back):
            button.setAutoDefault(True)
            head.addWidget(button)
        about = QLabel(say("exchange.system_about"))
        about.setWordWrap(True)
        about.setProperty("role", "caption")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.list.top.horizontalHeader().setStretchLastSection(True)
        self._middle.addWidget(self.list)
        self._middle.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels("step"))
        column.addLayout(head)
        column.addWidget(about)
        column.addWidget(self._middle, 1)

    def _connect(self) -> None:
        self.which.chosen.connect(lambda _: self._show())
        self.list.opened.connect(lambda _: self.mark_one())
        self.mark.clicked.connect(self.mark_one)
        self.mark_all.clicked.connect(self.mark_household)
        self.back.clicked.connect(self.left)


def _text(row: TypingRow, key: str) -> str:
    line, own = row.line, row.household
    mark = line.typed if line.is_typed else None
    texts = {
        "household": own.head_name or "",
        "number": own.number or "",
        "member": row.member or say("typing.whole_household"),
        "label": line.label,
        "theirs": line.theirs,
        "ours": line.ours,
    }
    if key != "by":
        return texts[key]
    return say("typing_list.by_whom", who=mark.typed_by or "", day=mark.typed_on or "") if mark else ""

"""分账 on screen: what is out with whom, what goes out next, what came back and what is left to decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from village_desk.definitions.words import say, sentence_of
from village_desk.desk.exchange.clash_list import clash_list, sides_of
from village_desk.desk.exchange.giving_view import GivingView
from village_desk.desk.job_steps import steps_of
from village_desk.desk.jobs import Progress
from village_desk.desk.look import pixels
from village_desk.desk.page import NEEDS_REASON, Desk
from village_desk.desk.parts.cards import caption_label, head_label, primary_button, scrolled
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.entry.asking import FileKind, grave_question, question
from village_desk.entry.clashes import clash_rows, decide
from village_desk.entry.news import VillageChanged
from village_desk.entry.parts import own_part, part_text, parts_shown
from village_desk.exchange.packages.handing_back import HandedBack, hand_back
from village_desk.exchange.packages.handing_in import HandedIn, hand_in
from village_desk.exchange.packages.handing_out import Giving, HandedOut, hand_out, take_back
from village_desk.exchange.packages.part_file import PART, PART_BACK, PART_ENDINGS
from village_desk.places.files import safe_name
from village_desk.rules.exchange_records import Part
from village_desk.rules.refusals import Refusal

_PARTS = (("desk", 10), ("households", 4), ("given_on", 8), ("state", 16))
_ROWS_SHOWN = 4


class PartsView(QWidget):
    """Three faces: the parts with what waits to be decided, the choice of what goes out, what came back.

    Signals:
        left: The person turned back.
        keys_changed: Other keys work now.
    """

    left = Signal()
    keys_changed = Signal()

    def __init__(self, desk: Desk, failed: Callable[[Exception], None]) -> None:
        super().__init__()
        self._desk = desk
        self._failed = failed
        self._own: Part | None = None
        self._came: HandedIn | None = None
        self._path = Path()
        self._reason: str | None = None
        """Why something of a closed quarter is changed by what came back."""
        columns = [
            Column(key, say(f"parts.{key}"), is_figure=key == "households", width=width)
            for key, width in _PARTS
        ]
        self.parts: ListModel[Part] = ListModel(columns, part_text)
        self.giving = GivingView(desk)
        self.parts_list = ListView(self.parts)
        self.clashes, self.clashes_list = clash_list()
        self.tried, self.tried_list = clash_list()
        self.about, self.waiting, self.came = (caption_label("") for _ in range(3))
        self.out = primary_button("")
        self.bring = QPushButton(say("parts.take_in"))
        self.turn_back = QPushButton(say("parts.leave"))
        self.give = primary_button(say("parts.give"))
        self.accept = primary_button(say("parts.accept"))
        self.stack = QStackedWidget()
        above = (self.about, self.parts_list, self.waiting, self.clashes_list)
        self._first = _face(say("parts.head"), (self.out, self.bring, self.turn_back), above)
        self._giving = _face(say("parts.begin"), (self.give,), (self.giving,))
        self._tried = _face(say("parts.tried"), (self.accept,), (self.came, self.tried_list))
        self._build()
        self._connect()

    def refresh(self) -> None:
        """Read which parts there are and what waits to be decided."""
        sitting = self._desk.sitting
        self._own = own_part(sitting)
        kind = "own" if self._own else "given"
        self.about.setText(say(f"parts.about_{kind}"))
        self.out.setText(say(f"parts.{self._out_key()}"))
        self.bring.setVisible(self._own is None)
        rows = clash_rows(sitting)
        for view, shown in ((self.parts_list, parts_shown(sitting)), (self.clashes_list, rows)):
            place = max(0, view.row_in_hand)
            view.model.set_rows(shown)
            view.take(min(place, len(shown) - 1))
        self.waiting.setVisible(self._own is None)
        self.waiting.setText(say("clashes.waiting", count=len(rows)) if rows else say("clashes.none"))
        self.clashes_list.setVisible(bool(rows))
        self.keys_changed.emit()

    def keys(self) -> Mapping[str, Callable[[], object]]:
        """What its keys do now."""
        face = self.stack.currentWidget()
        if face is self._giving:
            return {"F9": self.hand_out, "Esc": self._show_first}
        if face is self._tried:
            return {"F9": self.take_in, "Esc": self._show_first}
        return {"F5": self.begin, "F7": self.look, "Esc": self.left.emit}

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work here."""
        face = self.stack.currentWidget()
        if face is self._giving:
            return (
                (say("keys.enter"), say("parts.key_choose")),
                ("F9", say("parts.give")),
                ("Esc", say("parts.leave")),
            )
        if face is self._tried:
            return (("F9", say("parts.accept")), ("Esc", say("parts.not_accept")))
        taking = (
            () if self._own else ((say("keys.enter"), say("parts.key_open")), ("F7", say("parts.take_in")))
        )
        return (("F5", self.out.text()), *taking, ("Esc", say("parts.leave")))

    def take_focus(self) -> None:
        """Put the cursor where work goes on."""
        face = self.stack.currentWidget()
        if face is self._first:
            (self.clashes_list if self.clashes.rows else self.out).setFocus()
        elif face is self._giving:
            self.giving.setFocus()
        else:
            self.accept.setFocus()

    def begin(self) -> None:
        """Choose what goes out; in a second desk's book hand it back, or go on with it."""
        if self._own is None:
            self.giving.begin()
            self._turn(self._giving)
        elif self._own.back_on is None:
            self._hand_back(self._own)
        else:
            self._take_back(self._own)

    def hand_out(self) -> None:
        """Write what is chosen into a working package."""
        desk, chosen = self._desk, sorted(self.giving.choice.chosen)
        if not chosen:
            desk.refused(Refusal("no-household-chosen"))
            return
        whom = desk.asker.ask_text(question("parts.whom", count=len(chosen)))
        path = self._where("parts.give_where", PART, whom) if (whom or "").strip() else None
        if path is None:
            return
        sitting, giving = desk.sitting, Giving(chosen, whom or "")

        def work(progress: Progress) -> HandedOut:
            tell = steps_of(progress)
            return hand_out(sitting.book, giving, path, sitting.who, sitting.today, progress=tell)

        desk.frame.in_background(work, self._given, self._failed, title=say("parts.giving"))

    def look(self) -> None:
        """Try what was handed back: all that it does is shown, nothing is kept."""
        if self._own is not None:
            return
        kind = FileKind(say("parts.back_kind"), (PART_ENDINGS[PART_BACK].lstrip("."),))
        path = self._desk.asker.choose_file_to_open(question("parts.which_back"), [kind])
        if path is not None:
            self._path, self._reason = path, None
            self._run(only_trying=True)

    def take_in(self) -> None:
        """Take in what was tried."""
        if self._came is not None and not self._came.is_known:
            self._run(only_trying=False)

    def open_part(self, number: int) -> None:
        """See the code of a part that is out again, or take it back."""
        part = self.parts.row(number)
        if self._own is not None or not part.is_out:
            return
        options = [say("parts.see_code"), say("parts.give_up")]
        chosen = self._desk.asker.choose(question("parts.which_deed", desk=part.desk), options)
        if chosen == 0:
            self._desk.asker.tell(question("parts.code", desk=part.desk, code=part.code))
        elif chosen == 1:
            self._take_back(part)

    def settle(self, number: int) -> None:
        """Let one of two answers stand."""
        row, desk = self.clashes.row(number), self._desk
        asked = question("clashes.which", household=row.household or say("clashes.village"), field=row.field)
        chosen = desk.asker.choose(asked, sides_of(row))
        if chosen is None:
            return

        def deed() -> bool:
            decide(desk.sitting, row.clash, take_there=chosen == 1)
            return True

        try:
            done: bool | None = deed()
        except Refusal as refusal:
            done = desk.correct(refusal, deed)
        if done:
            self.refresh()
            self.take_focus()
            desk.frame.tell(say("clashes.settled"))

    def _out_key(self) -> str:
        if self._own is None:
            return "begin"
        return "hand_back" if self._own.back_on is None else "go_on"

    def _hand_back(self, part: Part) -> None:
        desk, path = self._desk, self._where("parts.back_where", PART_BACK, part.desk)
        if path is None:
            return
        sitting = desk.sitting
        desk.frame.in_background(
            lambda _: hand_back(sitting.book, path, sitting.who, sitting.today),
            self._handed_back,
            self._failed,
            title=say("parts.handing_back"),
        )

    def _take_back(self, part: Part) -> None:
        desk = self._desk
        asked = grave_question(f"parts.{'go_on' if part.opened_on else 'give_up'}_why", desk=part.desk)
        reason = desk.asker.ask_text(asked)
        if reason is None:
            return
        try:
            take_back(desk.sitting.book, part, reason, desk.sitting.who, desk.sitting.today)
        except Refusal as refusal:
            desk.refused(refusal)
            return
        self._changed(say("parts.taken_back", desk=part.desk))

    def _run(self, *, only_trying: bool) -> None:
        sitting, path, reason = self._desk.sitting, self._path, self._reason
        self._desk.frame.in_background(
            lambda _: hand_in(
                sitting.book, path, sitting.who, sitting.today, only_trying=only_trying, reason=reason
            ),
            self._looked if only_trying else self._taken,
            lambda error: self._not_taken(error, only_trying=only_trying),
            title=say("parts.trying" if only_trying else "parts.taking"),
        )

    def _not_taken(self, error: Exception, *, only_trying: bool) -> None:
        """Something of a closed quarter came back: it is taken in as a correction that says why."""
        if isinstance(error, Refusal) and error.code in NEEDS_REASON and self._reason is None:
            asked = question("desk.correct_why", sentence=sentence_of(error))
            reason = (self._desk.asker.ask_text(asked) or "").strip()
            if reason:
                self._reason = reason
                self._run(only_trying=only_trying)
            return
        self._failed(error)

    def _looked(self, came: HandedIn) -> None:
        self._came = came
        self.came.setText(_came_words(came))
        rows = clash_rows(self._desk.sitting, came.clashes)
        self.tried.set_rows(rows)
        self.tried_list.setVisible(bool(rows))
        self.accept.setEnabled(not came.is_known)
        self._turn(self._tried)

    def _taken(self, came: HandedIn) -> None:
        self._changed(say("parts.taken_in", desk=came.part.desk, count=len(came.clashes)))

    def _given(self, given: HandedOut) -> None:
        self._changed("")
        words = question(
            "parts.given",
            name=given.path.name,
            desk=given.part.desk,
            households=given.households,
            code=given.part.code,
        )
        self._desk.asker.tell(words)

    def _handed_back(self, back: HandedBack) -> None:
        self._changed("")
        self._desk.asker.tell(question("parts.back_done", name=back.path.name, changes=back.changes))

    def _changed(self, words: str) -> None:
        """Who has what is otherwise now: every page reads it anew."""
        self._desk.sitting.news.tell(VillageChanged())
        self.refresh()
        self._show_first()
        if words:
            self._desk.frame.tell(words)

    def _where(self, key: str, kind: str, whom: str | None) -> Path | None:
        village = self._desk.sitting.book.village.name
        name = say(f"parts.name_{kind}", village=village, desk=safe_name(whom or ""))
        kinds = [FileKind(say(f"parts.kind_{kind}"), (PART_ENDINGS[kind].lstrip("."),))]
        return self._desk.asker.choose_file_to_save(question(key), name, kinds)

    def _show_first(self) -> None:
        self._turn(self._first)

    def _turn(self, face: QWidget) -> None:
        self.stack.setCurrentWidget(face)
        self.keys_changed.emit()
        if self.isVisible():
            self.take_focus()

    def _build(self) -> None:
        self.parts_list.top.horizontalHeader().setStretchLastSection(True)
        self.parts_list.setMaximumHeight(_ROWS_SHOWN * pixels("row"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)
        for face in (self._first, self._giving, self._tried):
            self.stack.addWidget(face)

    def _connect(self) -> None:
        for button, deed in (
            (self.out, self.begin),
            (self.bring, self.look),
            (self.turn_back, self.left.emit),
            (self.give, self.hand_out),
            (self.accept, self.take_in),
        ):
            button.setAutoDefault(True)
            button.clicked.connect(lambda _=False, deed=deed: deed())
        self.parts_list.opened.connect(self.open_part)
        self.clashes_list.opened.connect(self.settle)


def _face(head: str, buttons: Sequence[QPushButton], below: Sequence[QWidget]) -> QScrollArea:
    row = QHBoxLayout()
    row.setSpacing(pixels("step"))
    row.addWidget(head_label(head))
    row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    page = QWidget()
    page.setProperty("role", "page")
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(pixels("gap"))
    column.addLayout(row)
    for widget in below:
        column.addWidget(widget, int(isinstance(widget, ListView | GivingView)))
    column.addStretch(0)
    return scrolled(page)


def _came_words(came: HandedIn) -> str:
    if came.is_known:
        return say("parts.came_known", desk=came.part.desk, sequence=came.sequence)
    counts = came.compared
    return say(
        "parts.came",
        desk=came.part.desk,
        sequence=came.sequence,
        new=counts.new,
        changed=counts.changed,
        same=counts.same,
        left=counts.left,
        clashes=len(came.clashes),
    )

"""批量修改: one answer for all households shown, or their members and records, seen row by row before."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from math import ceil

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from village_desk.definitions.screens import screen, with_only
from village_desk.definitions.words import say
from village_desk.desk.fields.choice_list import ChoiceList
from village_desk.desk.fields.editor_choice import ChoiceEditor, ChoicesEditor
from village_desk.desk.fields.editor_line import LineEditor
from village_desk.desk.fields.entry_form import EntryForm
from village_desk.desk.fields.field_grid import FieldGrid
from village_desk.desk.household.bulk_rows import BulkRows
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import caption_label, head_label
from village_desk.desk.parts.own_keys import add_keys
from village_desk.desk.wide_page import WidePage
from village_desk.entry.asking import question
from village_desk.entry.keyboard.initials import initials_of
from village_desk.entry.records.bulk_change import BulkChange, bulk_kinds
from village_desk.entry.records.bulk_findings import found_anew
from village_desk.entry.stills import still_of
from village_desk.rules.records import Record
from village_desk.rules.refusals import Refusal
from village_desk.store.reckoned.findings import HouseholdChecker, check_day

_FORM_ROWS = 3
"""Rows of fields that are shown at once; more are scrolled, so that the list keeps most of the page."""
_FORM_LEAST = 2
_FORM_EDGES = 2.9
"""In heights of a field: what a form needs beside its fields."""


class BulkPage(WidePage):
    """What is to be changed on top, and below it every row as it is and as it would be."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.kinds = bulk_kinds()
        self.bulk = BulkChange(desk.sitting, self.kinds["household"])
        self._households = say("bulk.whole_village")
        self.scope = caption_label("")
        self.named = {say(f"bulk.kind_{name}"): name for name in self.kinds}
        self.kind = ChoiceEditor("kind", lambda: list(self.named))
        self.what = ChoicesEditor("what", self._labels)
        for key, editor in (("kind", self.kind), ("what", self.what)):
            editor.setAccessibleName(say(f"bulk.{key}"))
        self.form: EntryForm | None = None
        self.rows = BulkRows(self.bulk)
        self.own_keys = {"F8": self.check}
        self._build()
        self._tie()
        self._show_form()

    def take(self, household_ids: Collection[str], words: str) -> None:
        """Change these households, called so, and what belongs to them."""
        self.bulk.take(household_ids)
        self._households = words

    def refresh(self) -> None:
        """Read the records anew."""
        self.bulk.reload()
        self._show_rows()

    def commit(self) -> None:
        """Take the answer under the cursor."""
        if self.form is not None:
            self.form.commit()

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work here."""
        enter = say("keys.enter")
        if self.rows.list.body.hasFocus():
            own = ((enter, say("bulk.key_out")), ("Alt+←→", say("bulk.key_shown")))
        else:
            own = (("F4", say("bulk.key_known")), ("Ctrl+Del", say("bulk.key_empty")))
        return (
            (f"Ctrl+{enter}", say("bulk.key_write")),
            *own,
            ("F8", say("bulk.key_check")),
            ("F3", say("bulk.key_only")),
            ("F7", say("bulk.key_kind")),
            ("Esc", say("bulk.key_back")),
        )

    def show_kind(self, name: str) -> None:
        """Change another kind of record."""
        self.kind.set_text(say(f"bulk.kind_{name}"))
        self.bulk.show(self.kinds[name])
        self.what.set_text("")
        self._show_form()
        self.what.setFocus()

    def turn_kind(self, by: int) -> None:
        """Go on to the next or the last kind of record."""
        names = list(self.kinds)
        self.show_kind(names[(names.index(self.bulk.kind.name) + by) % len(names)])

    def narrow(self) -> None:
        """Ask which of the rows are meant: those of a group, or those that answer one thing now."""
        self.commit()
        narrowings = self.bulk.narrowings()
        self.bulk.only = None
        words = [say("bulk.everything", count=len(self.bulk.rows())), *(one.words for one in narrowings)]
        place = self.desk.asker.choose(question("bulk.only"), words)
        self.bulk.only = narrowings[place - 1] if place else None
        self._show_rows()

    def offer(self) -> None:
        """Offer the answers to the field in hand: its own list, or what the village has already."""
        editor = self._editor_in_hand()
        if isinstance(editor, ChoiceEditor):
            editor.open_list()
        elif isinstance(editor, LineEditor) and (known := self.bulk.known(editor.key)):
            offered = ChoiceList(editor, initials_of)
            offered.closed.connect(offered.deleteLater)
            offered.picked.connect(lambda labels, _: self._take_known(editor, labels[0]))
            offered.open(known, (editor.text(),))

    def empty(self) -> None:
        """Let the field in hand lose its answers."""
        if self.form is not None and self.form.key_in_hand:
            self.bulk.empty(self.form.key_in_hand)
            self.form.set_texts(self.bulk.texts())
            self._show_rows()

    def check(self) -> None:
        """Let the checks look at every row as it would be, beside the window (F8)."""
        self.commit()
        changed, sitting = self.bulk.changed(), self.desk.sitting
        if not changed:
            self.desk.frame.tell(say("bulk.nothing"))
            return
        settings, quarter = sitting.settings, sitting.quarter

        def work(_: object) -> dict[str, str]:
            village = still_of(sitting)
            checker = HouseholdChecker(village, settings, quarter, check_day(quarter, sitting.today))
            return found_anew(village, changed, checker.findings)

        then = partial(self._take_found, changed)
        self.desk.frame.in_background(work, then, self.failed, title=say("bulk.checking"))

    def write(self) -> None:
        """Ask why and write every row that changes, as one deed."""
        self.commit()
        count = sum(row.is_written for row in self.bulk.rows())
        if not count:
            self.desk.frame.tell(say("bulk.nothing"))
            return
        asked = question("bulk.why", count=count, answers=self._answers())
        reason = self.desk.asker.ask_text(asked)
        if not (reason or "").strip():
            return
        try:
            done = self.bulk.write(str(reason))
        except Refusal as refusal:
            self.desk.refused(refusal)
            return
        self._show_rows()
        self.desk.frame.tell(say("bulk.done", count=done))

    def _take_found(self, changed: Mapping[str, Record], found: dict[str, str]) -> None:
        if self._has_left or self.bulk.changed() != changed:  # answered otherwise meanwhile
            return
        self.bulk.take_found(found)
        self._show_rows()
        words = say("bulk.told", count=len(found)) if found else say("bulk.told_none")
        self.desk.frame.tell(words)

    def _labels(self) -> Sequence[str]:
        return [field.label for field in self.bulk.kind.fields()]

    def _take_kind(self, label: str) -> None:
        self.show_kind(self.named.get(label, self.bulk.kind.name))

    def _choose(self, labels: str) -> None:
        self.bulk.choose(self.bulk.named(labels))
        self._show_form()
        if self.form is not None:
            self.form.focus()

    def _show_form(self) -> None:
        """Ask what was chosen, in a form of the fields' own screen."""
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        if self.bulk.keys:
            asked = with_only(screen(self.bulk.kind.screen), self.bulk.keys, say("bulk.into"))
            self.form = form = EntryForm(self.desk, asked)
            form.setMinimumHeight(_FORM_LEAST * pixels("field"))
            form.bind(self.bulk)
            form.saved.connect(lambda _: self._show_rows())
            form.passed_start.connect(self.what.setFocus)
            form.passed_end.connect(self.rows.setFocus)
            self._column.insertWidget(self._form_place, form, 1)
            rows = min(ceil(len(self.bulk.keys) / 2), _FORM_ROWS)
            form.setMaximumHeight(
                round(_FORM_EDGES * pixels("field")) + rows * (pixels("field") + pixels("step"))
            )
        self.rows.ask()
        self._show_rows()

    def _show_rows(self) -> None:
        answers, only = self._answers(), self.bulk.only
        self.scope.setText("　".join(part for part in (self._households, only.words if only else "") if part))
        words = say("bulk.will", answers=answers) if answers else say("bulk.choose_first")
        self.rows.show_rows(self.bulk.rows(), words)

    def _answers(self) -> str:
        texts = self.bulk.texts()
        labels = {key: self.bulk.field(key).label for key in texts}
        return "；".join(
            say("bulk.will_empty", label=labels[key])
            if self.bulk.is_emptied(key)
            else say("bulk.will_answer", label=labels[key], text=text)
            for key, text in texts.items()
            if text or self.bulk.is_emptied(key)
        )

    def _editor_in_hand(self) -> object:
        for editor in (self.kind, self.what):
            if editor.line.hasFocus():
                return editor
        if self.form is None or not self.form.key_in_hand:
            return self.what
        return self.form.editor(self.form.key_in_hand)

    def _take_known(self, editor: LineEditor, text: str) -> None:
        editor.line.setText(text)
        editor.line.setFocus()
        editor.commit()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(pixels("gap"))
        top.addWidget(head_label(say("bulk.head")))
        top.addWidget(self.scope, 1)
        self.what.line.setPlaceholderText(say("bulk.what_shape"))
        self.kind.set_text(say("bulk.kind_household"))
        asked = FieldGrid([(say("bulk.kind"), self.kind), (say("bulk.what"), self.what)])
        asked.lay(2, asked.label_width())
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(pixels("margin"), pixels("gap"), pixels("margin"), pixels("gap"))
        self._column.setSpacing(pixels("step"))
        self._column.addLayout(top)
        self._column.addWidget(asked)
        self._form_place = self._column.count()
        self._column.addWidget(self.rows, 1)
        self.setFocusProxy(self.what)

    def _tie(self) -> None:
        self.kind.answered.connect(self._take_kind)
        self.kind.moved.connect(lambda _: self.what.setFocus())
        self.what.answered.connect(self._choose)
        self.what.moved.connect(self._go_on)
        self.rows.turned.connect(self._show_rows)
        add_keys(
            self,
            {
                "Ctrl+Return": self.write,
                "F3": self.narrow,
                "F4": self.offer,
                "F7": partial(self.turn_kind, +1),
                "Shift+F7": partial(self.turn_kind, -1),
                "Ctrl+Del": self.empty,
                "Alt+Left": partial(self.rows.turn_shown, -1),
                "Alt+Right": partial(self.rows.turn_shown, +1),
                "Esc": lambda: self.desk.frame.show_page("households"),
            },
        )

    def _go_on(self, by: int) -> None:
        if by < 0:
            self.kind.setFocus()
        elif self.form is not None:
            self.form.focus()
        else:
            self.rows.setFocus()

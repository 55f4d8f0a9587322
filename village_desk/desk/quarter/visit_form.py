"""The visit as cards: each block's state in its title line, last quarter's words faint in each field.

Under the questions of a block stand the records it goes through: work spells, stocks, measures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from village_desk.definitions.screens import Field, Screen, Section
from village_desk.definitions.words import say
from village_desk.desk.fields.editor import Editor
from village_desk.desk.fields.editor_line import LineEditor
from village_desk.desk.fields.editor_note import NoteEditor
from village_desk.desk.fields.editor_state import StateEditor
from village_desk.desk.fields.entry_form import EntryForm
from village_desk.desk.fields.field_grid import FieldGrid
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import Card
from village_desk.entry.quarter.visit_records import VisitRecord
from village_desk.entry.visit_blocks import blocks
from village_desk.rules.records import NO_CHANGE, NOT_ASKED


class VisitForm(EntryForm):
    """The questions of a visit; an unchanged block is passed over as the cursor walks on."""

    def __init__(self, desk: Desk, screen: Screen) -> None:
        self._rooms: dict[str, QVBoxLayout] = {}
        self._records: tuple[VisitRecord, ...] = ()
        self._shown: list[tuple[QVBoxLayout, QWidget, FieldGrid]] = []
        super().__init__(desk, screen)

    @property
    def state_in_hand(self) -> str:
        """The state field of the block that the cursor is in; blank in the head of the visit."""
        for state, section in blocks():
            if any(field.key == self.key_in_hand for field in section.fields):
                return state
        return next((one.state for one in self._records if self.key_in_hand.startswith(f"{one.key}.")), "")

    def show_records(self, records: Sequence[VisitRecord]) -> None:
        """Show the records that the visit goes through; nothing moves while they are the same."""
        before, self._records = self._records, tuple(records)
        if [(one.key, one.title) for one in before] == [(one.key, one.title) for one in records]:
            return
        self._take_away()
        for one in records:
            self._add_record(one)
        order = [key for state, section in blocks() for key in self._keys_of(state, section)]
        head = [key for key in self._editors if key not in order]
        self._editors = {key: self._editors[key] for key in (*head, *order)}
        self._fit()

    def field_shown(self, key: str) -> Field:
        """The question of a field: the visit's own, or that of a record."""
        questions = {field.key: field for one in self._records for field in one.questions}
        return questions[key] if key in questions else super().field_shown(key)

    def keys_of(self, screen_name: str, key: str) -> list[str]:
        """The fields in which a question of a kind of record is asked here."""
        wanted = (f"{one.key}.{key}" for one in self._records if one.screen == screen_name)
        return [field for field in wanted if field in self._editors]

    def first_open(self) -> str:
        """Where work goes on: the first block that is not answered, or the first field."""
        texts = self.texts()
        open_states = [state for state, _ in blocks() if texts[state] in ("", NOT_ASKED)]
        return open_states[0] if open_states else blocks()[0][0]

    def focus_block(self, number: int) -> None:
        """Put the cursor into the first question of a block, counted from 1."""
        state, section = blocks()[number - 1]
        self.focus(next(field.key for field in section.fields if field.key != state))

    def after_block(self, state: str) -> str:
        """The state field of the block after one, or of the same where it is the last."""
        states = [key for key, _ in blocks()]
        return states[min(states.index(state) + 1, len(states) - 1)]

    def show_earlier(self, earlier: Mapping[str, str]) -> None:
        """Show what last quarter said: in the line while it is blank, under it where there is no line."""
        for key in self.keys:
            text = say("visit.earlier", text=earlier[key]) if earlier.get(key) else ""
            editor = self.editor(key)
            if isinstance(editor, LineEditor | NoteEditor):
                editor.line.setPlaceholderText(text)
            editor.setToolTip(text)

    def _keys_of(self, state: str, section: Section) -> list[str]:
        of_records = [field.key for one in self._records if one.state == state for field in one.questions]
        return [*(field.key for field in section.fields), *of_records]

    def _take_away(self) -> None:
        own = {field.key for field in self.screen_shown.fields}
        for key in [key for key in self._editors if key not in own]:
            self._editors.pop(key).blockSignals(True)  # the cursor may pass through them as they go
        for room, widget, grid in self._shown:
            room.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
            self._grids.remove(grid)
        self._shown = []
        if self.key_in_hand not in self._editors:
            self._in_hand = ""

    def _add_record(self, one: VisitRecord) -> None:
        room, widget, title = self._rooms[one.state], QWidget(), QLabel(one.title)
        title.setWordWrap(True)
        title.setProperty("role", "strong")
        grid = FieldGrid([(field.label, self._add_editor(field)) for field in one.questions])
        column = QVBoxLayout(widget)
        column.setContentsMargins(0, pixels("step"), 0, 0)
        column.setSpacing(pixels("step"))
        column.addWidget(title)
        column.addWidget(grid)
        room.addWidget(widget)
        self._grids.append(grid)
        self._shown.append((room, widget, grid))

    def _add_section(self, section: Section, column: QVBoxLayout) -> None:
        state = next((field for field in section.fields if field.key.endswith("_state")), None)
        if state is None:
            super()._add_section(section, column)
            return
        card = Card("")
        head = QHBoxLayout()
        head.setSpacing(pixels("gap"))
        card.title.setText(section.title)
        head.addWidget(card.title, 1, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._add_editor(state))
        whole = card.layout()
        if isinstance(whole, QVBoxLayout):
            whole.removeWidget(card.title)
            whole.insertLayout(0, head)
        rest = [field for field in section.fields if field is not state]
        shape = FieldGrid if len(rest) > 1 else OneColumn
        grid = shape([(field.label, self._add_editor(field)) for field in rest])
        card.body.addWidget(grid)
        column.addWidget(card)
        self._grids.append(grid)
        self._rooms[state.key] = card.body

    def _make_editor(self, field: Field) -> Editor:
        if not field.key.endswith("_state"):
            return super()._make_editor(field)
        return StateEditor(field.key)

    def _move(self, key: str, by: int) -> None:
        if by > 0 and key.endswith("_state") and self.editor(key).text() == NO_CHANGE:
            following = self.after_block(key)
            if following != key:
                self.focus(following)
            else:
                self.passed_end.emit()
            return
        super()._move(key, by)


class OneColumn(FieldGrid):
    """A section with one question: its field takes the whole width."""

    def lay(self, columns: int, label_width: int) -> None:
        """Put the field into one column."""
        del columns
        super().lay(1, label_width)

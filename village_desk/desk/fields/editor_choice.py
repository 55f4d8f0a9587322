"""Editors of coded answers: one of a list, or several of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from village_desk.desk.fields.choice_list import ChoiceList
from village_desk.desk.fields.editor_line import LineBox, LineEditor, turn_input_method_off
from village_desk.desk.icons import icon
from village_desk.entry.keyboard.initials import initials_of
from village_desk.rules.reading import split_choices

_OPENING = (Qt.Key.Key_F4, Qt.Key.Key_Space, Qt.Key.Key_Down)
_CLEARING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class ChoiceEditor(LineEditor):
    """A field that takes a label of a list; a stored text that is not in the list stays and can be marked.

    F4, Space, arrow down or a letter opens the list, a digit picks at once, Delete empties. ``labels`` is
    asked each time the list opens, ``initials`` gives the spellings of a label by pinyin initials.
    """

    several = False

    def __init__(
        self,
        key: str,
        labels: Callable[[], Sequence[str]],
        initials: Callable[[str], Sequence[str]] = initials_of,
    ) -> None:
        super().__init__(key, LineBox())
        self._labels = labels
        self._initials = initials
        self._list: ChoiceList | None = None
        self.line.setReadOnly(True)
        turn_input_method_off(self.line)
        opener = self.line.addAction(icon("chevron-down"), QLineEdit.ActionPosition.TrailingPosition)
        opener.triggered.connect(self.open_list)

    @property
    def choices(self) -> ChoiceList:
        """The field's list, made when it is first wanted."""
        if self._list is None:
            self._list = ChoiceList(self.line, self._initials, several=self.several)
            self._list.picked.connect(self._take)
            self._list.closed.connect(self._return)
        return self._list

    def open_list(self) -> None:
        """Open the list under the field."""
        self.line.setFocus()
        self.choices.open(self._shown(), self._chosen())

    def _shown(self) -> Sequence[str]:
        return self._labels()

    def _chosen(self) -> tuple[str, ...]:
        return (self.line.text(),) if self.line.text() else ()

    def _take(self, labels: list[str], by_key: bool) -> None:  # noqa: FBT001 - the signal's own order
        self.line.setText("、".join(labels))
        self.line.setFocus()
        if by_key:
            self._leave(+1)
        else:
            self.commit()

    def _return(self) -> None:
        self.line.setFocus()

    def _keeps_focus(self) -> bool:
        return self._list is not None and self._list.isVisible()

    def _takes_key(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        if (plain and event.key() in _OPENING) or (
            event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        ):
            self.open_list()
            return True
        if plain and event.key() in _CLEARING:
            self.line.clear()
            return True
        if plain and event.text().isascii() and event.text().isalnum():
            self._type(event.text())
            return True
        return super()._takes_key(event)

    def _type(self, character: str) -> None:
        labels = self._labels()
        if not self.several and character in "123456789":
            if int(character) <= len(labels):
                self._take([labels[int(character) - 1]], by_key=True)
            return
        self.open_list()
        self.choices.type(character)


class ChoicesEditor(ChoiceEditor):
    """A field that takes several labels, shown with 、 between them; digits and Space tick, Enter takes."""

    several = True

    def _chosen(self) -> tuple[str, ...]:
        return split_choices(self.line.text())

    def _shown(self) -> Sequence[str]:
        """What stands there stays ticked, though it may be offered no more."""
        offered = self._labels()
        return (*offered, *(label for label in self._chosen() if label not in offered))

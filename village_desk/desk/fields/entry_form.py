"""A form over a presenter: each answer goes to disk as its field is left, findings stand at their fields."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from village_desk.definitions.screens import Field, Screen
from village_desk.desk.fields.editor import UNREAD
from village_desk.desk.fields.editors import Labels
from village_desk.desk.fields.form_view import FormView
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.entry.records.record_entry import Answer
from village_desk.rules.refusals import Refusal


class Entry(Protocol):
    """What a form needs of a presenter."""

    def texts(self) -> dict[str, str]:
        """Every field as text."""
        ...

    def answer(self, key: str, text: str) -> Answer:
        """Take one field's text; it is on disk when this returns without a problem."""
        ...

    def reload(self) -> None:
        """Read the record anew."""
        ...


class EntryForm(FormView):
    """The questions of a screen over a presenter.

    Signals:
        saved: A field (key) has been taken, or kept with a problem.
        shown: The texts of a record are shown, of another one or as they are now.
    """

    saved = Signal(str)
    shown = Signal()

    def __init__(
        self,
        desk: Desk,
        screen: Screen,
        keys: Collection[str] | None = None,
        labels: Labels | None = None,
    ) -> None:
        self.desk = desk
        self._entry: Entry | None = None
        self._unread: dict[str, str] = {}
        self._found: dict[str, tuple[str, str]] = {}
        super().__init__(screen, labels or self.offered, keys=keys)
        self.answered.connect(self._take)
        self.entered.connect(self.explain)

    def offered(self, field: Field) -> Sequence[str]:
        """The labels that a choice offers today."""
        return field.offered_on(self.desk.sitting.today)

    def bind(self, entry: Entry | None) -> None:
        """Show another record; None shows an empty form that cannot be typed in."""
        self._entry = entry
        self._unread = {}
        self._found = {}
        self.set_editable(is_editable=entry is not None)
        self._show_texts()

    def rebind(self, entry: Entry) -> None:
        """Go on with a presenter that has taken the other's place; nothing that is being typed is touched."""
        self._entry = entry

    def read(self) -> None:
        """Show the record as it is in the book now."""
        if self._entry is not None:
            self._entry.reload()
            self._show_texts()

    def set_found(self, found: Mapping[str, tuple[str, str]]) -> None:
        """Show findings at their fields: level and sentence by key."""
        self._found = dict(found)
        self._show_problems()

    def explain(self, key: str = "") -> None:
        """Explain a field, or the one in hand, in the panel."""
        key = key or self.key_in_hand
        if key:
            field = self.field_shown(key)
            self.desk.frame.panel.show_help(field.label, field.help)

    def field_shown(self, key: str) -> Field:
        """The question of a field shown here.

        Raises:
            KeyError: It is not shown.
        """
        return self.screen_shown.field(key)

    def put_on_top(self, widget: QWidget) -> None:
        """Place a card of the page's own above the sections."""
        column = self._page.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(0, widget)

    def minimumSizeHint(self) -> QSize:
        """Three fields are enough to work with where a list stands above the form."""
        return QSize(super().minimumSizeHint().width(), 3 * pixels("field"))

    def _take(self, key: str, text: str) -> None:
        if self._entry is None:
            return
        entry = self._entry
        try:
            answer = entry.answer(key, text)
        except Refusal as refusal:
            self._show_texts()
            corrected = self.desk.correct(refusal, lambda: entry.answer(key, text))
            if corrected is None:
                return
            answer = corrected
        if answer.problem is None:
            self._unread.pop(key, None)
            self._show_texts()
        else:
            self._unread[key] = answer.problem
        self._show_problems()
        self.saved.emit(key)

    def _show_texts(self) -> None:
        texts = self._entry.texts() if self._entry is not None else dict.fromkeys(self.keys, "")
        self.set_texts(texts)
        self._show_problems()
        self.shown.emit()

    def _show_problems(self) -> None:
        unread = {key: (UNREAD, problem) for key, problem in self._unread.items()}
        self.set_problems({**self._found, **unread})

"""The measures suggested for a household: the best few, and all of them when somebody wants to see more."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from village_desk.definitions.words import say
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.entry.keyboard.amount_typing import shown_yuan
from village_desk.rules.suggesting import BY_GROUP, UNFINISHED, Suggestion

_COLUMNS = (("measure", 10), ("person", 4), ("increment", 4), ("reason", 7))
_BEST = 8
"""So many are shown at first: a large household has dozens, and nobody reads dozens."""


class SuggestionList(ListView):
    """The last row stands for the rest: Enter on it shows all.

    Signals:
        taken: Enter on a suggestion: it is to become a measure.
    """

    taken = Signal(object)

    def __init__(self) -> None:
        columns = [
            Column(key, say(f"plans.{key}"), is_figure=key == "increment", width=width)
            for key, width in _COLUMNS
        ]
        self._found: Sequence[Suggestion] = ()
        self._shows_all = False
        self.rows: ListModel[Suggestion | None] = ListModel(columns, self._text)
        super().__init__(self.rows)
        self.opened.connect(self._choose)

    @property
    def count(self) -> int:
        """How many suggestions there are, shown or not."""
        return len(self._found)

    def show_suggestions(self, found: Sequence[Suggestion], *, is_other: bool) -> None:
        """Show what is suggested; of another household or year (``is_other``) the best again."""
        self._found = found
        if is_other:
            self._shows_all = False
        has_rest = len(found) > _BEST and not self._shows_all
        self.rows.set_rows([*found[:_BEST], None] if has_rest else list(found))
        self.take(0)

    def _choose(self, number: int) -> None:
        suggestion = self.rows.row(number)
        if suggestion is not None:
            self.taken.emit(suggestion)
            return
        self._shows_all = True
        self.show_suggestions(self._found, is_other=False)
        self.take(_BEST)

    def _text(self, row: Suggestion | None, key: str) -> str:
        if row is None:
            return say("plans.more", count=self.count - _BEST) if key == "measure" else ""
        if key == "measure":
            return row.measure.label
        if key == "person":
            return (row.person.name or "") if row.person else say("support.whole")
        return shown_yuan(row.increment) if key == "increment" else _reasons(row)


def _reasons(row: Suggestion) -> str:
    words = [say(f"plans.reason_{UNFINISHED}")] if UNFINISHED in row.reasons else []
    checks = [reason for reason in row.reasons if reason not in (UNFINISHED, BY_GROUP)]
    if checks:
        words.append(say("plans.reason_check", rule="、".join(checks)))
    return "；".join(words) or say(f"plans.reason_{BY_GROUP}")

"""口径: the formula of the net income, and what each item counts as."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from village_desk.definitions.words import say
from village_desk.desk.fields.editor_choice import ChoiceEditor
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import caption_label
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.desk.settings.settings_side import SettingsSide
from village_desk.entry.asking import question
from village_desk.entry.settings.settings_entry import MarkRow, SettingsEntry
from village_desk.rules.items import Counting

_WIDTHS = (("label", 16), ("branch", 8), ("mark", 8), ("usual", 8))


class BasisSide(SettingsSide):
    """Another formula or mark is chosen with a reason, which the history keeps."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, is_wide=True)
        self.entry = SettingsEntry(desk.sitting)
        self._names = {f"{one.value}　{one.name}": one.value for one in self.entry.bases()}
        self.basis = ChoiceEditor("basis", lambda: list(self._names))
        self.formula = QLabel()
        columns = [Column(key, say(f"settings.mark_{key}"), width=width) for key, width in _WIDTHS]
        self.model: ListModel[MarkRow] = ListModel(columns, _mark_text)
        self.list = ListView(self.model)
        self._build()
        self.basis.answered.connect(self._choose)
        self.list.opened.connect(self.mark)
        self.refresh()

    def refresh(self) -> None:
        """Show what is chosen now."""
        chosen = self.entry.settings.basis
        self.basis.set_text(next(name for name, value in self._names.items() if value == chosen))
        formula = next(one.explanation for one in self.entry.bases() if one.value == chosen)
        self.formula.setText(say("settings.formula", formula=formula))
        place = max(0, self.list.row_in_hand)
        self.model.set_rows(self.entry.marks())
        self.list.take(place)

    def mark(self, number: int) -> None:
        """Mark an item otherwise, with a reason."""
        row = self.model.row(number)
        marks = [counting.value for counting in Counting]
        place = self.desk.asker.choose(question("settings.mark_which", item=row.label), marks)
        if place is None or marks[place] == row.mark:
            return
        reason = self.ask_reason("settings.mark_why", item=row.label, mark=marks[place])
        if reason is not None:
            self.safely(partial(self.entry.mark_item, row.item, marks[place], reason))

    def _choose(self, name: str) -> None:
        value = self._names.get(name)
        if value is None or value == self.entry.settings.basis:
            self.refresh()
            return
        reason = self.ask_reason("settings.basis_why", name=name)
        if reason is None:
            self.refresh()
        else:
            self.safely(partial(self.entry.choose_basis, value, reason))

    def _build(self) -> None:
        basis = self.add_card(say("settings.basis"))
        self.add_fields(basis, [(say("settings.basis_chosen"), self.basis)])
        self.formula.setWordWrap(True)
        self.formula.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        basis.body.addWidget(self.formula)
        others = "\n".join(f"{one.value}　{one.name}：{one.explanation}" for one in self.entry.bases())
        basis.body.addWidget(caption_label(others))
        marks = self.add_card(say("settings.marks"))
        marks.body.addWidget(caption_label(say("settings.marks_about")))
        self.list.top.horizontalHeader().setStretchLastSection(True)
        self.list.setMinimumHeight(4 * pixels("row"))
        marks.body.addWidget(self.list, 1)
        self.column.setStretchFactor(marks, 1)


def _mark_text(row: MarkRow, key: str) -> str:
    if key == "mark" and row.is_own:
        return say("settings.own_mark", mark=row.mark)
    return str(getattr(row, key))

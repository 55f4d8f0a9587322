"""录入人员 and 字号: who works with the book, who is typing now, and how large the text is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QPushButton

from village_desk.definitions.words import say
from village_desk.desk.fields.editor import UNREAD
from village_desk.desk.fields.editor_choice import ChoiceEditor
from village_desk.desk.fields.editor_line import LineEditor
from village_desk.desk.fields.who_asked import shows_pin
from village_desk.desk.look import TextSize
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import caption_label
from village_desk.desk.parts.segments import Segments
from village_desk.desk.settings.keys_card import KeysCard
from village_desk.desk.settings.settings_side import SettingsSide
from village_desk.entry.asking import question
from village_desk.entry.settings.settings_entry import SettingsEntry
from village_desk.entry.who_is_typing import names, set_pin, sit

_LOCKS = (5, 10, 30)


class PeopleSide(SettingsSide):
    """Names offered as visitors, and the one under whom everything is written from now on."""

    def __init__(self, desk: Desk, failed: Callable[[Exception], None]) -> None:
        super().__init__(desk)
        self.entry = SettingsEntry(desk.sitting)
        self.keys = KeysCard(desk, failed)
        self.who = ChoiceEditor("who", self._names)
        self.staff = LineEditor("staff")
        card = self.add_card(say("settings.people"))
        self.add_fields(card, [(say("settings.who"), self.who), (say("settings.staff"), self.staff)])
        card.body.addWidget(caption_label(say("settings.people_about")))
        self.pin = QPushButton(say("settings.pin"))
        self.pin.clicked.connect(self._change_pin)
        row = QHBoxLayout()
        row.addWidget(self.pin)
        row.addWidget(caption_label(say("settings.pin_about")), 1)
        card.body.addLayout(row)
        if desk.sitting.book.village.kind != "practice":
            self.column.addWidget(self.keys)
        self.lock = Segments([(str(each), say("settings.minutes", count=each)) for each in _LOCKS])
        lock = self.add_card(say("settings.lock"))
        lock.body.addWidget(self.lock)
        lock.body.addWidget(caption_label(say("settings.lock_about")))
        self.column.addStretch(1)
        self.lock.chosen.connect(lambda minutes: desk.sitting.choose("lock_minutes", int(minutes)))
        self.who.answered.connect(self._sit)
        self.staff.answered.connect(self._name)
        self.refresh()

    def refresh(self) -> None:
        """Show who there is."""
        self.who.set_text(self.desk.sitting.who)
        self.staff.set_text(self.entry.staff_text())
        self.lock.show_choice(str(self.entry.settings.lock_minutes))

    def _names(self) -> list[str]:
        return names(self.desk.sitting)

    def _sit(self, name: str) -> None:
        sitting = self.desk.sitting
        if name and name != sitting.who and shows_pin(sitting, self.desk.asker, name):
            sit(sitting, name)
        self.refresh()

    def _change_pin(self) -> None:
        sitting, asker = self.desk.sitting, self.desk.asker
        if not shows_pin(sitting, asker, sitting.who):
            return
        pin = asker.ask_text(question("settings.new_pin", name=sitting.who), is_secret=True)
        again = None if pin is None else asker.ask_text(question("settings.new_pin_again"), is_secret=True)
        if pin is None or again is None:
            return
        if pin != again:
            asker.tell(question("settings.pins_differ"))
            return
        if self.safely(lambda: set_pin(sitting, sitting.who, pin)):
            self.desk.frame.tell(say("settings.pin_set" if pin else "settings.pin_gone", name=sitting.who))

    def _name(self, text: str) -> None:
        answer = self.entry.answer_staff(text)
        self.staff.set_problem(UNREAD if answer.problem else None, answer.problem or "")
        if answer.is_saved:
            self.staff.set_text(answer.text)


class TextSizeSide(SettingsSide):
    """Three sizes, in force at once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.sizes = Segments([(size.value, say(f"settings.size_{size.value}")) for size in TextSize])
        card = self.add_card(say("settings.text_size"))
        card.body.addWidget(self.sizes)
        card.body.addWidget(caption_label(say("settings.text_size_about")))
        self.column.addStretch(1)
        self.sizes.chosen.connect(lambda size: desk.sitting.choose("text_size", size))
        self.refresh()

    def refresh(self) -> None:
        """Show the size chosen."""
        chosen = self.desk.sitting.settings.text_size
        known = {size.value for size in TextSize}
        self.sizes.show_choice(chosen if chosen in known else TextSize.STANDARD.value)

    def take_focus(self) -> None:
        """Put the cursor on the sizes."""
        self.sizes.setFocus()

"""录入人员 and 字号: who works with the book, who is typing now, and how large the text is."""

from __future__ import annotations

from village_desk.definitions.words import say
from village_desk.desk.cards import caption_label
from village_desk.desk.editor import UNREAD
from village_desk.desk.editor_choice import ChoiceEditor
from village_desk.desk.editor_line import LineEditor
from village_desk.desk.look import TextSize
from village_desk.desk.page import Desk
from village_desk.desk.segments import Segments
from village_desk.desk.settings_side import SettingsSide
from village_desk.entry.news import SettingsChosen
from village_desk.entry.settings_entry import SettingsEntry


class PeopleSide(SettingsSide):
    """Names offered as visitors, and the one under whom everything is written from now on."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.entry = SettingsEntry(desk.sitting)
        self.who = ChoiceEditor("who", self._names)
        self.staff = LineEditor("staff")
        card = self.add_card(say("settings.people"))
        self.add_fields(card, [(say("settings.who"), self.who), (say("settings.staff"), self.staff)])
        card.body.addWidget(caption_label(say("settings.people_about")))
        self.column.addStretch(1)
        self.who.answered.connect(self._sit)
        self.staff.answered.connect(self._name)
        self.refresh()

    def refresh(self) -> None:
        """Show who there is."""
        self.who.set_text(self.desk.sitting.who)
        self.staff.set_text(self.entry.staff_text())

    def _names(self) -> list[str]:
        return list(dict.fromkeys([*self.entry.settings.staff, self.desk.sitting.who]))

    def _sit(self, name: str) -> None:
        if name:
            self.desk.sitting.who = name
            self.desk.sitting.news.tell(SettingsChosen())
        self.refresh()

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

"""政策方案与年度: the profile, the year, the quarter being worked on and the line of each year."""

from __future__ import annotations

from functools import partial

from village_desk.definitions.words import say
from village_desk.desk.fields.editor import HINT, UNREAD, Editor
from village_desk.desk.fields.editor_choice import ChoiceEditor
from village_desk.desk.fields.editor_line import LineEditor, make_amount_editor
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import caption_label
from village_desk.desk.settings.settings_side import SettingsSide
from village_desk.entry.keyboard.amount_typing import amount_echo
from village_desk.entry.settings.settings_entry import SettingsEntry
from village_desk.rules.months import Quarter


class PolicySide(SettingsSide):
    """Everything that follows a policy document."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.entry = SettingsEntry(desk.sitting)
        self._modes = {f"{one.name}（{one.explanation}）": one.value for one in self.entry.year_modes()}
        self.profile = ChoiceEditor("profile", lambda: list(self._profiles()))
        self.mode = ChoiceEditor("year_mode", lambda: list(self._modes))
        self.period = ChoiceEditor("period", lambda: list(self._periods()))
        self.town = LineEditor("town")
        self.complaint_phone = LineEditor("complaint_phone")
        self.document = caption_label("")
        self.lines = {step: make_amount_editor(f"line_{step}", "元", amount_echo) for step in (-1, 0, 1)}
        self._labels: dict[int, str] = {}
        self._build()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Show what is chosen now."""
        settings = self.entry.settings
        _show(self.profile, self._profiles(), settings.profile)
        _show(self.mode, self._modes, settings.year_mode.value)
        self.period.set_text(quarter_words(self.desk.sitting.quarter))
        self.town.set_text(settings.town)
        self.complaint_phone.set_text(settings.complaint_phone)
        profile = settings.policy
        self.document.setText(
            say("settings.document", title=profile.title, number=profile.number, line=profile.line_name)
        )
        for step, editor in self.lines.items():
            self._show_line(step, editor)

    def _show_line(self, step: int, editor: Editor) -> None:
        year = self.desk.sitting.year + step
        editor.set_text(self.entry.line_text(year))
        if step == 0 and not self.entry.line_text(year):
            editor.set_problem(HINT, say("settings.line_missing", year=year))
        else:
            editor.set_problem(None)

    def _periods(self) -> dict[str, Quarter]:
        return {quarter_words(quarter): quarter for quarter in self.entry.periods()}

    def _profiles(self) -> dict[str, str]:
        return {option.name: option.value for option in self.entry.profiles()}

    def _choose_profile(self, name: str) -> None:
        profile = self._profiles().get(name)
        if profile is not None:
            self.safely(partial(self.entry.choose_profile, profile))

    def _choose_mode(self, name: str) -> None:
        if name in self._modes:
            self.safely(partial(self.entry.choose_year_mode, self._modes[name]))

    def _choose_period(self, name: str) -> None:
        quarter = self._periods().get(name)
        if quarter is not None:
            self.entry.work_on(quarter)
        self.refresh()

    def _answer_line(self, step: int, text: str) -> None:
        answer = self.entry.answer_line(self.desk.sitting.year + step, text)
        if answer.problem is not None:
            self.lines[step].set_problem(UNREAD, answer.problem)
        else:
            self._show_line(step, self.lines[step])

    def _build(self) -> None:
        policy = self.add_card(say("settings.policy"))
        year = self.desk.sitting.year
        self.add_fields(policy, [(say("settings.profile"), self.profile)])
        policy.body.addWidget(self.document)
        self.add_fields(
            policy, [(say("settings.year_mode"), self.mode), (say("settings.period"), self.period)]
        )
        lines = self.add_card(say("settings.lines"))
        lines.body.addWidget(caption_label(say("settings.lines_about")))
        words = [(say("settings.line_of", year=year + step), editor) for step, editor in self.lines.items()]
        self.add_fields(lines, words)
        town = self.add_card(say("settings.town_card"))
        phone = (say("settings.complaint_phone"), self.complaint_phone)
        self.add_fields(town, [(say("settings.town"), self.town), phone])
        self.column.addStretch(1)

    def _connect(self) -> None:
        self.profile.answered.connect(self._choose_profile)
        self.mode.answered.connect(self._choose_mode)
        self.period.answered.connect(self._choose_period)
        self.town.answered.connect(self.entry.answer_town)
        self.complaint_phone.answered.connect(self.entry.answer_complaint_phone)
        for step, editor in self.lines.items():
            editor.answered.connect(partial(self._answer_line, step))


def quarter_words(quarter: Quarter) -> str:
    """A quarter with its months, because numbering differs by place."""
    return f"{quarter.text()}（{quarter.window.text()}）"


def _show(editor: ChoiceEditor, names: dict[str, str], value: str) -> None:
    editor.set_text(next((name for name, known in names.items() if known == value), value))

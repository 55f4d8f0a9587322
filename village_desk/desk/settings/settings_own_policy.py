"""自定政策方案: a copy of a policy profile, changed row by row, taken in from a file and handed on as one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path as FilePath

from village_desk.definitions.indicators import indicator_catalogue
from village_desk.definitions.policies import policy_profiles
from village_desk.definitions.words import say
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import caption_label
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.own_keys import add_keys
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.desk.settings.settings_side import SettingsSide
from village_desk.entry.asking import FileKind, question
from village_desk.entry.settings.calendar_rows import CALENDAR, answer_calendar, calendar_rows
from village_desk.entry.settings.own_policies import (
    copy_policy,
    drop_policy,
    is_own,
    policy_text,
    take_in_policy,
)
from village_desk.entry.settings.policy_rows import (
    Path,
    PolicyRow,
    add_target,
    aim_words,
    answer_policy,
    drop_target,
    group_words,
    policy_rows,
)
from village_desk.places.files import write_whole
from village_desk.rules.indicators.judging import Aim
from village_desk.rules.indicators.scene import Group

_WIDTHS = (("section", 16), ("label", 9), ("text", 16))


class OwnPolicySide(SettingsSide):
    """The rows of the profile that the book goes by; a shipped one is copied to be changed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, is_wide=True)
        self.state = caption_label("")
        columns = [Column(key, say(f"policy.{key}_head"), width=width) for key, width in _WIDTHS]
        self.model: ListModel[PolicyRow] = ListModel(columns, lambda row, key: str(getattr(row, key)))
        self.list = ListView(self.model)
        self._build()
        self.list.opened.connect(self.answer)
        add_keys(self.list, {"Ctrl+N": self.add_target, "Ctrl+Delete": self.drop_target})
        self.refresh()

    @property
    def profile(self) -> str:
        """The profile that the book goes by."""
        return self.desk.sitting.settings.profile

    def refresh(self) -> None:
        """Show the profile as it is now."""
        name = policy_profiles()[self.profile].name
        self.state.setText(say("policy.own" if is_own(self.profile) else "policy.shipped", name=name))
        place = max(0, self.list.row_in_hand)
        settings = self.desk.sitting.settings
        self.model.set_rows([*policy_rows(self.profile), *calendar_rows(settings.year_mode)])
        self.list.take(min(place, len(self.model.rows) - 1))

    def take_focus(self) -> None:
        """Put the cursor into the list."""
        self.list.setFocus()

    def copy(self) -> None:
        """Copy the profile under a name of its own and go by the copy."""
        name = policy_profiles()[self.profile].name
        called = self.desk.asker.ask_text(question("policy.copy_name", name=name))
        if called is not None:
            self.safely(lambda: copy_policy(self.desk.sitting, self.profile, called))

    def answer(self, number: int) -> None:
        """Ask for a row's new answer."""
        row = self.model.row(number)
        asked = question("policy.answer", section=row.section, label=row.label)
        if row.choices:
            place = self.desk.asker.choose(asked, row.choices)
            text = None if place is None else row.choices[place]
        else:
            text = self.desk.asker.ask_text(asked, initial=row.text)
        if text is None or text == row.text:
            return
        if row.path[0] == CALENDAR:
            self.safely(partial(answer_calendar, self.desk.sitting, row, text))
        else:
            self.safely(partial(answer_policy, self.desk.sitting, self.profile, row, text))

    def add_target(self) -> None:
        """Add a target: which indicator, of whom, held how; its figure is asked for at once."""
        titles = [words.title for words in indicator_catalogue().words.values()]
        indicator = self._chosen("policy.target_which", titles)
        group = None if indicator is None else self._chosen("policy.target_whose", [*map(group_words, Group)])
        aim = None if group is None else self._chosen("policy.target_how", [*map(aim_words, Aim)])
        if indicator is None or group is None or aim is None:
            return
        made: list[Path] = []
        name = list(indicator_catalogue().words)[indicator]
        target = (name, list(Group)[group], list(Aim)[aim])
        self.safely(lambda: made.append(add_target(self.desk.sitting, self.profile, *target)))
        for path in made:
            number = next(place for place, row in enumerate(self.model.rows) if row.path == path)
            self.list.take(number)
            self.answer(number)

    def drop_target(self) -> None:
        """Take the target in hand away, when that is meant."""
        row = self.model.row(max(0, self.list.row_in_hand))
        if row.path[0] == "targets" and self.desk.asker.confirm(
            question("policy.target_drop", target=row.section)
        ):
            self.safely(partial(drop_target, self.desk.sitting, self.profile, row))

    def take_in(self) -> None:
        """Take in a profile from a file and go by it."""
        path = self.desk.asker.choose_file_to_open(question("policy.file_which"), [_kind()])
        if path is not None:
            self.safely(lambda: take_in_policy(self.desk.sitting, path))

    def hand_on(self) -> None:
        """Write the profile as a file."""
        name = f"{policy_profiles()[self.profile].id}.toml"
        path = self.desk.asker.choose_file_to_save(question("policy.file_where"), name, [_kind()])
        if path is not None:
            self.safely(lambda: self._write(path))

    def drop(self) -> None:
        """Take an own profile away that the book does not go by."""
        others = [one for one in policy_profiles().values() if is_own(one.id) and one.id != self.profile]
        place = self._chosen("policy.drop_which", [one.name for one in others]) if others else None
        if not others:
            self.desk.frame.tell(say("policy.drop_none"))
        if place is None:
            return
        reason = self.ask_reason("policy.drop_why", name=others[place].name)
        if reason is not None:
            self.safely(lambda: drop_policy(self.desk.sitting, others[place].id, reason))

    def _write(self, path: FilePath) -> None:
        write_whole(path, policy_text(self.profile).encode())
        self.desk.frame.tell(say("policy.written", name=path.name))

    def _chosen(self, key: str, options: Sequence[str]) -> int | None:
        return self.desk.asker.choose(question(key), options)

    def _build(self) -> None:
        deeds = {
            say("policy.copy"): self.copy,
            say("policy.take_in"): self.take_in,
            say("policy.hand_on"): self.hand_on,
            say("policy.drop"): self.drop,
        }
        self.add_list(say("policy.card"), self.state, deeds, self.list, say("policy.keys"))


def _kind() -> FileKind:
    return FileKind(say("policy.file_kind"), ("toml",))

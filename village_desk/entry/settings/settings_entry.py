"""The book's choices: profile, year mode, 口径 and its marks, yearly line, staff, text size, period."""

from __future__ import annotations

from msgspec import Struct

from village_desk.definitions.bases import counting_bases, counting_basis
from village_desk.definitions.items import income_items
from village_desk.definitions.policies import policy_profiles
from village_desk.definitions.words import say
from village_desk.entry.records.record_entry import Answer
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import why_not
from village_desk.rules.items import Counting
from village_desk.rules.money import yuan_text
from village_desk.rules.months import Quarter, YearMode, make_quarter
from village_desk.rules.reading import NotUnderstoodError, read_money, read_text, split_choices
from village_desk.rules.refusals import Refusal
from village_desk.store.settings import BookSettings

TEXT_SIZES = ("standard", "large", "huge")


class Option(Struct, frozen=True):
    """One thing to choose: how it is stored, what it is called, and what it means."""

    value: str
    name: str
    explanation: str = ""


class MarkRow(Struct, frozen=True):
    """One income item with its 计入 / 不计入 / 另列 mark."""

    item: str
    label: str
    branch: str
    mark: str
    usual: str
    """The mark of the 口径 without the village's own exceptions."""

    @property
    def is_own(self) -> bool:
        """The village marks it otherwise than the 口径."""
        return self.mark != self.usual


class SettingsEntry:
    """Every choice is on disk when its call returns, and the history says who made it and why."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting

    @property
    def settings(self) -> BookSettings:
        """What is chosen now."""
        return self._sitting.settings

    def profiles(self) -> list[Option]:
        """The policy profiles."""
        return [Option(found.id, found.name, found.title) for found in policy_profiles().values()]

    def choose_profile(self, profile: str) -> None:
        """Choose a policy profile; what the village has not set itself follows it.

        Raises:
            Refusal: ``unknown-profile``.
        """
        if profile not in policy_profiles():
            raise Refusal("unknown-profile", value=profile, known="、".join(sorted(policy_profiles())))
        self._sitting.choose("profile", profile)

    def year_modes(self) -> list[Option]:
        """The two ways to reckon a year, each with this year's months."""
        return [
            Option(mode.value, say(f"settings.{mode.value}"), say(f"settings.{mode.value}-help"))
            for mode in YearMode
        ]

    def choose_year_mode(self, mode: str) -> None:
        """Choose which months make a year.

        Raises:
            Refusal: ``unknown-choice``.
        """
        self._choose_one("year_mode", mode, [option.value for option in self.year_modes()])

    def bases(self) -> list[Option]:
        """The formulas."""
        return [Option(basis.id, basis.name, basis.formula_text) for basis in counting_bases().values()]

    def choose_basis(self, basis: str, reason: str) -> None:
        """Choose a formula with a reason.

        Raises:
            Refusal: ``unknown-basis`` or ``no-reason``.
        """
        if basis not in counting_bases():
            raise Refusal("unknown-basis", value=basis, known="、".join(counting_bases()))
        self._sitting.choose("basis", basis, _reason(reason))

    def marks(self) -> list[MarkRow]:
        """Every income item with its mark, in the order of the lists."""
        usual, own = counting_basis(self.settings.basis), self.settings.counting
        return [
            MarkRow(item.code, item.label, item.branch, own.get(code, mark).value, mark.value)
            for code, item in income_items().items()
            for mark in (usual.counting_of(item),)
        ]

    def mark_item(self, item: str, mark: str, reason: str) -> None:
        """Mark an item otherwise, or as the 口径 has it again, with a reason.

        Raises:
            Refusal: ``unknown-choice`` or ``no-reason``.
        """
        known = income_items().get(item)
        if known is None or mark not in {counting.value for counting in Counting}:
            raise Refusal("unknown-choice", value=mark if known else item)
        own = {code: counting.value for code, counting in self.settings.counting.items() if code != item}
        if counting_basis(self.settings.basis).counting_of(known).value != mark:
            own[item] = mark
        self._sitting.choose("counting", own, _reason(reason))

    def line_text(self, year: int) -> str:
        """The year's line in yuan per person; blank where nobody has stated it."""
        return yuan_text(self.settings.line_for(year))

    def is_own_line(self, year: int) -> bool:
        """Whether the village has stated the line itself."""
        return str(year) in self.settings.lines

    def answer_line(self, year: int, text: str) -> Answer:
        """State the year's line; blank goes back to the profile's."""
        try:
            amount = read_money(text)
        except NotUnderstoodError as error:
            return Answer(text, why_not(error))
        if amount is not None and amount <= 0:
            return Answer(text, say("not-understood.not-above-zero"))
        lines = {key: line for key, line in self.settings.lines.items() if key != str(year)}
        if amount is not None:
            lines[str(year)] = amount
        self._choose_changed("lines", lines, dict(self.settings.lines))
        return Answer(self.line_text(year))

    def staff_text(self) -> str:
        """Who may be chosen as the person typing or visiting, as one text."""
        return "、".join(self.settings.staff)

    def answer_staff(self, text: str) -> Answer:
        """Set who works with the book, parted by 、 or commas."""
        try:
            names = tuple(dict.fromkeys(split_choices(text)))
        except NotUnderstoodError as error:
            return Answer(text, why_not(error))
        self._choose_changed("staff", list(names), list(self.settings.staff))
        return Answer(self.staff_text())

    def answer_town(self, text: str) -> Answer:
        """Set the township's name, as sheets print it."""
        try:
            name = read_text(text) or ""
        except NotUnderstoodError as error:
            return Answer(text, why_not(error))
        self._choose_changed("town", name, self.settings.town)
        return Answer(name)

    def answer_complaint_phone(self, text: str) -> Answer:
        """Set the telephone number on what is posted."""
        try:
            number = read_text(text) or ""
        except NotUnderstoodError as error:
            return Answer(text, why_not(error))
        self._choose_changed("complaint_phone", number, self.settings.complaint_phone)
        return Answer(number)

    def text_sizes(self) -> list[Option]:
        """The three sizes of text."""
        return [Option(size, say(f"settings.{size}")) for size in TEXT_SIZES]

    def choose_text_size(self, size: str) -> None:
        """Choose a size of text.

        Raises:
            Refusal: ``unknown-choice``.
        """
        self._choose_one("text_size", size, TEXT_SIZES)

    def periods(self) -> list[Quarter]:
        """The quarters of this year and the two before, newest first."""
        mode, year = self.settings.year_mode, self._sitting.year
        return [make_quarter(y, number, mode) for y in (year + 1, year, year - 1) for number in (4, 3, 2, 1)]

    def work_on(self, quarter: Quarter) -> None:
        """Turn to another quarter and stay there when the book is opened again.

        Raises:
            Refusal: The book cannot be written.
        """
        self._choose_changed("period", quarter.first, self.settings.period)
        self._sitting.work_on(quarter)

    def _choose_one(self, name: str, value: str, known: tuple[str, ...] | list[str]) -> None:
        if value not in known:
            raise Refusal("unknown-choice", value=value)
        self._choose_changed(name, value, getattr(self.settings, name))

    def _choose_changed(self, name: str, value: object, before: object) -> None:
        if value != before:
            self._sitting.choose(name, value)


def _reason(text: str) -> str:
    if not text.strip():
        raise Refusal("no-reason")
    return text.strip()

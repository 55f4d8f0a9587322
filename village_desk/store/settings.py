"""The book's own choices: profile, year mode, 口径, yearly lines, staff. Each is one journalled setting."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field
from msgspec.structs import force_setattr, replace

from village_desk.definitions.bases import counting_basis, with_exceptions
from village_desk.definitions.items import income_items
from village_desk.definitions.policies import PolicyProfile, policy_profiles
from village_desk.rules.chosen_records import Setting
from village_desk.rules.income import Reckoner
from village_desk.rules.items import Counting
from village_desk.rules.money import Fen
from village_desk.rules.months import Month, Quarter, YearMode, year_of
from village_desk.store.changing import Changing
from village_desk.store.reading import Records

SETTINGS_OF_THE_DESK = ("staff", "period", "text_size", "lock_minutes", "pins")
"""Choices of the people at one desk; the others decide what the figures are and go with them."""


_LOOKED_UP: Any = None


class BookSettings(Struct, frozen=True):
    """What a village has chosen; anything not chosen comes from the policy profile."""

    profile: str
    basis: str = "P1"
    year_mode: YearMode = YearMode.INCOME_YEAR
    counting: Mapping[str, Counting] = field(default_factory=dict)
    """Items counted otherwise than the basis says."""
    lines: Mapping[str, int] = field(default_factory=dict)
    """Monitoring line in fen by year, where the village has set or corrected it."""
    lines_since: Mapping[str, Month] = field(default_factory=dict)
    """Month from which the village's own line of a year holds, by year; others hold all their year."""
    documents: Mapping[str, str] = field(default_factory=dict)
    """Number of the document that states a line or a reference figure, by document_key."""
    references: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Figures of the place in fen per person, by name and year, as somebody entered them."""
    limits: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """Rule parameters changed by the county: rule id to parameter to value."""
    staff: tuple[str, ...] = ()
    """Who may be chosen as the person typing or visiting."""
    period: Month | None = None
    """First month of the quarter being worked on; None follows the calendar."""
    text_size: str = "standard"
    lock_minutes: int = 5
    """Minutes without a key or the mouse after which the book is locked."""
    pins: Mapping[str, str] = field(default_factory=dict)
    """Name to salt and digest of the PIN that keeps it."""
    pack: Mapping[str, str] = field(default_factory=dict)
    """What is kept of the county's parameter pack that the book goes by; empty for none."""
    town: str = ""
    """The township's name, as sheets print it."""
    complaint_phone: str = ""
    """The telephone number 监督电话 on what is posted."""
    policy: PolicyProfile = _LOOKED_UP
    """The profile itself, as it was when the settings were read: other files may be laid over meanwhile."""

    def __post_init__(self) -> None:
        """Look the profile up."""
        force_setattr(self, "policy", policy_profiles()[self.profile])

    def line_for(self, year: int) -> Fen | None:
        """The monitoring line of a year in fen per person; None where nobody has stated it."""
        own = self.lines.get(str(year))
        return Fen(own) if own is not None else self.policy.line_for(year)

    def monitoring_line(self, year: int) -> Fen | None:
        """The line of a year under which a household is monitored.

        A profile whose line is a target or a mean has none unless the village states one.
        """
        if self.policy.is_monitoring_line or str(year) in self.lines:
            return self.line_for(year)
        return None

    def line_in_force(self, year: int) -> tuple[int, Fen] | None:
        """The monitoring line that holds in a year, with the year it was set for.

        A new line comes late in its year: until somebody has stated it the newest one before it holds.
        """
        stated = {*map(int, self.lines), *self.policy.lines}
        for known in sorted((one for one in stated if one <= year), reverse=True):
            line = self.monitoring_line(known)
            if line is not None:
                return known, line
        return None

    def line_at(self, month: Month) -> tuple[int, Fen] | None:
        """The monitoring line in force in a month: a new one judges no month before it began."""
        year = year_of(month, self.year_mode)
        return self.line_in_force(year - 1 if month < self.lines_since.get(str(year), 0) else year)

    def line_of_quarter(self, quarter: Quarter) -> Fen | None:
        """The monitoring line that a quarter is judged by: its year's, or the one before if that began later.

        None while nobody has stated the year's line.
        """
        if self.monitoring_line(quarter.year) is None:
            return None
        known = self.line_at(quarter.window.last)
        return known[1] if known else None

    def document_of(self, kind: str, year: int) -> str:
        """The number of the document that states a line or a reference figure; blank for none."""
        return self.documents.get(document_key(kind, year), "")


def document_key(kind: str, year: int) -> str:
    """Under what the document of a figure of a year is kept: ``line.2026``, ``local_rural.2026``."""
    return f"{kind}.{year}"


def book_settings(records: Records, profile: str) -> BookSettings:
    """The settings of a book; ``profile`` is the one it was made with."""
    chosen: dict[str, Any] = {setting.name: json.loads(setting.value) for setting in records.own(Setting)}
    known = BookSettings.__struct_fields__
    values = {name: value for name, value in chosen.items() if name in known}
    if values.get("profile", profile) not in policy_profiles():  # the file of a profile of its own is gone
        values["profile"] = profile
    if "year_mode" in values:
        values["year_mode"] = YearMode(values["year_mode"])
    else:
        values["year_mode"] = policy_profiles()[str(values.get("profile", profile))].year_mode
    values["counting"] = {item: Counting(mark) for item, mark in values.get("counting", {}).items()}
    if not isinstance(values.get("period"), int):  # a quarter by its name, as the first books had it
        values.pop("period", None)
    values["staff"] = tuple(values.get("staff", ()))
    return replace(BookSettings(profile=profile), **values)


def choose(change: Changing, name: str, value: object) -> None:
    """Set one choice by the name of a BookSettings field."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    known = change.setting(name)
    if known is None:
        change.insert(Setting(change.new_id(), change.village_code, name, text))
    else:
        change.change(Setting, known.id, {"value": text})


def reckoner_for(settings: BookSettings) -> Reckoner:
    """The reckoner of the book's 口径."""
    return Reckoner(income_items(), with_exceptions(counting_basis(settings.basis), settings.counting))

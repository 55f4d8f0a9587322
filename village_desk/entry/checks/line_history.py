"""The monitoring lines 监测线 by year and place: from policy documents and from the village itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from village_desk.definitions.policies import policy_profiles
from village_desk.definitions.words import say
from village_desk.entry.sitting import Sitting
from village_desk.rules.money import Fen
from village_desk.store.journal import Entry

_SETTING = "lines"


@dataclass(frozen=True, slots=True)
class LineRow:
    """The line of one year at one place."""

    year: int
    amount: Fen
    place: str
    name: str
    """What the document calls its line."""
    source: str
    set_by: str
    """Who set it and when; blank for a document's."""
    is_in_force: bool
    """It is the one that holds in this book."""


def line_rows(sitting: Sitting) -> list[LineRow]:
    """Every line that is known, the newest year first, the one in force before the others."""
    settings = sitting.settings
    rows = [*_own(sitting), *_of_documents(settings.profile, {int(year) for year in settings.lines})]
    return sorted(rows, key=lambda row: (-row.year, not row.is_in_force, row.place))


def _own(sitting: Sitting) -> Iterator[LineRow]:
    with sitting.book.reading() as reading:
        setting = reading.setting(_SETTING)
        entries = reading.history([setting.id]) if setting is not None else []
    name = policy_profiles()[sitting.settings.profile].line_name
    for year, amount in sitting.settings.lines.items():
        yield LineRow(
            int(year),
            Fen(amount),
            sitting.book.village.name,
            name,
            say("lines.own"),
            _set_by(entries, year, amount),
            is_in_force=True,
        )


def _of_documents(profile_id: str, own_years: set[int]) -> Iterator[LineRow]:
    for profile in policy_profiles().values():
        for year, amount in profile.lines.items():
            holds = profile.id == profile_id and profile.is_monitoring_line and year not in own_years
            source = "".join((profile.title, profile.number and f"（{profile.number}）"))
            yield LineRow(year, amount, profile.place, profile.line_name, source, "", is_in_force=holds)


def _set_by(entries: list[Entry], year: str, amount: int) -> str:
    """Who gave the year this amount: the newest change after which it stood, and before which it did not."""
    for entry in entries:  # newest first
        if _line(entry.after, year) == amount != _line(entry.before, year):
            day = datetime.fromisoformat(entry.at).astimezone()
            return say("lines.set_by_words", who=entry.who, day=f"{day:%Y-%m-%d}")
    return ""


def _line(stored: Mapping[str, str | int | None] | None, year: str) -> int | None:
    text = (stored or {}).get("value")
    lines = json.loads(text) if isinstance(text, str) else {}
    return lines.get(year)

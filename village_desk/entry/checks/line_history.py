"""The monitoring lines 监测线 by year and place: from policy documents and from the village itself."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from village_desk.definitions.policies import policy_profiles
from village_desk.definitions.words import say
from village_desk.entry.settings.yearly_figures import LINE, set_by
from village_desk.entry.sitting import Sitting
from village_desk.rules.money import Fen

_SETTING = "lines"


class LineRow(Struct, frozen=True):
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
    settings = sitting.settings
    name = settings.policy.line_name
    for year, amount in settings.lines.items():
        yield LineRow(
            int(year),
            Fen(amount),
            sitting.book.village.name,
            name,
            settings.document_of(LINE, int(year)) or say("lines.own"),
            set_by(entries, LINE, int(year)),
            is_in_force=True,
        )


def _of_documents(profile_id: str, own_years: set[int]) -> Iterator[LineRow]:
    for profile in policy_profiles().values():
        for year, amount in profile.lines.items():
            holds = profile.id == profile_id and profile.is_monitoring_line and year not in own_years
            source = "".join((profile.title, profile.number and f"（{profile.number}）"))
            yield LineRow(year, amount, profile.place, profile.line_name, source, "", is_in_force=holds)

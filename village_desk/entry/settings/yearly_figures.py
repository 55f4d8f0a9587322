"""Lines and reference figures of a year, as notices state them: amount, document number, month of beginning.

Who stated a figure and when stands in the journal.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from village_desk.definitions.indicators import reference_label
from village_desk.definitions.targets import profile_targets
from village_desk.definitions.words import say
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import why_not
from village_desk.rules.indicators.registry import INDICATORS
from village_desk.rules.money import Fen
from village_desk.rules.months import Month, YearMode, year_of
from village_desk.rules.reading import NotUnderstoodError, read_money, read_month, tidy_text
from village_desk.rules.refusals import Refusal
from village_desk.store.journal import Entry
from village_desk.store.reckoned.indicators import references
from village_desk.store.settings import choose, document_key

LINE = "line"
REFERENCES = ("local_rural", "province_rural", "prefecture_mean", "national_rural", "national_lifted")


class FigureRow(Struct, frozen=True):
    """One figure of one year."""

    kind: str
    """LINE or the name of a reference figure."""
    label: str
    year: int
    amount: Fen | None
    document: str
    since: Month | None
    """The month from which the village's own line holds; None: from the year's first."""
    set_by: str
    """Who stated it and when; blank for a figure that comes with the program."""
    is_wanted: bool
    """The policy cannot be judged without it."""


class Notice(Struct, frozen=True):
    """What a notice says of a figure, as somebody types it."""

    yuan: str
    document: str
    """Its number."""
    since: str = ""
    """The month from which a line holds; blank: from the year's first."""


def figure_rows(sitting: Sitting, years: Iterable[int]) -> list[FigureRow]:
    """The line and the reference figures of some years, in the order of the years."""
    histories = _histories(sitting)
    return [_row(sitting, kind, year, histories) for year in years for kind in (LINE, *REFERENCES)]


def figure_row(sitting: Sitting, kind: str, year: int) -> FigureRow:
    """One figure of one year."""
    return _row(sitting, kind, year, _histories(sitting))


def wanted_figures(sitting: Sitting, year: int) -> list[str]:
    """What is to be asked for a year: its line, and the figures that the policy's targets are held beside."""
    settings, known = sitting.settings, references(sitting.settings)
    targets = profile_targets(settings.profile).get(year, ())
    needed = dict.fromkeys(
        name for target in targets for name in (INDICATORS[target.indicator].reference, *target.references)
    )
    missing = [name for name in needed if name and year not in known.get(name, {})]
    return missing if settings.line_for(year) is not None else [LINE, *missing]


def figure_label(sitting: Sitting, kind: str) -> str:
    """What a figure is called: the line as the policy's document names it."""
    if kind == LINE:
        return sitting.settings.policy.line_name
    return reference_label(kind)


def state_figure(sitting: Sitting, kind: str, year: int, notice: Notice) -> None:
    """Keep what a notice says of a figure of a year, in one deed.

    Raises:
        Refusal: ``not-understood``; ``no-document``: nobody could say later where the figure is from;
            ``unknown-choice``.
    """
    if kind not in (LINE, *REFERENCES):
        raise Refusal("unknown-choice", value=kind)
    label = figure_label(sitting, kind)
    amount, begins = _amount(label, notice.yuan), _month(notice.since, year, sitting.settings.year_mode)
    document = tidy_text(notice.document)
    if not document:
        raise Refusal("no-document", column=label, year=year)
    with sitting.choosing() as change:
        for name, value in _chosen(sitting, kind, year, amount, begins).items():
            choose(change, name, value)
        documents = {**sitting.settings.documents, document_key(kind, year): document}
        choose(change, "documents", documents)


def _chosen(
    sitting: Sitting, kind: str, year: int, amount: Fen, begins: Month | None
) -> dict[str, dict[str, Any]]:
    settings = sitting.settings
    if kind != LINE:
        by_year = {**settings.references.get(kind, {}), str(year): amount}
        return {"references": {**settings.references, kind: by_year}}
    since = {key: month for key, month in settings.lines_since.items() if key != str(year)}
    if begins is not None:
        since[str(year)] = begins
    return {"lines": {**settings.lines, str(year): amount}, "lines_since": since}


def _amount(label: str, text: str) -> Fen:
    try:
        amount = read_money(text)
    except NotUnderstoodError as error:
        raise Refusal("not-understood", column=label, value=text, why=why_not(error)) from None
    if amount is None or amount <= 0:
        raise Refusal("not-understood", column=label, value=text, why=say("not-understood.not-above-zero"))
    return amount


def _month(text: str, year: int, mode: YearMode) -> Month | None:
    column = say("figures.since")
    try:
        month = read_month(text)
    except NotUnderstoodError as error:
        raise Refusal("not-understood", column=column, value=text, why=why_not(error)) from None
    if month is not None and year_of(month, mode) != year:
        raise Refusal("not-understood", column=column, value=text, why=say("figures.other_year", year=year))
    return month


def _row(sitting: Sitting, kind: str, year: int, histories: Mapping[str, list[Entry]]) -> FigureRow:
    settings = sitting.settings
    name = "lines" if kind == LINE else "references"
    amount = settings.line_for(year) if kind == LINE else references(settings).get(kind, {}).get(year)
    return FigureRow(
        kind,
        figure_label(sitting, kind),
        year,
        amount,
        settings.document_of(kind, year),
        settings.lines_since.get(str(year)) if kind == LINE else None,
        set_by(histories[name], kind, year),
        kind in wanted_figures(sitting, year),
    )


def _histories(sitting: Sitting) -> dict[str, list[Entry]]:
    with sitting.book.reading() as reading:
        known = {name: reading.setting(name) for name in ("lines", "references")}
        return {
            name: reading.history([setting.id]) if setting is not None else []
            for name, setting in known.items()
        }


def set_by(entries: list[Entry], kind: str, year: int) -> str:
    """Who gave a figure what it is now: the newest change after which it was another than before."""
    for entry in entries:  # newest first
        now, before = _stated(entry.after, kind, year), _stated(entry.before, kind, year)
        if now != before:
            day = datetime.fromisoformat(entry.at).astimezone()
            return say("lines.set_by_words", who=entry.who, day=f"{day:%Y-%m-%d}") if now is not None else ""
    return ""


def _stated(stored: Mapping[str, str | int | None] | None, kind: str, year: int) -> int | None:
    text = (stored or {}).get("value")
    figures: dict[str, Any] = json.loads(text) if isinstance(text, str) else {}
    of_kind = figures if kind == LINE else figures.get(kind, {})
    amount: int | None = of_kind.get(str(year))
    return amount

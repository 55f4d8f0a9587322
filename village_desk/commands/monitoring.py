"""``candidates``: the households that a month's screening finds, with reasons and figures, by village."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence

from village_desk.commands.answers import DONE, answer
from village_desk.commands.opening import looking_at, sitting_at
from village_desk.commands.periods import read_month_of
from village_desk.definitions.words import say
from village_desk.entry.checks.screening import Screened, reason_words, screen_village, screened_together
from village_desk.rules.money import yuan_text
from village_desk.rules.monitoring import Candidate, ReasonKind
from village_desk.rules.months import month_text, month_words

_Found = tuple[str, str, Screened]
"""A village's code, its name, and whom its screening finds."""


def candidates(options: Namespace) -> int:
    """Print whom a month's screening finds; finding somebody is no fault, so the exit code is 0."""
    month = read_month_of(options.month)
    with sitting_at(options.book) as sitting:
        settings = sitting.settings
        with looking_at(sitting, options.village) as seen:
            villages = seen.of_each(lambda one: (one.code, one.name, screen_village(one, settings, month)))
        screened = screened_together([one for _, _, one in villages], settings, month)
    head = say(
        "commands.candidates-done",
        month=month_words(month),
        window=screened.screening.window.text(),
        line=yuan_text(screened.screening.line) or "—",
        count=len(screened.candidates),
        notice=screened.notice(),
    )
    document = screened_shape(screened)
    if seen.is_town:
        document["candidates"] = [
            {"village": code, **shape} for code, _, one in villages for shape in _shapes(one)
        ]
        document["villages"] = [_village_shape(one) for one in villages]
    answer(document, "\n".join([*_lines(villages, is_town=seen.is_town), head]), as_json=options.json)
    return DONE


def screened_shape(screened: Screened) -> dict[str, object]:
    """A screening as the command line prints it: yuan as text, missing as null."""
    screening = screened.screening
    return {
        "month": month_text(screening.month),
        "window": {"from": month_text(screening.window.first), "to": month_text(screening.window.last)},
        "line": yuan_text(screening.line) or None,
        "line_year": screened.line_year,
        "band": yuan_text(screening.band) or None,
        "notice": screened.notice() or None,
        "candidates": _shapes(screened),
    }


def _shapes(screened: Screened) -> list[dict[str, object]]:
    line = yuan_text(screened.screening.line) or None
    return [_shape(one, line) for one in screened.candidates]


def _shape(one: Candidate, line: str | None) -> dict[str, object]:
    return {
        "household": one.household.number,
        "head": one.household.head_name,
        "persons": one.persons,
        "per_capita": yuan_text(one.per_capita),
        "line": line,
        "gap": yuan_text(one.gap) or None,
        "reasons": [reason.kind.value for reason in one.reasons],
        "details": [reason_words(reason) for reason in one.reasons],
        "monitored": one.is_monitored,
    }


def _village_shape(village: _Found) -> dict[str, object]:
    """How many a village has, in all and for each kind of reason."""
    code, name, screened = village
    return {
        "code": code,
        "name": name,
        "candidates": len(screened.candidates),
        "reasons": {kind.value: len(screened.of(kind)) for kind in ReasonKind},
        "notice": screened.notice() or None,
    }


def _lines(villages: Sequence[_Found], *, is_town: bool) -> Iterator[str]:
    for _, name, screened in villages:
        for one in screened.candidates:
            reasons = "；".join(map(reason_words, one.reasons))
            words = (name if is_town else None, one.household.number, one.household.head_name, reasons)
            yield " ".join(word for word in words if word)
        if is_town:
            count, notice = len(screened.candidates), screened.notice()
            yield say("commands.candidates-village", name=name, count=count, notice=notice)

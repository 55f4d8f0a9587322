"""``candidates``: the households that a month's screening finds, with reasons and figures."""

from __future__ import annotations

from argparse import Namespace

from village_desk.commands.answers import DONE, answer
from village_desk.commands.opening import sitting_at_village
from village_desk.commands.periods import read_month_of
from village_desk.definitions.words import say
from village_desk.entry.checks.screening import Screened, reason_words, screen_village
from village_desk.rules.money import yuan_text
from village_desk.rules.monitoring import Candidate
from village_desk.rules.months import month_text, month_words
from village_desk.store.pictures import village_picture


def candidates(options: Namespace) -> int:
    """Print whom a month's screening finds; finding somebody is no fault, so the exit code is 0."""
    month = read_month_of(options.month)
    with sitting_at_village(options.book) as sitting:
        with sitting.book.reading() as reading:
            picture = village_picture(reading, sitting.book.village.name)
        screened = screen_village(picture, sitting.settings, month)
    head = say(
        "commands.candidates-done",
        month=month_words(month),
        window=screened.screening.window.text(),
        line=yuan_text(screened.screening.line) or "—",
        count=len(screened.candidates),
        notice=screened.notice(),
    )
    lines = [_line(one) for one in screened.candidates]
    answer(screened_shape(screened), "\n".join([*lines, head]), as_json=options.json)
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
        "candidates": [_shape(one, yuan_text(screening.line) or None) for one in screened.candidates],
    }


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


def _line(one: Candidate) -> str:
    words = (one.household.number, one.household.head_name, "；".join(map(reason_words, one.reasons)))
    return " ".join(word for word in words if word)

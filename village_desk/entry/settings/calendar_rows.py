"""The calendar of work row by row: the months of each duty, the day by which it is due, how it is worded."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from village_desk.definitions.own_files import text_of
from village_desk.definitions.toml_files import laid_over
from village_desk.definitions.toml_writing import toml_text
from village_desk.definitions.words import say
from village_desk.entry.settings.parameter_files import refuse_mistakes
from village_desk.entry.settings.policy_rows import PolicyRow, parted
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import why_not
from village_desk.rules.months import YearMode
from village_desk.rules.reading import NotUnderstoodError, read_whole, tidy_text
from village_desk.rules.refusals import Refusal
from village_desk.store.own_files import put_file

CALENDAR = "calendar"
"""How the paths of these rows begin."""
_FILE = "resources/calendar.toml"
_EVERY_MONTH = "every_month"
_SEVERAL = "、"


def calendar_rows(mode: YearMode) -> list[PolicyRow]:
    """The duties of a way to reckon the year, and those of every month."""
    table = tomllib.loads(text_of(_FILE) or "")
    return [
        row
        for name in (mode.value, _EVERY_MONTH)
        for place, duty in enumerate(table.get(name, []))
        for row in _rows(name, place, duty)
    ]


def answer_calendar(sitting: Sitting, row: PolicyRow, text: str) -> None:
    """Take a row's new answer; a blank day stands for the end of the month.

    Raises:
        Refusal: ``not-understood`` with the row and the reason; ``definition-wrong``.
    """
    table = deepcopy(tomllib.loads(text_of(_FILE) or ""))
    _, name, place, last = row.path
    key = str(last)
    try:
        value = _read(key, tidy_text(text))
    except NotUnderstoodError as error:
        raise Refusal("not-understood", column=row.label, value=text, why=why_not(error)) from None
    if value is None:
        table[str(name)][place].pop(key, None)
    else:
        table[str(name)][place][key] = value
    written = toml_text(table)
    refuse_mistakes({**laid_over(), _FILE: written})
    with sitting.choosing() as change:
        put_file(change, _FILE, written)


def _rows(name: str, place: int, duty: Mapping[str, Any]) -> Iterator[PolicyRow]:
    section = say("policy.duty", task=duty["task"])
    if "months" in duty:
        months = _SEVERAL.join(map(str, duty["months"]))
        yield PolicyRow((CALENDAR, name, place, "months"), section, say("policy.months"), months)
    day = str(duty.get("due_day", ""))
    yield PolicyRow((CALENDAR, name, place, "due_day"), section, say("policy.due_day"), day)
    yield PolicyRow((CALENDAR, name, place, "task"), section, say("policy.task"), duty["task"])


def _read(key: str, text: str) -> object:
    if key == "months":
        return [read_whole(part) for part in parted(text)]
    return (read_whole(text) if key == "due_day" else text) or None

"""What comes next in the calendar of work: this month and the one after (domain.md 4.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from village_desk.definitions.calendar import Duty, duties
from village_desk.definitions.words import say
from village_desk.rules.months import Month, Quarter, YearMode, add_months, month_of, quarter_of


@dataclass(frozen=True, slots=True)
class NextDuty:
    """One duty of one month, in words."""

    month: Month
    task: str
    output: str


def next_duties(today: date, mode: YearMode) -> tuple[NextDuty, ...]:
    """The duties of this month and the next; what falls in both, or in every month, is named once."""
    here = month_of(today)
    found: list[NextDuty] = []
    named: set[Duty] = set()
    for month in (here, add_months(here, 1)):
        for duty in duties()[mode]:
            if month % 100 in duty.months and duty not in named:
                named.add(duty)
                quarter = quarter_words(quarter_of(month, mode).shifted(-1))
                found.append(NextDuty(month, duty.task.format(quarter=quarter), duty.output))
    return tuple(found)


def quarter_words(quarter: Quarter) -> str:
    """A quarter with its months, because its number differs by place."""
    first, last = quarter.window.first % 100, quarter.window.last % 100
    return say("today.quarter", number="一二三四"[quarter.number - 1], first=first, last=last)

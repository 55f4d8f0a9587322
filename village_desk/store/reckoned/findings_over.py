"""Runs the checks over many quarters straight from the book; however large it is, few households are held."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from village_desk.rules.checks.frame import Earlier
from village_desk.rules.chosen_records import Price
from village_desk.rules.months import Quarter
from village_desk.rules.records import Household
from village_desk.store.bulk import without_collecting
from village_desk.store.pictures import pictures_of, streamed_pictures, walking_order
from village_desk.store.reading import Reading
from village_desk.store.reckoned.found import Finding
from village_desk.store.reckoned.run_rules import RunRules
from village_desk.store.settings import BookSettings

FoundOver = tuple[Household, list[list[Finding]]]
"""A household with its findings of each quarter, in the order of the quarters."""
Periods = Sequence[tuple[Quarter, date]]
"""Quarters, each with the day that it is judged on."""


def book_findings_over(
    reading: Reading,
    settings: BookSettings,
    periods: Periods,
    rules: Collection[str] | None = None,
    earlier: Mapping[Quarter, Earlier] | None = None,
) -> Iterator[FoundOver]:
    """Each household of a book with what is wrong with it in each quarter, in the order of their ids.

    They are the findings that village_findings has of each quarter. The book is walked through once, and each
    household is judged as if it were alone; whoever has something in common with others comes once more at
    the end, and what is found then is what counts.
    """
    if not periods:
        return
    run, prices, looked_up = RunRules(settings, rules), reading.all(Price), earlier or {}
    frames = [run.frame(*period, looked_up.get(period[0]), prices) for period in periods]
    survey = run.survey(frames, reading.first_month())
    with without_collecting():
        for picture in streamed_pictures(reading):
            yield picture.household, run.findings_over(survey.note(picture))
        survey.take_up(pictures_of(reading, survey.sharing), walking_order)
        for picture in pictures_of(reading, survey.in_common):
            yield picture.household, run.findings_over(survey.quarters(picture))

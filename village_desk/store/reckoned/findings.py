"""Runs the checks over a village, over several quarters of it, or over one household being typed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from itertools import chain

from village_desk.rules.checks.frame import Earlier
from village_desk.rules.checks.village import VillageFacts
from village_desk.rules.months import Quarter
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.store.bulk import without_collecting
from village_desk.store.pictures import walking_order
from village_desk.store.reckoned.found import (
    CONFIRMED,
    FIXED,
    OPEN,
    Finding,
    digest_of,
    finding_shape,
    fixed_findings,
)
from village_desk.store.reckoned.run_rules import RunRules
from village_desk.store.settings import BookSettings

__all__ = [
    "CONFIRMED",
    "FIXED",
    "OPEN",
    "Cancelled",
    "Finding",
    "HouseholdChecker",
    "Progress",
    "check_day",
    "digest_of",
    "finding_shape",
    "fixed_findings",
    "village_findings",
    "village_findings_over",
]

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


class HouseholdChecker:
    """Holds a village ready so that one household can be checked at each save, against all others.

    ``as_of`` is the day of ages and membership, given by the caller (see check_day).
    """

    def __init__(
        self,
        picture: VillagePicture,
        settings: BookSettings,
        period: Quarter,
        as_of: date,
        *,
        rules: Collection[str] | None = None,
        earlier: Earlier | None = None,
    ) -> None:
        self._rules = RunRules(settings, rules)
        self._period = period
        self._village = VillageFacts(self._rules.frame(period, as_of, earlier, picture.prices))
        self._village.take_up_all(picture.households)
        self._last: tuple[HouseholdPicture, list[Finding]] | None = None

    def findings(self, picture: HouseholdPicture) -> list[Finding]:
        """What is wrong with a household as it stands now; its new picture replaces the village's old one.

        Of the household asked for last, what is found again is the very same finding.
        """
        facts, known = self._village.take_up(picture), list[Finding]()
        if self._last is not None and _is_judged_alike(self._last[0], picture):
            known = self._last[1]
        found = self._rules.findings(facts, known)
        self._last = picture, found
        return found

    def fixed(self, findings: Iterable[Finding]) -> list[Finding]:
        """What was spoken of since the quarter began and is no longer found, in walking order."""
        households = (facts.picture for facts in self._village.households.values())
        return fixed_findings(households, findings, self._rules.specs, self._period.window.first_day)

    def let_go(self) -> None:
        """End the work: households and village point to each other and would wait for the collector."""
        self._village.households.clear()

    def all_findings(
        self, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> Iterator[Finding]:
        """What is wrong in the whole village, in walking order; it ends early when cancelled."""
        total = len(self._village.households)
        for place, facts in enumerate(self._village.households.values(), 1):
            if cancelled is not None and cancelled():
                return
            yield from self._rules.findings(facts)
            if progress is not None:
                progress(place, total)


def village_findings(  # noqa: PLR0913 - two of them only watch the run
    picture: VillagePicture,
    settings: BookSettings,
    period: Quarter,
    as_of: date,
    rules: Collection[str] | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    earlier: Earlier | None = None,
) -> list[Finding]:
    """Every finding of a village for a quarter, confirmed ones too, in walking order.

    ``rules`` chooses among the catalogue; ``progress`` is told households done and all; ``earlier`` is what
    store.earlier read from the journal, without which the two rules that look back are silent.
    """
    with without_collecting():
        checker = HouseholdChecker(picture, settings, period, as_of, rules=rules, earlier=earlier)
        found = list(checker.all_findings(progress, cancelled))
        checker.let_go()
        return found


def village_findings_over(
    picture: VillagePicture,
    settings: BookSettings,
    quarters: Iterable[tuple[Quarter, date]],
    rules: Collection[str] | None = None,
    earlier: Mapping[Quarter, Earlier] | None = None,
) -> Iterator[tuple[Quarter, list[Finding]]]:
    """The findings of a village for one quarter after another, each judged on its day.

    They are those of village_findings; persons, ledger and what no quarter changes are worked out once. Take
    the quarters in one go: until the last is taken, or the iterator closed, no garbage is looked for.
    """
    run, periods = RunRules(settings, rules), list(quarters)
    if not periods:
        return
    frames = [run.frame(*period, (earlier or {}).get(period[0]), picture.prices) for period in periods]
    months = [line.month for one in picture.households for line in one.lines if line.month is not None]
    survey = run.survey(frames, min(months, default=None))
    with without_collecting():
        by_household = {one.household.id: run.findings_over(survey.note(one)) for one in picture.households}
        survey.take_up(
            [one for one in picture.households if one.household.id in survey.sharing], walking_order
        )
        for one in picture.households:
            if one.household.id in survey.in_common:
                by_household[one.household.id] = run.findings_over(survey.quarters(one))
        found = [
            list(chain.from_iterable(of_quarter)) for of_quarter in zip(*by_household.values(), strict=True)
        ]
        for (period, _), findings in zip(periods, found, strict=True):
            yield period, findings


def _is_judged_alike(before: HouseholdPicture, now: HouseholdPicture) -> bool:
    """Whether the same hit is put in the same words and under the same verdicts."""
    return before.household is now.household and before.verdicts is now.verdicts


def check_day(period: Quarter, today: date) -> date:
    """The day a quarter is judged on: its last, or today while it runs."""
    return min(today, period.window.last_day)

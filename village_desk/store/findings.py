"""Runs the checks over a village or one household being typed, and matches what cadres have said of them."""

from __future__ import annotations

import gc
import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from village_desk.definitions.checks import RuleSpec, field_lists, profile_limits, specs_with
from village_desk.definitions.policies import PolicyProfile, policy_profiles
from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.frame import Earlier, Frame
from village_desk.rules.checks.registry import Hit, Inspection, Value
from village_desk.rules.checks.village import VillageFacts
from village_desk.rules.money import Fen
from village_desk.rules.months import Quarter
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.rules.records import Verdict
from village_desk.store.settings import BookSettings, reckoner_for

OPEN = "open"
CONFIRMED = "confirmed"

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found, in words, with where it leads and whether a cadre has called it true."""

    rule: str
    county: tuple[str, ...]
    level: str
    title: str
    message: str
    advice: str
    concerns: str
    field: str
    household_id: str
    household_number: str
    head_name: str
    person_id: str | None
    person_number: str | None
    person_name: str | None
    values: Mapping[str, Value]
    values_hash: str
    """What a verdict is tied to: it changes with what was judged, and the finding is open again."""
    state: str


class HouseholdChecker:
    """Holds a village ready so that one household can be checked at each save, against all others.

    ``as_of`` is the day of ages and membership, given by the caller (see check_day). The parameters in the
    settings come before the policy profile's, and these before the catalogue's.
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
        profile = policy_profiles()[settings.profile]
        self._specs = specs_with(_overrides(profile, settings))
        frame = Frame(
            period=period,
            as_of=as_of,
            reckoner=reckoner_for(settings),
            lists=field_lists(),
            monitoring_line=_monitoring_line(profile, settings, period.year),
            low_income_line=profile.low_income_for(period.year),
            earlier=earlier or Earlier(),
        )
        self._inspection = Inspection({rule: spec.limits for rule, spec in self._specs.items()}, rules)
        self._order = {rule: place for place, rule in enumerate(self._specs)}
        self._village = VillageFacts(frame)
        self._village.take_up_all(picture.households)

    def findings(self, picture: HouseholdPicture) -> list[Finding]:
        """What is wrong with a household as it stands now; its new picture replaces the village's old one."""
        return self._found(self._village.take_up(picture))

    def all_findings(
        self, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> Iterator[Finding]:
        """What is wrong in the whole village, in walking order; it ends early when cancelled."""
        total = len(self._village.households)
        for place, facts in enumerate(self._village.households.values(), 1):
            if cancelled is not None and cancelled():
                return
            yield from self._found(facts)
            if progress is not None:
                progress(place, total)

    def _found(self, facts: HouseholdFacts) -> list[Finding]:
        hits = list(self._inspection.hits(facts))
        hits.sort(key=lambda found: self._order[found[0]])
        return [_finding(self._specs[rule], hit, facts) for rule, hit in hits]


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
    with _collecting_later():
        checker = HouseholdChecker(picture, settings, period, as_of, rules=rules, earlier=earlier)
        return list(checker.all_findings(progress, cancelled))


def check_day(period: Quarter, today: date) -> date:
    """The day a quarter is judged on: its last, or today while it runs."""
    return min(today, period.window.last_day)


def finding_shape(finding: Finding) -> dict[str, object]:
    """A finding as the command line prints it."""
    return {
        "rule": finding.rule,
        "county": list(finding.county),
        "level": finding.level,
        "title": finding.title,
        "household": finding.household_number,
        "head": finding.head_name,
        "person": finding.person_number or finding.person_name,
        "person_name": finding.person_name,
        "message": finding.message,
        "advice": finding.advice,
        "field": finding.field,
        "values": dict(finding.values),
        "state": finding.state,
    }


def digest_of(rule: str, hit: Hit) -> str:
    """What a verdict on a hit is tied to: unchanged as long as what was judged is unchanged."""
    judged: object = hit.judged or sorted(hit.values.items())
    text = json.dumps([rule, hit.variant, judged], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@contextmanager
def _collecting_later() -> Iterator[None]:
    """Put off the search for garbage: it would walk through the whole village many times and find none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _finding(spec: RuleSpec, hit: Hit, facts: HouseholdFacts) -> Finding:
    household, person = facts.household, hit.person
    wording = spec.worded(hit.variant)
    words = {
        "head": household.head_name or "户主未填",
        "name": (person.name if person else None) or "无姓名成员",
    }
    digest = digest_of(spec.id, hit)
    person_id = person.id if person else None
    return Finding(
        rule=spec.id,
        county=spec.county,
        level=wording.level,
        title=spec.title,
        message=wording.message.format_map({**words, **hit.values}),
        advice=wording.advice,
        concerns=spec.concerns,
        field=wording.field,
        household_id=household.id,
        household_number=household.number or "",
        head_name=household.head_name or "",
        person_id=person_id,
        person_number=person.number if person else None,
        person_name=person.name if person else None,
        values=hit.values,
        values_hash=digest,
        state=CONFIRMED
        if any(
            _holds(verdict, spec.id, person_id, digest, facts.frame.as_of)
            for verdict in facts.picture.verdicts
        )
        else OPEN,
    )


def _holds(verdict: Verdict, rule: str, person_id: str | None, digest: str, day: date) -> bool:
    is_same = (verdict.rule, verdict.person_id, verdict.values_hash) == (rule, person_id, digest)
    return is_same and (verdict.until is None or verdict.until >= day)


def _overrides(profile: PolicyProfile, settings: BookSettings) -> dict[str, dict[str, object]]:
    merged = profile_limits(profile)
    for rule, values in settings.limits.items():
        merged[rule] = {**merged.get(rule, {}), **values}
    return merged


def _monitoring_line(profile: PolicyProfile, settings: BookSettings, year: int) -> Fen | None:
    """The year's line; a profile whose line is a target or a mean has none unless the village states one."""
    if profile.is_monitoring_line or str(year) in settings.lines:
        return settings.line_for(year)
    return None

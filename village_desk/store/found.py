"""One thing the checks found, put in words, with what cadres have said of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from village_desk.definitions.checks import RuleSpec
from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.registry import Hit, Value
from village_desk.rules.records import Verdict

OPEN = "open"
CONFIRMED = "confirmed"

_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


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
    text = _ENCODE([rule, hit.variant, judged])
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def make_finding(spec: RuleSpec, hit: Hit, facts: HouseholdFacts) -> Finding:
    """Put a hit in words and look whether a verdict holds for it.

    Raises:
        KeyError: The wording has a gap that the hit does not fill.
    """
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
        if facts.picture.verdicts
        and any(
            _holds(verdict, spec.id, person_id, digest, facts.frame.as_of)
            for verdict in facts.picture.verdicts
        )
        else OPEN,
    )


def _holds(verdict: Verdict, rule: str, person_id: str | None, digest: str, day: date) -> bool:
    is_same = (verdict.rule, verdict.person_id, verdict.values_hash) == (rule, person_id, digest)
    return is_same and (verdict.until is None or verdict.until >= day)

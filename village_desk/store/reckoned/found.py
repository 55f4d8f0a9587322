"""One thing the checks found, put in words, with what cadres have said of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct

from village_desk.definitions.checks import RuleSpec, Wording
from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.registry import Hit, Value
from village_desk.rules.followup_records import VERDICT_PENDING, VERDICT_TRUE, Verdict
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Household

OPEN = "open"
CONFIRMED = "confirmed"
FIXED = "fixed"
"""The rule no longer finds what a cadre had said something of."""

_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


class Finding(Struct, eq=False):
    """One thing found, with where it leads and whether a cadre has called it true.

    Its words and its digest are made when asked for: a run over a village finds far more than anybody reads.
    """

    _spec: RuleSpec
    _hit: Hit
    _household: Household
    state: str = OPEN
    verdict: Verdict | None = None
    """What a cadre has said of it that still holds: true, or still to be looked into and so open."""
    _digest: str | None = None

    @property
    def _wording(self) -> Wording:
        return self._spec.worded(self._hit.variant)

    @property
    def hit(self) -> Hit:
        """What the rule found."""
        return self._hit

    @property
    def is_pending(self) -> bool:
        """Whether it is open, and somebody has said that it is still to be looked into."""
        return self.state == OPEN and self.verdict is not None

    @property
    def rule(self) -> str:
        """The rule's number."""
        return self._spec.id

    @property
    def county(self) -> tuple[str, ...]:
        """Numbers of the county's own list."""
        return self._spec.county

    @property
    def level(self) -> str:
        """How grave it is."""
        return self._wording.level

    @property
    def title(self) -> str:
        """The rule's title."""
        return self._spec.title

    @property
    def message(self) -> str:
        """What is wrong, in a sentence; of what has been mended only the title is left.

        Raises:
            KeyError: The wording has a gap that the hit does not fill.
        """
        if self.state == FIXED:
            return self.title
        person = self._hit.person
        words = {
            "head": self._household.head_name or "户主未填",
            "name": (person.name if person else None) or "无姓名成员",
        }
        return self._wording.message.format_map({**words, **self._hit.values})

    @property
    def advice(self) -> str:
        """What to do about it."""
        return self._wording.advice

    @property
    def concerns(self) -> str:
        """Whom it is about: a person, a household, the village."""
        return self._spec.concerns

    @property
    def field(self) -> str:
        """The question or page that it leads to."""
        return self._wording.field

    @property
    def household_id(self) -> str:
        """The household it was found in."""
        return self._household.id

    @property
    def household_number(self) -> str:
        """The household's number, empty where it has none."""
        return self._household.number or ""

    @property
    def head_name(self) -> str:
        """The head's name, empty where nobody is."""
        return self._household.head_name or ""

    @property
    def person_id(self) -> str | None:
        """The person it was found of; None: the household."""
        return self._hit.person.id if self._hit.person else None

    @property
    def person_number(self) -> str | None:
        """The person's number."""
        return self._hit.person.number if self._hit.person else None

    @property
    def person_name(self) -> str | None:
        """The person's name."""
        return self._hit.person.name if self._hit.person else None

    @property
    def values(self) -> Mapping[str, Value]:
        """What fills the sentence."""
        return self._hit.values

    @property
    def values_hash(self) -> str:
        """What a verdict is tied to: it changes with what was judged, and the finding is open again."""
        if self._digest is None:
            self._digest = digest_of(self._spec.id, self._hit)
        return self._digest

    def __eq__(self, other: object) -> bool:
        """Whether two runs found the same."""
        if not isinstance(other, Finding):
            return NotImplemented
        return self._whole() == other._whole()

    def __hash__(self) -> int:
        """By what was judged and of whom."""
        return hash((self.rule, self.household_id, self.person_id, self.values_hash))

    def _whole(self) -> tuple[object, ...]:
        spec, hit, household = self._spec, self._hit, self._household
        return (spec.id, spec.title, spec.county, self._wording, hit, household, self.state)


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
        "verdict": (finding.verdict.state or VERDICT_TRUE) if finding.verdict else None,
    }


def digest_of(rule: str, hit: Hit) -> str:
    """What a verdict on a hit is tied to: unchanged as long as what was judged is unchanged."""
    judged: object = hit.judged or sorted(hit.values.items())
    text = _ENCODE([rule, hit.variant, judged])
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def make_finding(spec: RuleSpec, hit: Hit, facts: HouseholdFacts) -> Finding:
    """Join a hit to its wording and look whether a verdict holds for it; the newest one does."""
    finding = Finding(spec, hit, facts.household)
    if not facts.picture.verdicts:
        return finding
    holding = [one for one in facts.picture.verdicts if _holds(one, finding, facts.frame.as_of)]
    finding.verdict = max(holding, key=_said, default=None)
    if finding.verdict is not None and finding.verdict.state != VERDICT_PENDING:
        finding.state = CONFIRMED
    return finding


def fixed_findings(
    pictures: Iterable[HouseholdPicture],
    findings: Iterable[Finding],
    specs: Mapping[str, RuleSpec],
    since: date,
) -> list[Finding]:
    """What somebody has spoken of since a day and no rule finds any more, with any values: it is mended."""
    still = {(one.rule, one.household_id, one.person_id) for one in findings}
    fixed = []
    for picture in pictures:
        newest: dict[tuple[str, str, str | None], Verdict] = {}
        for verdict in sorted(picture.verdicts, key=_said):
            if verdict.said_on is not None and verdict.said_on >= since and verdict.rule in specs:
                newest[verdict.rule, verdict.household_id, verdict.person_id] = verdict
        for key, verdict in newest.items():
            if key not in still:
                hit = Hit(picture.person(verdict.person_id), {})
                one = Finding(specs[verdict.rule], hit, picture.household, FIXED)
                one.verdict = verdict
                fixed.append(one)
    return fixed


def _said(verdict: Verdict) -> str:
    """Ids rise with time."""
    return verdict.id


def _holds(verdict: Verdict, finding: Finding, day: date) -> bool:
    if verdict.rule != finding.rule or verdict.person_id != finding.person_id:
        return False
    return verdict.values_hash == finding.values_hash and (verdict.until is None or verdict.until >= day)

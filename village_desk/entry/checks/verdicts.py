"""Verdicts: a cadre says that a doubt is true, with a reason, or that it is still to be looked into.

What is true is quiet until its values change or the verdict expires; what is still to be looked into stays
open. What has been mended needs no verdict: the rule no longer fires, and the program sees it.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from village_desk.entry.operations import Done, household_of, member_of
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import typed
from village_desk.rules.followup_records import (
    MENDED,
    REASON_OTHER,
    VERDICT_PENDING,
    VERDICT_TRUE,
    Verdict,
)
from village_desk.rules.months import Quarter
from village_desk.rules.records import Person
from village_desk.rules.refusals import Refusal
from village_desk.store.pictures import village_picture
from village_desk.store.reckoned.earlier import earlier
from village_desk.store.reckoned.findings import Finding, check_day, village_findings

MUST = "必改"


class Said(Struct, frozen=True):
    """What somebody says of a finding, as it is typed; the keys are those of forms/screens/verdict.toml."""

    reason: str = ""
    reason_kind: str = ""
    state: str = VERDICT_TRUE
    evidence: str = ""
    until: str = ""

    def texts(self) -> dict[str, str]:
        """The answers by key."""
        return {
            "state": self.state,
            "reason_kind": self.reason_kind,
            "reason": self.reason,
            "evidence": self.evidence,
            "until": self.until,
        }


def say_of_finding(sitting: Sitting, finding: Finding, said: Said) -> Done:
    """Put on record what is said of one finding; who says it and when are known.

    Raises:
        Refusal: ``no-reason``; ``must-be-mended``: a 必改 is not explained; ``still-found``: it is called
            mended and is not; ``not-understood``: the day, or a word that no list has.
    """
    if said.state.strip() == MENDED:
        raise Refusal("still-found", value=finding.rule, what=finding.message)
    values: dict[str, Any] = typed("verdict", said.texts())
    values["state"] = values["state"] or VERDICT_TRUE
    is_true = values["state"] == VERDICT_TRUE
    if is_true and finding.level == MUST:
        raise Refusal("must-be-mended", value=finding.rule)
    if is_true and not values["reason"] and values["reason_kind"] in (None, REASON_OTHER):
        raise Refusal("no-reason")
    values |= {"reason": values["reason"] or "", "said_by": sitting.who, "said_on": sitting.today}
    kind = "finding-pending" if values["state"] == VERDICT_PENDING else "finding-confirmed"
    with sitting.changing(kind, finding.household_id) as change:
        verdict_id = change.new_id()
        about = (finding.rule, finding.household_id, finding.person_id, finding.values_hash)
        change.insert(Verdict(verdict_id, change.village_code, *about, **values))
    return Done(verdict_id, is_new=True)


class Which(Struct, frozen=True):
    """A finding named by its rule, household and member."""

    rule: str
    household_number: str
    person_number: str | None = None
    """The member's 人编号, or its place in the household; None for a finding about the household."""


def say_of(sitting: Sitting, quarter: Quarter, which: Which, said: Said) -> Done | None:
    """Say something of the finding of a rule at a household or person as it stands now.

    None: it is called mended, and the rule indeed finds nothing any more; there is nothing to write.

    Raises:
        Refusal: ``no-such-finding``, or as say_of_finding.
    """
    finding = find_finding(sitting, quarter, which)
    if finding is not None:
        return say_of_finding(sitting, finding, said)
    if said.state.strip() == MENDED:
        return None
    raise Refusal("no-such-finding", value=which.rule, household=which.household_number)


def find_finding(sitting: Sitting, quarter: Quarter, which: Which) -> Finding | None:
    """The finding of a rule at a household or person as it stands now, if there is one.

    Raises:
        Refusal: ``no-such-household`` or ``no-such-person``.
    """
    with sitting.book.reading() as reading:
        household = household_of(reading, which.household_number)
        member = member_of(reading.of_household(Person, household.id), which.person_number)
        picture = village_picture(reading, sitting.book.village.name)
        as_of = check_day(quarter, sitting.today)
        own = [known for known in picture.households if known.household.id == household.id]
        looked_up = earlier(reading, own, as_of, quarter)
    if which.person_number and member is None:
        raise Refusal("no-such-person", household=which.household_number, value=which.person_number)
    wanted = (household.id, member.id if member else None)
    found = village_findings(picture, sitting.settings, quarter, as_of, rules={which.rule}, earlier=looked_up)
    return next((one for one in found if (one.household_id, one.person_id) == wanted), None)

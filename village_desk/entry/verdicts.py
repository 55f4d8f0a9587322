"""Verdicts: a cadre says that a doubt is true, with a reason; quiet until values change or it expires."""

from __future__ import annotations

from dataclasses import dataclass

from village_desk.entry.operations import Done, household_of, member_of
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import why_not
from village_desk.rules.followup_records import Verdict
from village_desk.rules.months import Quarter
from village_desk.rules.reading import NotUnderstoodError, read_day
from village_desk.rules.records import Person
from village_desk.rules.refusals import Refusal
from village_desk.store.earlier import earlier
from village_desk.store.findings import Finding, check_day, village_findings
from village_desk.store.pictures import village_picture

MUST = "必改"


def confirm_finding(sitting: Sitting, finding: Finding, reason: str, until: str | None) -> Done:
    """Confirm one finding with a reason.

    Raises:
        Refusal: ``no-reason``; ``must-be-mended``: a 必改 is not explained; ``not-understood``: the day.
    """
    if finding.level == MUST:
        raise Refusal("must-be-mended", value=finding.rule)
    if not reason.strip():
        raise Refusal("no-reason")
    try:
        day = read_day(until or "")
    except NotUnderstoodError as error:
        raise Refusal("not-understood", column="until", value=until or "", why=why_not(error)) from None
    with sitting.changing("finding-confirmed", finding.household_id) as change:
        verdict_id = change.new_id()
        change.insert(
            Verdict(
                verdict_id,
                change.village_code,
                finding.rule,
                finding.household_id,
                finding.person_id,
                finding.values_hash,
                reason.strip(),
                day,
            )
        )
    return Done(verdict_id, is_new=True)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What somebody says of a finding that is named by its rule, household and member."""

    rule: str
    household_number: str
    person_number: str | None
    """The member's 人编号, or its place in the household; None for a finding about the household."""
    reason: str
    until: str | None = None


def confirm(sitting: Sitting, quarter: Quarter, said: Confirmation) -> Done:
    """Confirm the finding of a rule at a household or person as it stands now.

    Raises:
        Refusal: ``no-such-finding``, or as confirm_finding.
    """
    with sitting.book.reading() as reading:
        household = household_of(reading, said.household_number)
        member = member_of(reading.of_household(Person, household.id), said.person_number)
        picture = village_picture(reading, sitting.book.village.name)
        as_of = check_day(quarter, sitting.today)
        own = [known for known in picture.households if known.household.id == household.id]
        looked_up = earlier(reading, own, as_of, quarter)
    if said.person_number and member is None:
        raise Refusal("no-such-person", household=said.household_number, value=said.person_number)
    wanted = (household.id, member.id if member else None)
    found = village_findings(picture, sitting.settings, quarter, as_of, rules={said.rule}, earlier=looked_up)
    for finding in found:
        if (finding.household_id, finding.person_id) == wanted:
            return confirm_finding(sitting, finding, said.reason, said.until)
    raise Refusal("no-such-finding", value=said.rule, household=said.household_number)

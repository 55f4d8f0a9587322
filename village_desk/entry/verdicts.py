"""Verdicts: a cadre says that a doubt is true, with a reason; it stays quiet until its values change or it expires."""

from __future__ import annotations

from village_desk.entry.operations import Done
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import why_not
from village_desk.rules.months import Quarter
from village_desk.rules.reading import NotUnderstoodError, read_day
from village_desk.rules.records import Verdict
from village_desk.rules.refusals import Refusal
from village_desk.store.findings import Finding, village_findings
from village_desk.store.pictures import village_picture

MUST = "必改"


def confirm_finding(sitting: Sitting, finding: Finding, reason: str, until: str | None) -> Done:
    """Confirm one finding with a reason.

    Raises:
        Refusal: ``no-reason``; ``must-be-mended``: a 必改 is mended, not explained; ``not-understood``: the day.
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


def confirm(
    sitting: Sitting,
    quarter: Quarter,
    *,
    rule: str,
    household_number: str,
    person_number: str | None,
    reason: str,
    until: str | None,
) -> Done:
    """Confirm the finding of a rule at a household or person as it stands now.

    Raises:
        Refusal: ``no-such-finding``, or as confirm_finding.
    """
    with sitting.book.reading() as reading:
        picture = village_picture(reading, sitting.book.village.name)
    as_of = min(sitting.today, quarter.window.last_day)
    for finding in village_findings(picture, sitting.settings, quarter, as_of, rules={rule}):
        person = next((p for h in picture.households for p in h.persons if p.id == finding.person_id), None)
        if finding.household_number == household_number and (person.number if person else None) == person_number:
            return confirm_finding(sitting, finding, reason, until)
    raise Refusal("no-such-finding", value=rule, household=household_number)

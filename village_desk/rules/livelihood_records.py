"""The records of a living 生计: training, schooling, industries, insurance, what is due, leaders."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from village_desk.rules.money import Fen, Thousandths
from village_desk.rules.months import Month


class Training(Struct, frozen=True):
    """One course of a member 技能培训, and the certificate it led to."""

    id: str
    village_code: str
    household_id: str
    person_id: str | None = None
    course: str | None = None
    kind: str | None = None
    organiser: str | None = None
    started_on: date | None = None
    ended_on: date | None = None
    passed: bool | None = None
    certificate: str | None = None
    certificate_grade: str | None = None
    certified_on: date | None = None
    note: str | None = None


class Study(Struct, frozen=True):
    """A member's vocational schooling 职业教育 with or without 雨露计划, until it ends and what came after.

    The grants it brings are lines of the ledger; what of them is due is an entitlement.
    """

    id: str
    village_code: str
    household_id: str
    person_id: str | None = None
    school: str | None = None
    stage: str | None = None
    major: str | None = None
    started: Month | None = None
    ended: Month | None = None
    yulu: bool | None = None
    outcome: str | None = None
    employer: str | None = None
    note: str | None = None


class Industry(Struct, frozen=True):
    """What a household raises or runs in a year 产业, how much of it, and to whom it is bound 双绑."""

    id: str
    village_code: str
    household_id: str
    year: int
    item: str | None = None
    scale: Thousandths | None = None
    scale_unit: str | None = None
    cooperative: str | None = None
    enterprise: str | None = None
    binding: str | None = None
    note: str | None = None


class Insurance(Struct, frozen=True):
    """An insurance of a household or member for a year 保险, beside those that everybody is asked."""

    id: str
    village_code: str
    household_id: str
    year: int
    person_id: str | None = None
    kind: str | None = None
    item: str | None = None
    scale: Thousandths | None = None
    scale_unit: str | None = None
    insurer: str | None = None
    premium: Fen | None = None
    insured_on: date | None = None
    note: str | None = None


class Entitlement(Struct, frozen=True):
    """What a household or member is to get in a year 应得款项; what it got is read from the ledger."""

    id: str
    village_code: str
    household_id: str
    year: int
    person_id: str | None = None
    item: str | None = None
    due: Fen | None = None
    due_by: Month | None = None
    payer: str | None = None
    note: str | None = None


class Leader(Struct, frozen=True):
    """Somebody who leads others to a better living 致富带头人; the village's, in the book or not."""

    id: str
    village_code: str
    name: str | None = None
    phone: str | None = None
    trade: str | None = None
    body: str | None = None
    households_led: int | None = None
    since: Month | None = None
    until: Month | None = None
    note: str | None = None


LivelihoodRecord = Training | Study | Industry | Insurance | Entitlement | Leader

"""The records of following up 季度跟踪与监测: what happened, what was found, and what became of it."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from village_desk.rules.money import Thousandths
from village_desk.rules.months import Month

QUARTER_OPEN = "未开始"
QUARTER_TRACKING = "跟踪中"
QUARTER_CHECKED = "已核查"
QUARTER_CLOSED = "已关账"

PROCEDURE_IDENTIFY = "识别纳入"
PROCEDURE_REMOVE = "风险消除"
PROCEDURE_AGREED = "同意"

VERDICT_TRUE = "属实"
VERDICT_PENDING = "待核"
MENDED = "已改"
"""Seen by the program: the rule no longer fires. Together with the two verdicts, an answer to a problem."""
REASON_OTHER = "其他"


class Event(Struct, frozen=True):
    """Something that happened to a household or a member 事件: help first, papers later."""

    id: str
    village_code: str
    household_id: str
    person_id: str | None = None
    kind: str | None = None
    happened_on: date | None = None
    description: str | None = None
    green_channel: bool | None = None
    reported_on: date | None = None
    helped_on: date | None = None
    papers_done_on: date | None = None
    note: str | None = None


class Stock(Struct, frozen=True):
    """What a household raised or harvested in a quarter 种养存量, and what became of it."""

    id: str
    village_code: str
    household_id: str
    quarter: Month
    item: str | None = None
    scale: Thousandths | None = None
    scale_unit: str | None = None
    unit: str | None = None
    opening: Thousandths | None = None
    produced: Thousandths | None = None
    bought: Thousandths | None = None
    sold: Thousandths | None = None
    used: Thousandths | None = None
    lost: Thousandths | None = None
    closing: Thousandths | None = None
    note: str | None = None


class Sweep(Struct, frozen=True):
    """The monthly look at one household 月排查: what was looked at, found and decided."""

    id: str
    village_code: str
    household_id: str
    month: Month
    swept_on: date | None = None
    sweeper: str | None = None
    way: str | None = None
    looked_at: tuple[str, ...] | None = None
    found: str | None = None
    opinion: str | None = None
    handling: str | None = None
    responsible: str | None = None
    due_on: date | None = None


class Meeting(Struct, frozen=True):
    """The village's monthly analysis meeting 研判会."""

    id: str
    village_code: str
    month: Month
    held_on: date | None = None
    place: str | None = None
    chair: str | None = None
    recorder: str | None = None
    present: str | None = None
    agenda: str | None = None
    conclusion: str | None = None


class Verdict(Struct, frozen=True):
    """What a cadre said of a finding 疑点: true, with a reason, until a day or until its values change."""

    id: str
    village_code: str
    rule: str
    household_id: str
    person_id: str | None
    values_hash: str
    """Digest of the finding's values: a changed value makes the finding open again."""
    reason: str
    until: date | None = None
    state: str | None = None
    """属实 or 待核; nothing stands for 属实."""
    reason_kind: str | None = None
    evidence: str | None = None
    said_by: str | None = None
    said_on: date | None = None


class FieldNote(Struct, frozen=True):
    """A note 备注 at one field of a household, a member, a ledger line or a visit; it is on no sheet."""

    id: str
    village_code: str
    household_id: str
    record: str
    """The table of the record it is noted at."""
    row_id: str
    field: str
    text: str | None = None
    follow_up: bool | None = None
    """待跟进: somebody has to come back to it."""
    said_by: str | None = None
    said_on: date | None = None


class Problem(Struct, frozen=True):
    """A problem 问题 that somebody found, from the day it was found to the day it was closed."""

    id: str
    village_code: str
    household_id: str | None = None
    person_id: str | None = None
    source: str | None = None
    found_by: str | None = None
    found_on: date | None = None
    county_rule: str | None = None
    title: str | None = None
    shown_value: str | None = None
    responsible: str | None = None
    due_on: date | None = None
    answer: str | None = None
    done: str | None = None
    closed_on: date | None = None
    closed_by: str | None = None
    note: str | None = None


class Procedure(Struct, frozen=True):
    """The way to become a monitored household or to cease being one 识别纳入、风险消除, paper by paper."""

    id: str
    village_code: str
    household_id: str
    kind: str | None = None
    discovery: str | None = None
    applied_on: date | None = None
    visited_on: date | None = None
    compared_on: date | None = None
    discussed_on: date | None = None
    posted_from: date | None = None
    posted_until: date | None = None
    town_reviewed_on: date | None = None
    county_decided_on: date | None = None
    announced_on: date | None = None
    outcome: str | None = None
    note: str | None = None


class Analysis(Struct, frozen=True):
    """What the village writes under the figures of a half-year 分析研判; ``quarter`` is its last quarter."""

    id: str
    village_code: str
    quarter: Month
    made_by: str | None = None
    made_on: date | None = None
    summary: str | None = None
    causes: str | None = None
    risks: str | None = None
    next_steps: str | None = None


class QuarterState(Struct, frozen=True):
    """How far a quarter has come 季度状态; a quarter without one has not been begun."""

    id: str
    village_code: str
    quarter: Month
    state: str
    since: date
    by: str | None = None

"""The records of help 帮扶与台账: work away, public posts, loans, plans and their measures."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from village_desk.rules.money import Fen, Thousandths
from village_desk.rules.months import Month

MEASURE_OPEN = "未开始"
MEASURE_DONE = "已完成"
MEASURE_STOPPED = "已停止"


class WorkSpell(Struct, frozen=True):
    """A stretch of work away from the farm 务工: one place and employer, until it ends."""

    id: str
    village_code: str
    household_id: str
    person_id: str | None = None
    working: bool | None = None
    started: Month | None = None
    ended: Month | None = None
    province: str | None = None
    city: str | None = None
    county: str | None = None
    area: str | None = None
    employer: str | None = None
    trade: str | None = None
    job: str | None = None
    channel: str | None = None
    point_to_point: bool | None = None
    month_wage: Fen | None = None
    travel_claimed_on: date | None = None
    travel_subsidy: Fen | None = None
    arrears: Fen | None = None
    arrears_from: Month | None = None
    arrears_settled_on: date | None = None
    returned_on: date | None = None
    return_reason: str | None = None
    checked_on: date | None = None
    note: str | None = None


class PublicPost(Struct, frozen=True):
    """A stretch in a public post 公益性岗位, with the days due and attended of its year."""

    id: str
    village_code: str
    household_id: str
    person_id: str | None = None
    post: str | None = None
    department: str | None = None
    started: Month | None = None
    ended: Month | None = None
    month_pay: Fen | None = None
    days_due: int | None = None
    days_attended: int | None = None
    note: str | None = None


class Plan(Struct, frozen=True):
    """A household's plan 增收计划 for a year: frozen baseline, target by category, who answers for it."""

    id: str
    village_code: str
    household_id: str
    year: int
    version: int = 1
    """Each adjustment is a further version with its reason; the highest is in force."""
    group: str | None = None
    baseline_wages: Fen | None = None
    baseline_production: Fen | None = None
    baseline_cost: Fen | None = None
    baseline_property: Fen | None = None
    baseline_transfer: Fen | None = None
    baseline_persons: int | None = None
    wages: Fen | None = None
    production: Fen | None = None
    cost: Fen | None = None
    property: Fen | None = None
    transfer: Fen | None = None
    grounds: str | None = None
    wish: str | None = None
    shortcoming: str | None = None
    responsible: str | None = None
    responsible_unit: str | None = None
    signed_by_head_on: date | None = None
    signed_by_responsible_on: date | None = None
    change_reason: str | None = None


class Measure(Struct, frozen=True):
    """A measure of help 帮扶措施 for a household or a person in a year: what, how much, by whom, by when."""

    id: str
    village_code: str
    household_id: str
    year: int
    person_id: str | None = None
    """Whom it is for; None stands for the household."""
    measure: str | None = None
    content: str | None = None
    item: str | None = None
    quantity: Thousandths | None = None
    unit: str | None = None
    increment: Fen | None = None
    policy: str | None = None
    support: Fen | None = None
    responsible: str | None = None
    responsible_unit: str | None = None
    started: Month | None = None
    due: Month | None = None
    risk: str | None = None
    state: str | None = None
    result: str | None = None
    note: str | None = None


class Loan(Struct, frozen=True):
    """A small loan 小额信贷 and whether it is being repaid."""

    id: str
    village_code: str
    household_id: str
    person_id: str | None = None
    lender: str | None = None
    amount: Fen | None = None
    purpose: str | None = None
    lent_on: date | None = None
    due_on: date | None = None
    repaid_on: date | None = None
    overdue: bool | None = None
    note: str | None = None

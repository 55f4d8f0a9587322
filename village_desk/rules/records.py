"""The records of the book as frozen values: what a screen asks, a sheet prints and a check judges.

The questions of household, person, ledger line, visit and stated totals are worded in forms/screens; a
coherence test holds each key there, here and in the tables to be the same. None means that nothing has been
entered; zero is a figure; whether something was asked at all is said by the block states of a visit.
"""

from __future__ import annotations

from datetime import date
from typing import get_args

from msgspec import Struct

from village_desk.rules.chosen_records import Price, Setting
from village_desk.rules.exchange_records import Clash, Decision, Inquiry, Package, Part, Partner
from village_desk.rules.followup_records import (
    Analysis,
    Event,
    FieldNote,
    Meeting,
    Problem,
    Procedure,
    QuarterState,
    Stock,
    Sweep,
    Verdict,
)
from village_desk.rules.known_blanks import KnownBlank
from village_desk.rules.livelihood_records import LivelihoodRecord
from village_desk.rules.money import Fen, Thousandths
from village_desk.rules.months import Month
from village_desk.rules.paper_records import PrintedSheet
from village_desk.rules.summaries import Summary
from village_desk.rules.support_records import Loan, Measure, Plan, PublicPost, WorkSpell
from village_desk.rules.system_records import SystemExport, TypedAnswer

SPAN_MONTH = "月"
SPAN_QUARTER = "季"

ORIGIN_ENTERED = "录入"
ORIGIN_IMPORTED = "导入"
ORIGIN_CARRIED = "沿用"
ORIGIN_BY_RATIO = "按比例推算"

HEAD_RELATION = "户主"

ASKED = "已询问"
NO_CHANGE = "无变化"
NOT_ASKED = "未询问"


class Household(Struct, frozen=True):
    """A household 户: everything that is asked about it as a whole."""

    id: str
    village_code: str
    number: str | None = None
    head_name: str | None = None
    group: str | None = None
    walking_place: int | None = None
    phone: str | None = None
    bank: str | None = None
    bank_account: str | None = None
    household_class: str | None = None
    monitoring_class: str | None = None
    identification_standard: str | None = None
    lifted_year: int | None = None
    monitored_from: Month | None = None
    risk_removed: bool | None = None
    monitored_until: Month | None = None
    removal_way: str | None = None
    risk_1: str | None = None
    risk_2: str | None = None
    risk_3: str | None = None
    risk_4: str | None = None
    risk_5: str | None = None
    disaster_kind: str | None = None
    risk_note: str | None = None
    without_labour: bool | None = None
    development_measures: str | None = None
    contact_name: str | None = None
    contact_phone: str | None = None
    martyr_family: bool | None = None
    only_child_family: bool | None = None
    two_daughters_family: bool | None = None
    reservoir_migrant: bool | None = None
    relocated: bool | None = None
    relocation_way: str | None = None
    relocation_site: str | None = None
    moved_in_on: Month | None = None
    dropout_member: bool | None = None
    house_damaged: bool | None = None
    uninsured_member: bool | None = None
    water_damaged: bool | None = None
    unsafe_house: bool | None = None
    house_grade: str | None = None
    house_renewed_year: int | None = None
    house_structure: str | None = None
    house_area: Thousandths | None = None
    safe_water: bool | None = None
    living_electricity: bool | None = None
    production_electricity: bool | None = None
    broadcast: bool | None = None
    toilet: bool | None = None
    fuel: str | None = None
    road: str | None = None
    road_km: Thousandths | None = None
    farmland: Thousandths | None = None
    irrigated_land: Thousandths | None = None
    forest_land: Thousandths | None = None
    returned_forest: Thousandths | None = None
    orchard: Thousandths | None = None
    rented_in_land: Thousandths | None = None
    rented_out_land: Thousandths | None = None
    pasture: Thousandths | None = None
    water_surface: Thousandths | None = None
    cooperative: bool | None = None
    leading_enterprise: bool | None = None
    leader_driven: bool | None = None
    industry_wish: bool | None = None
    loan_wish: bool | None = None
    stated_members_start: int | None = None
    stated_members: int | None = None
    stated_members_year: int | None = None
    helper_name: str | None = None
    helper_unit: str | None = None
    helper_post: str | None = None
    helper_phone: str | None = None
    industry_help: str | None = None
    employment_help: str | None = None
    post_help: str | None = None
    finance_help: str | None = None
    education_help: str | None = None
    schooling_help: str | None = None
    health_help: str | None = None
    housing_help: str | None = None
    water_help: str | None = None
    safety_net_help: str | None = None
    social_help: str | None = None
    note: str | None = None


class Person(Struct, frozen=True):
    """A member 人 of a household, kept after leaving it; membership and counting are dated."""

    id: str
    village_code: str
    household_id: str
    position: int
    """Order within the household, from 1."""
    number: str | None = None
    name: str | None = None
    relation: str | None = None
    identity_kind: str | None = None
    identity_number: str | None = None
    sex: str | None = None
    born_on: date | None = None
    nation: str | None = None
    politics: str | None = None
    marriage: str | None = None
    soldier: bool | None = None
    phone: str | None = None
    nickname: str | None = None
    joined_on: date | None = None
    joined_reason: str | None = None
    left_on: date | None = None
    left_reason: str | None = None
    counted: bool | None = None
    not_counted_reason: str | None = None
    not_counted_from: Month | None = None
    not_counted_until: Month | None = None
    resident_months: int | None = None
    education: str | None = None
    schooling: str | None = None
    school: str | None = None
    dropout_reason: str | None = None
    mandarin: bool | None = None
    health: tuple[str, ...] | None = None
    illness: str | None = None
    disability_kind: str | None = None
    disability_grade: str | None = None
    certificate_year: int | None = None
    labour: str | None = None
    skill: str | None = None
    training_wish: str | None = None
    work_wish: str | None = None
    work_planned: bool | None = None
    work_planned_county: str | None = None
    work_service: str | None = None
    resident_medical: bool | None = None
    employee_medical: bool | None = None
    serious_illness_insurance: bool | None = None
    commercial_medical: bool | None = None
    medical_aid: bool | None = None
    other_health_help: bool | None = None
    accident_insurance: bool | None = None
    resident_pension: bool | None = None
    employee_pension: bool | None = None
    minimum_living: str | None = None
    minimum_living_class: str | None = None
    extreme_poverty: str | None = None
    orphan: bool | None = None
    work_place: str | None = None
    work_area: str | None = None
    work_months: int | None = None
    employer: str | None = None
    work_abroad: bool | None = None
    work_channel: str | None = None
    industry: str | None = None
    unemployed_reason: str | None = None
    public_post: str | None = None
    public_post_months: int | None = None
    village_cadre: bool | None = None
    fee_subsidy: bool | None = None
    note: str | None = None


class LedgerLine(Struct, frozen=True):
    """One entry of the income ledger 台账: an item in a month (or in a quarter whose month is unknown)."""

    id: str
    village_code: str
    household_id: str
    person_id: str | None = None
    """Who earned or received it; None stands for the household."""
    item: str | None = None
    month: Month | None = None
    span: str | None = None
    scale: Thousandths | None = None
    scale_unit: str | None = None
    quantity: Thousandths | None = None
    unit: str | None = None
    price: Thousandths | None = None
    amount: Fen | None = None
    evidence: str | None = None
    origin: str | None = None
    place: str | None = None
    note: str | None = None


class Visit(Struct, frozen=True):
    """The quarterly visit 季度跟踪 of one household; ``quarter`` is the first month of the quarter."""

    id: str
    village_code: str
    household_id: str
    quarter: Month
    visited_on: date | None = None
    visitor_1: str | None = None
    visitor_2: str | None = None
    interviewee: str | None = None
    way: str | None = None
    people_state: str | None = None
    someone_joined: bool | None = None
    someone_left: bool | None = None
    someone_ill: bool | None = None
    someone_disabled: bool | None = None
    someone_dropped_out: bool | None = None
    people_note: str | None = None
    work_state: str | None = None
    returned: bool | None = None
    arrears: Fen | None = None
    work_note: str | None = None
    production_state: str | None = None
    production_note: str | None = None
    received_state: str | None = None
    received_note: str | None = None
    spending_state: str | None = None
    medical_spending: Fen | None = None
    schooling_spending: Fen | None = None
    house_spending: Fen | None = None
    accident_spending: Fen | None = None
    reimbursed: Fen | None = None
    guarantee_state: str | None = None
    schooling_safe: bool | None = None
    medical_safe: bool | None = None
    housing_safe: bool | None = None
    water_safe: bool | None = None
    measure_state: str | None = None
    measure_note: str | None = None
    judgement_state: str | None = None
    judgement: str | None = None
    fall_cause: str | None = None
    reported_on: date | None = None
    judgement_note: str | None = None


class StatedTotals(Struct, frozen=True):
    """The national system's own figures for a household and year, as imported and never overwritten."""

    id: str
    village_code: str
    household_id: str
    year: int
    wages: Fen | None = None
    post_wages: Fen | None = None
    other_wages: Fen | None = None
    production: Fen | None = None
    cost: Fen | None = None
    cost_subsidy: Fen | None = None
    property: Fen | None = None
    asset_dividend: Fen | None = None
    other_property: Fen | None = None
    transfer: Fen | None = None
    family_planning: Fen | None = None
    minimum_living_paid: Fen | None = None
    extreme_poverty_paid: Fen | None = None
    pension_paid: Fen | None = None
    ecology_paid: Fen | None = None
    other_transfer: Fen | None = None
    industry_award: Fen | None = None
    employment_award: Fen | None = None
    gross: Fen | None = None
    net: Fen | None = None
    per_capita: Fen | None = None
    claims: Fen | None = None
    own_payment: Fen | None = None
    reference_net: Fen | None = None
    reference_per_capita: Fen | None = None


Record = (
    Household
    | Person
    | LedgerLine
    | Visit
    | StatedTotals
    | Plan
    | Verdict
    | Price
    | Setting
    | KnownBlank
    | WorkSpell
    | PublicPost
    | Measure
    | Loan
    | LivelihoodRecord
    | Event
    | Stock
    | Sweep
    | Meeting
    | Problem
    | Procedure
    | Analysis
    | QuarterState
    | Partner
    | Package
    | Inquiry
    | Decision
    | Part
    | Clash
    | SystemExport
    | TypedAnswer
    | Summary
    | PrintedSheet
    | FieldNote
)

RECORD_TYPES: tuple[type[Record], ...] = get_args(Record)

LINK_KEYS = frozenset(
    {
        *("id", "village_code", "household_id", "person_id", "position", "quarter", "year", "version"),
        *("rule", "values_hash", "record", "row_id", "field"),
    }
)
"""Keys that tie records together; every other key of a screen's record is a question."""


def question_keys(record_type: type[Record]) -> tuple[str, ...]:
    """The keys of a record that are answers to questions, in order of entry."""
    return tuple(name for name in record_type.__struct_fields__ if name not in LINK_KEYS)

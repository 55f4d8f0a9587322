"""The kinds of record that a household keeps beside its ledger 帮扶与台账: which question is shown where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from village_desk.rules.followup_records import Event, Stock, Sweep
from village_desk.rules.livelihood_records import Entitlement, Industry, Insurance, Study, Training
from village_desk.rules.months import Month, add_months
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Record
from village_desk.rules.support_records import Loan, Measure, PublicPost, WorkSpell

PERSON = "person"
"""Stands for the member a record is about; its texts are names."""
PERIODS = ("quarter", "year", "month")


class RecordKind(Struct, frozen=True):
    """One kind by the name of its screen in forms/screens."""

    screen: str
    record_type: type[Record]
    part: str
    """Where a household's picture holds them."""
    columns: tuple[str, ...]
    """What the list shows of each, beside the member and the period; the weightiest first."""

    @property
    def has_person(self) -> bool:
        """Whether it is about a member."""
        return "person_id" in self._names

    @property
    def period(self) -> str:
        """The field that says when it belongs to: quarter, year or month; blank where days say it."""
        return next((name for name in PERIODS if name in self._names), "")

    @property
    def _names(self) -> frozenset[str]:
        return frozenset(self.record_type.__struct_fields__)

    def of(self, picture: HouseholdPicture) -> tuple[Any, ...]:
        """The household's records of this kind, the newest first."""
        records: tuple[Any, ...] = getattr(picture, self.part)
        by_age = sorted(records, key=lambda one: (getattr(one, self.period or "id"), one.id), reverse=True)
        return tuple(by_age)


_KINDS = (
    RecordKind("work_spell", WorkSpell, "spells", ("started", "month_wage", "job", "employer")),
    RecordKind("public_post", PublicPost, "posts", ("post", "started", "month_pay", "ended")),
    RecordKind("training", Training, "trainings", ("course", "ended_on", "certificate", "certificate_grade")),
    RecordKind("study", Study, "studies", ("school", "stage", "ended", "outcome")),
    RecordKind("industry", Industry, "industries", ("item", "scale", "cooperative", "enterprise")),
    RecordKind("measure", Measure, "measures", ("measure", "increment", "state", "content", "responsible")),
    RecordKind("loan", Loan, "loans", ("lender", "amount", "due_on", "repaid_on")),
    RecordKind("insurance", Insurance, "insurances", ("kind", "item", "premium", "insured_on")),
    RecordKind("entitlement", Entitlement, "entitlements", ("item", "due", "due_by", "payer")),
    RecordKind("event", Event, "events", ("kind", "happened_on", "papers_done_on", "description")),
    RecordKind("stock", Stock, "stocks", ("item", "opening", "closing", "sold", "unit")),
    RecordKind("sweep", Sweep, "sweeps", ("found", "opinion", "swept_on", "sweeper")),
)
KINDS: Mapping[str, RecordKind] = {kind.screen: kind for kind in _KINDS}
"""In the order of their tab."""


def period_for(kind: RecordKind, picture: HouseholdPicture, quarter: Month, year: int) -> dict[str, int]:
    """What a new record belongs to: the quarter or year in hand, or its first month not yet there."""
    if kind.period == "quarter":
        return {"quarter": quarter}
    if kind.period == "year":
        return {"year": year}
    if kind.period != "month":
        return {}
    taken = {record.month for record in kind.of(picture)}
    month = quarter
    while month in taken:
        month = add_months(month, 1)
    return {"month": month}

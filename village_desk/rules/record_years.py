"""Which records a year's list holds, and what tells two records of one person apart."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from village_desk.rules.livelihood_records import Entitlement, Industry, Insurance, Leader, Study, Training
from village_desk.rules.months import Month, Window, month_of
from village_desk.rules.records import Record
from village_desk.rules.support_records import Loan, Measure, PublicPost, WorkSpell

TELLING: Mapping[type[Record], tuple[str, ...]] = {
    WorkSpell: ("started", "employer"),
    PublicPost: ("post", "started"),
    Training: ("course", "ended_on"),
    Study: ("school", "stage"),
    Industry: ("item",),
    Insurance: ("kind", "item"),
    Entitlement: ("item",),
    Measure: ("measure",),
    Loan: ("lent_on", "amount"),
    Leader: ("name",),
}
"""What a row of a list must have in common with a record of the same household, member and year to be it."""


def belongs_to(record: Record, year: Window) -> bool:
    """Whether a list of a year holds a record: it is of the year, or it had begun and was not over before.

    A window of twelve months bears the number of the year in which it ends.
    """
    stated = getattr(record, "year", None)
    if stated is not None:
        return bool(stated == year.last // 100)
    first, last = _stretch(record)
    return (first is None or first <= year.last) and (last is None or last >= year.first)


def _stretch(record: Record) -> tuple[Month | None, Month | None]:
    if isinstance(record, WorkSpell | PublicPost | Study):
        return record.started, record.ended
    if isinstance(record, Training):
        return _month(record.started_on), _month(record.ended_on)
    if isinstance(record, Loan):
        return _month(record.lent_on), _month(record.repaid_on)
    if isinstance(record, Leader):
        return record.since, record.until
    return None, None


def _month(day: date | None) -> Month | None:
    return None if day is None else month_of(day)

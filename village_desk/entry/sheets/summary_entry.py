"""Keeping the summaries that somebody puts together, under a name; voided like anything else."""

from __future__ import annotations

from village_desk.entry.sitting import Sitting
from village_desk.rules.refusals import Refusal
from village_desk.rules.summaries import Summary, SummaryPlan
from village_desk.store.summaries import NamedPlan, keep_plan, named_plans, offered_plans


def kept_summaries(sitting: Sitting) -> tuple[NamedPlan, ...]:
    """The summaries of the book."""
    with sitting.book.reading() as reading:
        return named_plans(reading)


def offered_summaries(sitting: Sitting) -> tuple[NamedPlan, ...]:
    """These, and the ready ones that none of these stands in the place of."""
    with sitting.book.reading() as reading:
        return offered_plans(reading)


def keep_summary(sitting: Sitting, name: str, plan: SummaryPlan, record_id: str | None = None) -> NamedPlan:
    """Keep a summary under a name, anew or in place of the one with an id.

    Raises:
        Refusal: ``summary-unnamed`` or ``summary-name``: another one has the name, or a sheet.
    """
    plain = name.strip()
    if not plain:
        raise Refusal("summary-unnamed")
    if any(one.name == plain and one.id != record_id for one in kept_summaries(sitting)):
        raise Refusal("summary-name", name=plain)
    with sitting.changing("summary-kept") as change:
        own = keep_plan(change, plain, plan, record_id)
    return NamedPlan(own, plain, plan)


def void_summary(sitting: Sitting, record_id: str) -> None:
    """Take a summary out of the list."""
    with sitting.changing("summary-voided") as change:
        change.void(Summary, record_id)

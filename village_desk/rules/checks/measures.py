"""Checks of the measures of a plan (domain.md 3.10, PL02, PL03, PL07 to PL09)."""

from __future__ import annotations

from collections.abc import Iterator

from village_desk.rules.checks.able import able_members, is_without_labour
from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.members import Member
from village_desk.rules.checks.registry import Hit, check
from village_desk.rules.measures import CatalogueMeasure
from village_desk.rules.money import yuan_text
from village_desk.rules.planning import baseline_net, raises_income, worth
from village_desk.rules.support_records import Measure

_LABELS = {"responsible": "责任人", "due": "完成时限", "increment": "预计增收", "quantity": "数量"}


@check("PL02", on="plans", items=())
def nothing_for_a_worker(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """The plan has no measure for a member who is able to work, or none at all (PL02)."""
    able = able_members(facts, limits) if facts.plan is not None else []
    served = {measure.person_id for measure in facts.measures}
    if able and not served:
        yield Hit(None, {"year": facts.frame.period.year, "able": len(able)}, "none")
        return
    for member in able:
        if member.person.id not in served:
            yield Hit(member.person, {"year": facts.frame.period.year, "labour": member.person.labour or ""})


@check("PL03", on="plans", items=())
def no_support_for_the_unable(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Nobody is able to work, and the plan has no 兜底 measure (PL03)."""
    if facts.plan is None or not is_without_labour(facts, limits):
        return
    codes = limits.words("measures")
    if not facts.household.safety_net_help and not any(m.measure in codes for m in facts.measures):
        yield Hit(None, {"year": facts.frame.period.year})


@check("PL07", on="measures", items=())
def measure_half_said(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """A measure without who, until when, how much or how many (PL07); what raises no income needs no sum."""
    for measure in facts.measures:
        is_income = raises_income(measure, facts.frame.lists.measures)
        missing = [
            label
            for key, label in _LABELS.items()
            if getattr(measure, key) in (None, "") and (key != "increment" or is_income)
        ]
        if missing:
            yield _hit(facts, measure, names="、".join(missing))


@check("PL08", on="measures", items=())
def measure_promises_too_much(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """One measure is to bring a large share of the baseline, or more than its quantity is worth (PL08)."""
    baseline = baseline_net(facts.plan)
    for measure in facts.measures:
        increment = measure.increment
        if increment is None or increment <= 0:
            continue
        value = worth(measure, facts.frame.prices.get(measure.item or ""), facts.frame.reckoner)
        if value and increment * 100 > limits.number("worth_percent") * value:
            yield _hit(
                facts, measure, increment=yuan_text(increment), worth=yuan_text(value), variant="worth"
            )
        elif baseline is not None and increment * 100 > limits.number("most_percent") * baseline:
            values = {"increment": yuan_text(increment), "baseline": yuan_text(baseline)}
            yield _hit(facts, measure, **values)


@check("PL09", on="measures", items=())
def measure_for_the_wrong_one(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """A measure that its person or household cannot take up: labour, age, or a loan overdue (PL09)."""
    members = {member.person.id: member for member in facts.members}
    unable, loans = limits.words("unable"), limits.words("loans")
    for measure in facts.measures:
        known, member = _known(facts, measure), members.get(measure.person_id or "")
        if measure.measure in loans and (is_without_labour(facts, limits) or _owes(facts)):
            yield _hit(facts, measure, variant="loan")
        elif member is None or known is None:
            continue
        elif known.needs_labour and member.person.labour in unable:
            yield _hit(facts, measure, labour=member.person.labour or "")
        elif measure.measure in limits.words("posts") and (member.age or 0) >= limits.number(
            "post_age_below"
        ):
            yield _hit(facts, measure, age=member.age or 0, variant="age")


def measure_label(facts: HouseholdFacts, measure: Measure) -> str:
    """What a measure is called: by the catalogue, else by what it consists of."""
    known = _known(facts, measure)
    return known.label if known else measure.content or "类别未选"


def _known(facts: HouseholdFacts, measure: Measure) -> CatalogueMeasure | None:
    return facts.frame.lists.measures.get(measure.measure or "")


def _is_over(member: Member, limits: Limits) -> bool:
    return member.age is not None and member.age >= limits.number("post_age_below")


def _owes(facts: HouseholdFacts) -> bool:
    """A loan is overdue, said so or by its day."""
    return any(
        loan.overdue or (loan.due_on is not None and loan.due_on < facts.frame.as_of)
        for loan in facts.picture.loans
        if loan.repaid_on is None
    )


def _hit(facts: HouseholdFacts, measure: Measure, variant: str = "", **values: str | int) -> Hit:
    person = facts.picture.person(measure.person_id)
    return Hit(person, {"measure": measure_label(facts, measure), **values}, variant)

"""Checks of who has which income and what spending says (domain.md 3.7, IN21, IN35 to IN48)."""

from __future__ import annotations

from collections.abc import Iterator

from village_desk.rules.checks.conditions import has_lines_of, in_some_quarter
from village_desk.rules.checks.dossier import Dossier
from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.ledger import TRANSFER
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.registry import Hit, Hits, check
from village_desk.rules.checks.span import Span
from village_desk.rules.items import Category
from village_desk.rules.money import Fen, divide_half_up, yuan_text

_TRANSFERS = frozenset({Category.TRANSFER, Category.MEMO})
"""Where a transfer may come from: a county may count what is usually only noted."""


@in_some_quarter
def _earns_little(span: Span, limits: Limits) -> bool:
    return span.lowest_wages < limits.fen("below_yuan")


@in_some_quarter
def _has_tiny_sums(span: Span, limits: Limits) -> bool:
    return span.lowest_wages < limits.fen("wages_yuan") or span.lowest_gross < limits.fen("income_yuan")


def _may_live_on_transfers(dossier: Dossier, limits: Limits) -> bool:
    return not dossier.categories.isdisjoint(_TRANSFERS) and _lives_on_transfers(dossier, limits)


@in_some_quarter
def _lives_on_transfers(span: Span, limits: Limits) -> bool:
    percent = limits.number("most_percent")
    years = zip(span.ledger.sums(TRANSFER, span.outline.years), span.gross_of_years, strict=True)
    return any([transfer * 100 > percent * gross for transfer, gross in years])


@check("IN21", on="supported", when=has_lines_of("items"), items=("items",))
def family_planning_without_ground(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """计划生育金, and the household is said to be neither 独生子女户 nor 双女户 (IN21)."""
    household = facts.household
    if household.only_child_family is not False or household.two_daughters_family is not False:
        return
    paid = sum(facts.received_by(limits.starts("items")).values())
    if paid > 0:
        yield Hit(None, {"amount": yuan_text(Fen(paid))})


@check("IN35", on="supported", when=has_lines_of("remittances"), items=("remittances", "wages"))
def wages_and_remittances(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """One person has wages and 寄回带回: the same money twice (IN35)."""
    brought = facts.received_by(limits.starts("remittances"))
    if not brought:
        return
    wages = facts.received_by(limits.starts("wages"))
    for person_id, amount in brought.items():
        person = facts.picture.person(person_id)
        if person is not None and amount > 0 and wages.get(person_id, 0) > 0:
            values = {"amount": yuan_text(Fen(amount)), "wages": yuan_text(Fen(wages[person_id]))}
            yield Hit(person, values)


@check("IN37", on="income_year", when=_earns_little)
def very_small_wages(facts: HouseholdFacts, limits: Limits) -> Hits:
    """A year's wages so small that the unit is doubtful (IN37; county 5_15_023); less still is IN48."""
    income = facts.income_year
    if income is None or not limits.fen("least_yuan") <= income.wages < limits.fen("below_yuan"):
        return ()
    return (Hit(None, {"wages": yuan_text(income.wages)}),)


@has_lines_of("pensions", "wages").and_if
def _has_many_kinds(dossier: Dossier, limits: Limits) -> bool:
    items = dossier.items_of_persons
    if not items:
        return False
    for name, least in (("pensions", 2), ("wages", limits.number("wages_least"))):
        starts = limits.starts(name)
        persons = [person_id for person_id, item in items if item.startswith(starts)]
        if any(persons.count(person_id) >= least for person_id in set(persons)):
            return True
    return False


@has_lines_of("items").and_if
def _has_earner_and_child(dossier: Dossier, limits: Limits) -> bool:
    items = dossier.items_of_persons
    if not items or (isinstance(dossier, Span) and not dossier.begins_below(limits.number("age_below"))):
        return False
    starts = limits.starts("items")
    earners = {person_id for person_id, item in items if item.startswith(starts)}
    return any([person.id in earners for person in dossier.picture.persons])


@check("IN40", on="income_now", when=_has_many_kinds, items=("pensions", "wages"))
def many_kinds_for_one(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Two pensions for one person, or more kinds of wages than one person usually has (IN40)."""
    for name, least, variant in (
        ("pensions", 2, "pensions"),
        ("wages", limits.number("wages_least"), ""),
    ):
        kinds: dict[str | None, set[str]] = {}
        for line in facts.lines:
            if line.item and line.amount and line.person_id and line.item.startswith(limits.starts(name)):
                kinds.setdefault(line.person_id, set()).add(line.item)
        for person_id, codes in kinds.items():
            person = facts.picture.person(person_id)
            if person is not None and len(codes) >= least:
                items = facts.frame.reckoner.items
                labels = "、".join(items[code].label for code in sorted(codes) if code in items)
                yield Hit(person, {"names": labels}, variant)


@check("IN41", on="members", when=_has_earner_and_child, items=("items",))
def child_with_earnings(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """A child has wages or business income (IN41)."""
    for member in facts.members:
        if member.age is None or member.age >= limits.number("age_below"):
            continue
        earned = sum(
            line.amount or 0
            for line in facts.lines
            if line.person_id == member.person.id and (line.item or "").startswith(limits.starts("items"))
        )
        if earned > 0:
            yield Hit(member.person, {"age": member.age, "amount": yuan_text(Fen(earned))})


@check("IN42", on="income_year", when=_may_live_on_transfers)
def mostly_transfers(facts: HouseholdFacts, limits: Limits) -> Hits:
    """Somebody is able to work, and transfers make up most of the year's income (IN42)."""
    income = facts.income_year
    if income is None or income.gross <= 0:
        return ()
    if income.transfer * 100 > limits.number("most_percent") * income.gross and any(
        member.person.labour in limits.words("able")
        and not member.person.schooling
        and member.age is not None
        and limits.number("age_from") <= member.age < limits.number("age_below")
        for member in facts.members
    ):
        percent = divide_half_up(income.transfer * 100, income.gross)
        return (Hit(None, {"percent": percent}, judged="transfers"),)
    return ()


@check("IN43", on="income_now", when=has_lines_of("reimbursed"), items=("own_payment", "reimbursed"))
def reimbursed_without_spending(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """报销医疗费 came in, and no medical spending or own payment is recorded (IN43)."""
    reimbursed = sum(facts.received_by(limits.starts("reimbursed")).values())
    if reimbursed <= 0 or sum(facts.received_by(limits.starts("own_payment")).values()) > 0:
        return
    window = facts.frame.year_so_far
    if not any(visit.medical_spending for visit in facts.picture.visits if visit.quarter in window):
        yield Hit(None, {"amount": yuan_text(Fen(reimbursed))})


@check("IN45", on="income_year", when=has_lines_of("items"))
def heavy_own_payment(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """合规自付支出 takes a large share of a year's income, or is large in itself (IN45)."""
    paid = facts.dossier.ledger.received(limits.starts("items"), facts.frame.twelve_months)
    income, total = facts.income_year, sum(paid.values())
    if income is None or total <= 0:
        return
    if total > limits.fen("most_yuan") or total * 100 > limits.number("most_percent") * income.net:
        yield Hit(None, {"paid": yuan_text(Fen(total)), "net": yuan_text(income.net)})


@check("IN48", on="income_year", when=_has_tiny_sums)
def ten_thousands_for_yuan(facts: HouseholdFacts, limits: Limits) -> Hits:
    """A year's wages or income so small that 万元 was typed for yuan (IN48)."""
    income = facts.income_year
    if income is None:
        return ()
    found = []
    if 0 < income.wages < limits.fen("wages_yuan"):
        found.append(Hit(None, {"wages": yuan_text(income.wages)}))
    if 0 < income.gross < limits.fen("income_yuan"):
        found.append(Hit(None, {"income": yuan_text(income.gross)}, "income"))
    return found

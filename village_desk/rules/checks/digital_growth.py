"""Detectors of growth on paper 数字增收, for the cadre's own protection (beyond domain.md 3)."""

from __future__ import annotations

from collections.abc import Iterator

from village_desk.rules.checks.conditions import in_quarters, in_some_quarter
from village_desk.rules.checks.dossier import Dossier
from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.helps import registered_help
from village_desk.rules.checks.income_change import are_copied, rises
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.quarter_lines import are_round, zeros_in
from village_desk.rules.checks.registry import Hit, Hits, Value, check
from village_desk.rules.checks.span import Span
from village_desk.rules.items import Category
from village_desk.rules.money import divide_half_up, yuan_text

_EARNED = (Category.WAGES, Category.PRODUCTION)


@in_some_quarter
def _is_copied(span: Span, limits: Limits) -> bool:
    return span.is_copied


def _has_round_sums(dossier: Dossier, limits: Limits) -> bool:
    unit = 100 * 10 ** limits.number("zeros")
    sums = [line.amount for _, line in dossier.ledger.dated if line.amount and not line.amount % unit]
    return len(sums) >= limits.number("own_least")


@in_quarters
def _grows(span: Span, limits: Limits) -> set[int]:
    return rises(span, limits.number("rise_percent"))


@in_some_quarter
def _is_near_the_line(span: Span, limits: Limits) -> bool:
    return span.lowest <= span.course.highest_line + limits.fen("within_yuan")


@in_some_quarter
def _is_changed_late(span: Span, limits: Limits) -> bool:
    return span.picture.household.id in span.course.changed_late


@check("SZ01", on="income_now", when=_is_copied)
def copied_quarter(facts: HouseholdFacts, limits: Limits) -> Hits:
    """What was earned in the quarter is, line by line, what other households earned (SZ01).

    Households whose whole year is alike are left to IN11.
    """
    print_ = facts.village.quarter_lines.print_of(facts.dossier)
    if len(print_) < limits.number("lines_least") or are_copied(facts, limits):
        return ()
    alike = facts.village.quarter_lines.alike(print_)
    if len(alike) < limits.number("households_least"):
        return ()
    others = [other.number or "" for other in alike if other.id != facts.household.id]
    return (Hit(None, {"count": len(alike), "lines": len(print_), "others": "、".join(others[:3])}),)


@check("SZ02", on="income_now", when=_has_round_sums)
def round_village(facts: HouseholdFacts, limits: Limits) -> Hits:
    """Most of what the village earned in the quarter is in round sums, here as elsewhere (SZ02)."""
    lines = facts.village.quarter_lines
    zeros = zeros_in(lines.print_of(facts.dossier))
    if not are_round(zeros, limits) or not lines.is_round(limits):
        return ()
    round_sums, all_sums = lines.round_sums(limits.number("zeros"))
    values: dict[str, Value] = {
        "percent": divide_half_up(round_sums * 100, all_sums),
        "count": all_sums,
        "own": len(zeros),
        "unit": 10 ** limits.number("zeros"),
    }
    return (Hit(None, values, judged=f"round {facts.frame.period.name}"),)


@check("SZ03", on="per_capita_more", when=_grows)
def growth_without_ground(facts: HouseholdFacts, limits: Limits) -> Hits:
    """Income per head rose, without a measure, and without evidence for anything earned (SZ03)."""
    now, before = facts.per_capita_change
    more = now - before
    if before <= 0 or more < limits.fen("least_yuan") or more * 100 < limits.number("rise_percent") * before:
        return ()
    if registered_help(facts) or any(_is_proven(facts, line.item, line.evidence) for line in facts.lines):
        return ()
    percent = divide_half_up(more * 100, before)
    return (
        Hit(None, {"now": yuan_text(now), "before": yuan_text(before), "percent": percent}, judged="growth"),
    )


@check("SZ04", on="has_year_income", when=_is_near_the_line)
def just_over_the_line(facts: HouseholdFacts, limits: Limits) -> Hits:
    """Income per head is a little over the monitoring line, and nobody monitors the household (SZ04)."""
    line, income = facts.frame.monitoring_line, facts.per_capita_year
    if line is None or income is None or facts.is_monitored:
        return ()
    if not line <= income <= line + limits.fen("within_yuan"):
        return ()
    values: dict[str, Value] = {
        "income": yuan_text(income),
        "line": yuan_text(line),
        "within": limits.number("within_yuan"),
    }
    return (Hit(None, values),)


@check("SZ05", on="late_changes", when=_is_changed_late, items=())
def changed_after_closing(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Ledger lines of the quarter were changed after it was closed (SZ05); a reason makes it a hint."""
    changes = facts.late_changes
    if changes is None:
        return
    values = {"quarter": facts.frame.period.text(), "day": changes.newest.isoformat()}
    if changes.unexplained:
        yield Hit(None, {**values, "count": changes.unexplained})
    if changes.lines > changes.unexplained:
        yield Hit(None, {**values, "count": changes.lines - changes.unexplained}, "explained")


def _is_proven(facts: HouseholdFacts, code: str | None, evidence: str | None) -> bool:
    """Whether something earned has evidence."""
    item = facts.frame.reckoner.items.get(code or "")
    return bool(evidence) and item is not None and item.category in _EARNED

"""Checks of change against last year and of figures that are alike (domain.md 3.7, IN08 to IN11).

The year so far is held against the same months a year earlier, like for like.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import eq

from village_desk.rules.checks.conditions import in_quarters, in_some_quarter
from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.registry import Hit, Hits, Value, check
from village_desk.rules.checks.span import Span
from village_desk.rules.checks.village import figures_of
from village_desk.rules.money import Fen, divide_half_up, yuan_text

_CATEGORIES = ("工资性收入", "生产经营性收入", "生产经营性支出", "财产性收入", "转移性收入")


@in_quarters
def _falls(span: Span, limits: Limits) -> set[int]:
    return falls(span, limits.number("hint_percent"))


def falls(span: Span, percent: int) -> set[int]:
    """The quarters of a run in which income fell by such a share against a year earlier, or nearly."""
    off_by = span.rounding
    return {place for place, new, old in span.falls if (old - new + off_by) * 100 >= percent * (old - off_by)}


@in_quarters
def _rises(span: Span, limits: Limits) -> set[int]:
    return rises(span, limits.number("rise_percent"))


def rises(span: Span, percent: int) -> set[int]:
    """The quarters of a run in which income rose by such a share against a year earlier, or nearly."""
    off_by = span.rounding
    return {place for place, new, old in span.rises if (new - old + off_by) * 100 >= percent * (old - off_by)}


@in_quarters
def _moves(span: Span, limits: Limits) -> set[int]:
    least, percent = limits.fen("least_yuan"), limits.number("percent")
    return {
        place
        for column in span.ledger.filled.values()
        for place, begins, ends, began, ended in span.outline.compared
        if not -least < (old := column[ended] - column[began]) - (column[ends] - column[begins]) < least
        and abs(old - column[ends] + column[begins]) * 100 >= percent * abs(old)
    }


@in_some_quarter
def _repeats(span: Span, limits: Limits) -> bool:
    return span.alike_in >= limits.number("categories_least") or _is_like_before(span)


def _is_like_before(span: Span) -> bool:
    if not any(map(eq, *span.whole_nets)):
        return False
    figures, outline = span.ledger.figures, span.outline
    return any(map(eq, figures(outline.now_of_both), figures(outline.before_of_both)))


@check("IN08", on="per_capita_less", when=_falls)
def income_fell(facts: HouseholdFacts, limits: Limits) -> Hits:
    """Income per head is lower than a year ago: a hint, a doubt, or a report by its share (IN08)."""
    now, before = facts.per_capita_change
    less = before - now
    if less * 100 <= limits.number("hint_percent") * before:
        return ()
    steps = (("report", limits.number("report_percent")), ("doubt", limits.number("doubt_percent")))
    variant = next((name for name, percent in steps if 0 < percent * before <= less * 100), "")
    percent = divide_half_up(less * 100, before) if before > 0 else 0
    values = _change(facts, now, before, percent)
    return (Hit(None, {**values, "less": yuan_text(Fen(less))}, variant),)


@check("IN09", on="per_capita_more", when=_rises)
def income_rose(facts: HouseholdFacts, limits: Limits) -> Hits:
    """Income per head is so much higher than a year ago that it needs evidence (IN09)."""
    now, before = facts.per_capita_change
    more = now - before
    if before <= 0 or more * 100 < limits.number("rise_percent") * before:
        return ()
    return (Hit(None, _change(facts, now, before, divide_half_up(more * 100, before))),)


@check("IN10", on="income_before", when=_moves)
def category_changed(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """One category changed by a large share and a large amount (IN10)."""
    now, before = figures_of(facts.income_now), figures_of(facts.income_before)
    if now is None or before is None:
        return
    percent, least = limits.number("percent"), limits.fen("least_yuan")
    for label, new, old in zip(_CATEGORIES, now, before, strict=True):
        change = abs(new - old)
        if change >= least and change * 100 >= percent * abs(old):
            yield Hit(None, {"category": label, "now": yuan_text(Fen(new)), "before": yuan_text(Fen(old))})


@check("IN11", on="income_now", when=_repeats)
def copied_figures(facts: HouseholdFacts, limits: Limits) -> Hits:
    """All figures are last year's, or those of other households, to the fen (IN11).

    Households whose only income is one allowance are alike by right: so many categories must be filled.
    """
    now = figures_of(facts.income_now)
    if now is None or len(now) - now.count(Fen(0)) < limits.number("categories_least"):
        return ()
    found = []
    if now == figures_of(facts.income_before):
        found.append(Hit(None, {"months": facts.frame.year_so_far.text()}, "last_year"))
    if are_copied(facts, limits):
        alike = facts.village.with_figures(now)
        others = [other.number or "" for other in alike if other.id != facts.household.id]
        found.append(Hit(None, {"count": len(alike), "others": "、".join(others[:3])}))
    return found


def are_copied(facts: HouseholdFacts, limits: Limits) -> bool:
    """As many households have the same sums of the year so far, in as many categories."""
    now = figures_of(facts.income_now)
    if now is None or len(now) - now.count(Fen(0)) < limits.number("categories_least"):
        return False
    return len(facts.village.with_figures(now)) >= limits.number("households_least")


def _change(facts: HouseholdFacts, now: Fen, before: Fen, percent: int) -> dict[str, Value]:
    return {
        "now": yuan_text(now),
        "before": yuan_text(before),
        "percent": percent,
        "months": facts.frame.year_so_far.text(),
    }

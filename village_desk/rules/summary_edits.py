"""One step of putting a summary together: each gives the plan as it is then."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from village_desk.rules.summaries import Condition, Fold, SummaryColumn, SummaryPlan


def with_column(plan: SummaryPlan, value: str) -> SummaryPlan:
    """Add a column at the right; one that is there already is not added again."""
    if any(column.value == value for column in plan.columns):
        return plan
    return replace(plan, columns=(*plan.columns, SummaryColumn(value)))


def without_column(plan: SummaryPlan, place: int) -> SummaryPlan:
    """Take a column away."""
    return replace(plan, columns=plan.columns[:place] + plan.columns[place + 1 :])


def with_moved_column(plan: SummaryPlan, place: int, step: int) -> SummaryPlan:
    """Move a column; at the end it stays where it is."""
    columns = list(plan.columns)
    if not 0 <= place + step < len(columns):
        return plan
    columns.insert(place + step, columns.pop(place))
    return replace(plan, columns=tuple(columns))


def with_next_fold(plan: SummaryPlan, place: int, folds: Sequence[Fold]) -> SummaryPlan:
    """Put the next of several folds under a column."""
    column = plan.columns[place]
    fold = folds[(folds.index(column.fold) + 1) % len(folds)]
    columns = (*plan.columns[:place], replace(column, fold=fold), *plan.columns[place + 1 :])
    return replace(plan, columns=columns)


def with_condition(plan: SummaryPlan, condition: Condition) -> SummaryPlan:
    """Take only rows for which one more condition holds."""
    return replace(plan, conditions=(*plan.conditions, condition))


def without_condition(plan: SummaryPlan, place: int) -> SummaryPlan:
    """Let a condition go."""
    return replace(plan, conditions=plan.conditions[:place] + plan.conditions[place + 1 :])


def with_order(plan: SummaryPlan, value: str) -> SummaryPlan:
    """Order by a value: first from the largest, asked again from the smallest, then as lists are."""
    if plan.order_by != value:
        return replace(plan, order_by=value, is_descending=True)
    if plan.is_descending:
        return replace(plan, is_descending=False)
    return replace(plan, order_by="", is_descending=False)


def with_group(plan: SummaryPlan, value: str) -> SummaryPlan:
    """Add up by a value: first under the rows, asked again the sums alone, then not at all."""
    if plan.group_by != value:
        return replace(plan, group_by=value, is_brief=False)
    if not plan.is_brief:
        return replace(plan, is_brief=True)
    return replace(plan, group_by="", is_brief=False)


def of_rows(plan: SummaryPlan, rows: str, fitting: frozenset[str]) -> SummaryPlan:
    """Make each row something else; what such rows do not have goes."""
    columns = tuple(column for column in plan.columns if column.value in fitting)
    conditions = tuple(one for one in plan.conditions if one.value in fitting)
    order, group = (name if name in fitting else "" for name in (plan.order_by, plan.group_by))
    return replace(
        plan,
        rows=rows,
        columns=columns,
        conditions=conditions,
        order_by=order,
        group_by=group,
        is_brief=plan.is_brief and bool(group),
    )

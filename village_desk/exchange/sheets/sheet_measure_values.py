"""Values of income tables: a measure in its periods, against target, year before and the system's figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from village_desk.definitions.toml_files import read_once
from village_desk.definitions.words import say
from village_desk.exchange.sheets.sheet_household_values import silent_words
from village_desk.exchange.sheets.sheet_line_values import line_letter
from village_desk.exchange.sheets.sheet_shown import (
    NOT_APPLICABLE,
    SheetValue,
    Shown,
    amount,
    caption_of,
    percent,
)
from village_desk.exchange.sheets.sheet_subjects import HouseholdSubject, LineSubject, MeasureSubject
from village_desk.rules.figures import PeriodIncome
from village_desk.rules.income import change_per_mille
from village_desk.rules.items import Category
from village_desk.rules.money import Fen, divide_half_up

_FURTHER = (Category.CLAIM, Category.OUTLAY, Category.TAX, Category.GIFT, Category.OWN_PAYMENT)


@read_once
def measure_values() -> Mapping[str, SheetValue[MeasureSubject]]:
    """Values of income tables."""
    styles = {"measure.formula": "count", "measure.label": "label"}
    return MappingProxyType(
        {
            name: SheetValue(name, caption_of(name), show, styles.get(name, "amount"))
            for name, show in _MEASURES.items()
        }
    )


def measure_label(measure: str, ordinals: Mapping[str, str]) -> str:
    """What a measure is called on a sheet, with its ordinal where the form has one."""
    return _with_ordinal(say(f"sheet_measure.{measure}"), ordinals.get(measure))


def group_label(group: str, ordinals: Mapping[str, str]) -> str:
    """What a group of ledger lines is called beside its rows."""
    return _with_ordinal(say(f"sheet_group.{group}"), ordinals.get(group))


def _with_ordinal(label: str, ordinal: str | None) -> str:
    return f"{ordinal}、{label}" if ordinal else label


def net_formula(
    label: str, basis_adds: frozenset[Category], basis_takes: frozenset[Category], letters: Mapping[str, str]
) -> str:
    """The formula of the net in a sheet's letters, for example ``S=K−R``."""
    further = [category for category in _FURTHER if category in basis_adds | basis_takes]
    signs = "".join(
        f"{'+' if category in basis_adds else '−'}{letters[category.value]}" for category in further
    )
    return f"{label}={letters['gross']}−{letters['cost']}{signs}"


def _formula(row: MeasureSubject) -> Shown:
    run, letters = row.household.run, row.household.run.sheet.letters
    letter = letters.get(row.measure, "")
    if row.measure == "gross":
        parts = "+".join(letters[name] for name in ("wages", "production", "property", "transfer"))
        return Shown(f"{letter}={parts}")
    if row.measure == "net":
        basis = run.reckoner.basis
        return Shown(net_formula(letter, basis.adds, basis.takes, letters))
    if row.measure == "per_capita":
        return Shown(f"{letter}={letters['net']}÷{letters['divisor']}")
    lines = row.household.year_groups.get(row.measure)
    return Shown(_sum_formula(letter, lines.rows) if lines and len(lines.rows) > 1 else letter)


def _sum_formula(letter: str, rows: Sequence[LineSubject]) -> str:
    first, last = line_letter(rows[0]), line_letter(rows[-1])
    between = "+" if len(rows) == 2 else "+…+"
    return say("sheet.total_formula", letter=letter, parts=f"{first}{between}{last}")


def _period(
    period: Callable[[HouseholdSubject], PeriodIncome], missing: str
) -> Callable[[MeasureSubject], Shown]:
    return lambda row: amount(period(row.household).amount(row.measure), missing)


def _difference(now: Fen | None, before: Fen | None) -> Shown:
    return Shown(NOT_APPLICABLE) if now is None or before is None else amount(Fen(now - before))


def _growth(now: Fen | None, before: Fen | None) -> Shown:
    return percent(None if now is None or before is None else change_per_mille(now, before))


def _year_amounts(row: MeasureSubject) -> tuple[Fen | None, Fen | None]:
    return row.year, row.year_before


def _stated(row: MeasureSubject) -> Fen | None:
    return getattr(row.household.stated, row.measure) if row.household.stated else None


def _target_amounts(row: MeasureSubject) -> tuple[Fen | None, Fen | None]:
    return row.household.target_amount(row.measure), row.year_before


def _done(row: MeasureSubject) -> Shown:
    done, target = row.household.to_date.amount(row.measure), row.household.target_amount(row.measure)
    if done is None or target is None or target <= 0:
        return Shown(NOT_APPLICABLE)
    return percent(divide_half_up(done * 1000, target))


def _quarter(row: MeasureSubject) -> Shown:
    return amount(row.household.quarter.amount(row.measure), silent_words(row.household, row.measure))


_MEASURES: Mapping[str, Callable[[MeasureSubject], Shown]] = {
    "measure.formula": _formula,
    "measure.label": lambda row: Shown(measure_label(row.measure, row.household.run.sheet.ordinals)),
    "measure.year": lambda row: amount(row.year, NOT_APPLICABLE),
    "measure.year_before": lambda row: amount(row.year_before, NOT_APPLICABLE),
    "measure.increase": lambda row: _difference(*_year_amounts(row)),
    "measure.increase_percent": lambda row: _growth(*_year_amounts(row)),
    "measure.stated": lambda row: amount(_stated(row), NOT_APPLICABLE),
    "measure.stated_difference": lambda row: _difference(_year_amounts(row)[0], _stated(row)),
    "measure.target": lambda row: amount(row.household.target_amount(row.measure)),
    "measure.target_increase": lambda row: _difference(*_target_amounts(row)),
    "measure.target_increase_percent": lambda row: _growth(*_target_amounts(row)),
    "measure.quarter": _quarter,
    "measure.quarter_earlier": _period(lambda subject: subject.quarter_earlier, ""),
    "measure.to_date": _period(lambda subject: subject.to_date, ""),
    "measure.done_percent": _done,
}

"""Values of answers and texts: a household's own fields, its visit, its target and its members."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType

from village_desk.definitions.measures import measure_catalogue
from village_desk.definitions.screens import Field, Kind, screen
from village_desk.definitions.toml_files import read_once
from village_desk.definitions.words import say
from village_desk.exchange.sheets.sheet_shown import (
    NOT_APPLICABLE,
    SheetValue,
    Shown,
    amount,
    caption_of,
    count,
)
from village_desk.exchange.sheets.sheet_subjects import HouseholdSubject
from village_desk.rules.figures import MEASURES
from village_desk.rules.money import Fen, quantity_text
from village_desk.rules.months import month_words
from village_desk.rules.planning import measures_for
from village_desk.rules.population import is_member_on
from village_desk.rules.reading import Value


@read_once
def household_values() -> Mapping[str, SheetValue[HouseholdSubject]]:
    """Values of answers and texts: the household's own fields, its year, its visit, target and members."""
    found: dict[str, SheetValue[HouseholdSubject]] = {}
    for field in screen("household").fields:
        name = f"household.{field.key}"
        found[name] = _field_value(name, field, _of_household(field))
    for field in screen("visit").fields:
        name = f"visit.{field.key}"
        found[name] = _field_value(name, field, _of_visit(field))
    for name, show in _COUNTS.items():
        found[name] = SheetValue(name, caption_of(name), show)
    for measure in MEASURES:
        name = f"income.{measure}"
        found[name] = SheetValue(name, say(f"sheet_measure.{measure}"), _income(measure), "amount")
    for name, show in _OF_PLAN.items():
        found[name] = SheetValue(name, caption_of(name), show, "body")
    return MappingProxyType(found)


def divisor_name(divisor: str) -> str:
    """The value that holds whom the basis divides by."""
    names = {"counted": "household.counted", "registered": "household.members"}
    return names.get(divisor, "household.stated_members_year")


_STATES = {
    **dict.fromkeys(("wages",), "work_state"),
    **dict.fromkeys(("production", "cost"), "production_state"),
    **dict.fromkeys(("property", "transfer"), "received_state"),
}


_SILENT = ("无变化", "未询问")


def silent_words(subject: HouseholdSubject, part: str) -> str:
    """无变化 or 未询问 where the visit says so of a category or a block; else blank."""
    state = getattr(subject.visit, _STATES.get(part, part), None) if subject.visit else None
    return state if state in _SILENT else ""


def _field_value(
    name: str, field: Field, show: Callable[[HouseholdSubject], Shown]
) -> SheetValue[HouseholdSubject]:
    style = "body" if field.kind is Kind.TEXT and name.endswith(("note", "_help")) else "centre"
    caption = f"{field.label}（{field.unit}）" if field.unit not in ("", "元") else field.label
    return SheetValue(name, caption, show, style, field.sensitive)


def _of_household(field: Field) -> Callable[[HouseholdSubject], Shown]:
    key = field.key
    if key == "group":
        return lambda subject: Shown(subject.run.place_of(subject.picture.household))
    if key == "head_name":
        return lambda subject: Shown(subject.run.mask.head_name(subject.picture))
    if field.sensitive == "name":
        return lambda subject: Shown(subject.run.mask.adult_name(getattr(subject.picture.household, key)))
    return lambda subject: written(field, getattr(subject.picture.household, key))


def _of_visit(field: Field) -> Callable[[HouseholdSubject], Shown]:
    key = field.key

    def show(subject: HouseholdSubject) -> Shown:
        value = getattr(subject.visit, key) if subject.visit else None
        if field.sensitive == "name":
            return Shown(subject.run.mask.adult_name(value))
        return written(field, value)

    return show


def written(field: Field, value: Value) -> Shown:
    """A field's value as official papers have it; blank when nothing was entered."""
    if value is None:
        return Shown()
    if field.kind is Kind.MONEY and isinstance(value, int):
        return amount(Fen(value))
    if field.kind is Kind.WHOLE and isinstance(value, int):
        return count(value)
    if field.kind is Kind.NUMBER and isinstance(value, int):
        return Shown(quantity_text(value), Decimal(value).scaleb(-3))  # type: ignore[arg-type]
    return Shown(_words(field, value))


def _words(field: Field, value: Value) -> str:
    if field.kind is Kind.DAY:
        return f"{value.year}年{value.month}月{value.day}日"  # type: ignore[union-attr]
    if field.kind is Kind.MONTH:
        return month_words(value)  # type: ignore[arg-type]
    return field.write(value)


def _income(measure: str) -> Callable[[HouseholdSubject], Shown]:
    return lambda subject: amount(subject.year.amount(measure), NOT_APPLICABLE)


def labourers(subject: HouseholdSubject, *labels: str) -> int:
    """Members at the end of the months whose labour is one of some labels."""
    day = subject.run.window.last_day
    return sum(person.labour in labels and is_member_on(person, day) for person in subject.picture.persons)


def measure_labels(subject: HouseholdSubject) -> str:
    """What the year's measures of a household are called, each once."""
    catalogue = measure_catalogue()
    measures = [one for one in subject.picture.measures if one.year == subject.run.year]
    known = (catalogue.get(one.measure or "") for one in measures)
    return "、".join(dict.fromkeys(one.label for one in known if one))


def _labourers(*labels: str) -> Callable[[HouseholdSubject], Shown]:
    return lambda subject: count(labourers(subject, *labels))


LABOUR_KINDS = ("技能劳动力", "普通劳动力", "弱劳动力或半劳动力")
"""Labels of the labour list that mean some labour, the strongest first."""


_COUNTS: Mapping[str, Callable[[HouseholdSubject], Shown]] = {
    "household.members": lambda subject: count(subject.members),
    "household.counted": lambda subject: count(subject.counted),
    "household.labourers": _labourers(*LABOUR_KINDS),
    "household.labour_skilled": _labourers(LABOUR_KINDS[0]),
    "household.labour_plain": _labourers(LABOUR_KINDS[1]),
    "household.labour_weak": _labourers(LABOUR_KINDS[2]),
}


def _grounds(subject: HouseholdSubject) -> Shown:
    return Shown((subject.target.grounds if subject.target else None) or "")


def _needs(subject: HouseholdSubject) -> Shown:
    """What the household wants to do and what it lacks, as its plan says."""
    plan = subject.target
    told = (plan.wish, plan.shortcoming) if plan else ()
    return Shown("；".join(text for text in told if text))


def _risks(subject: HouseholdSubject) -> Shown:
    """Why measures of the year may come to nothing, each reason once."""
    measures = measures_for(subject.picture, subject.run.year)
    return Shown("；".join(dict.fromkeys(one.risk for one in measures if one.risk)))


_OF_PLAN: Mapping[str, Callable[[HouseholdSubject], Shown]] = {
    "target.grounds": _grounds,
    "target.needs": _needs,
    "target.risks": _risks,
}

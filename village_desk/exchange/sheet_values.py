"""The registry of values: every name a sheet may use, its caption, its look and the words it stands for.

Blank means that nothing was entered, 0 that the answer is zero, — that the question does not arise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import Generic, NamedTuple, TypeVar

from village_desk.definitions.screens import Field, Kind, screen
from village_desk.definitions.words import all_keys, say
from village_desk.exchange.sheet_subjects import HouseholdSubject, LineSubject, MeasureSubject, UnitSubject
from village_desk.rules.figures import PeriodIncome, parts_of, structure_per_mille
from village_desk.rules.income import change_per_mille
from village_desk.rules.items import Category
from village_desk.rules.money import Fen, divide_half_up, per_head, quantity_text, yuan_text
from village_desk.rules.months import last_day_of, month_words
from village_desk.rules.population import is_member_on
from village_desk.rules.reading import Value
from village_desk.rules.records import ORIGIN_BY_RATIO

NOT_APPLICABLE = "—"
BANDS = "unit.bands"
"""The one value that spreads over several columns: one for each income band."""

Subject = TypeVar("Subject")


class Shown(NamedTuple):
    """A value in words; the number beside it keeps a workbook's cell a number."""

    text: str = ""
    number: Decimal | int | None = None


@dataclass(frozen=True, slots=True)
class SheetValue(Generic[Subject]):
    """One name of the registry."""

    name: str
    caption: str
    show: Callable[[Subject], Shown]
    style: str = "centre"
    sensitive: str = ""
    """What kind of secret it is; public copies leave such values out."""


class UnknownValueError(KeyError):
    """A sheet names a value that does not exist; nothing is printed."""


def find(values: Mapping[str, SheetValue[Subject]], name: str) -> SheetValue[Subject]:
    """A value by name.

    Raises:
        UnknownValueError: There is none.
    """
    try:
        return values[name]
    except KeyError:
        raise UnknownValueError(name) from None


def amount(fen: Fen | None, missing: str = "") -> Shown:
    """Money in yuan with two decimals."""
    return Shown(missing) if fen is None else Shown(yuan_text(fen), Decimal(fen).scaleb(-2))


def percent(per_mille: int | None) -> Shown:
    """Thousandths as per cent with one decimal; what cannot be reckoned is —."""
    if per_mille is None:
        return Shown(NOT_APPLICABLE)
    sign = "-" if per_mille < 0 else ""
    text = f"{sign}{abs(per_mille) // 10}.{abs(per_mille) % 10}%"
    return Shown(text, Decimal(per_mille).scaleb(-3))


def count(number: int | None) -> Shown:
    """A whole number."""
    return Shown() if number is None else Shown(str(number), number)


def caption_of(name: str) -> str:
    """The caption of a value that no screen asks for.

    Raises:
        UnknownValueError: Nobody has worded it.
    """
    if f"sheet_caption.{name}" not in _word_keys():
        raise UnknownValueError(name)
    return say(f"sheet_caption.{name}")


@cache
def household_values() -> Mapping[str, SheetValue[HouseholdSubject]]:
    """Values of answers and texts: the household's own fields, its visit, target and members."""
    found: dict[str, SheetValue[HouseholdSubject]] = {}
    for field in screen("household").fields:
        name = f"household.{field.key}"
        found[name] = _field_value(name, field, _of_household(field))
    for field in screen("visit").fields:
        name = f"visit.{field.key}"
        found[name] = _field_value(name, field, _of_visit(field))
    for name, show in _COUNTS.items():
        found[name] = SheetValue(name, caption_of(name), show)
    grounds = "target.grounds"
    found[grounds] = SheetValue(grounds, caption_of(grounds), _grounds, "body")
    return MappingProxyType(found)


@cache
def measure_values() -> Mapping[str, SheetValue[MeasureSubject]]:
    """Values of income tables."""
    styles = {"measure.formula": "count", "measure.label": "label"}
    return MappingProxyType(
        {
            name: SheetValue(name, caption_of(name), show, styles.get(name, "amount"))
            for name, show in _MEASURES.items()
        }
    )


@cache
def line_values() -> Mapping[str, SheetValue[LineSubject]]:
    """Values of ledger rows."""
    item, amount_field = screen("ledger_line").field("item"), screen("ledger_line").field("amount")
    captions = {"line.item": item.label, "line.amount": amount_field.label}
    for key in ("quantity", "price"):
        captions[f"line.{key}"] = screen("ledger_line").field(key).label
    styles = {"line.item": "body", "line.background": "body", "line.amount": "amount", "line.letter": "count"}
    styles |= {"line.quantity": "amount", "line.price": "amount"}
    return MappingProxyType(
        {
            name: SheetValue(name, captions.get(name) or caption_of(name), show, styles.get(name, "centre"))
            for name, show in _LINES.items()
        }
    )


@cache
def unit_values() -> Mapping[str, SheetValue[UnitSubject]]:
    """Values of the village summary."""
    styles = {"unit.label": "centre", **dict.fromkeys(_UNIT_COUNTS, "count")}
    return MappingProxyType(
        {
            name: SheetValue(name, caption_of(name), show, styles.get(name, "amount"))
            for name, show in _UNITS.items()
        }
    )


def ratio_words(
    label: str, basis_adds: frozenset[Category], basis_takes: frozenset[Category], letters: Mapping[str, str]
) -> str:
    """The formula of the net in a sheet's letters, for example ``S=K−R``."""
    further = [category for category in _FURTHER if category in basis_adds | basis_takes]
    signs = "".join(
        f"{'+' if category in basis_adds else '−'}{letters[category.value]}" for category in further
    )
    return f"{label}={letters['gross']}−{letters['cost']}{signs}"


def divisor_name(divisor: str) -> str:
    """The value that holds whom the basis divides by."""
    names = {"counted": "household.counted", "registered": "household.members"}
    return names.get(divisor, "household.stated_members_year")


_FURTHER = (Category.CLAIM, Category.OUTLAY, Category.TAX, Category.GIFT, Category.OWN_PAYMENT)


@cache
def _word_keys() -> frozenset[str]:
    return all_keys()


def _field_value(
    name: str, field: Field, show: Callable[[HouseholdSubject], Shown]
) -> SheetValue[HouseholdSubject]:
    style = "body" if field.kind is Kind.TEXT and name.endswith(("note", "_help")) else "centre"
    caption = f"{field.label}（{field.unit}）" if field.unit not in ("", "元") else field.label
    return SheetValue(name, caption, show, style, field.sensitive)


def _of_household(field: Field) -> Callable[[HouseholdSubject], Shown]:
    key = field.key
    if key == "head_name":
        return lambda subject: Shown(subject.run.mask.head_name(subject.picture))
    if field.sensitive == "name":
        return lambda subject: Shown(subject.run.mask.adult_name(getattr(subject.picture.household, key)))
    return lambda subject: _written(field, getattr(subject.picture.household, key))


def _of_visit(field: Field) -> Callable[[HouseholdSubject], Shown]:
    key = field.key

    def show(subject: HouseholdSubject) -> Shown:
        value = getattr(subject.visit, key) if subject.visit else None
        if field.sensitive == "name":
            return Shown(subject.run.mask.adult_name(value))
        return _written(field, value)

    return show


def _written(field: Field, value: Value) -> Shown:
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


def _labourers(*labels: str) -> Callable[[HouseholdSubject], Shown]:
    def show(subject: HouseholdSubject) -> Shown:
        day = last_day_of(subject.run.window.last)
        members = [person for person in subject.picture.persons if is_member_on(person, day)]
        return count(sum(person.labour in labels for person in members))

    return show


_SKILLED, _PLAIN, _WEAK = "技能劳动力", "普通劳动力", "弱劳动力或半劳动力"
_COUNTS: Mapping[str, Callable[[HouseholdSubject], Shown]] = {
    "household.members": lambda subject: count(subject.members),
    "household.counted": lambda subject: count(subject.counted),
    "household.labourers": _labourers(_SKILLED, _PLAIN, _WEAK),
    "household.labour_skilled": _labourers(_SKILLED),
    "household.labour_plain": _labourers(_PLAIN),
    "household.labour_weak": _labourers(_WEAK),
}


def _grounds(subject: HouseholdSubject) -> Shown:
    return Shown((subject.target.grounds if subject.target else None) or "")


def _formula(row: MeasureSubject) -> Shown:
    run, letters = row.household.run, row.household.run.sheet.letters
    letter = letters.get(row.measure, "")
    if row.measure == "gross":
        parts = "+".join(letters[name] for name in ("wages", "production", "property", "transfer"))
        return Shown(f"{letter}={parts}")
    if row.measure == "net":
        basis = run.reckoner.basis
        return Shown(ratio_words(letter, basis.adds, basis.takes, letters))
    if row.measure == "per_capita":
        return Shown(f"{letter}={letters['net']}÷{letters['divisor']}")
    return Shown(letter)


def measure_label(measure: str, ordinals: Mapping[str, str]) -> str:
    """What a measure is called on a sheet, with its ordinal where the form has one."""
    return _with_ordinal(say(f"sheet_measure.{measure}"), ordinals.get(measure))


def group_label(group: str, ordinals: Mapping[str, str]) -> str:
    """What a group of ledger lines is called beside its rows."""
    return _with_ordinal(say(f"sheet_group.{group}"), ordinals.get(group))


def _with_ordinal(label: str, ordinal: str | None) -> str:
    return f"{ordinal}、{label}" if ordinal else label


def _period(
    period: Callable[[HouseholdSubject], PeriodIncome], missing: str
) -> Callable[[MeasureSubject], Shown]:
    return lambda row: amount(period(row.household).amount(row.measure), missing)


def _difference(now: Fen | None, before: Fen | None) -> Shown:
    return Shown(NOT_APPLICABLE) if now is None or before is None else amount(Fen(now - before))


def _growth(now: Fen | None, before: Fen | None) -> Shown:
    return percent(None if now is None or before is None else change_per_mille(now, before))


def _year_amounts(row: MeasureSubject) -> tuple[Fen | None, Fen | None]:
    return row.household.year.amount(row.measure), row.household.year_before.amount(row.measure)


def _stated(row: MeasureSubject) -> Fen | None:
    return getattr(row.household.stated, row.measure) if row.household.stated else None


def _target_amounts(row: MeasureSubject) -> tuple[Fen | None, Fen | None]:
    return row.household.target_amount(row.measure), row.household.year_before.amount(row.measure)


def _done(row: MeasureSubject) -> Shown:
    done, target = row.household.to_date.amount(row.measure), row.household.target_amount(row.measure)
    if done is None or target is None or target <= 0:
        return Shown(NOT_APPLICABLE)
    return percent(divide_half_up(done * 1000, target))


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


def _quarter(row: MeasureSubject) -> Shown:
    return amount(row.household.quarter.amount(row.measure), silent_words(row.household, row.measure))


_MEASURES: Mapping[str, Callable[[MeasureSubject], Shown]] = {
    "measure.formula": _formula,
    "measure.label": lambda row: Shown(measure_label(row.measure, row.household.run.sheet.ordinals)),
    "measure.year": _period(lambda subject: subject.year, NOT_APPLICABLE),
    "measure.year_before": _period(lambda subject: subject.year_before, NOT_APPLICABLE),
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


def line_letter(row: LineSubject) -> str:
    """The mark of a line in the formulas: its category's letter and its place, or its place alone."""
    letters = row.run.sheet.letters
    key = row.item.category.value if row.item and row.group == "separate" else row.group
    return f"{letters.get(key, '')}{row.number or ''}"


def _owner(row: LineSubject) -> Shown:
    return Shown(row.run.mask.person_name(row.owner) if row.owner else say("sheet.whole_household"))


def _item(row: LineSubject) -> Shown:
    return Shown(row.run.mask.item_label(row.item) if row.item else say("sheet.no_item"))


def _background(row: LineSubject) -> Shown:
    line = row.first
    scale = f"{quantity_text(line.scale)}{line.scale_unit or ''}" if line.scale is not None else ""
    place = "" if row.run.mask.is_public else line.place or ""
    by_ratio = ORIGIN_BY_RATIO if line.origin == ORIGIN_BY_RATIO else ""
    return Shown("，".join(part for part in (scale, place, by_ratio) if part))


def _line_quantity(row: LineSubject) -> Shown:
    return Shown(f"{quantity_text(row.quantity)}{row.first.unit or ''}" if row.quantity is not None else "")


def _line_price(row: LineSubject) -> Shown:
    price = row.first.price
    return Shown() if price is None else Shown(quantity_text(price), Decimal(price).scaleb(-3))


_LINES: Mapping[str, Callable[[LineSubject], Shown]] = {
    "line.letter": lambda row: Shown(line_letter(row)),
    "line.owner": _owner,
    "line.item": _item,
    "line.background": _background,
    "line.quantity": _line_quantity,
    "line.price": _line_price,
    "line.amount": lambda row: amount(row.amount),
    "line.counting": lambda row: Shown(row.counting.value if row.counting else ""),
}


def _per_person(fen: Fen, row: UnitSubject) -> Shown:
    return amount(per_head(fen, row.figures.income.persons), NOT_APPLICABLE)


def _part(place: int) -> Callable[[UnitSubject], Shown]:
    return lambda row: _per_person(parts_of(row.figures.income)[place], row)


def _share(place: int) -> Callable[[UnitSubject], Shown]:
    def show(row: UnitSubject) -> Shown:
        shares = structure_per_mille(parts_of(row.figures.income))
        if shares is None:
            return Shown(NOT_APPLICABLE)
        return Shown(percent(shares[place]).text[:-1], Decimal(shares[place]).scaleb(-1))

    return show


def _under_line(row: UnitSubject) -> Shown:
    found = row.figures.under_line
    return Shown(NOT_APPLICABLE) if found is None else Shown(f"{found.households}／{found.persons}")


def band_shown(row: UnitSubject, place: int) -> Shown:
    """Households and persons of a band."""
    found = row.figures.bands[place]
    return Shown(f"{found.households}／{found.persons}")


def band_captions(edges: tuple[Fen, ...]) -> tuple[str, ...]:
    """The captions of the bands between edges."""
    texts = [f"{edge // 100}" for edge in edges]
    between = [f"{low}—{high}" for low, high in pairwise(texts)]
    return (say("sheet.band_below", edge=texts[0]), *between, say("sheet.band_above", edge=texts[-1]))


_UNIT_COUNTS = (
    "unit.households", "unit.members", "unit.counted", "unit.falling", "unit.without_labour",
    "unit.under_line", BANDS,
)  # fmt: skip
_UNITS: Mapping[str, Callable[[UnitSubject], Shown]] = {
    "unit.label": lambda row: Shown(row.label),
    "unit.households": lambda row: count(row.figures.households),
    "unit.members": lambda row: count(row.figures.members),
    "unit.counted": lambda row: count(row.figures.income.persons),
    "unit.wages": _part(0),
    "unit.production_net": _part(1),
    "unit.property": _part(2),
    "unit.transfer": _part(3),
    "unit.household_net": lambda row: amount(
        per_head(row.figures.income.net, row.figures.households), NOT_APPLICABLE
    ),
    "unit.per_capita": lambda row: amount(row.figures.income.per_capita, NOT_APPLICABLE),
    "unit.per_capita_before": lambda row: amount(
        row.figures.before.per_capita if row.figures.before else None, NOT_APPLICABLE
    ),
    "unit.growth": lambda row: percent(row.figures.growth_per_mille),
    "unit.share_wages": _share(0),
    "unit.share_production": _share(1),
    "unit.share_property": _share(2),
    "unit.share_transfer": _share(3),
    "unit.under_line": _under_line,
    BANDS: lambda row: Shown(
        "；".join(band_shown(row, place).text for place in range(len(row.figures.bands)))
    ),
    "unit.falling": lambda row: count(row.figures.falling),
    "unit.without_labour": lambda row: count(row.figures.without_labour),
}

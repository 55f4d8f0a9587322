"""Values of ledger rows: who, what, how much, and what the basis makes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType

from village_desk.definitions.screens import screen
from village_desk.definitions.toml_files import read_once
from village_desk.definitions.words import say
from village_desk.exchange.sheets.sheet_shown import SheetValue, Shown, amount, caption_of
from village_desk.exchange.sheets.sheet_subjects import LineSubject
from village_desk.rules.money import quantity_text
from village_desk.rules.records import ORIGIN_BY_RATIO


@read_once
def line_values() -> Mapping[str, SheetValue[LineSubject]]:
    """Values of ledger rows."""
    item, amount_field = screen("ledger_line").field("item"), screen("ledger_line").field("amount")
    captions = {"line.item": item.label, "line.amount": amount_field.label}
    for key in ("quantity", "price"):
        captions[f"line.{key}"] = screen("ledger_line").field(key).label
    styles = {"line.item": "body", "line.background": "body", "line.amount": "amount", "line.letter": "count"}
    styles |= {"line.quantity": "amount", "line.price": "amount", "line.now": "amount"}
    return MappingProxyType(
        {
            name: SheetValue(name, captions.get(name) or caption_of(name), show, styles.get(name, "centre"))
            for name, show in _LINES.items()
        }
    )


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
    "line.now": lambda row: Shown(),
    "line.counting": lambda row: Shown(row.counting.value if row.counting else ""),
}

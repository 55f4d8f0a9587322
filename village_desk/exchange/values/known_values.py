"""A value of the directory: its words, how a row gives it, and how it is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from msgspec import Struct

from village_desk.definitions.screens import Kind
from village_desk.definitions.value_words import RowsOf, ValueKind, ValueWords
from village_desk.exchange.sheets.sheet_shown import Shown, amount, count, percent
from village_desk.exchange.sheets.sheet_subjects import HouseholdSubject
from village_desk.exchange.values.value_rows import ValueRow
from village_desk.rules.money import Fen, Thousandths, quantity_text
from village_desk.rules.months import month_words
from village_desk.rules.reading import Value, write_value
from village_desk.rules.records import Person

Take = Callable[[ValueRow], Value]


class KnownValue(Struct, frozen=True):
    """One value that a column or a field of a table may be given."""

    words: ValueWords
    take: Take
    """The value as it is kept: fen, thousandths, a day, a text; names as the copy shows them."""

    @property
    def name(self) -> str:
        """The name it is remembered by."""
        return self.words.name

    def is_of(self, rows: RowsOf) -> bool:
        """Whether rows of a kind can show it."""
        return rows in self.words.of

    def shown(self, row: ValueRow) -> Shown:
        """The value in words, blank where nothing was entered or where the copy leaves it out."""
        if row.scene.run.mask.hides(self.words.sensitive):
            return Shown()
        return self.written(self.take(row))

    def written(self, value: Value) -> Shown:
        """A value of this kind in words, a sum of such values too; nothing is blank."""
        return Shown() if value is None or value == "" else _WRITERS[self.words.kind](value)


def of_household(take: Callable[[HouseholdSubject], Value]) -> Take:
    """What a row gives that has a household."""
    return lambda row: take(row.household) if row.household is not None else None


def of_person(take: Callable[[HouseholdSubject, Person], Value]) -> Take:
    """What a row gives that has a member."""
    return lambda row: take(row.household, row.person) if row.household and row.person else None


def kind_of_answer(kind: Kind) -> ValueKind:
    """How the answers of a kind of question are written."""
    return _KINDS.get(kind.value, ValueKind.TEXT)


def _day(value: Value) -> Shown:
    return (
        Shown(f"{value.year}年{value.month}月{value.day}日") if isinstance(value, date) else Shown(str(value))
    )


def _text(value: Value) -> Shown:
    return Shown("、".join(value) if isinstance(value, tuple) else str(value))


_KINDS = {kind.value: kind for kind in ValueKind}
_WRITERS: dict[ValueKind, Callable[..., Shown]] = {
    ValueKind.TEXT: _text,
    ValueKind.WHOLE: count,
    ValueKind.NUMBER: lambda value: Shown(quantity_text(Thousandths(value)), Decimal(value).scaleb(-3)),
    ValueKind.MONEY: lambda value: amount(Fen(value)),
    ValueKind.PERCENT: percent,
    ValueKind.DAY: _day,
    ValueKind.MONTH: lambda value: Shown(month_words(value)),
    ValueKind.FLAG: lambda value: Shown(write_value(Kind.FLAG, value)),
}

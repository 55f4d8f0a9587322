"""A block of a whole village: a row for each household or member, a column for each income item, one month.

It is pasted with its heading; what is not understood is named by cell, and all of it is one deed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from msgspec import Struct, field

from village_desk.definitions.codes import comparing_form
from village_desk.definitions.items import income_items
from village_desk.definitions.words import say
from village_desk.entry.ledger.pasting import HeadedCells, cells_of
from village_desk.entry.line_amounts import completed
from village_desk.entry.records.whose import ANCHORS, WHOSE, People
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import field_of, fields_of, why_not
from village_desk.rules.items import IncomeItem
from village_desk.rules.money import Fen
from village_desk.rules.months import QUARTER_MONTHS, Month, add_months, quarter_start
from village_desk.rules.reading import NotUnderstoodError
from village_desk.rules.records import SPAN_QUARTER, Household, LedgerLine, Person
from village_desk.store.reading import Reading

_MONTH = "month"


class _Payment(Struct, frozen=True):
    """One cell that is understood."""

    column: str
    household_id: str
    person_id: str | None
    month: Month
    amount: Fen
    line: LedgerLine | None
    """The line that the book has already."""


class VillageRow(Struct):
    """One row of the block."""

    texts: dict[str, str]
    problems: dict[str, str] = field(default_factory=dict)
    payments: list[_Payment] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        """Nothing of it is in the book yet."""
        return all(payment.line is None for payment in self.payments)


class VillageBlock:
    """What a paste would do to the ledgers of a village."""

    def __init__(self, sitting: Sitting, text: str) -> None:
        """Read a block whose first row is its heading."""
        self._sitting = sitting
        with sitting.book.reading() as reading:
            self._people = _Slots(reading)
        headed = HeadedCells(cells_of(text), _column_of)
        self.left_over, self.columns = headed.left_over, headed.columns
        self.rows = [VillageRow(texts) for texts in headed.rows]
        for row in self.rows:
            self._read(row)

    @property
    def good(self) -> int:
        """Rows that can be written."""
        return sum(not row.problems for row in self.rows)

    def label(self, column: str) -> str:
        """What a column is called."""
        item = income_items().get(column)
        return item.label if item is not None else _label_of(column)

    def is_figure(self, column: str) -> bool:
        """Whether a column holds amounts."""
        return column in income_items()

    def mend(self, number: int, column: str, text: str) -> None:
        """Take another text for one cell."""
        self.rows[number].texts[column] = text
        self._read(self.rows[number])

    def write(self) -> int:
        """Write the rows that can be written, in one deed; how many lines are on disk.

        Raises:
            Refusal: The book cannot be written: nothing is.
        """
        payments = [payment for row in self.rows if not row.problems for payment in row.payments]
        if not payments:
            return 0
        with self._sitting.changing("block-pasted") as change:
            for paid in payments:
                if paid.line is not None:
                    change.change(LedgerLine, paid.line.id, completed(paid.line, {"amount": paid.amount}))
                    continue
                whole = completed(None, {"item": paid.column, "month": paid.month, "amount": paid.amount})
                change.insert(
                    LedgerLine(
                        change.new_id(),
                        change.village_code,
                        paid.household_id,
                        paid.person_id,
                        **whole,  # type: ignore[arg-type]  # answers by key
                    )
                )
        return len(payments)

    def _read(self, row: VillageRow) -> None:
        row.problems, row.payments = {}, []
        month = self._month(row)
        home, why = self._people.household(row.texts)
        if home is None:
            row.problems[next(key for key in self.columns if key in ANCHORS)] = why
            return
        member, why = self._people.member(home, row.texts)
        if why:
            row.problems["name" if "name" in row.texts else "identity_number"] = why
            return
        for column in self.columns:
            item = income_items().get(column)
            if item is not None and column in row.texts:
                self._read_cell(row, item, (home, member), month)

    def _read_cell(
        self, row: VillageRow, item: IncomeItem, whose: tuple[Household, Person | None], month: Month
    ) -> None:
        home, member = whose
        try:
            amount = field_of("ledger_line", "amount").read(row.texts[item.code])
        except NotUnderstoodError as error:
            row.problems[item.code] = why_not(error)
            return
        owner = self._people.owner(item, home, member)
        known = self._people.lines(home.id, owner.id if owner else None, item.code, month)
        if item.owner == "person" and owner is None:
            row.problems[item.code] = say("pasting.whose")
        elif len(known) > 1:
            row.problems[item.code] = say("pasting.several", count=len(known))
        else:
            row.payments.append(
                _Payment(
                    item.code,
                    home.id,
                    owner.id if owner else None,
                    month,
                    Fen(amount),  # type: ignore[arg-type]  # money reads as fen
                    known[0] if known else None,
                )
            )

    def _month(self, row: VillageRow) -> Month:
        usual = self._sitting.quarter.window.last
        if _MONTH not in row.texts:
            return usual
        try:
            month = field_of("ledger_line", _MONTH).read(row.texts[_MONTH])
        except NotUnderstoodError as error:
            row.problems[_MONTH] = why_not(error)
            return usual
        return Month(month) if isinstance(month, int) else usual


class _Slots(People):
    """Everybody in the book, and the lines that are there already."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(reading)
        self._lines: dict[tuple[str, str | None, str | None, int | None], list[LedgerLine]] = {}
        for line in reading.all(LedgerLine):
            for month in _months_of(line):
                slot = (line.household_id, line.person_id, line.item, month)
                self._lines.setdefault(slot, []).append(line)

    def owner(self, item: IncomeItem, home: Household, member: Person | None) -> Person | None:
        """Whose line it is: what only a person can have belongs to the only member where nobody is named."""
        if item.owner == "household":
            return None
        members = self.members.get(home.id, [])
        is_only = item.owner == "person" and len(members) == 1
        return members[0] if member is None and is_only else member

    def lines(self, household_id: str, person_id: str | None, item: str, month: Month) -> list[LedgerLine]:
        """What the book has for the same person, item and month."""
        return self._lines.get((household_id, person_id, item, month), [])


def _months_of(line: LedgerLine) -> Sequence[Month]:
    """The months for which a line is what the book has already: all three of a quarter's."""
    if line.month is None or line.span != SPAN_QUARTER:
        return () if line.month is None else (line.month,)
    return [add_months(quarter_start(line.month), further) for further in range(QUARTER_MONTHS)]


def is_village_block(text: str) -> bool:
    """Whether a clipboard text has a heading with households and income items."""
    cells = cells_of(text)
    found = set(map(_column_of, cells[0])) if len(cells) > 1 else set()
    return bool(found & ANCHORS) and any(key in income_items() for key in found)


def _column_of(heading: str) -> str:
    """The column that a heading names: a question's key or an item's code; blank for none."""
    if not heading:
        return ""
    asked = _questions().get(comparing_form(heading))
    if asked is not None:
        return asked
    try:
        return str(field_of("ledger_line", "item").read(heading))
    except NotUnderstoodError:
        return ""


@cache
def _questions() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name, keys in {**WHOSE, "ledger_line": (_MONTH,)}.items():
        for key in keys:
            asked = fields_of(name)[key]
            for text in (asked.label, *asked.aliases):
                found.setdefault(comparing_form(text), key)
    return found


def _label_of(column: str) -> str:
    name = next((name for name, keys in WHOSE.items() if column in keys), "ledger_line")
    return fields_of(name)[column].label

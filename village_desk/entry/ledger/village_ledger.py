"""全村录入: a quarter's figures of chosen items for every household, or for every member, as one table.

A cell is a ledger line, on the same road as in a household's own ledger, without opening three hundred.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from village_desk.definitions.items import income_items
from village_desk.entry.line_amounts import completed, unit_for
from village_desk.entry.records.record_entry import Answer
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import field_of, why_not
from village_desk.rules.items import IncomeItem
from village_desk.rules.money import Fen
from village_desk.rules.months import Quarter
from village_desk.rules.population import is_member_on
from village_desk.rules.reading import NotUnderstoodError, Value
from village_desk.rules.records import ORIGIN_CARRIED, ORIGIN_ENTERED, Household, LedgerLine, Person
from village_desk.store.changing import Changing
from village_desk.store.pictures import walking_order
from village_desk.store.reading import Reading

Whose = Literal["household", "person"]
Slot = tuple[str, str | None, str]
"""Household, member and item: what one cell is of."""
_BEFORE = (-1, -4)
"""In quarters: the last one, and the same one of the year before."""
_COLUMNS_AT_FIRST = 5


class VillageLedgerRow(Struct, frozen=True):
    """One household, or one member of it."""

    household_id: str
    number: str
    head_name: str
    group: str
    person: Person | None = None

    @property
    def person_id(self) -> str | None:
        """The member's id; None where the row is the household."""
        return self.person.id if self.person is not None else None

    @property
    def name(self) -> str:
        """The member's name; blank where the row is the household."""
        return self.person.name or "" if self.person is not None else ""


class VillageLedger:
    """The village's figures of one quarter under chosen items, and what stood there before."""

    def __init__(self, sitting: Sitting, whose: Whose = "household") -> None:
        self._sitting = sitting
        self.quarter: Quarter = sitting.quarter
        self.show(whose)

    def show(self, whose: Whose) -> None:
        """Show a row for each household, or for each member, with the items usual there."""
        self.whose: Whose = whose
        self.items: list[IncomeItem] = []
        self.reload()
        self.items = self._usual_items()

    def turn(self, quarters: int) -> None:
        """Go to another quarter; the items stay."""
        self.quarter = self.quarter.shifted(quarters)
        self.reload()

    def reload(self) -> None:
        """Read rows and lines anew, in a handful of statements; texts that were not understood are let go."""
        self._problems: dict[Slot, tuple[str, str]] = {}
        windows = [self.quarter.shifted(quarters).window for quarters in (0, *_BEFORE)]
        with self._sitting.book.reading() as reading:
            self.rows = self._rows_of(reading)
            self._now, *self._before = (_by_slot(reading.lines_of_village(window)) for window in windows)

    def offered(self) -> list[IncomeItem]:
        """The items that a column can be added for."""
        return [
            item
            for item in income_items().values()
            if item.owner in (self.whose, "either")
            and item.is_offered_on(self._sitting.today)
            and item not in self.items
        ]

    def slot(self, row: int, item: IncomeItem) -> Slot:
        """What a cell is of."""
        one = self.rows[row]
        return (one.household_id, one.person_id, item.code)

    def lines(self, slot: Slot) -> Sequence[LedgerLine]:
        """The lines behind a cell."""
        return self._now.get(slot, ())

    def text(self, slot: Slot) -> str:
        """What a cell is opened with: what was typed and not understood, else the amount."""
        if slot in self._problems:
            return self._problems[slot][0]
        lines = self.lines(slot)
        return field_of("ledger_line", "amount").write(lines[0].amount) if len(lines) == 1 else ""

    def problem(self, slot: Slot) -> str:
        """Why a cell's text was not understood; blank where it was."""
        return self._problems.get(slot, ("", ""))[1]

    def amount(self, slot: Slot) -> Fen | None:
        """What stands in a cell: the sum where the household's ledger has several lines for it."""
        return _sum_of(self.lines(slot))

    def before(self, slot: Slot) -> Fen | None:
        """What stood there a quarter or a year ago: pale in an empty cell, taken over by a key."""
        sums = (_sum_of(lines.get(slot, ())) for lines in self._before)
        return next((amount for amount in sums if amount is not None), None)

    def read(self, slot: Slot, text: str) -> Fen | None:
        """The amount that a cell's text means.

        Raises:
            NotUnderstoodError: It is no amount, or several lines stand behind the cell.
        """
        if len(self.lines(slot)) > 1:
            raise NotUnderstoodError("several-lines")
        amount = field_of("ledger_line", "amount").read(text)
        return Fen(amount) if isinstance(amount, int) else None

    def answer(self, slot: Slot, text: str) -> Answer:
        """Take a cell's text; it is on disk when this returns without a problem.

        Raises:
            Refusal: The book cannot be written, or the quarter is closed.
        """
        try:
            amount = self.read(slot, text)
        except NotUnderstoodError as error:
            self._problems[slot] = (text, why_not(error))
            return Answer(text, why_not(error))
        self._problems.pop(slot, None)
        if amount is not None or self.lines(slot):
            kind = "line-changed" if self.lines(slot) else "line-added"
            with self._sitting.changing(kind, slot[0]) as change:
                self._write(change, slot, amount, ORIGIN_ENTERED)
            self._read_again(slot[0])
        return Answer(self.text(slot))

    def carry(self, item: IncomeItem) -> int:
        """Fill a column's empty cells with what stood there before, in one deed; how many are on disk."""
        empty = [slot for row in range(len(self.rows)) if not self.lines(slot := self.slot(row, item))]
        known = {slot: amount for slot in empty if (amount := self.before(slot)) is not None}
        return self.write(known, "carried-forward", ORIGIN_CARRIED)

    def write(self, amounts: Mapping[Slot, Fen], kind: str, origin: str = ORIGIN_ENTERED) -> int:
        """Write the amounts of many cells in one deed; how many are on disk.

        Raises:
            Refusal: The book cannot be written, or the quarter is closed: nothing is.
        """
        if amounts:
            with self._sitting.changing(kind) as change:
                for slot, amount in amounts.items():
                    self._write(change, slot, amount, origin)
            self.reload()
        return len(amounts)

    def sums(self) -> dict[str, Fen]:
        """The sum of each column by item; items without a figure are left out."""
        sums: dict[str, Fen] = {}
        for item in self.items:
            amounts = [self.amount(self.slot(row, item)) for row in range(len(self.rows))]
            known = [amount for amount in amounts if amount is not None]
            if known:
                sums[item.code] = Fen(sum(known))
        return sums

    def _read_again(self, household_id: str) -> None:
        """Read the quarter's lines of one household after its own change."""
        window = self.quarter.window
        with self._sitting.book.reading() as reading:
            found = reading.lines_of_month(household_id, window.first, window.last)
        others = {slot: lines for slot, lines in self._now.items() if slot[0] != household_id}
        self._now = others | _by_slot(found)

    def _write(self, change: Changing, slot: Slot, amount: Fen | None, origin: str) -> None:
        household_id, person_id, code = slot
        if lines := self.lines(slot):
            change.change(LedgerLine, lines[0].id, completed(lines[0], {"amount": amount}))
            return
        month = self.quarter.window.last
        answers: dict[str, Value] = {"item": code, "month": month, "amount": amount, "origin": origin}
        values: dict[str, object] = {**completed(None, {**unit_for(income_items()[code]), **answers})}
        line = LedgerLine(change.new_id(), change.village_code, household_id, person_id, **values)  # type: ignore[arg-type]  # answers by key
        change.insert(line)

    def _rows_of(self, reading: Reading) -> list[VillageLedgerRow]:
        homes = sorted(reading.all(Household), key=walking_order)
        if self.whose == "household":
            return [_row(home) for home in homes]
        members: dict[str, list[Person]] = {}
        for person in reading.all(Person):
            if is_member_on(person, self._sitting.today):
                members.setdefault(person.household_id, []).append(person)
        return [_row(home, person) for home in homes for person in members.get(home.id, ())]

    def _usual_items(self) -> list[IncomeItem]:
        """The items that most rows have now or had before, in the order of the item tree."""
        offered = self.offered()
        own = {(row.household_id, row.person_id) for row in self.rows}
        count = Counter(slot[2] for lines in (self._now, *self._before) for slot in lines if slot[:2] in own)
        usual = [item.code for item in offered if item.code in count]
        most = sorted(usual, key=lambda code: -count[code])[:_COLUMNS_AT_FIRST]
        return [item for item in offered if item.code in most]


def _row(home: Household, person: Person | None = None) -> VillageLedgerRow:
    return VillageLedgerRow(home.id, home.number or "", home.head_name or "", home.group or "", person)


def _by_slot(lines: Iterable[LedgerLine]) -> dict[Slot, list[LedgerLine]]:
    found: dict[Slot, list[LedgerLine]] = {}
    for line in lines:
        if line.item:
            found.setdefault((line.household_id, line.person_id, line.item), []).append(line)
    return found


def _sum_of(lines: Iterable[LedgerLine]) -> Fen | None:
    known = [line.amount for line in lines if line.amount is not None]
    return Fen(sum(known)) if known else None

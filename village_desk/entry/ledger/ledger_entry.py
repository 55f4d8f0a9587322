"""A household's ledger of one year as a grid: cells are texts, a row is on disk as soon as it has an item."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from village_desk.definitions.codes import code_list
from village_desk.definitions.items import income_items
from village_desk.entry.keyboard.member_names import member_named
from village_desk.entry.ledger.carrying import carried_lines
from village_desk.entry.ledger.corrections import corrections
from village_desk.entry.ledger.cost_ratio import ratio_costs
from village_desk.entry.ledger.expected_lines import ExpectedRow, expected_rows, moved_into
from village_desk.entry.ledger.income_summary import SummaryRow, summary_of
from village_desk.entry.line_amounts import completed, disagrees, unit_for
from village_desk.entry.records.record_entry import Answer
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import field_of, why_not
from village_desk.rules.chosen_records import Price
from village_desk.rules.income import Income, line_month, lines_in
from village_desk.rules.items import Counting
from village_desk.rules.money import Fen
from village_desk.rules.months import Window
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.reading import NotUnderstoodError, Value
from village_desk.rules.records import Household, LedgerLine

PERSON = "person"
"""The column that says whose line it is; its texts are names of members, blank for the household."""

_WAITING = ""
"""Stands for the id of the row that waits for a new line."""


class LedgerEntry:
    """The grid of one household and window; the last row is always empty and waits for a new line.

    Lines keep their places while they are typed; a new one stands above the waiting row until ``reload``.
    """

    columns = (
        *("item", PERSON, "month", "span", "scale", "scale_unit", "quantity", "unit", "price", "amount"),
        *("evidence", "place", "note"),
    )

    def __init__(self, sitting: Sitting, household_id: str, window: Window) -> None:
        self._sitting = sitting
        self.household_id = household_id
        self.window = window
        self._not_understood: dict[tuple[str, str], str] = {}
        self._draft: dict[str, str] = {}
        self.lines: list[LedgerLine] = []
        self._corrected: Mapping[str, str] = {}
        self.picture = HouseholdPicture(Household(household_id, sitting.book.village.code))
        self.reload()

    def reload(self) -> None:
        """Read the ledger anew, in the order of the items."""
        picture = self._sitting.picture(self.household_id)
        if picture is not None:
            self.picture = picture
        order = {code: place for place, code in enumerate(income_items())}
        shown = [line for line in self.picture.lines if _is_shown(line, self.window)]
        self.lines = sorted(
            shown, key=lambda line: (order.get(line.item or "", len(order)), line.month or 0, line.id)
        )
        self._corrected = corrections(self._sitting, self.lines)

    @property
    def rows(self) -> int:
        """How many rows the grid has, the waiting one included."""
        return len(self.lines) + 1

    def text(self, row: int, column: str) -> str:
        """The text of a cell; one that was not understood stays as it was typed."""
        if self._not_understood and (self._id_of(row), column) in self._not_understood:
            return self._not_understood[self._id_of(row), column]
        if row >= len(self.lines):
            return self._draft.get(column, "")
        line = self.lines[row]
        if column == PERSON:
            person = self.picture.person(line.person_id)
            return person.name or "" if person else ""
        return field_of("ledger_line", column).write(getattr(line, column))

    def answer(self, row: int, column: str, text: str) -> Answer:
        """Take a cell's text; it is saved when this returns without a problem.

        The amount follows quantity and price; of the three the one typed last wins. In the waiting row texts
        are kept until the row has an item, and saved together then.

        Raises:
            Refusal: The book cannot be written.
        """
        line_id = self._id_of(row)
        try:
            values = self.values_of(column, text)
            if line_id == _WAITING:
                return self._answer_waiting(column, text)
            whole = completed(self.lines[row], values)
        except NotUnderstoodError as error:
            self._not_understood[line_id, column] = text
            return Answer(text, why_not(error))
        self._not_understood.pop((line_id, column), None)
        if any(getattr(self.lines[row], key) != value for key, value in values.items()):
            with self._sitting.changing("line-changed", self.household_id) as change:
                change.change(LedgerLine, line_id, whole)
            self._take_in_changes()
        return Answer(self.text(row, column))

    def void(self, row: int, reason: str) -> None:
        """Take a line out with a reason."""
        with self._sitting.changing("line-voided", self.household_id, reason=reason) as change:
            change.void(LedgerLine, self.lines[row].id)
        self._take_in_changes()

    def carry_forward(self) -> int:
        """Copy last quarter's recurring lines into the quarter being worked on; how many were copied."""
        quarter = self._sitting.quarter
        return self._add(
            "carried-forward",
            carried_lines(self.picture.lines, self.picture.persons, quarter, income_items()),
        )

    def expected_rows(self) -> list[ExpectedRow]:
        """Last year's items that nothing has been entered for yet, as pale rows below the grid."""
        until = self._sitting.quarter.window.last
        return expected_rows(self.picture, self.window, until, income_items())

    def take_expected(self, row: ExpectedRow) -> int:
        """Copy last year's lines of a pale row into this year (F5); how many lines were added."""
        return self._add("expected-taken", moved_into(row))

    def cost_by_ratio(self) -> int:
        """Add or renew the cost of branches for which nobody could name one, as a share of their output."""
        with self._sitting.book.reading() as reading:
            prices = [price for price in reading.all(Price) if price.year == self._sitting.year]
        found = ratio_costs(self.picture, self.window, self._sitting.reckoner, prices)
        if not found.is_change:
            return 0
        with self._sitting.changing("cost-by-ratio", self.household_id) as change:
            for line in found.outdated:
                change.void(LedgerLine, line.id)
            change.insert_many([replace(line, id=change.new_id()) for line in found.wanted])
        self._take_in_changes()
        return len(found.wanted)

    def income(self) -> Income:
        """The four incomes, cost, net and per head of the window."""
        return self._sitting.income(self.picture, self.window)

    def summary(self) -> list[SummaryRow]:
        """The live sums under the grid: label, amount and the formula shown on hover."""
        line = self._sitting.settings.line_for(self._sitting.year)
        return summary_of(self.picture, self.window, self._sitting.reckoner, self.income(), line)

    def gap(self) -> Fen | None:
        """How far per head lies above the year's line in fen; None where one of them is missing."""
        line = self._sitting.settings.line_for(self._sitting.year)
        per_capita = self.income().per_capita
        return Fen(per_capita - line) if line is not None and per_capita is not None else None

    def mark(self, row: int) -> str:
        """The 计入 / 不计入 / 另列 mark of a row's item under the book's 口径."""
        item = self.lines[row].item if row < len(self.lines) else None
        return self._sitting.reckoner.counting_of(item).value if item and item in income_items() else ""

    def correction(self, row: int) -> str:
        """How a row was changed after its quarter was closed, and what stood before; else blank."""
        return self._corrected.get(self._id_of(row), "") if self._corrected else ""

    def disagrees(self, row: int) -> bool:
        """Whether a row's amount is not its quantity times its price."""
        return row < len(self.lines) and disagrees(self.lines[row])

    def counts(self, row: int) -> bool:
        """Whether a row is part of the sums."""
        return self.mark(row) == Counting.COUNTED.value

    def last_year_hint(self, row: int) -> Fen | None:
        """The same item's and person's amount a year earlier, for the hint beside the cell."""
        if row >= len(self.lines):
            return None
        line = self.lines[row]
        earlier = [
            other.amount
            for other in lines_in(self.picture.lines, self.window.year_earlier())
            if (other.item, other.person_id) == (line.item, line.person_id) and other.amount is not None
        ]
        return Fen(sum(earlier)) if earlier else None

    def _id_of(self, row: int) -> str:
        return self.lines[row].id if row < len(self.lines) else _WAITING

    def _take_in_changes(self) -> None:
        """Read the lines anew, in one statement; each keeps its place and new ones come last."""
        self.picture = self._sitting.picture(self.household_id) or self.picture
        lines = self.picture.lines
        places = {line.id: place for place, line in enumerate(self.lines)}
        shown = [line for line in lines if line.id in places or _is_shown(line, self.window)]
        self.lines = sorted(
            shown, key=lambda line: (places.get(line.id, len(places)), line.month or 0, line.id)
        )
        if self._sitting.correction is not None:
            self._corrected = corrections(self._sitting, self.lines)

    def _add(self, kind: str, lines: list[LedgerLine]) -> int:
        if lines:
            with self._sitting.changing(kind, self.household_id) as change:
                change.insert_many([replace(line, id=change.new_id()) for line in lines])
            self._take_in_changes()
        return len(lines)

    def values_of(self, column: str, text: str) -> dict[str, Value]:
        """What a cell's text means, by the keys of a ledger line.

        Raises:
            NotUnderstoodError: It is not understood.
        """
        if column == PERSON:
            return {"person_id": member_named(self.picture.persons, text)}
        if column == "quantity":
            return _quantity(text)
        return {column: field_of("ledger_line", column).read(text)}

    def _answer_waiting(self, column: str, text: str) -> Answer:
        draft = {**self._draft, column: text}
        if not text.strip():
            draft.pop(column)
        values: dict[str, Any] = {}
        for key, typed in draft.items():
            values |= self.values_of(key, typed)
        if values.get("item") is None:
            self._not_understood.pop((_WAITING, column), None)
            self._draft = draft
            return Answer(text.strip())
        item = income_items().get(values["item"])
        whole: dict[str, Any] = completed(None, {**unit_for(item), **values})
        whole.setdefault("month", self._sitting.quarter.window.last)
        place = len(self.lines)
        with self._sitting.changing("line-added", self.household_id) as change:
            line_id = change.new_id()
            change.insert(LedgerLine(line_id, change.village_code, self.household_id, **whole))
        self._draft = {}
        kept = {key: text for (row, key), text in self._not_understood.items() if row == _WAITING}
        for key, text_kept in kept.items():
            del self._not_understood[_WAITING, key]
            if key != column:
                self._not_understood[line_id, key] = text_kept
        self._take_in_changes()
        return Answer(self.text(place, column))


def _quantity(text: str) -> dict[str, Value]:
    """A quantity may carry its unit: 600公斤 is 600 in the unit 公斤."""
    field = field_of("ledger_line", "quantity")
    try:
        return {"quantity": field.read(text)}
    except NotUnderstoodError:
        plain = text.strip()
        for size in (3, 2, 1):
            try:
                unit = code_list("unit").read(plain[-size:])
                return {"quantity": field.read(plain[:-size]), "unit": unit}
            except NotUnderstoodError:
                continue
        raise


def _is_shown(line: LedgerLine, window: Window) -> bool:
    month = line_month(line)
    return month is None or month in window

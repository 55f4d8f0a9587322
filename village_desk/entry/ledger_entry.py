"""A household's ledger of one year as a grid: cells are texts, a row is on disk as soon as it has an item."""

from __future__ import annotations

from dataclasses import replace

from village_desk.definitions.items import income_items
from village_desk.entry.carrying import carried_lines
from village_desk.entry.line_amounts import completed, disagrees, unit_for
from village_desk.entry.record_entry import Answer
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import field_of, why_not
from village_desk.rules.income import Income, line_month, lines_in
from village_desk.rules.items import Counting
from village_desk.rules.money import Fen, per_head
from village_desk.rules.months import Window
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.reading import NotUnderstoodError
from village_desk.rules.records import LedgerLine

PERSON = "person"
"""The column that says whose line it is; its texts are names of members, blank for the household."""


class LedgerEntry:
    """The grid of one household and window; the last row is always empty and waits for a new line."""

    columns = (
        "item", PERSON, "month", "span", "scale", "scale_unit", "quantity", "unit", "price", "amount",
        "evidence", "place", "note",
    )

    def __init__(self, sitting: Sitting, household_id: str, window: Window) -> None:
        self._sitting = sitting
        self.household_id = household_id
        self.window = window
        self._typed: dict[tuple[int, str], str] = {}
        self._draft: dict[str, str] = {}
        self.lines: list[LedgerLine] = []
        self.picture = self._load()

    def reload(self) -> None:
        """Read the ledger anew."""
        self.picture = self._load()

    @property
    def rows(self) -> int:
        """How many rows the grid has, the waiting one included."""
        return len(self.lines) + 1

    def text(self, row: int, column: str) -> str:
        """The text of a cell; one that was not understood stays as it was typed."""
        if (row, column) in self._typed:
            return self._typed[row, column]
        if row >= len(self.lines):
            return self._draft.get(column, "")
        line = self.lines[row]
        if column == PERSON:
            person = self.picture.person(line.person_id)
            return person.name or "" if person else ""
        if column == "item":
            item = income_items().get(line.item or "")
            return item.label if item else line.item or ""
        return field_of("ledger_line", column).write(getattr(line, column))

    def answer(self, row: int, column: str, text: str) -> Answer:
        """Take a cell's text; it is saved when this returns without a problem.

        Raises:
            Refusal: The book cannot be written.
        """
        try:
            values = self._values(column, text)
        except NotUnderstoodError as error:
            self._typed[row, column] = text
            return Answer(text, why_not(error))
        self._typed.pop((row, column), None)
        if row >= len(self.lines):
            self._answer_new(column, text)
        else:
            line = self.lines[row]
            if any(getattr(line, key) != value for key, value in values.items()):
                with self._sitting.changing("line-changed", self.household_id) as change:
                    change.change(LedgerLine, line.id, completed(line, values))
                self.reload()
        return Answer(self.text(min(row, len(self.lines)), column))

    def void(self, row: int, reason: str) -> None:
        """Take a line out with a reason."""
        with self._sitting.changing("line-voided", self.household_id, reason=reason) as change:
            change.void(LedgerLine, self.lines[row].id)
        self.reload()

    def carry_forward(self) -> int:
        """Copy last quarter's recurring lines into the quarter being worked on; how many were copied."""
        carried = carried_lines(self.picture.lines, self._sitting.quarter, income_items())
        if carried:
            with self._sitting.changing("carried-forward", self.household_id) as change:
                change.insert_many([replace(line, id=change.new_id()) for line in carried])
            self.reload()
        return len(carried)

    def income(self) -> Income:
        """The four incomes, cost, net and per head of the window."""
        return self._sitting.income(self.picture, self.window)

    def gap(self) -> Fen | None:
        """How far per head lies above the year's monitoring line in fen; None where one of them is missing."""
        line = self._sitting.settings.line_for(self._sitting.year)
        per_capita = self.income().per_capita
        return Fen(per_capita - line) if line is not None and per_capita is not None else None

    def mark(self, row: int) -> str:
        """The 计入 / 不计入 / 另列 mark of a row's item under the book's 口径."""
        item = self.lines[row].item if row < len(self.lines) else None
        return self._sitting.reckoner.counting_of(item).value if item in income_items() else ""  # type: ignore[arg-type]

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
            if other.item == line.item and other.person_id == line.person_id and other.amount is not None
        ]
        return Fen(sum(earlier)) if earlier else None

    def per_head_of(self, amount: Fen) -> Fen | None:
        """An amount divided by the persons the window counts."""
        return per_head(amount, self.income().persons)

    def _load(self) -> HouseholdPicture:
        picture = self._sitting.picture(self.household_id)
        if picture is None:
            return self.picture
        order = list(income_items())
        self.lines = sorted(
            (line for line in picture.lines if _shown(line, self.window)),
            key=lambda line: (order.index(line.item) if line.item in order else -1, line.month or 0, line.id),
        )
        return picture

    def _values(self, column: str, text: str) -> dict[str, object]:  # values of several kinds
        if column == PERSON:
            return {"person_id": self._member(text)}
        return {column: field_of("ledger_line", column).read(text)}

    def _member(self, text: str) -> str | None:
        name = text.strip()
        if not name:
            return None
        found = [person.id for person in self.picture.persons if person.name == name]
        if name.isdigit():
            found = [person.id for person in self.picture.persons if person.position == int(name)]
        if len(found) != 1:
            raise NotUnderstoodError("not-a-member")
        return found[0]

    def _answer_new(self, column: str, text: str) -> None:
        if text.strip():
            self._draft[column] = text
        else:
            self._draft.pop(column, None)
        if "item" not in self._draft:
            return
        values: dict[str, object] = {}
        for key, typed in self._draft.items():
            values |= self._values(key, typed)
        self._draft = {}
        item = income_items().get(str(values["item"]))
        whole = completed(None, {**unit_for(item), **values})  # type: ignore[dict-item]
        whole.setdefault("month", self._sitting.quarter.window.last)
        person_id = whole.pop("person_id", None)
        with self._sitting.changing("line-added", self.household_id) as change:
            new = LedgerLine(change.new_id(), change.village_code, self.household_id, person_id, **whole)  # type: ignore[arg-type]
            change.insert(new)
        self.reload()


def _shown(line: LedgerLine, window: Window) -> bool:
    month = line_month(line)
    return month is None or month in window

"""The dry run of an income ledger: each row becomes a line of its household or member, or says why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence

from msgspec import Struct

from village_desk.definitions.items import income_item
from village_desk.definitions.words import say
from village_desk.exchange.incoming.heading_words import LINE, PERSON, ledger_words
from village_desk.exchange.incoming.import_plan import ImportPlan
from village_desk.exchange.incoming.roster_changes import CHANGED, NEW, SAME, RecordChange
from village_desk.exchange.incoming.roster_drafts import changed_answers
from village_desk.exchange.incoming.roster_duplicates import REJECTED
from village_desk.exchange.incoming.roster_matching import Register, find_person, home_of
from village_desk.exchange.incoming.roster_rows import Answers, ImportProblem, RosterRow
from village_desk.exchange.incoming.roster_settling import (
    AMBIGUOUS,
    DECIDED_NEW,
    DECIDED_SKIP,
    Ambiguity,
    Candidate,
    Decisions,
)
from village_desk.exchange.incoming.roster_sheets import plan_of_sheets, read_sheets
from village_desk.exchange.reading.tables_in import TablesIn
from village_desk.rules.money import Thousandths, amount_of, yuan_text
from village_desk.rules.records import ORIGIN_IMPORTED, SPAN_MONTH, LedgerLine
from village_desk.store.bulk import without_collecting
from village_desk.store.ids import new_id
from village_desk.store.reading import Reading

_WHOSE = frozenset({"number", "name", "identity_number"})
_FIGURES = ("amount", "quantity", "price")
_LINE_KEYS = frozenset(LedgerLine.__struct_fields__)


@without_collecting()
def plan_ledger(
    tables: TablesIn,
    book_reading: Reading,
    *,
    decisions: Decisions | None = None,
    heading_rows: Mapping[str, int] | None = None,
) -> ImportPlan:
    """Say what importing an income ledger into the book would do; nothing is written.

    A line that the book has already is the same; one for the same person, item and month with another amount
    waits for a decision, because it may be a correction or a second payment.

    Raises:
        Refusal: ``import-no-heading``: no sheet has a heading that is recognised.
    """
    sheets = read_sheets(tables, ledger_words(), 0, heading_rows=heading_rows)
    planning = _Planning(book_reading, decisions or {})
    planning.take(sheets.rows)
    return plan_of_sheets(
        tables,
        book_reading,
        sheets,
        problems=planning.problems,
        decisions=planning.questions,
        inserts=planning.lines,
        changes=planning.changes,
    )


class _Entry(Struct, eq=False):
    """A row whose owner is known, with its line's answers."""

    row: RosterRow
    household_id: str
    person_id: str | None
    values: Answers

    @property
    def slot(self) -> Hashable:
        """Whose, what and when."""
        return _slot(self.household_id, self.person_id, self.values)

    @property
    def figures(self) -> Answers:
        """The figures that the row gives."""
        return {key: self.values[key] for key in _FIGURES if key in self.values}

    @property
    def sums(self) -> Hashable:
        """What makes it the same payment."""
        return (self.slot, tuple(self.figures.items()))


class _Planning:
    def __init__(self, reading: Reading, decisions: Decisions) -> None:
        self._register = Register(reading)
        self._decisions = decisions
        self._village_code = reading.village_code
        self._known: dict[Hashable, list[LedgerLine]] = {}
        for line in reading.all(LedgerLine):
            slot = (line.household_id, line.person_id, line.item, line.month, line.span)
            self._known.setdefault(slot, []).append(line)
        self.problems: list[ImportProblem] = []
        self.questions: list[Ambiguity] = []
        self.lines: list[LedgerLine] = []
        self.changes: list[RecordChange] = []

    def take(self, rows: Sequence[RosterRow]) -> None:
        """Give every row an outcome; lines that the book has are set aside before others are compared."""
        entries = [entry for row in rows if (entry := self._entry(row)) is not None]
        self._name_doubles(entries)
        left = [entry for entry in entries if not self._is_same(entry)]
        for entry in left:
            self._settle(entry)

    def _entry(self, row: RosterRow) -> _Entry | None:
        values = {key: value for key, value in row.person.items() if key not in _WHOSE and key in _LINE_KEYS}
        _complete(values)
        reason = _what_is_missing(values)
        if reason:
            self._reject(row, reason)
            return None
        row.home = home_of(row, self._register)
        if not _WHOSE.isdisjoint(row.person):
            found = find_person(row, row.home, self._register)
            if found.person is None:
                self._reject(row, "no-such-person")
                return None
            row.match = found.person
            row.home = self._register.households[found.person.household_id]
        if row.home is None:
            self._reject(row, "no-such-household")
            return None
        owner = income_item(str(values["item"])).owner
        person_id = row.match.id if row.match and owner != "household" else None
        return _Entry(row, row.home.id, person_id, values)

    def _is_same(self, entry: _Entry) -> bool:
        known = self._known.get(entry.slot, [])
        for line in known:
            if not changed_answers(line, entry.figures):
                known.remove(line)
                after = changed_answers(line, {**entry.values, "origin": line.origin})
                self._change(line, after)
                entry.row.outcome = CHANGED if after else SAME
                return True
        return False

    def _settle(self, entry: _Entry) -> None:
        known = self._known.get(entry.slot, [])
        row = entry.row
        decision = self._decisions.get((row.sheet.name, row.row), "")
        chosen = next((line for line in known if line.id == decision), None)
        if chosen is not None:
            known.remove(chosen)
            self._change(chosen, changed_answers(chosen, entry.values))
            row.outcome = CHANGED
        elif known and decision == DECIDED_SKIP:
            self._reject(row, "left-out")
        elif known and decision != DECIDED_NEW:
            self._ask(entry, known)
        else:
            row.outcome = NEW
            self.lines.append(self._line(entry))

    def _ask(self, entry: _Entry, known: Sequence[LedgerLine]) -> None:
        row = entry.row
        row.outcome = AMBIGUOUS
        shown = tuple(
            Candidate(line.id, f"{yuan_text(line.amount)} {line.note or ''}".strip()) for line in known
        )
        self.questions.append(Ambiguity(row.sheet.name, row.row, say("import.ask-line"), shown))
        self.problems.append(row.problem(row.sheet.heading.column(LINE, "amount"), "ask-line"))

    def _line(self, entry: _Entry) -> LedgerLine:
        values = {"origin": ORIGIN_IMPORTED, **entry.values}
        return LedgerLine(new_id(), self._village_code, entry.household_id, entry.person_id, **values)  # type: ignore[arg-type]  # answers by key

    def _change(self, line: LedgerLine, after: Answers) -> None:
        if after:
            before = {key: getattr(line, key) for key in after}
            self.changes.append(RecordChange(LedgerLine, line.id, before, after))

    def _name_doubles(self, entries: Sequence[_Entry]) -> None:
        """Two equal rows may be two payments: both come in and are named."""
        first: dict[Hashable, RosterRow] = {}
        counts = Counter(entry.sums for entry in entries)
        for entry in entries:
            if counts[entry.sums] > 1 and first.setdefault(entry.sums, entry.row) is not entry.row:
                column = entry.row.sheet.heading.column(LINE, "amount")
                self.problems.append(entry.row.problem(column, "same-line", row=first[entry.sums].row))

    def _reject(self, row: RosterRow, reason: str) -> None:
        row.outcome = REJECTED
        place, key = _COLUMN_OF.get(reason, ("", ""))
        self.problems.append(row.problem(row.sheet.heading.column(place, key), reason))


_COLUMN_OF = {
    "no-item": (LINE, "item"),
    "no-month": (LINE, "month"),
    "no-amount": (LINE, "amount"),
    "no-such-person": (PERSON, "name"),
}


def _slot(household_id: str, person_id: str | None, values: Answers) -> Hashable:
    return (household_id, person_id, values.get("item"), values.get("month"), values.get("span"))


def _complete(values: Answers) -> None:
    """What follows from the figures: quantity times price is the amount, where no amount is given."""
    values.setdefault("span", SPAN_MONTH)
    quantity, price = values.get("quantity"), values.get("price")
    if "amount" not in values and isinstance(quantity, int) and isinstance(price, int):
        values["amount"] = amount_of(Thousandths(quantity), Thousandths(price))


def _what_is_missing(values: Answers) -> str:
    for key in ("item", "month", "amount"):
        if key not in values:
            return f"no-{key}"
    return ""

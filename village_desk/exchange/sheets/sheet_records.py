"""Tables with one row for each record of a kind: members, work spells, measures, what was swept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from village_desk.definitions.screens import ITEMS, Field, Kind, screen, screen_names
from village_desk.definitions.sheets import Block
from village_desk.definitions.toml_files import read_once
from village_desk.definitions.words import say
from village_desk.exchange.paper.layout import Block as LayoutBlock
from village_desk.exchange.sheets.sheet_columns import without_columns
from village_desk.exchange.sheets.sheet_grid import Grid
from village_desk.exchange.sheets.sheet_household_values import household_values, written
from village_desk.exchange.sheets.sheet_labour_values import LABOUR_VALUES, LabourValue
from village_desk.exchange.sheets.sheet_order import IDENTITY_NUMBER
from village_desk.exchange.sheets.sheet_shown import (
    SheetValue,
    Shown,
    UnknownValueError,
    amount,
    caption_of,
    count,
    find,
)
from village_desk.exchange.sheets.sheet_subjects import HouseholdSubject, SheetRun
from village_desk.exchange.sheets.sheet_table import NUMBER, drawn_table
from village_desk.rules.entitlements import paid_of
from village_desk.rules.figures import MEASURES
from village_desk.rules.followup_records import Event, Problem, Procedure
from village_desk.rules.income import lines_in
from village_desk.rules.livelihood_records import Entitlement
from village_desk.rules.money import Fen
from village_desk.rules.months import QUARTER_MONTHS, Month, Window, add_months, age_on, month_of
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.planning import gained
from village_desk.rules.population import is_member_on
from village_desk.rules.record_years import belongs_to
from village_desk.rules.records import LedgerLine, Person, Record
from village_desk.rules.suggesting import can_work
from village_desk.rules.support_records import Measure

ABLE = "able"
"""The group of members who can work."""
_STYLES = {
    "measure.whom": "tight",
    "person.work_wish": "tight-small",
    **dict.fromkeys((f"measure.gained_{place}" for place in (1, 2, 3, 4)), "tight-amount"),
    **dict.fromkeys((f"income.{measure}" for measure in MEASURES), "tight-amount"),
    **dict.fromkeys(("entitlement.paid", "entitlement.lacking"), "tight-amount"),
}
_AMOUNTS = frozenset({Kind.MONEY, Kind.NUMBER, Kind.WHOLE})


class RecordRow(Struct, frozen=True):
    """One record with its household and its place from 1."""

    household: HouseholdSubject
    record: Record
    number: int

    @property
    def person(self) -> Person | None:
        """The member it is about, or the member itself."""
        if isinstance(self.record, Person):
            return self.record
        return self.household.picture.person(getattr(self.record, "person_id", None))


@read_once
def record_value(name: str) -> SheetValue[RecordRow]:
    """A column of such a table: ``record.number``, a question of any screen, or ``writing.…``, left blank.

    Raises:
        UnknownValueError: There is none of that name.
    """
    if name in _RECKONED:
        sensitive = "id" if name == "person.identity_parts" else ""
        return SheetValue(
            name, caption_of(name), _RECKONED[name], _STYLES.get(name, "tight-count"), sensitive
        )
    if name in LABOUR_VALUES:
        style, show = LABOUR_VALUES[name]
        return SheetValue(name, caption_of(name), _of_person(show), style)
    kind, _, key = name.partition(".")
    if kind == "writing":
        return SheetValue(name, caption_of(name), lambda _: Shown())
    if kind in ("household", "income"):
        value = find(household_values(), name)
        return SheetValue(
            name,
            value.caption,
            lambda row: value.show(row.household),
            _STYLES.get(name, "tight"),
            value.sensitive,
        )
    field = {field.key: field for field in screen(kind).fields}.get(key) if kind in screen_names() else None
    if field is None:
        raise UnknownValueError(name)
    style = _STYLES.get(name) or ("tight-amount" if field.kind in _AMOUNTS else "tight")
    answer = _identity_number if name == IDENTITY_NUMBER else _asked(kind, field)
    return SheetValue(name, field.label, answer, style, field.sensitive)


def record_rows(
    households: Iterable[HouseholdSubject], block: Block, month: Month | None = None
) -> list[RecordRow]:
    """The records that a block lists, household by household; of one month where the sheet is one month's."""
    rows: list[RecordRow] = []
    for household in households:
        window = Window(month, month) if month else _window(household.run, block.window)
        records = CHOSEN[block.of](household.picture, window)
        chosen = [one for one in records if _is_listed(one, block.groups, household.run)]
        for record in _by_item(chosen, household.run) if block.by_item else chosen:
            rows.append(RecordRow(household, record, len(rows) + 1))
    return rows


def shown_records(block: Block, run: SheetRun) -> Block:
    """The block with the columns that this copy has, and with what it has in place of identity numbers."""
    if run.mask.splits_identity:
        parts = ("person.identity_parts" if name == IDENTITY_NUMBER else name for name in block.values)
        block = replace(block, values=tuple(parts))
    return without_columns(block, lambda name: run.mask.hides(record_value(name).sensitive))


def drawn_records(run: SheetRun, block: Block, rows: Sequence[RecordRow], grid: Grid) -> LayoutBlock:
    """The records as a table of the columns that this copy has."""
    return drawn_table(shown_records(block, run), record_value, rows, grid)


Chosen = Callable[[HouseholdPicture, Window], Sequence[Record]]


def _window(run: SheetRun, name: str) -> Window:
    if name == "before":
        return run.window.before()
    return run.window if name == "quarter" else run.year_window


def _asked(kind: str, field: Field) -> Callable[[RecordRow], Shown]:
    """Shows an answer of the record, or of the member that the record is about."""

    def show(row: RecordRow) -> Shown:
        subject: Record | None = row.person if kind == "person" else row.record
        value = getattr(subject, field.key, None)
        mask = row.household.run.mask
        if kind == "person" and field.key == "name" and row.person is not None:
            return Shown(mask.person_name(row.person))
        if field.sensitive == "name" and isinstance(value, str):
            return Shown(mask.adult_name(value))
        if field.codes == ITEMS and (item := row.household.run.reckoner.items.get(value or "")):
            return Shown(mask.item_label(item))
        if isinstance(value, date):
            return Shown(f"{value.year}.{value.month}.{value.day}")
        if isinstance(value, tuple):
            return Shown("、".join(value))
        return written(field, value)

    return show


def _of_person(show: LabourValue) -> Callable[[RecordRow], Shown]:
    return lambda row: show(row.household, row.person) if row.person else Shown()


def _age(row: RecordRow) -> Shown:
    person = row.person
    if person is None or person.born_on is None:
        return Shown()
    return count(age_on(person.born_on, row.household.run.window.last_day))


def _identity_number(row: RecordRow) -> Shown:
    return Shown(row.household.run.mask.identity_number(row.person.identity_number) if row.person else "")


def _identity_parts(row: RecordRow) -> Shown:
    """Day of birth, sex and age, in place of the number that says them."""
    person, age = row.person, _age(row).text
    if person is None or person.born_on is None:
        return Shown()
    born = person.born_on
    return Shown(
        say(
            "sheet.identity_parts", born=f"{born.year}.{born.month}.{born.day}", sex=person.sex or "", age=age
        )
    )


def _whom(row: RecordRow) -> Shown:
    person = row.person
    return Shown(row.household.run.mask.person_name(person) if person else say("sheet.whole_household"))


def _gained(place: int) -> Callable[[RecordRow], Shown]:
    """What a measure has brought in one of the year's quarters, read from the ledger."""

    def show(row: RecordRow) -> Shown:
        run = row.household.run
        first = add_months(run.year_window.first, QUARTER_MONTHS * place)
        window = Window(first, add_months(first, QUARTER_MONTHS - 1))
        if not isinstance(row.record, Measure):
            return Shown()
        return amount(gained(row.record, row.household.picture, window))

    return show


def _paid(row: RecordRow) -> Shown:
    """What the ledger shows of an entitlement in the year."""
    paid = _paid_amount(row)
    return Shown() if paid is None else amount(paid)


def _lacking(row: RecordRow) -> Shown:
    paid, record = _paid_amount(row), row.record
    if paid is None or not isinstance(record, Entitlement) or record.due is None:
        return Shown()
    return amount(Fen(max(0, record.due - paid)))


def _paid_amount(row: RecordRow) -> Fen | None:
    if not isinstance(row.record, Entitlement):
        return None
    return paid_of(row.record, row.household.picture.lines, row.household.run.year_window)


_RECKONED: Mapping[str, Callable[[RecordRow], Shown]] = {
    NUMBER: lambda row: count(row.number),
    "person.age": _age,
    "person.identity_parts": _identity_parts,
    "measure.whom": _whom,
    "entitlement.paid": _paid,
    "entitlement.lacking": _lacking,
    **{f"measure.gained_{place + 1}": _gained(place) for place in range(4)},
}


def _is_listed(record: Record, groups: Sequence[str], run: SheetRun) -> bool:
    """Whether a measure is of the sheet's year, a ledger line of a category, a member able to work."""
    if isinstance(record, Measure):
        return record.year == run.year
    if not groups:
        return True
    if isinstance(record, Person):
        return ABLE in groups and can_work(record)
    item = run.reckoner.items.get(record.item or "") if isinstance(record, LedgerLine) else None
    return item is not None and item.category.value in groups


def _by_item(records: Iterable[Record], run: SheetRun) -> list[LedgerLine]:
    """Ledger lines with those of one item together; benefits whose names are masked alike are one too."""
    alike: dict[str, list[LedgerLine]] = {}
    for record in records:
        if isinstance(record, LedgerLine):
            item = run.reckoner.items.get(record.item or "")
            alike.setdefault(run.mask.item_label(item) if item else "", []).append(record)
    return [_together(lines) for lines in alike.values()]


def _together(lines: Sequence[LedgerLine]) -> LedgerLine:
    amounts = [line.amount for line in lines if line.amount is not None]
    return replace(lines[0], person_id=None, amount=Fen(sum(amounts)) if amounts else None)


def _of_window(part: str) -> Chosen:
    """The records of a part of the picture that a window's list holds."""
    return lambda one, window: [record for record in getattr(one, part) if belongs_to(record, window)]


def _happened(event: Event, window: Window) -> bool:
    return event.happened_on is not None and month_of(event.happened_on) in window


def _is_in_hand(problem: Problem, window: Window) -> bool:
    """Whether a problem that was found by the end of a window is open still, or was closed in it."""
    found, closed = problem.found_on, problem.closed_on
    is_found = found is None or month_of(found) <= window.last
    return is_found and (closed is None or month_of(closed) in window)


def _moves(procedure: Procedure, window: Window) -> bool:
    """Whether a procedure has no outcome yet, or a step of it was taken in a window."""
    steps = [getattr(procedure, field.key) for field in screen("procedure").fields]
    return not procedure.outcome or any(month_of(step) in window for step in steps if isinstance(step, date))


CHOSEN: Mapping[str, Chosen] = {
    "household": lambda one, _: [one.household],
    "person": lambda one, window: [p for p in one.persons if is_member_on(p, window.last_day)],
    "ledger_line": lambda one, window: lines_in(one.lines, window),
    "work_spell": _of_window("spells"),
    "public_post": _of_window("posts"),
    "training": _of_window("trainings"),
    "study": _of_window("studies"),
    "industry": _of_window("industries"),
    "insurance": _of_window("insurances"),
    "entitlement": _of_window("entitlements"),
    "loan": _of_window("loans"),
    "measure": lambda one, window: [m for m in one.measures if m.due is None or m.due >= window.first],
    "stock": lambda one, window: [stock for stock in one.stocks if stock.quarter in window],
    "sweep": lambda one, window: [sweep for sweep in one.sweeps if sweep.month in window],
    "event": lambda one, window: [event for event in one.events if _happened(event, window)],
    "problem": lambda one, window: [problem for problem in one.problems if _is_in_hand(problem, window)],
    "procedure": lambda one, window: [way for way in one.procedures if _moves(way, window)],
}
"""Which of a household's records a table lists."""

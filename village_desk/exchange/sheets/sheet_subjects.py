"""What the values of a sheet are asked of: households, measures, ledger lines and units of the village."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from village_desk.definitions.sheets import BlockKind, Sheet
from village_desk.exchange.sheets.copies import CopyMask
from village_desk.rules.analysis import HalfYear
from village_desk.rules.checks.once import once
from village_desk.rules.figures import PeriodIncome, RollUp, period_income
from village_desk.rules.income import Reckoner, lines_in
from village_desk.rules.items import Category, Counting, IncomeItem
from village_desk.rules.money import Fen, Thousandths, per_head
from village_desk.rules.months import Quarter, Window
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.population import counted_count, is_member_on, registered_count
from village_desk.rules.records import (
    HEAD_RELATION,
    ORIGIN_BY_RATIO,
    Household,
    LedgerLine,
    Person,
    StatedTotals,
    Visit,
)
from village_desk.rules.support_records import Plan

SEPARATE = "separate"
MEMO = "memo"
_OWN_GROUP = frozenset(
    {Category.WAGES, Category.PRODUCTION, Category.COST, Category.PROPERTY, Category.TRANSFER}
)


class SheetRun(Struct, frozen=True):
    """One sheet being made: what holds for every household on it."""

    sheet: Sheet
    year: int
    year_window: Window
    quarter: Quarter | None
    reckoner: Reckoner
    mask: CopyMask
    bands: tuple[Fen, ...]
    half: HalfYear | None
    """The half-year, for a sheet of one."""
    item_places: Mapping[str, int]
    """The order of the items in the catalogue."""
    villages: Mapping[str, str] | None = None
    """The names by code of a township's villages; None: a village's own sheet."""

    def place_of(self, household: Household) -> str:
        """Where a household lives: its 小组, on a township's sheet behind its village."""
        group = household.group or ""
        if self.villages is None:
            return group
        return f"{self.villages[household.village_code]}\n{group}".rstrip()

    @property
    def window(self) -> Window:
        """The months the sheet is about."""
        if self.half:
            return self.half.window
        return self.quarter.window if self.quarter else self.year_window


class HouseholdSubject:
    """One household as a sheet sees it; each figure is reckoned when it is first asked for."""

    def __init__(self, run: SheetRun, picture: HouseholdPicture) -> None:
        self.run = run
        self.picture = picture
        self._months: dict[Window, PeriodIncome] = {}

    @property
    def name(self) -> str:
        """What the list of pages calls it: its head, as this copy shows the name."""
        return self.run.mask.head_name(self.picture)

    @property
    def registered(self) -> list[Person]:
        """Who is on the register at the end of the sheet's months."""
        last = self.run.window.last_day
        return [person for person in self.picture.persons if is_member_on(person, last)]

    @property
    def head(self) -> Person | None:
        """The head among them."""
        return next((person for person in self.registered if person.relation == HEAD_RELATION), None)

    @once
    def year(self) -> PeriodIncome:
        """The whole year of the sheet."""
        return self._income(self.run.year_window)

    @once
    def year_before(self) -> PeriodIncome:
        """The year before."""
        return self._income(self.run.year_window.year_earlier())

    @once
    def quarter(self) -> PeriodIncome:
        """The sheet's own months: the quarter of a tracking sheet."""
        return self._income(self.run.window)

    @once
    def quarter_earlier(self) -> PeriodIncome:
        """The same months of the year before."""
        return self._income(self.run.window.year_earlier())

    @once
    def to_date(self) -> PeriodIncome:
        """From the first month of the year to the last of the quarter."""
        return self._income(Window(self.run.year_window.first, self.run.window.last))

    def in_months(self, window: Window) -> PeriodIncome:
        """Some months of their own, such as each quarter of a year; reckoned once."""
        if window not in self._months:
            self._months[window] = self._income(window)
        return self._months[window]

    @once
    def stated(self) -> StatedTotals | None:
        """The national system's figures of the year."""
        return self.picture.stated_for(self.run.year)

    @once
    def target(self) -> Plan | None:
        """The year's target."""
        return self.picture.plan_for(self.run.year)

    @once
    def visit(self) -> Visit | None:
        """The visit of the quarter."""
        first = self.run.window.first
        return next((visit for visit in self.picture.visits if visit.quarter == first), None)

    @once
    def last_visit(self) -> Visit | None:
        """The visit of the quarter before."""
        first = self.run.window.before().first
        return next((visit for visit in self.picture.visits if visit.quarter == first), None)

    @once
    def members(self) -> int:
        """On the register at the end of the sheet's months."""
        return registered_count(self.picture.persons, self.run.window.last_day)

    @once
    def counted(self) -> int:
        """Counted at the end of the sheet's months."""
        return counted_count(self.picture.persons, self.run.window.last_day)

    @once
    def year_groups(self) -> Mapping[str, LineGroup]:
        """The year's ledger lines as the sheet's own tables group them; empty for a sheet that has none."""
        blocks = self.run.sheet.blocks
        tables = (block for block in blocks if block.kind is BlockKind.LINES and block.window == "year")
        names = tuple(group for block in tables for group in block.groups)
        return {group.group: group for group in line_groups(self, names, self.run.year_window)}

    def target_amount(self, measure: str) -> Fen | None:
        """A target in fen; sums need at least one part, and the net takes a missing cost as none."""
        target = self.target
        if target is None:
            return None
        if measure not in ("gross", "net", "per_capita"):
            return getattr(target, measure, None)
        parts = [target.wages, target.production, target.property, target.transfer]
        if all(part is None for part in parts):
            return None
        gross = sum(part or 0 for part in parts)
        if measure == "gross":
            return Fen(gross)
        net = Fen(gross - (target.cost or 0))
        return net if measure == "net" else per_head(net, self.year.income.persons)

    def _income(self, window: Window) -> PeriodIncome:
        return period_income(self.picture, self.run.reckoner, window)


class MeasureSubject:
    """One row of an income table; what several of its columns need is reckoned once."""

    def __init__(self, household: HouseholdSubject, measure: str) -> None:
        self.household = household
        self.measure = measure

    @once
    def year(self) -> Fen | None:
        """The amount of the sheet's year."""
        return self.household.year.amount(self.measure)

    @once
    def year_before(self) -> Fen | None:
        """The amount of the year before."""
        return self.household.year_before.amount(self.measure)


class LineSubject(Struct, frozen=True):
    """Like lines of the ledger as one row: same item, owner, unit, price, scale and place."""

    run: SheetRun
    group: str
    number: int
    """Place in its group from 1; 0 where it is the only one and so the sum itself."""
    owner: Person | None
    item: IncomeItem | None
    first: LedgerLine
    quantity: Thousandths | None
    amount: Fen | None
    counting: Counting | None


class LineGroup(Struct, frozen=True):
    """The rows of one category; ``total`` is None when no amount was entered."""

    group: str
    rows: tuple[LineSubject, ...]
    total: Fen | None


class UnitSubject(Struct, frozen=True):
    """One row of the village summary."""

    run: SheetRun
    label: str
    figures: RollUp


def line_groups(subject: HouseholdSubject, groups: Sequence[str], window: Window) -> tuple[LineGroup, ...]:
    """The ledger lines of a window by group, like lines put together, in the order of the catalogue."""
    by_group: dict[str, dict[tuple[object, ...], list[LedgerLine]]] = {}
    for line in lines_in(subject.picture.lines, window):
        alike = by_group.setdefault(group_of(line, subject.run.reckoner), {})
        alike.setdefault(_likeness(line, subject.run), []).append(line)
    return tuple(_group(subject, group, by_group.get(group, {}).values()) for group in groups)


def group_of(line: LedgerLine, reckoner: Reckoner) -> str:
    """Where a line stands on the card: its category if it counts, else ``separate`` or ``memo``."""
    item = reckoner.items.get(line.item or "")
    if item is None or item.category is Category.MEMO:
        return MEMO
    counting = reckoner.counting_of(item.code)
    if counting is Counting.MEMO:
        return MEMO
    if counting is Counting.COUNTED and item.category in _OWN_GROUP:
        return item.category.value
    return SEPARATE


def _likeness(line: LedgerLine, run: SheetRun) -> tuple[object, ...]:
    item = run.reckoner.items.get(line.item or "")
    label = run.mask.item_label(item) if item else ""
    place = None if run.mask.is_public else line.place
    return (
        label,
        line.person_id,
        line.unit,
        line.price,
        line.scale,
        line.scale_unit,
        place,
        line.origin == ORIGIN_BY_RATIO,
    )


def _group(subject: HouseholdSubject, group: str, alike: Iterable[list[LedgerLine]]) -> LineGroup:
    places = subject.run.item_places
    persons = {person.id: person for person in subject.picture.persons}

    def order(lines: list[LedgerLine]) -> tuple[int, int]:
        owner = persons.get(lines[0].person_id or "")
        return places.get(lines[0].item or "", len(places)), owner.position if owner else 0

    ordered = sorted(alike, key=order)
    first = 0 if len(ordered) == 1 and group not in (MEMO, SEPARATE) else 1
    rows = tuple(
        _row(subject.run, group, number, lines, persons.get(lines[0].person_id or ""))
        for number, lines in enumerate(ordered, first)
    )
    amounts = [row.amount for row in rows if row.amount is not None]
    return LineGroup(group, rows, Fen(sum(amounts)) if amounts else None)


def _row(
    run: SheetRun, group: str, number: int, lines: list[LedgerLine], owner: Person | None
) -> LineSubject:
    first = lines[0]
    item = run.reckoner.items.get(first.item or "")
    sign = item.sign if item else 1
    quantities = [line.quantity for line in lines]
    amounts = [line.amount for line in lines if line.amount is not None]
    return LineSubject(
        run=run,
        group=group,
        number=number,
        owner=owner,
        item=item,
        first=first,
        quantity=None
        if None in quantities
        else Thousandths(sum(part for part in quantities if part is not None)),
        amount=Fen(sign * sum(amounts)) if amounts else None,
        counting=run.reckoner.counting_of(item.code) if item else None,
    )

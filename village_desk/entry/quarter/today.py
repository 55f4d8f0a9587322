"""The first page 工作台: this quarter at a glance, each figure counted from the households it lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

from msgspec import Struct

from village_desk.definitions.calendar import near_line_percent
from village_desk.entry.books.backups import is_sound
from village_desk.entry.quarter.duties import NextDuty, Village, next_duties, visits_due_on
from village_desk.entry.quarter.quarter_entry import state_of
from village_desk.entry.quarter.today_household import (
    HouseholdToday,
    Marks,
    Measured,
    Parts,
    Standing,
    household_today,
)
from village_desk.entry.sitting import Sitting
from village_desk.rules.exchange_records import Package
from village_desk.rules.figures import household_figure, period_income, roll_up
from village_desk.rules.followup_records import Analysis, Meeting
from village_desk.rules.income import Reckoner
from village_desk.rules.money import Fen
from village_desk.rules.months import Quarter, Window, rolling_window
from village_desk.rules.pictures import VillagePicture
from village_desk.store.backups.backup import backup_folder, list_backups
from village_desk.store.last_import import last_import
from village_desk.store.partners import newest_package
from village_desk.store.pictures import village_picture
from village_desk.store.settings import BookSettings, reckoner_for

GROUP = "group:"
"""How the key of one 小组's figure begins; the group's name follows."""
DUTY = "duty:"
"""How the key of a duty's figure begins; its place among the duties follows."""
OVERDUE = "overdue"
OTHERS = "others"
"""The 小组 after those that have a figure of their own."""
GROUPS_SHOWN = 3


class GroupToday(Struct, frozen=True):
    """How far one 小组 is with the quarter's visits."""

    name: str
    done: int
    all: int

    @property
    def open(self) -> int:
        """Households not yet tracked."""
        return self.all - self.done


class VillageIncome(Struct, frozen=True):
    """The village's income of the year so far beside the same months last year, in fen."""

    window: Window
    parts: tuple[Fen, ...]
    """Wages, production less its cost, property, transfer: the sums of the households' own."""
    parts_before: tuple[Fen, ...]
    per_head: Fen | None
    per_head_before: Fen | None
    growth_per_mille: int | None
    """Of the per-head figure, like with like: households with both years entered."""


class BookToday(Struct, frozen=True):
    """What the book rests on: its newest backup, read through just now, its newest import and package."""

    backed_up_at: datetime | None
    is_backup_sound: bool
    imported_at: datetime | None
    package: Package | None
    """The newest that went to the township, with the day of its receipt where that has been opened."""
    entries: int


class Today(Struct, frozen=True):
    """Everything the page shows, of one moment of the book."""

    quarter: Quarter
    state: str
    """How far the quarter has come."""
    day: date
    visits_due_on: date
    is_quarter_over: bool
    rows: tuple[HouseholdToday, ...]
    groups: tuple[GroupToday, ...]
    """Those with most households still open first; among equals in walking order."""
    line: Fen | None
    near_percent: int
    fall_percent: int
    rolling: Window
    income: VillageIncome
    duties: tuple[NextDuty, ...]
    book: BookToday

    def of(self, figure: str) -> tuple[HouseholdToday, ...]:
        """The households behind a figure, in walking order: the figure is how many they are.

        Raises:
            KeyError: There is no such figure.
        """
        if figure.startswith(GROUP):
            name = figure.removeprefix(GROUP)
            return tuple(row for row in self.rows if row.group == name)
        if figure.startswith(DUTY):
            owed = self.duties[int(figure.removeprefix(DUTY))].owing
            ids = {one.household_id for one in owed}
            return tuple(row for row in self.rows if row.household_id in ids)
        if figure == OVERDUE:
            return self.of("open") if self.day > self.visits_due_on else ()
        if figure == OTHERS:
            names = {group.name for group in self.groups[GROUPS_SHOWN:]}
            return tuple(row for row in self.rows if row.group in names)
        belongs = FIGURES[figure]
        return tuple(row for row in self.rows if belongs(row))

    @property
    def target(self) -> Fen:
        """The sum of the year's targets."""
        return Fen(sum(row.target or 0 for row in self.of("planned")))

    @property
    def earned(self) -> Fen:
        """What the households with a target have earned of it so far."""
        return Fen(sum(row.earned for row in self.of("planned")))


FIGURES: dict[str, Callable[[HouseholdToday], bool]] = {
    "all": lambda _: True,
    "tracked": lambda row: row.is_tracked,
    "open": lambda row: not row.is_tracked,
    "under": lambda row: row.standing is Standing.UNDER,
    "near": lambda row: row.standing is Standing.NEAR,
    "unknown": lambda row: row.per_head is None,
    "fallen": lambda row: row.has_fallen,
    "planned": lambda row: row.target is not None,
    "unplanned": lambda row: row.target is None,
}
"""What belongs to each figure."""


class TodayReader:
    """Reads the page's figures; made once for a sitting, so that a backup is read through only once."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting
        self._sound: dict[Path, bool] = {}

    def errand(self) -> Callable[[], Today]:
        """Take along what belongs to the window's thread; the call returned may run beside it."""
        sitting = self._sitting
        settings, quarter = sitting.settings, sitting.quarter

        def read() -> Today:
            with sitting.book.reading() as reading:
                picture = village_picture(reading, sitting.book.village.name)
                imported, package = last_import(reading), newest_package(reading, reading.village_code)
                village = Village(picture.households, reading.all(Meeting), reading.all(Analysis))
            book = self._book(imported, package, picture.chain_head[0])
            return today_of(picture, settings, quarter, sitting.today, book, village)

        return read

    def _book(self, imported: str | None, package: Package | None, entries: int) -> BookToday:
        book = self._sitting.book
        seen = list_backups(backup_folder(book.path))
        own = [one for one in seen if one.manifest and one.manifest.install_id == book.install_id]
        newest = own[0] if own else None
        if newest is not None and newest.path not in self._sound:
            self._sound[newest.path] = is_sound(newest.path)
        return BookToday(
            backed_up_at=_moment(newest.manifest.made_at) if newest and newest.manifest else None,
            is_backup_sound=newest is not None and self._sound[newest.path],
            imported_at=_moment(imported) if imported else None,
            package=package,
            entries=entries,
        )


def today_of(
    picture: VillagePicture,
    settings: BookSettings,
    quarter: Quarter,
    day: date,
    book: BookToday,
    village: Village,
) -> Today:
    """Count a village's figures for a quarter under the book's 口径, as they are on a day."""
    reckoner = reckoner_for(settings)
    window = quarter.year_so_far
    rolling = rolling_window(quarter.window.last)
    fall = settings.policy.falling_hint
    marks = Marks(settings.line_of_quarter(quarter), near_line_percent(), fall)
    measured = [
        Measured(period_income(one, reckoner, rolling), household_figure(one, reckoner, window))
        for one in picture.households
    ]
    pairs = zip(picture.households, measured, strict=True)
    rows = tuple(household_today(one, incomes, quarter, marks) for one, incomes in pairs)
    return Today(
        quarter=quarter,
        state=state_of(next((one for one in picture.quarters if one.quarter == quarter.first), None)),
        day=day,
        visits_due_on=visits_due_on(quarter),
        is_quarter_over=day > quarter.window.last_day,
        rows=rows,
        groups=groups_of(rows),
        line=marks.line,
        near_percent=marks.near_percent,
        fall_percent=fall,
        rolling=rolling,
        income=_village_income(rows, measured, reckoner, window),
        duties=next_duties(day, settings.year_mode, village),
        book=book,
    )


def groups_of(rows: Sequence[HouseholdToday]) -> tuple[GroupToday, ...]:
    """The 小组 with their visits, most open first."""
    counts: dict[str, list[bool]] = {}
    for row in rows:
        counts.setdefault(row.group, []).append(row.is_tracked)
    groups = [GroupToday(name, sum(tracked), len(tracked)) for name, tracked in counts.items()]
    return tuple(sorted(groups, key=lambda group: -group.open))


def _village_income(
    rows: Sequence[HouseholdToday], measured: Sequence[Measured], reckoner: Reckoner, window: Window
) -> VillageIncome:
    whole = roll_up([one.year for one in measured], reckoner, ())
    return VillageIncome(
        window=window,
        parts=_summed([row.parts for row in rows]),
        parts_before=_summed([row.parts_before for row in rows]),
        per_head=whole.income.per_capita,
        per_head_before=whole.before.per_capita if whole.before else None,
        growth_per_mille=whole.growth_per_mille,
    )


def _summed(parts: Sequence[Parts]) -> tuple[Fen, ...]:
    return tuple(Fen(sum(one[place] or 0 for one in parts)) for place in range(4))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone()

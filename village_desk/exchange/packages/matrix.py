"""The matrix of villages and quarters: whose package has come, is answered, or is late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from village_desk.definitions.calendar import package_days
from village_desk.rules.exchange_records import Package, Partner
from village_desk.rules.months import Quarter, YearMode, make_quarter
from village_desk.store.reading import Reading

_QUARTERS = (1, 2, 3, 4)


class Coming(StrEnum):
    """How far a village's quarter has come at the township."""

    AWAITED = "awaited"
    """Not there, and not yet due."""
    LATE = "late"
    """Not there, and due."""
    RECEIVED = "received"
    """Accepted into the book."""
    CHECKED = "checked"
    """Accepted, checked and answered."""


class Cell(Struct, frozen=True):
    """One village's quarter; the package is its newest for that quarter."""

    coming: Coming
    package: Package | None
    came_late: bool
    """It is there, but came after its day."""


class MatrixRow(Struct, frozen=True):
    """A village with its quarters in order."""

    code: str
    name: str
    cells: tuple[Cell, ...]


class Matrix(Struct, frozen=True):
    """All villages whose keys are trusted, and any that has ever sent a package, by code."""

    year: int
    quarters: tuple[Quarter, ...]
    rows: tuple[MatrixRow, ...]

    def count(self, coming: Coming, quarter: int) -> int:
        """How many villages have come so far in a quarter, counted from 1."""
        return sum(row.cells[quarter - 1].coming is coming for row in self.rows)


def matrix_of(reading: Reading, year: int, mode: YearMode, today: date) -> Matrix:
    """The matrix of a year in the book's numbering."""
    quarters = tuple(make_quarter(year, number, mode) for number in _QUARTERS)
    packages = reading.all(Package)
    names = {package.village_code: package.village_name for package in packages}
    names |= {one.code: one.name for one in reading.all(Partner) if one.kind == "village"}
    newest = _newest(packages)
    rows = (
        MatrixRow(code, names[code], tuple(_cell(newest, code, quarter, today) for quarter in quarters))
        for code in sorted(names)
    )
    return Matrix(year, quarters, tuple(rows))


def due_on(quarter: Quarter) -> date:
    """The day by which the package of a quarter is due."""
    return quarter.window.last_day + timedelta(days=package_days())


def _newest(packages: Sequence[Package]) -> Mapping[tuple[str, int], Package]:
    ordered = sorted(packages, key=lambda package: package.sequence)
    return {(package.village_code, package.quarter): package for package in ordered}


def _cell(newest: Mapping[tuple[str, int], Package], code: str, quarter: Quarter, today: date) -> Cell:
    package, due = newest.get((code, quarter.first)), due_on(quarter)
    if package is None:
        return Cell(Coming.LATE if today > due else Coming.AWAITED, None, came_late=False)
    came_late = package.received_on is not None and package.received_on > due
    return Cell(Coming.CHECKED if package.answered_on else Coming.RECEIVED, package, came_late)

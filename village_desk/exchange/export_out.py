"""Our book as a workbook of the national system: its order of columns, its headings, its codes, all text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from zipfile import ZipFile

from msgspec import Struct

from village_desk.definitions.screens import screen
from village_desk.exchange.finished_file import write_finished
from village_desk.exchange.incoming.export_shape import (
    ASKED,
    EACH_MEMBER,
    ShapeColumn,
    ShapeSheet,
    read_shape,
    standard_shape,
)
from village_desk.exchange.incoming.heading_words import (
    HEAD_IDENTITY,
    HOUSEHOLD,
    PERSON,
    READ_ONLY,
    YEAR,
    common_words,
)
from village_desk.exchange.incoming.headings import heading_text
from village_desk.exchange.incoming.roster_matching import OWN_NUMBER
from village_desk.exchange.roster_out import write_tables
from village_desk.rules.figures import MEASURES, PeriodIncome, period_income
from village_desk.rules.months import last_whole_year
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.rules.population import is_member_on, registered_count
from village_desk.rules.reading import Value
from village_desk.rules.records import HEAD_RELATION, Person
from village_desk.rules.system_answers import MEMBERS
from village_desk.rules.system_records import SystemExport
from village_desk.store.book import Book
from village_desk.store.pictures import village_picture
from village_desk.store.settings import book_settings, reckoner_for
from village_desk.store.system_answers import newest_export


class ExportOrder(Struct, frozen=True):
    """What a workbook for the system is made of."""

    export: SystemExport | None
    """The imported export whose shape it has; None for the standard order."""
    income: Callable[[HouseholdPicture], PeriodIncome]
    """A household's income of the year that the workbook speaks of."""
    as_of: date
    """The day on which members are counted."""


def write_export(path: Path, book: Book, day: date) -> bool:
    """Write the village as the system writes it; whether an imported export gave the shape.

    Incomes are those of the last year that is over. An earlier workbook of the name is replaced.

    Raises:
        Refusal: As for write_finished.
    """
    with book.reading() as reading:
        export = newest_export(reading)
        picture = village_picture(reading, book.village.name)
        settings = book_settings(reading, book.village.profile)
    window = last_whole_year(day, settings.year_mode)
    income = partial(period_income, reckoner=reckoner_for(settings), window=window)
    write_finished(path, export_workbook(picture, ExportOrder(export, income, day)), verify=_verify)
    return export is not None


def export_workbook(picture: VillagePicture, order: ExportOrder) -> bytes:
    """Write the whole village as the system writes it, the same bytes for the same book."""
    shapes = read_shape(order.export.shape) if order.export else standard_shape()
    return write_tables((shape.name, _rows(shape, picture, order)) for shape in shapes)


def _rows(shape: ShapeSheet, picture: VillagePicture, order: ExportOrder) -> Iterator[Sequence[str]]:
    yield from shape.titles
    yield from shape.headings
    serial = {
        place
        for place, text in enumerate(shape.headings[-1])
        if heading_text(text).whole in common_words().serial
    }
    again = {column.question for column in shape.columns if column.is_later}
    number = 0
    for one in picture.households:
        subject = _Subject(one, order)
        for person in _members(shape, one, order.as_of):
            number += 1
            yield [
                str(number)
                if place in serial
                else subject.text(column, person)
                if _holds(column, again, one)
                else ""
                for place, column in enumerate(shape.columns)
            ]


def _holds(column: ShapeColumn, again: set[str], one: HouseholdPicture) -> bool:
    """Whether our answer belongs in a column: the one of before, or the one of after the risk was removed."""
    if column.question not in again:
        return True
    return column.is_later == (one.household.risk_removed is True)


def _members(shape: ShapeSheet, one: HouseholdPicture, day: date) -> Sequence[Person | None]:
    """Whom the rows of a household are about: each member, or its head, who may be missing."""
    members = [person for person in one.persons if is_member_on(person, day)]
    if shape.rows == EACH_MEMBER:
        return members
    return [next((person for person in members if person.relation == HEAD_RELATION), None)]


class _Subject:
    """One household on its way out; its income is reckoned where a column asks for it."""

    def __init__(self, picture: HouseholdPicture, order: ExportOrder) -> None:
        self._picture = picture
        self._order = order
        self._income: PeriodIncome | None = None

    def text(self, column: ShapeColumn, person: Person | None) -> str:
        """The text of a cell, blank for what we do not know."""
        place, _, key = column.question.partition(".")
        if place not in ASKED:
            return self._read_only(key) or column.constant if place == READ_ONLY else column.constant
        return column.spelling.write(screen(place).field(key), self._answer(place, key, person))

    def _answer(self, place: str, key: str, person: Person | None) -> Value:
        own = self._picture.household
        if place == PERSON:
            return getattr(person, key) if person is not None else None
        if place != HOUSEHOLD:
            return self._total(key)
        if f"{place}.{key}" == MEMBERS:
            return registered_count(self._picture.persons, self._order.as_of) or None
        value: Value = getattr(own, key)
        is_ours = key == "number" and str(value).startswith(OWN_NUMBER)
        return None if is_ours else value

    def _total(self, key: str) -> Value:
        """A sum of ours where the ledger has one, else the system's own."""
        income = self._income = self._income or self._order.income(self._picture)
        ours = income.amount(key) if key in MEASURES else None
        stated = self._picture.stated_for(income.window.last // 100)
        return ours if ours is not None else getattr(stated, key, None)

    def _read_only(self, key: str) -> str:
        if key == YEAR:
            income = self._income = self._income or self._order.income(self._picture)
            return str(income.window.last // 100)
        if key == HEAD_IDENTITY:
            head = next((one for one in self._picture.persons if one.relation == HEAD_RELATION), None)
            return (head.identity_number if head else None) or ""
        return ""


def _verify(part: Path) -> None:
    with ZipFile(part) as archive:
        if archive.testzip() is not None:
            raise ValueError("a part of the workbook is damaged")

"""A township's year for the county: a workbook of plain tables to be added up, with nobody's name in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from zipfile import ZipFile

from village_desk.definitions.checks import LEVELS
from village_desk.definitions.indicators import indicator_catalogue
from village_desk.definitions.words import say
from village_desk.exchange.finished_file import write_finished
from village_desk.exchange.packages.matrix import matrix_of
from village_desk.exchange.roster_out import CellOut, write_tables
from village_desk.rules.indicators.figure import Unit, half_up
from village_desk.rules.indicators.registry import INDICATORS
from village_desk.rules.money import Fen
from village_desk.rules.months import Quarter
from village_desk.rules.refusals import Refusal
from village_desk.store.book import Book
from village_desk.store.reckoned.township_figures import alarms_of
from village_desk.store.reckoned.township_year import TownshipYear, UnitYear, township_year
from village_desk.store.settings import BookSettings, book_settings, reckoner_for

_Rows = Iterator[Sequence[CellOut]]

_INCOME = ("wages", "production", "cost", "property", "transfer", "net", "per_capita")


def write_county(path: Path, book: Book, quarter: Quarter, today: date) -> TownshipYear:
    """Write the year of a quarter; an earlier workbook of the name is replaced.

    Raises:
        Refusal: ``nothing-to-print``: no village has sent a package; else as for write_finished.
    """
    with book.reading() as reading:
        settings = book_settings(reading, book.village.profile)
        reckoner = reckoner_for(settings)
        found = township_year(reading, book.village.name, settings, reckoner, quarter, today)
        came = matrix_of(reading, quarter.year, settings.year_mode, today)
    if not found.villages:
        raise Refusal("nothing-to-print", value=path.name)
    tables: list[tuple[str, _Rows]] = [
        ("income", _income_rows(found, settings)),
        ("indicators", _indicator_rows(found)),
        ("alarms", _alarm_rows(found)),
        ("findings", _finding_rows(found)),
        ("low_income", _low_income_rows(found)),
        (
            "packages",
            (
                (row.code, row.name, *(say(f"county.{cell.coming}") for cell in row.cells))
                for row in came.rows
            ),
        ),
    ]
    about = say(
        "county.about",
        town=book.village.name,
        year=found.year,
        quarter=quarter.text(),
        day=today.isoformat(),
        basis=reckoner.basis.name,
    )
    write_finished(
        path,
        write_tables((say(f"county.{name}"), _sheet(about, name, rows)) for name, rows in tables),
        verify=_verify,
    )
    return found


def _sheet(about: str, name: str, rows: _Rows) -> _Rows:
    """A table under what it is about; its captions are words divided by a comma."""
    yield (about,)
    yield say(f"county.columns_{name}").split("，")
    yield from rows


def _units(found: TownshipYear) -> Iterator[tuple[Sequence[CellOut], UnitYear]]:
    """The units with what begins their rows: the villages, then the township."""
    for unit in (*found.villages, found.whole):
        name = say("county.whole") if unit.is_whole else unit.name
        yield (unit.code, name), unit


def _income_rows(found: TownshipYear, settings: BookSettings) -> _Rows:
    for names, unit in _units(found):
        income = unit.income
        under = income.under_line
        yield (
            *names,
            income.households,
            income.members,
            income.income.persons,
            *(_yuan(getattr(income.income, part)) for part in _INCOME),
            _yuan(income.before.per_capita if income.before else None),
            "" if income.growth_per_mille is None else Decimal(income.growth_per_mille) / 1000,
            _yuan(settings.monitoring_line(found.year)),
            under.households if under else "",
            under.persons if under else "",
            income.falling,
            income.without_labour,
        )


def _indicator_rows(found: TownshipYear) -> _Rows:
    """One row for each indicator of each unit, with both parts of a quotient: rates cannot be added."""
    words = indicator_catalogue().words
    for names, unit in _units(found):
        for one in unit.indicators:
            kind = INDICATORS[one.indicator].unit
            yield (
                *names,
                one.indicator,
                words[one.indicator].title,
                say(f"groups.{one.group.value}"),
                _value(one.figure.value, kind),
                _value(one.figure.numerator, kind if kind is Unit.YUAN else Unit.QUANTITY),
                _value(one.figure.denominator, Unit.QUANTITY),
                _value(one.target.figure, kind) if one.target else "",
                say(f"indicator_states.{one.state.name.lower()}"),
            )


def _alarm_rows(found: TownshipYear) -> _Rows:
    words = indicator_catalogue().words
    for names, unit in _units(found):
        for one in alarms_of(unit.indicators):
            kind = INDICATORS[one.indicator].unit
            target = _value(one.target.figure, kind) if one.target else ""
            yield (
                *names,
                words[one.indicator].title,
                _value(one.figure.value, kind),
                len(one.figure.counted),
                target,
            )


def _finding_rows(found: TownshipYear) -> _Rows:
    """One row for each rule of each unit that finds something there."""
    for names, unit in _units(found):
        counted = Counter((LEVELS.index(one.level), one.rule, one.title) for one in unit.findings)
        for (level, rule, title), count in sorted(counted.items()):
            yield (*names, rule, title, LEVELS[level], count)


def _low_income_rows(found: TownshipYear) -> _Rows:
    for names, unit in _units(found):
        if (ledger := unit.low_income) is not None:
            yield (
                *names,
                _yuan(ledger.line),
                len(ledger.start),
                len(ledger.lifted),
                len(ledger.remaining),
                len(ledger.new),
            )


def _yuan(amount: Fen | None) -> CellOut:
    return "" if amount is None else Decimal(amount).scaleb(-2)


def _value(value: Fraction | None, unit: Unit) -> CellOut:
    """Yuan with two decimals, counts whole, rates as shares of one; blank for none."""
    if value is None:
        return ""
    if unit is Unit.YUAN:
        return _yuan(Fen(half_up(value)))
    return int(value) if unit is Unit.COUNT else Decimal(half_up(value * 10**6)).scaleb(-6)


def _verify(part: Path) -> None:
    with ZipFile(part) as archive:
        if archive.testzip() is not None:
            raise ValueError("a part of the workbook is damaged")

"""Records to stored rows and back: dates as text, yes/no as 0 and 1, several choices joined by commas."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import starmap
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args, get_origin

from msgspec.structs import astuple

from village_desk.rules.chosen_records import Price, Setting
from village_desk.rules.exchange_records import Clash, Decision, Inquiry, Package, Part, Partner
from village_desk.rules.followup_records import (
    Analysis,
    Event,
    FieldNote,
    Meeting,
    Problem,
    Procedure,
    QuarterState,
    Stock,
    Sweep,
    Verdict,
)
from village_desk.rules.known_blanks import KnownBlank
from village_desk.rules.livelihood_records import Entitlement, Industry, Insurance, Leader, Study, Training
from village_desk.rules.merging import Kind
from village_desk.rules.months import Month
from village_desk.rules.paper_records import PrintedSheet
from village_desk.rules.records import (
    RECORD_TYPES,
    Household,
    LedgerLine,
    Person,
    Record,
    StatedTotals,
    Visit,
)
from village_desk.rules.summaries import Summary
from village_desk.rules.support_records import Loan, Measure, Plan, PublicPost, WorkSpell
from village_desk.rules.system_records import SystemExport, TypedAnswer

if TYPE_CHECKING:
    from sqlite3 import Connection

R = TypeVar("R", bound=Record)
Stored = dict[str, str | int | None]

TABLE_NAMES: dict[type, str] = {
    Household: "household",
    Person: "person",
    LedgerLine: "ledger_line",
    Visit: "visit",
    StatedTotals: "stated_totals",
    Plan: "plan",
    Verdict: "verdict",
    Price: "price",
    Setting: "setting",
    KnownBlank: "known_blank",
    WorkSpell: "work_spell",
    PublicPost: "public_post",
    Measure: "measure",
    Loan: "loan",
    Training: "training",
    Study: "study",
    Industry: "industry",
    Insurance: "insurance",
    Entitlement: "entitlement",
    Leader: "leader",
    Event: "event",
    Stock: "stock",
    Sweep: "sweep",
    Meeting: "meeting",
    Problem: "problem",
    Procedure: "procedure",
    Analysis: "analysis",
    QuarterState: "quarter_state",
    Partner: "partner",
    Package: "package",
    Inquiry: "inquiry",
    Decision: "decision",
    Part: "part",
    Clash: "clash",
    SystemExport: "system_export",
    TypedAnswer: "typed_answer",
    Summary: "summary",
    PrintedSheet: "printed_sheet",
    FieldNote: "field_note",
}

_INTO_ROW: dict[type, Callable[..., str | int]] = {date: date.isoformat, bool: int, tuple: ",".join}
_FROM_ROW: dict[type, Callable[..., object]] = {
    date: date.fromisoformat,
    bool: bool,
    tuple: lambda text: tuple(text.split(",")) if text else (),
}

_FLAGS: dict[Any, bool | None] = {None: None, 0: False, 1: True}


def stored(record: Record) -> tuple[str | int | None, ...]:
    """Bring a record into the form that its table keeps, its values in the order of ``names_of``."""
    record_type = type(record)
    row = list(astuple(record))
    for index, convert in _INTO_PLACES[record_type]:
        if row[index] is not None:
            row[index] = convert(row[index])
    return tuple(row)


def names_of(record_type: type) -> tuple[str, ...]:
    """The columns that a record fills, in its own order."""
    return _NAMES[record_type]


def stored_value(record_type: type[Record], key: str, value: object) -> str | int | None:
    """Bring one answer into the form that the table keeps."""
    convert = _INTO[record_type].get(key)
    return cast("str | int | None", value) if value is None or convert is None else convert(value)


def record_of(record_type: type[R], row: Sequence[object]) -> R:
    """Build the record of a row whose columns stand in the record's order."""
    return next(records_of(record_type, _NAMES[record_type], [row]))


def records_of(
    record_type: type[R],
    names: tuple[str, ...],
    rows: Iterable[Sequence[object]],
    village_code: str | None = None,
) -> Iterator[R]:
    """Build the records of rows that have some of the columns; the other fields stay empty.

    The rows of one village need not name it; whether they are voided is left aside.
    """
    if village_code is not None:
        return map(_new_builder(record_type, names, village_code), rows)
    if names == _NAMES[record_type] and not _CONVERTED[record_type]:
        return starmap(record_type, rows)
    return map(_builder_of(record_type, names), rows)


def _builder_of(record_type: type[R], names: tuple[str, ...]) -> Callable[[Sequence[object]], R]:
    builder = _BUILDERS.get((record_type, names))
    if builder is None:  # made when first read: the first list needs two of twenty
        builder = _BUILDERS[record_type, names] = _new_builder(record_type, names)
    return builder


def _new_builder(
    record_type: type, names: tuple[str, ...], village_code: str | None = None
) -> Callable[[Sequence[object]], Any]:
    types = [_TYPES[record_type].get(name) for name in names]
    flags = [place for place, kind in enumerate(types) if kind is bool]
    converted = [
        (place, _FROM_ROW[kind])
        for place, kind in enumerate(types)
        if kind in _FROM_ROW and place not in flags
    ]
    made = _maker(record_type, names, village_code)

    def build(row: Sequence[object]) -> object:
        values = list(row)
        for place in flags:
            values[place] = _FLAGS[values[place]]
        for place, convert in converted:
            if values[place] is not None:
                values[place] = convert(values[place])
        return made(values)

    return build if flags or converted else made


def _maker(
    record_type: type, names: tuple[str, ...], village_code: str | None
) -> Callable[[Sequence[object]], Any]:
    of_record = _NAMES[record_type]
    if names == of_record:
        return lambda row: record_type(*row)
    places = {"village_code": len(names)} | {name: place for place, name in enumerate(names)}
    in_order = itemgetter(*(places.get(name, len(names) + 1) for name in of_record))
    return lambda row: record_type(*in_order((*row, village_code, None)))


_BUILDERS: dict[tuple[type, tuple[str, ...]], Callable[[Sequence[object]], Any]] = {}


def answers_of(record_type: type[Record], names: Sequence[str], row: Sequence[object]) -> tuple[object, ...]:
    """Bring some fields of a row into the form that the record has them in."""
    types = _TYPES[record_type]
    return tuple(
        value if value is None or types[name] not in _FROM_ROW else _FROM_ROW[types[name]](value)
        for name, value in zip(names, row, strict=True)
    )


def columns_of(record_type: type) -> str:
    """The same columns as a statement names them."""
    return _COLUMNS[record_type]


def quoted(names: Iterable[str]) -> str:
    """Columns as a statement names them: some are words of SQL, such as group."""
    return ", ".join(f'"{name}"' for name in names)


def kinds_of(record_type: type[Record]) -> dict[str, Kind]:
    """What each column of a record may hold, for rows that others have made."""
    said = record_type.__annotations__
    months = {name for name, kind in said.items() if kind.split(" ")[0] == Month.__name__}
    kinds = {name: _KINDS[kind] for name, kind in _TYPES[record_type].items()}
    return kinds | dict.fromkeys(months, Kind.MONTH) | {"voided": Kind.FLAG}


_KINDS = {int: Kind.WHOLE, bool: Kind.FLAG, date: Kind.DAY, str: Kind.TEXT, tuple: Kind.TEXT}


def rows_of(connection: Connection, record_type: type[Record]) -> Iterator[Stored]:
    """Every row of a table by id, voided ones too, each with all its columns."""
    names = (*_NAMES[record_type], "voided")
    table = TABLE_NAMES[record_type]
    statement = f"SELECT {quoted(names)} FROM {table} ORDER BY id"  # noqa: S608 - our own names
    for row in connection.execute(statement):
        yield dict(zip(names, row, strict=True))


def plain_type(annotation: object) -> type:
    """Find the bare type of a record's field: ``Fen | None`` is int, ``tuple[str, ...] | None`` is tuple."""
    if get_origin(annotation) is tuple:
        return tuple
    for part in get_args(annotation) or (annotation,):
        if part is type(None):
            continue
        origin = getattr(part, "__supertype__", part)
        return tuple if getattr(origin, "__origin__", None) is tuple else origin
    raise TypeError(annotation)


def _types(record_type: type[Record]) -> dict[str, type]:
    names = vars(sys.modules[record_type.__module__])
    return {name: _plain(said, names) for name, said in record_type.__annotations__.items()}


def _plain(annotation: str, names: dict[str, Any]) -> type:
    """The bare type of an annotation; a dozen different ones serve a thousand fields."""
    if annotation not in _PLAIN:
        _PLAIN[annotation] = plain_type(eval(annotation, names))  # noqa: S307 - the annotations of our records
    return _PLAIN[annotation]


_PLAIN: dict[str, type] = {}


_TYPES: dict[type, dict[str, type]] = {record_type: _types(record_type) for record_type in RECORD_TYPES}
_NAMES: dict[type, tuple[str, ...]] = {record_type: tuple(types) for record_type, types in _TYPES.items()}
_COLUMNS: dict[type, str] = {record_type: quoted(names) for record_type, names in _NAMES.items()}
_CONVERTED: dict[type, bool] = {
    record_type: not _FROM_ROW.keys().isdisjoint(types.values()) for record_type, types in _TYPES.items()
}
_INTO: dict[type, dict[str, Callable[..., str | int]]] = {
    record_type: {name: _INTO_ROW[kind] for name, kind in types.items() if kind in _INTO_ROW}
    for record_type, types in _TYPES.items()
}
_INTO_PLACES: dict[type, tuple[tuple[int, Callable[..., str | int]], ...]] = {
    record_type: tuple((_NAMES[record_type].index(name), convert) for name, convert in converted.items())
    for record_type, converted in _INTO.items()
}

"""The tables as they should be: what the steps must lead to, and what a verification looks for.

The columns of a record's table are made from the record, so no field is declared twice.
"""

from __future__ import annotations

from datetime import date
from typing import Any, get_args, get_type_hints

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

from village_desk.rules.chosen_records import Price, Setting
from village_desk.rules.exchange_records import Package, Partner
from village_desk.rules.followup_records import (
    QUARTER_CHECKED,
    QUARTER_CLOSED,
    QUARTER_OPEN,
    QUARTER_TRACKING,
    Analysis,
    Meeting,
    QuarterState,
    Stock,
    Sweep,
    Verdict,
)
from village_desk.rules.known_blanks import KnownBlank
from village_desk.rules.livelihood_records import Entitlement, Industry, Insurance
from village_desk.rules.paper_records import PrintedSheet
from village_desk.rules.records import (
    RECORD_TYPES,
    SPAN_MONTH,
    SPAN_QUARTER,
    Household,
    LedgerLine,
    Person,
    Record,
    StatedTotals,
    Visit,
)
from village_desk.rules.summaries import Summary
from village_desk.rules.support_records import Measure, Plan
from village_desk.store.rows import TABLE_NAMES, plain_type

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_WHOLE = BigInteger().with_variant(Integer(), "sqlite")
_MONTH_CHECK = "{0} BETWEEN 190001 AND 219912 AND {0} % 100 BETWEEN 1 AND 12"
_MONTH_REAL = {"month_real": _MONTH_CHECK.format("month")}
_QUARTER_REAL = {"quarter_real": _MONTH_CHECK.format("quarter") + " AND quarter % 100 % 3 = 1"}
_YEAR_REAL = {"year_real": "year BETWEEN 1900 AND 2199"}
_QUARTER_STATES = (QUARTER_OPEN, QUARTER_TRACKING, QUARTER_CHECKED, QUARTER_CLOSED)

_REQUIRED: dict[type, frozenset[str]] = {
    Household: frozenset({"number"}),
    Setting: frozenset({"name", "value"}),
    Price: frozenset({"item", "year"}),
    Verdict: frozenset({"rule", "values_hash", "reason"}),
}

_CHECKS: dict[type, dict[str, str]] = {
    Household: {"number_given": "number <> ''"},
    Person: {"position_from_one": "position >= 1"},
    LedgerLine: {
        **_MONTH_REAL,
        "span_known": f"span IN ('{SPAN_MONTH}', '{SPAN_QUARTER}')",
    },
    Visit: _QUARTER_REAL,
    StatedTotals: _YEAR_REAL,
    Plan: {**_YEAR_REAL, "version_from_one": "version >= 1"},
    Price: {"percent_real": "cost_percent BETWEEN 0 AND 500"},
    Measure: _YEAR_REAL,
    **dict.fromkeys((Industry, Insurance, Entitlement), _YEAR_REAL),
    Stock: _QUARTER_REAL,
    Sweep: _MONTH_REAL,
    Meeting: _MONTH_REAL,
    Analysis: _QUARTER_REAL,
    QuarterState: {
        **_QUARTER_REAL,
        "state_known": f"state IN ({', '.join(repr(state) for state in _QUARTER_STATES)})",
    },
    Partner: {"kind_known": "kind IN ('village', 'town')"},
    Package: {**_QUARTER_REAL, "sequence_from_one": "sequence >= 1"},
    PrintedSheet: {"period_real": _MONTH_CHECK.format("period")},
}

UNIQUE: dict[type, tuple[str, ...]] = {
    Household: ("village_code", "number"),
    Visit: ("household_id", "quarter"),
    StatedTotals: ("household_id", "year"),
    Plan: ("household_id", "year", "version"),
    Price: ("village_code", "item", "year"),
    Setting: ("village_code", "name"),
    KnownBlank: ("village_code", "fingerprint"),
    Sweep: ("household_id", "month"),
    Meeting: ("village_code", "month"),
    Analysis: ("village_code", "quarter"),
    QuarterState: ("village_code", "quarter"),
    Partner: ("code",),
    Package: ("village_code", "sequence"),
    Summary: ("village_code", "name"),
    PrintedSheet: ("household_id", "sheet", "period", "copy"),
}
"""What only one living record of a type may say."""

_BEGINS_AN_INDEX = (LedgerLine, "household_id")
"""The index by household and month finds a household's lines too: one more would only be written."""


def _column(record_type: type[Record], name: str, annotation: object) -> Column[Any]:
    whole = plain_type(annotation) in (int, bool)
    links = {"household_id": "household.id", "person_id": "person.id"}
    if name == "id":
        return Column(name, Text, primary_key=True)
    nullable = type(None) in get_args(annotation) and name not in _REQUIRED.get(record_type, frozenset())
    if name in links:
        is_indexed = (record_type, name) != _BEGINS_AN_INDEX
        return Column(name, Text, ForeignKey(links[name]), nullable=nullable, index=is_indexed)
    return Column(name, _WHOLE if whole else Text, nullable=nullable)


def _checks(record_type: type[Record], hints: dict[str, object]) -> list[CheckConstraint]:
    checks = [CheckConstraint("voided IN (0, 1)", name="voided_is_flag")]
    checks += [
        CheckConstraint(f'"{name}" IN (0, 1)', name=f"{name}_is_flag")
        for name, hint in hints.items()
        if plain_type(hint) is bool
    ]
    checks += [
        CheckConstraint(f"\"{name}\" LIKE '____-__-__'", name=f"{name}_is_day")
        for name, hint in hints.items()
        if plain_type(hint) is date
    ]
    checks += [CheckConstraint(text, name=name) for name, text in _CHECKS.get(record_type, {}).items()]
    return checks


def _table(record_type: type[Record]) -> Table:
    hints = get_type_hints(record_type)
    name = TABLE_NAMES[record_type]
    columns = [_column(record_type, name, hints[name]) for name in record_type.__struct_fields__]
    table = Table(
        name,
        metadata,
        *columns,
        Column("voided", _WHOLE, nullable=False, server_default="0"),
        *_checks(record_type, hints),
        sqlite_strict=True,
    )
    if record_type in UNIQUE:
        keys = [table.c[key] for key in UNIQUE[record_type]]
        living = table.c.voided == 0
        Index(f"ux_{name}_living", *keys, unique=True, sqlite_where=living, postgresql_where=living)
    return table


TABLES: dict[type, Table] = {record_type: _table(record_type) for record_type in RECORD_TYPES}
Index("ix_person_identity_number", TABLES[Person].c.identity_number)
Index("ix_ledger_line_month", TABLES[LedgerLine].c.household_id, TABLES[LedgerLine].c.month)

BOOK = Table(
    "book",
    metadata,
    Column("village_code", Text, primary_key=True),
    Column("village_name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("profile", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("install_id", Text, nullable=False),
    CheckConstraint("kind IN ('village', 'town', 'practice')", name="kind_known"),
    sqlite_strict=True,
)

JOURNAL = Table(
    "journal",
    metadata,
    Column("seq", _WHOLE, primary_key=True, autoincrement=False),
    Column("village_code", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("deed", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("undoes", Text),
    Column("record", Text, nullable=False),
    Column("row_id", Text, nullable=False, index=True),
    Column("before", Text),
    Column("after", Text),
    Column("reason", Text),
    Column("hash", Text, nullable=False),
    sqlite_strict=True,
)

PACKAGE_ROWS = Table(
    "package_rows",
    metadata,
    Column("package_id", Text, primary_key=True),
    Column("village_code", Text, nullable=False),
    Column("rows", LargeBinary, nullable=False),
    sqlite_strict=True,
)

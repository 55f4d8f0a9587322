"""The report 上报包: what a village's package says of itself, and who may be believed to have sent it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from village_desk.exchange.packages.sealed_file import MOST_BYTES, SealedFile, read_sealed
from village_desk.places.regular_files import read_regular
from village_desk.rules.exchange_records import Package, Partner
from village_desk.rules.months import Month, quarter_start
from village_desk.rules.records import Household, LedgerLine, Person
from village_desk.rules.refusals import Refusal
from village_desk.store.partners import keys_of, partner_with_code
from village_desk.store.reading import Reading
from village_desk.store.rows import TABLE_NAMES
from village_desk.store.steps import newest_format

REPORT = "report"
RETURN = "return"
SHEETS = "sheets"
ENDINGS = {REPORT: ".xcb", RETURN: ".xch", SHEETS: ".xcs"}
"""How the files on the stick end: the package 数据包, its return ticket 回执, the sheets 报表 beside it."""


class Report(Struct, frozen=True):
    """What stands in the head of a village's package beside whose it is."""

    quarter: int
    """Its first month."""
    period: str
    sequence: int
    previous: str
    made_on: str
    schema: int
    """The format of the book that it comes from."""
    profile: str
    rows: Mapping[str, int]
    """How many, by table."""
    journal_entries: int
    journal_head: str
    """The newest entry and its seal: an old book put back shows by them."""
    definitions: Mapping[str, str]

    def table(self) -> dict[str, Any]:
        """The same as the head spells it."""
        return asdict(self)

    def count(self, table: str) -> int:
        """How many rows of a table it carries."""
        return self.rows.get(table, 0)


def read_package_file(path: Path, kind: str) -> SealedFile:
    """Read a file from the stick as far as everybody can.

    Raises:
        Refusal: As for ``read_regular`` and ``read_sealed``; ``package-wrong-kind``.
    """
    sealed = read_sealed(read_regular(path, MOST_BYTES))
    if sealed.head.kind != kind:
        raise Refusal("package-wrong-kind", name=path.name)
    return sealed


def report_of(sealed: SealedFile) -> Report:
    """What a village's package says of itself.

    Raises:
        Refusal: ``package-damaged``: whoever signed it signed nonsense. ``package-newer``.
    """
    try:
        report = Report(**sealed.head.about)
        date.fromisoformat(report.made_on)
        is_sound = _is_sound(report)
    except (TypeError, ValueError, AttributeError):
        raise Refusal("package-damaged") from None
    if not is_sound:
        raise Refusal("package-damaged")
    if report.schema > newest_format():
        raise Refusal("package-newer")
    return report


def package_of(
    sealed: SealedFile, report: Report, rows_hash: str = "", received_on: date | None = None
) -> Package:
    """The row by which a book remembers a package."""
    return Package(
        id=sealed.head.id,
        village_code=sealed.head.code,
        village_name=sealed.head.name,
        profile=report.profile,
        quarter=Month(report.quarter),
        period=report.period,
        sequence=report.sequence,
        hash=sealed.hash,
        previous=report.previous,
        rows_hash=rows_hash,
        households=report.count(TABLE_NAMES[Household]),
        persons=report.count(TABLE_NAMES[Person]),
        lines=report.count(TABLE_NAMES[LedgerLine]),
        made_on=date.fromisoformat(report.made_on),
        received_on=received_on,
        signer=sealed.head.signer.hex(),
    )


def sender_of(reading: Reading, sealed: SealedFile) -> Partner:
    """The partner who has sent a file, held against the keys that were compared aloud.

    Raises:
        Refusal: ``package-from-stranger``; ``package-other-key``: another key than the trusted one signed it.
    """
    partner = partner_with_code(reading, sealed.head.code)
    if partner is None:
        raise Refusal("package-from-stranger", name=sealed.head.name, value=sealed.head.code)
    if keys_of(partner).sign != sealed.head.signer:
        raise Refusal("package-other-key", name=partner.name)
    return partner


def _is_sound(report: Report) -> bool:
    wholes = (report.quarter, report.sequence, report.schema, report.journal_entries, *report.rows.values())
    texts = (
        *(report.period, report.previous, report.made_on, report.profile, report.journal_head),
        *(*report.rows, *report.definitions, *report.definitions.values()),
    )
    are_typed = {*map(type, wholes)} == {int} and {*map(type, texts)} == {str}
    return (
        are_typed
        and min(wholes) >= 0
        and report.sequence >= 1
        and _is_quarter(report.quarter)
        and len(report.period) <= len("2025Q2")
    )


def _is_quarter(month: int) -> bool:
    return 190001 <= month <= 219912 and 1 <= month % 100 <= 12 and quarter_start(Month(month)) == month

"""The printed sheets as they are laid out in forms/sheets: blocks of a handful of kinds that name values.

A sheet says what stands where, in millimetres. It computes nothing: no conditions, no formulas. Captions
come from the questions' own labels, so that paper and screen say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Literal

from msgspec import Struct, field

from village_desk.definitions.codes import texts
from village_desk.definitions.screens import screen_names
from village_desk.definitions.toml_files import (
    DefinitionError,
    Table,
    read_once,
    read_table,
    refuse_unknown,
    table_names,
    take,
)
from village_desk.rules.masking import Copy

_SHEET_KEYS = frozenset(
    {
        *(
            "id",
            "title",
            "town_title",
            "short_title",
            "per",
            "period",
            "paper",
            "landscape",
            "margins_mm",
            "revision",
        ),
        *(
            "letters",
            "ordinals",
            "blocks",
            "notes",
            "copies",
            "slips",
            "monthly",
            "goes_along",
            "whole_village",
        ),
    }
)
_COMMON_KEYS = frozenset({"kind", "title", "values", "widths_mm", "copies"})
_WIDTH_LIMITS_MM = (4.0, 420.0)


class BlockKind(StrEnum):
    """The kinds of block there are; a new one needs its own drawing function."""

    ANSWERS = "answers"
    """Label and value beside each other, several pairs to a line."""
    LINES = "lines"
    """Ledger lines by category, each with its sum."""
    MEASURES = "measures"
    """One row for each income measure."""
    UNITS = "units"
    """One row for each group of the village, then classes of households."""
    REGISTER = "register"
    """One row for each household, then the village."""
    RECORDS = "records"
    """One row for each record of a kind: members, work spells, measures, what was swept …"""
    ASKED = "asked"
    """Questions of the visit: what was answered last quarter, and a box for what is answered now."""
    ANALYSIS = "analysis"
    """One of the tables of the half-year analysis."""
    CHARTS = "charts"
    """Charts of the half-year analysis beside each other."""
    VILLAGES = "villages"
    """One row for each village of a township, then the township; a village's own sheet has none of it."""
    LOW_INCOME = "low_income"
    """One row for each household of the low-income ledger."""
    FINDINGS = "findings"
    """One row for each thing that the checks found."""
    TYPING = "typing"
    """One row for each answer that is to be typed into the national system, by household."""
    TEXT = "text"
    """One value over the whole width, with room to write."""
    STATEMENT = "statement"
    """A sentence that the signatures vouch for; on a village's sheet with gaps that say when and by whom."""
    SIGNATURES = "signatures"
    """Who signs, with room for the seal."""


_KEYS_OF_KIND: Mapping[BlockKind, frozenset[str]] = {
    BlockKind.ANSWERS: frozenset({"state", "height_mm"}),
    BlockKind.LINES: frozenset({"groups", "window", "head", "count"}),
    BlockKind.RECORDS: frozenset(
        {"of", "groups", "by_item", "total", "window", "count", "at_least", "height_mm", "over"}
    ),
    BlockKind.ASKED: frozenset({"state"}),
    BlockKind.LOW_INCOME: frozenset({"over"}),
    BlockKind.ANALYSIS: frozenset({"table"}),
    BlockKind.CHARTS: frozenset({"height_mm"}),
    BlockKind.VILLAGES: frozenset({"over"}),
    BlockKind.MEASURES: frozenset(),
    BlockKind.UNITS: frozenset({"over"}),
    BlockKind.REGISTER: frozenset({"over"}),
    BlockKind.FINDINGS: frozenset({"over"}),
    BlockKind.TYPING: frozenset(),
    BlockKind.TEXT: frozenset({"height_mm"}),
    BlockKind.STATEMENT: frozenset({"text", "days"}),
    BlockKind.SIGNATURES: frozenset({"labels", "town_labels"}),
}


class Block(Struct, frozen=True):
    """One part of a sheet."""

    kind: BlockKind
    title: str = ""
    values: tuple[str, ...] = ()
    """Names of the registry."""
    widths_mm: tuple[float, ...] = ()
    copies: frozenset[Copy] = frozenset(Copy)
    """The kinds of copy that have this block."""
    state: str = ""
    """The value whose words stand for answers that were not asked for."""
    groups: tuple[str, ...] = ()
    """Which ledger lines: income categories, ``separate`` and ``memo``; which members: ``able`` to work.

    All of them where none is named.
    """
    window: str = "year"
    """Which months lines and records are of: ``year``, ``quarter`` or ``before``, the quarter before."""
    of: str = ""
    """The screen whose records are listed."""
    table: str = ""
    """Which table of the analysis."""
    head: bool = True
    """Whether the columns are captioned again; a table that goes on with the columns above needs no head."""
    over: tuple[tuple[str, int], ...] = ()
    """Captions over several columns: name and number of columns; a blank name leaves the columns alone."""
    height_mm: float = 0.0
    count: int = 0
    """Empty rows to be written on."""
    at_least: int = 0
    """Rows of a table of records, empty ones included."""
    by_item: bool = False
    """Whether a household's ledger lines of one item are one row."""
    total: tuple[str, ...] = ()
    """The columns whose sum stands under the last record."""
    labels: tuple[str, ...] = ()
    town_labels: tuple[str, ...] = ()
    """Who signs where the sheet is a township's; the same people where none are named."""
    text: str = ""
    days: int = 0
    """How long a notice is posted, the day of printing counted."""


_EACH_VILLAGES_OWN = frozenset({BlockKind.STATEMENT, BlockKind.TYPING})


class Sheet(Struct, frozen=True):
    """One printed form."""

    id: str
    title: str
    short_title: str
    """For the file's name and the list of sheets."""
    per: Literal["household", "village"]
    period: Literal["year", "quarter", "half"]
    paper: Literal["A4", "A3"]
    landscape: bool
    margins_mm: tuple[float, float, float, float]
    revision: str
    blocks: tuple[Block, ...]
    letters: Mapping[str, str] = field(default_factory=dict)
    """The letter of each quantity in the sheet's formulas."""
    ordinals: Mapping[str, str] = field(default_factory=dict)
    """The ordinal of each part where the form numbers its parts."""
    town_title: str = ""
    """What it is called where it is a township's; the same where none is named."""
    notes: tuple[str, ...] = ("basis",)
    """What stands in small print above the signatures: ``basis`` and words of resources/words/sheets.toml."""
    copies: frozenset[Copy] = frozenset(Copy)
    """The kinds of copy there are of it at all."""
    slips: int = 1
    """How many households share a page, which is cut apart."""
    goes_along: bool = False
    """Whether it goes to the township beside the village's package, where sheets are wanted there."""
    whole_village: bool = False
    """Whether it is a figure of the village as a whole or the record of its meeting, never of a part."""
    monthly: bool = False
    """Whether a sheet of a quarter is one for each of its months."""

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def by_quarter(self) -> bool:
        """Whether it is printed for a quarter, or for the half-year that a quarter lies in."""
        return self.period != "year"

    @property
    def is_for_town(self) -> bool:
        """Whether a township may have it over its villages: what is posted or typed is each one's own."""
        kinds = {block.kind for block in self.blocks}
        return self.per == "village" and not self.monthly and not kinds & _EACH_VILLAGES_OWN

    @property
    def adds_up(self) -> bool:
        """Whether it shows what households come to together and none of them by itself."""
        return any(block.kind is BlockKind.UNITS for block in self.blocks) and all(
            block.kind in (BlockKind.UNITS, BlockKind.SIGNATURES) for block in self.blocks
        )

    @property
    def lists_findings(self) -> bool:
        """Whether it says what the checks find."""
        return any(block.kind is BlockKind.FINDINGS for block in self.blocks)


@read_once
def sheets() -> Mapping[str, Sheet]:
    """Every shipped sheet by id.

    Raises:
        DefinitionError: File, block and reason of what is wrong.
    """
    found: dict[str, Sheet] = {}
    for name in table_names("forms", "sheets"):
        where = f"forms/sheets/{name}"
        sheet = make_sheet(read_table("forms", "sheets", name), where)
        if sheet.id in found:
            raise DefinitionError(f"{where}: {sheet.id} stands twice")
        found[sheet.id] = sheet
    return MappingProxyType(found)


def make_sheet(table: Table, where: str) -> Sheet:
    """Build a sheet from its table.

    Raises:
        DefinitionError: An unknown key, kind or copy, or widths that do not fit the values.
    """
    refuse_unknown(table, _SHEET_KEYS, where)
    return Sheet(
        id=take(table, "id", str, where),
        title=take(table, "title", str, where),
        short_title=take(table, "short_title", str, where),
        town_title=str(table.get("town_title", "")),
        per=_one_of(table, "per", ("household", "village"), where),
        period=_one_of(table, "period", ("year", "quarter", "half"), where),
        paper=_one_of(table, "paper", ("A4", "A3"), where),
        landscape=take(table, "landscape", bool, where),
        margins_mm=_margins(table, where),
        revision=take(table, "revision", str, where),
        blocks=_blocks(table, where),
        letters=_words(table, "letters", where),
        ordinals=_words(table, "ordinals", where),
        notes=texts(table, "notes", where) if "notes" in table else ("basis",),
        copies=_copies(table, where),
        slips=int(table.get("slips", 1)),
        monthly=bool(table.get("monthly", False)),
        goes_along=bool(table.get("goes_along", False)),
        whole_village=bool(table.get("whole_village", False)),
    )


def _blocks(table: Table, where: str) -> tuple[Block, ...]:
    entries = take(table, "blocks", list, where)
    blocks = tuple(_block(entry, f"{where}, block {number}") for number, entry in enumerate(entries, 1))
    if not any(block.widths_mm for block in blocks):
        raise DefinitionError(f"{where}: no block has widths")
    return blocks


def _block(entry: Table, where: str) -> Block:
    kind = BlockKind(_one_of(entry, "kind", tuple(BlockKind), where))
    refuse_unknown(entry, _COMMON_KEYS | _KEYS_OF_KIND[kind], where)
    block = Block(
        kind=kind,
        title=str(entry.get("title", "")),
        values=texts(entry, "values", where),
        widths_mm=_widths(entry, where),
        copies=_copies(entry, where),
        state=str(entry.get("state", "")),
        groups=texts(entry, "groups", where),
        window=str(entry.get("window", "year")),
        of=str(entry.get("of", "")),
        table=str(entry.get("table", "")),
        head=bool(entry.get("head", True)),
        over=tuple((str(name), int(count)) for name, count in entry.get("over", ())),
        height_mm=float(entry.get("height_mm", 0)),
        count=int(entry.get("count", 0)),
        at_least=int(entry.get("at_least", 0)),
        by_item=bool(entry.get("by_item", False)),
        total=texts(entry, "total", where),
        labels=texts(entry, "labels", where),
        town_labels=texts(entry, "town_labels", where),
        text=str(entry.get("text", "")),
        days=int(entry.get("days", 0)),
    )
    _refuse_misfit(block, where)
    return block


_TABLES = frozenset(
    {
        *(BlockKind.LINES, BlockKind.MEASURES, BlockKind.UNITS),
        *(BlockKind.REGISTER, BlockKind.FINDINGS, BlockKind.RECORDS, BlockKind.ANALYSIS),
        *(BlockKind.LOW_INCOME, BlockKind.TYPING, BlockKind.CHARTS, BlockKind.VILLAGES),
    }
)


_MISFITS: tuple[tuple[Callable[[Block], object], str], ...] = (
    (
        # A block of lines has a column more than it has values: that of the category.
        lambda block: (
            block.kind in _TABLES
            and len(block.widths_mm) != len(block.values) + (1 if block.kind is BlockKind.LINES else 0)
        ),
        "as many widths_mm as columns are needed",
    ),
    (
        lambda block: block.kind is BlockKind.ANSWERS and (len(block.widths_mm) % 2 or not block.widths_mm),
        "widths_mm go in pairs of label and value",
    ),
    (
        lambda block: block.kind is BlockKind.ASKED and (len(block.widths_mm) % 3 or not block.widths_mm),
        "widths_mm go in threes of question, last answer and box",
    ),
    (lambda block: block.kind is BlockKind.RECORDS and block.of not in screen_names(), "no such records"),
    (lambda block: block.kind is BlockKind.SIGNATURES and not block.labels, "nobody signs"),
    (lambda block: block.kind is BlockKind.LINES and not block.groups, "no groups of lines"),
    (lambda block: block.kind is BlockKind.STATEMENT and not block.text, "no text"),
    (
        lambda block: block.kind not in (BlockKind.SIGNATURES, BlockKind.STATEMENT) and not block.values,
        "no values",
    ),
    (
        lambda block: block.over and sum(count for _, count in block.over) != len(block.values),
        "over must cover every column",
    ),
    (lambda block: not set(block.total) <= set(block.values[1:]), "total must name columns after the first"),
    (lambda block: block.window not in ("year", "quarter", "before"), "window is year, quarter or before"),
)
"""What makes a block that cannot be drawn, and how it is said."""


def _refuse_misfit(block: Block, where: str) -> None:
    for is_misfit, reason in _MISFITS:
        if is_misfit(block):
            raise DefinitionError(f"{where}: {reason}")


def _words(table: Table, key: str, where: str) -> Mapping[str, str]:
    found = table.get(key, {})
    if not isinstance(found, dict) or not all(isinstance(word, str) and word for word in found.values()):
        raise DefinitionError(f"{where}: {key} must be a table of texts")
    return MappingProxyType(found)


def _one_of(entry: Table, key: str, known: tuple[str, ...], where: str) -> Any:  # noqa: ANN401 - the caller names the values
    value = take(entry, key, str, where)
    if value not in known:
        raise DefinitionError(f"{where}: {key} must be one of {', '.join(known)}")
    return value


def _margins(table: Table, where: str) -> tuple[float, float, float, float]:
    found = take(table, "margins_mm", list, where)
    if len(found) != 4 or not all(isinstance(part, int | float) and part >= 0 for part in found):
        raise DefinitionError(f"{where}: margins_mm must be four numbers: top, right, bottom, left")
    top, right, bottom, left = map(float, found)
    return top, right, bottom, left


def _widths(entry: Table, where: str) -> tuple[float, ...]:
    least, most = _WIDTH_LIMITS_MM
    found = entry.get("widths_mm", [])
    if not isinstance(found, list) or not all(
        isinstance(width, int | float) and least <= width <= most for width in found
    ):
        raise DefinitionError(f"{where}: widths_mm must be numbers from {least:g} to {most:g}")
    return tuple(float(width) for width in found)


def _copies(entry: Table, where: str) -> frozenset[Copy]:
    try:
        return frozenset(Copy(name) for name in entry.get("copies", list(Copy)))
    except ValueError as error:
        raise DefinitionError(f"{where}: copies: {error}") from None

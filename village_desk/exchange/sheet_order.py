"""What is printed for whom, and the list of sheets to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from village_desk.definitions.sheets import sheets
from village_desk.definitions.words import say
from village_desk.places.files import safe_name
from village_desk.rules.masking import Copy
from village_desk.rules.months import Quarter

Format = Literal["pdf", "xlsx"]


@dataclass(frozen=True, slots=True)
class SheetOrder:
    """What to print for whom; ``household_id`` None is the whole village by 小组."""

    sheet: str
    copy: Literal["internal", "report", "public"]
    year: int
    quarter: Quarter | None
    household_id: str | None
    printed_on: date
    head_names: Literal["full", "starred"] = "full"
    """How a public copy shows the names of adults."""


@dataclass(frozen=True, slots=True)
class SheetSpecLine:
    """One sheet in the list to choose from."""

    id: str
    title: str
    short_title: str
    per: Literal["household", "village"]
    period: Literal["year", "quarter"]
    landscape: bool
    copies: frozenset[Copy] = frozenset(Copy)
    """The kinds of copy there are of it."""


def sheet_ids() -> tuple[SheetSpecLine, ...]:
    """The sheets there are, in the order of their numbers."""
    return tuple(
        SheetSpecLine(
            sheet.id,
            sheet.title,
            sheet.short_title,
            sheet.per,
            sheet.period,
            sheet.landscape,
            sheet.copies,
        )
        for sheet in sorted(sheets().values(), key=lambda sheet: int(sheet.id[1:]))
    )


def day_words(day: date) -> str:
    """A day as official papers have it, without leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def file_name(order: SheetOrder, village: str, format: Format) -> str:  # noqa: A002 - the word of the command line
    """A file's name: sheet, village, period and kind of copy, and nobody's name."""
    sheet = sheets()[order.sheet]
    quarter = order.quarter if sheet.period == "quarter" else None
    period = quarter.text() if quarter else say("sheet.year", year=order.year)
    name = say(
        "sheet.file_name",
        sheet=sheet.id,
        title=sheet.short_title,
        village=village,
        period=period,
        copy=say(f"sheet_copy_file.{order.copy}"),
    )
    return f"{safe_name(name)}.{format}"

"""What is printed for whom, and the list of sheets to choose from."""

from __future__ import annotations

from datetime import date
from string import ascii_uppercase
from typing import Literal

from msgspec import Struct

from village_desk.definitions.analysis_words import half_words
from village_desk.definitions.sheets import Sheet, sheets
from village_desk.definitions.words import say
from village_desk.places.files import safe_name
from village_desk.rules.analysis import half_of
from village_desk.rules.masking import Copy
from village_desk.rules.months import Quarter
from village_desk.rules.summaries import SummaryPlan

Format = Literal["pdf", "xlsx"]
IDENTITY_NUMBER = "person.identity_number"
"""The value that a copy may write in several ways."""


class SheetOrder(Struct, frozen=True):
    """What to print for whom; ``household_id`` None is the whole village by 小组, or ``only`` some of it."""

    sheet: str
    copy: Literal["internal", "report", "public"]
    year: int
    quarter: Quarter | None
    household_id: str | None
    printed_on: date
    head_names: Literal["full", "starred"] = "full"
    """How a public copy shows the names of adults."""
    identity: Literal["whole", "groups", "parts", "masked"] = "whole"
    """How a copy for the township writes identity numbers."""
    contents: bool = False
    """Whether a list of the households with their pages stands before the sheets of a village."""
    is_empty: bool = False
    """Whether it is an empty form of a household's sheet, to be filled by hand."""
    is_large: bool = False
    """Whether it is printed on turned paper in type as large as that allows: for old eyes, for the board."""
    is_draft: bool = False
    """Whether each page says that it is no final one."""
    two_up: bool = False
    """Whether two pages stand on each sheet of a PDF."""
    on_a4: bool = False
    """Whether a sheet for A3 is made smaller, for a printer that takes no larger paper."""
    only: frozenset[str] | None = None
    """The households (ids) of the village that are printed; None is all of them."""
    part: str = ""
    """What these are called together, such as a 小组; a village's sheet and the file's name say it."""
    plan: SummaryPlan | None = None
    """What a summary shows that somebody has put together; ``sheet`` is its name then."""


class SheetSpecLine(Struct, frozen=True):
    """One sheet in the list to choose from."""

    id: str
    title: str
    short_title: str
    per: Literal["household", "village"]
    period: Literal["year", "quarter", "half"]
    landscape: bool
    copies: frozenset[Copy] = frozenset(Copy)
    """The kinds of copy there are of it."""
    has_identity: bool = False
    """Whether identity numbers stand on it."""
    paper: Literal["A4", "A3"] = "A4"
    whole_village: bool = False
    """Whether it is a figure of the village as a whole, never of a part of it."""

    @property
    def by_quarter(self) -> bool:
        """Whether a quarter is chosen for it, not a year."""
        return self.period != "year"

    @property
    def usual_copy(self) -> Literal["internal", "report", "public"]:
        """The kind of copy that is made of it unless another is asked for."""
        return next(copy for copy in Copy if copy in self.copies).value


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
            any(IDENTITY_NUMBER in block.values for block in sheet.blocks),
            sheet.paper,
            sheet.whole_village,
        )
        for sheet in sorted(sheets().values(), key=_place)
    )


def day_words(day: date) -> str:
    """A day as official papers have it, without leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def short_day(day: date) -> str:
    """A day of a narrow column, the year above month and day."""
    return f"{day.year}\n{day.month}.{day.day}"


def file_name(order: SheetOrder, village: str, format: Format) -> str:  # noqa: A002 - the word of the command line
    """A file's name: sheet, village, period and kind of copy, and nobody's name."""
    sheet = sheets()[order.sheet]
    quarter = order.quarter if sheet.by_quarter else None
    period = quarter.text() if quarter else say("sheet.year", year=order.year)
    if quarter and sheet.period == "half":
        period = half_words(half_of(quarter))
    part = say("sheet.empty_form") if order.is_empty else order.part
    return named_file(f"{sheet.id}{sheet.short_title}", village + part, period, order.copy, format)


def named_file(title: str, village: str, period: str, copy: str, format: Format) -> str:  # noqa: A002 - as above
    """The name of a printed file, made of what it shows."""
    kind = say(f"sheet_copy_file.{copy}")
    name = say("sheet.file_name", title=title, village=village, period=period, copy=kind)
    return f"{safe_name(name)}.{format}"


def _place(sheet: Sheet) -> tuple[int, str]:
    """By number; a sheet that goes with another stands behind it: F4, F4A, F5."""
    digits = sheet.id[1:].rstrip(ascii_uppercase)
    return int(digits), sheet.id

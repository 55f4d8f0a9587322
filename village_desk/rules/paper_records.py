"""The record of what was put on paper 打印: which sheet of a household, what it said, if it is signed."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct

from village_desk.rules.months import Month


class PrintedSheet(Struct, frozen=True):
    """A household's sheet of a period in one kind of copy, as it was printed last."""

    id: str
    village_code: str
    household_id: str
    sheet: str
    period: Month
    """The first month of what the sheet is about."""
    copy: str
    digest: str
    """Of all that the paper said of the household; another one means that it says something else now."""
    printed_on: date
    printed_by: str | None = None
    signed_on: date | None = None
    """The day on which the signed paper was noted; a paper that is printed with other words is not signed."""


class PaperKey(Struct, frozen=True):
    """A sheet of a period in one kind of copy, of whatever household."""

    sheet: str
    period: Month
    copy: str


class PaperState(StrEnum):
    """What has become of a household's sheet."""

    NEVER = "never"
    CHANGED = "changed"
    """Printed, but it would say something else today."""
    PRINTED = "printed"
    SIGNED = "signed"


def paper_state(printed: PrintedSheet | None, digest: str) -> PaperState:
    """The state of a sheet that would say what a digest stands for if it were printed now."""
    if printed is None:
        return PaperState.NEVER
    if printed.digest != digest:
        return PaperState.CHANGED
    return PaperState.SIGNED if printed.signed_on is not None else PaperState.PRINTED

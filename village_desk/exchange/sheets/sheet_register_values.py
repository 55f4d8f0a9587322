"""Values of the village's register: one household's quarter, and the village's under it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

from msgspec import Struct

from village_desk.definitions.toml_files import read_once
from village_desk.definitions.words import say
from village_desk.exchange.sheets.sheet_shown import (
    NOT_APPLICABLE,
    SheetValue,
    Shown,
    amount,
    caption_of,
    count,
    percent,
)
from village_desk.exchange.sheets.sheet_subjects import HouseholdSubject, SheetRun
from village_desk.rules.figures import MEASURES, has_fallen_between
from village_desk.rules.income import Income, change_per_mille
from village_desk.rules.money import Fen, divide_half_up
from village_desk.rules.population import is_member_on

_STEADY = "稳定"
WORK_AREAS: Mapping[str, tuple[str, ...]] = {
    "abroad": ("省外", "国外"),
    "province": ("县外省内",),
    "county": ("乡（镇）内", "乡（镇）外县内"),
}
"""Labels of the list of work areas by the columns they are counted in."""


class RegisterRow(Struct, frozen=True):
    """One household in the register, with its place from 1 and the fall in percent that is marked."""

    place: int
    household: HouseholdSubject
    fall_percent: int


class RegisterTotal:
    """The village under its households, or a village of a township: sums, and quotients of sums."""

    def __init__(self, run: SheetRun, rows: Sequence[RegisterRow], name: str = "") -> None:
        self.run = run
        self.name = name
        """The village's, where it is one of several."""
        self.households = [row.household for row in rows]

    @cached_property
    def now(self) -> Income:
        """The quarter of all households."""
        return self.run.reckoner.total(one.quarter.income for one in self.households)

    def amount(self, measure: str) -> Fen | None:
        """A measure of the village; None where no household has it entered."""
        if all(one.quarter.amount(measure) is None for one in self.households):
            return None
        return Fen(getattr(self.now, measure)) if measure != "per_capita" else self.now.per_capita

    @property
    def growth(self) -> int | None:
        """Change per head against the year before in thousandths: households with both quarters entered."""
        both = [one for one in self.households if one.quarter.entered and one.quarter_earlier.entered]
        now = self.run.reckoner.total(one.quarter.income for one in both).per_capita
        before = self.run.reckoner.total(one.quarter_earlier.income for one in both).per_capita
        return None if now is None or before is None else change_per_mille(now, before)

    @property
    def done(self) -> int | None:
        """Net income to date of the target in thousandths: households that have both."""
        pairs = [(one.to_date.amount("net"), one.target_amount("net")) for one in self.households]
        both = [(done, target) for done, target in pairs if done is not None and target is not None]
        return _share(Fen(sum(done for done, _ in both)), Fen(sum(target for _, target in both)))


class RegisterValue(Struct, frozen=True):
    """One column of the register: a household's cell and the village's."""

    own: SheetValue[RegisterRow]
    total: Callable[[RegisterTotal], Shown] | None
    """None where the cell to the left stretches over this one."""


@read_once
def register_values() -> Mapping[str, RegisterValue]:
    """The columns there are."""
    found: dict[str, RegisterValue] = {}
    for name, (style, show, total) in _COLUMNS.items():
        # A judgement of a household's danger is nothing to be posted.
        sensitive = "health" if name == "row.mark" else ""
        own = SheetValue(name, caption_of(name), show, style, sensitive)
        found[name] = RegisterValue(own, total)
    return MappingProxyType(found)


def workers(households: Sequence[HouseholdSubject], area: str) -> int | None:
    """Members whose place of work lies in an area; None where nobody's place of work was entered."""
    areas = [
        person.work_area
        for household in households
        for person in household.picture.persons
        if person.work_area and is_member_on(person, household.run.window.last_day)
    ]
    return sum(one in WORK_AREAS[area] for one in areas) if areas else None


def _share(done: Fen | None, target: Fen | None) -> int | None:
    if done is None or target is None or target <= 0:
        return None
    return divide_half_up(done * 1000, target)


def _growth(household: HouseholdSubject) -> Shown:
    now, before = household.quarter.amount("per_capita"), household.quarter_earlier.amount("per_capita")
    return percent(None if now is None or before is None else change_per_mille(now, before))


def _done(household: HouseholdSubject) -> Shown:
    return percent(_share(household.to_date.amount("net"), household.target_amount("net")))


def _mark(row: RegisterRow) -> Shown:
    """What the visitors judged, unless all is steady; else a fall that the figures show."""
    judged = row.household.visit.judgement if row.household.visit else None
    if judged and judged != _STEADY:
        return Shown(judged)
    fell = has_fallen_between(row.household.quarter_earlier, row.household.quarter, row.fall_percent)
    return Shown(say("sheet.fallen") if fell else "")


def _visited(row: RegisterRow) -> Shown:
    visit = row.household.visit
    day = visit.visited_on if visit else None
    return Shown(f"{day.month}.{day.day}" if day else "")


def _visitors(row: RegisterRow) -> Shown:
    visit, mask = row.household.visit, row.household.run.mask
    names = (visit.visitor_1, visit.visitor_2) if visit else ()
    return Shown("、".join(mask.adult_name(name) for name in names if name))


def _label(total: RegisterTotal) -> Shown:
    name = total.name or say("sheet.sum")
    return Shown(say("sheet.register_total", name=name, count=len(total.households)))


def _nothing(_: RegisterTotal) -> Shown:
    return Shown()


_Column = tuple[str, Callable[[RegisterRow], Shown], Callable[[RegisterTotal], Shown] | None]


def _measure(measure: str) -> _Column:
    return (
        "tight-amount",
        lambda row: amount(row.household.quarter.amount(measure), NOT_APPLICABLE),
        lambda total: amount(total.amount(measure), NOT_APPLICABLE),
    )


def _workers(area: str) -> _Column:
    return (
        "tight-count",
        lambda row: count(workers((row.household,), area)),
        lambda total: count(workers(total.households, area)),
    )


_COLUMNS: Mapping[str, _Column] = {
    "row.number": ("tight-count", lambda row: count(row.place), _label),
    "row.group": ("tight", lambda row: Shown(row.household.picture.household.group or ""), None),
    "row.head": (
        "tight",
        lambda row: Shown(row.household.run.mask.head_name(row.household.picture)),
        None,
    ),
    "row.class": (
        "tight",
        lambda row: Shown(row.household.picture.household.household_class or ""),
        None,
    ),
    "row.persons": (
        "tight-count",
        lambda row: count(row.household.counted),
        lambda total: count(sum(one.counted for one in total.households)),
    ),
    **{f"row.{measure}": _measure(measure) for measure in MEASURES},
    "row.growth": ("tight-amount", lambda row: _growth(row.household), lambda total: percent(total.growth)),
    "row.done_percent": ("tight-amount", lambda row: _done(row.household), lambda total: percent(total.done)),
    **{f"row.work_{area}": _workers(area) for area in WORK_AREAS},
    "row.mark": ("tight", _mark, _nothing),
    "row.visited_on": (
        "tight",
        _visited,
        lambda total: count(sum(one.visit is not None for one in total.households)),
    ),
    "row.visitors": ("tight-small", _visitors, _nothing),
}

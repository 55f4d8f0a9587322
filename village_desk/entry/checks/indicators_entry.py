"""The indicators of a year as a list in words, each opening to the households and members behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from village_desk.definitions.indicators import indicator_catalogue, reference_label, row_title
from village_desk.definitions.words import say
from village_desk.entry.sitting import Sitting
from village_desk.rules.indicators.figure import (
    Behind,
    Figure,
    FigureRow,
    Unit,
    shown,
    shown_beside,
)
from village_desk.rules.indicators.judging import Aim, Judged, State, Target
from village_desk.rules.indicators.registry import CHECKS, INDICATORS
from village_desk.rules.livelihood_records import Leader
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.store.reckoned.checked import with_checks
from village_desk.store.reckoned.indicators import village_indicators

_YEARS = 4
"""This year and those before it that a trend goes back to."""


class BehindRow(Struct, frozen=True):
    """A household or member behind a figure, or a leader, who is in no household.

    ``is_counted`` tells it from those only in the base.
    """

    household_id: str
    head: str
    place: str
    """The group 村民小组 it lives in."""
    number: str
    person: str
    is_counted: bool


class PartRow(Struct, frozen=True):
    """One row of an indicator that has several, in words: a band, an industry."""

    title: str
    figure: Figure
    value: str
    share: str
    """Of the base of the indicator."""
    beside: Mapping[str, str]
    """By the word of each figure told beside it."""


class IndicatorRow(Struct, frozen=True):
    """One indicator of one group in words, with what each column is sorted by."""

    judged: Judged
    title: str
    about: str
    group: str
    value: str
    parts: str
    """Numerator and denominator."""
    target: str
    gap: str
    state: str
    trend: tuple[tuple[int, Fraction | None], ...]
    """Year by year, the oldest first."""
    beside: str
    """What is told beside the figure."""
    whole: PartRow
    """The figure as a row above its rows."""
    rows: tuple[PartRow, ...]
    why: str
    """Why there is no figure, or none of the years before; blank where there is nothing to explain."""

    @property
    def unit(self) -> Unit:
        """What it is counted in."""
        return INDICATORS[self.judged.indicator].unit

    @property
    def source(self) -> str:
        """Where in the document the target stands, and what it is held beside."""
        target = self.judged.target
        beside = map(reference_label, target.references) if target else ()
        return "，".join((target.source, *beside)) if target else ""


class IndicatorsEntry:
    """The indicators of the book's year; made beside the window from one still picture."""

    def __init__(self, sitting: Sitting, picture: VillagePicture) -> None:
        self.year = sitting.year
        self._households = {one.household.id: one for one in picture.households}
        self._leaders = {leader.id: leader for leader in picture.leaders}
        with sitting.book.reading() as reading:
            checked = with_checks(reading, picture, sitting.settings, sitting.quarter, sitting.today)
        by_year = {
            year: village_indicators(checked, sitting.settings, sitting.reckoner, year, sitting.today)
            for year in range(self.year - _YEARS + 1, self.year + 1)
        }
        rows = [_row(judged, by_year) for judged in by_year[self.year]]
        self.rows = tuple(sorted(rows, key=lambda row: row.judged.target is None))
        """What the document asks for first, the rest in the order of the catalogue."""

    def behind(self, figure: Figure) -> list[BehindRow]:
        """Who stands behind a figure: those counted first, then the rest of the base."""
        return behind_rows(figure, self._households, self._leaders)


def behind_rows(
    figure: Figure, households: Mapping[str, HouseholdPicture], leaders: Mapping[str, Leader]
) -> list[BehindRow]:
    """Who stands behind a figure: those counted first, then the rest of the base."""
    counted = set(figure.counted)
    rest = [one for one in figure.base if one not in counted]
    return [_behind(one, households, leaders, is_counted=True) for one in figure.counted] + [
        _behind(one, households, leaders, is_counted=False) for one in rest
    ]


def _behind(
    one: Behind,
    households: Mapping[str, HouseholdPicture],
    leaders: Mapping[str, Leader],
    *,
    is_counted: bool,
) -> BehindRow:
    if one.household_id not in households:
        leader = leaders[one.person_id or ""]
        return BehindRow("", leader.name or "", leader.trade or "", "", "", is_counted)
    picture = households[one.household_id]
    person = picture.person(one.person_id)
    household = picture.household
    return BehindRow(
        household.id,
        household.head_name or "",
        household.group or "",
        household.number or "",
        (person.name or "") if person else "",
        is_counted,
    )


def _row(judged: Judged, by_year: Mapping[int, Sequence[Judged]]) -> IndicatorRow:
    words, unit = indicator_catalogue().words[judged.indicator], INDICATORS[judged.indicator].unit
    value, beside = shown(judged.figure.value, unit), _beside(judged.figure)
    return IndicatorRow(
        judged,
        words.title,
        words.about,
        say(f"groups.{judged.group.value}"),
        value,
        _parts(judged, unit),
        target_shown(judged.target, unit),
        shown(judged.gap, unit) if judged.gap is not None and judged.gap > 0 else "",
        say(f"indicator_states.{judged.state.name.lower()}"),
        tuple((year, _same(judged, of_year)) for year, of_year in sorted(by_year.items())),
        "　".join(f"{word}{text}" for word, text in beside.items()),
        PartRow(say("indicators.whole"), judged.figure, value, "", beside),
        tuple(map(_part_row, judged.figure.rows)),
        _why(judged),
    )


def _why(judged: Judged) -> str:
    found = INDICATORS[judged.indicator]
    if found.needs == CHECKS:
        return say("no_data.checks")
    if judged.state is not State.NO_DATA:
        return ""
    target = judged.target
    missing = target is not None and target.figure is None
    if missing and judged.figure.value is not None:
        names = "、".join(map(reference_label, target.references)) if target else ""
        return say("no_data.reference", name=names) if names else say("no_data.year_before")
    if found.reference:
        return say("no_data.reference", name=reference_label(found.reference))
    return say(f"no_data.{found.needs or 'nobody'}")


def _part_row(row: FigureRow) -> PartRow:
    figure = row.figure
    share = Fraction(len(figure.counted), len(figure.base)) if figure.base else None
    value = shown(figure.value, Unit.COUNT)
    return PartRow(row_title(row.name), figure, value, shown(share, Unit.RATE), _beside(figure))


def _beside(figure: Figure) -> dict[str, str]:
    """What is told beside a figure by its word; of several measures one after another."""
    found: dict[str, str] = {}
    for one in figure.beside:
        word = indicator_catalogue().beside[one.name]
        found[word] = "、".join(text for text in (found.get(word), shown_beside(one)) if text)
    return found


def target_shown(target: Target | None, unit: Unit) -> str:
    """A target as people read it: a range with both ends, what it is held beside; nothing for none."""
    if target is None:
        return ""
    text = "—".join(shown(end, unit) for end in (target.figure, target.most) if end is not None)
    if target.aim in (Aim.RISING, Aim.FALLING):
        return say(f"indicators.target_{target.aim.value}", figure=text or shown(None, unit))
    return text or shown(None, unit)


def _same(judged: Judged, of_year: Sequence[Judged]) -> Fraction | None:
    found = (one for one in of_year if (one.indicator, one.group) == (judged.indicator, judged.group))
    same = next(found, None)
    return same.figure.value if same else None


def _parts(judged: Judged, unit: Unit) -> str:
    figure = judged.figure
    if figure.numerator is None or figure.denominator is None:
        return ""
    if unit is Unit.YUAN:
        return say(
            "indicators.parts",
            above=shown(figure.numerator, Unit.YUAN),
            below=shown(figure.denominator, Unit.COUNT),
        )
    if figure.numerator.denominator != 1 or figure.denominator.denominator != 1:
        return ""
    return say(
        "indicators.parts",
        above=shown(figure.numerator, Unit.COUNT),
        below=shown(figure.denominator, Unit.COUNT),
    )

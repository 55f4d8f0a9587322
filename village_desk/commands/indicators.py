"""``indicators``: what the policy profile asks of the village's year, and what the figures say."""

from __future__ import annotations

from argparse import Namespace
from fractions import Fraction

from village_desk.commands.answers import DONE, FINDINGS, answer
from village_desk.commands.opening import sitting_at
from village_desk.commands.periods import read_year
from village_desk.definitions.indicators import indicator_catalogue
from village_desk.definitions.words import say
from village_desk.rules.indicators.figure import Behind, Unit, half_up, shown
from village_desk.rules.indicators.judging import Judged, State
from village_desk.rules.indicators.registry import INDICATORS
from village_desk.rules.money import Fen, yuan_text
from village_desk.rules.months import make_quarter
from village_desk.rules.pictures import VillagePicture
from village_desk.store.pictures import village_picture
from village_desk.store.reckoned.checked import with_checks
from village_desk.store.reckoned.indicators import village_indicators


def indicators(options: Namespace) -> int:
    """Print every indicator of a year; exit 1 when a target is short."""
    year = read_year(str(options.year))
    with sitting_at(options.book) as sitting:
        quarter = (
            sitting.quarter if sitting.year == year else make_quarter(year, 4, sitting.settings.year_mode)
        )
        with sitting.book.reading() as reading:
            taken = village_picture(reading, sitting.book.village.name)
            picture = with_checks(reading, taken, sitting.settings, quarter, sitting.today)
        judged = village_indicators(picture, sitting.settings, sitting.reckoner, year, sitting.today)
        profile = sitting.settings.profile
    numbers = _Numbers(picture)
    document = {
        "profile": profile,
        "year": year,
        "indicators": [indicator_shape(one, numbers) for one in judged],
    }
    answer(document, "\n".join(_line(one) for one in judged), as_json=options.json)
    return FINDINGS if any(one.state is State.SHORT for one in judged) else DONE


class _Numbers:
    """The numbers by which households and persons are known outside."""

    def __init__(self, picture: VillagePicture) -> None:
        self._households = {one.household.id: one.household.number or "" for one in picture.households}
        self._leaders = {leader.id: leader.name or "" for leader in picture.leaders}
        self._persons = {
            person.id: person.number or f"#{person.position}"
            for one in picture.households
            for person in one.persons
        }

    def of(self, behind: Behind) -> str:
        """A household's number, or the household's and the person's; a leader's name."""
        if not behind.household_id:
            return self._leaders[behind.person_id or ""]
        household = self._households[behind.household_id]
        return household if behind.person_id is None else f"{household}/{self._persons[behind.person_id]}"


def indicator_shape(judged: Judged, numbers: _Numbers) -> dict[str, object]:
    """One indicator as the command line prints it."""
    unit, figure = INDICATORS[judged.indicator].unit, judged.figure
    return {
        "id": judged.indicator,
        "title": indicator_catalogue().words[judged.indicator].title,
        "group": judged.group.value,
        "unit": unit.value,
        "value": _number(figure.value, unit),
        "numerator": _number(figure.numerator, unit) if unit is Unit.YUAN else _part(figure.numerator),
        "denominator": _part(figure.denominator),
        "target": _number(judged.target.figure, unit) if judged.target else None,
        "gap": _number(judged.gap, unit),
        "state": judged.state.value,
        "members": [numbers.of(one) for one in figure.counted],
    }


def _number(value: Fraction | None, unit: Unit) -> str | float | int | None:
    """Yuan as text, counts whole, rates and quotients as numbers."""
    if value is None:
        return None
    if unit is Unit.YUAN:
        return yuan_text(Fen(half_up(value)))
    return int(value) if unit is Unit.COUNT else float(value)


def _part(value: Fraction | None) -> float | int | None:
    if value is None:
        return None
    return int(value) if value.denominator == 1 else float(value)


def _line(judged: Judged) -> str:
    words = indicator_catalogue().words[judged.indicator]
    return say(
        "commands.indicator",
        title=words.title,
        group=say(f"groups.{judged.group.value}"),
        value=shown(judged.figure.value, INDICATORS[judged.indicator].unit),
        target=shown(judged.target.figure if judged.target else None, INDICATORS[judged.indicator].unit),
        state=say(f"indicator_states.{judged.state.name.lower()}"),
    )

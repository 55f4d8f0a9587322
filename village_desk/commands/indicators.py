"""``indicators``: what the policy profile asks of the village's year, and what the figures say."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from fractions import Fraction
from functools import partial

from msgspec.structs import replace

from village_desk.commands.answers import DONE, FINDINGS, answer
from village_desk.commands.opening import Seen, looking_at, sitting_at
from village_desk.commands.periods import read_year
from village_desk.definitions.indicators import indicator_catalogue, row_title
from village_desk.definitions.words import say
from village_desk.entry.checks.indicators_entry import target_shown
from village_desk.entry.sitting import Sitting
from village_desk.rules.indicators.figure import Behind, Figure, Unit, half_up, shown, shown_beside
from village_desk.rules.indicators.judging import Judged, State
from village_desk.rules.indicators.registry import INDICATORS
from village_desk.rules.money import Fen, yuan_text
from village_desk.rules.pictures import VillagePicture
from village_desk.rules.records import Household
from village_desk.store.pictures import village_picture
from village_desk.store.reckoned.checked import checked_by, with_checks
from village_desk.store.reckoned.indicators import village_indicators
from village_desk.store.reckoned.township_checks import (
    checked_township,
    findings_alone,
    township_findings,
)
from village_desk.store.reckoned.township_figures import alarms_of
from village_desk.store.villages.township import Township


def indicators(options: Namespace) -> int:
    """Print every indicator of a year; exit 1 when a target is short."""
    year = read_year(str(options.year))
    with sitting_at(options.book) as sitting:
        with looking_at(sitting, options.village) as seen:
            town = _checked_town(sitting, seen, year)
            picture = town.whole if town else _checked(sitting, seen, year)
        judge_all = partial(
            village_indicators,
            settings=sitting.settings,
            reckoner=sitting.reckoner,
            year=year,
            today=sitting.today,
        )
        judged = judge_all(picture)
        by_village = [(village, judge_all(village)) for village in town.villages] if town else []
        profile = sitting.settings.profile
    numbers = _Numbers(picture)
    document: dict[str, object] = {
        "profile": profile,
        "year": year,
        "indicators": [indicator_shape(one, numbers) for one in judged],
    }
    lines = [line for one in judged for line in (_line(one), *_row_lines(one.figure))]
    if town:
        document["counted_once"] = town.counted_once
        document["indicators"] = [
            {
                **indicator_shape(one, numbers),
                "villages": [_village_shape(village, own[place]) for village, own in by_village],
            }
            for place, one in enumerate(judged)
        ]
        alarms = [("", seen.name, alarms_of(judged))]
        alarms += [(village.code, village.name, alarms_of(own)) for village, own in by_village]
        document["alarms"] = [_alarm_shape(code, one) for code, _, found in alarms for one in found]
        lines += [_alarm_line(name, one) for _, name, found in alarms for one in found]
    answer(document, "\n".join(lines), as_json=options.json)
    everything = [*judged, *(one for _, own in by_village for one in own)]
    return FINDINGS if any(one.state is State.SHORT for one in everything) else DONE


def _checked(sitting: Sitting, seen: Seen, year: int) -> VillagePicture:
    """A village with what its checks find in the year's quarter in hand, or in its last."""
    quarter, picture = sitting.quarter_in(year), village_picture(seen.reading, seen.name)
    if seen.package is None:
        return with_checks(seen.reading, picture, sitting.settings, quarter, sitting.today)
    found = findings_alone(seen.reading, seen.package, sitting.today, quarter)
    return replace(picture, checked=checked_by(found, quarter))


def _checked_town(sitting: Sitting, seen: Seen, year: int) -> Township | None:
    """The same of a township's villages; None where there is one."""
    town = seen.town
    if town is None:
        return None
    quarter = sitting.quarter_in(year)
    return checked_township(town, township_findings(seen.reading, quarter, sitting.today), quarter)


class _Numbers:
    """The numbers by which households and persons are known outside."""

    def __init__(self, picture: VillagePicture) -> None:
        self._households = {
            one.household.id: _number_in(picture, one.household) for one in picture.households
        }
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


def _number_in(picture: VillagePicture, household: Household) -> str:
    """A household's number, in a township behind its village's code: two villages may number alike."""
    number = household.number or ""
    return number if picture.villages is None else f"{household.village_code}/{number}"


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
        "beside": _beside(figure),
        "target": _number(judged.target.figure, unit) if judged.target else None,
        "target_most": _number(judged.target.most, unit) if judged.target else None,
        "gap": _number(judged.gap, unit),
        "state": judged.state.value,
        "members": [numbers.of(one) for one in figure.counted],
        "rows": [
            {
                "name": row.name,
                "title": row_title(row.name),
                "value": _number(row.figure.value, Unit.COUNT),
                "beside": _beside(row.figure),
                "members": [numbers.of(one) for one in row.figure.counted],
            }
            for row in figure.rows
        ],
    }


def _beside(figure: Figure) -> list[dict[str, object]]:
    return [
        {"name": one.name, "value": _number(one.value, one.unit), "measure": one.measure}
        for one in figure.beside
    ]


def _village_shape(village: VillagePicture, judged: Judged) -> dict[str, object]:
    """The same of one village of a township; who stands behind it is told once, with the township's."""
    unit, figure = INDICATORS[judged.indicator].unit, judged.figure
    return {
        "code": village.code,
        "name": village.name,
        "value": _number(figure.value, unit),
        "numerator": _number(figure.numerator, unit) if unit is Unit.YUAN else _part(figure.numerator),
        "denominator": _part(figure.denominator),
        "state": judged.state.value,
    }


def _alarm_shape(code: str, judged: Judged) -> dict[str, object]:
    """What marks the township, or one of its villages."""
    unit = INDICATORS[judged.indicator].unit
    return {
        "village": code or None,
        "id": judged.indicator,
        "value": _number(judged.figure.value, unit),
        "counted": len(judged.figure.counted),
        "target": _number(judged.target.figure, unit) if judged.target else None,
    }


def _alarm_line(name: str, judged: Judged) -> str:
    unit = INDICATORS[judged.indicator].unit
    return say(
        "commands.alarm",
        name=name,
        title=indicator_catalogue().words[judged.indicator].title,
        value=shown(judged.figure.value, unit),
        counted=len(judged.figure.counted),
        target=shown(judged.target.figure if judged.target else None, unit),
    )


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


def _row_lines(figure: Figure) -> Iterator[str]:
    """A line for each row that counts anybody, with what is told beside it."""
    words = indicator_catalogue().beside
    for row in figure.rows:
        if row.figure.value:
            beside = [
                say("commands.indicator-beside", word=words[one.name], text=shown_beside(one))
                for one in row.figure.beside
            ]
            value = shown(row.figure.value, Unit.COUNT)
            yield say(
                "commands.indicator-row", title=row_title(row.name), value=value, beside="".join(beside)
            )


def _line(judged: Judged) -> str:
    words = indicator_catalogue().words[judged.indicator]
    return say(
        "commands.indicator",
        title=words.title,
        group=say(f"groups.{judged.group.value}"),
        value=shown(judged.figure.value, INDICATORS[judged.indicator].unit),
        target=target_shown(judged.target, INDICATORS[judged.indicator].unit) or shown(None, Unit.COUNT),
        state=say(f"indicator_states.{judged.state.name.lower()}"),
    )

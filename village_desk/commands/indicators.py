"""``indicators``: what the policy profile asks of the village's year, and what the figures say."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from fractions import Fraction

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
from village_desk.rules.records import Person
from village_desk.store.pictures import village_picture
from village_desk.store.reckoned.checked import checked_by, with_checks
from village_desk.store.reckoned.indicators import village_indicators
from village_desk.store.reckoned.township_checks import findings_in
from village_desk.store.reckoned.township_figures import alarms_of
from village_desk.store.reckoned.township_year import TownshipYear, UnitYear, township_year


def indicators(options: Namespace) -> int:
    """Print every indicator of a year, a township's with its villages; exit 1 when a target is short."""
    year = read_year(str(options.year))
    with sitting_at(options.book) as sitting:
        profile = sitting.settings.profile
        with looking_at(sitting, options.village) as seen:
            numbers = _Numbers(is_town=seen.is_town)
            seen.of_each(numbers.note, (Person,))
            town = _township(sitting, seen, year) if seen.is_town else None
            judged = town.whole.indicators if town else _judged(sitting, seen, year)
    document: dict[str, object] = {
        "profile": profile,
        "year": year,
        "indicators": [indicator_shape(one, numbers) for one in judged],
    }
    lines = [line for one in judged for line in (_line(one), *_row_lines(one.figure))]
    villages = town.villages if town else ()
    if town:
        document["counted_once"] = town.counted_once
        document["indicators"] = [
            {
                **indicator_shape(one, numbers),
                "villages": [_village_shape(village, village.indicators[place]) for village in villages],
            }
            for place, one in enumerate(judged)
        ]
        alarms = [("", seen.name, alarms_of(judged))]
        alarms += [(village.code, village.name, alarms_of(village.indicators)) for village in villages]
        document["alarms"] = [_alarm_shape(code, one) for code, _, found in alarms for one in found]
        lines += [_alarm_line(name, one) for _, name, found in alarms for one in found]
    answer(document, "\n".join(lines), as_json=options.json)
    everything = [*judged, *(one for village in villages for one in village.indicators)]
    return FINDINGS if any(one.state is State.SHORT for one in everything) else DONE


def _judged(sitting: Sitting, seen: Seen, year: int) -> Sequence[Judged]:
    """A village with what its checks find in the year's quarter in hand, or in its last."""
    quarter, picture = sitting.quarter_in(year), village_picture(seen.reading, seen.name)
    if seen.package is None:
        checked = with_checks(seen.reading, picture, sitting.settings, quarter, sitting.today)
    else:
        found = findings_in(seen.reading, picture, seen.package, sitting.today, quarter)
        checked = replace(picture, checked=checked_by(found, quarter))
    return village_indicators(checked, sitting.settings, sitting.reckoner, year, sitting.today)


def _township(sitting: Sitting, seen: Seen, year: int) -> TownshipYear:
    """The same of a township's villages, and of all together."""
    settings, reckoner = sitting.settings, sitting.reckoner
    quarter = sitting.quarter_in(year)
    return township_year(seen.reading, seen.name, settings, reckoner, quarter, sitting.today)


class _Numbers:
    """The numbers by which households and persons are known outside, noted village by village."""

    def __init__(self, *, is_town: bool) -> None:
        self._is_town = is_town
        self._households: dict[str, str] = {}
        self._leaders: dict[str, str] = {}
        self._persons: dict[str, str] = {}

    def note(self, picture: VillagePicture) -> None:
        """Note those of a village; in a township behind its code: two villages may number alike."""
        before = f"{picture.code}/" if self._is_town else ""
        for leader in picture.leaders:
            self._leaders[leader.id] = leader.name or ""
        for one in picture.households:
            self._households[one.household.id] = before + (one.household.number or "")
            for person in one.persons:
                self._persons[person.id] = person.number or f"#{person.position}"

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


def _village_shape(village: UnitYear, judged: Judged) -> dict[str, object]:
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

"""An own policy profile row by row: what each row asks, how its answer is read, and what it changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from msgspec import Struct

from village_desk.definitions.indicators import indicator_catalogue, reference_label
from village_desk.definitions.words import say
from village_desk.entry.settings.own_policies import change_policy, policy_table
from village_desk.entry.settings.yearly_figures import REFERENCES
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import why_not
from village_desk.rules.indicators.figure import Unit
from village_desk.rules.indicators.judging import Aim
from village_desk.rules.indicators.registry import INDICATORS
from village_desk.rules.indicators.scene import Group
from village_desk.rules.months import YearMode
from village_desk.rules.reading import NotUnderstoodError, read_money, read_number, read_whole, tidy_text
from village_desk.rules.refusals import Refusal

_TEXTS = ("name", "place", "title", "number", "line_name")
_BY_YEAR = ("lines", "low_income", "bands")
_NUMBERS = {"falling": ("hint", "doubt", "report"), "labour_ages": ("from", "below")}
_SAFETY_NET = "safety_net"
_PARTS = "、,， "
"""What may stand between several numbers of one answer."""
_TO = "—–～~到至"
"""What may stand between the two ends of a range."""
_YES, _NO = "editors.yes", "editors.no"

Path = tuple[str | int, ...]


class PolicyRow(Struct, frozen=True):
    """One answer of a profile in words."""

    path: Path
    section: str
    label: str
    text: str
    choices: tuple[str, ...] = ()
    """What may be chosen; empty where the answer is typed."""


def policy_rows(profile: str) -> list[PolicyRow]:
    """Every answer of a profile: what it is, its lines and bands by year, ages, falls, targets."""
    table = policy_table(profile)
    return [*_head(table), *_yearly(table), *_numbers(table), *_targets(table)]


def answer_policy(sitting: Sitting, profile: str, row: PolicyRow, text: str) -> None:
    """Take a row's new answer; blank takes a yearly figure away.

    Raises:
        Refusal: ``not-understood`` with the row and the reason; ``definition-wrong``; ``shipped-policy``.
    """
    table = deepcopy(policy_table(profile))
    try:
        value = _reader(row.path)(tidy_text(text))
    except NotUnderstoodError as error:
        raise Refusal("not-understood", column=row.label, value=text, why=why_not(error)) from None
    *way, last = row.path
    inner: Any = table
    for step in way:
        inner = inner[step]
    if value is None:
        inner.pop(last, None)
    else:
        inner[last] = value
    if row.path == ("years",):
        _follow_years(table)
    if last == "aim":
        _follow_aim(inner)
    table["targets"] = [one for one in table.get("targets", []) if one["figures"]]
    change_policy(sitting, profile, table)


def add_target(sitting: Sitting, profile: str, indicator: str, group: Group, aim: Aim) -> Path:
    """Add a target without figures yet: 0 for the profile's last year, to be changed at once.

    Returns:
        The row's path.

    Raises:
        Refusal: ``shipped-policy``, ``target-there``: the same indicator and group have one.
    """
    table = deepcopy(policy_table(profile))
    targets = table.setdefault("targets", [])
    if any((one["indicator"], one["group"]) == (indicator, group.value) for one in targets):
        words = {"indicator": indicator_catalogue().words[indicator].title, "value": group_words(group)}
        raise Refusal("target-there", **words)
    year = str(table["years"][-1])
    targets.append(
        {
            "indicator": indicator,
            "group": group.value,
            "aim": aim.value,
            "source": table["title"],
            "figures": {year: [0, 0] if aim is Aim.WITHIN else 0},
        }
    )
    change_policy(sitting, profile, table)
    return ("targets", len(targets) - 1, "figures", year)


def drop_target(sitting: Sitting, profile: str, row: PolicyRow) -> None:
    """Take the target away that a row belongs to; other rows stay.

    Raises:
        Refusal: ``shipped-policy``.
    """
    table = deepcopy(policy_table(profile))
    if row.path[0] == "targets":
        del table["targets"][int(row.path[1])]
        change_policy(sitting, profile, table)


def group_words(group: Group) -> str:
    """What a group of households is called."""
    return say(f"groups.{group.value}")


def aim_words(aim: Aim) -> str:
    """What a way to hold a figure against its target is called."""
    return say(f"policy.aim_{aim.value}")


def _head(table: Mapping[str, Any]) -> Iterator[PolicyRow]:
    section = say("policy.document")
    for key in _TEXTS:
        yield PolicyRow((key,), section, say(f"policy.{key}"), str(table[key]))
    years = "、".join(map(str, table["years"]))
    yield PolicyRow(("years",), section, say("policy.years"), years)
    modes = tuple(say(f"settings.{mode.value}") for mode in YearMode)
    mode = say(f"settings.{table['year_mode']}")
    yield PolicyRow(("year_mode",), section, say("policy.year_mode"), mode, modes)
    for key, value in (
        ("is_monitoring_line", table["is_monitoring_line"]),
        ("line_excludes", _SAFETY_NET in table["line_excludes"]),
    ):
        chosen = say(_YES if value else _NO)
        yield PolicyRow((key,), section, say(f"policy.{key}"), chosen, (say(_YES), say(_NO)))


def _yearly(table: Mapping[str, Any]) -> Iterator[PolicyRow]:
    for key in _BY_YEAR:
        for year in map(str, table["years"]):
            value = table[key].get(year)
            text = "、".join(map(str, value)) if isinstance(value, list) else _plain(value)
            yield PolicyRow((key, year), say(f"policy.{key}"), say("policy.of_year", year=year), text)


def _numbers(table: Mapping[str, Any]) -> Iterator[PolicyRow]:
    for section, keys in _NUMBERS.items():
        for key in keys:
            label = say(f"policy.{section}_{key}")
            yield PolicyRow((section, key), say(f"policy.{section}"), label, _plain(table[section][key]))


def _targets(table: Mapping[str, Any]) -> Iterator[PolicyRow]:
    aims = tuple(map(aim_words, Aim))
    for place, one in enumerate(table.get("targets", [])):
        aim, group = Aim(one["aim"]), Group(one["group"])
        title = indicator_catalogue().words[one["indicator"]].title
        section = say("policy.target", title=title, group=group_words(group))
        way: Path = ("targets", place)
        yield PolicyRow((*way, "aim"), section, say("policy.aim"), aim_words(aim), aims)
        unit = INDICATORS[one["indicator"]].unit
        for year in map(str, table["years"]):
            label = say(f"policy.figure_{'rate' if unit is Unit.RATE else unit.name.lower()}", year=year)
            text = _range(one["figures"].get(year))
            yield PolicyRow((*way, "figures", year), section, label, text)
        yield PolicyRow((*way, "source"), section, say("policy.source"), one["source"])


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def _range(value: object) -> str:
    if isinstance(value, list):
        is_named = any(isinstance(part, str) for part in value)
        return ("、" if is_named else "—").join(map(_range, value))
    return reference_label(value) if isinstance(value, str) else _plain(value)


def _follow_aim(target: dict[str, Any]) -> None:
    """Another aim: a figure becomes a range of itself alone, a range the end that the aim is held against."""
    aim, figures = Aim(target["aim"]), target["figures"]
    for year, figure in figures.items():
        if isinstance(figure, list) and any(isinstance(part, str) for part in figure):
            continue
        low, high = (figure[0], figure[-1]) if isinstance(figure, list) else (figure, figure)
        one = high if aim in (Aim.AT_MOST, Aim.BELOW) else low
        figures[year] = [low, high] if aim is Aim.WITHIN else one


def _follow_years(table: dict[str, Any]) -> None:
    """Other years: figures of years that are gone go, a new year begins with the newest bands."""
    years = [str(year) for year in table["years"]]
    last: list[int] = next(reversed(table["bands"].values()), [])
    for key in _BY_YEAR:
        table[key] = {year: table[key][year] for year in years if year in table[key]}
    for year in years:
        table["bands"].setdefault(year, last)
    table["bands"] = {year: table["bands"][year] for year in years}
    for one in table.get("targets", []):
        one["figures"] = {year: figure for year, figure in one["figures"].items() if year in years}


def _reader(path: Path) -> Callable[[str], object]:
    if path[0] == "targets":
        return {"aim": _aim, "source": _text}.get(str(path[-1]), _figures)
    known: dict[str, Callable[[str], object]] = {
        **dict.fromkeys(_TEXTS, _text),
        "years": lambda text: sorted({_whole(part) for part in parted(text)}),
        "year_mode": _mode,
        "is_monitoring_line": lambda text: text == say(_YES),
        "line_excludes": lambda text: [_SAFETY_NET] if text == say(_YES) else [],
        "lines": _yuan,
        "low_income": _yuan,
        "bands": lambda text: [_yuan(part) for part in parted(text)],
    }
    return known.get(str(path[0]), _whole)


def _text(text: str) -> str:
    return text


def _yuan(text: str) -> int | None:
    amount = read_money(text)
    if amount is not None and amount % 100:
        raise NotUnderstoodError("not-whole")
    return None if amount is None else amount // 100


def _whole(text: str) -> int:
    number = read_whole(text)
    if number is None:
        raise NotUnderstoodError("not-a-number")
    return number


def _figures(text: str) -> object:
    """One figure, the two ends of a range, or published figures by their names."""
    named = {reference_label(name): name for name in REFERENCES}
    if (parts := parted(text)) and all(part in named for part in parts):
        return [named[part] for part in parts]
    for sign in _TO:
        text = text.replace(sign, " ")
    ends = [_figure(part) for part in parted(text)]
    return ends if len(ends) > 1 else _figure(text)


def _figure(text: str) -> int | float | None:
    number = read_number(text.removesuffix("%"))
    if number is None:
        return None
    return number / 1000 if number % 1000 else number // 1000


def _mode(text: str) -> str:
    return next(mode.value for mode in YearMode if say(f"settings.{mode.value}") == text)


def _aim(text: str) -> str:
    return next(aim.value for aim in Aim if aim_words(aim) == text)


def parted(text: str) -> list[str]:
    """The parts of an answer that names several."""
    for sign in _PARTS:
        text = text.replace(sign, " ")
    return text.split()

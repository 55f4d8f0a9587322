"""``income``: what households earned, by household, village and township."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from village_desk.commands.answers import DONE, answer
from village_desk.commands.opening import looking_at, sitting_at
from village_desk.commands.periods import read_window, read_year
from village_desk.definitions.bases import counting_bases, counting_basis, with_exceptions
from village_desk.definitions.words import say
from village_desk.entry.sitting import Sitting
from village_desk.rules.income import Income, Reckoner
from village_desk.rules.money import yuan_text
from village_desk.rules.months import Window, month_text
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.rules.population import registered_count
from village_desk.rules.records import LedgerLine, Person
from village_desk.rules.refusals import Refusal
from village_desk.store.villages.township import Villages

_NEEDED = (Person, LedgerLine)
"""The records that an income is reckoned from."""


class _Earned(Struct, frozen=True):
    """What is told of one village; its picture is let go."""

    code: str
    name: str
    groups: list[str | None]
    """The 小组 of each household."""
    incomes: list[Income]
    households: list[dict[str, object]]


def income(options: Namespace) -> int:
    """Print every household's income in a window and the village's; a township's by village."""
    with sitting_at(options.book) as sitting:
        window = read_window(options.window, read_year(str(options.year)), sitting.settings.year_mode)
        reckoner = _reckoner(sitting, options.basis)
        with looking_at(sitting, options.village) as seen:
            villages = seen.of_each(lambda one: _earned(one, reckoner, window), _NEEDED)
            counted_once = Villages(seen.reading).counted_once if seen.is_town else 0
    incomes = [income for one in villages for income in one.incomes]
    total = reckoner.total(incomes)
    sums = _sum_shape(incomes, reckoner)
    document: dict[str, object] = {
        "year": options.year,
        "window": window_shape(window),
        "basis": reckoner.basis.id,
        "households": [shape for one in villages for shape in one.households],
    }
    if seen.is_town:
        document["township"] = {**sums, "counted_once": counted_once}
        document["villages"] = [_village_shape(one, reckoner) for one in villages]
    else:
        document["village"] = sums
    sentence = say(
        "commands.income-done",
        window=window.text(),
        basis=reckoner.basis.name,
        households=len(incomes),
        persons=total.persons,
        net=yuan_text(total.net),
        per_capita=yuan_text(total.per_capita) or "—",
    )
    lines = _village_lines(villages, reckoner, counted_once) if seen.is_town else ()
    answer(document, "\n".join([*lines, sentence]), as_json=options.json)
    return DONE


def _earned(village: VillagePicture, reckoner: Reckoner, window: Window) -> _Earned:
    incomes = [_income_of(one, reckoner, window) for one in village.households]
    shapes = [
        _household_shape(one, income, window) for one, income in zip(village.households, incomes, strict=True)
    ]
    groups = [one.household.group for one in village.households]
    return _Earned(village.code, village.name, groups, incomes, shapes)


def income_shape(income: Income) -> dict[str, object]:
    """One income as the command line prints it: yuan as text, missing as null."""
    parts = ("wages", "production", "cost", "property", "transfer", "net", "per_capita")
    amounts = {name: yuan_text(getattr(income, name)) or None for name in parts}
    return {"persons": income.persons, **amounts}


def window_shape(window: Window) -> dict[str, str]:
    """A window by its first and last month."""
    return {"from": month_text(window.first), "to": month_text(window.last)}


def _income_of(picture: HouseholdPicture, reckoner: Reckoner, window: Window) -> Income:
    divisor = reckoner.divisor(picture.persons, window, picture.household.stated_members_year)
    return reckoner.income(picture.lines, window, divisor)


def _household_shape(picture: HouseholdPicture, income: Income, window: Window) -> dict[str, object]:
    household = picture.household
    return {
        "village": household.village_code,
        "group": household.group,
        "number": household.number,
        "head": household.head_name,
        **income_shape(income),
        "registered": registered_count(picture.persons, window.last_day),
    }


def _village_shape(village: _Earned, reckoner: Reckoner) -> dict[str, object]:
    """A village of a township, with its 小组."""
    by_group: dict[str | None, list[Income]] = {}
    for group, income in zip(village.groups, village.incomes, strict=True):
        by_group.setdefault(group, []).append(income)
    groups = [{"group": group, **_sum_shape(incomes, reckoner)} for group, incomes in by_group.items()]
    sums = _sum_shape(village.incomes, reckoner)
    return {"code": village.code, "name": village.name, **sums, "groups": groups}


def _village_lines(villages: Iterable[_Earned], reckoner: Reckoner, counted_once: int) -> Iterator[str]:
    """A line for each village of a township, and who was met twice in them."""
    for village in villages:
        total = reckoner.total(village.incomes)
        yield say(
            "commands.income-village",
            name=village.name,
            households=len(village.incomes),
            persons=total.persons,
            net=yuan_text(total.net),
            per_capita=yuan_text(total.per_capita) or "—",
        )
    if counted_once:
        yield say("commands.counted-once", persons=counted_once)


def _sum_shape(incomes: Sequence[Income], reckoner: Reckoner) -> dict[str, object]:
    return {**income_shape(reckoner.total(incomes)), "households": len(incomes)}


def _reckoner(sitting: Sitting, basis: str) -> Reckoner:
    if not basis:
        return sitting.reckoner
    if basis not in counting_bases():
        raise Refusal("unknown-basis", value=basis, known="、".join(counting_bases()))
    return Reckoner(sitting.reckoner.items, with_exceptions(counting_basis(basis), sitting.settings.counting))

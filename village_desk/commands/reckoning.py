"""``income``: what households earned, by household, village and township."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence

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
from village_desk.rules.refusals import Refusal
from village_desk.store.pictures import village_picture
from village_desk.store.villages.township import Township


def income(options: Namespace) -> int:
    """Print every household's income in a window and the village's; a township's by village."""
    with sitting_at(options.book) as sitting:
        window = read_window(options.window, read_year(str(options.year)), sitting.settings.year_mode)
        reckoner = _reckoner(sitting, options.basis)
        with looking_at(sitting, options.village) as seen:
            town = seen.town
            picture = town.whole if town else village_picture(seen.reading, seen.name)
    incomes = [_income_of(household, reckoner, window) for household in picture.households]
    rows = [
        _household_shape(household, income, window)
        for household, income in zip(picture.households, incomes, strict=True)
    ]
    total = reckoner.total(incomes)
    sums = _sum_shape(incomes, reckoner)
    document: dict[str, object] = {
        "year": options.year,
        "window": window_shape(window),
        "basis": reckoner.basis.id,
        "households": rows,
    }
    if town is None:
        document["village"] = sums
    else:
        document["township"] = {**sums, "counted_once": town.counted_once}
        document["villages"] = [_village_shape(village, reckoner, window) for village in town.villages]
    sentence = say(
        "commands.income-done",
        window=window.text(),
        basis=reckoner.basis.name,
        households=len(rows),
        persons=total.persons,
        net=yuan_text(total.net),
        per_capita=yuan_text(total.per_capita) or "—",
    )
    answer(document, "\n".join([*_village_lines(town, reckoner, window), sentence]), as_json=options.json)
    return DONE


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


def _village_shape(village: VillagePicture, reckoner: Reckoner, window: Window) -> dict[str, object]:
    """A village of a township, with its 小组."""
    by_group: dict[str | None, list[Income]] = {}
    for one in village.households:
        by_group.setdefault(one.household.group, []).append(_income_of(one, reckoner, window))
    groups = [{"group": group, **_sum_shape(incomes, reckoner)} for group, incomes in by_group.items()]
    everybody = [income for incomes in by_group.values() for income in incomes]
    return {"code": village.code, "name": village.name, **_sum_shape(everybody, reckoner), "groups": groups}


def _village_lines(town: Township | None, reckoner: Reckoner, window: Window) -> Iterator[str]:
    """A line for each village of a township, and who was met twice in them."""
    for village in town.villages if town else ():
        incomes = [_income_of(one, reckoner, window) for one in village.households]
        total = reckoner.total(incomes)
        yield say(
            "commands.income-village",
            name=village.name,
            households=len(incomes),
            persons=total.persons,
            net=yuan_text(total.net),
            per_capita=yuan_text(total.per_capita) or "—",
        )
    if town and town.counted_once:
        yield say("commands.counted-once", persons=town.counted_once)


def _sum_shape(incomes: Sequence[Income], reckoner: Reckoner) -> dict[str, object]:
    return {**income_shape(reckoner.total(incomes)), "households": len(incomes)}


def _reckoner(sitting: Sitting, basis: str) -> Reckoner:
    if not basis:
        return sitting.reckoner
    if basis not in counting_bases():
        raise Refusal("unknown-basis", value=basis, known="、".join(counting_bases()))
    return Reckoner(sitting.reckoner.items, with_exceptions(counting_basis(basis), sitting.settings.counting))

"""A village of a few households, whose indicators can be worked out by hand."""

from datetime import date

from village_desk.definitions.bases import counting_basis
from village_desk.definitions.items import income_items
from village_desk.rules.income import Reckoner
from village_desk.rules.indicators.figure import Figure
from village_desk.rules.indicators.registry import INDICATORS
from village_desk.rules.indicators.scene import Group, Scene, Yardstick
from village_desk.rules.money import Fen
from village_desk.rules.months import Month, YearMode, year_window
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.rules.records import Household, LedgerLine, Person

PARTS = frozenset(HouseholdPicture.__struct_fields__) - {"household", "persons", "lines"}
RECKONER = Reckoner(income_items(), counting_basis("P1"))
WINDOW = year_window(2025, YearMode.INCOME_YEAR)


def lines(name: str, **yuan: int) -> tuple[LedgerLine, ...]:
    """Lines of this year by item, and with a b before the item of the year before."""
    return tuple(
        LedgerLine(
            f"{name}{key}",
            "v",
            name,
            item=key.removeprefix("b"),
            month=Month(202406 if key.startswith("b") else 202506),
            amount=Fen(amount * 100),
        )
        for key, amount in yuan.items()
    )


def person(name: str, place: int = 1, labour: str | None = "普通劳动力", **more: object) -> Person:
    wanted = {"name": "甲", "labour": labour, "born_on": date(1985, 1, 1), **more}
    return Person(f"{name}{place}", "v", name, place, **wanted)  # type: ignore[arg-type]


def household(
    name: str, lines: tuple[LedgerLine, ...] = (), people: int | tuple[Person, ...] = 1, **more: object
) -> HouseholdPicture:
    persons = people if isinstance(people, tuple) else tuple(person(name, n + 1) for n in range(people))
    parts = {key: more.pop(key) for key in PARTS if key in more}
    wanted = {"household_class": "脱贫户", **more}
    return HouseholdPicture(Household(name, "v", number=name, **wanted), persons, lines, **parts)  # type: ignore[arg-type]


def village_year(*households: HouseholdPicture, as_of: date = date(2025, 9, 30), **yard: object) -> Scene:
    own = {key: yard.pop(key) for key in ("leaders", "analyses", "checked") if key in yard}
    village = VillagePicture("v", "村", households, **own)  # type: ignore[arg-type]
    return Scene(village, RECKONER, 2025, WINDOW, as_of, Yardstick(**yard))  # type: ignore[arg-type]


def ask(scene: Scene, name: str, group: Group | None = None) -> Figure:
    found = INDICATORS[name]
    return found.reckon(scene, group or found.groups[0])


def names(figure: Figure) -> list[str]:
    return [one.household_id if one.person_id is None else one.person_id for one in figure.counted]

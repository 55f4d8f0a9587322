"""What a seeded fault is: the rule it breaks, how a family is spoiled, and what that entails."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from msgspec import Struct, field
from msgspec.structs import replace

from tests.rules.faults.families import LAST_YEAR, THIS_YEAR, Kind, serial_of
from tests.rules.households import VILLAGE, measure, number_for, telling
from village_desk.rules.followup_records import Stock
from village_desk.rules.money import Fen, Thousandths
from village_desk.rules.months import Month, Window
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import LedgerLine

Spoil = Callable[[HouseholdPicture], HouseholdPicture]
Families = tuple[HouseholdPicture, ...]
SpoilTogether = Callable[[Families], Families]


class Fault(Struct, frozen=True):
    """One way of breaking a rule."""

    rule: str
    spoil: Spoil
    entails: Mapping[str, str] = field(default_factory=dict)
    """Further rules that the fault breaks by itself, each with the reason."""
    kind: Kind = Kind.FAMILY
    part: str = ""
    """The part of a family that alone is touched: faults of other parts may stand beside it."""


class SharedFault(Struct, frozen=True):
    """A rule that several families break together."""

    rule: str
    families: int
    spoil: SpoilTogether
    entails: Mapping[str, str] = field(default_factory=dict)


def given(
    picture: HouseholdPicture,
    item: str,
    yuan: float,
    place: int | None = None,
    month: int | None = 202505,
    **more: object,
) -> HouseholdPicture:
    """The family with one more ledger line."""
    serial = serial_of(picture)
    added = LedgerLine(
        f"l{serial}-x{len(picture.lines)}",
        VILLAGE,
        f"h{serial}",
        person_id=None if place is None else f"p{serial}-{place}",
        item=item,
        month=None if month is None else Month(month),
        amount=Fen(round(yuan * 100)),
        **more,  # type: ignore[arg-type]
    )
    return replace(picture, lines=(*picture.lines, added))


def each_month(
    picture: HouseholdPicture, item: str, yuan: float, place: int | None = None, window: Window | None = None
) -> HouseholdPicture:
    """The family with a line of an item in each month of two years, or of a window."""
    for month in _months(window or Window(LAST_YEAR.first, THIS_YEAR.last)):
        picture = given(picture, item, yuan, place, month)
    return picture


def without_items(picture: HouseholdPicture, *starts: str) -> HouseholdPicture:
    """The family without lines of items that begin so."""
    return replace(picture, lines=tuple(k for k in picture.lines if not (k.item or "").startswith(starts)))


def times(
    picture: HouseholdPicture, percent: float, starts: str = "", window: Window | None = None
) -> HouseholdPicture:
    """The family with amounts of some items and months at a share of what they were."""
    lines = tuple(
        replace(known, amount=Fen(round((known.amount or 0) * percent / 100)))
        if (known.item or "").startswith(starts) and (window is None or (known.month or 0) in window)
        else known
        for known in picture.lines
    )
    return replace(picture, lines=lines)


def at_per_head(picture: HouseholdPicture, yuan: int) -> HouseholdPicture:
    """The family with all amounts at one share, so that this year's income per head is so much."""
    have = sum(
        (-1 if (known.item or "").startswith("Z") else 1) * (known.amount or 0)
        for known in picture.lines
        if (known.month or 0) in THIS_YEAR
    )
    return times(picture, 100 * (yuan * 100 * len(picture.persons)) / have)


def reborn(picture: HouseholdPicture, place: int, born: date, **answers: object) -> HouseholdPicture:
    """The family with another birthday of one member, the number following."""
    member = next(known for known in picture.persons if known.position == place)
    number = number_for(born, str(answers.get("sex", member.sex)), serial_of(picture))
    return telling(picture, place, born_on=born, identity_number=number, **answers)


def number_of(picture: HouseholdPicture, place: int) -> str:
    """The number of one member."""
    return next(known.identity_number or "" for known in picture.persons if known.position == place)


def adding(
    picture: HouseholdPicture, code: str, place: int | None, yuan: int, **answers: object
) -> HouseholdPicture:
    """The family with one more measure."""
    serial = serial_of(picture)
    more = measure(serial, 7 + len(picture.measures), code, place, 1, yuan, **{"unit": "月", **answers})
    return replace(picture, measures=(*picture.measures, more))


def measures(picture: HouseholdPicture, place: int, **answers: object) -> HouseholdPicture:
    """The family with other answers about the measure of one member."""
    person_id = f"p{serial_of(picture)}-{place}"
    kept = tuple(replace(m, **answers) if m.person_id == person_id else m for m in picture.measures)  # type: ignore[arg-type]
    return replace(picture, measures=kept)


def planning(picture: HouseholdPicture, **yuan: int) -> HouseholdPicture:
    """The family with so much more in some figures of its plan."""
    plan = picture.plans[-1]
    more = {name: Fen((getattr(plan, name) or 0) + amount * 100) for name, amount in yuan.items()}
    return replace(picture, plans=(*picture.plans[:-1], replace(plan, **more)))  # type: ignore[arg-type]


def spelling(picture: HouseholdPicture, **answers: object) -> HouseholdPicture:
    """The family with other answers about its stretch of work."""
    return replace(picture, spells=tuple(replace(known, **answers) for known in picture.spells))  # type: ignore[arg-type]


def keeping(picture: HouseholdPicture, item: str, unit: str = "斤", **numbers: float) -> HouseholdPicture:
    """The family with a record of what it keeps in the quarter."""
    amounts = {name: Thousandths(round(number * 1000)) for name, number in numbers.items()}
    kept = Stock(
        f"k{serial_of(picture)}",
        VILLAGE,
        picture.household.id,
        Month(202507),
        item=item,
        unit=unit,
        scale_unit="亩",
        **amounts,
    )
    return replace(picture, stocks=(*picture.stocks, kept))


def _months(window: Window) -> list[int]:
    return [m for m in range(window.first, window.last + 1) if 1 <= m % 100 <= 12]

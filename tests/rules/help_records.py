"""Builders of invented records of work, posts and stocks, each of which lacks nothing."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from tests.rules.households import PERIOD, VILLAGE, YUAN
from village_desk.rules.followup_records import Event, Stock, Sweep
from village_desk.rules.money import Fen, Thousandths
from village_desk.rules.months import Month
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.support_records import PublicPost, WorkSpell


def spell(place: int, started: int | None, ended: int | None = None, **answers: object) -> WorkSpell:
    """A stretch of work of the first household's member in another county; open without an end."""
    settled: dict[str, object] = {
        "working": ended is None,
        "province": "测省",
        "city": "测市",
        "county": "测县",
        "area": "县外省内",
        "employer": "测试厂",
        "trade": "制造业",
        "channel": "自主外出",
        "point_to_point": False,
        "month_wage": Fen(3000 * YUAN),
        **answers,
    }
    return WorkSpell(
        f"s{place}-{started}",
        VILLAGE,
        "h1",
        person_id=f"p1-{place}",
        started=None if started is None else Month(started),
        ended=None if ended is None else Month(ended),
        **settled,  # type: ignore[arg-type]
    )


def post(place: int, started: int, ended: int | None = None, **answers: object) -> PublicPost:
    """A stretch of a member of the first household in a public post."""
    settled: dict[str, object] = {"post": "护林员", "month_pay": Fen(500 * YUAN), **answers}
    return PublicPost(
        f"g{place}-{started}",
        VILLAGE,
        "h1",
        person_id=f"p1-{place}",
        started=Month(started),
        ended=None if ended is None else Month(ended),
        **settled,  # type: ignore[arg-type]
    )


def stock(item: str, unit: str = "斤", **numbers: float) -> Stock:
    """What the first household has of one item in the quarter; numbers are whole or decimal."""
    amounts = {name: Thousandths(round(number * 1000)) for name, number in numbers.items()}
    return Stock(f"k{item}", VILLAGE, "h1", PERIOD.first, item=item, scale_unit="亩", unit=unit, **amounts)


def happening(kind: str, day: date) -> Event:
    """Something that happened to the first household."""
    return Event(f"e{kind}", VILLAGE, "h1", kind=kind, happened_on=day)


def sweep(month: int) -> Sweep:
    """The monthly look at the first household."""
    return Sweep(f"w{month}", VILLAGE, "h1", Month(month), swept_on=date(month // 100, month % 100, 9))


def working(picture: HouseholdPicture, *spells: WorkSpell) -> HouseholdPicture:
    """The household with stretches of work."""
    return replace(picture, spells=picture.spells + spells)


def posted(picture: HouseholdPicture, *posts: PublicPost) -> HouseholdPicture:
    """The household with stretches in public posts."""
    return replace(picture, posts=picture.posts + posts)


def keeping(picture: HouseholdPicture, *stocks: Stock) -> HouseholdPicture:
    """The household with records of what it keeps."""
    return replace(picture, stocks=picture.stocks + stocks)

"""Faults of income, stocks and growth on paper."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from tests.rules.faults.families import LAST_YEAR, QUARTER, THIS_YEAR, Kind, replanned, serial_of, swept
from tests.rules.faults.fault import (
    Families,
    Fault,
    SharedFault,
    at_per_head,
    each_month,
    given,
    keeping,
    measures,
    reborn,
    times,
    without_items,
)
from tests.rules.faults.person_faults import granny, house, mu, removed
from tests.rules.faults.work_faults import NO_WORK
from tests.rules.households import VILLAGE, asking, telling, unplanned
from village_desk.rules.money import Fen
from village_desk.rules.months import Month, Window
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import StatedTotals

BEFORE_QUARTER = Window(Month(202410), Month(202506))


def stated(**yuan: int):
    amounts = {name: Fen(amount * 100) for name, amount in yuan.items()}
    return lambda p: replace(
        p, stated=(StatedTotals(f"t{serial_of(p)}", VILLAGE, p.household.id, 2025, **amounts),)
    )


def kept_by_children(picture: HouseholdPicture, yuan: int, *gone: str) -> HouseholdPicture:
    """The family lives on what children send instead of some of its income."""
    return replanned(each_month(without_items(picture, *gone), "T101", yuan))


def little_wage(yuan: int):
    """One small wage in a year, the rest sent by children."""
    return lambda p: given(kept_by_children(p, 3300, "G"), "G04", yuan, 1, 202508)


def jobless(picture: HouseholdPicture) -> HouseholdPicture:
    return telling(kept_by_children(picture, 3300, "G", "J", "Z"), 1, **NO_WORK)


def no_entry(picture: HouseholdPicture) -> HouseholdPicture:
    """Nothing was entered for the quarter, though the year comes to what it should."""
    lines = tuple(known for known in picture.lines if (known.month or 0) not in QUARTER)
    visits = tuple(known for known in picture.visits if known.quarter != QUARTER.first)
    return times(replace(picture, lines=lines, visits=visits), 133, "", BEFORE_QUARTER)


def thousands(picture: HouseholdPicture) -> HouseholdPicture:
    """Every amount is in thousands."""
    picture = replace(picture, lines=())
    for window, pigs in ((LAST_YEAR, 4000), (THIS_YEAR, 5000)):
        picture = each_month(picture, "G02", 3000, 1, window)
        picture = each_month(picture, "T011", 1000, 4, window)
        for step, month in enumerate((window.first + 1, window.last - 7, window.last - 4, window.last - 1)):
            picture = given(picture, "J301", pigs, None, month)
            picture = given(picture, "Z32", 2000 if step < 3 else 1000, None, month)
        picture = given(picture, "T071", 1000, None, window.last - 3)
    for month in (202411, 202502, 202505, 202508):
        picture = given(picture, "G09", 1000, 1, month)
    return replanned(picture)


def both_years(picture: HouseholdPicture, item: str, yuan: int, place: int | None) -> HouseholdPicture:
    return replanned(given(given(picture, item, yuan, place, 202405), item, yuan, place, 202505))


def sent_home(picture: HouseholdPicture) -> HouseholdPicture:
    """Half the wages, and children send more than all the rest."""
    return replanned(each_month(times(picture, 50, "G"), "T101", 4500))


def lately(picture: HouseholdPicture, percent: int, starts: str = "") -> HouseholdPicture:
    return times(picture, percent, starts, THIS_YEAR)


def without_measure(picture: HouseholdPicture) -> HouseholdPicture:
    return asking(unplanned(lately(picture, 135, "G")), household_class="一般农户")


def low_without_plan(picture: HouseholdPicture) -> HouseholdPicture:
    return swept(asking(unplanned(at_per_head(picture, 9500)), household_class="一般农户"))


def ill(picture: HouseholdPicture) -> HouseholdPicture:
    sick = telling(picture, 4, health=("长期慢性病",))
    return asking(sick, risk_1="因病", health_help="家庭医生签约")


def no_pigs_after_help(picture: HouseholdPicture) -> HouseholdPicture:
    return removed(replanned(without_items(picture, "J", "Z")), industry_help="养猪")


INCOME_FAULTS = (
    Fault("IN01", lambda p: given(p, "G04", -50, 1), part="line"),
    Fault("IN02", stated(wages=1000, post_wages=200, other_wages=700)),
    Fault("IN03", lambda p: swept(replanned(at_per_head(p, 7900)))),
    Fault(
        "IN04",
        lambda p: replanned(at_per_head(p, 3500)),
        kind=Kind.WATCHED,
        entails={"PL05": "so little is under the line next year too"},
    ),
    Fault("IN05", low_without_plan),
    Fault(
        "IN06",
        lambda p: replanned(at_per_head(p, 21_000)),
        kind=Kind.WATCHED,
        entails={"PL12": "so much is more than was expected"},
    ),
    Fault(
        "IN07",
        lambda p: replanned(at_per_head(p, 51_000)),
        entails={"PL12": "so much is more than was expected"},
    ),
    Fault("IN08", lambda p: lately(p, 90), entails={"PL10": "what falls gains nothing"}),
    Fault(
        "IN09",
        lambda p: lately(p, 160),
        entails={"IN10": "wages rose by as much", "PL12": "so much is more than was expected"},
    ),
    Fault("IN10", lambda p: given(p, "C6", 6000)),
    Fault("IN12", no_entry),
    Fault("IN13", stated(net=45_000)),
    Fault("IN14", lambda p: given(p, "G04", 500, 1), kind=Kind.ELDERS),
    Fault(
        "IN15",
        jobless,
        entails={
            "IN42": "the rest are transfers",
            "PL10": "no measure gains anything",
            "WK27": "nobody works",
        },
    ),
    Fault("IN16", granny(minimum_living="农村低保"), part="granny"),
    Fault("IN17", lambda p: swept(telling(p, 4, extreme_poverty="农村特困"))),
    Fault("IN18", lambda p: replanned(without_items(p, "T011"))),
    Fault("IN19", granny(disability_grade="一级", health=("残疾",)), part="granny"),
    Fault("IN20", lambda p: reborn(p, 4, date(1944, 5, 6)), part="granny"),
    Fault(
        "IN21",
        lambda p: asking(given(p, "T04", 960, 2), only_child_family=False, two_daughters_family=False),
        part="line",
    ),
    Fault("IN22", lambda p: given(p, "T05", 200), part="house"),
    Fault("IN23", house(farmland=mu(0)), part="house"),
    Fault("IN24", lambda p: replanned(without_items(p, "Z"))),
    Fault("IN25", lambda p: replanned(times(p, 30, "J"))),
    Fault("IN26", lambda p: replanned(times(p, 40, "Z"))),
    Fault("IN27", lambda p: keeping(p, "J101", scale=7), part="stock"),
    Fault("IN28", lambda p: given(p, "J101", 300, quantity=mu(3000), unit="公斤", scale=mu(2)), part="line"),
    Fault("IN29", lambda p: given(p, "J101", 240, quantity=mu(20), unit="斤", price=mu(12)), part="line"),
    Fault(
        "IN30",
        lambda p: keeping(p, "J101", scale=2, opening=100, produced=300, sold=350, used=60),
        part="stock",
    ),
    Fault("IN31", lambda p: keeping(p, "J310", "只", opening=10, bought=20, sold=31), part="stock"),
    Fault("IN32", lambda p: given(p, "J101", 300, scale=mu(0.05)), part="line"),
    Fault("IN33", lambda p: given(p, "C5", 800), part="house"),
    Fault(
        "IN34",
        lambda p: asking(
            given(p, "C2", 300), cooperative=False, leading_enterprise=False, leader_driven=False
        ),
        part="line",
    ),
    Fault("IN35", lambda p: given(p, "T102", 500, 1), part="line"),
    Fault("IN36", lambda p: given(p, "G03", 1500, 1, quantity=mu(3), price=mu(600)), part="line"),
    Fault(
        "IN37",
        little_wage(50),
        entails={"IN42": "the rest are transfers", "PL10": "the measure gains next to nothing"},
    ),
    Fault("IN38", lambda p: given(p, "T011", 1100, 4), part="line"),
    Fault("IN39", lambda p: both_years(p, "G09", 50_000, 1)),
    Fault("IN40", lambda p: given(given(p, "G04", 100, 1), "G05", 100, 1), part="line"),
    Fault("IN41", lambda p: given(p, "G04", 100, 3), part="child"),
    Fault("IN42", sent_home),
    Fault("IN43", lambda p: given(p, "T14", 900, 4), part="line"),
    Fault("IN44", ill, kind=Kind.WATCHED),
    Fault("IN45", lambda p: given(p, "R02", 10_001, 4), part="line"),
    Fault("IN46", lambda p: given(p, "J501", 100, note="收到礼金"), part="line"),
    Fault(
        "IN47",
        thousands,
        entails={
            "PL10": "round sums of both years gain nothing",
            "PL12": "the pigs bring more than was expected",
        },
    ),
    Fault(
        "IN48",
        little_wage(9),
        entails={"IN42": "the rest are transfers", "PL10": "the measure gains next to nothing"},
    ),
    Fault("IN49", lambda p: given(p, "G04", 300, 1, None), part="line"),
    Fault("IN50", no_pigs_after_help, kind=Kind.WATCHED, entails={"PL10": "no pigs, no gain"}),
    Fault("SZ03", without_measure),
    Fault("SZ04", lambda p: swept(replanned(at_per_head(p, 8100)))),
)


def copied(families: Families) -> Families:
    """All families have the first one's ledger."""
    first = families[0]
    return tuple(replanned(_with_lines_of(known, first, None)) for known in families)


def copied_quarter(families: Families) -> Families:
    """All families earned in the quarter what the first one did."""
    unlike = (
        measures(measures(known, 1, increment=Fen(400_000)), 2, increment=Fen(400_000)) for known in families
    )
    return tuple(_with_lines_of(known, families[0], QUARTER) for known in unlike)


def _with_lines_of(
    picture: HouseholdPicture, first: HouseholdPicture, window: Window | None
) -> HouseholdPicture:
    serial = serial_of(picture)
    kept = [
        k
        for k in picture.lines
        if window is not None and ((k.month or 0) not in window or (k.item or "")[0] not in "GJ")
    ]
    taken = [
        k for k in first.lines if window is None or ((k.month or 0) in window and (k.item or "")[0] in "GJ")
    ]
    own = [
        replace(
            known,
            id=f"l{serial}-c{place}",
            household_id=picture.household.id,
            person_id=None if known.person_id is None else f"p{serial}-{known.person_id.split('-')[1]}",
        )
        for place, known in enumerate(taken)
    ]
    return replace(picture, lines=(*kept, *own))


SHARED_INCOME_FAULTS = (
    SharedFault("IN11", 3, copied),
    SharedFault("SZ01", 3, copied_quarter),
)

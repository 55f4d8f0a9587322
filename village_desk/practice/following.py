"""What the practice village has followed up: work, posts, measures, loans, events, stocks, sweeps, meetings.

Everything is made from what the ledger and the members say already, so that the records of a household agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random

from village_desk.definitions.items import read_item
from village_desk.definitions.words import say
from village_desk.entry.quarter.duties import is_watched
from village_desk.entry.sitting import Sitting
from village_desk.practice.livelihoods import leaders, livings_of
from village_desk.practice.measures import measures_of
from village_desk.rules.followup_records import (
    QUARTER_CLOSED,
    QUARTER_TRACKING,
    Event,
    Meeting,
    QuarterState,
    Stock,
    Sweep,
)
from village_desk.rules.money import Fen, Thousandths
from village_desk.rules.months import Month, Quarter, add_months, last_day_of
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import LedgerLine, Person, Record
from village_desk.rules.support_records import Loan, PublicPost, WorkSpell
from village_desk.store.changing import Changing
from village_desk.store.pictures import village_picture

_ABROAD = "广东省东莞市"
_TRAVEL = Fen(500_00)
_ARREARS_EVERY, _LOAN_EVERY, _EVENT_EVERY = 41, 4, 25
_THOUSANDTHS = 1000
_PIG_SEASON, _PIG_BOUGHT = 1, 4
"""First months of the quarters in which pigs are sold and piglets bought."""
_SWEPT_ON, _MET_ON, _CLOSED_ON = 20, 26, 5


class Follower:
    """Makes the records of one household after another; the same seed makes the same records."""

    def __init__(self, sitting: Sitting, quarters: Sequence[Quarter], seed: int) -> None:
        self._sitting = sitting
        self._quarters = quarters
        self._random = Random(seed + 5)  # noqa: S311 - invention, not secrecy
        self._staff = say("practice.staff").split("、")

    def keep(self) -> None:
        """Write everything but the states of the quarters, as one deed."""
        with self._sitting.book.reading() as reading:
            picture = village_picture(reading, self._sitting.book.village.name)
        with self._sitting.changing("record-saved") as change:
            for place, household in enumerate(picture.households):
                change.insert_many(self._of_household(change, household, place))
            change.insert_many(self._meetings(change))
            change.insert_many(leaders(change))

    def close_quarters(self) -> None:
        """Close all quarters but the last, whose visits are going on."""
        last = self._quarters[-1]
        with self._sitting.changing("quarter-closed") as change:
            for quarter in self._quarters:
                state = QUARTER_TRACKING if quarter is last else QUARTER_CLOSED
                since = _day(add_months(quarter.window.last, 0 if quarter is last else 1), _CLOSED_ON)
                ids = (change.new_id(), change.village_code, quarter.first)
                change.insert(QuarterState(*ids, state, since, self._sitting.who))

    def _of_household(self, change: Changing, one: HouseholdPicture, place: int) -> Iterator[Record]:
        for person in one.persons:
            yield from self._work(change, one, person)
        yield from self._stocks(change, one)
        yield from measures_of(change, one, self._quarters[-1].year)
        yield from livings_of(change, one, place, self._quarters[-1])
        pigs = _pigs(one)
        if pigs and place % _LOAN_EVERY == 0:
            yield self._loan(change, one)
        if place % _EVENT_EVERY == _EVENT_EVERY // 2:
            yield self._event(change, one, place // _EVENT_EVERY)
        if is_watched(one.household):
            yield from self._sweeps(change, one)

    def _work(self, change: Changing, one: HouseholdPicture, person: Person) -> Iterator[Record]:
        chance = self._random
        paid = [line for line in one.lines if line.person_id == person.id and line.price is not None]
        wages = [line for line in paid if (line.item or "").startswith("G")]
        if not wages:
            return
        first, last = min(wages, key=_month), max(wages, key=_month)
        pay = Fen((last.price or 0) // 10)
        ids = (change.new_id(), change.village_code, one.household.id, person.id)
        if person.public_post:
            yield PublicPost(
                *ids,
                post=person.public_post,
                department=say("practice.department"),
                started=first.month,
                ended=add_months(self._quarters[-1].window.last, 12),
                month_pay=pay,
                days_due=240,
                days_attended=chance.randint(228, 240),
            )
        elif person.work_place:
            is_abroad = person.work_place == _ABROAD
            employer, trade, job = chance.choice(_trades(is_abroad=is_abroad))
            arrears = pay if chance.randrange(_ARREARS_EVERY) == 0 else Fen(0)
            yield WorkSpell(
                *ids,
                working=True,
                started=first.month,
                province="广东省" if is_abroad else None,
                city="东莞市" if is_abroad else None,
                county=None if is_abroad else "示范县",
                area="省外" if is_abroad else "乡（镇）外县内",
                employer=employer,
                trade=trade,
                job=job,
                channel=person.work_channel,
                point_to_point=False,
                month_wage=pay,
                travel_subsidy=_TRAVEL if is_abroad else Fen(0),
                arrears=arrears,
                arrears_from=self._quarters[-1].window.last if arrears else None,
                checked_on=self._quarters[-2].window.last_day,
            )

    def _stocks(self, change: Changing, one: HouseholdPicture) -> Iterator[Stock]:
        """Piglets are bought in spring and sold as pigs in the winter; the last quarter is left open."""
        sold = {line.month: line for line in _pigs(one)}
        if not sold:
            return
        code, herd, zero = read_item("猪"), Thousandths(0), Thousandths(0)
        for quarter in self._quarters[:-1]:
            line = sold.get(quarter.first)
            out = min(herd, Thousandths(line.quantity or 0)) if line is not None else zero
            is_first = quarter is self._quarters[0]
            bought = _next_sale(sold, quarter) if is_first or quarter.first % 100 == _PIG_BOUGHT else zero
            closing = Thousandths(herd + bought - out)
            if herd or bought:
                yield Stock(
                    *(change.new_id(), change.village_code, one.household.id, quarter.first),
                    item=code,
                    scale=Thousandths(herd + bought),
                    scale_unit="头",
                    unit="头",
                    opening=herd,
                    produced=zero,
                    bought=bought,
                    sold=out,
                    used=zero,
                    lost=zero,
                    closing=closing,
                )
            herd = closing

    def _loan(self, change: Changing, one: HouseholdPicture) -> Loan:
        return Loan(
            *(change.new_id(), change.village_code, one.household.id, one.persons[0].id),
            lender=say("practice.lender"),
            amount=Fen(self._random.choice((20_000, 30_000, 50_000)) * 100),
            purpose=say("practice.purpose"),
            lent_on=date(2024, 3, 15),
            due_on=date(2027, 3, 14),
            overdue=False,
        )

    def _event(self, change: Changing, one: HouseholdPicture, place: int) -> Event:
        """A hailstorm: helped at once; the papers of every other household are still to be completed."""
        happened = _day(self._quarters[-1].window.last, 3)
        return Event(
            *(change.new_id(), change.village_code, one.household.id),
            kind="自然灾害",
            happened_on=happened,
            description=say("practice.hail"),
            green_channel=True,
            reported_on=happened,
            helped_on=happened.replace(day=5),
            papers_done_on=happened.replace(day=14) if place % 2 else None,
        )

    def _sweeps(self, change: Changing, one: HouseholdPicture) -> Iterator[Sweep]:
        since = one.household.monitored_from or self._quarters[0].first
        for month in self._months():
            if month >= since:
                yield Sweep(
                    *(change.new_id(), change.village_code, one.household.id, month),
                    swept_on=_day(month, _SWEPT_ON),
                    sweeper=self._random.choice(self._staff),
                    way=self._random.choice(("入户", "电话")),
                    looked_at=("收入", "支出", "义务教育", "基本医疗", "住房安全", "饮水安全"),
                    found=say("practice.nothing_found"),
                    opinion="稳定",
                )

    def _meetings(self, change: Changing) -> Iterator[Meeting]:
        for month in self._months():
            yield Meeting(
                *(change.new_id(), change.village_code, month),
                held_on=_day(month, _MET_ON),
                place=say("practice.meeting_place"),
                chair=self._staff[0],
                recorder=self._staff[1],
                present="、".join(self._staff),
                agenda=say("practice.agenda", month=month % 100),
                conclusion=say("practice.conclusion"),
            )

    def _months(self) -> Iterator[Month]:
        """Every month but the last, which is left to practise on."""
        month = self._quarters[0].first
        while month < self._quarters[-1].window.last:
            yield month
            month = add_months(month, 1)


def _pigs(one: HouseholdPicture) -> list[LedgerLine]:
    code = read_item("猪")
    return [line for line in one.lines if line.item == code]


def _next_sale(sold: dict[Month | None, LedgerLine], quarter: Quarter) -> Thousandths:
    """As many as are sold in the winter after; after the last one, as many as before."""
    lines = sorted(sold.values(), key=_month)
    line = next((line for line in lines if _month(line) > quarter.first), lines[-1])
    return Thousandths(line.quantity or 0)


def _trades(*, is_abroad: bool) -> list[tuple[str, str, str]]:
    words = say("practice.trades_far" if is_abroad else "practice.trades_near")
    found: list[tuple[str, str, str]] = []
    for entry in words.split("；"):
        employer, trade, job = entry.split("，")
        found.append((employer, trade, job))
    return found


def _month(line: LedgerLine) -> int:
    return line.month or 0


def _day(month: Month, day: int) -> date:
    return last_day_of(month).replace(day=day)

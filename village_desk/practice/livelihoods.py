"""What the practice village lives on: training, schooling, industries, insurance, what is due, leaders.

All of it follows from the members and the ledger, so that the records of a household agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from village_desk.definitions.items import income_items
from village_desk.definitions.words import say
from village_desk.rules.income import lines_in
from village_desk.rules.items import Category
from village_desk.rules.livelihood_records import Entitlement, Industry, Insurance, Leader, Study, Training
from village_desk.rules.money import Fen, Thousandths
from village_desk.rules.months import Month, Quarter, age_on
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import LedgerLine, Person, Record
from village_desk.store.changing import Changing

_SCHOOLED_UNTIL, _ENTERED_AT, _SCHOOL_YEARS = 22, 15, 3
_STAGES = {"高中": "中职", "大专": "高职"}
_COVERS = {"种植": "种植险", "养殖": "养殖险"}
_UNINSURED_EVERY, _SHORT_EVERY = 8, 40
_SHORT_BY = Fen(120_00)
_RATE = Fen(6_00)
"""Premium for a mu or a head."""
_DUE = (Category.TRANSFER, Category.PROPERTY)


def livings_of(change: Changing, one: HouseholdPicture, place: int, last: Quarter) -> Iterator[Record]:
    """What one household has of each, in the year that ends with the last quarter."""
    for person in one.persons:
        yield from _training(change, one, person)
        yield from _study(change, one, person, last)
    yield from _industries(change, one, place, last)
    yield from _entitlements(change, one, place, last)


def leaders(change: Changing) -> Iterator[Leader]:
    """The village's leaders: one for each body that others are bound to."""
    for number, entry in enumerate(say("practice.leaders").split("；"), 1):
        name, trade, body, led = entry.split("，")
        yield Leader(
            change.new_id(),
            change.village_code,
            name=name,
            phone=f"1380000{number:04d}",
            trade=trade,
            body=body,
            households_led=int(led),
            since=Month(202101 + number),
        )


def _training(change: Changing, one: HouseholdPicture, person: Person) -> Iterator[Training]:
    if not person.training_wish:
        return
    has_passed = bool(person.skill)
    name, _, grade = (person.skill or "").rstrip("）").partition("（")
    yield Training(
        *(change.new_id(), change.village_code, one.household.id, person.id),
        course=person.training_wish,
        kind="技能培训",
        organiser=say("practice.organiser"),
        started_on=date(2025, 3, 10),
        ended_on=date(2025, 3, 28),
        passed=has_passed,
        certificate=name or None,
        certificate_grade=(grade or "专项") if has_passed else None,
        certified_on=date(2025, 4, 20) if has_passed else None,
    )


def _study(change: Changing, one: HouseholdPicture, person: Person, last: Quarter) -> Iterator[Study]:
    stage = _STAGES.get(person.education or "")
    if stage is None or person.born_on is None or person.schooling:
        return
    if age_on(person.born_on, last.window.last_day) > _SCHOOLED_UNTIL:
        return
    later = _SCHOOL_YEARS if stage == "高职" else 0
    entered = person.born_on.year + _ENTERED_AT + later + (person.born_on.month > 8)
    ended = Month((entered + _SCHOOL_YEARS) * 100 + 6)
    if ended > last.window.last:
        return
    works = bool(person.work_place)
    is_idle = not works and person.position % 2 == 0
    yield Study(
        *(change.new_id(), change.village_code, one.household.id, person.id),
        school=say("practice.school"),
        stage=stage,
        major=say("practice.major"),
        started=Month(entered * 100 + 9),
        ended=ended,
        yulu=one.household.household_class == "脱贫户",
        outcome="稳定就业" if works else "待业" if is_idle else "灵活就业",
    )


def _industries(change: Changing, one: HouseholdPicture, place: int, last: Quarter) -> Iterator[Record]:
    """The newest line of each crop and herd says how much there is; insured is most of it."""
    items, household = income_items(), one.household
    newest = {
        line.item: line
        for line in sorted(lines_in(one.lines, last.year_so_far), key=lambda line: line.month or 0)
        if items[line.item or ""].category is Category.PRODUCTION and line.scale
    }
    ids = (change.village_code, household.id, last.year)
    for code, line in newest.items():
        bound = say("practice.cooperative") if household.cooperative else None
        yield Industry(
            *(change.new_id(), *ids),
            item=code,
            scale=line.scale,
            scale_unit=line.scale_unit,
            cooperative=bound,
            enterprise=say("practice.enterprise") if bound and household.leading_enterprise else None,
            binding="订单收购" if bound else None,
        )
        if place % _UNINSURED_EVERY:
            yield Insurance(
                *(change.new_id(), *ids),
                kind=_COVERS[items[code or ""].branch],
                item=code,
                scale=line.scale,
                scale_unit=line.scale_unit,
                insurer=say("practice.insurer"),
                premium=_premium(line.scale),
                insured_on=date(2025, 2, 20),
            )


def _premium(scale: Thousandths | None) -> Fen:
    return Fen((scale or 0) * _RATE // 1000)


def _entitlements(
    change: Changing, one: HouseholdPicture, place: int, last: Quarter
) -> Iterator[Entitlement]:
    """What came in this year was due; of some households a little more, which the lists then show."""
    items = income_items()
    paid: dict[tuple[str, str | None], int] = {}
    for line in lines_in(one.lines, last.year_so_far):
        if items[line.item or ""].category in _DUE:
            paid[line.item or "", line.person_id] = paid.get((line.item or "", line.person_id), 0) + _of(line)
    for number, ((code, person_id), amount) in enumerate(paid.items()):
        is_short = (place + number) % _SHORT_EVERY == 0
        yield Entitlement(
            *(change.new_id(), change.village_code, one.household.id, last.year, person_id),
            item=code,
            due=Fen(amount + (_SHORT_BY if is_short else 0)),
            due_by=last.window.last,
            payer=say(f"practice.payer_{items[code].category.value}"),
            note=say("practice.short") if is_short else None,
        )


def _of(line: LedgerLine) -> int:
    return line.amount or 0

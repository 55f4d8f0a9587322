"""Indicators of work: who works away, how, and in whose household nobody does (policies.md)."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from village_desk.rules.indicators.figure import Behind, Figure, FigureRow, Unit, head_count, rate
from village_desk.rules.indicators.registry import indicator
from village_desk.rules.indicators.scene import Group, Scene, household_behind, person_behind
from village_desk.rules.months import Window, add_months, month_of
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Person
from village_desk.rules.support_records import WorkSpell

OUT_OF_PROVINCE = frozenset({"省外", "国外"})
IN_TOWNSHIP = frozenset({"乡（镇）内"})


@indicator("transfer_employment_rate", Unit.RATE, Group.LIFTED, Group.TRACKED)
def transfer_employment_rate(scene: Scene, group: Group) -> Figure:
    """转移就业率: labour at work off the own farm among the labour that wants to work."""
    willing = [(one, person) for one, person in scene.labour(group) if scene.is_willing(person)]
    at_work = [(one, person) for one, person in willing if scene.works(one, person)]
    return rate((person_behind(*pair) for pair in at_work), (person_behind(*pair) for pair in willing))


@indicator("transfer_employment_count", Unit.COUNT, Group.TRACKED, Group.RELOCATED)
def transfer_employment_count(scene: Scene, group: Group) -> Figure:
    """Labour at work off the own farm."""
    labour = list(scene.labour(group))
    return head_count(
        (person_behind(*pair) for pair in labour if scene.works(*pair)),
        (person_behind(*pair) for pair in labour),
    )


@indicator("out_of_province_count", Unit.COUNT, Group.TRACKED)
def out_of_province_count(scene: Scene, group: Group) -> Figure:
    """Labour that works in another province or abroad."""
    labour = list(scene.labour(group))
    away = [pair for pair in labour if scene.areas(*pair) & OUT_OF_PROVINCE]
    return head_count((person_behind(*pair) for pair in away), (person_behind(*pair) for pair in labour))


@indicator("organised_transfer_rate", Unit.RATE, Group.TRACKED, Group.RURAL)
def organised_transfer_rate(scene: Scene, group: Group) -> Figure:
    """组织化程度: those who went in an organised way among all who work outside the township."""
    outside = [pair for pair in scene.labour(group) if scene.areas(*pair) - IN_TOWNSHIP - {""}]
    organised = [pair for pair in outside if scene.is_organised(*pair)]
    return rate((person_behind(*pair) for pair in organised), (person_behind(*pair) for pair in outside))


@indicator("zero_employment_households", Unit.COUNT, Group.TRACKED, less_is_better=True)
def zero_employment_households(scene: Scene, group: Group) -> Figure:
    """零就业家庭: somebody can and wants to work, and nobody does."""
    able = _able_households(scene, group)
    idle = [one for one, labour in able if not any(scene.works(one, person) for person in labour)]
    return head_count(map(household_behind, idle), (household_behind(one) for one, _ in able))


@indicator("relocated_one_employed", Unit.RATE, Group.RELOCATED)
def relocated_one_employed(scene: Scene, group: Group) -> Figure:
    """Relocated households with able and willing labour in which at least one works."""
    able = _able_households(scene, group)
    earning = [one for one, labour in able if any(scene.works(one, person) for person in labour)]
    return rate(map(household_behind, earning), (household_behind(one) for one, _ in able))


@indicator("relocated_employment_rate", Unit.RATE, Group.RELOCATED)
def relocated_employment_rate(scene: Scene, group: Group) -> Figure:
    """The transfer employment rate of the relocated."""
    return transfer_employment_rate(scene, group)


@indicator("returnee_reemployment", Unit.RATE, Group.TRACKED)
def returnee_reemployment(scene: Scene, group: Group) -> Figure:
    """Those who came home during the year and are at work again."""
    back = [
        (one, person)
        for one in scene.of(group)
        for person in scene.members(one)
        if any(_came_back(spell, person, scene.window) for spell in one.spells)
    ]
    again = [pair for pair in back if scene.spells(*pair)]
    return rate((person_behind(*pair) for pair in again), (person_behind(*pair) for pair in back))


@indicator("travel_subsidy", Unit.RATE, Group.TRACKED)
def travel_subsidy(scene: Scene, group: Group) -> Figure:
    """Who worked out of the province three months running or six in all, and was paid the travel subsidy.

    Beside them who has claimed it: whoever was paid has.
    """
    entitled: list[Behind] = []
    claimed: list[Behind] = []
    paid: list[Behind] = []
    for one in scene.of(group):
        for person in scene.members(one):
            if not _months_away(scene, one, person):
                continue
            spells = [spell for spell in one.spells if spell.person_id == person.id]
            was_paid = _has_subsidy(scene, one, person, spells)
            entitled.append(person_behind(one, person))
            if was_paid or any(_has_claimed(scene, spell) for spell in spells):
                claimed.append(person_behind(one, person))
            if was_paid:
                paid.append(person_behind(one, person))
    steps = (("eligible", entitled), ("claimed", claimed), ("paid", paid))
    rows = tuple(FigureRow(name, head_count(reached, entitled)) for name, reached in steps)
    return replace(rate(paid, entitled), rows=rows)


@indicator("public_posts", Unit.COUNT, Group.TRACKED)
def public_posts(scene: Scene, group: Group) -> Figure:
    """Members who hold a public post."""
    today = month_of(scene.as_of)
    holders = [
        person_behind(one, person)
        for one in scene.of(group)
        for person in scene.members(one)
        if person.public_post
        or any(
            post.person_id == person.id and (post.ended is None or post.ended >= today) for post in one.posts
        )
    ]
    return head_count(holders)


def _able_households(scene: Scene, group: Group) -> list[tuple[HouseholdPicture, list[Person]]]:
    found = []
    for one in scene.of(group):
        labour = [p for p in scene.members(one) if scene.is_labour(p) and scene.is_willing(p)]
        if labour:
            found.append((one, labour))
    return found


def _came_back(spell: WorkSpell, person: Person, window: Window) -> bool:
    if spell.person_id != person.id or spell.returned_on is None:
        return False
    return month_of(spell.returned_on) in window


def _has_subsidy(scene: Scene, one: HouseholdPicture, person: Person, spells: Sequence[WorkSpell]) -> bool:
    """By the stretches of work, or by the ledger of the year."""
    in_ledger = any(
        line.item in scene.yardstick.travel_items and line.person_id == person.id and (line.amount or 0) > 0
        for line in scene.lines(one)
    )
    return in_ledger or any((spell.travel_subsidy or 0) > 0 for spell in spells)


def _has_claimed(scene: Scene, spell: WorkSpell) -> bool:
    claimed_on = spell.travel_claimed_on
    return claimed_on is not None and scene.window.first_day <= claimed_on <= scene.as_of


def _months_away(scene: Scene, one: HouseholdPicture, person: Person) -> bool:
    """Whether the months out of the province in the year are three running or six in all."""
    window = scene.window
    running, longest, total = 0, 0, 0
    for place in range(window.months):
        month = add_months(window.first, place)
        away = month <= month_of(scene.as_of) and any(
            spell.person_id == person.id
            and spell.area in OUT_OF_PROVINCE
            and (spell.started or window.first) <= month <= (spell.ended or window.last)
            for spell in one.spells
        )
        running = running + 1 if away else 0
        longest, total = max(longest, running), total + away
    running_wanted, total_wanted = scene.yardstick.travel_months
    return longest >= running_wanted or total >= total_wanted

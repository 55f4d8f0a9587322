"""Checks of what is said of a stretch of work away (domain.md 3.6, WK04, WK05, WK09 to WK15)."""

from __future__ import annotations

from collections.abc import Iterator

from village_desk.rules.checks.dossier import Dossier
from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.registry import Hit, check
from village_desk.rules.checks.stretches import first_month, last_month, months_shared
from village_desk.rules.money import yuan_text
from village_desk.rules.months import Window, add_months, age_on, last_day_of, month_of, month_words
from village_desk.rules.support_records import WorkSpell

_LABELS = {
    "month_wage": "月收入",
    "employer": "务工单位",
    "trade": "所属行业",
    "channel": "就业渠道",
    "point_to_point": "是否点对点输送",
}


def _may_be_too_long(dossier: Dossier, limits: Limits) -> bool:
    most = limits.number("months_most")
    return dossier.spells or any([(person.work_months or 0) > most for person in dossier.picture.persons])


@check("WK04", on="works", when=_may_be_too_long, items=())
def too_many_months(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """More than twelve months in a year, or two stretches at one time (WK04; county 5_12_001)."""
    for member in facts.members:
        months = member.person.work_months or 0
        if months > limits.number("months_most"):
            yield Hit(member.person, {"months": months})
    for (member, one), (other_member, other) in zip(
        facts.recent_spells, facts.recent_spells[1:], strict=False
    ):
        is_ones = member is other_member and one.started and other.started
        if is_ones and months_shared(one, other) > limits.number("shared_months_most"):
            values = {"started": month_words(first_month(other)), "before": month_words(first_month(one))}
            yield Hit(member.person, values, "overlap")


@check("WK05", on="spells", items=())
def too_young_to_work(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Not of age when the work began (WK05; county 5_16_010): on the last day of that month."""
    least = limits.number("age_from")
    for member, spell in facts.recent_spells:
        begun = last_day_of(spell.started) if spell.started else None
        if member.born is None or begun is None or member.born > begun:
            continue
        age = age_on(member.born, begun)
        if age < least and spell.started:
            yield Hit(member.person, {"started": month_words(spell.started), "age": age})


@check("WK09", on="spells", items=())
def impossible_wage(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """A month's wage that can only be a slip of the unit (WK09; county 5_16_001)."""
    least, most = limits.fen("least_yuan"), limits.fen("most_yuan")
    for member, spell in facts.recent_spells:
        if spell.month_wage is not None and not least <= spell.month_wage <= most:
            yield Hit(member.person, {"wage": yuan_text(spell.month_wage)})


@check("WK10", on="spells", items=())
def very_low_wage(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """A very low month's wage (WK10; county 1111_12); a lower one still is left to WK09."""
    least, below = limits.fen("least_yuan"), limits.fen("below_yuan")
    for member, spell in facts.recent_spells:
        if spell.month_wage is not None and least <= spell.month_wage < below:
            yield Hit(member.person, {"wage": yuan_text(spell.month_wage)})


@check("WK11", on="spells", items=())
def spell_half_said(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Wage, employer, trade, channel or 点对点 is missing (WK11; county 5_01_007)."""
    for member, spell in facts.recent_spells:
        missing = [label for key, label in _LABELS.items() if getattr(spell, key) in (None, "")]
        if missing:
            yield Hit(member.person, {**_since(spell), "names": "、".join(missing)})


@check("WK12", on="spells", items=())
def place_without_county(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """The place of work is not given down to the county (WK12; county 4_12_001); some have none."""
    for member, spell in facts.recent_spells:
        is_whole = spell.area in limits.words("abroad") or spell.city in limits.words("whole_cities")
        if not spell.county and not is_whole:
            yield Hit(member.person, {**_since(spell), "place": _place(spell)})


@check("WK13", on="spells", items=())
def local_channel_far_away(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """公益性岗位 or 帮扶车间, and the place is in another county (WK13; county 5_01_003)."""
    for member, spell in facts.recent_spells:
        if spell.channel in limits.words("local_channels") and spell.area in limits.words("outside"):
            values = {"channel": spell.channel or "", "area": spell.area or "", "place": _place(spell)}
            yield Hit(member.person, values)


@check("WK14", on="spells", items=())
def begun_or_ended_unknown(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Said to be over without an end, or with one to come; said to last without a beginning (WK14).

    Whatever quarter it was in: without its months nobody knows.
    """
    members = {member.person.id: member.person for member in facts.members}
    for spell in facts.picture.spells:
        person = members.get(spell.person_id or "")
        if person is None:
            continue
        if spell.working is True and spell.started is None:
            yield Hit(person, {}, "start")
        elif spell.working is False and spell.ended is None:
            yield Hit(person, _since(spell))
        elif spell.working is False and spell.returned_on is None and _is_to_come(facts, spell):
            yield Hit(person, {"ended": month_words(last_month(spell))}, "future")


@check("WK15", on="spells", items=())
def open_for_years(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Work has gone on for years without anybody asking again (WK15; county 1111_08)."""
    now, most = month_of(facts.frame.as_of), limits.number("months_most")
    for member, spell in facts.recent_spells:
        if spell.started is None or spell.ended is not None or spell.working is False:
            continue
        asked = max(spell.started, month_of(spell.checked_on)) if spell.checked_on else spell.started
        if add_months(asked, most) < now:
            yield Hit(
                member.person,
                {"asked": month_words(asked), "months": Window(asked, now).months - 1},
                judged=f"{spell.id} {asked}",
            )


def _is_to_come(facts: HouseholdFacts, spell: WorkSpell) -> bool:
    return spell.ended is not None and spell.ended > month_of(facts.frame.as_of)


def _since(spell: WorkSpell) -> dict[str, str | int]:
    return {"started": month_words(spell.started) if spell.started else "开始时间未填"}


def _place(spell: WorkSpell) -> str:
    return "".join(part or "" for part in (spell.province, spell.city, spell.county)) or "未填"

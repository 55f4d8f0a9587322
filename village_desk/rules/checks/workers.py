"""Checks of who works and who does not (domain.md 3.6, WK06 to WK08, WK16, WK24 to WK28)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from village_desk.rules.checks.able import able_members, is_able
from village_desk.rules.checks.answers import says_work
from village_desk.rules.checks.conditions import has_lines_of, in_some_quarter
from village_desk.rules.checks.dossier import Dossier
from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.ledger import PRODUCTION
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.members import Member
from village_desk.rules.checks.registry import Hit, Lasts, Value, check
from village_desk.rules.checks.span import Span
from village_desk.rules.checks.stretches import is_over, last_month, months_in
from village_desk.rules.money import Fen, yuan_text
from village_desk.rules.months import Month, Window, add_months, month_of, month_words
from village_desk.rules.records import Person
from village_desk.rules.support_records import WorkSpell


def _may_work_at_school(dossier: Dossier, limits: Limits) -> bool:
    return dossier.spells or any([person.work_planned for person in dossier.picture.persons])


def _has_weak_worker(dossier: Dossier, limits: Limits) -> bool:
    weak = limits.words("unable") | limits.words("weak")
    told = {spell.person_id for spell in dossier.picture.spells}
    persons = [person for person in dossier.picture.persons if person.labour in weak]
    return any([person.id in told or says_work(person) for person in persons])


def _has_destitute(dossier: Dossier, limits: Limits) -> bool:
    receiving = limits.words("receiving")
    return any([person.extreme_poverty in receiving for person in dossier.picture.persons])


@check("WK06", on="pupils", when=_may_work_at_school, items=())
def student_at_work(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Somebody at school works away or is going to (WK06; county 4_01_006)."""
    running = {member.person.id: spell for member, spell in facts.recent_spells if _runs(facts, spell)}
    for member in facts.students:
        person = member.person
        if person.id in running:
            yield Hit(person, {"schooling": person.schooling or ""})
        elif person.work_planned:
            yield Hit(person, {"schooling": person.schooling or ""}, "planned")


@check("WK07", on="works", when=_has_weak_worker, items=())
def unable_at_work(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Works away without being able to, or with little strength (WK07; county 2_01_015)."""
    posted = {member.person.id for member, _ in facts.recent_posts}
    for member in facts.at_work:
        person = member.person
        if person.public_post or person.id in posted:
            continue
        for name, variant in (("unable", ""), ("weak", "weak")):
            if person.labour in limits.words(name):
                yield Hit(person, {"labour": person.labour or ""}, variant)


@check("WK08", on="works", when=_has_destitute, items=())
def destitute_at_work(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Somebody under 特困供养 works away (WK08; county 5_01_004)."""
    for member in facts.at_work:
        if member.person.extreme_poverty in limits.words("receiving"):
            yield Hit(member.person, {"stated": member.person.extreme_poverty or ""})


@check("WK16", on="members", lasts=Lasts.MEMBERS, alone=True)
def plans_without_need(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Going to work away, and nobody has asked what help is needed (WK16; county 5_15_008)."""
    for member in facts.members:
        if member.person.work_planned and not member.person.work_service:
            yield Hit(member.person, {})


@check("WK24", on="spells", items=("items",))
def far_without_travel_subsidy(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Months in another province, and no 交通补助 came (WK24): there is a last day to apply."""
    far = limits.words("far")
    window = Window(
        facts.frame.twelve_months.first, min(facts.frame.quarter.last, month_of(facts.frame.as_of))
    )
    for member in facts.members:
        months = [months_in(s, window) for m, s in facts.recent_spells if m is member and s.area in far]
        is_long = max(months, default=0) >= limits.number("months_running")
        if (is_long or sum(months) >= limits.number("months_total")) and not _subsidy(facts, member, limits):
            claimed = _claimed_on(facts, member, window)
            day = _day_words(f"{claimed:%m-%d}") if claimed else _next_day(facts, limits)
            values: dict[str, Value] = {"months": sum(months), "day": day}
            judged = f"year {facts.frame.period.year}"
            yield Hit(member.person, values, judged=judged, variant="claimed" if claimed else "")


@has_lines_of("items").or_if
def _has_subsidy(dossier: Dossier, limits: Limits) -> bool:
    return any([spell.travel_subsidy for spell in dossier.picture.spells])


@check("WK25", on="income_now", when=_has_subsidy, items=("items",))
def subsidy_without_travel(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """交通补助 for somebody who has not worked outside the county long enough (WK25; county 5_17_011)."""
    least, outside = limits.number("months_least"), limits.words("outside")
    for member in facts.members:
        subsidy = _subsidy(facts, member, limits)
        if not subsidy:
            continue
        spells = [spell for spell in facts.picture.spells if spell.person_id == member.person.id]
        months = sum(months_in(s, facts.frame.two_years) for s in spells if s.area in outside)
        if not spells and member.person.work_area in outside:
            months = member.person.work_months or 0
        if months < least:
            yield Hit(member.person, {"amount": yuan_text(subsidy), "months": months})


def _has_skilled_without_work(dossier: Dossier, limits: Limits) -> bool:
    told, able = dossier.spells, limits.words("able")
    return any(
        [
            person.labour in able
            and _is_skilled(person, limits)
            and not (person.schooling or person.soldier or person.public_post)
            and (told or not says_work(person))
            for person in dossier.picture.persons
        ]
    )


@check("WK26", on="income_now", when=_has_skilled_without_work, items=("earnings",))
def skilled_without_work(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Well schooled or skilled, of age, and without any work (WK26; county 5_20_028)."""
    able = [m for m in facts.members if _is_skilled(m.person, limits) and is_able(m, limits) is True]
    for member in able:
        person = member.person
        if member not in facts.at_work and not _earns(facts, member, limits):
            yield Hit(person, {"stated": f"{person.education or ''}{person.labour or ''}"})


@in_some_quarter
def _earns_nothing_at_home(span: Span, limits: Limits) -> bool:
    return not span.is_always_at_work and min(span.ledger.sums(PRODUCTION, span.outline.now)) <= 0


@check("WK27", on="income_now", when=_earns_nothing_at_home)
def nobody_at_work(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Somebody is able to work, nobody does, and nothing is produced (WK27): 零就业家庭."""
    income = facts.income_now
    if income is None or income.production > 0 or facts.lacks_entry or facts.at_work:
        return
    earned = facts.dossier.ledger.received(limits.starts("wages"), facts.frame.quarter)
    able = able_members(facts, limits)
    if able and not any(amount > 0 for amount in earned.values()):
        yield Hit(None, {"able": len(able)})


@check("WK28", on="spells", items=("wages",))
def returned_without_work(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Worked away last quarter, came back a month ago or longer, and has no new work (WK28)."""
    now, before = month_of(facts.frame.as_of), facts.frame.quarter.before()
    latest = add_months(now, -limits.number("months_least"))
    for member, spell in _last_spells(facts):
        ended = last_month(spell)
        if not before.first <= ended <= latest or spell.return_reason in limits.words("settled"):
            continue
        if not _has_new_work(facts, member, ended, limits):
            reason = spell.return_reason or "原因未填"
            yield Hit(member.person, {"ended": month_words(ended), "reason": reason}, judged=str(ended))


def _last_spells(facts: HouseholdFacts) -> list[tuple[Member, WorkSpell]]:
    """The stretch of each member that lasts longest."""
    last: dict[str, tuple[Member, WorkSpell]] = {}
    for member, spell in facts.recent_spells:
        known = last.get(member.person.id)
        if known is None or last_month(spell) >= last_month(known[1]):
            last[member.person.id] = (member, spell)
    return list(last.values())


def _has_new_work(facts: HouseholdFacts, member: Member, ended: Month, limits: Limits) -> bool:
    """A post, or wages for a month after the return."""
    if any(m is member and not is_over(post, facts.frame.quarter.last) for m, post in facts.recent_posts):
        return True
    after = Window(add_months(ended, 2), facts.frame.quarter.last)
    return facts.dossier.ledger.received(limits.starts("wages"), after).get(member.person.id, 0) > 0


def _runs(facts: HouseholdFacts, spell: WorkSpell) -> bool:
    return not is_over(spell, month_of(facts.frame.as_of))


def _subsidy(facts: HouseholdFacts, member: Member, limits: Limits) -> Fen:
    """What the person received for travelling, by the ledger or by the stretches of work."""
    paid = facts.dossier.ledger.received(limits.starts("items"), facts.frame.twelve_months)
    told = sum(spell.travel_subsidy or 0 for m, spell in facts.recent_spells if m is member)
    return Fen(max(paid.get(member.person.id, 0), told))


def _claimed_on(facts: HouseholdFacts, member: Member, window: Window) -> date | None:
    """When the person last applied for the subsidy in a window."""
    days = [spell.travel_claimed_on for m, spell in facts.recent_spells if m is member]
    return max((day for day in days if day is not None and month_of(day) in window), default=None)


def _is_skilled(person: Person, limits: Limits) -> bool:
    return person.labour in limits.words("skilled") or person.education in limits.words("higher")


def _earns(facts: HouseholdFacts, member: Member, limits: Limits) -> bool:
    return facts.received_by(limits.starts("earnings")).get(member.person.id, 0) > 0


def _next_day(facts: HouseholdFacts, limits: Limits) -> str:
    """The next last day to apply, as month and day."""
    today = f"{facts.frame.as_of:%m-%d}"
    days = sorted(limits.starts("days"))
    return _day_words(next((day for day in days if day >= today), days[0]))


def _day_words(month_and_day: str) -> str:
    month, day = month_and_day.split("-")
    return f"{int(month)}月{int(day)}日"

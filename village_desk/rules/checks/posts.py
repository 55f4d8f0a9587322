"""Checks of public posts 公益性岗位 (domain.md 3.6, WK17, WK19 to WK23)."""

from __future__ import annotations

from collections.abc import Iterator

from village_desk.rules.checks.conditions import has_lines_of
from village_desk.rules.checks.dossier import Dossier
from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.members import Member
from village_desk.rules.checks.registry import Hit, Value, check
from village_desk.rules.checks.stretches import first_month, is_over, months_in, months_shared
from village_desk.rules.money import Fen, divide_half_up, yuan_text


@check("WK17", on="posts", items=())
def age_at_post(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Too young or too old for a public post (WK17; county 3_01_008)."""
    for member, post in _holders(facts):
        age = member.age
        if age is not None and not limits.number("age_from") <= age < limits.number("age_below"):
            yield Hit(member.person, {"age": age, "post": post}, judged=post)


@check("WK19", on="posts", items=())
def two_posts_at_once(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """As many public posts in one month for one person (WK19; county 3_01_010)."""
    for member in facts.members:
        posts = [post for holder, post in facts.recent_posts if holder is member]
        for index, post in enumerate(posts):
            at_once = [other for other in posts[:index] if not is_over(other, first_month(post))]
            if len(at_once) + 1 >= limits.number("posts_least"):
                names = "、".join(known.post or "岗位未填" for known in (*at_once, post))
                yield Hit(member.person, {"names": names})


@check("WK20", on="spells", items=())
def post_and_work_away(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """A public post, and work outside the township at the same time (WK20): paid without being there."""
    for holder, post in facts.recent_posts:
        for member, spell in facts.recent_spells:
            if member is not holder or spell.area not in limits.words("outside"):
                continue
            months = months_shared(post, spell)
            if months > limits.number("shared_months_most"):
                values = {"post": post.post or "岗位未填", "area": spell.area or ""}
                yield Hit(member.person, values)


@check("WK21", on="posts", items=())
def post_without_labour(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """A public post held by somebody unable to work (WK21; county 5_15_006)."""
    for member, post in _holders(facts):
        labour = member.person.labour
        if labour in limits.words("unable"):
            yield Hit(member.person, {"post": post, "labour": labour or ""})


@has_lines_of("items").or_if
def _has_pay(dossier: Dossier, limits: Limits) -> bool:
    return bool(dossier.picture.posts)


@check("WK22", on="income_now", when=_has_pay, items=("items",))
def pay_is_not_the_standard(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Pay of a public post differs from months times standard, or there is no post (WK22).

    Pay comes late: too little of it is said only of a whole year.
    """
    paid = facts.received_by(limits.starts("items"))
    holders = {member.person.id for member, _ in _holders(facts)}
    for person_id, amount in paid.items():
        if amount > 0 and (person_id not in holders if person_id else not holders):
            yield Hit(facts.picture.person(person_id), {"amount": yuan_text(Fen(amount))}, "postless")
    for member in facts.members:
        due, months = _due(facts, member)
        amount = paid.get(member.person.id, 0)
        tolerance = divide_half_up(due * limits.number("tolerance_percent"), 100)
        is_less = facts.frame.is_year_complete and amount < due - tolerance
        if due and (is_less or amount > due + tolerance):
            values: dict[str, Value] = {
                "amount": yuan_text(Fen(amount)),
                "due": yuan_text(due),
                "months": months,
            }
            yield Hit(member.person, values)


@check("WK23", on="posts", items=())
def post_of_a_cadre(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """A village cadre, or somebody of the family, holds a public post (WK23)."""
    cadres = [member for member in facts.members if member.person.village_cadre]
    for member, post in _holders(facts) if cadres else ():
        yield Hit(member.person, {"post": post, "cadre": cadres[0].person.name or ""})


def _holders(facts: HouseholdFacts) -> list[tuple[Member, str]]:
    """Members with a public post: in the quarter by its record, else by the answer about the person."""
    held = {
        member.person.id: post.post or "岗位未填"
        for member, post in facts.recent_posts
        if first_month(post) <= facts.frame.quarter.last and not is_over(post, facts.frame.quarter.first)
    }
    names = ((member, held.get(member.person.id) or member.person.public_post) for member in facts.members)
    return [(member, name) for member, name in names if name]


def _due(facts: HouseholdFacts, member: Member) -> tuple[Fen, int]:
    """What the posts of a member should have paid in the year so far, and for how many months."""
    due = months = 0
    for holder, post in facts.recent_posts:
        if holder is member and post.month_pay is not None:
            worked = months_in(post, facts.frame.year_so_far)
            due, months = due + worked * post.month_pay, months + worked
    return Fen(due), months

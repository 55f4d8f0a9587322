"""Stretches of work away and of public posts: whose they are, which months they cover."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

from village_desk.rules.checks.answers import says_work
from village_desk.rules.checks.members import Member
from village_desk.rules.months import Month, Window, month_of
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.support_records import PublicPost, WorkSpell

_UNENDED = Month(999912)
S = TypeVar("S", WorkSpell, PublicPost)


def first_month(stretch: WorkSpell | PublicPost) -> Month:
    """The month a stretch begins; one whose beginning is not known reaches back as far as one looks."""
    return stretch.started or Month(1)


def last_month(stretch: WorkSpell | PublicPost) -> Month:
    """The last month of a stretch, far away while it lasts.

    Work that is over without anybody knowing since when has lasted no longer than the month it began.
    """
    if stretch.ended is not None:
        return stretch.ended
    if isinstance(stretch, WorkSpell):
        if stretch.returned_on is not None:
            return month_of(stretch.returned_on)
        if stretch.working is False and stretch.started is not None:
            return stretch.started
    return _UNENDED


def months_in(stretch: WorkSpell | PublicPost, window: Window) -> int:
    """How many months of a window a stretch covers; none where its beginning is not known."""
    if stretch.started is None:
        return 0
    return _months(max(stretch.started, window.first), min(last_month(stretch), window.last))


def months_shared(one: WorkSpell | PublicPost, other: WorkSpell | PublicPost) -> int:
    """How many months two stretches have in common, to the end of both."""
    return _months(max(first_month(one), first_month(other)), min(last_month(one), last_month(other)))


def is_over(stretch: WorkSpell | PublicPost, month: Month) -> bool:
    """Whether a stretch ended before a month."""
    return last_month(stretch) < month


def is_open(stretch: WorkSpell | PublicPost) -> bool:
    """Whether nothing is known of an end."""
    return last_month(stretch) == _UNENDED


def of_members(members: list[Member], stretches: Collection[S], window: Window) -> list[tuple[Member, S]]:
    """The stretches of members that reach into a window, by member and beginning."""
    if not stretches:
        return []
    reaching = [s for s in stretches if first_month(s) <= window.last and not is_over(s, window.first)]
    reaching.sort(key=first_month)
    return [(m, s) for m in members for s in reaching if s.person_id == m.person.id]


def at_work(members: list[Member], picture: HouseholdPicture, window: Window) -> list[Member]:
    """Members with work away or a public post in a window.

    The yearly answers speak for those of whose work no stretch has ever been recorded.
    """
    if not picture.spells and not picture.posts:
        return [member for member in members if says_work(member.person) or member.person.public_post]
    busy = {member.person.id for member, _ in of_members(members, picture.spells, window)}
    busy.update(member.person.id for member, _ in of_members(members, picture.posts, window))
    known = {spell.person_id for spell in picture.spells}
    return [
        member
        for member in members
        if member.person.id in busy
        or (member.person.id not in known and says_work(member.person))
        or member.person.public_post
    ]


def _months(first: Month, last: Month) -> int:
    return Window(first, last).months if first <= last else 0

"""Asks which household is meant: by name, initials or number, and of several which one."""

from __future__ import annotations

from village_desk.definitions.words import say
from village_desk.desk.page import Desk
from village_desk.entry.asking import question
from village_desk.entry.register import Register

_MOST_OFFERED = 9


def ask_household(desk: Desk, key: str) -> str | None:
    """The household (its id) that is meant; blank where nothing was typed, None for turning back."""
    text = desk.asker.ask_text(question(key))
    if text is None or not text.strip():
        return text and ""
    return household_named(desk, text)


def household_named(desk: Desk, text: str) -> str | None:
    """The household (its id) that a text names; which of several is asked. None for none of them."""
    found = Register(desk.sitting).found(text)[:_MOST_OFFERED]
    if not found:
        desk.asker.tell(question("checks.no_household", text=text))
        return None
    if len(found) == 1:
        return found[0].household_id
    offered = [f"{row.head_name or say('findings.no_head')}　{row.number}" for row in found]
    place = desk.asker.choose(question("checks.which_of", count=len(found)), offered)
    return None if place is None else found[place].household_id

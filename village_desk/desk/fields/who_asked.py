"""Asks who is typing, and for the PIN of a name that has one."""

from __future__ import annotations

from village_desk.entry.asking import Asker, question
from village_desk.entry.sitting import Sitting
from village_desk.entry.who_is_typing import TRIES, asks_who, has_pin, is_pin, names, sit


def ask_who(sitting: Sitting, asker: Asker) -> None:
    """Ask who is typing where names are kept by PINs; who turns back types without a name of their own."""
    if not asks_who(sitting):
        return
    known = names(sitting)
    place = asker.choose(question("start.who_types"), known)
    if place is not None and shows_pin(sitting, asker, known[place]):
        sit(sitting, known[place])


def shows_pin(sitting: Sitting, asker: Asker, name: str) -> bool:
    """Ask for the PIN of a name, a few times; True where it is right or none is set."""
    if not has_pin(sitting, name):
        return True
    for attempt in range(TRIES):
        key = "start.pin" if attempt == 0 else "start.pin_again"
        pin = asker.ask_text(question(key, name=name), is_secret=True)
        if pin is None:
            return False
        if is_pin(sitting, name, pin):
            return True
    return False

"""Public keys out and in at the window: both sides read the fingerprint out before it counts."""

from __future__ import annotations

from collections.abc import Callable

from village_desk.definitions.words import say
from village_desk.desk.exchange.key_window import KeyWindow
from village_desk.desk.page import Desk
from village_desk.entry.asking import FileKind, grave_question, question
from village_desk.exchange.key_paper import key_paper
from village_desk.places.files import safe_name, write_whole
from village_desk.rules.refusals import Refusal
from village_desk.store.keys.card_text import card_of_text
from village_desk.store.keys.key_card import CARD_ENDING, KeyCard, card_file, card_of, write_card
from village_desk.store.partners import trust

_ENDINGS = (CARD_ENDING,)
_PAPER = "pdf"


def give_key(desk: Desk) -> None:
    """Write the book's public keys where the person says, as a file or on paper; show their fingerprint."""
    book = desk.sitting.book
    kinds = [FileKind(say("township.key_kind"), _ENDINGS), FileKind(say("township.key_paper"), (_PAPER,))]
    name = f"{safe_name(say('township.key_name', name=book.village.name))}.{CARD_ENDING}"
    try:
        card = card_of(book.village, book.secret)
        path = desk.asker.choose_file_to_save(question("township.key_where"), name, kinds)
        if path is None:
            return
        is_paper = path.suffix.lower() == f".{_PAPER}"
        write_whole(path, key_paper(card, desk.sitting.today) if is_paper else write_card(card, book.secret))
    except Refusal as refusal:
        desk.refused(refusal)
        return
    desk.asker.tell(question("township.key_given", name=path.name, fingerprint=card.fingerprint))


def show_key(desk: Desk) -> None:
    """Show the paper of the book's public keys on screen."""
    book = desk.sitting.book
    try:
        paper = key_paper(card_of(book.village, book.secret), desk.sitting.today)
    except Refusal as refusal:
        desk.refused(refusal)
        return
    KeyWindow(paper, desk.frame).open()


def type_key(desk: Desk) -> bool:
    """Take in a partner's keys that are typed or scanned; tell whether they count now."""
    typed = desk.asker.ask_text(question("township.type_digits"))
    name = None if typed is None else desk.asker.ask_text(question("township.type_name"))
    if typed is None or name is None:
        return False
    return _taken(desk, lambda: card_of_text(typed, name))


def take_key(desk: Desk) -> bool:
    """Take a partner's card in once the person has compared its fingerprint; tell whether it counts now."""
    kind = FileKind(say("township.key_kind"), _ENDINGS)
    path = desk.asker.choose_file_to_open(question("township.which_key"), [kind])
    if path is None:
        return False
    return _taken(desk, lambda: card_file(path))


def _taken(desk: Desk, read: Callable[[], KeyCard]) -> bool:
    try:
        card = read()
        asked = question("township.key_sure", name=card.name, code=card.code, fingerprint=card.fingerprint)
        if not desk.asker.confirm(asked):
            return False
        return _trusted(desk, card)
    except Refusal as refusal:
        desk.refused(refusal)
        return False


def _trusted(desk: Desk, card: KeyCard) -> bool:
    sitting = desk.sitting
    try:
        trust(sitting.book, card, sitting.who, sitting.today)
    except Refusal as refusal:
        is_new_key = refusal.code == "partner-has-another-key"
        if not is_new_key or not desk.asker.confirm(grave_question("township.key_replace", name=card.name)):
            raise
        trust(sitting.book, card, sitting.who, sitting.today, replacing=True)
    desk.frame.tell(say("township.key_taken", name=card.name))
    return True

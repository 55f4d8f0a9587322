"""Public keys out and in at the window: both sides read the fingerprint out before it counts."""

from __future__ import annotations

from village_desk.definitions.words import say
from village_desk.desk.page import Desk
from village_desk.entry.asking import FileKind, grave_question, question
from village_desk.places.files import safe_name, write_whole
from village_desk.rules.refusals import Refusal
from village_desk.store.keys.key_card import CARD_ENDING, KeyCard, card_file, card_of, write_card
from village_desk.store.partners import trust

_ENDINGS = (CARD_ENDING,)


def give_key(desk: Desk) -> None:
    """Write the book's public keys where the person says, and show their fingerprint."""
    book, kind = desk.sitting.book, FileKind(say("township.key_kind"), _ENDINGS)
    name = f"{safe_name(say('township.key_name', name=book.village.name))}.{CARD_ENDING}"
    try:
        card = card_of(book.village, book.secret)
        path = desk.asker.choose_file_to_save(question("township.key_where"), name, [kind])
        if path is None:
            return
        write_whole(path, write_card(card, book.secret))
    except Refusal as refusal:
        desk.refused(refusal)
        return
    desk.asker.tell(question("township.key_given", name=path.name, fingerprint=card.fingerprint))


def take_key(desk: Desk) -> bool:
    """Take a partner's card in once the person has compared its fingerprint; tell whether it counts now."""
    kind = FileKind(say("township.key_kind"), _ENDINGS)
    path = desk.asker.choose_file_to_open(question("township.which_key"), [kind])
    if path is None:
        return False
    try:
        card = card_file(path)
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

"""``key`` and ``trust``: public keys out and in, with the fingerprint that both sides read out."""

from __future__ import annotations

from argparse import Namespace

from village_desk.commands.answers import DONE, answer
from village_desk.commands.opening import opened, sitting_at
from village_desk.definitions.words import say
from village_desk.places.files import write_whole
from village_desk.store.keys.key_card import card_file, card_of, write_card
from village_desk.store.partners import trust as trust_card


def key(options: Namespace) -> int:
    """Write the book's public keys into a file for its partner."""
    with opened(options.book) as book:
        card = card_of(book.village, book.secret)
        write_whole(options.out, write_card(card, book.secret), replace=False)
    document = {
        "file": str(options.out),
        "code": card.code,
        "name": card.name,
        "kind": card.kind,
        "fingerprint": card.fingerprint,
    }
    sentence = say("commands.key-done", file=options.out.name, fingerprint=card.fingerprint)
    answer(document, sentence, as_json=options.json)
    return DONE


def trust(options: Namespace) -> int:
    """Take a partner's public keys in."""
    card = card_file(options.file)
    with sitting_at(options.book) as sitting:
        trust_card(sitting.book, card, sitting.who, sitting.today, replacing=options.replace)
    document = {"code": card.code, "name": card.name, "kind": card.kind, "fingerprint": card.fingerprint}
    sentence = say("commands.trust-done", name=card.name, code=card.code, fingerprint=card.fingerprint)
    answer(document, sentence, as_json=options.json)
    return DONE

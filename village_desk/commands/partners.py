"""``key`` and ``trust``: public keys out and in, with the fingerprint that both sides read out."""

from __future__ import annotations

import re
from argparse import Namespace
from datetime import date

from village_desk.commands.answers import DONE, answer
from village_desk.commands.opening import opened, sitting_at
from village_desk.definitions.words import say
from village_desk.exchange.key_paper import key_paper
from village_desk.places.files import write_whole
from village_desk.store.keys.card_text import card_of_text, card_text
from village_desk.store.keys.key_card import KeyCard, card_file, card_of, write_card
from village_desk.store.partners import trust as trust_card

_DIGITS = re.compile(r"[0-9\s-]{60,}")
"""So many digits and blanks are no file's name."""


def key(options: Namespace) -> int:
    """Write the book's public keys into a file for its partner."""
    with opened(options.book) as book:
        card = card_of(book.village, book.secret)
        is_paper = options.out.suffix.lower() == ".pdf"
        content = key_paper(card, _today()) if is_paper else write_card(card, book.secret)
        write_whole(options.out, content, replace=False)
    document = {
        "file": str(options.out),
        "code": card.code,
        "name": card.name,
        "kind": card.kind,
        "fingerprint": card.fingerprint,
        "digits": card_text(card),
    }
    sentence = say("commands.key-done", file=options.out.name, fingerprint=card.fingerprint)
    answer(document, sentence, as_json=options.json)
    return DONE


def trust(options: Namespace) -> int:
    """Take a partner's public keys in."""
    card = _given(options)
    with sitting_at(options.book) as sitting:
        trust_card(sitting.book, card, sitting.who, sitting.today, replacing=options.replace)
    document = {"code": card.code, "name": card.name, "kind": card.kind, "fingerprint": card.fingerprint}
    sentence = say("commands.trust-done", name=card.name, code=card.code, fingerprint=card.fingerprint)
    answer(document, sentence, as_json=options.json)
    return DONE


def _given(options: Namespace) -> KeyCard:
    """The card of a file, or the one whose digits are given in its place."""
    given = str(options.file)
    return card_of_text(given, options.name) if _DIGITS.fullmatch(given) else card_file(options.file)


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the village's own calendar day

"""``new``: a new book with its recovery code."""

from __future__ import annotations

from argparse import Namespace

from village_desk.commands.answers import DONE, answer
from village_desk.commands.opening import passphrase
from village_desk.definitions.policies import policy_profiles
from village_desk.definitions.words import say
from village_desk.rules.refusals import Refusal
from village_desk.store.book import Village, create_book
from village_desk.store.keys.weak_passphrases import refuse_weak


def new(options: Namespace) -> int:
    """Make a book; the recovery code is printed once and kept nowhere."""
    if options.profile not in policy_profiles():
        raise Refusal("unknown-profile", value=options.profile, known="、".join(sorted(policy_profiles())))
    phrase = passphrase(is_new=True)
    refuse_weak(phrase, (options.village, options.name))
    village = Village(options.village, options.name, options.profile, "town" if options.town else "village")
    book, code = create_book(options.book, village, phrase)
    book.close()
    document = {
        "book": str(options.book),
        "village": village.code,
        "profile": village.profile,
        "recovery_code": code,
    }
    answer(document, say("commands.new-done", name=village.name, code=code), as_json=options.json)
    return DONE

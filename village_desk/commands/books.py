"""``new``: a new book with its recovery code, empty or of a part that was handed out."""

from __future__ import annotations

from argparse import Namespace
from datetime import date

from village_desk.commands.answers import DONE, answer
from village_desk.commands.opening import passphrase
from village_desk.definitions.policies import policy_profiles
from village_desk.definitions.words import say
from village_desk.exchange.packages.opening_part import open_part, read_part
from village_desk.rules.refusals import Refusal
from village_desk.store.book import Village, create_book
from village_desk.store.keys.weak_passphrases import refuse_weak


def new(options: Namespace) -> int:
    """Make a book; the recovery code is printed once and kept nowhere."""
    _refuse_missing(options)
    if getattr(options, "from") is not None:
        return _of_part(options)
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


def _of_part(options: Namespace) -> int:
    """Make the second desk's book of a working package and the code that came beside it."""
    package = read_part(getattr(options, "from"), options.code, date.today())  # noqa: DTZ011 - the village's day
    phrase = "" if package.is_practice else passphrase(is_new=True)
    if not package.is_practice:
        refuse_weak(phrase, (package.village.code, package.village.name))
    book, code = open_part(options.book, package, phrase)
    book.close()
    document = {
        "book": str(options.book),
        "village": package.village.code,
        "profile": package.village.profile,
        "desk": package.part.desk,
        "households": len(package.part.households),
        "recovery_code": code,
    }
    sentence = say(
        "commands.new-of-part",
        name=package.village.name,
        desk=package.part.desk,
        households=len(package.part.households),
        code=code,
    )
    answer(document, sentence, as_json=options.json)
    return DONE


def _refuse_missing(options: Namespace) -> None:
    needed = ("code",) if getattr(options, "from") is not None else ("village", "name", "profile")
    if missing := [f"--{name}" for name in needed if not getattr(options, name)]:
        raise Refusal("wrong-use", value=say("arguments.wrong-missing", name=", ".join(missing)))

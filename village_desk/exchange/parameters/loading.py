"""Whether a pack may be loaded into a book: who signed it, when it holds, whether all of it would be read."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from msgspec import Struct

from village_desk.definitions.bases import counting_bases
from village_desk.definitions.checks import refuse_limit, rule_specs
from village_desk.definitions.items import income_items
from village_desk.definitions.own_files import refuse_wrong, tried
from village_desk.definitions.policies import policy_profiles
from village_desk.definitions.toml_files import DefinitionError
from village_desk.definitions.words import wrong_words
from village_desk.exchange.parameters.pack import MOST_BYTES, Pack, day_text, read_pack
from village_desk.exchange.parameters.parameters import Parameters, put_parameters
from village_desk.places.regular_files import read_regular
from village_desk.rules.items import Counting
from village_desk.rules.months import YearMode
from village_desk.rules.refusals import Refusal
from village_desk.store.book import Book
from village_desk.store.changing import Changing
from village_desk.store.partners import signer_of
from village_desk.store.settings import choose


class Signer(StrEnum):
    """Who has signed a pack, as seen from a book."""

    PARTNER = "partner"
    OWN = "own"
    UNKNOWN = "unknown"


class Offered(Struct, frozen=True):
    """A pack on a stick, and who has signed it."""

    pack: Pack
    signer: Signer


def offered_pack(book: Book, path: Path) -> Offered:
    """Read a pack that somebody hands out.

    Raises:
        Refusal: ``pack-damaged``, ``pack-newer``; as for read_regular.
    """
    return offered(book, read_regular(path, MOST_BYTES))


def offered(book: Book, content: bytes) -> Offered:
    """Read a pack that came along with something else.

    Raises:
        Refusal: ``pack-damaged``, ``pack-newer``.
    """
    pack = read_pack(content)
    with book.reading() as reading:
        is_partner = signer_of(reading, pack.keys.sign) is not None
    if pack.keys == book.secret.public:
        return Offered(pack, Signer.OWN)
    return Offered(pack, Signer.PARTNER if is_partner else Signer.UNKNOWN)


def refuse_stranger(book: Book, offered: Offered) -> None:
    """Refuse a pack whose signer this book does not trust; it may be looked at, see changes.

    A practice book deals with nobody and tries out whatever is whole.

    Raises:
        Refusal: ``pack-unknown-signer`` with the fingerprint.
    """
    if offered.signer is Signer.UNKNOWN and book.village.kind != "practice":
        raise Refusal("pack-unknown-signer", name=offered.pack.name, value=offered.pack.fingerprint)


def refuse_unfit(offered: Offered, today: date) -> None:
    """Refuse a pack outside its days, and one of which the program could not read or use something.

    Raises:
        Refusal: ``pack-not-yet``, ``pack-over``; ``pack-wrong`` with the reason.
    """
    pack, term = offered.pack, offered.pack.term
    if term.valid_from is not None and today < term.valid_from:
        raise Refusal("pack-not-yet", name=pack.name, day=day_text(term.valid_from))
    if term.valid_until is not None and today > term.valid_until:
        raise Refusal("pack-over", name=pack.name, day=day_text(term.valid_until))
    refuse_wrong_parameters(pack.parameters)


def take_over(change: Changing, now: Parameters, then: Parameters, pack: Pack | None) -> None:
    """Make a book's parameters into others within one deed, and keep whose they are (None: shipped)."""
    put_parameters(change, now, then)
    choose(change, "pack", note_of(pack) if pack else {})


def note_of(pack: Pack) -> dict[str, str]:
    """What a book keeps of the pack that it goes by."""
    return {
        "name": pack.name,
        "made_on": pack.made_on.isoformat(),
        "valid_from": day_text(pack.term.valid_from),
        "valid_until": day_text(pack.term.valid_until),
        "document": pack.term.document,
        "fingerprint": pack.fingerprint,
    }


def refuse_wrong_parameters(parameters: Parameters) -> None:
    """Refuse parameters of which the program could not read or use something.

    Raises:
        Refusal: ``pack-wrong``.
    """
    try:
        refuse_wrong(parameters.files)
        with tried(parameters.files):
            _refuse_unusable(parameters)
    except DefinitionError as error:
        raise Refusal("pack-wrong", value=wrong_words(error)) from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refusal("pack-wrong", value=str(error)) from None


def _refuse_unusable(parameters: Parameters) -> None:
    settings = parameters.settings
    _refuse_strange("profile", [settings["profile"]], policy_profiles())
    _refuse_strange("basis", [settings["basis"]], counting_bases())
    _refuse_strange("year_mode", [settings["year_mode"]], [mode.value for mode in YearMode])
    _refuse_strange("counting", settings["counting"], income_items())
    _refuse_strange("counting", settings["counting"].values(), [mark.value for mark in Counting])
    _refuse_strange("limits", settings["limits"], rule_specs())
    _refuse_strange("prices", [price["item"] for price in parameters.prices], income_items())
    for rule, limits in settings["limits"].items():
        for name, value in limits.items():
            refuse_limit(rule, name, value)
    for name in ("lines", "lines_since"):
        _refuse_no_numbers(name, settings[name])
    for name, by_year in settings["references"].items():
        _refuse_no_numbers(f"references.{name}", by_year)


def _refuse_strange(name: str, found: Any, known: Any) -> None:  # noqa: ANN401 - anything that can be gone through
    strange = "、".join(str(one) for one in found if one not in known)
    if strange:
        raise DefinitionError(f"{name}: no such {strange}", "not-known", where=name, names=strange)


def _refuse_no_numbers(name: str, by_year: Any) -> None:  # noqa: ANN401 - as a stranger has written it
    wrong = [year for year, number in by_year.items() if type(number) is not int or not year.isdecimal()]
    if wrong:
        raise DefinitionError(f"{name}: no number", "no-number", where=name, year="、".join(wrong))

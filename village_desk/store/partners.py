"""Partners 对方: the villages and townships whose public keys are trusted, and what has gone between."""

from __future__ import annotations

from datetime import date

from village_desk.rules.exchange_records import Package, Partner
from village_desk.rules.refusals import Refusal
from village_desk.store.book import Book
from village_desk.store.changing import Changing
from village_desk.store.journal import Deed
from village_desk.store.keys.key_card import KeyCard, card_of
from village_desk.store.keys.signing import PublicKeys
from village_desk.store.reading import Reading


def partner_with_code(reading: Reading, code: str) -> Partner | None:
    """The partner of a village's or township's code."""
    return next((partner for partner in reading.all(Partner) if partner.code == code), None)


def townships(reading: Reading) -> list[Partner]:
    """The townships, and counties, that this book trusts, in the order of trusting."""
    return [partner for partner in reading.all(Partner) if partner.kind == "town"]


def keys_of(partner: Partner) -> PublicKeys:
    """A partner's public keys."""
    return PublicKeys(bytes.fromhex(partner.sign_key), bytes.fromhex(partner.seal_key))


def signer_of(reading: Reading, sign_key: bytes) -> Partner | None:
    """The partner who signs with a key; None when nobody trusted does."""
    return next((one for one in reading.all(Partner) if one.sign_key == sign_key.hex()), None)


def newest_package(reading: Reading, village_code: str) -> Package | None:
    """The package of a village with the highest number, in either book."""
    own = (package for package in reading.all(Package) if package.village_code == village_code)
    return max(own, key=lambda package: package.sequence, default=None)


def trust(book: Book, card: KeyCard, who: str, today: date, *, replacing: bool = False) -> Partner:
    """Take a partner's keys in; the same card again changes nothing.

    Args:
        book: Whose partner it becomes.
        card: As ``read_card`` gave it; people have compared its fingerprint, or are about to.
        who: The person typing.
        today: The village's calendar day.
        replacing: The partner has another key now, because its computer or its book was made anew.

    Raises:
        Refusal: ``practice-has-no-partner``, ``own-card``, ``partner-is-a-village``: villages deal with the
            township only; ``partner-has-another-key``: without ``replacing``.
    """
    own = card_of(book.village, book.secret)
    if card.code == own.code:
        raise Refusal("own-card", name=card.name)
    if card.kind == own.kind == "village":
        raise Refusal("partner-is-a-village", name=card.name)
    with book.changing(Deed("partner-trusted", who)) as change:
        return _trusted(change, card, today, replacing=replacing)


def _trusted(change: Changing, card: KeyCard, today: date, *, replacing: bool) -> Partner:
    known = partner_with_code(change, card.code)
    if known is not None and keys_of(known) == card.keys:
        return known
    if known is not None and not replacing:
        old = keys_of(known).fingerprint(card.code)
        raise Refusal("partner-has-another-key", name=known.name, old=old, value=card.fingerprint)
    if known is not None:
        change.void(Partner, known.id)
    keys = (card.keys.sign.hex(), card.keys.seal.hex())
    partner = Partner(
        change.new_id(), change.village_code, card.code, card.name, card.kind, *keys, trusted_on=today
    )
    change.insert(partner)
    return partner

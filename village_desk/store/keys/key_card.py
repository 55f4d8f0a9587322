"""The file in which a book's public keys go to its partner: JSON that its own key has signed."""

from __future__ import annotations

import json
from pathlib import Path

from msgspec import Struct

from village_desk.places.regular_files import read_regular
from village_desk.rules.refusals import Refusal
from village_desk.store.keys.key_file import to_bytes, to_text
from village_desk.store.keys.signing import KEY_BYTES, PublicKeys, SecretKeys
from village_desk.store.village import Village

FORMAT = "village-desk-public-keys"
VERSION = 1
CARD_ENDING = "xck"
CARD_KINDS = ("village", "town")

_MOST_BYTES = 16 * 1024
_KEYS = frozenset({"format", "version", "code", "name", "kind", "sign", "seal", "signature"})


class KeyCard(Struct, frozen=True):
    """Whose book it is, and its public keys."""

    code: str
    name: str
    kind: str
    """``village`` or ``town``."""
    keys: PublicKeys

    @property
    def fingerprint(self) -> str:
        """What both sides read out to each other: who slips in another card cannot have the same."""
        return self.keys.fingerprint(self.code)


def card_of(village: Village, secret: SecretKeys) -> KeyCard:
    """The card of a book.

    Raises:
        Refusal: ``practice-has-no-partner``: a practice book deals with nobody.
    """
    if village.kind not in CARD_KINDS:
        raise Refusal("practice-has-no-partner")
    return KeyCard(village.code, village.name, village.kind, secret.public)


def write_card(card: KeyCard, secret: SecretKeys) -> bytes:
    """Write a card, signed; the same book always gives the same bytes."""
    table: dict[str, object] = {
        "format": FORMAT,
        "version": VERSION,
        "code": card.code,
        "name": card.name,
        "kind": card.kind,
        "sign": to_text(card.keys.sign),
        "seal": to_text(card.keys.seal),
    }
    return _spelled({**table, "signature": to_text(secret.signature(_spelled(table)))})


def card_file(path: Path) -> KeyCard:
    """Read the card that a partner has put on a stick.

    Raises:
        Refusal: As for ``read_card`` and ``read_regular``.
    """
    return read_card(read_regular(path, _MOST_BYTES))


def read_card(content: bytes) -> KeyCard:
    """Read a card, every byte of it covered by its own signature.

    Raises:
        Refusal: ``card-damaged``: no card, or not as it was written. ``card-newer``: of a newer program.
    """
    table = _table(content)
    if isinstance(table.get("version"), int) and table["version"] != VERSION:
        raise Refusal("card-newer")
    if table.keys() != _KEYS or table["kind"] not in CARD_KINDS or not table["code"] or not table["name"]:
        raise Refusal("card-damaged")
    try:
        keys = PublicKeys(to_bytes(str(table["sign"])), to_bytes(str(table["seal"])))
        signature = to_bytes(str(table.pop("signature")))
    except ValueError:
        raise Refusal("card-damaged") from None
    if {len(keys.sign), len(keys.seal)} != {KEY_BYTES} or not keys.has_signed(_spelled(table), signature):
        raise Refusal("card-damaged")
    return KeyCard(str(table["code"]), str(table["name"]), str(table["kind"]), keys)


def _table(content: bytes) -> dict[str, object]:
    try:
        table = json.loads(content)
    except (ValueError, RecursionError):
        raise Refusal("card-damaged") from None
    if not isinstance(table, dict) or table.get("format") != FORMAT or _spelled(table) != content:
        raise Refusal("card-damaged")
    return table


def _spelled(table: dict[str, object]) -> bytes:
    try:
        return json.dumps(table, ensure_ascii=True, indent=1, sort_keys=True).encode() + b"\n"
    except RecursionError:
        raise Refusal("card-damaged") from None

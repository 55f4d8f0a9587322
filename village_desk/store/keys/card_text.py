"""A book's public keys as digits: printed under its square code, typed or scanned where no file can go.

Kind and code of the book, both keys and a check over all of them. The name is not in it: whoever takes the
keys says how the partner is called, and both read the fingerprint out as with a file.
"""

from __future__ import annotations

import hashlib

from village_desk.rules.refusals import Refusal
from village_desk.store.keys.digit_groups import WrongGroupError, print_groups, read_groups
from village_desk.store.keys.key_card import CARD_KINDS, KeyCard
from village_desk.store.keys.signing import KEY_BYTES, PublicKeys

_CHECK_BYTES = 2
_HEAD_BYTES = 2
"""The kind, and how many bytes the code has."""


def card_text(card: KeyCard) -> str:
    """The digits of a card, in groups of six."""
    code = card.code.encode()
    head = bytes([CARD_KINDS.index(card.kind), len(code)]) + code + b"\0" * (len(code) % 2)
    content = head + card.keys.sign + card.keys.seal
    return print_groups(content + _check(content))


def card_of_text(typed: str, name: str) -> KeyCard:
    """The card whose digits somebody has typed.

    Raises:
        Refusal: ``card-mistyped`` with the first group that cannot be right; with the last where each can be,
            but not all of them together.
    """
    try:
        content = read_groups(typed)
    except WrongGroupError as wrong:
        raise Refusal("card-mistyped", group=wrong.group) from None
    whole, check = content[:-_CHECK_BYTES], content[-_CHECK_BYTES:]
    card = _card(whole, name.strip())
    if card is None or check != _check(whole):
        raise Refusal("card-mistyped", group=max(1, len(content) // 2))
    return card


def _card(content: bytes, name: str) -> KeyCard | None:
    if len(content) < _HEAD_BYTES or content[0] >= len(CARD_KINDS):
        return None
    length = content[1]
    start = _HEAD_BYTES + length + length % 2
    keys = content[start:]
    if not length or len(keys) != 2 * KEY_BYTES:
        return None
    try:
        code = content[_HEAD_BYTES : _HEAD_BYTES + length].decode()
    except UnicodeDecodeError:
        return None
    public = PublicKeys(keys[:KEY_BYTES], keys[KEY_BYTES:])
    return KeyCard(code, name or code, CARD_KINDS[content[0]], public)


def _check(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_CHECK_BYTES, person=b"village-desk-crd").digest()

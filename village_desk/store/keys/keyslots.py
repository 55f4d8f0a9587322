"""The book's key: random, and wrapped once under the passphrase and once under the recovery code.

The book itself is encrypted with 32 random bytes. The key file beside it holds them wrapped with
XChaCha20-Poly1305, so a passphrase can be changed without touching the book, and a code in the committee's
safe opens it when the passphrase is forgotten. Losing all copies of the key file loses the book.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata

from msgspec import Struct
from msgspec.structs import replace

from village_desk.rules.refusals import Refusal
from village_desk.store.keys.key_copies import mend_keyslots, read_keyslots, write_keyslots
from village_desk.store.keys.key_costs import PRACTICE, STRONG, KeyCost, cost_here, stretch
from village_desk.store.keys.key_file import KeyFile, Slot, read_key_file, to_bytes, to_text, write_key_file
from village_desk.store.keys.recovery_code import SECRET_BYTES, print_code, read_code
from village_desk.store.keys.weak_passphrases import refuse_weak

__all__ = [
    "PRACTICE",
    "STRONG",
    "KeyCost",
    "NewKeys",
    "change_passphrase",
    "change_recovery_code",
    "cost_here",
    "is_practice",
    "make_keyslots",
    "mend_keyslots",
    "normal_passphrase",
    "open_with_passphrase",
    "open_with_recovery_code",
    "read_keyslots",
    "refuse_weak",
    "village_of",
    "wait_seconds",
    "write_keyslots",
]

_CIPHER = "xchacha20poly1305"
_ARGON = "argon2id"
_DIRECT = "blake2b"
_FREE_FAILURES = 3
_LONGEST_WAIT_SECONDS = 300


class NewKeys(Struct, frozen=True):
    """A new book's key, the code to print once and never store, and what the key file holds."""

    data_key: bytes
    recovery_code: str
    content: bytes

    def __repr__(self) -> str:
        """Show nothing secret: records end up in tracebacks."""
        return "NewKeys(…)"


def make_keyslots(passphrase: str, *, village_code: str, cost: KeyCost = STRONG) -> NewKeys:
    """Make a random key for a new book and wrap it for the passphrase and for a new recovery code.

    Raises:
        Refusal: weak-passphrase; a practice book takes any.
    """
    if not cost.practice:
        refuse_weak(passphrase, (village_code,))
    data_key = secrets.token_bytes(32)
    file = KeyFile(village_code, cost.practice, _key_check(data_key), ())
    secret = secrets.token_bytes(SECRET_BYTES)
    slots = (_passphrase_slot(file, data_key, passphrase, cost), _recovery_slot(file, data_key, secret))
    return NewKeys(data_key, print_code(secret), write_key_file(replace(file, slots=slots)))


def open_with_passphrase(content: bytes, passphrase: str) -> bytes:
    """Return the book's key for the right passphrase.

    Raises:
        Refusal: wrong-passphrase, keyslots-damaged or keyslots-newer.
    """
    file = read_key_file(content)
    for slot in _slots(file, "passphrase"):
        wrapping = stretch(_passphrase_bytes(passphrase), to_bytes(slot.salt), slot.cost)
        if (data_key := _unwrapped(file, slot, wrapping)) is not None:
            return data_key
    raise Refusal("wrong-passphrase")


def open_with_recovery_code(content: bytes, code: str) -> bytes:
    """Return the book's key for the code from the safe.

    Raises:
        Refusal: recovery-code-mistyped (with the group), wrong-recovery-code (of another book or no longer
            valid), keyslots-damaged or keyslots-newer.
    """
    file = read_key_file(content)
    secret = read_code(code)
    for slot in _slots(file, "recovery"):
        if (data_key := _unwrapped(file, slot, _recovery_wrapping(secret, slot))) is not None:
            return data_key
    raise Refusal("wrong-recovery-code")


def change_passphrase(content: bytes, data_key: bytes, new_passphrase: str) -> bytes:
    """Wrap the book's key for a new passphrase; the old one no longer opens, the recovery code still does.

    The cost is raised to today's if the file is older.

    Raises:
        Refusal: weak-passphrase, keyslots-of-another-book, keyslots-damaged or keyslots-newer.
    """
    file = _file_of(content, data_key)
    if not file.practice:
        refuse_weak(new_passphrase, (file.village_code,))
    old = _slots(file, "passphrase")
    cost = old[0].cost if old else STRONG
    cost = cost if file.practice else cost.at_least(STRONG)
    slot = _passphrase_slot(file, data_key, new_passphrase, cost)
    return write_key_file(replace(file, slots=(slot, *_slots(file, "recovery"))))


def change_recovery_code(content: bytes, data_key: bytes) -> NewKeys:
    """Make a new recovery code after the envelope was opened or lost; the old code no longer opens.

    Raises:
        Refusal: keyslots-of-another-book, keyslots-damaged or keyslots-newer.
    """
    file = _file_of(content, data_key)
    secret = secrets.token_bytes(SECRET_BYTES)
    slots = (*_slots(file, "passphrase"), _recovery_slot(file, data_key, secret))
    return NewKeys(data_key, print_code(secret), write_key_file(replace(file, slots=slots)))


def village_of(content: bytes) -> str:
    """Tell whose key file it is.

    Raises:
        Refusal: keyslots-damaged or keyslots-newer.
    """
    return read_key_file(content).village_code


def is_practice(content: bytes) -> bool:
    """Tell whether the book is for practice, its passphrase nearly free to guess.

    Raises:
        Refusal: keyslots-damaged or keyslots-newer.
    """
    return read_key_file(content).practice


def normal_passphrase(passphrase: str) -> str:
    """Bring a typed passphrase into the form that counts.

    Full-width letters and digits of an input method equal half-width ones (NFKC); blanks at the ends do not
    count and blanks inside count as one. Capital and small letters differ.
    """
    return " ".join(unicodedata.normalize("NFKC", passphrase).split())


def wait_seconds(failures: int) -> int:
    """How long to wait after so many wrong passphrases in a row: longer and longer, never for ever."""
    if failures < _FREE_FAILURES:
        return 0
    doublings = min(failures - _FREE_FAILURES + 1, 16)
    return min(1 << doublings, _LONGEST_WAIT_SECONDS)


def _slots(file: KeyFile, kind: str) -> tuple[Slot, ...]:
    return tuple(slot for slot in file.slots if slot.kind == kind)


def _file_of(content: bytes, data_key: bytes) -> KeyFile:
    file = read_key_file(content)
    if not hmac.compare_digest(file.key_check, _key_check(data_key)):
        raise Refusal("keyslots-of-another-book")
    return file


def _key_check(data_key: bytes) -> str:
    return to_text(hashlib.blake2b(data_key, digest_size=16, person=b"village-desk-chk").digest())


def _passphrase_bytes(passphrase: str) -> bytes:
    return normal_passphrase(passphrase).encode(errors="surrogatepass")


def _passphrase_slot(file: KeyFile, data_key: bytes, passphrase: str, cost: KeyCost) -> Slot:
    salt = secrets.token_bytes(16)
    empty = Slot("passphrase", _ARGON, _CIPHER, cost.operations, cost.memory_kib, to_text(salt), "", "")
    return _wrapped(file, empty, data_key, stretch(_passphrase_bytes(passphrase), salt, cost))


def _recovery_slot(file: KeyFile, data_key: bytes, secret: bytes) -> Slot:
    empty = Slot("recovery", _DIRECT, _CIPHER, 0, 0, to_text(secrets.token_bytes(16)), "", "")
    return _wrapped(file, empty, data_key, _recovery_wrapping(secret, empty))


def _recovery_wrapping(secret: bytes, slot: Slot) -> bytes:
    # 128 random bits cannot be guessed at any speed: no stretching.
    salt = to_bytes(slot.salt)
    return hashlib.blake2b(secret, digest_size=32, salt=salt, person=b"village-desk-rec").digest()


def _wrapped(file: KeyFile, slot: Slot, data_key: bytes, wrapping: bytes) -> Slot:
    from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt as encrypt

    nonce = secrets.token_bytes(24)
    sealed = encrypt(data_key, file.bound_to(slot), nonce, wrapping)
    return replace(slot, nonce=to_text(nonce), wrapped=to_text(sealed))


def _unwrapped(file: KeyFile, slot: Slot, wrapping: bytes) -> bytes | None:
    from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as decrypt
    from nacl.exceptions import CryptoError

    try:
        data_key: bytes = decrypt(to_bytes(slot.wrapped), file.bound_to(slot), to_bytes(slot.nonce), wrapping)
    except CryptoError:
        return None
    return data_key if hmac.compare_digest(file.key_check, _key_check(data_key)) else None

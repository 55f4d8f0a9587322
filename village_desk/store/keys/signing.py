"""A book's own pair of keys: with one it signs what it sends, to the other others seal what only it may read.

Both are derived from the book's key, so a book has them from its first day, no second secret has to be kept,
and a restored backup signs as the book did before. Signatures are Ed25519; sealing is X25519 with
XSalsa20-Poly1305 (libsodium's sealed box).
"""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from nacl.public import PrivateKey
    from nacl.signing import SigningKey

KEY_BYTES = 32
SIGNATURE_BYTES = 64

_GROUPS = 6
_GROUP_DIGITS = 4


class PublicKeys(Struct, frozen=True):
    """What others may know of a book's keys: ``sign`` proves what it signed, ``seal`` locks for it alone."""

    sign: bytes
    seal: bytes

    def has_signed(self, message: bytes, signature: bytes) -> bool:
        """Whether the signature of a message was made with the secret that belongs to these keys."""
        from nacl.exceptions import CryptoError
        from nacl.signing import VerifyKey

        try:
            VerifyKey(self.sign).verify(message, signature)
        except (CryptoError, ValueError, TypeError):
            return False
        return True

    def sealed(self, content: bytes) -> bytes:
        """Lock something small, such as the key of a package, so that only this book can open it."""
        from nacl.public import PublicKey, SealedBox

        box: bytes = SealedBox(PublicKey(self.seal)).encrypt(content)
        return box

    def fingerprint(self, code: str) -> str:
        """The keys of the book with a code as six groups of four digits, to be read out aloud."""
        digest = hashlib.blake2b(code.encode() + b"\n" + self.sign + self.seal, person=b"village-desk-fpr")
        number = int.from_bytes(digest.digest(), "big")
        digits = f"{number % 10 ** (_GROUPS * _GROUP_DIGITS):0{_GROUPS * _GROUP_DIGITS}d}"
        return " ".join(
            digits[start : start + _GROUP_DIGITS] for start in range(0, len(digits), _GROUP_DIGITS)
        )


def keys_of_code(code: bytes, signer: bytes) -> SecretKeys:
    """The keys that a secret code stands for together with whoever signs what is sealed with it.

    Who does not know the code can seal nothing for it under a signature of his own: it would be another key.
    """
    return SecretKeys(
        hashlib.blake2b(signer, key=code, digest_size=KEY_BYTES, person=b"village-desk-prt").digest()
    )


class SecretKeys:
    """The secret halves; only the book that holds its data key has them."""

    def __init__(self, data_key: bytes) -> None:
        self._data_key = data_key

    def __repr__(self) -> str:
        """Show nothing secret: objects end up in tracebacks."""
        return "SecretKeys(…)"

    @property
    def public(self) -> PublicKeys:
        """The halves that others may know."""
        return PublicKeys(bytes(self._signing.verify_key), bytes(self._opening.public_key))

    def signature(self, message: bytes) -> bytes:
        """Sign a message: 64 bytes."""
        signature: bytes = self._signing.sign(message).signature
        return signature

    def opened(self, box: bytes) -> bytes | None:
        """Open what was sealed for this book; None when it was not, or was altered."""
        from nacl.exceptions import CryptoError
        from nacl.public import SealedBox

        try:
            content: bytes = SealedBox(self._opening).decrypt(box)
        except (CryptoError, ValueError, TypeError):
            return None
        return content

    @cached_property
    def _signing(self) -> SigningKey:
        from nacl.signing import SigningKey

        return SigningKey(self._derived(b"village-desk-sig"))

    @cached_property
    def _opening(self) -> PrivateKey:
        from nacl.public import PrivateKey

        return PrivateKey(self._derived(b"village-desk-box"))

    def _derived(self, purpose: bytes) -> bytes:
        return hashlib.blake2b(key=self._data_key, digest_size=KEY_BYTES, person=purpose).digest()

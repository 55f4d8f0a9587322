"""The form of every file that goes on the stick: a signed head in clear, and a body for its recipients only.

``XCBP1``, a line feed, the head's length in four bytes, the head as JSON, its Ed25519 signature, the body.
The body is libsodium's secretstream (XChaCha20-Poly1305, in chunks, its end marked) of one zlib stream whose
length and hash stand in the head; its key is sealed in the head for each recipient. There is no archive
inside: no names, no paths, nothing nested. The signature covers all before it, and the head the body.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from msgspec import Struct

from village_desk import __version__
from village_desk.rules.refusals import Refusal
from village_desk.store.ids import new_id
from village_desk.store.keys.key_file import to_bytes, to_text
from village_desk.store.keys.signing import KEY_BYTES, SIGNATURE_BYTES, PublicKeys, SecretKeys
from village_desk.store.village import Village

FORMAT = 1
MOST_BYTES = 128 * 1024 * 1024
"""A file above this is no village's."""
MOST_CONTENT = 512 * 1024 * 1024

_MAGIC = b"XCBP1\n"
_FAMILY = re.compile(rb"XCBP[0-9]+\n")
_MOST_HEAD = 256 * 1024
_CHUNK = 64 * 1024
_LEVEL = 4
"""Of zlib: half the time of its usual one for a twentieth more bytes."""


class Head(Struct, frozen=True):
    """What everybody may read of a package, and nobody change."""

    kind: str
    """``report`` to the township, ``return`` from it."""
    id: str
    format: int
    program: str
    code: str
    """Of the village or township that sends it."""
    name: str
    signer: bytes
    recipients: Mapping[bytes, bytes]
    """The body's key, sealed, by the public key of who can open it."""
    content_bytes: int
    content_hash: str
    body_bytes: int
    body_hash: str
    about: Mapping[str, Any]
    """What the kind says of itself: period, sequence and counts, for example."""


class SealedFile(Struct, frozen=True):
    """A whole file: its signature holds, and its body is the one that the head tells of."""

    head: Head
    hash: str
    """Of the head: names this file and no other."""
    body: memoryview

    def is_for(self, secret: SecretKeys) -> bool:
        """Whether these keys open it."""
        return secret.public.seal in self.head.recipients

    def content(self, secret: SecretKeys) -> Iterator[bytes]:
        """The content in pieces; the last has come only when all of it was found to be whole.

        Raises:
            Refusal: ``package-for-another``; ``package-damaged``: it is not what the head says.
        """
        length, digest = 0, hashlib.sha256()
        for piece in _inflated(self.packed(secret), self.head.content_bytes):
            length += len(piece)
            digest.update(piece)
            yield piece
        if length != self.head.content_bytes or digest.hexdigest() != self.head.content_hash:
            raise Refusal("package-damaged")

    def packed(self, secret: SecretKeys) -> Iterator[bytes]:
        """The zlib stream of the content in pieces; whether it is whole is seen by reading the content.

        Raises:
            Refusal: As ``content``.
        """
        key = secret.opened(self.head.recipients.get(secret.public.seal, b""))
        if key is None:
            raise Refusal("package-for-another")
        return _deciphered(self.body, key)


class Sealing:
    """Seals a content whose pieces come one after another; only the finished body stands in memory."""

    def __init__(self, recipients: Sequence[PublicKeys]) -> None:
        self._key = secrets.token_bytes(KEY_BYTES)
        self._recipients = {keys.seal: keys.sealed(self._key) for keys in recipients}
        self._digest, self._length = hashlib.sha256(), 0
        self._packer = zlib.compressobj(_LEVEL)
        self._cipher = _Cipher(self._key)

    def add(self, pieces: Iterable[bytes]) -> None:
        """Take further pieces of the content."""
        for piece in pieces:
            self._digest.update(piece)
            self._length += len(piece)
            self._cipher.add(self._packer.compress(piece))

    def file(self, kind: str, about: Mapping[str, Any], sender: Village, secret: SecretKeys) -> bytes:
        """Close the body and write the whole file."""
        self._cipher.add(self._packer.flush())
        body = self._cipher.body()
        head = {
            "format": FORMAT,
            "kind": kind,
            "id": new_id(),
            "program": __version__,
            "code": sender.code,
            "name": sender.name,
            "signer": to_text(secret.public.sign),
            "recipients": {to_text(seal): to_text(box) for seal, box in self._recipients.items()},
            "content": {"bytes": self._length, "sha256": self.content_hash},
            "body": {"bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()},
            "about": about,
        }
        start = _start(_spelled(head))
        return start + secret.signature(start) + body

    @cached_property
    def content_hash(self) -> str:
        """The hash of all that was added."""
        return self._digest.hexdigest()


def read_sealed(content: bytes) -> SealedFile:
    """Read a file as far as everybody can: whole, signed by whoever it names, of a known format.

    Raises:
        Refusal: ``not-a-package``, ``package-damaged``, ``package-newer``.
    """
    if not content.startswith(_MAGIC):
        raise Refusal("package-newer" if _FAMILY.match(content) else "not-a-package")
    head_bytes, signature, body = _parts(content)
    table = _table(head_bytes)
    signer = _signer(table)
    if not PublicKeys(signer, bytes(KEY_BYTES)).has_signed(_start(head_bytes), signature):
        raise Refusal("package-damaged")
    if isinstance(table.get("format"), int) and table["format"] > FORMAT:
        raise Refusal("package-newer")
    head = _head(table, signer)
    if len(body) != head.body_bytes or hashlib.sha256(body).hexdigest() != head.body_hash:
        raise Refusal("package-damaged")
    if not 0 <= head.content_bytes <= MOST_CONTENT:
        raise Refusal("package-too-large")
    return SealedFile(head, hashlib.sha256(head_bytes).hexdigest(), body)


class _Cipher:
    """The body as it grows: full chunks are enciphered at once, the last one is marked as the last."""

    def __init__(self, key: bytes) -> None:
        from nacl import bindings

        self._state = bindings.crypto_secretstream_xchacha20poly1305_state()
        start = bindings.crypto_secretstream_xchacha20poly1305_init_push(self._state, key)
        self._body, self._rest = bytearray(start), bytearray()

    def add(self, piece: bytes) -> None:
        self._rest += piece
        while len(self._rest) > _CHUNK:
            self._push(bytes(self._rest[:_CHUNK]), is_last=False)
            del self._rest[:_CHUNK]

    def body(self) -> bytes:
        self._push(bytes(self._rest), is_last=True)
        return bytes(self._body)

    def _push(self, chunk: bytes, *, is_last: bool) -> None:
        from nacl import bindings as sodium

        last, more = (
            sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL,
            sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE,
        )
        tag = last if is_last else more
        self._body += sodium.crypto_secretstream_xchacha20poly1305_push(self._state, chunk, tag=tag)


def _deciphered(body: memoryview, key: bytes) -> Iterator[bytes]:
    from nacl import bindings as sodium
    from nacl.exceptions import CryptoError

    start = sodium.crypto_secretstream_xchacha20poly1305_HEADERBYTES
    step = _CHUNK + sodium.crypto_secretstream_xchacha20poly1305_ABYTES
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    tag = None
    try:
        sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, bytes(body[:start]), key)
        for place in range(start, len(body), step):
            if tag == sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL:
                raise Refusal("package-damaged")
            chunk = bytes(body[place : place + step])
            piece, tag = sodium.crypto_secretstream_xchacha20poly1305_pull(state, chunk)
            yield piece
    except (CryptoError, ValueError, TypeError):
        raise Refusal("package-damaged") from None
    if tag != sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL:
        raise Refusal("package-damaged")


def _inflated(pieces: Iterable[bytes], most: int) -> Iterator[bytes]:
    """Unpack one zlib stream; it never gives more than one byte above what was declared."""
    unpacker, left = zlib.decompressobj(), most + 1
    try:
        for piece in pieces:
            rest = piece
            while rest and left > 0 and not unpacker.eof:
                plain = unpacker.decompress(rest, min(left, 16 * _CHUNK))
                rest = unpacker.unconsumed_tail
                left -= len(plain)
                yield plain
            if left <= 0 or unpacker.unused_data or (unpacker.eof and rest):
                raise Refusal("package-damaged")
    except zlib.error:
        raise Refusal("package-damaged") from None
    if not unpacker.eof:
        raise Refusal("package-damaged")


def _start(head: bytes) -> bytes:
    return _MAGIC + struct.pack(">I", len(head)) + head


def _parts(content: bytes) -> tuple[bytes, bytes, memoryview]:
    if len(content) < len(_MAGIC) + 4:
        raise Refusal("package-damaged")
    (length,) = struct.unpack_from(">I", content, len(_MAGIC))
    start = len(_MAGIC) + 4
    end = start + length + SIGNATURE_BYTES
    if length > _MOST_HEAD or len(content) < end:
        raise Refusal("package-damaged")
    return content[start : start + length], content[start + length : end], memoryview(content)[end:]


def _table(head: bytes) -> dict[str, Any]:
    try:
        table = json.loads(head)
    except (ValueError, RecursionError):
        raise Refusal("package-damaged") from None
    if not isinstance(table, dict) or _spelled(table) != head:
        raise Refusal("package-damaged")
    return table


def _signer(table: Mapping[str, Any]) -> bytes:
    try:
        return to_bytes(str(table["signer"]))
    except (KeyError, ValueError):
        raise Refusal("package-damaged") from None


def _head(table: Mapping[str, Any], signer: bytes) -> Head:
    """What the head says; whoever signed nonsense is refused like damage."""
    try:
        texts = [table[name] for name in ("kind", "id", "program", "code", "name")]
        sizes = [table[part]["bytes"] for part in ("content", "body")]
        hashes = [table[part]["sha256"] for part in ("content", "body")]
        boxes = {to_bytes(str(seal)): to_bytes(str(box)) for seal, box in table["recipients"].items()}
        about = dict(table["about"])
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Refusal("package-damaged") from None
    if {*map(type, (*texts, *hashes))} != {str} or {*map(type, (*sizes, table["format"]))} != {int}:
        raise Refusal("package-damaged")
    kind, file_id, program, code, name = texts
    return Head(
        kind,
        file_id,
        table["format"],
        program,
        code,
        name,
        signer,
        boxes,
        content_bytes=sizes[0],
        content_hash=hashes[0],
        body_bytes=sizes[1],
        body_hash=hashes[1],
        about=about,
    )


def _spelled(table: object) -> bytes:
    try:
        return json.dumps(table, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    except (ValueError, RecursionError):
        raise Refusal("package-damaged") from None

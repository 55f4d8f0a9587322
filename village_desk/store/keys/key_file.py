"""The key file's form: JSON with a digest, so that a flipped bit is told from a wrong passphrase."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json

from msgspec import Struct
from msgspec.structs import asdict

from village_desk.rules.refusals import Refusal
from village_desk.store.keys.key_costs import KeyCost

FORMAT = "village-desk-keys"
VERSION = 1

_MOST_BYTES = 1024 * 1024


class Slot(Struct, frozen=True):
    """The book's key wrapped once; binary values are base64. A recovery slot needs no stretching: cost 0."""

    kind: str
    derivation: str
    cipher: str
    operations: int
    memory_kib: int
    salt: str
    nonce: str
    wrapped: str

    @property
    def cost(self) -> KeyCost:
        """What a guess at this slot costs."""
        return KeyCost(self.operations, self.memory_kib)


class KeyFile(Struct, frozen=True):
    """What a key file holds; ``key_check`` recognises the book's key without giving it away."""

    village_code: str
    practice: bool
    key_check: str
    slots: tuple[Slot, ...]

    def bound_to(self, slot: Slot) -> bytes:
        """What is sealed together with the key, so that a slot can be neither moved nor made cheaper."""
        book = [FORMAT, str(VERSION), self.village_code, str(self.practice), self.key_check]
        way = [slot.kind, slot.derivation, slot.cipher, str(slot.operations), str(slot.memory_kib)]
        return "\n".join(book + way).encode(errors="surrogatepass")


def write_key_file(file: KeyFile) -> bytes:
    """Write a key file; the same slots always give the same bytes."""
    table: dict[str, object] = {
        "format": FORMAT,
        "version": VERSION,
        "village_code": file.village_code,
        "practice": file.practice,
        "key_check": file.key_check,
        "slots": [asdict(slot) for slot in file.slots],
    }
    return _spelled({**table, "digest": _digest(table)})


def read_key_file(content: bytes) -> KeyFile:
    """Read a key file, every byte of it checked.

    Raises:
        Refusal: keyslots-damaged: a bit is not as it was written. keyslots-newer: whole, of a newer program.
    """
    table = _whole_table(content)
    version = table.get("version")
    if isinstance(version, int) and version > VERSION:
        raise Refusal("keyslots-newer")
    try:
        slots = tuple(Slot(**slot) for slot in table["slots"] if slot["kind"] in {"passphrase", "recovery"})  # type: ignore[attr-defined]
        file = KeyFile(str(table["village_code"]), table["practice"] is True, str(table["key_check"]), slots)
    except (KeyError, TypeError):
        raise Refusal("keyslots-damaged") from None
    if not slots or not all(_is_sound(slot) for slot in slots):
        raise Refusal("keyslots-damaged")
    return file


def to_text(content: bytes) -> str:
    """Spell bytes as base64."""
    return base64.b64encode(content).decode()


def to_bytes(text: str) -> bytes:
    """Read base64 back.

    Raises:
        ValueError: It is not base64.
    """
    return base64.b64decode(text, validate=True)


def _whole_table(content: bytes) -> dict[str, object]:
    try:
        table = json.loads(content[:_MOST_BYTES])
    except (ValueError, RecursionError):
        raise Refusal("keyslots-damaged") from None
    if not isinstance(table, dict) or table.get("format") != FORMAT or _spelled(table) != content:
        raise Refusal("keyslots-damaged")
    if table.pop("digest", None) != _digest(table):
        raise Refusal("keyslots-damaged")
    return table


def _is_sound(slot: Slot) -> bool:
    texts = (slot.kind, slot.derivation, slot.cipher, slot.salt, slot.nonce, slot.wrapped)
    numbers = (slot.operations, slot.memory_kib)
    if not all(type(text) is str for text in texts) or not all(type(number) is int for number in numbers):
        return False
    try:
        lengths = [len(to_bytes(text)) for text in (slot.salt, slot.nonce, slot.wrapped)]
    except (ValueError, binascii.Error):
        return False
    return lengths == [16, 24, 48] and (slot.kind == "recovery" or slot.cost.is_bearable)


def _spelled(table: dict[str, object]) -> bytes:
    try:
        return json.dumps(table, ensure_ascii=True, indent=1, sort_keys=True).encode() + b"\n"
    except (ValueError, RecursionError):
        raise Refusal("keyslots-damaged") from None


def _digest(table: dict[str, object]) -> str:
    return hashlib.sha256(_spelled(table)).hexdigest()

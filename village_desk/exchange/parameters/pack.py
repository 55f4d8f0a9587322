"""The county's parameters as one signed file: JSON whose every byte the sender's key has signed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec import Struct

from village_desk.exchange.parameters.parameters import Parameters, parameters_of
from village_desk.rules.refusals import Refusal
from village_desk.store.book import Book
from village_desk.store.keys.key_file import to_bytes, to_text
from village_desk.store.keys.signing import PublicKeys, SecretKeys
from village_desk.store.settings import BookSettings
from village_desk.store.village import Village

FORMAT = "village-desk-parameters"
VERSION = 1
MOST_BYTES = 8 * 1024 * 1024

_KEYS = frozenset(
    {
        *("format", "version", "code", "name", "kind", "made_on", "valid_from", "valid_until", "document"),
        *("files", "settings", "prices", "sign", "seal", "signature"),
    }
)


class Term(Struct, frozen=True):
    """From when until when a pack holds, and the document that orders it."""

    valid_from: date | None = None
    valid_until: date | None = None
    document: str = ""


class Pack(Struct, frozen=True):
    """A pack as it was read: whose it is, what it holds, from when until when."""

    code: str
    name: str
    kind: str
    """The kind of the book that made it: ``town``, ``village`` or ``practice``."""
    made_on: date
    term: Term
    parameters: Parameters
    keys: PublicKeys

    @property
    def fingerprint(self) -> str:
        """The sender's keys as digits to be read out aloud."""
        return self.keys.fingerprint(self.code)


def write_pack(
    village: Village, secret: SecretKeys, parameters: Parameters, term: Term, today: date
) -> bytes:
    """Write a pack, signed; the same parameters on the same day give the same bytes."""
    table: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "code": village.code,
        "name": village.name,
        "kind": village.kind,
        "made_on": today.isoformat(),
        "valid_from": day_text(term.valid_from),
        "valid_until": day_text(term.valid_until),
        "document": term.document,
        "files": dict(parameters.files),
        "settings": dict(parameters.settings),
        "prices": [dict(price) for price in parameters.prices],
        "sign": to_text(secret.public.sign),
        "seal": to_text(secret.public.seal),
    }
    return _spelled({**table, "signature": to_text(secret.signature(_spelled(table)))})


def pack_of_book(book: Book, settings: BookSettings, today: date) -> str:
    """What a book goes by now, as a pack that holds from today on."""
    with book.reading() as reading:
        parameters = parameters_of(reading, settings)
    return write_pack(book.village, book.secret, parameters, Term(), today).decode()


def read_pack(content: bytes) -> Pack:
    """Read a pack, every byte of it covered by the signature that goes with it.

    Whether the signer is one to be trusted is another question, see loading.signer_of_pack.

    Raises:
        Refusal: ``pack-damaged``: no pack, or not as it was written; ``pack-newer``: of a newer program.
    """
    table = _table(content)
    if isinstance(table.get("version"), int) and table["version"] > VERSION:
        raise Refusal("pack-newer")
    if table.keys() != _KEYS:
        raise Refusal("pack-damaged")
    try:
        keys = PublicKeys(to_bytes(str(table["sign"])), to_bytes(str(table["seal"])))
        signature = to_bytes(str(table.pop("signature")))
        if not keys.has_signed(_spelled(table), signature):
            raise Refusal("pack-damaged")
        term = Term(_day(table["valid_from"]), _day(table["valid_until"]), str(table["document"]))
        parameters = Parameters.of_table(table)
        made_on = date.fromisoformat(table["made_on"])
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Refusal("pack-damaged") from None
    return Pack(str(table["code"]), str(table["name"]), str(table["kind"]), made_on, term, parameters, keys)


def _table(content: bytes) -> dict[str, Any]:
    try:
        table = json.loads(content)
    except (ValueError, RecursionError):
        raise Refusal("pack-damaged") from None
    if not isinstance(table, dict) or table.get("format") != FORMAT or _spelled(table) != content:
        raise Refusal("pack-damaged")
    return table


def _spelled(table: Mapping[str, Any]) -> bytes:
    try:
        return json.dumps(table, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
    except (RecursionError, ValueError):
        raise Refusal("pack-damaged") from None


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None


def day_text(day: date | None) -> str:
    """A day as packs write it; blank for none."""
    return day.isoformat() if day else ""

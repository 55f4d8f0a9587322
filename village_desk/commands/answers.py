"""How a command answers: one JSON document with ``--json``, sentences without; exit codes by meaning."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import IO

from village_desk.definitions.words import sentence_of
from village_desk.rules.refusals import Refusal

DONE = 0
FINDINGS = 1
WRONG_USE = 2
LOCKED = 3

_LOCKED_CODES = frozenset(
    {
        *("wrong-passphrase", "wrong-recovery-code", "recovery-code-mistyped", "no-passphrase"),
        *("keyslots-missing", "keyslots-damaged", "keyslots-newer", "keyslots-of-another-book"),
        *(
            "no-such-book",
            "book-damaged",
            "book-newer",
            "book-in-use",
            "not-a-book",
            "no-encryption",
            "old-sqlite",
        ),
        *("server-has-no-such-book", "server-lets-nobody-in", "server-not-reached"),
        *("server-parts-missing", "server-too-old", "server-not-utf8"),
        *("backup-damaged", "backup-newer", "restore-unfinished"),
    }
)
_WRONG_USE_CODES = frozenset(
    {
        "wrong-use",
        "not-a-period",
        "no-quarter",
        "no-such-copy",
        "no-empty-form",
        "sheet-of-whole-village",
        "unknown-sheet",
        "unknown-profile",
        "unknown-basis",
        "server-address-wrong",
        "only-for-a-file-book",
        "only-towns-on-a-server",
    }
)


def answer(document: Mapping[str, object] | Sequence[object], sentence: str, *, as_json: bool) -> None:
    """Print what a command found or did."""
    print(json.dumps(document, ensure_ascii=False, indent=1) if as_json else sentence)


def refuse(refusal: Refusal, *, as_json: bool) -> int:
    """Print why nothing was done and return the exit code."""
    sentence = sentence_of(refusal)
    if as_json:
        print(json.dumps(refusal_document(refusal), ensure_ascii=False))
    else:
        print(sentence, file=sys.stderr)
    return exit_code_of(refusal)


def refusal_document(refusal: Refusal) -> dict[str, object]:
    """A refusal as the one JSON object of the contract."""
    places: dict[str, object] = {
        key: refusal.values[key] for key in ("sheet", "row", "column", "value") if key in refusal.values
    }
    return {"refused": refusal.code, "message": sentence_of(refusal), **places}


def exit_code_of(refusal: Refusal) -> int:
    """2 for wrong use, 3 for a book that is locked, damaged or missing, 1 for any other refusal."""
    if refusal.code in _LOCKED_CODES:
        return LOCKED
    return WRONG_USE if refusal.code in _WRONG_USE_CODES else FINDINGS


def use_utf8(stream: IO[str]) -> None:
    """Windows consoles and pipes default to the old code page, which cannot hold every name."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")

"""Gives a book a new passphrase or a new recovery code, after what opens it now has been shown.

The records stay as they are, sealed by the same key: only the key file beside them is written anew. Backups
made before keep the key file of their day, and what opened them then.
"""

from __future__ import annotations

from collections.abc import Callable

from village_desk.rules.refusals import Refusal
from village_desk.store.book import Book
from village_desk.store.keys.key_copies import write_keyslots
from village_desk.store.keys.keyslots import (
    change_passphrase,
    change_recovery_code,
    open_with_passphrase,
    open_with_recovery_code,
    read_keyslots,
)
from village_desk.store.keys.recovery_code import looks_like_code
from village_desk.store.server.address import ServerAddress


def give_passphrase(book: Book, shown: str, new: str) -> None:
    """Let another passphrase open the book; the old one does not any more, the recovery code does.

    Args:
        book: An open book.
        shown: The passphrase or the recovery code that opens it now.
        new: What is to open it from now on.

    Raises:
        Refusal: ``wrong-passphrase`` or ``wrong-recovery-code``: what was shown does not open it.
            ``weak-passphrase``, or the disk refuses: all is as it was.
    """
    content = _shown(book, shown)
    _write(book, change_passphrase(content, book.data_key, new), lambda back: open_with_passphrase(back, new))


def give_recovery_code(book: Book, shown: str) -> str:
    """Make another recovery code, to be printed and kept nowhere; the old one opens nothing any more.

    Raises:
        Refusal: As ``give_passphrase``.
    """
    keys = change_recovery_code(_shown(book, shown), book.data_key)
    _write(book, keys.content, lambda back: open_with_recovery_code(back, keys.recovery_code))
    return keys.recovery_code


def _shown(book: Book, shown: str) -> bytes:
    """The key file, if what was shown opens it."""
    content = _keyslots(book)
    if looks_like_code(shown):
        open_with_recovery_code(content, shown)
    else:
        open_with_passphrase(content, shown)
    return content


def _write(book: Book, content: bytes, opens: Callable[[bytes], bytes]) -> None:
    """Write the key file, read it back and open it."""
    if isinstance(book.address, ServerAddress):
        from village_desk.store.server.making import write_server_keyslots

        write_server_keyslots(book.address, content)
    else:
        write_keyslots(book.path, content)
    if opens(_keyslots(book)) != book.data_key:
        raise Refusal("keyslots-damaged")


def _keyslots(book: Book) -> bytes:
    if isinstance(book.address, ServerAddress):
        from village_desk.store.server.making import server_keyslots

        return server_keyslots(book.address)
    return read_keyslots(book.path)

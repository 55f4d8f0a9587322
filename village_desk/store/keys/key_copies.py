"""The two copies of the key file beside a book, kept whole and alike: losing both loses the book."""

from __future__ import annotations

from pathlib import Path

from village_desk.places.files import write_whole
from village_desk.rules.refusals import Refusal
from village_desk.store.keys.key_file import read_key_file


def key_paths(book: Path) -> tuple[Path, Path]:
    """Name the first and the second copy of a book's key file."""
    return book.with_name(f"{book.name}.keys"), book.with_name(f"{book.name}.keys2")


def read_keyslots(book: Path) -> bytes:
    """Read the key file: the first copy, or the second when the first is missing or damaged.

    Raises:
        Refusal: keyslots-missing when there is none, keyslots-damaged when none is whole.
    """
    contents = [content for path in key_paths(book) if (content := _content(path)) is not None]
    for content in contents:
        if _is_whole(content):
            return content
    raise Refusal("keyslots-damaged" if contents else "keyslots-missing")


def write_keyslots(book: Path, content: bytes) -> None:
    """Write both copies; a refusal means that the old passphrase still holds.

    The first copy is the one that counts and is written last: a power cut in between changes nothing.

    Raises:
        Refusal: keyslots-damaged: the content is no key file. Else as for `places.files.write_whole`.
    """
    read_key_file(content)
    first, second = key_paths(book)
    before = _content(second)
    write_whole(second, content)
    try:
        write_whole(first, content)
    except Refusal:
        _put_back(second, before)
        raise


def mend_keyslots(book: Path) -> bool:
    """Make both copies alike again after a damage or a power cut; tell whether something was mended.

    Raises:
        Refusal: keyslots-missing, keyslots-damaged, or the copy cannot be written.
    """
    content = read_keyslots(book)
    lacking = [path for path in key_paths(book) if _content(path) != content]
    for path in lacking:
        write_whole(path, content)
    return bool(lacking)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _is_whole(content: bytes) -> bool:
    try:
        read_key_file(content)
    except Refusal as refusal:
        return refusal.code == "keyslots-newer"
    return True


def _put_back(path: Path, before: bytes | None) -> None:
    # Best effort: the first copy counts, and `mend_keyslots` makes them alike at the next opening.
    try:
        if before is not None:
            write_whole(path, before)
        else:
            path.unlink(missing_ok=True)
    except (Refusal, OSError):
        return

"""Makes the file of a new book, whole before it gets its name."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert

from village_desk.places.files import discard, part_for, place_whole
from village_desk.store.backups.quarantine import new_quarantine, put_aside
from village_desk.store.format_steps import stepping
from village_desk.store.ids import new_id
from village_desk.store.keys.key_copies import key_paths, write_keyslots
from village_desk.store.steps import bring_up_to_date
from village_desk.store.tables import BOOK
from village_desk.store.village import Village

_EXPECTED_BYTES = 1024 * 1024


def make_book_file(path: Path, village: Village, data_key: bytes, keyslots: bytes) -> None:
    """Make an empty book and its key file; a kill at any moment leaves no half book.

    Raises:
        Refusal: The folder or the disk refuses; nothing is left.
    """
    part = part_for(path, expected_bytes=_EXPECTED_BYTES, replace=False)
    try:
        _fill(part, village, data_key)
        _set_old_keys_aside(path)
        write_keyslots(path, keyslots)
        _place(part, path)
    finally:
        discard(part)


def _fill(part: Path, village: Village, data_key: bytes) -> None:
    # The only connection: as it closes it folds the write-ahead log into the file and removes it.
    with stepping(part, data_key) as connection:
        bring_up_to_date(connection, 0)
        connection.execute(insert(BOOK).values(first_words(village)))
        connection.commit()


def first_words(village: Village) -> dict[str, str]:
    """What a new book says of itself."""
    return {
        "village_code": village.code,
        "village_name": village.name,
        "kind": village.kind,
        "profile": village.profile,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "install_id": new_id(),
    }


def _set_old_keys_aside(path: Path) -> None:
    """Keep key files whose book has been moved away: they may be the only ones it has."""
    if any(keys.exists() for keys in key_paths(path)):
        put_aside(key_paths(path), new_quarantine(path))


def _place(part: Path, path: Path) -> None:
    try:
        place_whole(part, path, replace=False)
    except BaseException:
        for keys in key_paths(path):
            discard(keys)
        raise

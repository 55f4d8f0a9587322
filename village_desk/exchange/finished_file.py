"""A finished sheet takes the place of an earlier one, and of nothing else: never of a book or its keys."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from village_desk.places.files import Verify, write_whole
from village_desk.rules.refusals import Refusal

_REPLACED = (b"%PDF", b"PK\x03\x04")
"""How a PDF and a workbook begin."""
_ENDINGS = frozenset({".pdf", ".xlsx"})


def write_finished(path: Path, content: bytes, *, verify: Verify | None = None) -> None:
    """Write a PDF or workbook whole or not at all, over an earlier PDF or workbook only.

    Raises:
        Refusal: ``file-exists``: another kind of file has this name; else as for write_whole.
    """
    refuse_other_kind(path)
    write_whole(path, content, verify=verify)


def refuse_same_file(copy: Path, file: Path) -> None:
    """Refuse to write over the very file that is being read: it is the only original.

    Raises:
        Refusal: ``file-exists``.
    """
    is_same = False
    with suppress(OSError):  # not there yet, or a name that the writing itself refuses
        is_same = copy.samefile(file)
    if is_same:
        raise Refusal("file-exists", name=copy.name, folder=str(copy.parent))


def refuse_other_kind(path: Path) -> None:
    """Refuse a name that a file of another kind has already, told by its ending and its first bytes.

    An empty file may be replaced.

    Raises:
        Refusal: ``file-exists``.
    """
    start = b""
    with suppress(OSError):  # what cannot be read is refused by the writing itself, with its own sentence
        if path.is_file():
            with path.open("rb") as file:
                start = file.read(4)
    if start and start not in _REPLACED and path.suffix.lower() not in _ENDINGS:
        raise Refusal("file-exists", name=path.name, folder=str(path.parent))

"""The village's sheets beside its package: the same stick, the same seal, a file of their own.

The package itself holds rows and nothing else, so that taking it in never meets a file inside a file.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from msgspec import Struct

from village_desk.definitions.sheets import sheets
from village_desk.definitions.words import sentence_of
from village_desk.exchange.packages.packing import Packed
from village_desk.exchange.packages.report import ENDINGS, SHEETS, read_package_file, sender_of
from village_desk.exchange.packages.sealed_file import Sealing, read_sealed
from village_desk.exchange.sheets.making import SheetOrder, picture_for, sheet_bytes
from village_desk.exchange.sheets.sheet_order import Format
from village_desk.places.files import safe_name, write_whole
from village_desk.rules.exchange_records import Partner
from village_desk.rules.months import Quarter
from village_desk.rules.refusals import Refusal
from village_desk.store.book import Book
from village_desk.store.partners import keys_of, townships
from village_desk.store.settings import book_settings, reckoner_for

_FORMATS: tuple[Format, ...] = ("pdf", "xlsx")
_SIGNS = {".pdf": b"%PDF", ".xlsx": b"PK\x03\x04"}
"""How the files that may be in it begin."""


class SheetFile(Struct, frozen=True):
    """One sheet as a finished file."""

    name: str
    content: bytes


def write_sheets(book: Book, packed: Packed, quarter: Quarter, today: date) -> Path:
    """Write the sheets that go along with a package, as reported to the township, beside it.

    Raises:
        Refusal: ``sheets-not-along`` with the reason: the package is there, its sheets are not.
    """
    try:
        return _written(book, packed, quarter, today)
    except Refusal as refusal:
        name = packed.path.name
        raise Refusal("sheets-not-along", name=name, why=sentence_of(refusal)) from refusal


def _written(book: Book, packed: Packed, quarter: Quarter, today: date) -> Path:
    files = list(_made(book, quarter, today))
    with book.reading() as reading:
        sealing = Sealing([*map(keys_of, townships(reading)), book.secret.public])
    sealing.add(_spelled(file) for file in files)
    about = {"package_id": packed.package.id, "package_hash": packed.package.hash, "sheets": len(files)}
    content = sealing.file(SHEETS, about, book.village, book.secret)
    path = packed.path.with_suffix(ENDINGS[SHEETS])
    write_whole(path, content, verify=lambda part: _read_back(book, part, files), replace=False)
    return path


def sheets_in(book: Book, path: Path) -> tuple[Partner, list[SheetFile]]:
    """The sheets that a village has sent, and who that is.

    Raises:
        Refusal: The file is not whole, not genuine or not for this book; ``package-damaged``: there is
            something else in it than sheets.
    """
    sealed = read_package_file(path, SHEETS)
    with book.reading() as reading:
        sender = sender_of(reading, sealed)
    return sender, _files(b"".join(sealed.content(book.secret)))


def unpack_sheets(book: Book, path: Path, folder: Path) -> list[Path]:
    """Write the sheets that a village has sent into a folder, each under a name that is not there yet.

    Raises:
        Refusal: As sheets_in; ``file-exists``.
    """
    _, files = sheets_in(book, path)
    written = []
    for file in files:
        write_whole(folder / file.name, file.content, replace=False)
        written.append(folder / file.name)
    return written


def _made(book: Book, quarter: Quarter, today: date) -> Iterator[SheetFile]:
    with book.reading() as reading:
        settings = book_settings(reading, book.village.profile)
        reckoner = reckoner_for(settings)
        for sheet in sheets().values():
            if not sheet.goes_along:
                continue
            order = SheetOrder(sheet.id, "report", quarter.year, quarter, None, today)
            picture = picture_for(order, reading, book.village.name)
            for kind in _FORMATS:
                made = sheet_bytes(order, picture, settings, reckoner, kind)
                yield SheetFile(made.file_name, made.content)


def _spelled(file: SheetFile) -> bytes:
    line = {"name": file.name, "content": base64.b64encode(file.content).decode()}
    return json.dumps(line, ensure_ascii=False).encode() + b"\n"


def _files(content: bytes) -> list[SheetFile]:
    try:
        files = [_file(json.loads(line)) for line in content.splitlines()]
    except (TypeError, ValueError, KeyError, RecursionError):
        raise Refusal("package-damaged") from None
    if len({file.name for file in files}) != len(files):
        raise Refusal("package-damaged")
    return files


def _file(line: dict[str, str]) -> SheetFile:
    """One line's sheet: a plain name, an ending that there is, and a beginning that belongs to it.

    Raises:
        ValueError: It is something else.
    """
    name, content = line["name"], base64.b64decode(line["content"], validate=True)
    stem, sign = Path(name).stem, _SIGNS.get(Path(name).suffix)
    is_plain = Path(name).name == name and safe_name(stem) == stem
    if not is_plain or sign is None or not content.startswith(sign):
        raise ValueError("not a sheet")
    return SheetFile(name, content)


def _read_back(book: Book, part: Path, files: list[SheetFile]) -> None:
    if _files(b"".join(read_sealed(part.read_bytes()).content(book.secret))) != files:
        raise Refusal("file-not-verified", name=part.name, folder=str(part.parent))

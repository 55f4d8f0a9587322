"""A workbook's zip directory, believed in nothing: every part is found, bounded and counted by its bytes."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from msgspec import Struct

from village_desk.rules.refusals import Refusal

MAX_PARTS = 5_000
MAX_INFLATED = 512 * 1024 * 1024
"""All parts together; a roster of 40,000 persons and 60 columns is a sixth of it."""

_END = b"PK\x05\x06"
_END_SIZE = 22
_DIRECTORY_ENTRY = 46
_LOCAL = struct.Struct("<4s5H3I2H")
_LOCAL_MARK = b"PK\x03\x04"
_FED = 64 * 1024
_STEP = 1024 * 1024
_UNSAFE_NAME = re.compile(r"(^|/)\.\.(/|$)|^/|^[A-Za-z]:|[\x00-\x1f]")


class Part(Struct, frozen=True):
    """One part of the workbook: its name with forward slashes, and where its bytes lie."""

    name: str
    is_deflated: bool
    start: int
    packed: int
    inflated: int
    crc: int


def read_directory(content: bytes, file: str) -> list[Part]:
    """Find the parts of a zip file whose first bytes are already known to be a zip's.

    Raises:
        Refusal: Cut off, too many or too large parts, passwords, doubled, overlapping or climbing names.
    """
    _check_end(content, file)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, struct.error, OSError, NotImplementedError, UnicodeDecodeError):
        raise Refusal("table-truncated", file=file) from None
    if len(entries) > MAX_PARTS:
        raise Refusal("table-too-many-parts", file=file)
    if sum(entry.file_size for entry in entries) > MAX_INFLATED:
        raise Refusal("table-too-big-inside", file=file)
    parts = [_part(content, entry, file) for entry in entries if not entry.is_dir()]
    _check_names(parts, file)
    _check_overlaps(parts, content.rfind(_END), file)
    return parts


def inflate(content: bytes, part: Part, file: str) -> Iterator[bytes]:
    """Yield a part's bytes in steps of at most a mebibyte, to its very end.

    Raises:
        Refusal: The bytes are more, fewer or others than the directory says.
    """
    counted, crc = 0, 0
    for piece in _pieces(content, part, file):
        counted += len(piece)
        crc = zlib.crc32(piece, crc)
        if counted > part.inflated:
            raise Refusal("table-damaged", file=file)
        yield piece
    if counted != part.inflated or crc != part.crc:
        raise Refusal("table-damaged", file=file)


def _pieces(content: bytes, part: Part, file: str) -> Iterator[bytes]:
    if not part.is_deflated:
        for start in range(part.start, part.start + part.packed, _STEP):
            yield content[start : min(start + _STEP, part.start + part.packed)]
        return
    unpacker = zlib.decompressobj(-15)
    end = part.start + part.packed
    try:
        for start in range(part.start, end, _FED):
            waiting = content[start : min(start + _FED, end)]
            while waiting and not unpacker.eof:
                yield unpacker.decompress(waiting, _STEP)
                waiting = unpacker.unconsumed_tail
        while not unpacker.eof and (rest := unpacker.decompress(b"", _STEP)):
            yield rest
    except zlib.error:
        raise Refusal("table-damaged", file=file) from None
    if not unpacker.eof or unpacker.unused_data:
        raise Refusal("table-damaged", file=file)


def _check_end(content: bytes, file: str) -> None:
    end = content.rfind(_END, max(0, len(content) - _END_SIZE - 65_535))
    if end < 0 or end + _END_SIZE > len(content):
        raise Refusal("table-truncated", file=file)
    count, size = struct.unpack_from("<HI", content, end + 10)
    # The count in the record wraps at 65,536: the size of the directory cannot lie without being found out.
    if count > MAX_PARTS or size // _DIRECTORY_ENTRY > MAX_PARTS * 4:
        raise Refusal("table-too-many-parts", file=file)


def _part(content: bytes, entry: zipfile.ZipInfo, file: str) -> Part:
    if entry.flag_bits & 0x2041:
        raise Refusal("table-password", file=file)
    start = entry.header_offset
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or start + _LOCAL.size > len(
        content
    ):
        raise Refusal("table-damaged", file=file)
    header = _LOCAL.unpack_from(content, start)
    begin = start + _LOCAL.size + header[9] + header[10]
    written = content[start + _LOCAL.size : start + _LOCAL.size + header[9]]
    is_utf8 = bool(entry.flag_bits & 0x800)
    expected = entry.orig_filename.encode("utf-8" if is_utf8 else "cp437", "replace")
    if header[0] != _LOCAL_MARK or written != expected or begin + entry.compress_size > len(content):
        raise Refusal("table-damaged", file=file)
    return Part(
        entry.orig_filename.replace("\\", "/"),
        entry.compress_type == zipfile.ZIP_DEFLATED,
        begin,
        entry.compress_size,
        entry.file_size,
        entry.CRC,
    )


def _check_names(parts: list[Part], file: str) -> None:
    if any(_UNSAFE_NAME.search(part.name) for part in parts):
        raise Refusal("table-unsafe-names", file=file)
    if len({part.name.casefold() for part in parts}) != len(parts):
        raise Refusal("table-doubled-parts", file=file)


def _check_overlaps(parts: list[Part], end: int, file: str) -> None:
    reached = 0
    for part in sorted(parts, key=lambda part: part.start):
        if part.start - _LOCAL.size < reached or part.start + part.packed > end:
            raise Refusal("table-damaged", file=file)
        reached = part.start + part.packed

"""The gate before any reader: looks at bytes without parsing, refuses what cannot be read safely."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum

from village_desk.exchange.reading.part_scan import PartScan, Scan
from village_desk.exchange.reading.zip_directory import Part, inflate, read_directory
from village_desk.rules.refusals import Refusal

MAX_FILE = 64 * 1024 * 1024

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLDER = (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")
_MARKUP_NAMES = (".xml", ".rels", ".vml")
_WEB_PAGE = re.compile(
    rb"\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype|html|head|meta|table|body|style)|\s*MIME-Version:", re.I | re.S
)
_FROM_OUTSIDE = re.compile(r"^xl/(?:externalLinks/|connections\.xml|queryTables/|ddeLink)", re.I)


class FileKind(Enum):
    """How a file's bytes are to be read."""

    WORKBOOK = "workbook"
    TEXT = "text"


def recognise(content: bytes, file: str) -> FileKind:
    """Tell from its first bytes what a file is, whatever its name says.

    Raises:
        Refusal: It is empty, of another program, of an old format, or has a password.
    """
    if not content.strip(b"\x00"):
        raise Refusal("table-zeros" if content else "table-empty", file=file)
    if content.startswith(_ZIP):
        return FileKind.WORKBOOK
    if content.startswith(b"PK"):
        raise Refusal("table-truncated", file=file)
    if content.startswith(_OLE):
        raise Refusal(_code_of_ole(content), file=file)
    return _recognise_text(content, file)


def scan_workbook(
    content: bytes, file: str, *, cancelled: Callable[[], bool] | None = None
) -> tuple[list[Part], Scan]:
    """Read every part of a workbook to its end and say how it may be parsed.

    Raises:
        Refusal: It is damaged, hostile, too large, or no workbook.
    """
    parts = read_directory(content, file)
    scan = Scan()
    _check_names(parts, scan, file)
    for part in sorted(parts, key=lambda part: part.inflated):
        if cancelled is not None and cancelled():
            raise Refusal("table-cancelled", file=file)
        is_markup = part.name.lower().endswith(_MARKUP_NAMES)
        PartScan(scan, file, is_markup=is_markup).take(inflate(content, part, file))
    if not scan.sheets:
        raise Refusal("table-no-sheets", file=file)
    return parts, scan


def _code_of_ole(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "table-password"
    if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return "table-old-format"
    return "table-not-a-table"


def _recognise_text(content: bytes, file: str) -> FileKind:
    suffix = file.lower().rpartition(".")[2]
    head = content[:4096].removeprefix(b"\xef\xbb\xbf")
    if suffix not in ("csv", "txt") and content.startswith(_OLDER):
        raise Refusal("table-old-format", file=file)
    if _WEB_PAGE.match(head):
        raise Refusal("table-web-page", file=file)
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        raise Refusal("table-old-format", file=file)
    if suffix in ("csv", "txt"):
        return FileKind.TEXT
    is_text = b"\x00" not in head and any(mark in head for mark in (b",", b"\t", b";", b"\n"))
    raise Refusal("table-is-csv" if is_text else "table-not-a-table", file=file)


def _check_names(parts: list[Part], scan: Scan, file: str) -> None:
    names = {part.name.lower() for part in parts}
    if "mimetype" in names or "xl/workbook.bin" in names:
        raise Refusal("table-other-program", file=file)
    if "[content_types].xml" not in names or not any(name.endswith("workbook.xml") for name in names):
        raise Refusal("table-not-a-table", file=file)
    if any(name.endswith("vbaproject.bin") for name in names):
        scan.notices.add("macros-ignored")
    if any(_FROM_OUTSIDE.match(name) for name in names):
        scan.notices.add("links-ignored")

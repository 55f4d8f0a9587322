"""Scans the bytes of one workbook part without parsing: limits, forbidden things, whether it is plain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from village_desk.rules.refusals import Refusal

MAX_ROWS = 200_000
MAX_CELLS = 6_000_000
MAX_TEXTS = 2_000_000
MAX_STYLES = 70_000
MAX_COLUMNS = 250
"""Columns beyond are not read, and it is said so; the widest known return has 120."""
MAX_GAP = 1_000
"""Empty rows in a sequence after which nothing more is looked for."""
_MAX_RUN = 1024 * 1024
_MAX_MERGES = 100_000

_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)")
_ROOT = re.compile(rb"<(?:([\w.-]+):)?([A-Za-z][\w.-]*)[\s/>]")
_ROW = re.compile(rb'<row(?:(?: r="([0-9]{1,7})")|(?=[\s/>]))')
_HIDDEN_ROW = re.compile(rb'<row [^>]*hidden="(?:1|true)"')
# What calamine and the careful reader agree on; a cell written in any other way is read carefully.
_ODD_CELL = re.compile(
    rb'<c(?: (?!r="(?:[A-H]?[A-Z]|I[A-P])[1-9][0-9]{0,5}"(?: s="[0-9]+")?'
    rb'(?: t="(?:s|n|str|inlineStr)")?/?>)|[\t\r\n/>])'
)
PLAIN_CELLS = re.compile(
    rb'(?<=>)(?:<c r="(?>[A-H]?[A-Z]|I[A-P])[1-9][0-9]{0,5}+"(?: s="[0-9]++")?+(?: t="[sn]")?+'
    rb"(?:/>|><v>-?+[0-9]{1,15}+(?:\.[0-9]++)?+</v></c>))++(?=<)"
)
"""Cells that nothing here objects to, most of an honest sheet: whole elements between other markup.

Without them a sheet is well-formed exactly where it was before, and what is left is looked at closely.
"""
_ODD_VALUE = re.compile(rb"<v(?:>(?!-?[0-9]{1,15}(?:\.[0-9]+)?<)|[\s])([^<]*)")
_SMALL_POWER = re.compile(rb"-?[0-9](?:\.[0-9]+)?[eE](?:-[0-9]{1,3}|\+?(?:[0-9]|1[0-4]))|")
_FORMULA = re.compile(rb"<f[ >/]")
_ODD_END_OF_LINE = re.compile(rb"\r(?!\n<)")
_1904 = re.compile(rb"date1904\s*=\s*[\"'](?:1|true)")


class Scan(Struct):
    """What the scan of a whole workbook has found so far."""

    is_plain: bool = True
    """The fast reader may be trusted with it."""
    rows: int = 0
    cells: int = 0
    texts: int = 0
    sheets: int = 0
    inflated: int = 0
    notices: set[str] = field(default_factory=set)


class PartScan:
    """The scan of one part; ``take`` gets its pieces in order."""

    def __init__(self, scan: Scan, file: str, *, is_markup: bool) -> None:
        self._scan = scan
        self._file = file
        self._is_markup = is_markup
        self._look = self._look_nowhere
        self._is_first = True
        self._row = 0
        self._merges = 0
        self._styles = 0

    def take(self, pieces: Iterable[bytes]) -> None:
        """Scan the part to its end.

        Raises:
            Refusal: It holds something no honest table holds.
        """
        for run in self._runs(pieces):
            if self._is_first:
                self._is_first = False
                self._begin(run)
            if self._is_markup:
                self._forbid(run)
                self._look(run)

    def _runs(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Cut before a ``<``, so that a tag and the text behind it always stand together."""
        rest = b""
        for piece in pieces:
            self._scan.inflated += len(piece)
            rest += piece
            cut = rest.rfind(b"<")
            if cut > 0 or not self._is_markup:
                run, rest = (rest[:cut], rest[cut:]) if self._is_markup else (rest, b"")
                yield run
            if len(rest) > _MAX_RUN:
                raise Refusal("table-long-text", file=self._file)
        yield rest

    def _begin(self, run: bytes) -> None:
        start = run.removeprefix(b"\xef\xbb\xbf").lstrip()
        if not self._is_markup and not start.startswith((b"<?xml", b"<worksheet")):
            return
        encoding = _ENCODING.search(run[:1000])
        if run.startswith(_BYTE_ORDER_MARKS) or (
            encoding and encoding[1].lower() not in (b"utf-8", b"us-ascii")
        ):
            raise Refusal("table-odd-encoding", file=self._file)
        self._is_markup = True
        root = _ROOT.search(start)
        if root is None:
            return
        looks = {b"worksheet": self._look_at_sheet, b"sst": self._look_at_texts}
        looks |= {b"styleSheet": self._look_at_styles, b"workbook": self._look_at_workbook}
        self._look = looks.get(root[2], self._look_nowhere)
        self._scan.sheets += root[2] == b"worksheet"
        if root[1] is not None and root[2] in looks:
            self._scan.is_plain = False

    def _forbid(self, run: bytes) -> None:
        if b"!" not in run or b"<!" not in run:  # one byte alone is found ten times faster
            return
        if b"<!DOCTYPE" in run or b"<!ENTITY" in run or b"<!doctype" in run:
            raise Refusal("table-unsafe", file=self._file)
        self._scan.is_plain = False

    def _look_nowhere(self, run: bytes) -> None:
        pass

    def _look_at_sheet(self, run: bytes) -> None:
        scan = self._scan
        scan.cells += run.count(b"<c ")
        run = PLAIN_CELLS.sub(b"<>", run)
        scan.cells += run.count(b"<c>")
        self._follow_rows(run)
        if scan.cells > MAX_CELLS:
            raise Refusal("table-too-many-cells", file=self._file)
        behind = run[max(0, run.rfind(b"</row>")) :]
        self._merges += behind.count(b"<mergeCell ")
        if b"<filterColumn" in behind or _HIDDEN_ROW.search(run):
            scan.notices.add("hidden-rows")
        if scan.is_plain:
            scan.is_plain = self._merges < _MAX_MERGES and not self._is_odd_sheet(run)

    def _follow_rows(self, run: bytes) -> None:
        numbers = _ROW.findall(run)
        self._scan.rows += len(numbers)
        if self._scan.rows > MAX_ROWS:
            raise Refusal("table-too-many-rows", file=self._file, most=MAX_ROWS)
        for number in numbers:
            following = int(number or 0)
            if not 0 < following - self._row <= MAX_GAP:
                self._scan.is_plain = False
            self._row = following

    def _is_odd_sheet(self, run: bytes) -> bool:
        if _ODD_CELL.search(run) or _FORMULA.search(run) or _is_odd_text(run) or b"</is><v" in run:
            return True
        return any(not _SMALL_POWER.fullmatch(value) for value in _ODD_VALUE.findall(run))

    def _look_at_texts(self, run: bytes) -> None:
        scan = self._scan
        scan.texts += run.count(b"<si>") + run.count(b"<si/>") + run.count(b"<si ")
        if scan.texts > MAX_TEXTS:
            raise Refusal("table-too-many-texts", file=self._file)
        if scan.is_plain and _is_odd_text(run):
            scan.is_plain = False

    def _look_at_styles(self, run: bytes) -> None:
        self._styles += run.count(b"<xf ") + run.count(b"<xf/") + run.count(b"<xf>") + run.count(b"<numFmt ")
        if self._styles > MAX_STYLES:
            raise Refusal("table-too-many-styles", file=self._file)

    def _look_at_workbook(self, run: bytes) -> None:
        if _1904.search(run):
            self._scan.is_plain = False


def _is_odd_text(run: bytes) -> bool:
    """Escapes and line ends, which readers put back in different ways."""
    return b"_x" in run or b"&#" in run or (b"\r" in run and _ODD_END_OF_LINE.search(run) is not None)

"""A worksheet whose rows are written at once as XML; import this module late, it loads a big library.

The library keeps every cell as an object until the end: 1,000 households take 200 MB and
twice the time. Texts, styles and page set-up stay the library's own work; rows and joined cells wait here,
17 MB of them, and are put into their places when the library has written everything around them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from village_desk.rules.refusals import Refusal

TEXT_LIMIT = 32_767
"""UTF-16 units in one cell; Excel itself cuts what is longer."""

_ROWS, _JOINED = b"<sheetData/>", b"<mergeCells/>"
_EFFORT = 5
"""Of deflate: 6, the usual one, takes twice the time for a thirtieth less."""


class RowsWorksheet(Worksheet):  # type: ignore[misc]  # the library has no types
    """Takes rows from top to bottom; what it was given is never changed afterwards."""

    def __init__(self) -> None:
        super().__init__()
        self._rows = bytearray()
        self._joined = bytearray()
        self._ranges = 0
        self._even_footer = ""

    def set_page_footer(self, footer: str, page: int, from_edge: float) -> None:
        """Set the footer of odd pages, or of even ones, so many inches above the paper's edge.

        Raises:
            ValueError: It is longer than Excel keeps.
        """
        if page % 2 == 0:
            self._even_footer = footer
        elif self.set_footer(footer, {"margin": from_edge}):
            raise ValueError("the footer is too long for a workbook")

    def add_row(self, row: str, joined: str) -> None:
        """Add the row below the last one and the joined cells that begin in it."""
        self._rows += row.encode("ascii")
        if joined:
            self._joined += joined.encode("ascii")
            self._ranges += joined.count("<")

    def set_extent(self, rows: int, columns: int) -> None:
        """Say how far the cells reach."""
        self.dim_rowmin, self.dim_rowmax = 0, rows - 1
        self.dim_colmin, self.dim_colmax = 0, columns - 1

    def filled(self, around: bytes) -> Iterator[bytes | bytearray]:
        """The worksheet's whole part, given what the library has written around rows and joined cells."""
        before, after = around.split(_ROWS)
        between, _, last = after.partition(_JOINED)
        yield before + b"<sheetData>"
        yield self._rows
        yield b"</sheetData>" + between
        if self._ranges:
            yield b'<mergeCells count="%d">' % self._ranges
            yield self._joined
            yield b"</mergeCells>"
        yield last

    def _write_sheet_data(self) -> None:
        self._xml_empty_tag("sheetData")

    def _write_header_footer(self) -> None:
        """Where the footers differ, even pages have a header and footer of their own (ECMA-376 18.3.1.46)."""
        if self._even_footer == self.footer:
            super()._write_header_footer()
            return
        self._xml_start_tag("headerFooter", [("differentOddEven", 1)])
        for side, footer in (("odd", self.footer), ("even", self._even_footer)):
            if self.header:
                self._xml_data_element(f"{side}Header", self.header)
            self._xml_data_element(f"{side}Footer", footer)
        self._xml_end_tag("headerFooter")

    def _write_merge_cells(self) -> None:
        if self._ranges:
            self._xml_empty_tag("mergeCells")


def with_rows(around: BytesIO, worksheets: Iterable[RowsWorksheet]) -> bytes:
    """The finished workbook: the library's own, with the rows in their places."""
    names = {f"xl/worksheets/sheet{place}.xml": sheet for place, sheet in enumerate(worksheets, 1)}
    target = BytesIO()
    with ZipFile(around) as parts, ZipFile(target, "w", ZIP_DEFLATED, compresslevel=_EFFORT) as whole:
        for name in parts.namelist():
            content = parts.read(name)
            with whole.open(name, "w") as part:
                for piece in names[name].filled(content) if name in names else (content,):
                    part.write(piece)
    return target.getvalue()


def text_place(workbook: Workbook, text: str) -> int:
    """The place of a text, whatever sign it begins with, in the workbook's table of texts.

    Raises:
        Refusal: The text is longer than a cell holds, or has half a character.
    """
    try:
        units = len(text.encode("utf-16-le")) // 2
    except UnicodeEncodeError as error:
        raise Refusal("paper-broken-character") from error
    if units > TEXT_LIMIT:
        raise Refusal("paper-text-too-long", limit=TEXT_LIMIT)
    return int(workbook.str_table._get_shared_string_index(text))  # noqa: SLF001 - the library's own table


def style_number(look: Format) -> int:
    """The number by which cells name a format."""
    return int(look._get_xf_index())  # noqa: SLF001 - cells are written before the workbook is

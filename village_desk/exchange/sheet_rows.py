"""A worksheet whose rows are written at once as XML; import this module late, it loads a big library.

The library keeps every cell as an object until the end: 1,000 households take 200 MB and
twice the time. Texts, styles, page set-up and packing stay the library's own work.
"""

from __future__ import annotations

import zlib
from functools import cache

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from village_desk.rules.refusals import Refusal

TEXT_LIMIT = 32_767
"""UTF-16 units in one cell; Excel itself cuts what is longer."""

_ROWS_IN_A_PACK = 512


class RowsWorksheet(Worksheet):  # type: ignore[misc]  # the library has no types
    """Takes rows from top to bottom; what it was given is never changed afterwards."""

    def __init__(self) -> None:
        super().__init__()
        self._row_texts: list[str] = []
        self._packed: list[bytes] = []

    def add_row(self, row: int, height: float, cells: list[str]) -> None:
        """Add the row below the last one, from cells made by the functions of this module."""
        self._row_texts.append(f'<row r="{row + 1}" ht="{height:g}" customHeight="1">{"".join(cells)}</row>')
        if len(self._row_texts) == _ROWS_IN_A_PACK:
            self._pack()

    def text_cell(self, row: int, column: int, style: int, text: str) -> str:
        """A cell with a text, whatever sign it begins with.

        Raises:
            Refusal: The text is longer than a cell holds, or has half a character.
        """
        try:
            units = len(text.encode("utf-16-le")) // 2
        except UnicodeEncodeError as error:
            raise Refusal("paper-broken-character") from error
        if units > TEXT_LIMIT:
            raise Refusal("paper-text-too-long", limit=TEXT_LIMIT)
        place = self.str_table._get_shared_string_index(text)  # noqa: SLF001 - the library's own table of texts
        return f'<c r="{_letters(column)}{row + 1}" s="{style}" t="s"><v>{place}</v></c>'

    def join_cells(self, row: int, column: int, rows: int, columns: int) -> None:
        """Show a rectangle as one cell; the caller fills it once and never twice."""
        self.merge.append([row, column, row + rows - 1, column + columns - 1])

    def set_extent(self, rows: int, columns: int) -> None:
        """Say how far the cells reach."""
        self.dim_rowmin, self.dim_rowmax = 0, rows - 1
        self.dim_colmin, self.dim_colmax = 0, columns - 1

    def _write_sheet_data(self) -> None:
        self._xml_start_tag("sheetData")
        self._pack()
        for packed in self._packed:
            self.fh.write(zlib.decompress(packed).decode("ascii"))
        self._packed.clear()
        self._xml_end_tag("sheetData")

    def _pack(self) -> None:
        """Hold finished rows compressed: the library makes three copies of all of them at the end."""
        self._packed.append(zlib.compress("".join(self._row_texts).encode("ascii"), 1))
        self._row_texts.clear()


def style_number(look: Format) -> int:
    """The number by which cells name a format."""
    return int(look._get_xf_index())  # noqa: SLF001 - cells are written before the workbook is


def blank_cell(row: int, column: int, style: int) -> str:
    """A cell with nothing but its look."""
    return f'<c r="{_letters(column)}{row + 1}" s="{style}"/>'


def number_cell(row: int, column: int, style: int, number: str) -> str:
    """A cell with a number written in digits."""
    return f'<c r="{_letters(column)}{row + 1}" s="{style}"><v>{number}</v></c>'


@cache
def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters

"""Cell references when a row is stretched into several: what stands below moves down, ranges over it grow."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

_CELL = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([1-9][0-9]{0,6})")
_ROWS = re.compile(r"(\$?)([1-9][0-9]{0,6}):(\$?)([1-9][0-9]{0,6})")
_LETTERS = 26


class Stretch(Struct, frozen=True):
    """A row that becomes ``more`` rows longer; ``sheet`` is the name that formulas of other sheets use."""

    sheet: str
    row: int
    more: int

    def row_of(self, row: int) -> int:
        """Where a row stands afterwards; the stretched row itself stays."""
        return row + self.more if row > self.row else row

    def last_row_of(self, row: int) -> int:
        """Where a range ends afterwards whose last row this was."""
        return row + self.more if row >= self.row else row

    def formula(self, text: str, *, is_own: bool) -> str:
        """A formula as it must read afterwards; ``is_own`` for one of the same sheet."""
        if not is_own and not _may_name(text, self.sheet):
            return text

        def moved(sheet: str, mark: str, cells: str) -> str:
            is_meant = plain(sheet) == self.sheet if mark else is_own
            return sheet + mark + (self.cells(cells) if is_meant else cells)

        return _with_ranges(text, moved)

    def cells(self, text: str) -> str:
        """A cell or range such as B5, $B$5:D20 or 5:20 as it must read afterwards."""
        first, colon, last = text.partition(":")
        if not colon:
            return self._cell(text, self.row_of)
        if (rows := _ROWS.fullmatch(text)) is not None:
            start, end = self.row_of(int(rows[2])), self.last_row_of(int(rows[4]))
            return f"{rows[1]}{start}:{rows[3]}{end}"
        return f"{self._cell(first, self.row_of)}:{self._cell(last, self.last_row_of)}"

    def every(self, text: str) -> str:
        """Several ranges with blanks between them."""
        return " ".join(self.cells(part) for part in text.split())

    def _cell(self, text: str, move: object) -> str:
        match = _CELL.fullmatch(text)
        if match is None or not callable(move):
            return text
        return f"{match[1]}{match[2]}{match[3]}{move(int(match[4]))}"


def renamed(formula: str, sheet: str, name: str) -> str:
    """A formula as it must read after a sheet has got another name."""
    if not _may_name(formula, sheet):
        return formula

    def changed(own: str, mark: str, cells: str) -> str:
        return (quoted(name) if mark and plain(own) == sheet else own) + mark + cells

    return _with_ranges(formula, changed)


def quoted(sheet: str) -> str:
    """A sheet's name as formulas have it."""
    return "'" + sheet.replace("'", "''") + "'"


def translated(formula: str, origin: str, target: str) -> str:
    """A formula copied from one cell to another: what is not fixed with $ moves along."""
    from openpyxl.formula.translate import Translator

    return str(Translator("=" + formula, origin=origin).translate_formula(target))[1:]


def column_letters(column: int) -> str:
    """The letters of a column counted from 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(65 + rest) + letters
    return letters


def place_of(text: str) -> tuple[int, int]:
    """Row and column of a cell such as B5.

    Raises:
        ValueError: It is no cell.
    """
    match = _CELL.fullmatch(text)
    if match is None:
        raise ValueError(text)
    column = 0
    for letter in match[2].upper():
        column = column * _LETTERS + ord(letter) - 64
    return int(match[4]), column


def place_text(row: int, column: int) -> str:
    """A cell by row and column, both from 1."""
    return f"{column_letters(column)}{row}"


def plain(sheet: str) -> str:
    """A sheet's name without the quotes of a formula."""
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet


def _may_name(formula: str, sheet: str) -> bool:
    """Whether a sheet's name stands in a formula at all: most formulas need no closer look."""
    return sheet in formula or quoted(sheet) in formula


def _with_ranges(formula: str, change: Callable[[str, str, str], str]) -> str:
    """A formula with each of its ranges changed: sheet, exclamation mark and cells; texts stay."""
    from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

    try:
        tokens = Tokenizer("=" + formula)
    except TokenizerError:  # no formula that any program reckons
        return formula
    for token in tokens.items:
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            token.value = change(*token.value.rpartition("!"))
    return "".join(token.value for token in tokens.items)

"""Cell references when a row is stretched into several: what stands below moves down, ranges over it grow."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CELL = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([1-9][0-9]{0,6})")
_ROWS = re.compile(r"(\$?)([1-9][0-9]{0,6}):(\$?)([1-9][0-9]{0,6})")
_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Stretch:
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
        from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

        try:
            tokens = Tokenizer("=" + text)
        except TokenizerError:  # no formula that any program reckons
            return text
        for token in tokens.items:
            if token.type == Token.OPERAND and token.subtype == Token.RANGE:
                sheet, mark, cells = token.value.rpartition("!")
                if (is_own and not mark) or (mark and _plain(sheet) == self.sheet):
                    token.value = sheet + mark + self.cells(cells)
        return "".join(("=", *(token.value for token in tokens.items)))[1:]

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


def _plain(sheet: str) -> str:
    """A sheet's name without the quotes of a formula."""
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet

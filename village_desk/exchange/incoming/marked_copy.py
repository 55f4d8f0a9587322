"""A copy of an imported file in which every doubtful cell is marked and every row says what became of it."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from village_desk.definitions.words import say
from village_desk.exchange.finished_file import write_finished
from village_desk.exchange.incoming.headings import shown_heading
from village_desk.exchange.incoming.roster_rows import ImportProblem
from village_desk.exchange.reading.tables_in import TableIn, TablesIn

_PLAIN_TEXT = {
    "in_memory": True,  # temporary files would hold identity numbers in clear
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_LONGEST = 32_000
"""A cell holds 32,767 characters; more would be cut in silence."""
_WIDE = 60


class MarkedPlan(Protocol):
    """What the plans of a roster and of a ledger share."""

    outcomes: dict[tuple[str, int], str]
    problems: list[ImportProblem]


def save_marked_copy(tables: TablesIn, plan: MarkedPlan, path: Path) -> None:
    """Save the marked copy as a workbook that appears whole or not at all.

    Raises:
        Refusal: As for write_finished.
    """
    write_finished(path, marked_copy(tables, plan))


def marked_copy(tables: TablesIn, plan: MarkedPlan) -> bytes:
    """The file's visible sheets as a workbook: outcome and reasons in a last column, cells marked."""
    from xlsxwriter import Workbook

    reasons: dict[str, dict[int, list[ImportProblem]]] = {}
    for problem in plan.problems:
        reasons.setdefault(problem.sheet, {}).setdefault(problem.row, []).append(problem)
    stream = io.BytesIO()
    with Workbook(stream, _PLAIN_TEXT) as workbook:
        marked = workbook.add_format({"bg_color": "#FFE699", "font_color": "#7F1D1D"})
        for table in tables.tables:
            if not table.is_hidden:
                sheet = workbook.add_worksheet(table.name or None)
                _Sheet(table, sheet, marked).write(reasons.get(table.name, {}), plan.outcomes)
    return stream.getvalue()


class _Sheet:
    """One sheet of the copy."""

    def __init__(self, table: TableIn, sheet: Any, marked: object) -> None:  # noqa: ANN401 - the writer has no types
        self._table = table
        self._sheet = sheet
        self._marked = marked
        self._width = max(map(len, table.rows), default=0)
        self._columns: dict[str, list[int]] = {}

    def write(
        self, reasons: Mapping[int, list[ImportProblem]], outcomes: Mapping[tuple[str, int], str]
    ) -> None:
        """Write every row; the note's heading stands in the row above the first row with an outcome."""
        name, first_row = self._table.name, self._table.first_row
        filled = [row for sheet, row in outcomes if sheet == name]
        heading = min(filled, default=first_row) - 1
        self._find_columns(heading)
        for row, cells in enumerate(self._table.rows, first_row):
            problems = reasons.get(row, [])
            self._write_row(
                row, cells, {index for one in problems for index in self._columns.get(one.column, [])}
            )
            note = (
                say("import.marked-heading") if row == heading else _note(outcomes.get((name, row)), problems)
            )
            if note:
                self._sheet.write_string(
                    row - 1, self._width, note[:_LONGEST], self._marked if problems else None
                )
        self._sheet.set_column(self._width, self._width, _WIDE)

    def _find_columns(self, last: int) -> None:
        """Where each heading stands; headings of two lines are found by their lower line."""
        rows = self._table.rows[: max(0, last - self._table.first_row + 1)]
        for cells in rows:
            for index, text in enumerate(cells):
                if text:
                    self._columns.setdefault(shown_heading(text), []).append(index)

    def _write_row(self, row: int, cells: Sequence[str], marked: set[int]) -> None:
        for index, text in enumerate(cells):
            if text or index in marked:
                self._sheet.write_string(
                    row - 1, index, text[:_LONGEST], self._marked if index in marked else None
                )


def _note(outcome: str | None, problems: Sequence[ImportProblem]) -> str:
    if outcome is None:
        return ""
    texts = [say(f"import.marked-{outcome}")]
    for problem in problems:
        texts.append(f"{problem.column}：{problem.reason}" if problem.column else problem.reason)
    return "；".join(texts) if len(texts) == 1 else f"{texts[0]}。" + " ".join(texts[1:])

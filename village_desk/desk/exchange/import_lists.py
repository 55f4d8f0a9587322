"""The lists of a dry run: what waits for a decision, what is wrong, what would change."""

from __future__ import annotations

from msgspec import Struct

from village_desk.definitions.words import say
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.entry.imported import ChangeRow
from village_desk.exchange.incoming.roster_plan import Ambiguity, ImportProblem


class AskedRow(Struct, frozen=True):
    """One question of the file with the decision made of it; blank while it waits."""

    question: Ambiguity
    decision: str = ""


def asked_list() -> tuple[ListModel[AskedRow], ListView]:
    """The questions, each decided by Enter."""
    columns = _columns(("sheet", 7), ("row", 3), ("decision", 14), ("what", 16))
    model: ListModel[AskedRow] = ListModel(columns, _asked_text, _asked_order)
    return model, _view(model)


def problem_list() -> tuple[ListModel[ImportProblem], ListView]:
    """Every cell and row that is not taken as it stands."""
    columns = _columns(("sheet", 7), ("row", 3), ("column", 8), ("value", 9), ("reason", 20))
    model: ListModel[ImportProblem] = ListModel(
        columns, lambda one, key: str(getattr(one, key)), _problem_order
    )
    return model, _view(model)


def change_list() -> tuple[ListModel[ChangeRow], ListView]:
    """Every answer of the book that would become another."""
    columns = _columns(("whose", 12), ("label", 11), ("before", 14), ("after", 14))
    model: ListModel[ChangeRow] = ListModel(columns, lambda one, key: str(getattr(one, key)))
    return model, _view(model)


def _columns(*widths: tuple[str, int]) -> list[Column]:
    return [
        Column(key, say(f"imports.column_{key}"), is_figure=key == "row", width=width)
        for key, width in widths
    ]


def _view(model: ListModel[AskedRow] | ListModel[ImportProblem] | ListModel[ChangeRow]) -> ListView:
    view = ListView(model)
    view.top.horizontalHeader().setStretchLastSection(True)
    return view


def _asked_text(row: AskedRow, key: str) -> str:
    if key == "decision":
        return row.decision or say("imports.undecided")
    return str(getattr(row.question, key))


def _asked_order(row: AskedRow, key: str) -> object:
    return row.question.row if key == "row" else _asked_text(row, key)


def _problem_order(problem: ImportProblem, key: str) -> object:
    return problem.row if key == "row" else str(getattr(problem, key))

"""What two desks have both changed, side by side with who and when."""

from __future__ import annotations

from village_desk.definitions.words import say
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.entry.clashes import ClashRow

_COLUMNS = (
    ("household", 7),
    ("subject", 7),
    ("field", 8),
    ("here", 10),
    ("here_said", 12),
    ("there", 10),
    ("there_said", 12),
)
_TOLD_WHEN_ASKED = ("here_said", "there_said")


def clash_list() -> tuple[ListModel[ClashRow], ListView]:
    """A list of clashes, each decided by Enter."""
    columns = [
        Column(key, say(f"clashes.{key}"), width=width, is_spare=key in _TOLD_WHEN_ASKED)
        for key, width in _COLUMNS
    ]
    model: ListModel[ClashRow] = ListModel(columns, _text)
    view = ListView(model)
    view.top.horizontalHeader().setStretchLastSection(True)
    return model, view


def sides_of(row: ClashRow) -> list[str]:
    """The two answers to choose from: ours, then the second desk's."""
    return [
        say("clashes.keep", value=row.here, said=row.here_said),
        say("clashes.take", value=row.there, said=row.there_said),
    ]


def _text(row: ClashRow, key: str) -> str:
    text = str(getattr(row, key))
    return text or (say("clashes.village") if key == "household" else "")

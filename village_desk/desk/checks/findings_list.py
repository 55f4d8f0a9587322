"""The rows of the checks: groups by rule or household, each opened to its findings."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec import Struct
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QIcon

from village_desk.definitions.words import say
from village_desk.desk.fields.editor import LEVEL_ICONS, LEVEL_INKS
from village_desk.desk.icons import icon
from village_desk.desk.look import text_font
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.desk.village_checker import LEVELS
from village_desk.entry.checks.findings_entry import FindingGroup
from village_desk.store.reckoned.findings import Finding

_COLUMNS = (("level", 4), ("rule", 4), ("county", 5), ("household", 5), ("member", 4), ("words", 7))
_SPARE = ("rule", "county", "member")
"""On a small screen the sentence is worth more; it names the member."""
_SHUT, _OPEN = "▸", "▾"


class FindingRow(Struct, frozen=True):
    """A group's heading, or one finding of an opened group."""

    group: FindingGroup
    finding: Finding | None = None
    is_open: bool = False

    @property
    def level(self) -> str:
        """The level: that of the finding, or the gravest of the group."""
        return self.finding.level if self.finding else self.group.level


class FindingsModel(ListModel[FindingRow]):
    """Shows an icon beside the word of the level; headings of groups are bold."""

    def __init__(self) -> None:
        columns = [
            Column(key, say(f"findings.{key}"), width=width, is_spare=key in _SPARE)
            for key, width in _COLUMNS
        ]
        super().__init__(columns, text_of)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The text of a cell, the icon of the level and the weight of a heading."""
        row = self.rows[index.row()] if index.isValid() else None
        if row is not None and role == Qt.ItemDataRole.DecorationRole:
            return level_icon(row.level) if self.columns[index.column()].key == "level" else None
        if row is not None and role == Qt.ItemDataRole.FontRole:
            return _font(is_bold=row.finding is None)
        if row is not None and role == Qt.ItemDataRole.ToolTipRole and row.finding is not None:
            return row.finding.message
        return super().data(index, role)


def rows_of(groups: Sequence[FindingGroup], opened: Collection[str]) -> list[FindingRow]:
    """The rows to show: every heading, and the findings of the opened groups under theirs."""
    rows: list[FindingRow] = []
    for group in groups:
        is_open = group.key in opened
        rows.append(FindingRow(group, is_open=is_open))
        if is_open:
            rows += [FindingRow(group, finding) for finding in group.findings]
    return rows


def text_of(row: FindingRow, key: str) -> str:
    """The text of a cell."""
    return _heading_text(row, key) if row.finding is None else _finding_text(row.finding, key)


def level_icon(level: str) -> QIcon:
    """The icon of a level by its word."""
    return icon(LEVEL_ICONS[LEVELS[level]], LEVEL_INKS[LEVELS[level]])


def household_words(finding: Finding) -> str:
    """How a household is called in the list: its head, else its number."""
    return finding.head_name or finding.household_number or say("findings.no_head")


def _heading_text(row: FindingRow, key: str) -> str:
    first = row.group.findings[0]
    is_by_rule = row.group.key == first.rule
    sign = _OPEN if row.is_open else _SHUT
    texts = {
        "level": row.level,
        "rule": first.rule if is_by_rule else "",
        "county": _first_of(first.county) if is_by_rule else "",
        "household": say("findings.households", count=len({one.household_id for one in row.group.findings}))
        if is_by_rule
        else household_words(first),
        "words": say(
            "findings.group",
            sign=sign,
            title=row.group.title if is_by_rule else "",
            count=len(row.group.findings),
        ),
    }
    return texts.get(key, "")


def _finding_text(finding: Finding, key: str) -> str:
    texts = {
        "level": finding.level,
        "rule": finding.rule,
        "county": _first_of(finding.county),
        "household": household_words(finding),
        "member": finding.person_name or "",
        "words": _marked(finding),
    }
    return texts[key]


def _marked(finding: Finding) -> str:
    """The sentence, with what has been said of it in front."""
    mark = "pending" if finding.is_pending else finding.state
    return finding.message if mark == "open" else say(f"findings.{mark}_words", words=finding.message)


def _first_of(numbers: Sequence[str]) -> str:
    return numbers[0] if numbers else ""


def _font(*, is_bold: bool) -> QFont:
    return text_font(bold=is_bold)

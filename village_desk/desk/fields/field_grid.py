"""Labels and fields side by side in one or two columns, read from left to right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from village_desk.desk.fields.editor import Editor
from village_desk.desk.look import pixels

_WIDEST_LABEL = 10
_NARROWEST_FIELD = 11.8
"""In widths of a character; an identity number of 18 digits just fits."""


class FieldGrid(QWidget):
    """The fields of one section; every label ends at the same edge as those of the other sections."""

    def __init__(self, fields: Sequence[tuple[str, Editor]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields = [(self._label(text, editor), editor) for text, editor in fields]
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(pixels("step"))
        self._grid.setVerticalSpacing(pixels("step"))
        self._shape = (0, 0, 0)

    @property
    def labels(self) -> list[QLabel]:
        """The labels, in order of entry."""
        return [label for label, _ in self._fields]

    def label_width(self) -> int:
        """The width the labels would like, up to the widest allowed; longer ones are wrapped."""
        natural = max(label.fontMetrics().horizontalAdvance(label.text()) + 2 for label in self.labels)
        return min(natural, _WIDEST_LABEL * pixels("text"))

    @staticmethod
    def columns_for(width: int, label_width: int) -> int:
        """Two columns where both have room for a field, else one."""
        column = label_width + pixels("step") + round(_NARROWEST_FIELD * pixels("text"))
        return 2 if width >= 2 * column + pixels("margin") else 1

    def lay(self, columns: int, label_width: int) -> None:
        """Put the fields into so many columns; nothing happens when nothing has changed."""
        shape = (columns, label_width, pixels("field"))
        if shape == self._shape:
            return
        self._shape = shape
        for place, (label, editor) in enumerate(self._fields):
            row, column = divmod(place, columns)
            label.setFixedWidth(label_width)
            label.setMinimumHeight(max(pixels("field"), label.heightForWidth(label_width)))
            self._grid.addWidget(label, row, 3 * column, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(editor, row, 3 * column + 1, Qt.AlignmentFlag.AlignTop)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(4, 1 if columns == 2 else 0)
        self._grid.setColumnMinimumWidth(2, pixels("step") if columns == 2 else 0)
        self._grid.setColumnMinimumWidth(3, label_width if columns == 2 else 0)

    def _label(self, text: str, editor: Editor) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("role", "caption")
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        label.setBuddy(editor)
        return label

"""What the page of the sheets is put together from."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from village_desk.desk.look import pixels
from village_desk.desk.parts.cards import scrolled


def side_panel(form: QWidget) -> QScrollArea:
    """A form beside the page, as wide as a panel."""
    area = scrolled(form)
    area.setFixedWidth(pixels("panel"))
    form.setProperty("role", "page")
    return area


def line_of(role: str) -> QLabel:
    """A line of words that may be long."""
    label = QLabel()
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label

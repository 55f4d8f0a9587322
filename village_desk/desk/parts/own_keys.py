"""Keys that work only while the cursor is in a widget, so that two pages may use the same one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def add_keys(widget: QWidget, deeds: Mapping[str, Callable[[], object]], *, alone: bool = False) -> None:
    """Give a widget keys of its own; with ``alone`` they do not work in the widgets inside it."""
    context = Qt.ShortcutContext.WidgetShortcut if alone else Qt.ShortcutContext.WidgetWithChildrenShortcut
    for sequence, deed in deeds.items():
        shortcut = QShortcut(QKeySequence(sequence), widget)
        shortcut.setContext(context)
        shortcut.activated.connect(deed)

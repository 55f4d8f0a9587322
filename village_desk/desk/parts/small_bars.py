"""Small bars of the first page: a share done, the four incomes as one bar, plan against actual."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from village_desk.desk.look import colour, pixels

INKS = ("wages", "production", "property", "transfer")
"""The four incomes, always in this order."""
_PATTERNS = (
    Qt.BrushStyle.NoBrush,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.Dense5Pattern,
    Qt.BrushStyle.HorPattern,
)
_TICK_PX = 2


class SmallBar(QWidget):
    """A bar as wide as there is room and as high as a line of small text."""

    def __init__(self, *, height: str = "step") -> None:
        super().__init__()
        self._height = height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A thin line."""
        return QSize(4 * pixels("text"), pixels(self._height))


class ShareBar(SmallBar):
    """How many of all are done."""

    def __init__(self) -> None:
        super().__init__()
        self.done, self.all = 0, 0

    def show_share(self, done: int, all_of_them: int) -> None:
        """Show another share."""
        self.done, self.all = done, all_of_them
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill so much of the bar."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("line"))
        if self.all:
            painter.fillRect(0, 0, self.width() * self.done // self.all, self.height(), colour("green"))


class StackedBar(SmallBar):
    """The four incomes one after another, each in its colour and pattern; a loss has no length."""

    def __init__(self) -> None:
        super().__init__(height="gap")
        self._amounts: tuple[int, ...] = ()
        self._whole = 0

    def show_parts(self, amounts: Sequence[int], whole: int) -> None:
        """Show other amounts, drawn against a whole that two bars may share."""
        self._amounts = tuple(max(0, amount) for amount in amounts)
        self._whole = whole
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the parts with a hair between them."""
        del event
        painter = QPainter(self)
        start = 0
        for place, amount in enumerate(self._amounts):
            end = start + amount
            if self._whole > 0 and amount:
                left, right = self.width() * start // self._whole, self.width() * end // self._whole
                draw_part(painter, QRect(left, 0, max(1, right - left - 1), self.height()), place)
            start = end


class BulletBar(SmallBar):
    """What is earned inside the target, with a tick where the year stands: plan against actual."""

    def __init__(self) -> None:
        super().__init__(height="gap")
        self._target = self._earned = self._elapsed_per_mille = 0

    def show_bullet(self, target: int, earned: int, elapsed_per_mille: int) -> None:
        """Show other sums."""
        self._target, self._earned, self._elapsed_per_mille = target, max(0, earned), elapsed_per_mille
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the target as the ground, the earned as a thinner bar, the time as a tick."""
        del event
        painter = QPainter(self)
        whole = max(self._target, self._earned)
        if whole <= 0:
            painter.fillRect(self.rect(), colour("line"))
            return
        to_target = self.width() * self._target // whole
        painter.fillRect(0, 0, to_target, self.height(), colour("line"))
        inset = self.height() // 4
        earned = self.width() * self._earned // whole
        painter.fillRect(0, inset, earned, self.height() - 2 * inset, colour("green"))
        at = min(to_target * self._elapsed_per_mille // 1000, self.width() - _TICK_PX)
        painter.fillRect(at, 0, _TICK_PX, self.height(), colour("ink"))


class Swatch(QWidget):
    """A small square in colour and pattern of one of the four incomes."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self._place = place
        side = pixels("bar")
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill it."""
        del event
        draw_part(QPainter(self), self.rect(), self._place)


def draw_part(painter: QPainter, area: QRect, place: int) -> None:
    """Fill an area with one income's colour and its pattern, told apart in black and white too."""
    painter.fillRect(area, colour(INKS[place]))
    pale = QColor(colour("surface"))
    pale.setAlphaF(0.6)
    painter.fillRect(area, QBrush(pale, _PATTERNS[place]))

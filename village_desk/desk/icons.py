"""Draws the shipped outline icons in a token's colour, sharp at every screen scaling."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from village_desk.desk.look import pixels, tokens
from village_desk.places.shipped import shipped


def icon(name: str, ink: str = "ink-2", chosen_ink: str = "") -> QIcon:
    """An icon in a token's colour, and in another where it is switched on.

    Raises:
        FileNotFoundError: The icon is not shipped.
        KeyError: No such token.
    """
    return _icon(name, ink, chosen_ink, pixels("icon"), _scales())


def picture(name: str, ink: str, side: int, scale: float = 1.0) -> QPixmap:
    """Draw an icon as a square picture of so many pixels at 100 % scaling.

    Raises:
        FileNotFoundError: The icon is not shipped.
        KeyError: No such token.
    """
    # Callers may paint on it or set its scale: a pixmap shares its pixels until then.
    return QPixmap(_picture(name, ink, side, scale))


@cache
def _picture(name: str, ink: str, side: int, scale: float) -> QPixmap:
    drawing = shipped("resources", "icons", f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", tokens().colours[ink]).encode()))
    pixmap = QPixmap(round(side * scale), round(side * scale))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, pixmap.width(), pixmap.height()))
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap


def icon_size() -> QSize:
    """The side of an icon at the text size in use."""
    return QSize(pixels("icon"), pixels("icon"))


def _scales() -> frozenset[float]:
    return frozenset(screen.devicePixelRatio() for screen in QGuiApplication.screens())


@cache
def _icon(name: str, ink: str, chosen_ink: str, side: int, scales: frozenset[float]) -> QIcon:
    made = QIcon()
    for scale in sorted(scales):
        made.addPixmap(picture(name, ink, side, scale))
        if chosen_ink:
            made.addPixmap(picture(name, chosen_ink, side, scale), QIcon.Mode.Normal, QIcon.State.On)
    return made

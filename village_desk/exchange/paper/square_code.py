"""A square code 二维码 as a drawing: a text that a telephone or a scanner reads off paper or screen."""

from __future__ import annotations

from typing import Any

from village_desk.exchange.paper.drawing import Bar, Drawing

_QUIET = 4
"""Modules of white around it, without which it is not found."""


def square_code(text: str, width: float, height: float, about: str) -> Drawing:
    """Draw a text of digits and blanks in the middle of so much room; lengths in points.

    The encoder is that of the library which writes our PDFs.
    """
    from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

    code: Any = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    modules: int = code.getModuleCount()
    module = min(width, height) / (modules + 2 * _QUIET)
    left, top = (width - modules * module) / 2, (height - modules * module) / 2
    bars = []
    for row in range(modules):
        start = None
        for column in range(modules + 1):
            is_dark = column < modules and code.isDark(row, column)
            if is_dark and start is None:
                start = column
            elif not is_dark and start is not None:
                x, y = left + start * module, top + row * module
                bars.append(Bar(x, y, (column - start) * module, module, "ink"))
                start = None
    return Drawing(width, height, tuple(bars), about)

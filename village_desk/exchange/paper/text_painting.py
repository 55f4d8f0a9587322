"""Paints lines of text as PDF operators and lets a document have the fonts that they are of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from village_desk.exchange.paper.embedded_font import EmbeddedFont
from village_desk.exchange.paper.fonts import Font, font_for, shipped_font
from village_desk.exchange.paper.layout import Face

if TYPE_CHECKING:
    from village_desk.exchange.paper.pdf_document import BareDocument

PaintedLine = tuple[str, str]
"""A line's operators before and after the height of its baseline; both blank for a line without a text."""


class TextPainter:
    """Paints the texts of one document."""

    def __init__(self, document: BareDocument) -> None:
        self._document = document
        self._fonts: dict[str, EmbeddedFont] = {}

    def line(self, text: str, face: Face, size: float, x: float) -> PaintedLine:
        """One line that begins at ``x``."""
        font = self.embedded(shipped_font(face))
        codes = text.translate(font)
        if "?" in codes:
            return self._mixed_line(text, face, size, x)
        return f"BT/{font.name} {size:.4g} Tf {x:.2f} ", f" Td<{codes}>Tj ET\n"

    def embedded(self, font: Font) -> EmbeddedFont:
        """The document's copy of a font, which knows the characters that are asked for."""
        embedded = self._fonts.get(font.name)
        if embedded is None:
            embedded = self._fonts[font.name] = EmbeddedFont(font, len(self._fonts) + 1)
            self._document.embed(embedded)
        return embedded

    def _mixed_line(self, text: str, face: Face, size: float, x: float) -> PaintedLine:
        """One text object of several fonts; what no font has is drawn as the face's own □."""
        own = self.embedded(shipped_font(face))
        operators = " Td"
        for character in text:
            found = font_for(character, face)
            font = self.embedded(found) if found else own
            code = font[ord(character)] if found else own.stand_in(character)
            operators += f"/{font.name} {size:g} Tf<{code}>Tj"
        return f"BT {x:.2f} ", f"{operators} ET\n"

"""A canvas that carries embedded fonts only; import this module late, it loads the PDF library."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFName, PDFStream
from reportlab.pdfgen.canvas import Canvas

from village_desk.exchange.embedded_font import EmbeddedFont

rl_config.useA85 = 0  # text armour for binary streams: a fifth more bytes, and PDF has always been binary


class BareCanvas(Canvas):
    """Takes finished operators; writes no day and no font of its own, so equal pages give equal bytes."""

    _doc: Any
    _formsinuse: list[str]

    def __init__(self, size: tuple[float, float]) -> None:
        super().__init__(BytesIO(), pagesize=size, pageCompression=1, invariant=1, pdfVersion=(1, 5))
        self._doc.idToObject["BasicFonts"].dict.clear()  # a Helvetica that is not embedded

    def add_page(self, operators: str) -> None:
        """Add a page; it is held compressed until the file is whole."""
        self.addLiteral(operators)
        self.showPage()
        page = self._doc.Pages.pages[-1]
        content = PDFStream(content=zlib.compress(page.stream.encode("ascii")))
        content.dictionary["Filter"] = PDFName("FlateDecode")
        page.Contents, page.stream = content, None

    def embed(self, font: EmbeddedFont) -> None:
        """Let pages use a font; it is written when the last page is there."""
        self._doc.fontMapping[font.name] = f"/{font.name}"
        self._doc.delayedFonts.append(font)

    def make_form(self, name: str, box: tuple[float, float, float, float], operators: str) -> None:
        """Define what several pages share, while one of them is being made."""
        self.beginForm(name, *box)  # type: ignore[arg-type]  # the stubs know whole numbers only
        self.addLiteral(operators)
        self.endForm()

    def use_form(self, name: str) -> str:
        """The operator that draws a form on the page being made."""
        self._formsinuse.append(name)
        return f"/{self._doc.getXObjectName(name)} Do\n"

    def finished(self) -> bytes:
        """The whole file."""
        return bytes(self.getpdfdata())  # type: ignore[no-untyped-call]

    def _make_preamble(self) -> None:
        self._preamble = ""

"""A PDF that carries embedded fonts only; import this module late, it loads the PDF library."""

from __future__ import annotations

import zlib
from typing import Any

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFObject,
    PDFStream,
    ViewerPreferencesPDFDictionary,
)

from village_desk.exchange.paper.embedded_font import EmbeddedFont


class BareDocument:
    """Takes pages as finished operators; writes no day and no font of its own: equal pages give equal bytes.

    What a page needs is compressed at once and held so until the file is whole.
    """

    def __init__(self, size: tuple[float, float], title: str) -> None:
        doc: Any = PDFDocument(compression=1, invariant=1, pdfVersion=(1, 5))
        doc.setTitle(title)
        doc.setAuthor("")
        doc.setSubject("")
        doc.setCreator("village_desk")
        shows_title = doc.Catalog.ViewerPreferences = ViewerPreferencesPDFDictionary()
        shows_title["DisplayDocTitle"] = "true"
        fonts = doc.idToObject["BasicFonts"]
        fonts.dict.clear()  # a Helvetica that is not embedded
        self._doc = doc
        self._forms = PDFDictionary({})
        self._resources = doc.Reference(PDFDictionary({"Font": fonts, "XObject": self._forms}), "resources")
        self._size = " ".join(f"{length:g}" for length in size)

    def embed(self, font: EmbeddedFont) -> None:
        """Let pages use a font; it is written when the last page is there."""
        self._doc.fontMapping[font.name] = f"/{font.name}"
        self._doc.delayedFonts.append(font)

    def add_form(self, box: tuple[float, float, float, float], operators: str) -> str:
        """Define what several pages share; the operator that draws it."""
        name = f"form{len(self._forms.dict) + 1}"
        form = _compressed(operators)
        form.dictionary.dict |= {
            "Type": PDFName("XObject"),
            "Subtype": PDFName("Form"),
            "BBox": PDFArray(box),
            "Resources": self._resources,
        }
        self._forms[name] = self._doc.Reference(form, name)
        return f"/{name} Do\n"

    def add_page(self, operators: str) -> None:
        """Add a page."""
        self._doc.addPage(_Page(self._doc.Reference(_compressed(operators)), self._resources, self._size))

    def finished(self, *, last_to_front: int = 0) -> bytes:
        """The whole file; so many of its last pages come first: a list of the others, drawn after them."""
        if last_to_front:
            pages = self._doc.Pages.pages
            pages[:] = pages[-last_to_front:] + pages[:-last_to_front]
        return bytes(self._doc.GetPDFData(None))


class _Page(PDFObject):
    """A page's few entries; the library's own page looks for fifty that it might have."""

    __RefOnly__ = 1

    def __init__(self, content: Any, resources: Any, size: str) -> None:  # noqa: ANN401 - have no stubs
        self._content = content
        self._resources = resources
        self._size = size

    def format(self, document: Any) -> bytes:  # noqa: ANN401 - has no stubs
        parent, content, resources = (
            reference.format(document).decode("ascii")
            for reference in (document.Reference(document.Pages), self._content, self._resources)
        )
        return (
            f"<</Type/Page/Parent {parent}/MediaBox[0 0 {self._size}]"
            f"/Resources {resources}/Contents {content}>>"
        ).encode("ascii")


def _compressed(operators: str) -> PDFStream:
    stream = PDFStream(content=zlib.compress(operators.encode("ascii")))
    stream.dictionary["Filter"] = PDFName("FlateDecode")
    return stream

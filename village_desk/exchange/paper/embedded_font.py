"""Embeds a font in a PDF with all its used characters in one subset; each copies out as itself."""

from __future__ import annotations

from typing import Any

from village_desk.exchange.paper.fonts import BOX, Font, is_private, is_silent

_RANGES_AT_ONCE = 100


class EmbeddedFont(dict[int, str]):
    """A font inside one document, used as a table for ``str.translate``: character to two bytes in hex.

    A character that the font lacks translates to ``?``, which no hex digit is; ``stand_in`` then gives it a
    code of its own, drawn as □ (or as nothing if it has no shape) and still copied out as itself.
    """

    def __init__(self, font: Font, number: int) -> None:
        super().__init__()
        self.font = font
        self.name = f"F{number}"
        self._tag = "AAAAA" + chr(ord("A") + number)  # two installed fonts may have one name
        self._characters: list[str] = ["\0"]
        self._drawn: list[str] = [" "]
        self._stand_ins: dict[str, str] = {}

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if not self.font.has(character) or is_private(character):
            self[code] = "?"
            return "?"
        self[code] = text = self._new(character, character)
        return text

    def stand_in(self, character: str) -> str:
        """The code for a character that no font has."""
        if character not in self._stand_ins:
            self._stand_ins[character] = self._new(character, " " if is_silent(character) else BOX)
        return self._stand_ins[character]

    def addObjects(self, doc: Any) -> None:  # noqa: ANN401, N802 - the library calls it
        """Write the font into the document; the library calls this when the last page is there."""
        from reportlab.pdfbase import pdfdoc

        face = self.font.face
        base = f"{self._tag}+{face.name.decode('latin-1')}"
        drawn = {ord(character): self.font.glyph(character) for character in self._drawn}
        descriptor = face.embed(doc, base, drawn)
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/CIDFontType2",
                "BaseFont": pdfdoc.PDFName(base),
                "CIDSystemInfo": "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>",
                "FontDescriptor": descriptor,
                "DW": 1000,
                "W": f"[0[{' '.join(self._widths())}]]",
                "CIDToGIDMap": self._stream(doc, self._glyphs(), "glyphs"),
            }
        )
        font = pdfdoc.PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/Type0",
                "BaseFont": pdfdoc.PDFName(base),
                "Encoding": "/Identity-H",
                "DescendantFonts": pdfdoc.PDFArray([doc.Reference(descendant, f"descendant:{self.name}")]),
                "ToUnicode": self._stream(doc, self._to_unicode().encode("ascii"), "unicode"),
            }
        )
        doc.idToObject["BasicFonts"].dict[self.name] = doc.Reference(font, f"font:{self.name}")

    def _new(self, character: str, drawn: str) -> str:
        self._characters.append(character)
        self._drawn.append(drawn)
        return f"{len(self._characters) - 1:04x}"

    def _widths(self) -> list[str]:
        return [
            "0" if is_silent(character) and character != drawn else f"{self.font.width(drawn):g}"
            for character, drawn in zip(self._characters, self._drawn, strict=True)
        ]

    def _glyphs(self) -> bytes:
        """The subset's glyph for each code: the library numbers glyphs as they first occur."""
        order = {0: 0}
        found = bytearray()
        for drawn in self._drawn:
            found += order.setdefault(self.font.glyph(drawn), len(order)).to_bytes(2, "big")
        return bytes(found)

    def _to_unicode(self) -> str:
        pairs = [
            f"<{code:04x}><{character.encode('utf-16-be', 'surrogatepass').hex()}>"
            for code, character in enumerate(self._characters)
        ][1:]
        text = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
            "/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n"
            "1 begincodespacerange<0000><ffff>endcodespacerange\n"
        )
        for start in range(0, len(pairs), _RANGES_AT_ONCE):
            part = pairs[start : start + _RANGES_AT_ONCE]
            text += f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar\n"
        return text + "endcmap CMapName currentdict /CMap defineresource pop end end"

    def _stream(self, doc: Any, content: bytes, kind: str) -> object:  # noqa: ANN401
        from reportlab.pdfbase import pdfdoc

        stream = pdfdoc.PDFStream(content=content, filters=[pdfdoc.PDFZCompress])
        return doc.Reference(stream, f"{kind}:{self.name}")

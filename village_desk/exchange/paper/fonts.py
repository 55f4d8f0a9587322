"""Which font draws a character: the shipped faces first, then fonts installed on this computer, else □."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from village_desk.exchange.paper.font_measures import FontMeasures
from village_desk.exchange.paper.layout import Face
from village_desk.places.shipped import shipped

if TYPE_CHECKING:
    from village_desk.exchange.paper.font_file import MappedFace

BOX = "□"
"""Drawn in place of a character that no font has; copying it out of the PDF still gives the character."""

_SHIPPED = {
    Face.SERIF: "NotoSerifSC-Regular.ttf",
    Face.SANS: "NotoSansSC-Regular.ttf",
    Face.BOLD: "VillageSans-Bold.ttf",
}
_RARE = "VillageRareHan-Regular.ttf"
_FALLBACKS = {
    Face.SERIF: (Face.SERIF, Face.SANS),
    Face.SANS: (Face.SANS, Face.SERIF),
    Face.BOLD: (Face.BOLD, Face.SANS, Face.SERIF),
}
_INSTALLED = (
    "simsunb.ttf", "SimSunExtG.ttf", "HanaMinB.ttf", "HanaMinA.ttf", "BabelStoneHan.ttf",
    "PlangothicP1-Regular.ttf", "PlangothicP2-Regular.ttf", "Jigmo2.ttf", "Jigmo3.ttf",
    "TW-Sung-Ext-B-98_1.ttf", "TW-Kai-Ext-B-98_1.ttf", "mingliub.ttc", "uming.ttc",
)  # fmt: skip


class Font:
    """A font file open for measuring; opened for embedding only when a PDF is written."""

    def __init__(self, name: str, path: Path) -> None:
        """Raise ValueError for a file that is no font or may not be embedded."""
        self.name = name
        self._path = path
        self._measures = FontMeasures(path)

    @cached_property
    def face(self) -> MappedFace:
        """The face as the PDF library knows it."""
        from village_desk.exchange.paper.font_file import MappedFace

        return MappedFace(self._path)

    def has(self, character: str) -> bool:
        """Tell whether the font has a glyph of its own for the character."""
        return self._measures.has(ord(character))

    def glyph(self, character: str) -> int:
        """The number of the character's glyph; 0 if it has none."""
        return self._measures.glyph_of(ord(character))

    def width(self, character: str) -> float:
        """The advance in thousandths of the type size."""
        return self._measures.width(ord(character))


class Widths(dict[str, float]):
    """Advances by character in thousandths of the type size, through the fallbacks; looked up once each."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, character: str) -> float:
        font = font_for(character, self._face)
        box = 0.0 if is_silent(character) else 1000.0
        self[character] = width = font.width(character) if font is not None else box
        return width


@cache
def widths(face: Face) -> Widths:
    """The one table of advances for a face."""
    return Widths(face)


def font_for(character: str, face: Face) -> Font | None:
    """The first font of the face's chain that has the character, or None: it will be drawn as □.

    Private-use characters have no font: the same number is another character on another computer.
    """
    if is_private(character):
        return None
    for candidate in _FALLBACKS[face]:
        font = shipped_font(candidate)
        if font.has(character):
            return font
    if (rare := rare_font()).has(character):
        return rare
    if is_silent(character):
        return None
    return next((font for font in _installed_fonts() if font.has(character)), None)


def missing_characters(texts: Iterable[str]) -> set[str]:
    """Characters that no available font has, to be reported before printing."""
    characters = set().union(*texts)
    return {
        character
        for character in characters
        if not is_silent(character) and font_for(character, Face.SERIF) is None
    }


def private_characters(texts: Iterable[str]) -> set[str]:
    """Private-use characters: right on one computer only; somebody has to ask for the real ones."""
    return {character for character in set().union(*texts) if is_private(character)}


def runs(text: str, base_font: Face) -> list[tuple[str, str]]:
    """Cut a text into runs of one font each; the font's name "" stands for characters drawn as □."""
    found: list[tuple[str, str]] = []
    for character in text:
        font = font_for(character, base_font)
        name = font.name if font else ""
        if found and found[-1][0] == name:
            found[-1] = (name, found[-1][1] + character)
        else:
            found.append((name, character))
    return found


def is_private(character: str) -> bool:
    """Tell whether a character is one for private use."""
    return unicodedata.category(character) == "Co"


def is_silent(character: str) -> bool:
    """Tell whether a character has no shape of its own: controls, zero-width marks, variation selectors."""
    code = ord(character)
    return (
        unicodedata.category(character) in {"Cc", "Cf"}
        or 0xFE00 <= code <= 0xFE0F
        or 0xE0100 <= code <= 0xE01EF
    )


@cache
def shipped_font(face: Face) -> Font:
    """Open a shipped face, once.

    Raises:
        FileNotFoundError: The program's folder is incomplete.
    """
    return Font(face.value, shipped("resources", "fonts", _SHIPPED[face]))


@cache
def rare_font() -> Font:
    """Open the shipped font of rare characters in names, once; every face falls back on it.

    Raises:
        FileNotFoundError: The program's folder is incomplete.
    """
    return Font("rare", shipped("resources", "fonts", _RARE))


def font_folders() -> tuple[Path, ...]:
    """Folders where this system keeps fonts, for everybody and for this person."""
    home = Path.home()
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", r"C:\Windows"))
        local = Path(os.environ.get("LOCALAPPDATA", str(home / "AppData" / "Local")))
        return (windows / "Fonts", local / "Microsoft" / "Windows" / "Fonts")
    if sys.platform == "darwin":
        return (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts")
    return (
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local/share/fonts",
        home / ".fonts",
    )


def forget_fonts() -> None:
    """Look for installed fonts again: someone has just installed one."""
    _known_installed.cache_clear()
    _open_installed.cache_clear()
    widths.cache_clear()


def _installed_fonts() -> Iterator[Font]:
    """Open the known fonts with rare characters one after another, as far as they are asked for."""
    for path in _known_installed():
        font = _open_installed(path)
        if font is not None:
            yield font


@cache
def _known_installed() -> tuple[Path, ...]:
    wanted = {name.casefold(): place for place, name in enumerate(_INSTALLED)}
    found: dict[str, Path] = {}
    for folder in font_folders():
        for parent, _, names in os.walk(folder):
            for name in names:
                if name.casefold() in wanted:
                    found.setdefault(name.casefold(), Path(parent, name))
    return tuple(found[name] for name in sorted(found, key=wanted.__getitem__))


@cache
def _open_installed(path: Path) -> Font | None:
    """Open an installed font; one that may not be embedded or has PostScript outlines is passed over."""
    try:
        return Font(path.stem, path)
    except (OSError, ValueError):
        return None

"""The look of the desk: tokens, fonts and the style sheet, at three text sizes that change while it runs."""

from __future__ import annotations

import builtins
import gc
import linecache
import re
from enum import StrEnum
from functools import cache

from msgspec import Struct
from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from village_desk.definitions.colours import colours
from village_desk.definitions.toml_files import read_table
from village_desk.places.shipped import shipped

FAMILY = "Noto Sans SC"
BOLD_FAMILY = "Village Sans Bold"
"""Has the characters that are met every day; others are drawn in the first family, thickened."""
RARE_FAMILY = "Village Rare Han"
"""Has the rare characters of names that the first family lacks."""
_FAMILIES = {False: (FAMILY, RARE_FAMILY), True: (BOLD_FAMILY, FAMILY, RARE_FAMILY)}
"""By whether it is bold, in the order in which a character is looked for."""
_FONT_FILES = ("NotoSansSC-Regular.ttf", "VillageSans-Bold.ttf", "VillageRareHan-Regular.ttf")
_COLLECTED_AFTER = (50_000, 20, 50)
"""How many new objects Python looks for garbage after: by its own numbers, loading modules that stay for good
takes a fifth longer."""
_GAP = re.compile(r"\{([a-z][a-z0-9-]*)\}")
_DIGIT = re.compile(r"[1-9]")


class TextSize(StrEnum):
    """The three text sizes a user may choose from, by the name of their table in tokens.toml."""

    STANDARD = "standard"
    LARGE = "large"
    HUGE = "huge"


class Tokens(Struct, frozen=True):
    """What tokens.toml says: colours as #RRGGBB, sizes and spaces in pixels."""

    colours: dict[str, str]
    sizes: dict[TextSize, dict[str, int]]
    spaces: dict[str, int]


class _Wearing:
    """The size in use, so that widgets made later fit those made before."""

    size = TextSize.STANDARD


@cache
def tokens() -> Tokens:
    """Read the tokens once.

    Raises:
        KeyError: A table is missing from tokens.toml.
    """
    table = read_table("resources", "styles", "tokens.toml")
    sizes = {size: dict(table["size"][size.value]) for size in TextSize}
    return Tokens(dict(colours()), sizes, dict(table["space"]))


@cache
def colour(name: str) -> QColor:
    """The colour of a token, the same one for all: whoever needs it paler takes a copy.

    Raises:
        KeyError: No such token.
    """
    return QColor(tokens().colours[name])


def pixels(name: str) -> int:
    """A size at the text size in use, or a space, in pixels.

    Raises:
        KeyError: No such token.
    """
    sizes = tokens().sizes[_Wearing.size]
    return sizes[name] if name in sizes else tokens().spaces[name]


def text_size() -> TextSize:
    """The text size in use."""
    return _Wearing.size


def text_font(*, bold: bool = False, head: bool = False) -> QFont:
    """The screen's font with digits of equal width, so that figures stand under each other."""
    return QFont(_font(pixels("head" if head else "text"), bold or head))


@cache
def _font(side: int, bold: bool) -> QFont:  # noqa: FBT001 - a key
    font = QFont(_FAMILIES[bold])
    font.setPixelSize(side)
    font.setBold(bold)
    if hasattr(font, "setFeature"):
        font.setFeature(QFont.Tag("tnum"), 1)
    return font


def shape_of(text: str) -> str:
    """A text with all digits alike: it takes the same room, since they are of equal width."""
    return _DIGIT.sub("0", text)


def style_sheet(size: TextSize) -> str:
    """Fill the style sheet's gaps with the tokens of a size.

    Raises:
        KeyError: The style sheet names a token that is not there.
    """
    known = tokens()
    values = {name: f"{pixel}px" for name, pixel in (known.sizes[size] | known.spaces).items()}
    values |= known.colours
    field = known.sizes[size]["field"]
    values |= {f"field-less-{edge}": f"{field - edge}px" for edge in (2, 4)}
    values |= {"bold": _weight("bold", is_bold=True), "normal": _weight("normal", is_bold=False)}
    template = shipped("resources", "styles", "desk.qss").read_text(encoding="utf-8")
    return _GAP.sub(lambda gap: values[gap[1]], template)


def _weight(name: str, *, is_bold: bool) -> str:
    families = ", ".join(f'"{family}"' for family in _FAMILIES[is_bold])
    return f"font-weight: {name}; font-family: {families};"


def dress(application: QApplication, size: TextSize = TextSize.STANDARD) -> None:
    """Give the program its fonts, colours and Chinese buttons; call it once, before the first window."""
    _load_lightly()
    _register_fonts()
    application.setStyle("Fusion")
    application.setPalette(_palette())
    _speak_chinese(application)
    resize_text(application, size)


def _load_lightly() -> None:
    """Let the modules that are loaded from now on cost what they cost without Qt.

    PySide looks through the source of each for features that nobody here asks for, and keeps what it read:
    24 MiB once the office libraries are there. Under this name it keeps the import that it took the place of.
    """
    gc.set_threshold(*_COLLECTED_AFTER)
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
    linecache.clearcache()


def resize_text(application: QApplication, size: TextSize) -> None:
    """Change the text size of every window that is open and of all that follow."""
    _Wearing.size = size
    application.setFont(text_font())
    application.setStyleSheet(style_sheet(size))


def restyle(widget: QWidget) -> None:
    """Apply the style sheet anew after a property it selects by has changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def draw_alone(widget: QWidget) -> None:
    """Say of a widget that fills all of itself that nothing under it is to be drawn with it.

    A style takes that back from labels and buttons whenever it polishes them: say it before each update.
    """
    widget.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)


def set_role(widget: QWidget, role: str) -> None:
    """Let the style sheet see a widget in another role; nothing is done where it has the role already."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        restyle(widget)


@cache
def _register_fonts() -> tuple[int, ...]:
    # All together load in about 10 ms, so the machine's own fonts are never asked for.
    return tuple(
        QFontDatabase.addApplicationFont(str(shipped("resources", "fonts", name))) for name in _FONT_FILES
    )


def _speak_chinese(application: QApplication) -> None:
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    if application.findChild(QTranslator) is not None:
        return
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        application.installTranslator(translator)


def _palette() -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    shades = {
        role.Window: "paper",
        role.Base: "surface",
        role.AlternateBase: "surface",
        role.Button: "surface",
        role.ToolTipBase: "surface",
        role.WindowText: "ink",
        role.Text: "ink",
        role.ButtonText: "ink",
        role.ToolTipText: "ink",
        role.PlaceholderText: "ink-3",
        role.Highlight: "green",
        role.HighlightedText: "surface",
        role.Link: "indigo",
    }
    for place, name in shades.items():
        palette.setColor(place, colour(name))
    return palette

"""Texts of a workbook in which rare characters stand: each run names a font that has it, on any computer."""

from __future__ import annotations

import re
from html import escape

from village_desk.exchange.paper.layout import Face, Style

FACES = {Face.SERIF: "宋体", Face.SANS: "宋体", Face.BOLD: "黑体"}
_RARE_FACE = "SimSun-ExtB"
"""Comes with Windows for what 宋体 lacks; other systems know it as a wish for a font of that kind."""
_RUNS = re.compile(r"[\U00020000-\U0003ffff]+|[^\U00020000-\U0003ffff]+")
_RARE = re.compile(r"[\U00020000-\U0003ffff]")
_MARKUP = ("<r>", "</r>")
"""A text between these is taken for runs by the library that writes the workbook."""


def workbook_text(text: str, style: Style) -> str:
    """The text as it stands, or its runs where one font will not do."""
    if _RARE.search(text) is None and not text.startswith(_MARKUP[0]):
        return text
    return "".join(_run(part, style) for part in _RUNS.findall(text))


def _run(text: str, style: Style) -> str:
    name = _RARE_FACE if _RARE.match(text) else FACES[style.face]
    bold = "<b/>" if style.face is Face.BOLD else ""
    font = f'{bold}<sz val="{style.size:g}"/><rFont val="{name}"/>'
    return f'<r><rPr>{font}</rPr><t xml:space="preserve">{escape(text, quote=False)}</t></r>'

"""The paper of a book's public keys: square code, fingerprint to be read out, and the digits to be typed."""

from __future__ import annotations

from datetime import date

from village_desk.definitions.words import say
from village_desk.exchange.paper.layout import CHART, Block, Cell, Layout, Row
from village_desk.exchange.paper.pdf_out import write_pdf
from village_desk.exchange.paper.square_code import square_code
from village_desk.store.keys.card_text import card_text
from village_desk.store.keys.key_card import KeyCard

_WIDTH_MM, _CODE_MM = 170.0, 90.0
_POINTS = 72 / 25.4
_ACROSS = 5
"""Groups of six digits in a line."""


def key_paper(card: KeyCard, today: date) -> bytes:
    """One page of A4 as PDF; nothing on it is secret."""
    columns = _ACROSS + 1
    text = card_text(card)
    code = square_code(text, _WIDTH_MM * _POINTS, _CODE_MM * _POINTS, say("key_paper.code"))

    def line(words: str, style: str, *, height_mm: float | None = None) -> Row:
        return Row((Cell(words, columns, style=style),), height_mm, keep_with_next=True)

    groups = text.split()
    digits = [
        Row(
            (
                Cell(say("key_paper.line", first=start + 1), style="label"),
                *(
                    Cell(group, style="centre")
                    for group in (groups[start : start + _ACROSS] + [""] * _ACROSS)[:_ACROSS]
                ),
            )
        )
        for start in range(0, len(groups), _ACROSS)
    ]
    rows = (
        line(say("key_paper.title", name=card.name), "title"),
        line(say("key_paper.of", code=card.code, day=today.isoformat()), "subtitle"),
        line(say("key_paper.fingerprint", fingerprint=card.fingerprint), "total", height_mm=12),
        Row((Cell("", columns, style=CHART, drawing=code),), _CODE_MM, keep_with_next=True),
        line(say("key_paper.about"), "text"),
        *digits,
    )
    layout = Layout(
        title=say("key_paper.title", name=card.name),
        file_title=say("key_paper.file_title"),
        column_widths_mm=(20.0, *[(_WIDTH_MM - 20) / _ACROSS] * _ACROSS),
        blocks=(Block(rows),),
        margins_mm=(20, 20, 20, 20),
    )
    return write_pdf(layout)

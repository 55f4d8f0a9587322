"""The columns of the village's tables: which ones a copy has, and their captions over captions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec.structs import replace

from village_desk.definitions.sheets import Block
from village_desk.exchange.paper.layout import Cell, Row
from village_desk.exchange.sheets.sheet_shown import caption_of


def without_columns(block: Block, is_hidden: Callable[[str], bool]) -> Block:
    """The block without some of its columns; the widest one that is left takes their room."""
    kept = [place for place, name in enumerate(block.values) if not is_hidden(name)]
    if len(kept) == len(block.values):
        return block
    widths = [block.widths_mm[place] for place in kept]
    widths[widths.index(max(widths))] += sum(block.widths_mm) - sum(widths)
    return replace(
        block,
        values=tuple(block.values[place] for place in kept),
        widths_mm=tuple(widths),
        over=tuple(_over_kept(block, set(kept))),
    )


def captions_over(block: Block, caption: Callable[[str], str]) -> Iterator[tuple[str, Sequence[str]]]:
    """Captions over captions: each with those below it, a blank one over a single caption."""
    names = iter(block.values)
    for over, count in block.over or (("", len(block.values)),):
        below = [caption(next(names)) for _ in range(count)]
        if over:
            yield caption_of(over), below
        else:
            yield from (("", (one,)) for one in below)


def head_rows(parts: Iterable[tuple[str, Sequence[str]]], spans: Sequence[int]) -> Iterator[Row]:
    """The head of a table: one row, or two where captions stand over captions."""
    upper: list[Cell] = []
    lower: list[Cell] = []
    widths = iter(spans)
    listed = list(parts)
    depth = 2 if any(over for over, _ in listed) else 1
    for over, captions in listed:
        below = [next(widths) for _ in captions]
        if over:
            upper.append(Cell(over, sum(below), style="head"))
            lower += (
                Cell(caption, span, style="head") for caption, span in zip(captions, below, strict=True)
            )
        else:
            upper.append(Cell(captions[0], below[0], depth, "head"))
    yield Row(tuple(upper))
    if lower:
        yield Row(tuple(lower))


def _over_kept(block: Block, kept: set[int]) -> Iterator[tuple[str, int]]:
    place = 0
    for over, count in block.over:
        left = len(kept & set(range(place, place + count)))
        place += count
        if left:
            yield over, left

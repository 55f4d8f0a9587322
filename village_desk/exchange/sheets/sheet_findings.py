"""The list of what the checks found, to be walked through, verified and signed (domain.md 5.1, F11)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from village_desk.definitions.checks import LEVELS
from village_desk.definitions.sheets import Block
from village_desk.definitions.toml_files import read_once
from village_desk.definitions.words import say
from village_desk.exchange.paper.layout import Block as LayoutBlock
from village_desk.exchange.paper.layout import Cell, Row
from village_desk.exchange.sheets.sheet_cells import shown_cell
from village_desk.exchange.sheets.sheet_columns import captions_over, head_rows
from village_desk.exchange.sheets.sheet_grid import Grid
from village_desk.exchange.sheets.sheet_order import day_words, short_day
from village_desk.exchange.sheets.sheet_shown import SheetValue, Shown, caption_of, count, find
from village_desk.exchange.sheets.sheet_subjects import SheetRun
from village_desk.rules.pictures import VillagePicture
from village_desk.store.reckoned.findings import CONFIRMED, FIXED, Finding


class FindingSubject(Struct, frozen=True):
    """One row of the list: a finding, its place from 1 and the household it is about."""

    place: int
    finding: Finding
    lives: str
    """Where its household lives."""


def finding_rows(run: SheetRun, findings: Sequence[Finding], picture: VillagePicture) -> list[FindingSubject]:
    """The findings in their own order, each with where its household lives."""
    lives = {one.household.id: run.place_of(one.household) for one in picture.households}
    return [
        FindingSubject(place, finding, lives.get(finding.household_id, ""))
        for place, finding in enumerate(findings, 1)
    ]


@read_once
def finding_values() -> Mapping[str, SheetValue[FindingSubject]]:
    """Values of the list; what is written by hand stays blank."""
    styles = dict.fromkeys(
        ("finding.title", "finding.message", "finding.verified", "finding.treatment"), "body"
    )
    styles |= {"finding.number": "count", "finding.rule": "count"}
    return MappingProxyType(
        {
            name: SheetValue(name, caption_of(name), show, styles.get(name, "centre"))
            for name, show in _FINDINGS.items()
        }
    )


def drawn_findings(block: Block, rows: Sequence[FindingSubject], grid: Grid) -> LayoutBlock:
    """The table with a repeated head and, as its last row, how many there are of each level."""
    spans = grid.spans(block.widths_mm)
    values = [find(finding_values(), name) for name in block.values]
    head = tuple(head_rows(captions_over(block, caption_of), spans))
    body = [
        Row(
            tuple(
                shown_cell(value.show(row), span, value.style)
                for value, span in zip(values, spans, strict=True)
            ),
            name=row.finding.head_name,
        )
        for row in rows
    ]
    if body:
        body[-1] = replace(body[-1], keep_with_next=True)
    last = Row((Cell(_counted(rows), grid.columns, style="total"),), keep_with_next=True)
    return LayoutBlock((*head, *body, last), head_rows=len(head))


def _counted(rows: Sequence[FindingSubject]) -> str:
    if not rows:
        return say("sheet.no_findings")
    levels = "，".join(f"{level}{sum(row.finding.level == level for row in rows)}" for level in LEVELS)
    states = Counter("pending" if row.finding.is_pending else row.finding.state for row in rows)
    sentence = say("sheet.so_many_findings", count=len(rows), levels=levels, confirmed=states[CONFIRMED])
    more = [
        say(f"sheet.so_many_{state}", count=states[state]) for state in ("pending", FIXED) if states[state]
    ]
    return "，".join((sentence, *more))


def _rule(row: FindingSubject) -> Shown:
    return Shown("\n".join((row.finding.rule, *row.finding.county)))


def _verified(row: FindingSubject) -> Shown:
    """What a cadre has said of it, as long as it holds: reason, evidence and until when."""
    verdict = row.finding.verdict
    if verdict is None:
        return Shown()
    reason = "：".join(text for text in (verdict.reason_kind, verdict.reason) if text)
    extras = [say("sheet.evidence", evidence=verdict.evidence)] if verdict.evidence else []
    if verdict.until is not None:
        extras.append(say("sheet.holds_until", day=day_words(verdict.until)))
    return Shown("\n".join(text for text in (reason, *extras) if text))


def _treatment(row: FindingSubject) -> Shown:
    """What is ticked by hand; what the book already knows is ticked."""
    key = "pending" if row.finding.is_pending else row.finding.state
    return Shown(say(f"sheet.treatment_{key}"))


def _verifier(row: FindingSubject) -> Shown:
    verdict = row.finding.verdict
    return Shown((verdict.said_by if verdict else None) or "")


def _day(row: FindingSubject) -> Shown:
    verdict = row.finding.verdict
    return Shown(short_day(verdict.said_on) if verdict and verdict.said_on else "")


_FINDINGS: Mapping[str, Callable[[FindingSubject], Shown]] = {
    "finding.number": lambda row: count(row.place),
    "finding.group": lambda row: Shown(row.lives),
    "finding.head": lambda row: Shown(
        "\n".join((row.finding.head_name, row.finding.household_number)).strip()
    ),
    "finding.person": lambda row: Shown(row.finding.person_name or ""),
    "finding.rule": _rule,
    "finding.level": lambda row: Shown(row.finding.level),
    "finding.title": lambda row: Shown(row.finding.title),
    "finding.message": lambda row: Shown(row.finding.message),
    "finding.verified": _verified,
    "finding.treatment": _treatment,
    "finding.verifier": _verifier,
    "finding.day": _day,
    "finding.audit": lambda row: Shown(),
}

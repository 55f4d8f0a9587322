"""Which records the sheets of households look at: for a batch the others are not even read."""

from __future__ import annotations

from collections.abc import Mapping

from village_desk.definitions.sheets import Block, BlockKind, Sheet
from village_desk.rules.records import LedgerLine, Person, Record, StatedTotals, Visit
from village_desk.rules.support_records import Plan
from village_desk.store.rows import TABLE_NAMES

_ALWAYS: frozenset[type[Record]] = frozenset({Person, LedgerLine})
_BY_VALUE: Mapping[str, type[Record]] = {
    "measure.stated": StatedTotals,
    "measure.target": Plan,
    "measure.done": Plan,
    "target.": Plan,
    "visit.": Visit,
}
"""How the names of values begin that are taken from a kind of record."""
_OF_SCREEN: Mapping[str, type[Record]] = {name: record_type for record_type, name in TABLE_NAMES.items()}


def records_needed(sheet: Sheet) -> frozenset[type[Record]]:
    """The kinds of records that a sheet of a household is made of, beside the household itself."""
    found = set(_ALWAYS)
    if sheet.by_quarter:
        found.add(Visit)  # what was not asked is said where the answer would stand
    for block in sheet.blocks:
        found |= _of_block(block)
    return frozenset(found)


def _of_block(block: Block) -> set[type[Record]]:
    found = {
        kind for begins, kind in _BY_VALUE.items() if any(name.startswith(begins) for name in block.values)
    }
    if block.kind is BlockKind.RECORDS:
        found.add(_OF_SCREEN[block.of])
    if block.state or block.kind is BlockKind.ASKED:
        found.add(Visit)
    return found

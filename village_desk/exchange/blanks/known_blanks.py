"""Blanks that were filled before: known again by title and headings, and filled the same way."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from village_desk.definitions.blank_words import blank_words
from village_desk.definitions.codes import comparing_form
from village_desk.definitions.value_words import RowsOf
from village_desk.exchange.blanks.layouts import BlankLayout
from village_desk.exchange.blanks.proposals import Proposal, Slot, as_kept, heading_words, propose
from village_desk.exchange.values.directory import value_directory
from village_desk.rules.known_blanks import KnownBlank
from village_desk.store.changing import Changing
from village_desk.store.reading import Reading

_TIME = re.compile(r"[0-9]+年?度?|第?[一二三四]季度?|[上下]半年|[一二三四五六七八九十]+月")


def fingerprint_of(layout: BlankLayout) -> str:
    """What a blank is known again by: title and headings, whatever the year, the blanks and the widths."""
    words = [_TIME.sub("", comparing_form(word)) for word in (layout.title, *heading_words(layout))]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def proposal_for(reading: Reading, layout: BlankLayout, year: int) -> Proposal:
    """How a blank was filled the last time, else what is proposed for it."""
    known = _known(reading, layout)
    return _remembered(layout, json.loads(known.mapping), year) if known else propose(layout, year)


def remember(change: Changing, proposal: Proposal) -> None:
    """Keep how a blank was filled, in place of what was kept of it before."""
    mapping = json.dumps(as_kept(proposal), ensure_ascii=False, sort_keys=True)
    known = _known(change, proposal.layout)
    if known is None:
        layout = proposal.layout
        record = KnownBlank(
            change.new_id(),
            change.village_code,
            fingerprint_of(layout),
            layout.title or layout.sheet,
            mapping,
        )
        change.insert(record)
    elif known.mapping != mapping:
        change.change(KnownBlank, known.id, {"mapping": mapping})


def is_kept(reading: Reading, proposal: Proposal) -> bool:
    """Whether a blank is remembered just as it is proposed."""
    known = _known(reading, proposal.layout)
    mapping = json.dumps(as_kept(proposal), ensure_ascii=False, sort_keys=True)
    return known is not None and known.mapping == mapping


def _known(reading: Reading, layout: BlankLayout) -> KnownBlank | None:
    wanted = (reading.village_code, fingerprint_of(layout))
    blanks = reading.all(KnownBlank)
    return next((one for one in blanks if (one.village_code, one.fingerprint) == wanted), None)


def _remembered(layout: BlankLayout, kept: Mapping[str, Any], year: int) -> Proposal:
    """A proposal with what was chosen then; a value that there is no more stays as it is proposed."""
    proposal = propose(layout, year, RowsOf(kept["rows"]))
    chosen = iter(kept["values"])
    slots: list[Slot] = []
    for slot in proposal.slots:
        heading, value = next(chosen, ("", ""))
        is_same = heading == slot.heading and (not value or value in value_directory())
        slots.append(replace(slot, value=value) if is_same else slot)
    filters = tuple(key for key in kept["filters"] if key in blank_words().filters)
    once = kept.get("once", proposal.once)
    return replace(proposal, slots=tuple(slots), filters=filters, once=once, is_remembered=True)

"""``pack``, ``merge``: a village's quarter onto the stick, and into the township's book."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from village_desk.commands.answers import DONE, FINDINGS, answer, refusal_document
from village_desk.commands.opening import sitting_at
from village_desk.commands.periods import read_quarter
from village_desk.definitions.words import say
from village_desk.exchange.packages.arrival_shape import arrival_shape
from village_desk.exchange.packages.arriving import Arrival, take_in_all
from village_desk.exchange.packages.packing import pack as pack_quarter
from village_desk.exchange.packages.sheets_along import unpack_sheets, write_sheets
from village_desk.rules.refusals import Refusal


def pack(options: Namespace) -> int:
    """Write the village's package for a quarter into a folder and read it back from there."""
    with sitting_at(options.book) as sitting:
        quarter = read_quarter(options.period, sitting.settings.year_mode)
        made = pack_quarter(sitting.book, quarter, options.to, sitting.who, sitting.today)
        along = write_sheets(sitting.book, made, quarter, sitting.today) if options.with_sheets else None
    document = {
        "file": str(made.path),
        "village": made.package.village_code,
        "period": made.package.period,
        "sequence": made.package.sequence,
        "previous": made.package.previous,
        "hash": made.package.hash,
        "rows": dict(made.report.rows),
        "bytes": made.size,
        "townships": list(made.townships),
        "handed_out": made.handed_out,
        "sheets": str(along) if along else None,
    }
    sentence = say(
        "commands.pack-done",
        file=made.path.name,
        period=made.package.period,
        sequence=made.package.sequence,
        households=made.package.households,
        persons=made.package.persons,
        towns="、".join(made.townships),
    )
    if made.handed_out:
        sentence += say("township.packed_handed_out", count=made.handed_out)
    answer(document, sentence, as_json=options.json)
    return DONE


def sheets_of(options: Namespace) -> int:
    """Write the sheets that a village has sent beside its package into a folder."""
    with sitting_at(options.book) as sitting:
        written = unpack_sheets(sitting.book, options.file, options.to)
    sentence = say("commands.sheets-of-done", count=len(written), folder=options.to.name or str(options.to))
    answer({"files": [str(path) for path in written]}, sentence, as_json=options.json)
    return DONE


def merge(options: Namespace) -> int:
    """Take packages in, those of one village in their order; exit 1 when one is refused or has conflicts."""
    with sitting_at(options.book) as sitting:
        outcomes = take_in_all(
            sitting.book, options.packages, sitting.who, sitting.today, only_trying=options.dry_run
        )
    if len(outcomes) == 1:
        for outcome in outcomes.values():
            if isinstance(outcome, Refusal):
                raise outcome
    shapes = [_shape(path, outcomes[path]) for path in options.packages]
    sentences = [_sentence(path, outcomes[path], options) for path in options.packages]
    answer(shapes[0] if len(shapes) == 1 else shapes, "\n".join(sentences), as_json=options.json)
    return DONE if all(map(_is_clean, outcomes.values())) else FINDINGS


def _is_clean(outcome: Arrival | Refusal) -> bool:
    return isinstance(outcome, Arrival) and not (outcome.rejected or outcome.conflicts)


def _shape(path: Path, outcome: Arrival | Refusal) -> dict[str, object]:
    if isinstance(outcome, Refusal):
        return {"package": path.name, **refusal_document(outcome), "accepted": False}
    return arrival_shape(outcome)


def _sentence(path: Path, outcome: Arrival | Refusal, options: Namespace) -> str:
    if isinstance(outcome, Refusal):
        return f"{path.name}：{refusal_document(outcome)['message']}"
    state = _state(outcome, is_dry_run=options.dry_run)
    total = outcome.total
    return say(
        "commands.merge-done",
        name=outcome.head_name,
        period=outcome.report.period,
        sequence=outcome.report.sequence,
        new=total.new,
        changed=total.changed,
        same=total.same,
        left=total.left,
        conflicts=len(outcome.conflicts),
        state=say(f"commands.merge-{state}"),
    )


def _state(arrival: Arrival, *, is_dry_run: bool) -> str:
    if arrival.rejected:
        return "rejected"
    if arrival.is_known:
        return "known"
    return "tried" if is_dry_run else "accepted"

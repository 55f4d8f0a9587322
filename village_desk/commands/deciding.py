"""``duplicates`` and ``decide``: persons whom two villages of a township hold, and where they belong."""

from __future__ import annotations

from argparse import Namespace

from village_desk.commands.answers import DONE, FINDINGS, answer
from village_desk.commands.opening import sitting_at
from village_desk.definitions.words import say
from village_desk.entry.checks.timeline import decision_words
from village_desk.entry.sitting import Sitting
from village_desk.exchange.packages.arrival_shape import claim_shape
from village_desk.exchange.packages.deciding import Pair, decide, pairs_in
from village_desk.rules.exchange_records import Decision
from village_desk.rules.refusals import Refusal

TWO_PERSONS = "none"
"""What is typed for a village where the two are different persons."""


def duplicates(options: Namespace) -> int:
    """List whom two villages hold at the same time or one after the other; exit 1 while one is undecided."""
    with sitting_at(options.book) as sitting:
        pairs = _pairs(sitting)
    document = {"pairs": [_pair_shape(pair) for pair in pairs]}
    is_open = [pair.decision is None and not pair.shared.is_move for pair in pairs]
    lines = [_line(pair) for pair in pairs]
    lines.append(say("commands.duplicates-done", pairs=len(pairs), undecided=sum(is_open)))
    answer(document, "\n".join(lines), as_json=options.json)
    return FINDINGS if any(is_open) else DONE


def settle(options: Namespace) -> int:
    """Settle in which of the two villages a person belongs; both are told with their next answers."""
    stays_in = None if options.village == TWO_PERSONS else options.village
    with sitting_at(options.book) as sitting:
        chosen = [pair for pair in _pairs(sitting) if pair.id == options.pair]
        if not chosen:
            raise Refusal("no-such-pair", value=options.pair)
        (made,) = decide(sitting.book, chosen, stays_in, options.reason, sitting.who, sitting.today)
    answer({"pair": chosen[0].id, **decision_shape(made)}, decision_words(made), as_json=options.json)
    return DONE


def decision_shape(decision: Decision) -> dict[str, object]:
    """A decision as the command line prints it."""
    return {
        "stays_in": decision.stays_in,
        "reason": decision.reason,
        "decided_on": decision.decided_on.isoformat(),
    }


def _pairs(sitting: Sitting) -> list[Pair]:
    if sitting.book.village.kind != "town":
        raise Refusal("not-a-town-book")
    with sitting.book.reading() as reading:
        return pairs_in(reading)


def _pair_shape(pair: Pair) -> dict[str, object]:
    return {
        "pair": pair.id,
        "is_move": pair.shared.is_move,
        "sides": [
            {**claim_shape(claim), "has_left": claim.has_left}
            for claim in (pair.shared.one, pair.shared.other)
        ],
        "decision": decision_shape(pair.decision) if pair.decision else None,
        "waits_for": pair.waits_for,
    }


def _line(pair: Pair) -> str:
    one, other = pair.shared.one, pair.shared.other
    words = say(
        "commands.pair",
        pair=pair.id,
        name=one.name or "",
        one=one.village_code,
        one_household=one.household,
        other=other.village_code,
        other_household=other.household,
    )
    return f"{words} {decision_words(pair.decision)}" if pair.decision else words

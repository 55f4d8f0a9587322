"""``hand-out``, ``hand-back``, ``hand-in``, ``take-back``, ``clashes``: two desks in one village."""

from __future__ import annotations

from argparse import Namespace

from msgspec.structs import asdict

from village_desk.commands.answers import DONE, FINDINGS, answer
from village_desk.commands.opening import sitting_at
from village_desk.definitions.words import say
from village_desk.entry.clashes import ClashRow, clash_rows, decide
from village_desk.exchange.packages.handing_back import hand_back as write_back
from village_desk.exchange.packages.handing_in import hand_in as take_in
from village_desk.exchange.packages.handing_out import Giving
from village_desk.exchange.packages.handing_out import hand_out as give_out
from village_desk.exchange.packages.handing_out import take_back as give_up
from village_desk.rules.refusals import Refusal
from village_desk.store.households_chosen import households_chosen
from village_desk.store.parts.given_out import open_clashes, opened_part, parts_given_out


def hand_out(options: Namespace) -> int:
    """Give groups or households to a second desk as a working package; its code is printed beside it."""
    with sitting_at(options.book) as sitting:
        with sitting.book.reading() as reading:
            chosen = households_chosen(reading, options.group, options.households)
        giving = Giving([one.id for one in chosen], options.desk)
        made = give_out(sitting.book, giving, options.out, sitting.who, sitting.today)
    document = {
        "file": str(made.path),
        "part": made.part.id,
        "desk": made.part.desk,
        "households": made.households,
        "persons": made.persons,
        "code": made.part.code,
    }
    sentence = say(
        "commands.hand-out-done",
        file=made.path.name,
        desk=made.part.desk,
        households=made.households,
        persons=made.persons,
        code=made.part.code,
    )
    answer(document, sentence, as_json=options.json)
    return DONE


def hand_back(options: Namespace) -> int:
    """Write what the second desk has changed into a file for the first book."""
    with sitting_at(options.book) as sitting:
        made = write_back(sitting.book, options.out, sitting.who, sitting.today)
    document = {
        "file": str(made.path),
        "part": made.part.id,
        "desk": made.part.desk,
        "sequence": made.sequence,
        "changes": made.changes,
    }
    sentence = say(
        "commands.hand-back-done", file=made.path.name, sequence=made.sequence, changes=made.changes
    )
    answer(document, sentence, as_json=options.json)
    return DONE


def hand_in(options: Namespace) -> int:
    """Take in what was handed back; exit 1 while something waits to be decided."""
    with sitting_at(options.book) as sitting:
        done = take_in(
            sitting.book,
            options.file,
            sitting.who,
            sitting.today,
            only_trying=options.dry_run,
            reason=options.reason or None,
        )
        waiting = clash_rows(sitting, done.clashes if options.dry_run else None)
    state = "known" if done.is_known else "tried" if options.dry_run else "accepted"
    document = {
        "package": done.file_name,
        "desk": done.part.desk,
        "sequence": done.sequence,
        **asdict(done.compared),
        "conflicts": [_clash_shape(row) for row in waiting],
        "known": done.is_known,
        "accepted": done.accepted,
    }
    sentence = say(
        "commands.hand-in-done",
        desk=done.part.desk,
        sequence=done.sequence,
        **asdict(done.compared),
        conflicts=len(waiting),
        state=say(f"commands.hand-in-{state}"),
    )
    answer(document, sentence, as_json=options.json)
    return FINDINGS if waiting else DONE


def take_back(options: Namespace) -> int:
    """Give up waiting for a second desk; in the second desk's own book, go on with it."""
    with sitting_at(options.book) as sitting:
        with sitting.book.reading() as reading:
            here = opened_part(reading)
            waiting = [part for part in parts_given_out(reading) if part.is_out]
        named = [part for part in waiting if not options.desk or part.desk == options.desk]
        if here is None and len(named) != 1:
            raise Refusal("which-part", value="、".join(part.desk for part in waiting))
        part = here or named[0]
        give_up(sitting.book, part, options.reason, sitting.who, sitting.today)
    sentence = say("commands.take-back-done", desk=part.desk)
    answer({"part": part.id, "desk": part.desk}, sentence, as_json=options.json)
    return DONE


def clashes(options: Namespace) -> int:
    """List what both desks have changed, or let one of two answers stand."""
    with sitting_at(options.book) as sitting:
        if options.settle:
            with sitting.book.reading() as reading:
                found = [clash for clash in open_clashes(reading) if clash.id == options.settle]
            if not found:
                raise Refusal("no-such-record")
            decide(sitting, found[0], take_there=options.take == "there")
        waiting = clash_rows(sitting)
    lines = [_clash_line(row) for row in waiting] or [say("commands.clashes-none")]
    answer({"conflicts": [_clash_shape(row) for row in waiting]}, "\n".join(lines), as_json=options.json)
    return FINDINGS if waiting else DONE


def _clash_shape(row: ClashRow) -> dict[str, object]:
    clash = row.clash
    return {
        "id": clash.id,
        "household": row.household or None,
        "record": clash.record,
        "field": clash.field,
        "label": row.field,
        "here": {"value": _given(row.here, clash.here), "who": clash.here_by, "at": clash.here_at},
        "there": {"value": _given(row.there, clash.there), "who": clash.there_by, "at": clash.there_at},
    }


def _given(words: str, stored: str) -> str | None:
    return None if stored == "null" else words


def _clash_line(row: ClashRow) -> str:
    return say(
        "commands.clash",
        id=row.clash.id,
        household=row.household or say("clashes.village"),
        subject=row.subject,
        field=row.field,
        here=row.here,
        there=row.there,
        here_said=row.here_said,
        there_said=row.there_said,
    )

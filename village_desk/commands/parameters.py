"""``pack-parameters``, ``load-parameters``, ``shipped-parameters``: a county's setting out, in and away."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from datetime import date

from msgspec.structs import asdict

from village_desk.commands.answers import DONE, answer
from village_desk.commands.opening import sitting_at
from village_desk.definitions.words import say
from village_desk.entry.sitting import Sitting
from village_desk.exchange.parameters.changes import Change, changes
from village_desk.exchange.parameters.loading import (
    Offered,
    offered_pack,
    refuse_stranger,
    refuse_unfit,
    take_over,
)
from village_desk.exchange.parameters.pack import Pack, Term, write_pack
from village_desk.exchange.parameters.parameters import Parameters, parameters_of, shipped_parameters
from village_desk.places.files import write_whole
from village_desk.rules.reading import NotUnderstoodError, read_day
from village_desk.rules.refusals import Refusal


def pack_parameters(options: Namespace) -> int:
    """Write the book's parameters into one signed file."""
    term = Term(_day(options.valid_from), _day(options.valid_until), options.document)
    with sitting_at(options.book) as sitting:
        parameters = _of_book(sitting)
        book = sitting.book
        content = write_pack(book.village, book.secret, parameters, term, sitting.today)
        write_whole(options.out, content, replace=False)
        fingerprint = book.secret.public.fingerprint(book.village.code)
    counts = {"files": len(parameters.files), "prices": len(parameters.prices)}
    document = {"file": str(options.out), "fingerprint": fingerprint, **_term(term), **counts}
    sentence = say("commands.pack-parameters-done", file=options.out.name, **counts)
    answer(document, sentence, as_json=options.json)
    return DONE


def load_parameters(options: Namespace) -> int:
    """Make the parameters of a pack the book's own, or only say what they would change."""
    with sitting_at(options.book) as sitting:
        offered = offered_pack(sitting.book, options.file)
        if not options.dry_run:
            refuse_stranger(sitting.book, offered)
        refuse_unfit(offered, sitting.today)
        pack = offered.pack
        found = taken_over(sitting, pack.parameters, pack, is_dry=options.dry_run)
    document = {**pack_shape(offered), **changes_shape(found, is_dry=options.dry_run)}
    sentence = _sentence(found, options, say("commands.parameters-of", name=pack.name))
    answer(document, sentence, as_json=options.json)
    return DONE


def shipped(options: Namespace) -> int:
    """Go back to what the program comes with, or only say what that would change."""
    with sitting_at(options.book) as sitting:
        then = shipped_parameters(sitting.book.village.profile)
        found = taken_over(sitting, then, None, is_dry=options.dry_run)
    sentence = _sentence(found, options, say("commands.parameters-shipped"))
    answer(changes_shape(found, is_dry=options.dry_run), sentence, as_json=options.json)
    return DONE


def taken_over(sitting: Sitting, then: Parameters, pack: Pack | None, *, is_dry: bool) -> Sequence[Change]:
    """Make other parameters the book's own; what that changes, or would change."""
    now = _of_book(sitting)
    found = changes(now, then)
    if found and not is_dry:
        with sitting.choosing(kind="parameters-loaded") as change:
            take_over(change, now, then, pack)
    return found


def _of_book(sitting: Sitting) -> Parameters:
    with sitting.book.reading() as reading:
        return parameters_of(reading, sitting.settings)


def pack_shape(offered: Offered) -> dict[str, object]:
    """Whose a pack is, as the command line prints it."""
    pack = offered.pack
    return {
        "from": {"code": pack.code, "name": pack.name, "kind": pack.kind},
        "signer": offered.signer.value,
        "fingerprint": pack.fingerprint,
        "made_on": pack.made_on.isoformat(),
        **_term(pack.term),
    }


def _term(term: Term) -> dict[str, object]:
    return {
        "valid_from": term.valid_from.isoformat() if term.valid_from else None,
        "valid_until": term.valid_until.isoformat() if term.valid_until else None,
        "document": term.document,
    }


def changes_shape(found: Sequence[Change], *, is_dry: bool) -> dict[str, object]:
    """What parameters change, as the command line prints it."""
    return {"changes": [asdict(one) for one in found], "written": bool(found) and not is_dry}


def _sentence(found: Sequence[Change], options: Namespace, whose: str) -> str:
    lines = [say("commands.parameters-change", **asdict(one)) for one in found]
    key = "none" if not found else "dry" if options.dry_run else "written"
    return "\n".join([*lines, say(f"commands.parameters-{key}", whose=whose, count=len(found))])


def _day(text: str) -> date | None:
    try:
        return read_day(text)
    except NotUnderstoodError:
        raise Refusal("wrong-use", value=text) from None

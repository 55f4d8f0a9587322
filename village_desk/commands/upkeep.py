"""``backup``, ``restore``, ``verify``, ``dump``, ``dump-hash``, ``selftest``: care of books."""

from __future__ import annotations

from argparse import Namespace

from village_desk.commands.answers import DONE, FINDINGS, LOCKED, answer
from village_desk.commands.opening import backup_keys, opened
from village_desk.definitions.words import say


def backup(options: Namespace) -> int:
    """Write a verified backup into a folder."""
    from village_desk.places.files import remove_stale_parts
    from village_desk.store.backups.backup import back_up

    remove_stale_parts(options.to)  # what a power cut left on the stick
    with opened(options.book) as book:
        made = back_up(book, "hand", to=options.to)
    document = {"file": str(made.path), "sequence": made.sequence, "counts": dict(made.counts)}
    answer(document, say("commands.backup-done", file=made.path.name), as_json=options.json)
    return DONE


def restore(options: Namespace) -> int:
    """Put a backup in the place of a book; what was there is kept in quarantine."""
    from village_desk.store.backups.restore import restore as put_back
    from village_desk.store.server.address import file_of

    restored = put_back(options.file, file_of(options.book), **backup_keys(options.file))
    counts = restored.counts
    document = {
        "book": str(options.book),
        "quarantine": str(restored.quarantine),
        "counts": dict(counts),
        "awaits_confirmation": True,
    }
    sentence = say(
        "commands.restore-done",
        households=counts.get("household", 0),
        persons=counts.get("person", 0),
        folder=restored.quarantine.name,
    )
    answer(document, sentence, as_json=options.json)
    return DONE


def verify(options: Namespace) -> int:
    """Test a book's pages, links, chain, keys and newest backup; exit 3 when anything is wrong."""
    from village_desk.store.verify import verify as examine

    with opened(options.book) as book:
        found = examine(book)
    entries = found.contents.entries if found.contents else 0
    problems = [{"code": problem.code, "value": problem.value} for problem in found.problems]
    document = {
        "book": str(options.book),
        "problems": problems,
        "entries": entries,
        "head": found.contents.head if found.contents else "",
    }
    good = say("commands.verify-good", entries=entries)
    words = [say(f"verify.{problem.code}", value=problem.value) for problem in found.problems]
    bad = say("commands.verify-bad", problems=len(problems), what="；".join(words))
    answer(document, good if found.is_sound else bad, as_json=options.json)
    return DONE if found.is_sound else LOCKED


def dump(options: Namespace) -> int:
    """Print every record as JSON lines in a stable order."""
    from village_desk.store.dump import dump_lines

    with opened(options.book) as book:
        for line in dump_lines(book):
            print(line)
    return DONE


def dump_hash(options: Namespace) -> int:
    """Print one hash of the state."""
    from village_desk.store.dump import dump_hash as hash_of

    with opened(options.book) as book:
        digest = hash_of(book)
    answer({"hash": digest}, digest, as_json=options.json)
    return DONE


def selftest(options: Namespace) -> int:
    """Try every part once: shipped files, definitions, a book, a workbook, a page."""
    from village_desk.practice.selftest import missing_parts

    missing = missing_parts(options.further_parts)
    sentence = (
        say("commands.selftest-bad", what="、".join(missing)) if missing else say("commands.selftest-good")
    )
    answer({"problems": missing}, sentence, as_json=options.json)
    return FINDINGS if missing else DONE

"""Kills a writer at random moments and looks whether every acknowledged answer is in the book.

Run as a script: ``python kill_loop.py FOLDER --kills 300``. The writer says a number on a pipe only after the
commit of that number; after each kill the book must hold it, or the next one, and verify without a problem.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import time
from pathlib import Path

from village_desk.rules.records import Household, LedgerLine
from village_desk.store.backups.backup import back_up
from village_desk.store.book import Book, Village, create_book, open_book
from village_desk.store.journal import Deed
from village_desk.store.keys.keyslots import PRACTICE
from village_desk.store.verify import verify

_DEED = Deed("record-saved", "演练员")
_LONGEST_SECONDS = 0.12


def kill_again_and_again(folder: Path, kills: int, seed: int = 7) -> dict[str, int]:
    """Kill a writer so many times; return what was written, lost and broken."""
    chance = random.Random(seed)
    path, key = _new_book(folder)
    told = {"kills": kills, "acknowledged": 0, "lost": 0, "broken": 0}
    for _ in range(kills):
        acknowledged = _kill_one(path, key, chance.uniform(0.0, _LONGEST_SECONDS))
        told["acknowledged"] = max(told["acknowledged"], acknowledged)
        with open_book(path, key) as book:
            number, lines = _written(book)
            told["lost"] += number < told["acknowledged"]
            told["broken"] += number != lines or not verify(book).is_sound
    return told


def _new_book(folder: Path) -> tuple[Path, bytes]:
    village = Village("990101001001", "柳树湾村", "county_template_2022_2025", kind="practice")
    book, _ = create_book(folder / "账.vdbook", village, "practice", cost=PRACTICE)
    with book, book.changing(_DEED) as change:
        change.insert(Household(change.new_id(), change.village_code, number="1", phone="0"))
    return book.path, book.data_key


def _kill_one(path: Path, key: bytes, after_seconds: float) -> int:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _write_until_killed(path, key, writing)
    os.close(writing)
    said = os.read(reading, 4096)  # the writer is at work
    time.sleep(after_seconds)  # the moment of the kill is what is being tried
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while piece := os.read(reading, 65536):
        said += piece
    os.close(reading)
    return int(said[: said.rindex(b"\n")].split(b"\n")[-1])


def _write_until_killed(path: Path, key: bytes, writing: int) -> None:
    book = open_book(path, key)
    number = _written(book)[0]
    os.write(writing, b"%d\n" % number)
    while True:
        number += 1
        with book.changing(_DEED) as change:
            household = change.household("1")
            assert household is not None
            change.change(Household, household.id, {"phone": str(number)})
            change.insert(LedgerLine(change.new_id(), change.village_code, household.id, amount=number))
        os.write(writing, b"%d\n" % number)
        if number % 23 == 0:
            book.tidy()
        if number % 41 == 0:
            back_up(book, "work")


def _written(book: Book) -> tuple[int, int]:
    with book.reading() as reading:
        household = reading.household("1")
        assert household is not None
        return int(household.phone or 0), len(reading.all(LedgerLine))


def main() -> int:
    """Run the loop from the command line."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--kills", type=int, default=300)
    arguments.add_argument("--seed", type=int, default=7)
    chosen = arguments.parse_args()
    told = kill_again_and_again(chosen.folder, chosen.kills, chosen.seed)
    print(json.dumps(told))
    return 1 if told["lost"] or told["broken"] else 0


if __name__ == "__main__":
    sys.exit(main())

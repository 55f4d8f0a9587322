"""our_packages.py VILLAGES HOUSEHOLDS: packs villages, merges them twice into one township, with checks."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

from village_desk.exchange.packages.arriving import Arrival, take_in_all
from village_desk.exchange.packages.packing import pack
from village_desk.practice.village import BOOK_NAME, make_practice_village
from village_desk.rules.months import YearMode, make_quarter
from village_desk.rules.records import Record, Setting
from village_desk.store.book import Book, Village, create_book, open_with
from village_desk.store.ids import new_id
from village_desk.store.journal import Deed
from village_desk.store.keys.key_card import card_of
from village_desk.store.keys.keyslots import PRACTICE, KeyCost
from village_desk.store.keys.practice_key import PRACTICE_PASSPHRASE
from village_desk.store.partners import trust
from village_desk.store.villages.row_stream import TRAVELLING

PROFILE = "county_template_2022_2025"
PHRASE = "柳树湾 三月桃花 九曲桥头 老水车"
COST = KeyCost(PRACTICE.operations, PRACTICE.memory_kib + 1)
TODAY, QUARTER = date(2025, 10, 5), make_quarter(2025, 4, YearMode.INCOME_YEAR)
_LINKS = ("id", "household_id", "person_id")


def records_of_practice(folder: Path, households: int) -> list[Record]:
    """The records of a practice village, without the choices of its desk."""
    make_practice_village(folder, households, 7)
    with open_with(folder / BOOK_NAME, PRACTICE_PASSPHRASE) as book, book.reading() as reading:
        return [one for kind in TRAVELLING if kind is not Setting for one in reading.all(kind)]


def of_village(records: list[Record], code: str, number: int) -> Iterator[Record]:
    """The same records as another village's: ids of its own, and nobody who lives in the others."""
    ids: dict[str, str] = {}
    for record in records:
        own: dict[str, Any] = {"village_code": code}
        for link in _LINKS:
            known = getattr(record, link, None)
            if known is not None:
                own[link] = ids.setdefault(known, new_id())
        identity = getattr(record, "identity_number", None)
        if identity and number:
            own["identity_number"] = f"{identity[:6]}{1900 + number}{identity[10:]}"
        yield replace(record, **own)


def make(folder: Path, village: Village) -> Book:
    """An empty book."""
    return create_book(folder / f"{village.code}.book", village, PHRASE, cost=COST)[0]


def merged(town: Book, files: list[Path]) -> float:
    """CPU seconds of taking all of them in."""
    started = process_time()
    outcomes = take_in_all(town, files, "计时", TODAY, only_trying=False)
    if not all(isinstance(one, Arrival) and one.accepted for one in outcomes.values()):
        raise SystemExit("not all were accepted")
    return process_time() - started


def main(villages: int, households: int) -> None:
    """Make, pack, merge; print the figures."""
    folder = Path(tempfile.mkdtemp())
    records = records_of_practice(folder / "practice", households)
    town = make(folder, Village("990101001000", "九曲镇", PROFILE, "town"))
    packing, rounds = 0.0, ([], [])
    for number in range(villages):
        book = make(folder, Village(f"99010101{number:04d}", f"第{number}村", PROFILE))
        trust(book, card_of(town.village, town.secret), "计时", TODAY)
        trust(town, card_of(book.village, book.secret), "计时", TODAY)
        with book.changing(Deed("import", "计时", "计时", is_correction=True)) as change:
            change.insert_many(of_village(records, book.village.code, number))
        started = process_time()
        packed = [pack(book, QUARTER, folder, "计时", TODAY) for _ in rounds]
        packing += (process_time() - started) / len(rounds)
        for files, one in zip(rounds, packed, strict=True):
            files.append(one.path)
        book.close()
    figures = {
        "rows": len(records),
        "bytes": rounds[0][0].stat().st_size,
        "pack": packing / villages,
        "merge": merged(town, rounds[0]),
        "merge_again": merged(town, rounds[1]),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(figures))


main(int(sys.argv[1]), int(sys.argv[2]))

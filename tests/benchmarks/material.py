"""material.py FUNCTION FOLDER [SIZE ...]: what the measured programs work on, made once; prints its path.

A process of its own: what the runner held in memory would count as the memory of all it starts.
"""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path

from village_desk.exchange.roster_out import write_table
from village_desk.practice.people import FamilyMaker
from village_desk.practice.rosters import HEADINGS, TITLES, roster_rows
from village_desk.practice.village import BOOK_NAME, practice_day

_SEED = 5
_STATED = {
    "工资性收入": "23150.50",
    "生产经营性收入": "8120",
    "生产经营性支出": "2300.25",
    "财产性收入": "410",
    "转移性收入": "5200",
    "纯收入（元）": "34580.25",
    "人均纯收入（元）": "9880.07",
}


def roster(folder: Path, size: int) -> Path:
    """A roster of so many persons in sixty columns with the national system's headings and usual faults."""
    path = folder / f"our_roster_{size}.xlsx"
    if not path.exists():
        families = FamilyMaker(_SEED, practice_day()).families(size // 3)
        rows = islice(roster_rows(families, [_STATED] * len(families), _SEED), size)
        path.write_bytes(write_table("Sheet1", TITLES, HEADINGS, list(rows)))
    return path


def village(folder: Path, households: int) -> Path:
    """A practice village of so many households."""
    from village_desk.practice.village import make_practice_village

    path = folder / f"village{households}" / BOOK_NAME
    if not path.exists():
        make_practice_village(path.parent, households, 7)
    return path


def floor_shape(folder: Path, households: int) -> Path:
    """A book of the shape that the floor of the rules has."""
    from floor_shape import make_floor_book

    path = folder / f"floor_shape{households}" / BOOK_NAME
    if not path.exists():
        make_floor_book(path, households)
    return path


def packages(folder: Path, villages: int, households: int) -> Path:
    """A township's book beside two rounds of packages of its villages."""
    from village_packages import make_packages

    home = folder / f"packages{villages}x{households}"
    return next(home.glob("*1000.book"), None) or make_packages(home, villages, households)


def empty_book(folder: Path) -> Path:
    """A new book, to be copied for each import."""
    from village_desk.store.book import Village, create_book
    from village_desk.store.keys.keyslots import PRACTICE
    from village_desk.store.keys.practice_key import PRACTICE_PASSPHRASE

    path = folder / "empty" / "计时.book"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        village = Village("990101001001", "计时村", "shidian_2025", "practice")
        create_book(path, village, PRACTICE_PASSPHRASE, cost=PRACTICE)[0].close()
    return path


if __name__ == "__main__":
    make, folder, *size = sys.argv[1:]
    print(globals()[make](Path(folder), *map(int, size)))

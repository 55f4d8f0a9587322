"""A book's own files of definitions, each one a journalled setting under its path."""

from __future__ import annotations

import json

from village_desk.rules.chosen_records import Setting
from village_desk.store.changing import Changing
from village_desk.store.reading import Reading
from village_desk.store.settings import choose

_OWN = "own:"


def own_files(reading: Reading) -> dict[str, str]:
    """The texts by path; a file that went back to the shipped one is not among them."""
    found = {
        setting.name.removeprefix(_OWN): json.loads(setting.value)
        for setting in reading.own(Setting)
        if setting.name.startswith(_OWN)
    }
    return {path: text for path, text in found.items() if isinstance(text, str)}


def put_file(change: Changing, path: str, text: str | None) -> None:
    """Keep a file of the book's own; None: the shipped one is read again."""
    choose(change, _OWN + path, text)

"""The self-test of an installed program: every part is tried once, in a folder of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from village_desk.definitions.words import say


def missing_parts(further: Mapping[str, Callable[[], bool]]) -> list[str]:
    """Names of the parts that do not work here; an empty list means that the program is whole.

    Args:
        further: Parts that only the caller can try, by their key in resources/words, section ``selftest``.
    """
    parts = _PARTS | dict(further)
    return [say(f"selftest.{name}") for name, works in parts.items() if not _tried(works)]


def _tried(works: Callable[[], bool]) -> bool:
    try:
        return works()
    except Exception:  # noqa: BLE001 - whatever is wrong, this part does not work here
        return False


def _definitions() -> bool:
    from village_desk.definitions.bases import counting_bases
    from village_desk.definitions.checks import rule_specs
    from village_desk.definitions.items import income_items
    from village_desk.definitions.policies import policy_profiles
    from village_desk.definitions.screens import screen, screen_names

    screens = [screen(name) for name in screen_names()]
    return bool(screens and counting_bases() and rule_specs() and income_items() and policy_profiles())


def _village() -> bool:
    from village_desk.entry.books.opening import sit_down, stand_up
    from village_desk.practice.village import make_practice_village, practice_day

    with tempfile.TemporaryDirectory() as folder:
        made = make_practice_village(Path(folder), 3, 1)
        sitting = sit_down(made.book, "", say("practice.who"), practice_day())
        try:
            return _pages(sitting)
        finally:
            stand_up(sitting)


def _pages(sitting: object) -> bool:
    from village_desk.entry.sitting import Sitting
    from village_desk.exchange.sheets.making import SheetOrder, sheet_bytes
    from village_desk.practice.village import YEAR, practice_day
    from village_desk.store.pictures import village_picture

    if not isinstance(sitting, Sitting):
        return False
    with sitting.book.reading() as reading:
        picture = village_picture(reading, sitting.book.village.name)
    order = SheetOrder("F3", "internal", YEAR, None, None, practice_day())
    made = [sheet_bytes(order, picture, sitting.settings, sitting.reckoner, form) for form in ("pdf", "xlsx")]
    return len(picture.households) == 3 and all(sheet.content and sheet.pages for sheet in made)


_PARTS: dict[str, Callable[[], bool]] = {"definitions": _definitions, "village": _village}

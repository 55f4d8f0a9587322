"""Which practice households are watched 监测: those that earn little, and a few that met with misfortune."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from msgspec.structs import replace

from village_desk.practice.people import Family
from village_desk.rules.money import Fen

_FOUND = 0.92
"""Of the households below the line so many have been found: the others are for the checks to find."""
_STRUCK = 0.015
_LIFTED_KIND, _OTHER_KIND, _STRUCK_KIND = "脱贫不稳定户", "边缘易致贫户", "突发严重困难户"


def watched(families: Sequence[Family], incomes: Sequence[Fen], line: Fen, seed: int) -> list[Family]:
    """Mark the households to be watched; ``incomes`` are fen a head in the closed year, ``line`` too."""
    chance = Random(seed + 3)  # noqa: S311 - invention, not secrecy
    return [
        replace(family, monitoring_class=_class_of(family, income < line, chance))
        for family, income in zip(families, incomes, strict=True)
    ]


def _class_of(family: Family, is_below: bool, chance: Random) -> str:  # noqa: FBT001 - a fact, not a mode
    found, struck = chance.random() < _FOUND, chance.random() < _STRUCK
    if is_below and found:
        return _LIFTED_KIND if family.is_lifted else _OTHER_KIND
    return _STRUCK_KIND if struck else ""

"""Pinyin initials of names, so that 单秀英 is found by ``sxy`` and 翟 by both of its living readings."""

from __future__ import annotations

import os
import unicodedata
from functools import cache
from itertools import islice, product

from village_desk.definitions.toml_files import read_table
from village_desk.rules.reading import matching_text

_MOST_FORMS = 32
_DOTS = frozenset("丶˙|")
"""Typed for the dot in a minority's name where no key has it; punctuation is one too (realdata.md 7)."""


@cache
def initials_of(name: str) -> tuple[str, ...]:
    """Every spelling by initials under which a name may be looked up, most usual first.

    A surname has the readings it has as a surname; its usual reading comes last, for who does not know them.
    """
    plain = without_dots(name)
    surname = next((plain[:size] for size in (2, 1) if plain[:size] in _surnames()), "")
    letters = [_usual_initials(character) for character in plain[len(surname) :]]
    starts = [_letters_of(reading) for reading in _surnames().get(surname, ("",))]
    if len(surname) == 1:
        starts += _usual_initials(surname)
    forms = ("".join(parts) for parts in product(dict.fromkeys(starts), *letters))
    return tuple(dict.fromkeys(islice(forms, _MOST_FORMS)))


def without_dots(name: str) -> str:
    """A name as it is looked up: without blanks and without the dot, of which fourteen kinds are in use."""
    return "".join(character for character in matching_text(name) if not _is_dot(character))


def _is_dot(character: str) -> bool:
    return character in _DOTS or unicodedata.category(character) in {"Po", "Sm", "Pd", "Pc"}


@cache
def _usual_initials(character: str) -> tuple[str, ...]:
    # Characters are asked for one by one: the phrases would cost a third of a second and 60 MiB.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, pinyin

    if character.isascii():
        return (character.lower(),)
    readings = pinyin(character, style=Style.FIRST_LETTER, heteronym=True, errors="ignore")
    found = dict.fromkeys(letter[0] for letter in (readings[0] if readings else []) if letter)
    return tuple(found)[:2] or ("",)


def _letters_of(reading: str) -> str:
    return "".join(word[0] for word in reading.split())


@cache
def _surnames() -> dict[str, tuple[str, ...]]:
    readings = read_table("resources", "surname_readings.toml")["readings"]
    return {surname: tuple(forms) for surname, forms in readings.items()}

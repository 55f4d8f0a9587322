"""Pinyin initials of names, so that 单秀英 is found by ``sxy`` and 翟 by both of its living readings."""

from __future__ import annotations

from functools import cache
from itertools import product

from village_desk.definitions.toml_files import read_table
from village_desk.rules.reading import matching_text

_MOST_FORMS = 8


@cache
def initials_of(name: str) -> tuple[str, ...]:
    """Every spelling by initials under which a name may be looked up, most usual first."""
    plain = matching_text(name).replace("·", "")
    surname = next((plain[:size] for size in (2, 1) if plain[:size] in _surnames()), "")
    letters = [_usual_initials(character) for character in plain[len(surname) :]]
    starts = [_letters_of(reading) for reading in _surnames().get(surname, ("",))]
    forms = ("".join(parts) for parts in product(starts, *letters))
    return tuple(dict.fromkeys(form for form, _ in zip(forms, range(_MOST_FORMS), strict=False)))


@cache
def _usual_initials(character: str) -> tuple[str, ...]:
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

"""Typed texts to values: one road for a field on screen, a line of a script and a pasted cell."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from village_desk.definitions.screens import Field, screen
from village_desk.definitions.words import say
from village_desk.rules.reading import NotUnderstoodError, Value
from village_desk.rules.refusals import Refusal


@cache
def fields_of(screen_name: str) -> Mapping[str, Field]:
    """The fields of a screen by key."""
    return {field.key: field for section in screen(screen_name).sections for field in section.fields}


def field_of(screen_name: str, key: str) -> Field:
    """One field of a screen.

    Raises:
        Refusal: ``unknown-field``.
    """
    try:
        return fields_of(screen_name)[key]
    except KeyError:
        title = screen(screen_name).title
        raise Refusal("unknown-field", screen=title, column=_shown(key)) from None


def typed(screen_name: str, texts: Mapping[str, str]) -> dict[str, Value]:
    """The values of typed texts.

    Raises:
        Refusal: ``not-understood`` with column and value, or ``unknown-field``: nothing is taken then.
    """
    values: dict[str, Value] = {}
    for key, text in texts.items():
        field = field_of(screen_name, key)
        try:
            values[key] = field.read(text)
        except NotUnderstoodError as error:
            raise Refusal(
                "not-understood", column=field.label, value=_shown(text), why=why_not(error)
            ) from None
    return values


def why_not(error: NotUnderstoodError) -> str:
    """Why a text is not understood, in the cadre's words."""
    return say(f"not-understood.{error.code}")


def _shown(text: str) -> str:
    """A text as a refusal repeats it: not endless, and without half a character that nothing can print."""
    return text[:100].encode("utf-8", "replace").decode()

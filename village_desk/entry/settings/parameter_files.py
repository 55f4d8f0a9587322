"""The files of definitions that a county may set, one by one: handed on, taken in changed, put back."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from village_desk.definitions.own_files import parameter_files, refuse_wrong, shipped_text, text_of
from village_desk.definitions.toml_files import DefinitionError, laid_over, not_toml
from village_desk.definitions.words import say, wrong_words
from village_desk.entry.sitting import Sitting
from village_desk.places.regular_files import read_regular
from village_desk.rules.refusals import Refusal
from village_desk.store.own_files import put_file

_MOST_BYTES = 1024 * 1024
_TITLED = ("resources/policies", "resources/codes", "resources/bases", "forms/sheets")
"""Folders whose files say in ``name`` or ``title`` what they are."""


class ParameterFile(Struct, frozen=True):
    """One file: what it is, where it stands, what it says now."""

    path: str
    title: str
    text: str
    is_own: bool
    """The book's own text stands before the shipped one."""


def files_of_book() -> list[ParameterFile]:
    """Every file that a county may set, those that are the book's own first."""
    own = laid_over()
    paths = sorted(parameter_files(), key=lambda path: path not in own)
    return [ParameterFile(path, _title(path), text_of(path) or "", path in own) for path in paths]


def take_in_file(sitting: Sitting, path: str, changed: Path) -> None:
    """Put somebody's text before the shipped one.

    Raises:
        Refusal: ``definition-wrong`` with file, key and reason; as for read_regular.
    """
    text, _ = read_toml(changed)
    refuse_mistakes({**laid_over(), path: text})
    with sitting.choosing() as change:
        put_file(change, path, text)


def go_back_to_shipped(sitting: Sitting, path: str, reason: str) -> None:
    """Read the shipped text again.

    Raises:
        Refusal: ``no-reason``; ``policy-in-use``: it is the profile that the book goes by and none comes with
            the program in its place; ``definition-wrong``: other own files need what only this one says.
    """
    if not reason.strip():
        raise Refusal("no-reason")
    if shipped_text(path) is None and path.endswith(f"/{sitting.settings.profile}.toml"):
        raise Refusal("policy-in-use", value=sitting.settings.policy.name)
    refuse_mistakes({known: text for known, text in laid_over().items() if known != path})
    with sitting.choosing(reason.strip()) as change:
        put_file(change, path, None)


def read_toml(path: Path) -> tuple[str, dict[str, Any]]:
    """The text of a TOML file from a stick, and what it says.

    Raises:
        Refusal: ``definition-wrong``: it is none; as for read_regular.
    """
    try:
        text = read_regular(path, _MOST_BYTES).decode("utf-8-sig")
        return text, tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal("definition-wrong", value=wrong_words(not_toml(path.name, error))) from None


def refuse_mistakes(files: Mapping[str, str]) -> None:
    """Refuse files of definitions that could not all be read together.

    Raises:
        Refusal: ``definition-wrong`` with file, key and reason.
    """
    try:
        refuse_wrong(files)
    except DefinitionError as error:
        raise Refusal("definition-wrong", value=wrong_words(error)) from None


def _title(path: str) -> str:
    folder, _, name = path.rpartition("/")
    table = tomllib.loads(text_of(path) or "")
    own = str(table.get("name") or table.get("title") or "") if folder in _TITLED else ""
    key = folder if own or folder == "resources/rules" else path
    return say(f"parameter_files.{key.replace('/', '-').removesuffix('.toml')}", name=own or name)

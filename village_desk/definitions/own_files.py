"""Which shipped files a county may set for its villages, and whether they would be read without a mistake."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from village_desk.definitions.bases import counting_bases
from village_desk.definitions.calendar import (
    answer_days,
    duties,
    near_line_percent,
    package_days,
    papers_days,
)
from village_desk.definitions.checks import field_lists, rule_specs
from village_desk.definitions.codes import code_list, code_list_names
from village_desk.definitions.indicators import indicator_catalogue, reference_figures
from village_desk.definitions.items import income_items
from village_desk.definitions.measures import measure_catalogue, read_measure
from village_desk.definitions.policies import policy_profiles
from village_desk.definitions.prices import cost_shares, usual_prices
from village_desk.definitions.procedures import procedure_ways
from village_desk.definitions.screens import screen, screen_names
from village_desk.definitions.sheets import sheets
from village_desk.definitions.targets import profile_targets
from village_desk.definitions.toml_files import DefinitionError, laid_over, lay_over, table_names
from village_desk.definitions.words import all_keys
from village_desk.places.shipped import shipped

POLICIES = "resources/policies"
_FOLDERS = (POLICIES, "resources/bases", "resources/codes", "resources/rules", "forms/sheets")
_FILES = (
    *(
        "resources/items.toml",
        "resources/measures.toml",
        "resources/prices.toml",
        "resources/references.toml",
    ),
    *("resources/calendar.toml", "resources/procedures.toml", "resources/today.toml"),
    "resources/words/sheets.toml",
)
_KEPT = {
    "resources/codes": ("codes", "label"),
    "resources/rules": ("rules", "id"),
    "resources/items.toml": ("items", "code"),
    "resources/measures.toml": ("measures", "code"),
}
"""Lists and the key of their entries that books and programs go by: none may be lost, only changed."""


def parameter_files() -> list[str]:
    """Every file that may be a county's own, by path, shipped and laid over."""
    in_folders = [f"{folder}/{name}" for folder in _FOLDERS for name in table_names(*folder.split("/"))]
    return [*in_folders, *_FILES]


def is_parameter(path: str) -> bool:
    """Whether a county may set a file; in the folder of the policies there may also be new ones."""
    folder, _, name = path.rpartition("/")
    if folder == POLICIES:
        return name.endswith(".toml") and name.removesuffix(".toml").isidentifier()
    return path in _FILES or (folder in _FOLDERS and shipped_text(path) is not None)


def shipped_text(path: str) -> str | None:
    """The shipped text of a file; None where the program has none such."""
    try:
        return shipped(*path.split("/")).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def text_of(path: str) -> str | None:
    """The text that is read now: the book's own, else the shipped one."""
    return laid_over().get(path, shipped_text(path))


def refuse_wrong(files: Mapping[str, str]) -> None:
    """Read every definition as it would be with these files laid over.

    Raises:
        DefinitionError: A file that is no parameter, a mistake in one, or something books go by that is lost.
    """
    for path, text in files.items():
        if not is_parameter(path):
            raise DefinitionError(f"{path}: no county may set this", "not-parameter", where=path)
        _refuse_lost(path, text)
    with tried(files):
        for _ in _everything():
            pass


@contextmanager
def tried(files: Mapping[str, str]) -> Iterator[None]:
    """Read definitions with other files laid over until the block is left."""
    before = laid_over()
    try:
        lay_over(files)
        yield
    finally:
        lay_over(before)


def _everything() -> Iterator[object]:
    """Every reader of definitions, called for its mistakes."""
    yield from (policy_profiles(), counting_bases(), income_items(), measure_catalogue(), read_measure(""))
    yield from (profile_targets(profile) for profile in policy_profiles())
    yield from (code_list(name) for name in code_list_names())
    yield from (screen(name) for name in screen_names())
    yield from (rule_specs(), field_lists(), sheets(), cost_shares(), usual_prices(), procedure_ways())
    yield from (indicator_catalogue(), reference_figures(), duties(), papers_days(), near_line_percent())
    yield from (package_days(), answer_days(), all_keys())


def _refuse_lost(path: str, text: str) -> None:
    before = shipped_text(path)
    if before is None:
        return
    try:
        now, then = tomllib.loads(text), tomllib.loads(before)
    except tomllib.TOMLDecodeError:
        return  # what reads the file says so, with its place
    lost = sorted(_names(path, then) - _names(path, now))
    if lost:
        names = "、".join(lost)
        raise DefinitionError(f"{path}: {names} must stay", "lost", where=path, names=names)


def _names(path: str, table: Mapping[str, Any]) -> set[str]:
    """What stands in a file that nothing may lose: entries by their key, texts by their name."""
    if path.startswith("resources/words/"):
        return {f"{section}.{key}" for section, entries in table.items() for key in _of(entries)}
    entries, key = _KEPT.get(path) or _KEPT.get(path.rpartition("/")[0]) or ("", "")
    return {str(one.get(key)) for one in table.get(entries, []) if isinstance(one, dict)}


def _of(entries: object) -> list[str]:
    return list(entries) if isinstance(entries, dict) else []

"""Every text that code asks for exists, and every gap in it is given."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from village_desk.definitions.toml_files import read_table, table_names
from village_desk.definitions.words import _Texts, all_keys, say
from village_desk.definitions.words import _texts as texts

PACKAGE = Path(__file__).parent.parent / "village_desk"
FILES = sorted(PACKAGE.rglob("*.py"))
_MESSAGE_CALLS = {"say": "", "question": "", "grave_question": "", "Refusal": "refusals.", "Deed": "deeds."}
_DEED_CALLS = frozenset({"changing"})


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def calls(name: str) -> Iterator[tuple[Path, ast.Call, str]]:
    """Every call of a name whose first argument is written out."""
    for path in FILES:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and _name_of(node.func) == name and node.args:
                for literal in _literals(node.args[0]):
                    yield path, node, literal


def _name_of(function: ast.expr) -> str:
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def _literals(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return _literals(node.body) + _literals(node.orelse)
    return []


def gaps_of(text: str) -> set[str]:
    return {gap.split(".")[0].split("[")[0] for _, gap, _, _ in Formatter().parse(text) if gap}


def lacking(name: str, prefix: str) -> list[str]:
    """Where a text is missing, or one of its gaps is given by nobody."""
    found: list[str] = []
    for path, call, literal in calls(name):
        where = f"{path.relative_to(PACKAGE)}:{call.lineno} {literal}"
        key = prefix + literal
        if name in ("say", "question", "grave_question") and "." not in literal:
            continue
        if key not in all_keys():
            found.append(f"{where}: no such text")
            continue
        given = {keyword.arg for keyword in call.keywords}
        if None in given:  # **values: what is in them is known only when it runs
            continue
        missing = gaps_of(texts()[key]) - given
        if missing:
            found.append(f"{where}: nobody gives {sorted(missing)}")
    return found


@pytest.mark.parametrize("name", ["say", "question", "grave_question", "Refusal"])
def test_every_text_exists_and_every_gap_is_given(name: str) -> None:
    assert lacking(name, _MESSAGE_CALLS[name]) == []


def test_every_deed_has_a_name_that_undo_can_say() -> None:
    kinds = {literal for name in ("Deed", "changing") for _, _, literal in calls(name)}
    assert kinds
    assert sorted(kind for kind in kinds if f"deeds.{kind}" not in all_keys()) == []


def test_every_reason_for_not_understanding_has_a_sentence() -> None:
    codes = {literal for _, _, literal in calls("NotUnderstoodError")}
    assert codes
    assert sorted(code for code in codes if f"not-understood.{code}" not in all_keys()) == []


def test_texts_chosen_by_a_name_exist_for_every_name() -> None:
    from village_desk.entry.settings.settings_entry import TEXT_SIZES
    from village_desk.rules.items import Category
    from village_desk.rules.months import YearMode
    from village_desk.store.rows import TABLE_NAMES

    wanted = {f"summary.{category.value}" for category in Category if category is not Category.MEMO}
    wanted |= {f"history.{name}" for name in TABLE_NAMES.values()}
    wanted |= {
        f"settings.{name}" for name in (*TEXT_SIZES, *YearMode, *(f"{mode.value}-help" for mode in YearMode))
    }
    assert sorted(wanted - all_keys()) == []


def test_no_text_shouts_or_speaks_of_the_poor() -> None:
    wrong = {key for key in all_keys() if any(odd in texts()[key] for odd in ("!", "！", "贫困户"))}
    assert wrong == set()


def test_a_text_without_its_gap_is_an_error_and_not_an_empty_place() -> None:
    with pytest.raises(KeyError):
        say("refusals.no-such-household")


def test_a_section_is_read_when_one_of_its_texts_is_asked_for_and_no_other_with_it() -> None:
    fresh = _Texts()
    assert fresh["frame.program"] == say("frame.program")
    assert {key.partition(".")[0] for key in fresh} == {"frame"}


def test_sections_read_by_themselves_say_what_the_whole_files_say() -> None:
    whole = {
        f"{section}.{key}": text
        for name in table_names("resources", "words")
        for section, entries in read_table("resources", "words", name).items()
        for key, text in entries.items()
    }
    fresh = _Texts()
    assert fresh.all_keys() == whole.keys()
    assert dict(fresh) == whole

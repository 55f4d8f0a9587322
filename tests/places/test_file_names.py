"""Names that every system takes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from village_desk.places.file_names import refuse_bad_name, safe_name
from village_desk.rules.refusals import Refusal


@given(st.text())
def test_a_safe_name_is_allowed_and_stays_as_it_is(title: str) -> None:
    name = safe_name(title)
    refuse_bad_name(Path(f"{name}.xlsx"))
    refuse_bad_name(Path(name))
    assert safe_name(name) == name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("2025年二季度/收入表", "2025年二季度-收入表"),
        ("张家湾：台账?", "张家湾：台账"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("  表格. . ", "表格"),
        ("...", "未命名"),
        ("a\x00b\u202ec", "abc"),
        ("𠮷家", "𠮷家"),
    ],
)
def test_titles_become_names_people_recognise(title: str, name: str) -> None:
    assert safe_name(title) == name


def test_a_long_title_is_cut_between_characters() -> None:
    name = safe_name("收" * 400)
    assert name == "收" * 60


@pytest.mark.parametrize(
    "name",
    [
        "a?.xlsx",
        "a:b",
        'a"b',
        "a|b",
        "CON",
        "con.xlsx",
        "COM1",
        "lpt9.pdf",
        "com²",
        "a.",
        "a ",
        "a\tb",
        "a\\b",
    ],
)
def test_names_windows_does_not_take_are_refused(name: str) -> None:
    with pytest.raises(Refusal) as refused:
        refuse_bad_name(Path(name))
    assert refused.value.code == "name-not-allowed"


def test_a_name_too_long_for_its_part_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        refuse_bad_name(Path("表" * 81))
    assert refused.value.code == "path-too-long"
    refuse_bad_name(Path("表" * 80))

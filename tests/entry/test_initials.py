"""Names are found by pinyin initials, in every reading that is alive."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from village_desk.entry.keyboard.initials import initials_of, without_dots

DOTS = "·•・‧．.。∙⋅･˙丶 "


@pytest.mark.parametrize(
    ("name", "first"),
    [("单秀英", "sxy"), ("仇大海", "qdh"), ("曾庆", "zq"), ("解放", "xf"), ("区海", "oh"), ("张伟", "zw")],
)
def test_a_surname_is_read_as_a_surname_first(name: str, first: str) -> None:
    assert initials_of(name)[0] == first


@pytest.mark.parametrize(
    ("name", "readings"),
    [
        ("翟玉兰", {"zyl", "dyl"}),
        ("覃文", {"qw", "tw"}),
        ("盖平", {"gp"}),
        ("单秀英", {"sxy", "dxy"}),
        ("仇大海", {"qdh", "cdh"}),
        ("曾庆", {"zq", "cq"}),
    ],
)
def test_both_readings_find_a_name(name: str, readings: set[str]) -> None:
    assert readings <= set(initials_of(name))


@pytest.mark.parametrize("dot", DOTS)
def test_every_kind_of_dot_is_no_letter(dot: str) -> None:
    assert without_dots(f"阿依{dot}古丽") == "阿依古丽"
    assert initials_of(f"阿依{dot}古丽") == initials_of("阿依古丽")


@given(st.text(max_size=60))
def test_any_name_has_at_least_one_form_and_not_too_many(name: str) -> None:
    assert 1 <= len(initials_of(name)) <= 32


def test_letters_and_rare_characters_do_not_stop_a_name() -> None:
    assert "a" in initials_of("A")[0]
    assert initials_of("张𠮷")[0].startswith("z")

"""The worked examples of F1 are true: what is typed is read by the field itself."""

from __future__ import annotations

import pytest

from village_desk.definitions.examples import Example, examples
from village_desk.entry.explaining import explained


@pytest.mark.parametrize("example", examples().values(), ids=examples())
def test_an_example_is_what_the_field_makes_of_it(example: Example) -> None:
    assert example.asked.write(example.asked.read(example.typed)) == example.shown
    assert example.typed in example.text
    assert example.shown in example.text


def test_a_field_is_explained_with_its_rules_and_where_they_come_from() -> None:
    label, text = explained("person.identity_number")
    assert label == "证件号码"
    assert "核查 ID01 证件号码长度不正确（依据：县级规则 1_01_002）" in text
    assert "GB 11643" in text
    assert ".md" not in text


def test_what_is_no_field_is_not_explained() -> None:
    assert explained("ledger_line.person") == explained("") == ("", "")

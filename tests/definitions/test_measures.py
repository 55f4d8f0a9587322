"""The catalogue of measures hangs together, and a measure is found by code, label or another spelling."""

import pytest

from village_desk.definitions.measures import make_catalogue, measure_catalogue, read_measure
from village_desk.definitions.screens import screen
from village_desk.definitions.toml_files import DefinitionError
from village_desk.rules.measures import Aim
from village_desk.rules.reading import NotUnderstoodError

_AIM_OF_LETTER = {"W": Aim.WAGES, "J": Aim.PRODUCTION, "C": Aim.PROPERTY}
_FITTING = {"code": "X01", "label": "甲", "aim": "wages", "help": "employment_help"}


def test_there_are_the_49_measures_of_the_five_documents():
    assert len(measure_catalogue()) == 49


def test_every_group_of_households_has_a_measure_to_begin_with():
    groups = {group for measure in measure_catalogue().values() for group in measure.groups}
    assert groups == set(screen("plan").field("group").labels())


def test_an_aim_that_is_income_names_the_item_it_shows_in():
    income = {Aim.WAGES, Aim.PRODUCTION, Aim.PROPERTY, Aim.TRANSFER}
    for measure in measure_catalogue().values():
        assert (measure.item is not None) == (measure.aim in income), measure.code


def test_a_measure_is_read_by_code_label_and_alias_and_shown_by_label():
    field = screen("measure").field("measure")
    assert field.read("W05") == field.read("乡村公益性岗位") == field.read("公益岗位") == "W05"
    assert field.write("W05") == "乡村公益性岗位"
    assert read_measure(" ") is None
    with pytest.raises(NotUnderstoodError, match="not-in-list"):
        read_measure("送温暖")


@pytest.mark.parametrize(
    "change",
    [
        {"aim": "joy"},
        {"help": "colour"},
        {"item": "G77"},
        {"unit": "光年"},
        {"groups": ["懒散户"]},
        {"price": 3},
    ],
)
def test_a_measure_with_a_loose_end_is_refused_with_its_code(change):
    with pytest.raises(DefinitionError, match="X01"):
        make_catalogue({"measures": [{**_FITTING, **change}]})


def test_a_code_that_stands_twice_is_refused():
    with pytest.raises(DefinitionError, match="stands twice"):
        make_catalogue({"measures": [_FITTING, _FITTING]})

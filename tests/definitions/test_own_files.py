"""A county's own files are read before the shipped ones; what books go by is never lost."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from village_desk.definitions.codes import code_list
from village_desk.definitions.indicators import reference_figures, reference_label
from village_desk.definitions.measures import measure_catalogue
from village_desk.definitions.own_files import is_parameter, parameter_files, refuse_wrong, shipped_text
from village_desk.definitions.sheets import sheets
from village_desk.definitions.toml_files import DefinitionError, laid_over, lay_over
from village_desk.definitions.toml_writing import toml_text
from village_desk.definitions.words import say, wrong_words

MEASURES, SEX, WORDS = "resources/measures.toml", "resources/codes/sex.toml", "resources/words/sheets.toml"
F15 = "forms/sheets/f15_confirmation.toml"


@pytest.fixture(autouse=True)
def shipped_again() -> Iterator[None]:
    yield
    lay_over({})


def changed(path: str, old: str, new: str) -> dict[str, str]:
    text = shipped_text(path) or ""
    assert old in text
    return {path: text.replace(old, new, 1)}


def test_an_own_file_is_read_before_the_shipped_one_and_no_longer_when_it_is_gone() -> None:
    before = measure_catalogue()
    lay_over(changed(MEASURES, "庭院经济", "庭院小院"))
    assert {one.label for one in measure_catalogue().values()} - {one.label for one in before.values()} == {
        "庭院小院"
    }
    lay_over({})
    assert measure_catalogue() == before


def test_a_countys_own_reference_figure_is_called_as_its_file_names_it() -> None:
    path = "resources/references.toml"
    own = '{ name = "全省农村居民", year = 2024, yuan = 20000, source = "省统计局" },'
    lay_over(changed(path, "references = [", f"references = [\n    {own}"))
    assert reference_figures()["全省农村居民"][2024] == 20_000_00
    assert reference_label("全省农村居民") == "全省农村居民"
    assert reference_label("national_rural") == say("references.national_rural")


def test_labels_and_the_words_of_sheets_may_be_the_countys() -> None:
    files = changed(SEX, 'title = "', 'title = "县定')
    files |= changed(WORDS, 'same_households = "两年都有数的户"', 'same_households = "同户"')
    title = sheets()["F15"].title
    files |= changed(F15, f'title = "{title}"', f'title = "九曲镇{title}"')
    refuse_wrong(files)
    lay_over(files)
    assert code_list("sex").title.startswith("县定")
    assert say("sheet.same_households") == "同户"
    assert sheets()["F15"].title == f"九曲镇{title}"


@pytest.mark.parametrize(
    ("path", "old", "new", "lost"),
    [
        (SEX, 'label = "女"', 'label = "女性"', "女"),
        (MEASURES, 'code = "W01"', 'code = "W99"', "W01"),
        ("resources/items.toml", 'code = "G01"', 'code = "G91"', "G01"),
        (WORDS, "same_households = ", "same_house = ", "sheet.same_households"),
    ],
)
def test_what_books_and_sheets_go_by_is_not_lost(path: str, old: str, new: str, lost: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        refuse_wrong(changed(path, old, new))
    assert (caught.value.why, caught.value.values["where"]) == ("lost", path)
    assert lost in str(caught.value.values["names"])
    assert path in wrong_words(caught.value)
    assert not laid_over()


@pytest.mark.parametrize(
    "path",
    ["resources/words/desk.toml", "forms/screens/person.toml", "resources/policies/../x.toml", "x.toml"],
)
def test_no_other_file_is_a_countys_to_set(path: str) -> None:
    assert not is_parameter(path)
    with pytest.raises(DefinitionError, match="no county"):
        refuse_wrong({path: ""})


def test_a_mistake_in_one_file_that_another_relies_on_is_found() -> None:
    with pytest.raises(DefinitionError, match="no such unit"):
        refuse_wrong(changed(MEASURES, 'unit = "月"', 'unit = "月份"'))


@pytest.mark.parametrize("path", parameter_files())
def test_every_parameter_file_is_written_back_the_same(path: str) -> None:
    table = tomllib.loads(shipped_text(path) or "")
    assert tomllib.loads(toml_text(table)) == table
    assert is_parameter(path)


_PLAIN = st.one_of(st.text(), st.integers(-(2**40), 2**40), st.booleans(), st.lists(st.integers(0, 9)))


@given(
    st.dictionaries(st.text(min_size=1), _PLAIN),
    st.dictionaries(st.text(min_size=1), _PLAIN),
    st.lists(st.dictionaries(st.text(min_size=1), _PLAIN, min_size=1)),
)
def test_whatever_is_written_reads_back(plain: dict, inner: dict, entries: list) -> None:
    table = {**plain, "一节": inner, "列": entries}
    assert tomllib.loads(toml_text(table)) == table

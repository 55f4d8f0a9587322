"""The code lists: official labels in order, real spellings understood, nothing guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from village_desk.definitions.codes import KINS, code_list, code_list_names, comparing_form, make_code_list
from village_desk.definitions.toml_files import DefinitionError
from village_desk.rules.identity import DISABILITY_GRADES, DISABILITY_KINDS
from village_desk.rules.indicators.flow import CHANNELS, CLASSES, RISKS
from village_desk.rules.reading import NotUnderstoodError

LISTS = code_list_names()


@pytest.mark.parametrize("name", LISTS)
def test_every_list_reads_its_own_labels_and_spellings_to_one_label(name):
    listed = code_list(name)
    assert listed.title
    assert listed.source
    assert listed.labels
    assert len(set(listed.labels)) == len(listed.labels)
    for code in listed.codes:
        for spelling in (code.label, *code.aliases):
            assert listed.read(spelling) == code.label
            assert listed.read(f"　{' '.join(spelling)} ") == code.label


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("digit", ["0", "1", "2", "01", "１", "99"])
def test_a_bare_number_is_never_understood(name, digit):
    with pytest.raises(NotUnderstoodError, match="not-in-list"):
        code_list(name).read(digit)


@pytest.mark.parametrize("name", LISTS)
def test_a_blank_cell_says_nothing(name):
    assert code_list(name).read(" 　") is None


def test_a_word_outside_the_list_is_not_understood():
    with pytest.raises(NotUnderstoodError) as caught:
        code_list("sex").read("不详")
    assert caught.value.code == "not-in-list"


def test_the_relations_are_the_systems_28_with_the_sex_they_imply():
    listed = code_list("relation")
    assert len(listed.labels) == 28
    assert listed.labels[0] == "户主"
    male = {code.label for code in listed.codes if code.sex == "男"}
    female = {code.label for code in listed.codes if code.sex == "女"}
    assert male == {
        *("之子", "之父", "之公公", "之岳父", "之女婿", "之叔伯", "之孙子", "之外孙子", "之曾孙子", "之侄儿"),
        *("之祖父", "之外祖父"),
    }
    assert female == {
        *("之女", "之母", "之婆婆", "之岳母", "之儿媳", "之孙女", "之外孙女", "之曾孙女", "之侄女", "之祖母"),
        *("之兄弟媳妇", "之外祖母"),
    }
    assert {code.kin for code in listed.codes if code.kin} == KINS


@pytest.mark.parametrize("text", ["媳妇", "媳", "奶奶", "姑爷", "女子", "外甥", "额日子", "？几儿媳"])
def test_a_relation_word_with_two_meanings_is_left_to_the_cadre(text):
    with pytest.raises(NotUnderstoodError, match="not-in-list"):
        code_list("relation").read(text)


@pytest.mark.parametrize(
    ("name", "text", "label"),
    [
        ("relation", "长子", "之子"),
        ("relation", "本人或户主", "户主"),
        ("relation", "弟媳", "之兄弟媳妇"),
        ("education", "小学 ", "小学"),
        ("education", "文盲", "文盲或半文盲"),
        ("health", "健康 ", "健康"),
        ("labour", "弱劳动力", "弱劳动力或半劳动力"),
        ("household_class", "普通农户", "一般农户"),
        ("risk", "因灾", "因自然灾害"),
        ("disaster", "因自然灾害(洪涝灾害)", "洪涝灾害"),
        ("minimum_living", "是", "农村低保"),
        ("minimum_living", "否", "未享受"),
        ("extreme_poverty", "是", "农村特困"),
        ("extreme_poverty", "否", "不享受"),
        ("work_area", "乡(镇)外县内", "乡（镇）外县内"),
        ("house_grade", "ｃ", "C级"),
        ("nation", "彝", "彝族"),
        ("unit", "KG", "公斤"),
    ],
)
def test_spellings_met_in_real_files_are_understood(name, text, label):
    assert code_list(name).read(text) == label


@pytest.mark.parametrize(
    ("name", "text"),
    [("schooling", "非在校生"), ("monitoring_class", "无"), ("risk", "无"), ("public_post", "无")],
)
def test_words_that_say_nothing_read_as_nothing_entered(name, text):
    assert code_list(name).read(text) is None


def test_there_are_56_nations_and_two_more():
    labels = code_list("nation").labels
    assert len(labels) == 58
    assert labels[0] == "汉族"
    assert labels[-2:] == ("未识别", "外国人入籍")


def test_a_cause_of_the_old_registers_is_read_but_no_longer_offered():
    listed = code_list("risk")
    assert listed.read("缺技术") == "缺技术"
    assert "缺技术" not in listed.labels_on(date(2025, 1, 1))
    assert "缺技术" in listed.labels_on(date(2019, 12, 31))


def test_disability_labels_are_those_of_the_certificate():
    assert code_list("disability_kind").labels == DISABILITY_KINDS
    assert code_list("disability_grade").labels == DISABILITY_GRADES


def test_a_jin_is_half_a_kilogram():
    listed = code_list("unit")
    assert listed.code("斤").grams == 500
    assert listed.code("公斤").grams == 1000
    assert listed.code("亩").grams is None


def _table(*codes):
    return {"title": "表", "source": "试", "codes": list(codes)}


@pytest.mark.parametrize(
    "table",
    [
        _table({"label": "甲", "aliases": ["丙"]}, {"label": "乙", "aliases": ["丙"]}),
        _table({"label": "甲（一）"}, {"label": "乙", "aliases": ["甲(一)"]}),
        _table({"label": "甲", "aliases": ["１"]}),
        _table({"label": "甲", "aliasses": ["丙"]}),
        _table({"label": "甲", "valid_until": "2020-13-01"}),
        {**_table({"label": "甲"}), "blank": ["甲"]},
        {"title": "表", "codes": []},
    ],
)
def test_a_list_that_could_mislead_is_refused_with_its_file(table):
    with pytest.raises(DefinitionError, match=r"codes/x\.toml"):
        make_code_list("x", table, "codes/x.toml")


def test_a_list_that_does_not_exist_is_refused():
    with pytest.raises(DefinitionError, match="no such code list"):
        code_list("../words/refusals")


def test_width_case_and_blanks_do_not_make_two_words():
    assert comparing_form("Ａ 类\u200b") == comparing_form("a类")


@given(st.sampled_from(LISTS), st.text(max_size=30))
def test_any_text_is_a_label_nothing_or_not_understood(name, text):
    listed = code_list(name)
    try:
        label = listed.read(text)
    except NotUnderstoodError as error:
        assert error.code in ("not-in-list", "half-character")  # noqa: PT017 - either answer is right
    else:
        assert label is None or label in listed.labels


@pytest.mark.parametrize(
    ("name", "counted"), [("discovery", CHANNELS), ("monitoring_class", CLASSES), ("risk", RISKS)]
)
def test_the_monitoring_flow_is_told_by_every_label_that_is_offered(name, counted):
    assert counted == code_list(name).labels_on(date(2025, 9, 30))

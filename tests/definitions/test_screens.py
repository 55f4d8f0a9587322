"""A question is worded once: screens, records and code lists say the same."""

from datetime import date
from types import NoneType
from typing import get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from village_desk.definitions.codes import code_list_names, comparing_form
from village_desk.definitions.items import income_items
from village_desk.definitions.measures import measure_catalogue
from village_desk.definitions.screens import ITEMS, MEASURES, Kind, caption, make_screen, screen, screen_names
from village_desk.definitions.toml_files import DefinitionError
from village_desk.rules.followup_records import (
    Analysis,
    Event,
    FieldNote,
    Meeting,
    Problem,
    Procedure,
    Stock,
    Sweep,
    Verdict,
)
from village_desk.rules.livelihood_records import Entitlement, Industry, Insurance, Leader, Study, Training
from village_desk.rules.money import Fen, Thousandths
from village_desk.rules.months import Month, make_month
from village_desk.rules.reading import NotUnderstoodError
from village_desk.rules.records import Household, LedgerLine, Person, StatedTotals, Visit, question_keys
from village_desk.rules.support_records import Loan, Measure, Plan, PublicPost, WorkSpell

RECORDS = {
    "household": Household,
    "person": Person,
    "ledger_line": LedgerLine,
    "visit": Visit,
    "stated_totals": StatedTotals,
    "plan": Plan,
    "measure": Measure,
    "work_spell": WorkSpell,
    "public_post": PublicPost,
    "loan": Loan,
    "training": Training,
    "study": Study,
    "industry": Industry,
    "insurance": Insurance,
    "entitlement": Entitlement,
    "leader": Leader,
    "event": Event,
    "stock": Stock,
    "sweep": Sweep,
    "meeting": Meeting,
    "problem": Problem,
    "procedure": Procedure,
    "analysis": Analysis,
    "verdict": Verdict,
    "field_note": FieldNote,
}
TYPES = {
    Kind.TEXT: str,
    Kind.WHOLE: int,
    Kind.NUMBER: Thousandths,
    Kind.MONEY: Fen,
    Kind.DAY: date,
    Kind.MONTH: Month,
    Kind.CHOICE: str,
    Kind.CHOICES: tuple[str, ...],
    Kind.FLAG: bool,
}
BY_CODE = {ITEMS: income_items, MEASURES: measure_catalogue}
FIELDS = [(name, field) for name in RECORDS for field in screen(name).fields]


def _name(value):
    return value if isinstance(value, str) else value.key


def test_there_is_a_screen_for_each_record_that_is_asked():
    assert set(screen_names()) == set(RECORDS)


@pytest.mark.parametrize("name", RECORDS)
def test_a_screen_asks_exactly_what_its_record_keeps(name):
    keys = [field.key for field in screen(name).fields]
    assert len(keys) == len(set(keys))
    assert keys == list(question_keys(RECORDS[name]))


@pytest.mark.parametrize(("name", "field"), FIELDS, ids=_name)
def test_an_answer_is_kept_in_the_type_of_its_kind(name, field):
    hint = get_type_hints(RECORDS[name])[field.key]
    assert set(get_args(hint) or (hint,)) | {NoneType} == {TYPES[field.kind], NoneType}


@pytest.mark.parametrize(("name", "field"), FIELDS, ids=_name)
def test_every_choice_has_its_list(name, field):
    if field.kind in (Kind.CHOICE, Kind.CHOICES):
        assert field.codes in BY_CODE or field.codes in code_list_names()
    assert field.help
    assert field.label


@pytest.mark.parametrize("name", RECORDS)
def test_a_heading_of_a_workbook_means_one_question(name):
    meanings = {}
    for field in screen(name).fields:
        for heading in (field.label, *field.aliases):
            assert meanings.setdefault(comparing_form(heading), field.key) == field.key


def test_every_list_is_asked_for_somewhere():
    asked = {field.codes for _, field in FIELDS if field.codes}
    assert asked - set(BY_CODE) == set(code_list_names())


_WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zs", "Zl", "Zp")), min_size=1, max_size=50
)
_DIGITS = st.text("0123456789-", min_size=1, max_size=20)
_IDENTITIES = st.text("0123456789X", min_size=1, max_size=22)


def _labels(field):
    return sorted(BY_CODE[field.codes]()) if field.is_coded else list(field.labels())


def _values(field):
    if field.kind is Kind.TEXT:
        kinds = {"": _WORDS, "lines": _WORDS, "digits": _DIGITS, "identity": _IDENTITIES}
        return kinds[field.input]
    if field.kind is Kind.CHOICE:
        return st.sampled_from(_labels(field))
    if field.kind is Kind.CHOICES:
        labels = _labels(field)
        return st.sets(st.sampled_from(labels), min_size=1).map(
            lambda chosen: tuple(sorted(chosen, key=labels.index))
        )
    whole = st.integers(-(10**9), 10**9)
    return {
        Kind.WHOLE: whole,
        Kind.NUMBER: whole,
        Kind.MONEY: whole,
        Kind.FLAG: st.booleans(),
        Kind.DAY: st.dates(date(1900, 1, 1), date(2199, 12, 31)),
        Kind.MONTH: st.builds(make_month, st.integers(1900, 2199), st.integers(1, 12)),
    }[field.kind]


_ANSWERS = st.sampled_from([field for _, field in FIELDS]).flatmap(
    lambda field: st.tuples(st.just(field), _values(field))
)


@given(_ANSWERS)
def test_what_is_written_reads_back(answer):
    field, value = answer
    assert field.read(field.write(value)) == value


@pytest.mark.parametrize(("name", "field"), FIELDS, ids=_name)
def test_nothing_entered_is_blank_and_blank_is_nothing_entered(name, field):
    assert field.write(None) == ""
    assert field.read(" 　") is None


def test_several_answers_come_in_the_lists_order_whatever_parts_them():
    health = screen("person").field("health")
    for text in (
        "残疾,慢性病",
        "残疾、长期慢性病",
        "长期慢性病；残疾",
        "残疾\n慢性病 ",
        "残疾，残疾，慢性病",
    ):
        assert health.read(text) == ("长期慢性病", "残疾")
    assert health.write(("长期慢性病", "残疾")) == "长期慢性病,残疾"


def test_one_part_outside_the_list_spoils_the_whole_answer():
    with pytest.raises(NotUnderstoodError, match="not-in-list"):
        screen("person").field("health").read("残疾,一般")


def test_an_income_item_is_shown_by_name_and_kept_by_code():
    item = screen("ledger_line").field("item")
    assert item.read("省外务工工资") == "G01"
    assert item.write("G01") == "省外务工工资"
    assert item.write("G77") == "G77"


def test_captions_are_the_labels():
    assert caption("household.number") == "户编号"
    assert caption("person.public_post_months") == "公益性岗位(月数)"
    for wrong in ("household.colour", "village.number", "household"):
        with pytest.raises(KeyError):
            caption(wrong)


def _table(**field):
    entry = {"key": "a", "label": "甲", "kind": "text", "help": "乙", **field}
    return {"title": "表", "sections": [{"title": "节", "fields": [entry]}]}


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "colour"},
        {"hint": "丙"},
        {"kind": "choice"},
        {"codes": "sex"},
        {"sensitive": "secret"},
        {"kind": "money", "input": "digits"},
        {"kind": "number", "decimals": 4},
        {"aliases": "丙"},
    ],
)
def test_a_question_that_nothing_could_ask_is_refused_with_file_and_key(change):
    with pytest.raises(DefinitionError, match=r"x\.toml, a"):
        make_screen("x", _table(**change), "x.toml")


def test_a_key_asked_twice_is_refused():
    table = _table()
    table["sections"] *= 2
    with pytest.raises(DefinitionError, match="a is asked twice"):
        make_screen("x", table, "x.toml")

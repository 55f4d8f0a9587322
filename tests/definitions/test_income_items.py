"""The item tree, its prices and the counting bases hang together."""

import re
from datetime import date

import pytest
from msgspec.structs import replace

from village_desk.definitions.bases import counting_bases, counting_basis, make_basis, with_exceptions
from village_desk.definitions.codes import code_list
from village_desk.definitions.items import branches, income_item, income_items, make_items, read_item
from village_desk.definitions.prices import cost_shares, usual_prices
from village_desk.definitions.toml_files import DefinitionError
from village_desk.rules.items import Category, Counting
from village_desk.rules.reading import NotUnderstoodError

ITEMS = tuple(income_items().values())


def _of(category):
    return [item for item in ITEMS if item.category is category]


@pytest.mark.parametrize("category", Category)
def test_every_category_has_items(category):
    assert _of(category)


def test_the_first_letter_of_a_code_is_its_category():
    letters = {
        Category.WAGES: "G",
        Category.PRODUCTION: "J",
        Category.COST: "Z",
        Category.PROPERTY: "C",
        Category.TRANSFER: "T",
        Category.MEMO: "N",
        Category.OUTLAY: "X",
        Category.TAX: "X",
        Category.GIFT: "X",
        Category.CLAIM: "R",
        Category.OWN_PAYMENT: "R",
    }
    assert all(re.fullmatch(letters[item.category] + r"\d+", item.code) for item in ITEMS)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.code)
def test_every_item_is_counted_by_the_system_formula_or_stands_beside_it(item):
    basis = counting_basis("P1")
    in_formula = item.category in basis.adds | basis.takes
    assert in_formula or basis.counting_of(item) is not Counting.COUNTED
    assert (basis.effect_of(item) != 0) == (basis.counting_of(item) is Counting.COUNTED)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.code)
def test_code_label_and_headings_all_find_the_item(item):
    for text in (item.code, item.code.lower(), item.label, *item.aliases):
        assert read_item(f" {text}　") == item.code


def test_units_are_those_of_the_unit_list():
    units = {unit for item in ITEMS for unit in (item.unit, item.scale_unit) if unit}
    assert units <= set(code_list("unit").labels)


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        # realdata.md 3: the national export, the door-to-door survey, Guangdong
        *[
            ("公益性岗位收入", "G06"),
            ("村级公益岗", "G06"),
            ("自主采摘", "G19"),
            ("种植业", "J199"),
            ("养殖业", "J399"),
        ],
        *[
            ("资产收益扶贫分红收入", "C3"),
            ("土地流转", "C4"),
            ("代种代养", "C8"),
            ("其他财产性收入（旧指标）", "C9"),
        ],
        *[
            ("计划生育金", "T04"),
            ("最低生活保障金", "T02"),
            ("特困人员救助供养金", "T03"),
            ("生态补偿金", "T05"),
        ],
        *[
            ("养老金或离退休金", "T013"),
            ("其他转移性收入", "T19"),
            ("地力", "T071"),
            ("高龄", "T08"),
            ("取暖", "T16"),
        ],
        *[("基本医疗报销", "T14"), ("医疗救助", "N02"), ("个人所得税", "X01"), ("家庭理赔收入", "R01")],
        # domain.md 1.4: kinds of subsidy
        *[
            ("耕地地力保护补贴", "T071"),
            ("种粮(水稻)补贴", "T072"),
            ("农机购置补贴", "T074"),
            ("退耕还林", "T05"),
        ],
        *[
            ("生态(公益林/草原)补偿", "T05"),
            ("产业奖补", "T131"),
            ("跨省务工交通补贴", "T133"),
            ("危房补助", "N03"),
        ],
        *[
            ("县内务工稳岗补贴", "T132"),
            ("雨露计划补助", "T134"),
            ("高龄津贴", "T08"),
            ("水库移民后扶", "T09"),
        ],
        *[("困难残疾人生活补贴", "T061"), ("重度残疾人护理补贴", "T062"), ("雇工", "Z18"), ("饲料", "Z32")],
    ],
)
def test_headings_of_real_ledgers_find_their_item(heading, code):
    assert read_item(heading) == code


def test_a_word_that_names_no_item_is_not_understood():
    with pytest.raises(NotUnderstoodError, match="not-in-list"):
        read_item("天上掉的")
    assert read_item("　") is None


def test_contested_items_start_as_the_field_mostly_has_them():
    # domain.md 2.3
    counted = ["T011", "T02", "T03", "T04", "T061", "T062", "T132", "T133"]
    beside = ["T131", "T134", "T14", "N05", "N06", "N13", "G99"]
    assert all(income_item(code).counting is Counting.COUNTED for code in counted)
    assert all(income_item(code).counting is Counting.MEMO for code in beside)
    assert income_item("R01").counting is Counting.SEPARATE


def test_living_cost_away_lowers_wages_where_a_county_deducts_it():
    basis = with_exceptions(counting_basis("P1"), {"G99": Counting.COUNTED})
    assert counting_basis("P1").effect_of(income_item("G99")) == 0
    assert basis.effect_of(income_item("G99")) == -1


@pytest.mark.parametrize(
    ("basis", "effects"),
    [
        ("P1", {"G01": 1, "Z11": -1, "X01": 0, "X11": 0, "X13": 0, "R01": 0, "R02": 0, "N01": 0}),
        ("P2", {"G01": 1, "Z11": -1, "X01": 0, "X11": -1, "X13": -1, "R01": 0, "R02": 0, "N01": 0}),
        ("P3", {"G01": 1, "Z11": -1, "X01": -1, "X11": 0, "X13": 0, "R01": 0, "R02": 0, "N01": 0}),
        ("P4", {"G01": 1, "Z11": -1, "X01": 0, "X11": 0, "X13": 0, "R01": 1, "R02": -1, "N01": 0}),
    ],
)
def test_each_formula_does_to_the_net_what_it_says(basis, effects):
    assert {code: counting_basis(basis).effect_of(income_item(code)) for code in effects} == effects


def test_the_four_bases_are_p1_first():
    assert list(counting_bases()) == ["P1", "P2", "P3", "P4"]
    assert counting_basis("P1").formula_text == (
        "家庭纯收入＝工资性收入＋生产经营性收入－生产经营性支出＋财产性收入＋转移性收入"
    )


def test_a_countys_exception_leaves_the_shipped_basis_as_it_is():
    changed = with_exceptions(counting_basis("P1"), {"T131": Counting.COUNTED})
    assert changed.counting_of(income_item("T131")) is Counting.COUNTED
    assert counting_basis("P1").counting_of(income_item("T131")) is Counting.MEMO
    with pytest.raises(KeyError):
        with_exceptions(changed, {"T999": Counting.COUNTED})


def test_every_cost_belongs_to_a_branch_that_produces():
    producing = {item.branch for item in _of(Category.PRODUCTION)}
    named = {item.cost_of for item in _of(Category.COST) if item.cost_of}
    assert named == producing
    assert all(item.cost_of is None for item in ITEMS if item.category is not Category.COST)
    assert set(branches()) >= producing


def test_cost_shares_are_those_of_the_county_sheet():
    # domain.md 2.6
    assert {share.name: share.percent for share in cost_shares()} == {
        "粮食": 40,
        "烤烟": 45,
        "畜禽": 40,
        "林果": 15,
        "其他经济作物": 40,
    }
    assert income_item("J118").cost_percent == 45
    assert income_item("J201").cost_percent == 15
    assert income_item("J501").cost_percent is None
    assert all(share.source for share in cost_shares())


def test_usual_prices_lie_within_the_bounds_of_doubt():
    assert usual_prices()
    for usual in usual_prices():
        item = income_item(usual.item)
        assert usual.unit == "公斤"
        assert item.price_low <= usual.price_usual <= item.price_high
        assert item.yield_low <= usual.yield_usual <= item.yield_high


def test_bounds_and_limits_are_those_of_the_survey_audit():
    maize, pig, allowance = income_item("J101"), income_item("J301"), income_item("T02")
    assert (maize.yield_low, maize.yield_high) == (50_000, 1_300_000)
    assert (maize.price_low, maize.price_high) == (500, 20_000)
    assert (pig.price_low, pig.price_high) == (50_000, 8_000_000)
    assert allowance.month_limit == 100_000
    assert income_item("T05").year_limit == 600_000


def _entry(**changes):
    return {"code": "G01", "label": "甲", "category": "wages", "branch": "务工", "owner": "person", **changes}


@pytest.mark.parametrize(
    "entries",
    [
        [_entry(), _entry(label="乙")],
        [_entry(category="salary")],
        [_entry(owner="village")],
        [_entry(sign=0)],
        [_entry(counting="算")],
        [_entry(seasons=[1])],
        [_entry(season=[13])],
        [_entry(price_bounds=[20, 0.5])],
        [_entry(cost_of="渔业")],
    ],
)
def test_a_tree_that_could_mislead_is_refused_with_file_and_code(entries):
    with pytest.raises(DefinitionError, match=r"resources/items\.toml, G01"):
        make_items({"items": entries}, {})


def test_a_basis_that_adds_and_takes_one_category_is_refused():
    table = {
        "id": "P9",
        "name": "甲",
        "formula_text": "甲＝乙",
        "divisor": "counted",
        "revision": 1,
        "counting": {},
        "adds": ["wages"],
        "takes": ["wages"],
    }
    with pytest.raises(DefinitionError, match="P9"):
        make_basis(table, "P9.toml")
    with pytest.raises(DefinitionError, match="T999"):
        make_basis({**table, "takes": [], "counting": {"T999": "计入"}}, "P9.toml")


def test_an_item_is_offered_only_while_it_is_valid():
    item = replace(income_item("G01"), valid_until=date(2024, 9, 30))
    assert item.is_offered_on(date(2024, 9, 30))
    assert not item.is_offered_on(date(2024, 10, 1))
